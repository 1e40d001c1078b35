"""The shape of what people ask for about their own data."""

from wtforms import BooleanField, HiddenField, PasswordField
from wtforms.validators import InputRequired, Optional

from app.platform.forms import Form
from app.platform.i18n import lazy


class ConsentForm(Form):
    """Whether to agree, and to which version of the words."""

    step = HiddenField()
    version = HiddenField()


class EraseForm(Form):
    """A tick, and the password of whoever signed in some time ago."""

    password = PasswordField(
        lazy("Your password"),
        validators=[Optional()],
        description=lazy("So that nobody else does this on a computer you forgot to sign out of."),
    )
    takes_words = BooleanField(
        lazy(
            "Erase the comments I wrote in reviews too. Otherwise people keep them, and nobody can tell whose they were."
        )
    )
    understood = BooleanField(
        lazy("I know that nobody can undo this after that day"),
        validators=[InputRequired(lazy("Tick the box to go on. Nothing is erased before that."))],
    )
