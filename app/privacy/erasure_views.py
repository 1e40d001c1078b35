"""Having one's account erased, and taking that back."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import passwords, signing_in
from app.accounts.models import User
from app.accounts.queries import get_user
from app.accounts.signing_in import signed_in_user_id
from app.platform import once
from app.platform.database import transaction
from app.platform.forms import require_whole_form
from app.platform.i18n import _, language, show_date
from app.platform.letters import site_root
from app.platform.throttle import at_most
from app.privacy.erasing import ask_for_erasure, take_back
from app.privacy.forms import EraseForm
from app.privacy.models import Cause
from app.privacy.pages import erasure_page
from app.privacy.queries import signed_in_recently

blueprint = Blueprint("erasure", __name__)


@blueprint.route("/account/erase", methods=["GET", "POST"])
def ask() -> ResponseReturnValue:
    """Show what would go and what would stay, and note the wish."""
    user = get_user(signed_in_user_id())
    asks_password = not signed_in_recently(signing_in.current_session_id())
    form = EraseForm()
    if request.method == "GET":
        return _page(form, user, asks_password)
    if asks_password:
        at_most("10 per hour", "erase", str(user.id))
    if not form.validate_on_submit():
        return _page(form, user, asks_password), 422
    if asks_password and not passwords.is_right(user.password_hash, form.password.data or ""):
        form.password.errors = [
            _("This is not your password. Nothing was changed. Or sign in anew, and come back at once.")
        ]
        return _page(form, user, asks_password), 422
    there = url_for("privacy.show_data")
    with transaction():
        erasure = ask_for_erasure(
            get_user(user.id),
            Cause.ASKED,
            root=site_root(),
            language=language(),
            takes_words=bool(form.takes_words.data),
        )
        due_at = erasure.due_at
        once.remember(there)
    flash(_("Your account will be erased on %(date)s. We have sent you a letter about it.", date=show_date(due_at)))
    return redirect(there, 303)


@blueprint.post("/account/erase/take-back")
def keep() -> ResponseReturnValue:
    """Keep the account after all."""
    user_id = signed_in_user_id()
    require_whole_form()
    there = url_for("privacy.show_data")
    with transaction():
        take_back(user_id)
        once.remember(there)
    flash(_("Your account stays, with everything in it."))
    return redirect(there, 303)


def _page(form: EraseForm, user: User, asks_password: bool) -> str:
    return render_template(
        "privacy/ask.html", form=form, page=erasure_page(user, asks_password=asks_password), email=user.email
    )
