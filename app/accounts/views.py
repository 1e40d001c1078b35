"""Signing in and out, and one's own account."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import passwords, signing_in
from app.accounts.actions import change_profile, refresh_password_hash
from app.accounts.forms import AccountForm, SignInForm
from app.accounts.models import User
from app.accounts.queries import get_user
from app.accounts.reaching import not_reached_since, try_address_again
from app.accounts.second_steps import find_person_signing_in
from app.accounts.sessions import (
    begin_session,
    end_all_sessions,
    end_session,
    is_new_to,
    sessions_of,
    warn_of_new_device,
)
from app.accounts.sign_in_page import sign_in_page
from app.accounts.signing_in import current_actor, signed_in_user_id
from app.accounts.ways import way_on
from app.platform import once
from app.platform.database import transaction
from app.platform.errors import CannotBe
from app.platform.forms import WishForm, require_whole_form
from app.platform.i18n import _, language
from app.platform.letters import site_root
from app.platform.throttle import at_most, sender

blueprint = Blueprint("accounts", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Sign in with address and password and go on where the visitor wanted to."""
    if current_actor().is_signed_in:
        return redirect(way_on(request.args.get("next")))
    form = SignInForm(next=request.args.get("next", ""))
    if request.method == "GET":
        return sign_in_page(form)
    if not form.validate_on_submit():
        return sign_in_page(form), 422
    at_most("20 per minute", "sign-in", sender(), form.email.data.lower())
    user, has_second_step = find_person_signing_in(form.email.data)
    if not passwords.is_right(user.password_hash if user else None, form.password.data) or user is None:
        form.password.errors = [
            _("Address and password do not belong together. Check both; the password is case-sensitive.")
        ]
        return sign_in_page(form), 422
    signing_in.refuse_blocked(user)
    fresh = passwords.hash_of(form.password.data) if passwords.is_outdated(user.password_hash) else None
    # Read before the transaction lets go of what was read.
    user_id, name, device = user.id, user.name, signing_in.this_device()
    # With a second step the session begins after it, and so does the question whether the device is new.
    is_new = not has_second_step and is_new_to(user_id, device)
    with transaction():
        if fresh:
            refresh_password_hash(user_id, fresh)
        remembered = None if has_second_step else begin_session(user_id, device)
        if is_new:
            warn_of_new_device(user, device, root=site_root(), language=language())
    return signing_in.let_in(user_id, name, remembered, way_on(form.next.data))


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End this browser's session."""
    form = WishForm()
    if not form.validate_on_submit():
        raise CannotBe(_("You are still signed in: the form was incomplete. Please try again."))
    if (user_id := current_actor().user_id) is not None:
        here = signing_in.current_session_id()
        with transaction():
            end_session(user_id, here)
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
        return _account_page(form, user)
    if not form.validate_on_submit():
        return _account_page(form, user), 422
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


@blueprint.post("/account/mail/again")
def try_again() -> ResponseReturnValue:
    """Send mail again to an address from which it came back, beginning with a letter that shows whether it arrives."""
    user_id = signed_in_user_id()
    require_whole_form()
    at_most("5 per hour", "address tried again", str(user_id))
    user = get_user(user_id)
    after = url_for(".show_account")
    with transaction():
        try_address_again(user, language=language())
        once.remember(after)
    flash(_("A letter to %(email)s is on its way. If it comes back too, we tell you here.", email=user.email))
    return redirect(after, 303)


@blueprint.get("/account/sessions")
def list_sessions() -> ResponseReturnValue:
    """Show where one is signed in."""
    sessions = sessions_of(signed_in_user_id())
    return render_template("accounts/list_sessions.html", sessions=sessions, here=signing_in.current_session_id())


@blueprint.post("/account/sessions/<int:session_id>/end")
def end_one_session(session_id: int) -> ResponseReturnValue:
    """Sign one's other browser out."""
    user_id = signed_in_user_id()
    require_whole_form()
    with transaction():
        end_session(user_id, session_id)
        once.remember(url_for(".list_sessions"))
    flash(_("That browser is signed out."))
    return redirect(url_for(".list_sessions"), 303)


@blueprint.post("/account/sessions/end-others")
def end_other_sessions() -> ResponseReturnValue:
    """Sign out everywhere but here."""
    user_id = signed_in_user_id()
    require_whole_form()
    here = signing_in.current_session_id()
    with transaction():
        end_all_sessions(user_id, but=here)
        once.remember(url_for(".list_sessions"))
    flash(_("You are signed out everywhere but here."))
    return redirect(url_for(".list_sessions"), 303)


def _account_page(form: AccountForm, user: User) -> str:
    return render_template(
        "accounts/show_account.html",
        form=form,
        email=user.email,
        unreached_since=not_reached_since(user),
        sign_out_form=WishForm(formdata=None),
    )
