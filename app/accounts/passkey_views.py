"""Passkeys: making and removing them, and signing in with one."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import signing_in
from app.accounts.forms import NewPasskeyForm, PasskeyForm
from app.accounts.passkeys import (
    add_passkey,
    challenge,
    making_options,
    remove_passkey,
    site_of,
    spend_challenge,
    use_passkey,
)
from app.accounts.proving import proof_first
from app.accounts.queries import get_user
from app.accounts.sessions import begin_session, end_session, is_new_to, warn_of_new_device
from app.accounts.sign_in_page import sign_in_page
from app.accounts.signing_in import current_actor, signed_in_user_id
from app.accounts.ways import way_on
from app.platform import once
from app.platform.database import transaction
from app.platform.errors import CannotBe, DomainError
from app.platform.forms import require_whole_form
from app.platform.i18n import _, language
from app.platform.letters import site_root
from app.platform.throttle import at_most, sender

blueprint = Blueprint("passkeys", __name__)


@blueprint.post("/sign-in/passkey")
def sign_in() -> ResponseReturnValue:
    """Sign in with a passkey; whoever is signed in proves so that it is still they."""
    form = PasskeyForm()
    at_most("60 per hour", "passkey", sender())
    if not form.validate_on_submit():
        return sign_in_page(trouble=_("Your browser sent no passkey. Sign in another way.")), 422
    after, site = way_on(form.next.data), site_of(site_root())
    device = signing_in.this_device()
    before = current_actor().user_id
    here = signing_in.current_session_id() if before is not None else None
    try:
        expected = spend_challenge(form.once.data)
        with transaction():
            user = use_passkey(form.credential.data, expected, site=site)
            signing_in.refuse_blocked(user)
            is_new = is_new_to(user.id, device)
            if before is not None and here is not None:
                end_session(before, here)
            remembered = begin_session(user.id, device)
            if is_new:
                warn_of_new_device(user, device, root=site_root(), language=language())
            once.remember(after)
    except CannotBe as refusal:
        if before is not None:
            raise
        return sign_in_page(trouble=refusal.sentence, next_page=form.next.data), 422
    return signing_in.let_in(user.id, user.name, remembered, after)


@blueprint.route("/account/security/passkeys/new", methods=["GET", "POST"])
def add() -> ResponseReturnValue:
    """Make a passkey in this browser and give it a name."""
    user = get_user(signed_in_user_id())
    if (elsewhere := proof_first()) is not None:
        return elsewhere
    form = NewPasskeyForm(name=_device_name())
    if request.method == "GET":
        return _new_passkey_page(form)
    at_most("30 per hour", "new passkey", str(user.id))
    if not form.validate_on_submit():
        return _new_passkey_page(form), 422
    try:
        expected = spend_challenge(form.once.data)
        with transaction():
            add_passkey(
                get_user(user.id),
                form.credential.data,
                expected,
                form.name.data,
                site=site_of(site_root()),
                language=language(),
            )
            once.remember(url_for("security.show_security"))
    except DomainError as refusal:
        return _new_passkey_page(form, trouble=refusal.sentence), refusal.status
    flash(_("Your passkey is ready. Next time you can sign in with it."))
    return redirect(url_for("security.show_security"), 303)


def _device_name() -> str:
    device = signing_in.this_device()
    if device.browser and device.system:
        return _("%(browser)s on %(system)s", browser=device.browser, system=device.system)
    return device.browser or device.system


def _new_passkey_page(form: NewPasskeyForm, trouble: str = "") -> str:
    form.once.data = challenge()
    form.credential.data = ""
    site, user = site_of(site_root()), get_user(signed_in_user_id())
    options = making_options(site, form.once.data, user, str(current_app.jinja_env.globals["site_name"]))
    return render_template(
        "accounts/add.html", form=form, options=options, trouble=trouble, is_possible=site.may_have_passkeys
    )


@blueprint.post("/account/security/passkeys/<int:passkey_id>/remove")
def remove(passkey_id: int) -> ResponseReturnValue:
    """Forget one of one's passkeys."""
    user_id = signed_in_user_id()
    if (elsewhere := proof_first()) is not None:
        return elsewhere
    require_whole_form()
    with transaction():
        remove_passkey(get_user(user_id), passkey_id, language=language())
        once.remember(url_for("security.show_security"))
    flash(_("The passkey is removed. Delete it on your device too."))
    return redirect(url_for("security.show_security"), 303)
