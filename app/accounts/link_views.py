"""Links by mail: asking for one, and following it."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.accounts import passwords, signing_in
from app.accounts.forms import AskForLinkForm, NewPasswordForm
from app.accounts.links import LinkHolder, ask_for_link, holder_of, set_password, use_link
from app.accounts.models import Purpose
from app.accounts.new_address import change_address
from app.accounts.second_steps import begin_unless_code_is_needed
from app.accounts.signing_in import LANGUAGE, signed_in_user_id
from app.accounts.ways import way_on
from app.platform import once
from app.platform.database import transaction
from app.platform.errors import NotFound
from app.platform.forms import WishForm
from app.platform.i18n import _, language
from app.platform.letters import site_root
from app.platform.outbox import has_mail_server
from app.platform.security import keep_address_secret
from app.platform.throttle import at_most, sender

blueprint = Blueprint("links", __name__)


@blueprint.route("/sign-in/mail", methods=["GET", "POST"])
def ask() -> ResponseReturnValue:
    """Have a link mailed that signs in, or that sets a new password."""
    form = AskForLinkForm(next=request.args.get("next", ""))
    if request.method == "GET":
        return render_template("accounts/ask.html", form=form)
    if not form.validate_on_submit():
        return render_template("accounts/ask.html", form=form), 422
    at_most("60 per hour", "mailed link", sender())
    at_most("5 per hour", "mailed link", form.email.data.lower())
    wants_password = request.form.get("step") == "password"
    told = url_for(".show_sent")
    with transaction():
        ask_for_link(
            form.email.data,
            Purpose.NEW_PASSWORD if wants_password else Purpose.SIGN_IN,
            root=site_root(),
            way_on=way_on(form.next.data, default=""),
            language=language(),
        )
        once.remember(told)
    return redirect(told, 303)


@blueprint.get("/sign-in/mail/sent")
def show_sent() -> ResponseReturnValue:
    """Say what happens next: the same for every address."""
    return render_template("accounts/show_sent.html", has_mail_server=has_mail_server())


@blueprint.route("/links/<secret>", methods=["GET", "POST"])
def follow(secret: str) -> ResponseReturnValue:
    """Do what the link is for. Opening it does nothing yet: programs that check mail open links too."""
    keep_address_secret()
    at_most("60 per hour", "following links", sender())
    holder = holder_of(secret)
    if holder.purpose is Purpose.NEW_PASSWORD:
        return _set_new_password(holder)
    if holder.purpose is Purpose.NEW_ADDRESS:
        return _use_new_address(holder)
    form = WishForm()
    if request.method == "GET":
        return render_template("accounts/follow.html", form=form, holder=holder)
    if not form.validate_on_submit():
        return render_template("accounts/follow.html", form=form, holder=holder), 422
    with transaction():
        user = use_link(holder)
        remembered = begin_unless_code_is_needed(user.id, signing_in.this_device())
    return signing_in.let_in(user.id, user.name, remembered, way_on(holder.way_on))


def _set_new_password(holder: LinkHolder) -> ResponseReturnValue:
    form = NewPasswordForm(whose=holder)
    if request.method == "GET":
        return render_template("accounts/set_new_password.html", form=form, holder=holder)
    if not form.validate_on_submit():
        return render_template("accounts/set_new_password.html", form=form, holder=holder), 422
    password_hash = passwords.hash_of(form.password.data)
    with transaction():
        user = use_link(holder)
        set_password(user, password_hash, language=session.get(LANGUAGE) or language())
        remembered = begin_unless_code_is_needed(user.id, signing_in.this_device())
    answer = signing_in.let_in(user.id, user.name, remembered, way_on(holder.way_on))
    flash(_("Your new password is set, and you are signed in.") if remembered else _("Your new password is set."))
    return answer


def _use_new_address(holder: LinkHolder) -> ResponseReturnValue:
    """Whoever reads mail at an address does not own the account yet: a mistyped address leads to a stranger."""
    if signed_in_user_id() != holder.user_id:
        raise NotFound(_("This link is for another account than the one you are signed in with. Nothing was changed."))
    form = WishForm()
    if request.method == "GET":
        return render_template("accounts/use_new_address.html", form=form, holder=holder)
    if not form.validate_on_submit():
        return render_template("accounts/use_new_address.html", form=form, holder=holder), 422
    told = url_for("security.show_security")
    with transaction():
        change_address(holder, language=language())
        once.remember(told)
    flash(_("Your account has its new address. You sign in with it from now on."))
    return redirect(told, 303)
