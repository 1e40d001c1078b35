"""Accepting a personal invitation, and asking for no more of them. Opening a page does nothing."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import passwords, signing_in
from app.accounts.registering import way_to_sign_in
from app.accounts.sessions import begin_session
from app.accounts.signing_in import current_actor, signed_in_user_id
from app.invitations.accepting import Offer, accept, accept_as_newcomer, offer_behind, take_part, want_no_more
from app.invitations.forms import AcceptForm
from app.invitations.letters import digest_in
from app.invitations.pages import course_of
from app.invitations.ways import lead_on
from app.platform import once
from app.platform.database import transaction
from app.platform.errors import Conflict, NotFound
from app.platform.forms import WishForm, require_whole_form
from app.platform.i18n import _
from app.platform.security import keep_address_secret
from app.platform.throttle import at_most, sender

blueprint = Blueprint("accepting", __name__, url_prefix="/invitations")


@blueprint.route("/accept/<secret>", methods=["GET", "POST"])
def show_offer(secret: str) -> ResponseReturnValue:
    """Accept: by making an account, or with the one that is signed in."""
    keep_address_secret()
    # Generous, because a whole training room comes from one address; the secret cannot be guessed.
    at_most("300 per hour", "following invitations", sender())
    offer = offer_behind(secret)
    if current_actor().is_signed_in:
        return _accept_signed_in(offer)
    if offer.has_account:
        return _offer_page(offer, None)
    form = AcceptForm(whose=_Invited(offer), name=offer.name)
    if request.method == "GET":
        return _offer_page(offer, form)
    if not form.validate_on_submit():
        return _offer_page(offer, form), 422
    password_hash = passwords.hash_of(form.password.data)
    try:
        with transaction():
            user = accept_as_newcomer(
                offer, name=form.name.data, password_hash=password_hash, language=form.language.data
            )
            takes_part = take_part(user.id, offer.course_slug)
            remembered = begin_session(user.id, signing_in.this_device())
    except Conflict as conflict:
        raise Conflict(conflict.sentence, way_to_sign_in()) from None
    signing_in.sign_in(user.id, user.name, remembered)
    flash(_("Welcome, %(name)s. Your account is ready.", name=user.name))
    return redirect(lead_on(offer.course_slug, takes_part=takes_part), 303)


def _accept_signed_in(offer: Offer) -> ResponseReturnValue:
    form = WishForm()
    if request.method == "GET":
        return _offer_page(offer, form)
    if not form.validate_on_submit():
        return _offer_page(offer, form), 422
    user_id = signed_in_user_id()
    with transaction():
        accept(offer, user_id)
        after = lead_on(offer.course_slug, takes_part=take_part(user_id, offer.course_slug))
        once.remember(after)
    flash(_("You have accepted the invitation."))
    return redirect(after, 303)


@blueprint.route("/no-more/<secret>", methods=["GET", "POST"])
def refuse(secret: str) -> ResponseReturnValue:
    """Ask for no more invitations; no account is needed, and none is found out."""
    keep_address_secret()
    at_most("60 per hour", "refusing invitations", sender())
    digest = digest_in(secret)
    if digest is None:
        raise NotFound(_("A part of this address is missing. Open the link in the letter again."))
    if request.method == "GET":
        return render_template("invitations/refuse.html", form=WishForm())
    require_whole_form()
    with transaction():
        want_no_more(digest)
        once.remember(url_for(".show_refused"))
    return redirect(url_for(".show_refused"), 303)


@blueprint.get("/no-more")
def show_refused() -> ResponseReturnValue:
    """Say that no more invitations will come."""
    return render_template("invitations/show_refused.html")


class _Invited:
    """Whose password it will be."""

    def __init__(self, offer: Offer) -> None:
        self.name, self.email = offer.name, offer.email
        self.organisation = offer.organisation or offer.told_organisation


def _offer_page(offer: Offer, form: AcceptForm | WishForm | None) -> str:
    course = course_of(offer.course_slug)
    return render_template("invitations/show_offer.html", offer=offer, form=form, course=course, here=request.path)
