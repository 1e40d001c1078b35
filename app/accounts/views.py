"""Registering, signing in and out, and one's own account."""

from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.accounts import passwords, signing_in
from app.accounts.actions import Registration, change_profile, refresh_password_hash, register
from app.accounts.forms import AccountForm, RegisterForm, SignInForm, SignOutForm
from app.accounts.queries import find_user_by_email, get_user
from app.accounts.signing_in import LANGUAGE, current_actor, signed_in_user_id
from app.platform import once
from app.platform.database import transaction
from app.platform.errors import CannotBe, Conflict
from app.platform.i18n import _
from app.platform.throttle import at_most, sender

blueprint = Blueprint("accounts", __name__)


@blueprint.route("/register", methods=["GET", "POST"])
def show_registration() -> ResponseReturnValue:
    """Make an account and go on where the visitor wanted to."""
    if current_actor().is_signed_in:
        return redirect(_way_on(request.args.get("next")))
    form = RegisterForm(next=request.args.get("next", ""))
    if request.method == "GET":
        return _registration_page(form)
    # Generous, because a whole training room registers from one address.
    at_most("300 per hour", "register", sender())
    if not form.validate_on_submit():
        return _registration_page(form), 422
    told = Registration(
        name=form.name.data,
        email=form.email.data,
        password_hash=passwords.hash_of(form.password.data),
        organisation=form.organisation.data,
        country=form.country.data,
        language=session.get(LANGUAGE, ""),
    )
    way_on = _way_on(form.next.data)
    try:
        with transaction():
            user = register(told)
            once.remember(way_on)
    except Conflict as conflict:
        form.email.errors = [conflict.sentence]
        return _registration_page(form), 409
    signing_in.sign_in(user.id, user.name, user.session_stamp)
    flash(_("Welcome, %(name)s. Your account is ready.", name=user.name))
    return redirect(way_on, 303)


def _registration_page(form: RegisterForm) -> str:
    return render_template("accounts/show_registration.html", form=form)


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Sign in with address and password and go on where the visitor wanted to."""
    if current_actor().is_signed_in:
        return redirect(_way_on(request.args.get("next")))
    form = SignInForm(next=request.args.get("next", ""))
    if request.method == "GET":
        return render_template("accounts/sign_in.html", form=form)
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422
    at_most("20 per minute", "sign-in", sender(), form.email.data.lower())
    user = find_user_by_email(form.email.data)
    if not passwords.is_right(user.password_hash if user else None, form.password.data) or user is None:
        form.password.errors = [
            _("Address and password do not belong together. Check both; the password is case-sensitive.")
        ]
        return render_template("accounts/sign_in.html", form=form), 422
    if passwords.is_outdated(user.password_hash):
        fresh = passwords.hash_of(form.password.data)
        with transaction():
            refresh_password_hash(user.id, fresh)
    signing_in.sign_in(user.id, user.name, user.session_stamp)
    return redirect(_way_on(form.next.data), 303)


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End this browser's session."""
    form = SignOutForm()
    if not form.validate_on_submit():
        raise CannotBe(_("You are still signed in: the form was incomplete. Please try again."))
    signing_in.sign_out()
    flash(_("You are signed out."))
    return redirect(url_for("catalogue.show_home"), 303)


@blueprint.route("/account", methods=["GET", "POST"])
def show_account() -> ResponseReturnValue:
    """Show and change what one says of oneself."""
    user = get_user(signed_in_user_id())
    form = AccountForm(
        name=user.name,
        country=user.country,
        organisation=user.organisation.name if user.organisation else "",
        language=user.language,
    )
    if request.method == "GET":
        return _account_page(form, user.email)
    if not form.validate_on_submit():
        return _account_page(form, user.email), 422
    with transaction():
        change_profile(
            get_user(user.id),
            name=form.name.data,
            organisation=form.organisation.data,
            country=form.country.data,
            language=form.language.data,
        )
        once.remember(url_for(".show_account"))
    flash(_("Your account is saved."))
    return redirect(url_for(".show_account"), 303)


def _account_page(form: AccountForm, email: str) -> str:
    return render_template(
        "accounts/show_account.html",
        form=form,
        email=email,
        sign_out_form=SignOutForm(formdata=None),
    )


def _way_on(wanted: str | None) -> str:
    """Where to go next: a path on this site, or one's own courses. Addresses elsewhere are never followed."""
    default = url_for("learning.show_my_learning")
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return default
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc or any(ord(sign) < 32 or sign == "\\" for sign in wanted):
        return default
    return wanted
