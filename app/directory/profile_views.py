"""One's own profile in the who-is-who."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import signed_in_user_id
from app.directory.actions import Told, lift_block, save_profile, withdraw
from app.directory.forms import OwnProfileForm
from app.directory.pages import own_page, preview_of
from app.directory.queries import Person, find_own, find_profile
from app.platform import once
from app.platform.catalogues import LANGUAGES
from app.platform.database import transaction
from app.platform.forms import require_whole_form
from app.platform.i18n import _, language

blueprint = Blueprint("own_profile", __name__, url_prefix="/account/profile")
_LISTS = ("languages", "themes", "sdgs", "offers", "needs")
_WORDS = ("answer", "offer_words", "need_words")


@blueprint.get("")
def show_profile() -> ResponseReturnValue:
    """How others see oneself, who may help, and whom one has blocked."""
    return render_template("directory/show_profile.html", page=own_page(signed_in_user_id()))


@blueprint.route("/change", methods=["GET", "POST"])
def change_profile() -> ResponseReturnValue:
    """Write or change one's profile; a preview keeps nothing."""
    user_id = signed_in_user_id()
    if request.method == "GET":
        return _form_page(_filled(user_id))
    form = OwnProfileForm()
    if not form.validate_on_submit():
        return _form_page(form), 422
    told = _told(form)
    if request.form.get("step") == "preview":
        return _form_page(form, preview_of(user_id, told))
    after = url_for(".show_profile")
    with transaction():
        save_profile(user_id, told)
        once.remember(after)
    flash(
        _("Your profile is saved. People who are signed in can find you.")
        if told.is_listed
        else _("Your profile is saved. You are not listed: only you see it.")
    )
    return redirect(after, 303)


@blueprint.post("/withdraw")
def withdraw_profile() -> ResponseReturnValue:
    """Leave the list at once; the profile itself is kept."""
    user_id = signed_in_user_id()
    require_whole_form()
    with transaction():
        withdraw(user_id)
        once.remember(url_for(".show_profile"))
    flash(_("You are not listed any more. What you wrote is kept, and only you see it."))
    return redirect(url_for(".show_profile"), 303)


@blueprint.post("/blocks/<int:block_id>/lift")
def take_messages_again(block_id: int) -> ResponseReturnValue:
    """Take messages of somebody again."""
    user_id = signed_in_user_id()
    require_whole_form()
    with transaction():
        lift_block(user_id, block_id)
        once.remember(url_for(".show_profile"))
    flash(_("This person can write to you again."))
    return redirect(url_for(".show_profile"), 303)


def _form_page(form: OwnProfileForm, preview: Person | None = None) -> str:
    return render_template("directory/change_profile.html", form=form, preview=preview)


def _filled(user_id: int) -> OwnProfileForm:
    """The form with what is kept; for a new profile, with the reader's language and both wishes."""
    person, profile = find_own(user_id), find_profile(user_id)
    if person is None or profile is None:
        spoken = [language()] if language() in LANGUAGES else []
        return OwnProfileForm(formdata=None, languages=spoken, is_listed=True, takes_letters=True)
    kept = {name: getattr(person, name) for name in (*_LISTS, *_WORDS)}
    return OwnProfileForm(formdata=None, is_listed=profile.is_listed, takes_letters=profile.takes_letters, **kept)


def _told(form: OwnProfileForm) -> Told:
    told: dict[str, Any] = {name: form[name].data for name in (*_WORDS, "is_listed", "takes_letters")}
    told |= {name: tuple(form[name].data) for name in _LISTS}
    return Told(**told)
