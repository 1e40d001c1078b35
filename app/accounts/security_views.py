"""How one signs in: everything about it on one page, another password, another address, and proving who one is."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.accounts import passwords, signing_in
from app.accounts.forms import ChangePasswordForm, NewAddressForm, PasskeyForm, PasswordProofForm
from app.accounts.identities import identities_of
from app.accounts.links import set_password
from app.accounts.new_address import ask_for_address
from app.accounts.outside_views import name_of_issuer
from app.accounts.pages import ways_in_of
from app.accounts.passkeys import challenge, passkeys_of, signing_in_options, site_of
from app.accounts.proving import proof_first
from app.accounts.queries import get_user, whose_of
from app.accounts.sessions import begin_session
from app.accounts.signing_in import LANGUAGE, current_actor, signed_in_user_id
from app.accounts.ways import way_on
from app.platform import once
from app.platform.database import transaction
from app.platform.i18n import _, language
from app.platform.letters import site_root
from app.platform.outbox import has_mail_server
from app.platform.throttle import at_most, sender

blueprint = Blueprint("security", __name__)


@blueprint.get("/account/security")
def show_security() -> ResponseReturnValue:
    """Show all that one signs in with."""
    page = ways_in_of(signed_in_user_id())
    linked = {identity.issuer for identity in page.identities}
    return render_template(
        "accounts/show_security.html",
        page=page,
        may_have_passkeys=site_of(site_root()).may_have_passkeys,
        name_of_issuer=name_of_issuer,
        not_linked=[one for one in current_app.config["ORGANISATIONS"].values() if one.issuer not in linked],
        is_recommended=bool(current_actor().grants) and page.second_step is None,
    )


@blueprint.route("/account/security/password", methods=["GET", "POST"])
def change_password() -> ResponseReturnValue:
    """Set another password, for who knows the present one; it signs out everywhere else."""
    user = get_user(signed_in_user_id())
    if not user.password_hash:
        # Who never had one proves by mail that the account is theirs.
        return redirect(url_for("links.ask"), 303)
    form = ChangePasswordForm(whose=whose_of(user))
    if request.method == "GET":
        return render_template("accounts/change_password.html", form=form)
    if not form.validate_on_submit():
        return render_template("accounts/change_password.html", form=form), 422
    at_most("10 per 10 minutes", "proof", str(user.id))
    if not passwords.is_right(user.password_hash, form.present.data):
        form.present.errors = [_("This is not your present password. Nothing was changed.")]
        return render_template("accounts/change_password.html", form=form), 422
    password_hash = passwords.hash_of(form.password.data)
    told = url_for(".show_security")
    with transaction():
        user = get_user(user.id)
        set_password(user, password_hash, language=session.get(LANGUAGE) or language())
        remembered = begin_session(user.id, signing_in.this_device())
        once.remember(told)
    signing_in.sign_in(user.id, user.name, remembered)
    flash(_("Your new password is set. You are signed out everywhere but here."))
    return redirect(told, 303)


@blueprint.route("/account/security/address", methods=["GET", "POST"])
def ask_new_address() -> ResponseReturnValue:
    """Have a link mailed to another address, which the account gets once the link is followed."""
    user = get_user(signed_in_user_id())
    if (elsewhere := proof_first()) is not None:
        return elsewhere
    form = NewAddressForm()
    if request.method == "GET":
        return render_template("accounts/ask_new_address.html", form=form, email=user.email)
    if not form.validate_on_submit():
        return render_template("accounts/ask_new_address.html", form=form, email=user.email), 422
    at_most("60 per hour", "mailed link", sender())
    at_most("5 per hour", "new address", str(user.id))
    at_most("5 per hour", "mailed link", form.email.data.lower())
    told = url_for(".show_address_asked")
    with transaction():
        ask_for_address(get_user(user.id), form.email.data, root=site_root(), language=language())
        once.remember(told)
    return redirect(told, 303)


@blueprint.get("/account/security/address/asked")
def show_address_asked() -> ResponseReturnValue:
    """Say what happens next: the same for every address."""
    signed_in_user_id()
    return render_template("accounts/show_address_asked.html", has_mail_server=has_mail_server())


@blueprint.route("/account/prove", methods=["GET", "POST"])
def prove() -> ResponseReturnValue:
    """Show again who one is, before ways in are changed."""
    user = get_user(signed_in_user_id())
    after = way_on(request.args.get("next"), default=url_for(".show_security"))
    form = PasswordProofForm()
    if request.method == "GET":
        return _prove_page(form, user.id, bool(user.password_hash), after)
    if not form.validate_on_submit():
        return _prove_page(form, user.id, bool(user.password_hash), after), 422
    at_most("10 per 10 minutes", "proof", str(user.id))
    if not passwords.is_right(user.password_hash or None, form.proof.data):
        form.proof.errors = [_("This is not your password. Check it; it is case-sensitive.")]
        return _prove_page(form, user.id, bool(user.password_hash), after), 422
    signing_in.note_proof()
    return redirect(after, 303)


def _prove_page(form: PasswordProofForm, user_id: int, has_password: bool, after: str) -> str:
    site = site_of(site_root())
    passkey_form = options = None
    if site.may_have_passkeys and passkeys_of(user_id):
        passkey_form = PasskeyForm(formdata=None, next=after, once=challenge())
        options = signing_in_options(site, passkey_form.once.data)
    linked = {identity.issuer for identity in identities_of(user_id)}
    return render_template(
        "accounts/prove.html",
        form=form,
        has_password=has_password,
        passkey_form=passkey_form,
        options=options,
        after=after,
        organisations=[one for one in current_app.config["ORGANISATIONS"].values() if one.issuer in linked],
    )
