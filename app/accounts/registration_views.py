"""Registering: telling who one is, and confirming by a link that the mail address is one's own."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.accounts import passwords, signing_in
from app.accounts.actions import Registration, register
from app.accounts.forms import ConfirmRegistrationForm, RegisterForm
from app.accounts.registering import Awaited, ask_to_register, awaited_by, confirm_registration, way_to_sign_in
from app.accounts.sessions import begin_session
from app.accounts.signing_in import LANGUAGE, current_actor
from app.accounts.ways import way_on
from app.platform import once
from app.platform.database import transaction
from app.platform.errors import Conflict
from app.platform.i18n import _, language
from app.platform.letters import site_root
from app.platform.outbox import has_mail_server
from app.platform.security import keep_address_secret
from app.platform.throttle import at_most, sender

blueprint = Blueprint("registration", __name__, url_prefix="/register")
# Where the browser remembers what it registered, so that it need not be asked for the password again.
_REGISTERING = "registering"
_NOTHING = (None, "")


@blueprint.route("", methods=["GET", "POST"])
def show_registration() -> ResponseReturnValue:
    """Tell who one is. The account is made at once only where no mail could confirm the address."""
    if current_actor().is_signed_in:
        return redirect(way_on(request.args.get("next")))
    # Whoever comes by a link to join need not type where they work.
    told = {name: request.args.get(name, "") for name in ("next", "organisation", "country")}
    form = RegisterForm(**told)
    if request.method == "GET":
        return _registration_page(form)
    # Generous, because a whole training room registers from one address.
    at_most("300 per hour", "register", sender())
    if not form.validate_on_submit():
        return _registration_page(form), 422
    at_most("5 per hour", "register", form.email.data.lower())
    registration = Registration(
        name=form.name.data,
        email=form.email.data,
        password_hash=passwords.hash_of(form.password.data),
        organisation=form.organisation.data,
        country=form.country.data,
        language=session.get(LANGUAGE, ""),
    )
    return _ask_to_confirm(registration, form) if has_mail_server() else _register_at_once(registration, form)


def _ask_to_confirm(told: Registration, form: RegisterForm) -> ResponseReturnValue:
    after = url_for(".show_sent")
    with transaction():
        number = ask_to_register(told, root=site_root(), way_on=way_on(form.next.data, default=""), language=language())
        once.remember(after)
    session[_REGISTERING] = [number, told.email]
    return redirect(after, 303)


def _register_at_once(told: Registration, form: RegisterForm) -> ResponseReturnValue:
    after = way_on(form.next.data)
    try:
        with transaction():
            user = register(told)
            remembered = begin_session(user.id, signing_in.this_device())
            once.remember(after)
    except Conflict as conflict:
        form.email.errors = [conflict.sentence]
        return _registration_page(form), 409
    signing_in.sign_in(user.id, user.name, remembered)
    flash(_("Welcome, %(name)s. Your account is ready.", name=user.name))
    return redirect(after, 303)


@blueprint.get("/sent")
def show_sent() -> ResponseReturnValue:
    """Say what happens next: the same for every address."""
    _number, email = session.get(_REGISTERING, _NOTHING)
    return render_template("accounts/show_registration_sent.html", email=email)


@blueprint.route("/confirm/<secret>", methods=["GET", "POST"])
def confirm(secret: str) -> ResponseReturnValue:
    """Make the account. Opening the page does nothing yet: programs that check mail open links too.

    In another browser than the one that registered, the password is asked for: otherwise somebody could register
    with another person's address, let them confirm it, and share their account ever after.
    """
    keep_address_secret()
    at_most("60 per hour", "following links", sender())
    awaited = awaited_by(secret)
    is_here = session.get(_REGISTERING, _NOTHING)[0] == awaited.number
    form = ConfirmRegistrationForm(password_hash=None if is_here else awaited.told.password_hash)
    if request.method == "GET":
        return _confirmation_page(form, awaited)
    if not is_here:
        at_most("10 per hour", "confirming", awaited.told.email.lower())
    if not form.validate_on_submit():
        return _confirmation_page(form, awaited), 422
    try:
        with transaction():
            user = confirm_registration(awaited)
            remembered = begin_session(user.id, signing_in.this_device())
    except Conflict as conflict:
        raise Conflict(conflict.sentence, way_to_sign_in()) from None
    signing_in.sign_in(user.id, user.name, remembered)
    flash(_("Welcome, %(name)s. Your account is ready.", name=user.name))
    return redirect(way_on(awaited.way_on), 303)


def _registration_page(form: RegisterForm) -> str:
    return render_template("accounts/show_registration.html", form=form)


def _confirmation_page(form: ConfirmRegistrationForm, awaited: Awaited) -> str:
    return render_template("accounts/confirm.html", form=form, told=awaited.told)
