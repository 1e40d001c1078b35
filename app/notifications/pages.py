"""What the pages of notices show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.accounts.queries import get_user
from app.accounts.reaching import not_reached_since
from app.notifications.digesting import NIGHT
from app.notifications.forms import HabitsForm, choices_form
from app.notifications.kinds import Words, find_group, groups_by_mail, groups_with_letters, kinds_by_mail, words_of
from app.notifications.queries import choices_of, find_habits, find_notices
from app.notifications.unsubscribing import Subscription
from app.notifications.zones import zone_of
from app.platform.errors import NotFound
from app.platform.i18n import _
from app.platform.paging import PageOf
from app.platform.telling import Group, Kind


@dataclass(frozen=True, slots=True)
class Line:
    """A notice on the list."""

    notice_id: int
    words: Words
    made_at: datetime
    is_new: bool


@dataclass(frozen=True, slots=True)
class NoticesPage:
    """Some of somebody's notices; `mailed_no_more` are those that need no mail now that they were read here."""

    lines: PageOf[Line]
    has_new: bool
    mailed_no_more: Sequence[int]


@dataclass(frozen=True, slots=True)
class ChoicesPage:
    """What somebody may choose: groups with their kinds, and the names of groups that write letters of their own."""

    form: HabitsForm
    groups: Sequence[tuple[Group, Sequence[Kind]]]
    with_letters: Sequence[str]
    # Whether it is known what time it is where they are.
    knows_clock: bool
    email: str
    # Since when mail to them comes back; None where it arrives.
    unreached_since: datetime | None


def notices_page(user_id: int, number: int) -> NoticesPage:
    """A page of the list, in the language of whoever reads it."""
    found = find_notices(user_id, number)
    lines = [
        Line(one.notice_id, words_of(one.kind, one.arguments), one.made_at, one.seen_at is None) for one in found.rows
    ]
    return NoticesPage(
        lines=PageOf(lines, found.number, found.size, found.total),
        # Those not seen come first.
        has_new=bool(lines) and lines[0].is_new,
        mailed_no_more=[one.notice_id for one in found.rows if one.waits],
    )


def choices_page(user_id: int) -> ChoicesPage:
    """What somebody chose about mails of notices."""
    user, kept = get_user(user_id), find_habits(user_id)
    habits = {
        "zone": kept.zone if kept else "",
        "quiet_from": str(kept.quiet_from if kept else NIGHT.start),
        "quiet_until": str(kept.quiet_until if kept else NIGHT.end),
        "weekday": str(kept.weekday if kept else 0),
        "is_paused": kept.is_paused if kept else False,
    }
    return ChoicesPage(
        form=choices_form(user.country, choices_of(user_id), habits),
        groups=[(group, kinds_by_mail(group)) for group in groups_by_mail()],
        with_letters=[str(group.name) for group in groups_with_letters()],
        knows_clock=zone_of(kept.zone if kept else "", user.country) is not None,
        email=user.email,
        unreached_since=not_reached_since(user),
    )


def names_of_groups(subscription: Subscription | None) -> Sequence[str]:
    """What an address in a mail would end, in words; raises NotFound for an address that we did not make."""
    if subscription is None:
        raise NotFound(_("A part of this address is missing. Open the link in the mail again."))
    return [str(group.name) for key in subscription.groups if (group := find_group(key))]
