"""The organisations one belongs to oneself: what one does there, and leaving."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import signed_in_user_id
from app.organisations.actions import describe_own_function, own_membership
from app.organisations.forms import FunctionForm
from app.organisations.handing_over import hand_over
from app.organisations.inviting import accept, decline, invitations_to
from app.organisations.kinds import title_in_words
from app.organisations.queries import Belonging, belongings_of, facts_of, titles_of
from app.platform import once
from app.platform.database import transaction
from app.platform.errors import NotFound
from app.platform.forms import require_whole_form
from app.platform.i18n import _, language

blueprint = Blueprint("my_organisations", __name__, url_prefix="/account/organisations")


@blueprint.get("")
def list_mine() -> ResponseReturnValue:
    """Show where one belongs, and which titles one holds."""
    user_id = signed_in_user_id()
    return render_template(
        "organisations/list_mine.html",
        invitations=invitations_to(user_id),
        belongings=belongings_of(user_id),
        titles=titles_of(user_id),
        in_words=title_in_words,
    )


@blueprint.post("/invitations/<int:invitation_id>")
def answer_invitation(invitation_id: int) -> ResponseReturnValue:
    """Say yes to what the managers of an organisation asked, or no."""
    user_id = signed_in_user_id()
    require_whole_form()
    says_yes = request.form.get("answer") == "yes"
    with transaction():
        (accept if says_yes else decline)(invitation_id, user_id)
        once.remember(url_for(".list_mine"))
    flash(_("You belong to the organisation now.") if says_yes else _("You said no. Nobody is told."))
    return redirect(url_for(".list_mine"), 303)


@blueprint.route("/<int:membership_id>", methods=["GET", "POST"])
def edit_mine(membership_id: int) -> ResponseReturnValue:
    """Say what one does in an organisation; leaving it is offered below."""
    user_id = signed_in_user_id()
    belonging = _mine(membership_id, user_id)
    form = FunctionForm(function=belonging.function)
    if not form.is_submitted():
        return _page(form, belonging)
    if not form.validate():
        return _page(form, belonging), 422
    with transaction():
        describe_own_function(membership_id, user_id, form.function.data or "")
        once.remember(url_for(".list_mine"))
    flash(_("The changes are saved."))
    return redirect(url_for(".list_mine"), 303)


@blueprint.post("/<int:membership_id>/leave")
def leave(membership_id: int) -> ResponseReturnValue:
    """Leave an organisation; its contact takes over what one did for it, or else its deputy."""
    user_id = signed_in_user_id()
    belonging = _mine(membership_id, user_id)
    require_whole_form()
    with transaction():
        own_membership(membership_id, user_id)
        facts = facts_of(belonging.organisation_id)
        hand_over(user_id, None, facts, everything=False, by=user_id, language=language())
        once.remember(url_for(".list_mine"))
    flash(_("You have left %(organisation)s. A letter says what was handed over.", organisation=belonging.name))
    return redirect(url_for(".list_mine"), 303)


def _mine(membership_id: int, user_id: int) -> Belonging:
    for one in belongings_of(user_id):
        if one.membership_id == membership_id:
            return one
    raise NotFound(_("You do not belong to such an organisation, or you have left it already."))


def _page(form: FunctionForm, belonging: Belonging) -> str:
    return render_template("organisations/edit_mine.html", form=form, belonging=belonging)
