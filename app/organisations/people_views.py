"""The people of an organisation, for whoever manages it: adding, changing, and handing over when somebody leaves."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.organisations.actions import add_member, change_membership
from app.organisations.forms import HandOverForm, MemberForm, MembershipForm
from app.organisations.handing_over import HandedOver, hand_over, hand_over_the_rest, left_behind
from app.organisations.inviting import invite
from app.organisations.pages import PeoplePage, leavers_page, managed_by, people_page, somebody_at
from app.organisations.policy import may_arrange
from app.organisations.queries import Facts, Leaver, Member, leaver_behind, member_behind, speakers_of
from app.platform import clock, once
from app.platform.database import rehearsal, transaction
from app.platform.errors import CannotBe, Conflict
from app.platform.i18n import _, language
from app.platform.letters import site_root
from app.platform.throttle import at_most
from app.platform.verdicts import require

blueprint = Blueprint("organisation_people", __name__, url_prefix="/organisations")


@blueprint.route("/<int:organisation_id>/people", methods=["GET", "POST"])
def list_people(organisation_id: int) -> ResponseReturnValue:
    """Who belongs and belonged to an organisation, and a form to add somebody."""
    by = signed_in_user_id()
    actor = current_actor()
    page = people_page(actor, organisation_id, request.args.get("page", default=1, type=int))
    form = MemberForm(since=clock.today())
    if request.method == "GET":
        return _people_page(form, page)
    if not form.validate_on_submit():
        return _people_page(form, page), 422
    at_most("60 per hour", "look for a person", str(by))
    if not may_arrange(actor):
        return _invite(form, organisation_id, by)
    person, fault = somebody_at(form.email.data, actor, organisation_id)
    if person is None:
        form.email.errors = [fault]
        return _people_page(form, page), 422
    user_id, address = person.id, _address(organisation_id)
    try:
        with transaction():
            add_member(
                organisation_id,
                user_id,
                function=form.function.data or "",
                since=form.since.data,
                is_contact=form.is_contact,
                is_deputy=form.is_deputy,
                by=by,
                language=language(),
            )
            once.remember(address)
    except Conflict as conflict:
        form.email.errors = [conflict.sentence]
        return _people_page(form, page), 409
    flash(_("They belong to the organisation now, and a letter tells them so."))
    return redirect(address, 303)


@blueprint.route("/<int:organisation_id>/people/<int:membership_id>", methods=["GET", "POST"])
def edit_member(organisation_id: int, membership_id: int) -> ResponseReturnValue:
    """Change what somebody is in an organisation."""
    by = signed_in_user_id()
    facts = managed_by(current_actor(), organisation_id)
    member = member_behind(membership_id, organisation_id)
    form = MembershipForm(
        function=member.function, since=member.since, is_contact=member.is_contact, is_deputy=member.is_deputy
    )
    if request.method == "GET":
        return _member_page(form, facts, member)
    if not form.validate_on_submit():
        return _member_page(form, facts, member), 422
    address = _address(organisation_id)
    with transaction():
        change_membership(
            membership_id,
            function=form.function.data or "",
            since=form.since.data,
            is_contact=form.is_contact,
            is_deputy=form.is_deputy,
            by=by,
        )
        once.remember(address)
    flash(_("The changes are saved."))
    return redirect(address, 303)


@blueprint.route("/<int:organisation_id>/people/<int:membership_id>/hand-over", methods=["GET", "POST"])
def hand_over_from(organisation_id: int, membership_id: int) -> ResponseReturnValue:
    """Show what would pass on when somebody leaves, and to whom; and then let it."""
    by = signed_in_user_id()
    actor = current_actor()
    facts = managed_by(actor, organisation_id)
    member = member_behind(membership_id, organisation_id)
    everything = bool(may_arrange(actor))
    form = HandOverForm()
    if request.method == "GET":
        return _hand_over_page(form, facts, member, everything)
    successor_id, is_fine = _successor_in(form, organisation_id)
    if not is_fine:
        return _hand_over_page(form, facts, member, everything), 422

    def do() -> HandedOver:
        return hand_over(member.user_id, successor_id, facts, everything=everything, by=by, language=language())

    try:
        if form.is_previewed and request.form.get("step") == "do":
            with transaction():
                do()
                once.remember(_address(organisation_id))
            flash(_("It is handed over. Letters tell both what moved."))
            return redirect(_address(organisation_id), 303)
        with rehearsal():
            preview = do()
    except CannotBe as reason:
        form.email.errors = [reason.sentence]
        return _hand_over_page(form, facts, member, everything), 422
    form.note_preview()
    return _hand_over_page(form, facts, member, everything, preview)


@blueprint.get("/without-owner")
def list_leavers() -> ResponseReturnValue:
    """Those who left and whose tasks need an owner."""
    signed_in_user_id()
    require(may_arrange(current_actor()))
    rows = leavers_page(request.args.get("page", default=1, type=int))
    return render_template("organisations/list_leavers.html", rows=rows)


@blueprint.route("/without-owner/<int:departure_id>", methods=["GET", "POST"])
def settle(departure_id: int) -> ResponseReturnValue:
    """Give what somebody left behind an owner, or say that it needs none."""
    by = signed_in_user_id()
    require(may_arrange(current_actor()))
    leaver = leaver_behind(departure_id)
    form = HandOverForm()
    if request.method == "GET":
        return _settle_page(form, leaver)
    successor_id, is_fine = _successor_in(form, None)
    if not is_fine:
        return _settle_page(form, leaver), 422
    address = url_for(".list_leavers")
    try:
        with transaction():
            hand_over_the_rest(departure_id, successor_id, by=by, language=language())
            once.remember(address)
    except CannotBe as reason:
        form.email.errors = [reason.sentence]
        return _settle_page(form, leaver), 422
    flash(_("This is settled."))
    return redirect(address, 303)


def _invite(form: MemberForm, organisation_id: int, by: int) -> ResponseReturnValue:
    """Managers ask; whoever has the address decides. The answer is the same for every address."""
    address = _address(organisation_id)
    with transaction():
        invite(
            organisation_id,
            form.email.data,
            function=form.function.data or "",
            since=form.since.data,
            is_contact=form.is_contact,
            is_deputy=form.is_deputy,
            by=by,
            root=site_root(),
            language=language(),
        )
        once.remember(address)
    flash(_("A letter asks whoever has this address. They stand here once they say yes."))
    return redirect(address, 303)


def _successor_in(form: HandOverForm, organisation_id: int | None) -> tuple[int | None, bool]:
    """Who is to take over, None for nobody in particular; and whether the form is fine."""
    if not form.validate_on_submit():
        return None, False
    if not form.email.data:
        return None, True
    at_most("60 per hour", "look for a person", str(signed_in_user_id()))
    person, fault = somebody_at(form.email.data, current_actor(), organisation_id)
    if person is None:
        form.email.errors = [fault]
        return None, False
    return person.id, True


def _address(organisation_id: int) -> str:
    return url_for("organisation_people.list_people", organisation_id=organisation_id)


def _people_page(form: MemberForm, page: PeoplePage) -> str:
    return render_template("organisations/list_people.html", form=form, page=page)


def _member_page(form: MembershipForm, facts: Facts, member: Member) -> str:
    return render_template("organisations/edit_member.html", form=form, facts=facts, member=member)


def _hand_over_page(
    form: HandOverForm, facts: Facts, member: Member, everything: bool, preview: HandedOver | None = None
) -> str:
    return render_template(
        "organisations/hand_over_from.html",
        form=form,
        facts=facts,
        member=member,
        everything=everything,
        preview=preview,
    )


def _settle_page(form: HandOverForm, leaver: Leaver) -> str:
    return render_template(
        "organisations/settle.html",
        form=form,
        leaver=leaver,
        things=left_behind(leaver.user_id),
        has_contact=bool(speakers_of(leaver.organisation_id)),
    )
