"""What somebody follows and whom they muted; topics and people of the forum."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.forum import muting_actions
from app.forum.actions import unfollow
from app.forum.forms import asked_wish
from app.forum.kinds import Followed
from app.forum.pages import names_of, topic_page
from app.forum.part_pages import following_page, member_page
from app.forum.topics import Topic, find_topic
from app.forum.views import follow_as_asked, show_names
from app.platform import once
from app.platform.database import transaction
from app.platform.errors import CannotBe, NotFound
from app.platform.forms import require_whole_form
from app.platform.i18n import _, language
from app.platform.throttle import at_most

blueprint = Blueprint("forum_following", __name__, url_prefix="/forum")


@blueprint.get("/following")
def show_following() -> ResponseReturnValue:
    """All that somebody follows, with a button to stop each."""
    signed_in_user_id()
    page = following_page(current_actor())
    return render_template(
        "forum/show_following.html", page=page, names=names_of(page.categories), topic_name=_topic_name
    )


@blueprint.post("/following")
def stop_following() -> ResponseReturnValue:
    """Follow one of them no longer."""
    user_id = signed_in_user_id()
    require_whole_form()
    told, target = request.form.get("what", ""), request.form.get("target", "")
    if told not in set(Followed):
        raise CannotBe(_("The form was incomplete, and nothing was changed. Please try again."))
    there = url_for(".show_following")
    with transaction():
        unfollow(user_id, Followed(told), target)
        once.remember(there)
    flash(_("You do not follow it any more."))
    return redirect(there, 303)


@blueprint.get("/topics/<topic>")
def show_topic(topic: str) -> ResponseReturnValue:
    """The threads about a topic, in all categories that one reads."""
    signed_in_user_id()
    known = _known(topic)
    page = topic_page(current_actor(), known, asked_wish())
    return render_template(
        "forum/show_topic.html",
        page=page,
        topic=known,
        name=known.name(language()),
        shows=show_names(),
    )


@blueprint.post("/topics/<topic>/following")
def follow_topic(topic: str) -> ResponseReturnValue:
    """Follow a topic, or follow it no longer."""
    user_id = signed_in_user_id()
    known = _known(topic)
    require_whole_form()
    there = url_for(".show_topic", topic=known.key)
    _follow(user_id, Followed.TOPIC, known.key, there)
    return redirect(there, 303)


@blueprint.get("/people/<int:member_id>")
def show_member(member_id: int) -> ResponseReturnValue:
    """Somebody as their colleagues in the forum see them."""
    viewer_id = signed_in_user_id()
    at_most("120 per minute", "people", str(viewer_id))
    actor = current_actor()
    page = member_page(actor, member_id)
    return render_template("forum/show_member.html", page=page, names=names_of(page.places))


@blueprint.post("/people/<int:member_id>/following")
def follow_member(member_id: int) -> ResponseReturnValue:
    """Follow somebody, or follow them no longer."""
    follower_id = signed_in_user_id()
    page = member_page(current_actor(), member_id)
    require_whole_form()
    if page.is_own:
        raise CannotBe(_("You hear of what you write anyway."))
    there = url_for(".show_member", member_id=member_id)
    _follow(follower_id, Followed.PERSON, str(member_id), there)
    return redirect(there, 303)


@blueprint.post("/people/<int:member_id>/muting")
def mute_member(member_id: int) -> ResponseReturnValue:
    """Mute somebody, or hear of them again; the latter wherever they may be by now."""
    muter_id = signed_in_user_id()
    require_whole_form()
    is_back = request.form.get("wish") == "back"
    if is_back:
        there = url_for(".show_following")
    else:
        if member_page(current_actor(), member_id).is_own:
            raise CannotBe(_("You cannot mute yourself."))
        there = url_for(".show_member", member_id=member_id)
    with transaction():
        if is_back:
            muting_actions.unmute(muter_id, member_id)
        else:
            muting_actions.mute(muter_id, member_id)
        once.remember(there)
    flash(
        _("You see what they write again.")
        if is_back
        else _("Muted: what they write is folded, and no notice tells you of it. They are not told.")
    )
    return redirect(there, 303)


def _follow(user_id: int, what: Followed, target: str, there: str) -> None:
    follows = follow_as_asked(user_id, what, target, there)
    flash(
        _("You follow it: the weekly mail tells you of new threads.")
        if follows
        else _("You do not follow it any more.")
    )


def _known(key: str) -> Topic:
    topic = find_topic(key)
    if topic is None:
        raise NotFound(_("There is no such topic."))
    return topic


def _topic_name(topic: Topic) -> str:
    return topic.name(language())
