"""The second step: typing a code to sign in, setting it up, recovery codes, turning it off."""

from collections.abc import Sequence
from datetime import timedelta

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.accounts import passwords, signing_in
from app.accounts.codes import address_of_key, key_in_groups, new_key, step_of_code
from app.accounts.forms import CodeForm, ProofForm
from app.accounts.proving import proof_first
from app.accounts.queries import get_user
from app.accounts.second_steps import (
    SpentCode,
    drop_second_step,
    find_second_step,
    has_second_step,
    renew_recovery_codes,
    set_second_step,
    spend_code,
    tell_of_recovery_code,
    tell_of_wrong_codes,
)
from app.accounts.sessions import begin_session, is_new_to, warn_of_new_device
from app.accounts.signing_in import current_actor, signed_in_user_id
from app.accounts.ways import way_on
from app.platform import clock, once
from app.platform.database import transaction
from app.platform.forms import WishForm, incomplete_form, require_whole_form
from app.platform.i18n import _, language
from app.platform.letters import site_root
from app.platform.qr import qr_code_of
from app.platform.sealing import seal, unseal
from app.platform.security import keep_address_secret
from app.platform.throttle import at_most, is_often, sender

blueprint = Blueprint("second_step", __name__)
# Where it is kept which key is being set up, and which codes were just made.
_NEW_KEY, _NEW_CODES = "new_key", "new_codes"
_SHOWN_FOR = timedelta(minutes=10)


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
def enter_code() -> ResponseReturnValue:
    """Take the second step, and go on where one wanted to."""
    if current_actor().is_signed_in:
        return redirect(way_on(None))
    awaited = signing_in.awaited()
    if awaited is None:
        flash(_("You are not signed in yet: that took longer than five minutes. Please begin again."))
        return redirect(url_for("accounts.sign_in"), 303)
    form = CodeForm()
    if request.method == "GET":
        return render_template("accounts/enter_code.html", form=form)
    if not form.validate_on_submit():
        return render_template("accounts/enter_code.html", form=form), 422
    user = get_user(awaited.user_id)
    # By account and sender together: whoever tries from elsewhere does not keep the owner out.
    at_most("5 per 5 minutes", "code", sender(), str(user.id))
    at_most("60 per hour", "code", sender())
    signing_in.refuse_blocked(user)
    device, after = signing_in.this_device(), way_on(awaited.way_on)
    is_new = is_new_to(user.id, device)
    with transaction():
        spent = spend_code(user.id, form.code.data)
        if spent is not None:
            remembered = begin_session(user.id, device)
            if is_new:
                warn_of_new_device(user, device, root=site_root(), language=language())
            if not spent.is_of_app:
                tell_of_recovery_code(user, spent.codes_left, language=language())
            once.remember(after)
        elif is_often("4 per hour", "wrong code", str(user.id)) and not is_often("1 per day", "told", str(user.id)):
            tell_of_wrong_codes(user, root=site_root(), language=language())
    if spent is None:
        form.code.errors = [_refusal(user.id)]
        return render_template("accounts/enter_code.html", form=form), 422
    signing_in.sign_in(user.id, user.name, remembered)
    return _led_on(spent, after)


def _refusal(user_id: int) -> str:
    step = find_second_step(user_id)
    if step is not None and not step.is_readable:
        return _("This site cannot check codes of apps any more. Type one of your recovery codes.")
    return _(
        "This code is not good. Wait for the next one in your app, and check that your phone shows the right time."
    )


def _led_on(spent: SpentCode, after: str) -> ResponseReturnValue:
    if not spent.is_of_app:
        flash(_("That recovery code is used up. How many are left is told under “How you sign in”."))
    return redirect(after, 303)


@blueprint.route("/account/security/second-step", methods=["GET", "POST"])
def set_up_second_step() -> ResponseReturnValue:
    """Show the key for the app, and ask for codes from the first right one on."""
    user_id = signed_in_user_id()
    if (elsewhere := proof_first()) is not None:
        return elsewhere
    if has_second_step(user_id):
        return redirect(url_for("security.show_security"), 303)
    form = CodeForm()
    key = unseal(session.get(_NEW_KEY, ""), f"new key:{user_id}")
    if key is None or request.method == "GET":
        key = key or new_key()
        session[_NEW_KEY] = seal(key, f"new key:{user_id}")
        return _set_up_page(form, key)
    if not form.validate_on_submit():
        return _set_up_page(form, key), 422
    at_most("20 per 10 minutes", "set up", str(user_id))
    step = step_of_code(key, form.code.data, clock.now(), after=0)
    if step is None:
        form.code.errors = [
            _("This code does not fit the key. Wait for the next one, and check that your phone shows the right time.")
        ]
        return _set_up_page(form, key), 422
    with transaction():
        codes = set_second_step(get_user(user_id), key, step, language=language())
        once.remember(url_for(".show_recovery_codes"))
    del session[_NEW_KEY]
    return _show_once(user_id, codes)


def _set_up_page(form: CodeForm, key: str) -> str:
    # As codes below, a key is not kept by the browser or anything between.
    keep_address_secret()
    site = str(current_app.jinja_env.globals["site_name"])
    address = address_of_key(key, account=get_user(signed_in_user_id()).email, site=site)
    return render_template(
        "accounts/set_up_second_step.html", form=form, key=key_in_groups(key), address=address, qr=qr_code_of(address)
    )


@blueprint.route("/account/security/recovery-codes", methods=["GET", "POST"])
def show_recovery_codes() -> ResponseReturnValue:
    """Show codes that were just made, for a few minutes and until one has kept them; or make new ones."""
    user_id = signed_in_user_id()
    if request.method == "GET":
        codes = _codes_just_made(user_id)
        keep_address_secret()
        if not codes:
            return redirect(url_for("security.show_security"))
        return render_template("accounts/show_recovery_codes.html", codes=codes)
    if (elsewhere := proof_first()) is not None:
        return elsewhere
    if not WishForm().validate_on_submit() or not has_second_step(user_id):
        raise incomplete_form()
    with transaction():
        fresh = renew_recovery_codes(user_id)
        once.remember(url_for(".show_recovery_codes"))
    return _show_once(user_id, fresh)


@blueprint.post("/account/security/recovery-codes/kept")
def forget_shown_codes() -> ResponseReturnValue:
    """Show the codes no more."""
    signed_in_user_id()
    require_whole_form()
    session.pop(_NEW_CODES, None)
    return redirect(url_for("security.show_security"), 303)


def _show_once(user_id: int, codes: Sequence[str]) -> ResponseReturnValue:
    """Lead to the codes. They are in the cookie, sealed: a page lost on a slow line can be asked for again."""
    until = int((clock.now() + _SHOWN_FOR).timestamp())
    session[_NEW_CODES] = {"codes": seal(" ".join(codes), f"new codes:{user_id}"), "until": until}
    return redirect(url_for(".show_recovery_codes"), 303)


def _codes_just_made(user_id: int) -> list[str]:
    kept = session.get(_NEW_CODES)
    if not kept or clock.now().timestamp() > kept["until"]:
        return []
    return (unseal(kept["codes"], f"new codes:{user_id}") or "").split()


@blueprint.route("/account/security/second-step/off", methods=["GET", "POST"])
def turn_off_second_step() -> ResponseReturnValue:
    """Ask for no code any more, for who has the password or a code."""
    user = get_user(signed_in_user_id())
    form = ProofForm()
    if request.method == "GET":
        return render_template("accounts/turn_off_second_step.html", form=form)
    if not form.validate_on_submit():
        return render_template("accounts/turn_off_second_step.html", form=form), 422
    at_most("10 per 10 minutes", "proof", str(user.id))
    is_proved = passwords.is_right(user.password_hash or None, form.proof.data)
    with transaction():
        is_proved = is_proved or spend_code(user.id, form.proof.data) is not None
        if is_proved:
            drop_second_step(get_user(user.id), language=language())
            once.remember(url_for("security.show_security"))
    if not is_proved:
        form.proof.errors = [_("This is neither your password nor a good code. Your second step is still on.")]
        return render_template("accounts/turn_off_second_step.html", form=form), 422
    flash(_("Nobody asks for a code any more when you sign in."))
    return redirect(url_for("security.show_security"), 303)
