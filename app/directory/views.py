"""Looking people up, and writing to them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries import get_user
from app.accounts.signing_in import current_actor, signed_in_user_id
from app.content.sdgs import find_sdg
from app.directory.actions import block, report, write_to_person
from app.directory.forms import GOAL_NUMBERS, MessageForm, ReportForm, asked_place, asked_wish
from app.directory.pages import PersonPage, people_page, person_page
from app.directory.policy import may_see_people
from app.directory.queries import Received, find_received, take_turn
from app.directory.themes import THEMES
from app.platform import once
from app.platform.database import transaction
from app.platform.errors import NotFound
from app.platform.forms import require_whole_form
from app.platform.i18n import _, language
from app.platform.letters import site_root
from app.platform.throttle import at_most
from app.platform.verdicts import require

blueprint = Blueprint("directory", __name__)


@blueprint.before_request
def only_for_people_signed_in() -> None:
    """Names are shown to nobody else, and not by the thousand."""
    user_id = signed_in_user_id()
    require(may_see_people(current_actor()))
    at_most("120 per minute", "people", str(user_id))
    at_most("1500 per day", "people of a day", str(user_id))


@blueprint.get("/people")
def list_people() -> ResponseReturnValue:
    """Who is listed, and fits what is looked for."""
    return render_template(
        "directory/list_people.html",
        page=people_page(asked_wish(), asked_place()),
        theme_choices=[(key, str(name)) for key, name in THEMES.items()],
        goal_choices=[(goal, f"{goal} {sdg.title}") for goal in GOAL_NUMBERS if (sdg := find_sdg(goal, language()))],
    )


@blueprint.get("/people/<int:profile_id>")
def show_person(profile_id: int) -> ResponseReturnValue:
    """One person."""
    return render_template("directory/show_person.html", page=person_page(profile_id, signed_in_user_id()))


@blueprint.route("/people/<int:profile_id>/write", methods=["GET", "POST"])
def write_to(profile_id: int) -> ResponseReturnValue:
    """Write to a person; whoever may not is told why, and what they typed is kept."""
    user_id = signed_in_user_id()
    page = person_page(profile_id, user_id)
    form = MessageForm()
    if not page.may_write:
        return _write_page(page, form), 403
    if request.method == "GET":
        return _write_page(page, form)
    if not form.validate_on_submit():
        return _write_page(page, form), 422
    after = url_for(".show_person", profile_id=profile_id)
    with transaction():
        # Others of this sender's wait until this one is counted.
        take_turn(user_id)
        page = person_page(profile_id, user_id)
        verdict = page.may_write
        if verdict:
            sender = get_user(user_id)
            write_to_person(sender, page.person, form.text.data, root=site_root(), language=language())
            once.remember(after)
    if not verdict:
        return _write_page(page, form), 403
    flash(_("Your message to %(name)s is on its way. A copy goes to your own address.", name=page.person.name))
    return redirect(after, 303)


def _write_page(page: PersonPage, form: MessageForm) -> str:
    return render_template("directory/write_to.html", page=page, form=form)


@blueprint.get("/people/messages/<int:message_id>")
def show_message(message_id: int) -> ResponseReturnValue:
    """A message somebody got, with what they can do about it."""
    return _message_page(_received(message_id), ReportForm(formdata=None))


@blueprint.post("/people/messages/<int:message_id>/report")
def report_message(message_id: int) -> ResponseReturnValue:
    """Ask UCLG Learning to look at a message."""
    message, user_id = _received(message_id), signed_in_user_id()
    form = ReportForm()
    if not form.validate_on_submit():
        return _message_page(message, form), 422
    with transaction():
        report(message_id, user_id, form.reason.data)
        once.remember(url_for(".show_message", message_id=message_id))
    flash(_("UCLG Learning will look at this message. The person who wrote it is not told that it was you."))
    return redirect(url_for(".show_message", message_id=message_id), 303)


@blueprint.post("/people/messages/<int:message_id>/block")
def block_sender(message_id: int) -> ResponseReturnValue:
    """Take no more messages of whoever wrote this one."""
    message, user_id = _received(message_id), signed_in_user_id()
    require_whole_form()
    with transaction():
        block(user_id, message.sender_id)
        once.remember(url_for(".show_message", message_id=message_id))
    flash(_("You get no more messages from %(name)s, who is not told.", name=message.sender))
    return redirect(url_for(".show_message", message_id=message_id), 303)


def _received(message_id: int) -> Received:
    message = find_received(message_id, signed_in_user_id())
    if message is None:
        raise NotFound(_("There is no such message to you. Messages are kept for three months."))
    return message


def _message_page(message: Received, form: ReportForm) -> str:
    return render_template("directory/show_message.html", message=message, form=form)
