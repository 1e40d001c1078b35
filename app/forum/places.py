"""Where a form of the forum is: the category and thread, as far as whoever asks may read them."""

from app.accounts.actors import Actor
from app.forum.answering import may_answer
from app.forum.drafting import Spot, SpotKind
from app.forum.fishbowl_policy import may_facilitate
from app.forum.kinds import ThreadKind
from app.forum.numbering import page_with
from app.forum.pages import post_page, seen_thread
from app.forum.policy import may_change_post, may_open_thread, may_read
from app.forum.queries import places_for
from app.platform.addresses import address_of
from app.platform.errors import NotFound
from app.platform.i18n import _
from app.platform.verdicts import Verdict, refused, require_or_hide


def place_at(actor: Actor, spot: Spot) -> tuple[int, int | None]:
    """The category of a form, and the thread where there is one; raises NotFound where they may not read it."""
    match spot.kind:
        case SpotKind.CATEGORY | SpotKind.FISHBOWL:
            place = next((one for one in places_for(actor) if one.id == spot.id), None)
            hidden = _("There is no such category in the forum.")
            if place is None:
                raise NotFound(hidden)
            require_or_hide(may_read(actor, place), hidden)
            return place.id, None
        case SpotKind.THREAD | SpotKind.SUMMARY:
            thread, place = seen_thread(actor, spot.id)
            return place.id, thread.id
        case SpotKind.POST:
            at = post_page(actor, spot.id)
            return at.place.id, at.thread.id


def way_on(actor: Actor, spot: Spot) -> str | Verdict:
    """The address at which somebody goes on writing, or why they cannot."""
    try:
        place_at(actor, spot)
    except NotFound as gone:
        return refused(gone.sentence)
    match spot.kind:
        case SpotKind.CATEGORY:
            place = next(one for one in places_for(actor) if one.id == spot.id)
            may = may_open_thread(actor, place)
            address = address_of("forum_writing.open_thread", key=place.key)
        case SpotKind.FISHBOWL:
            place = next(one for one in places_for(actor) if one.id == spot.id)
            may = may_open_thread(actor, place, ThreadKind.FISHBOWL)
            address = address_of("forum_fishbowls.open_fishbowl", key=place.key)
        case SpotKind.THREAD:
            thread, place = seen_thread(actor, spot.id)
            may = may_answer(actor, place, thread)
            page = page_with(thread.last_number)
            address = address_of("forum.show_thread", thread_id=thread.id, page=page, _anchor="answer")
        case SpotKind.POST:
            at = post_page(actor, spot.id)
            may = may_change_post(actor, at.place, at.thread, at.post)
            address = address_of("forum_writing.change_post", post_id=spot.id)
        case SpotKind.SUMMARY:
            _thread, place = seen_thread(actor, spot.id)
            may = may_facilitate(actor, place)
            address = address_of("forum_facilitation.sum_up", fishbowl_id=spot.id)
    return address if may else may
