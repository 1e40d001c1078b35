"""The page to sign in, with all ways in; also shown by a way that did not lead in, with the others."""

from flask import current_app, render_template

from app.accounts.forms import PasskeyForm, SignInForm
from app.accounts.passkeys import challenge, signing_in_options, site_of
from app.platform.letters import site_root


def sign_in_page(form: SignInForm | None = None, *, trouble: str = "", next_page: str = "") -> str:
    """The page with this form, or an empty one and what the trouble was."""
    if form is None:
        form = SignInForm(formdata=None, next=next_page)
    site = site_of(site_root())
    passkey_form = options = None
    if site.may_have_passkeys:
        passkey_form = PasskeyForm(formdata=None, next=form.next.data, once=challenge())
        options = signing_in_options(site, passkey_form.once.data)
    return render_template(
        "accounts/sign_in.html",
        form=form,
        trouble=trouble,
        passkey_form=passkey_form,
        options=options,
        organisations=current_app.config["ORGANISATIONS"],
    )
