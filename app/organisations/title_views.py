"""Titles on organisations and on the platform; those on a course are given beside the course."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.organisations.actions import PLATFORM, Thing, end_title, give_title
from app.organisations.forms import TitleForm
from app.organisations.kinds import TITLE_WORDS, ThingKind, TitleKind
from app.organisations.pages import managed_by, somebody_at, titles_page
from app.organisations.policy import may_arrange
from app.organisations.queries import get_title
from app.platform import once
from app.platform.database import transaction
from app.platform.errors import Conflict
from app.platform.forms import require_whole_form
from app.platform.i18n import _, language
from app.platform.throttle import at_most
from app.platform.verdicts import require

blueprint = Blueprint("titles", __name__)


@blueprint.route("/organisations/<int:organisation_id>/titles", methods=["GET", "POST"])
def list_titles(organisation_id: int) -> ResponseReturnValue:
    """Who holds and held titles on an organisation, and a form to give one."""
    signed_in_user_id()
    facts = managed_by(current_actor(), organisation_id)
    return answer_titles(
        Thing(ThingKind.ORGANISATION, str(facts.id), facts.name),
        here=url_for(".list_titles", organisation_id=organisation_id),
        back=url_for("organisations.show_organisation", organisation_id=organisation_id),
    )


@blueprint.route("/titles", methods=["GET", "POST"])
def list_titles_of_platform() -> ResponseReturnValue:
    """Who holds and held titles for the whole site, and a form to give one."""
    signed_in_user_id()
    require(may_arrange(current_actor()))
    return answer_titles(
        PLATFORM, here=url_for(".list_titles_of_platform"), back=url_for("organisations.list_organisations")
    )


@blueprint.post("/titles/<int:title_id>/end")
def end(title_id: int) -> ResponseReturnValue:
    """End somebody's title."""
    by = signed_in_user_id()
    title = get_title(title_id)
    if title.thing_kind is ThingKind.ORGANISATION:
        managed_by(current_actor(), int(title.thing_key))
        after = url_for(".list_titles", organisation_id=int(title.thing_key))
    else:
        require(may_arrange(current_actor()))
        after = url_for(".list_titles_of_platform")
        if title.thing_kind is ThingKind.COURSE:
            after = url_for("course_titles.list_titles", slug=title.thing_key)
    require_whole_form()
    with transaction():
        end_title(title_id, by=by)
        once.remember(after)
    flash(_("The title has ended. It stays in the history."))
    return redirect(after, 303)


def answer_titles(thing: Thing, *, here: str, back: str) -> ResponseReturnValue:
    """The page of titles on a thing, and what its form does; whoever asks may give them, as checked before."""
    by = signed_in_user_id()
    form = TitleForm()
    if request.method == "GET":
        return _page(form, thing, back)
    if not form.validate_on_submit():
        return _page(form, thing, back), 422
    at_most("60 per hour", "look for a person", str(by))
    organisation_id = int(thing.key) if thing.kind is ThingKind.ORGANISATION else None
    person, fault = somebody_at(form.email.data, current_actor(), organisation_id)
    if person is None:
        form.email.errors = [fault]
        return _page(form, thing, back), 422
    user_id = person.id
    try:
        with transaction():
            give_title(user_id, TitleKind(form.kind.data), thing, by=by, language=language())
            once.remember(here)
    except Conflict as conflict:
        form.email.errors = [conflict.sentence]
        return _page(form, thing, back), 409
    flash(_("The title is given, and a letter tells them so."))
    return redirect(here, 303)


def _page(form: TitleForm, thing: Thing, back: str) -> str:
    return render_template(
        "organisations/list_titles.html", form=form, page=titles_page(thing), back=back, title_words=TITLE_WORDS
    )
