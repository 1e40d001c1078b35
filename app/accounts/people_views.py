"""People and their roles, for administrators and UCLG Learning: find, see, change one or many."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import bulk_actions
from app.accounts.actions import block, give_role, take_role, unblock
from app.accounts.changes import Change, Kind, verdict_on
from app.accounts.links import ask_for_link
from app.accounts.models import Purpose
from app.accounts.people_forms import (
    FOUND,
    ChangeForm,
    ConfirmForm,
    GiveRoleForm,
    PeopleFilterForm,
    TakeRoleForm,
)
from app.accounts.people_pages import (
    ChangePage,
    PersonPage,
    bulk_action_page,
    bulk_actions_page,
    change_page,
    people_page,
    person_page,
)
from app.accounts.people_queries import facts_of, is_organisation
from app.accounts.policy import may_change_role, may_see_people, roles_given_by
from app.accounts.roles import ORGANISATION_ROLES, Role
from app.accounts.scopes import course_titles, role_name
from app.accounts.sessions import end_all_sessions
from app.accounts.signing_in import current_actor, signed_in_user_id
from app.platform import audit, once
from app.platform.database import transaction
from app.platform.errors import CannotBe, Conflict
from app.platform.forms import incomplete_form, require_whole_form
from app.platform.i18n import _, language, ngettext
from app.platform.letters import site_root
from app.platform.throttle import at_most
from app.platform.verdicts import require

blueprint = Blueprint("people", __name__, url_prefix="/staff/people")
# Addresses hold numbers of at most nine digits; longer ones are nobody's.
_LONGEST_NUMBER = 9


@blueprint.before_request
def only_for_staff() -> None:
    """All of these pages name people."""
    signed_in_user_id()
    require(may_see_people(current_actor()))


@blueprint.get("")
def list_people() -> ResponseReturnValue:
    """Find people; a filter not understood is told and left out."""
    form = PeopleFilterForm(request.args)
    form.validate()
    page = people_page(form.filters(), request.args.get("page", default=1, type=int))
    form.offer(page.countries)
    change_form = ChangeForm()
    change_form.offer_roles(roles_given_by(current_actor()), course_titles())
    return render_template(
        "accounts/list_people.html", page=page, form=form, change_form=change_form, role_name=role_name
    )


@blueprint.get("/<int:user_id>")
def show_person(user_id: int) -> ResponseReturnValue:
    """One person's account, roles and sessions, and what may be done about them."""
    page = person_page(current_actor(), user_id)
    return _person_page(page, _role_form(page))


@blueprint.post("/<int:user_id>/roles")
def give_one_role(user_id: int) -> ResponseReturnValue:
    """Give a person a role in a scope."""
    actor = current_actor()
    page = person_page(actor, user_id)
    form = _role_form(page)
    if not form.validate_on_submit():
        return _person_page(page, form), 422
    role, scope = form.role, form.scope
    if role in ORGANISATION_ROLES and not is_organisation(scope):
        form.organisation.errors = [_("There is no organisation of this number. Nothing was changed.")]
        return _person_page(page, form), 422
    back = url_for(".show_person", user_id=user_id)
    with transaction():
        (person,) = facts_of([user_id])
        require(may_change_role(actor, role, person.grants))
        is_new = give_role(user_id, role, scope, by=actor.user_id)
        once.remember(back)
    flash(_("They have the role from their next page on.") if is_new else _("They have this role already."))
    return redirect(back, 303)


@blueprint.post("/<int:user_id>/roles/take")
def take_one_role(user_id: int) -> ResponseReturnValue:
    """Take a role from a person."""
    actor = current_actor()
    person_page(actor, user_id)
    form = TakeRoleForm()
    chosen = form.chosen() if form.validate_on_submit() else None
    if chosen is None:
        raise incomplete_form()
    role, scope = chosen
    back = url_for(".show_person", user_id=user_id)
    with transaction():
        (person,) = facts_of([user_id])
        require(may_change_role(actor, role, person.grants))
        take_role(user_id, role, scope, by=actor.user_id)
        once.remember(back)
    flash(_("The role is taken. It ends with their next page."))
    return redirect(back, 303)


@blueprint.post("/<int:user_id>/block")
def block_person(user_id: int) -> ResponseReturnValue:
    """Keep a person from signing in."""
    back = _wish_about(user_id)
    actor = current_actor()
    with transaction():
        (person,) = facts_of([user_id])
        require(verdict_on(actor, Change(Kind.BLOCK), person))
        block(user_id, by=actor.user_id)
        once.remember(back)
    flash(_("The account is blocked, and its sessions are ended. Nothing that the person did is lost."))
    return redirect(back, 303)


@blueprint.post("/<int:user_id>/unblock")
def unblock_person(user_id: int) -> ResponseReturnValue:
    """Let a person sign in again."""
    back = _wish_about(user_id)
    actor = current_actor()
    with transaction():
        (person,) = facts_of([user_id])
        require(verdict_on(actor, Change(Kind.BLOCK), person))
        unblock(user_id, by=actor.user_id)
        once.remember(back)
    flash(_("The person can sign in again."))
    return redirect(back, 303)


@blueprint.post("/<int:user_id>/sessions/end")
def end_sessions(user_id: int) -> ResponseReturnValue:
    """Sign a person out everywhere."""
    back = _wish_about(user_id)
    actor = current_actor()
    require(person_page(actor, user_id).may_look_after)
    with transaction():
        number = end_all_sessions(user_id)
        audit.note(actor.user_id, "person.sessions_ended", "person", user_id, sessions=number)
        once.remember(back)
    flash(_("The person is signed out everywhere."))
    return redirect(back, 303)


@blueprint.post("/<int:user_id>/link")
def send_link(user_id: int) -> ResponseReturnValue:
    """Mail a person a link to sign in; only they can use it."""
    back = _wish_about(user_id)
    actor = current_actor()
    page = person_page(actor, user_id)
    require(page.may_look_after)
    if page.user.blocked_at is not None:
        raise CannotBe(_("This account is blocked, so no link was sent. Unblock it first."))
    email = page.user.email
    at_most("5 per hour", "mailed link", email.lower())
    with transaction():
        ask_for_link(email, Purpose.SIGN_IN, root=site_root(), way_on="", language=language())
        audit.note(actor.user_id, "person.link_sent", "person", user_id)
        once.remember(back)
    flash(_("A link to sign in is on its way to them. It works once, for an hour."))
    return redirect(back, 303)


@blueprint.route("/change", methods=["GET", "POST"])
def change_many() -> ResponseReturnValue:
    """Show what a change would do to many people, and do exactly that."""
    change = _change_asked_for()
    page = _preview_of(change)
    form = ConfirmForm()
    if request.method == "GET" or not form.validate_on_submit():
        status = 200 if request.method == "GET" else 422
        form = ConfirmForm(formdata=None, preview=page.plan.digest)
        return render_template("accounts/change_many.html", page=page, form=form, refusal=""), status
    try:
        with transaction():
            page = _preview_of(change)
            if page.plan.digest != form.preview.data:
                raise Conflict(_("Somebody changed these people meanwhile."))
            action = bulk_actions.carry_out(page.plan, current_actor())
            done = url_for(".show_change", action_id=action.id)
            once.remember(done)
    except Conflict as conflict:
        form = ConfirmForm(formdata=None, preview=page.plan.digest)
        return render_template("accounts/change_many.html", page=page, form=form, refusal=conflict.sentence), 409
    flash(_("It is done."))
    return redirect(done, 303)


@blueprint.get("/changes")
def list_changes() -> ResponseReturnValue:
    """The changes that were made to many people."""
    lines = bulk_actions_page(request.args.get("page", default=1, type=int))
    return render_template("accounts/list_changes.html", lines=lines)


@blueprint.get("/changes/<int:action_id>")
def show_change(action_id: int) -> ResponseReturnValue:
    """One change to many people, with whom it changed."""
    return render_template("accounts/show_change.html", page=bulk_action_page(action_id))


@blueprint.post("/changes/<int:action_id>/undo")
def undo_change(action_id: int) -> ResponseReturnValue:
    """Take a change to many people back."""
    bulk_action_page(action_id)
    require_whole_form()
    back = url_for(".show_change", action_id=action_id)
    with transaction():
        number = bulk_actions.take_back(action_id, current_actor())
        once.remember(back)
    flash(
        ngettext(
            "Taken back for %(num)s person.",
            "Taken back for %(num)s people.",
            number,
        )
    )
    return redirect(back, 303)


def _wish_about(user_id: int) -> str:
    """Where a button on a person's page leads back to; raises NotFound for nobody."""
    person_page(current_actor(), user_id)
    require_whole_form()
    return url_for(".show_person", user_id=user_id)


def _role_form(page: PersonPage) -> GiveRoleForm:
    form = GiveRoleForm(organisation=str(page.organisation.id) if page.organisation else "")
    form.offer_roles(_roles_for(page), course_titles())
    return form


def _roles_for(page: PersonPage) -> list[Role]:
    actor = current_actor()
    return [role for role in Role if may_change_role(actor, role, page.grants)]


def _person_page(page: PersonPage, form: GiveRoleForm) -> str:
    return render_template("accounts/show_person.html", page=page, form=form)


def _change_asked_for() -> Change:
    form = ChangeForm(request.args)
    form.offer_roles(roles_given_by(current_actor()), course_titles())
    if form.what.data == Kind.BLOCK.value:
        return Change(Kind.BLOCK)
    if not form.validate():
        raise CannotBe(_("What to do is not said in a way that can be understood. Go back and choose again."))
    change = form.change()
    if change.role in ORGANISATION_ROLES and not is_organisation(change.scope):
        raise CannotBe(_("There is no organisation of this number. Go back and correct it. Nothing was changed."))
    return change


def _preview_of(change: Change) -> ChangePage:
    form = PeopleFilterForm(request.args)
    everybody = request.args.get("whom") == FOUND
    if not form.validate() and everybody:
        # More people than were asked for would be changed.
        raise CannotBe(_("One of the filters cannot be understood. Go back and choose it anew. Nothing was changed."))
    told = (one for one in request.args.getlist("person") if one.isascii() and one.isdecimal())
    ticked = sorted({int(one) for one in told if len(one) <= _LONGEST_NUMBER})
    return change_page(current_actor(), change, ticked=None if everybody else ticked, filters=form.filters())
