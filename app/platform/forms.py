"""What all forms share: CSRF protection, a key so that they do their work once, tidy text."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from flask import current_app, session
from flask.globals import app_ctx
from flask_wtf import FlaskForm
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup
from wtforms import DateField, Field, HiddenField, SelectChoice
from wtforms import Form as PlainForm
from wtforms.validators import ValidationError

from app.platform import once
from app.platform.errors import CannotBe
from app.platform.i18n import _, lazy
from app.platform.signing import sign_form_token

_TOKEN = "csrf_token"


def tidy(text: str | None) -> str:
    """Text without surrounding space and without characters nobody can see or a database cannot keep."""
    return (text or "").replace("\x00", "").strip()


def tidy_text(text: str | None) -> str:
    """Tidy text of several lines; browsers send each line's end as two characters, which count as one."""
    return tidy(text).replace("\r\n", "\n").replace("\r", "\n")


class DayField(DateField):
    """A day as 2026-05-31, which is how browsers send it."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the day, or say how one is written."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(lazy("This is not a day. Write it as year-month-day, for example 2026-05-31.")) from None


def form_keys() -> Markup:
    """The hidden fields of a form that is but a button: what `Form` would write, without making one."""
    # Neither of the two holds a sign that means something in HTML.
    return Markup(
        f'<input type="hidden" name="{_TOKEN}" value="{_token()}">'
        f'<input type="hidden" name="{once.FIELD}" value="{once.new_key()}">'
    )


def _token() -> str:
    """The request's token, which Flask-WTF then finds where it keeps it; a visitor's first is made by it."""
    # What is behind `g`, past the proxies: a page with many posts asks forty times.
    here = app_ctx._get_current_object().g  # type: ignore[attr-defined]
    if _TOKEN not in here and isinstance(kept := session.get(_TOKEN), str):
        here.csrf_token = sign_form_token(current_app, kept)
    token: str = here.get(_TOKEN) or generate_csrf()
    return token


class Form(FlaskForm):
    """A form that changes something."""

    class Meta(FlaskForm.Meta):
        """Our own sentences are told to fields and validators; those of the library are not asked for."""

        def get_translations(self, form: object) -> None:
            """None: without it, catalogues would be read from disk at every form."""

    once = HiddenField(default=once.new_key)
    # Fields that stand first on the page, although the class that adds them comes last.
    first: ClassVar[tuple[str, ...]] = ()

    def __iter__(self) -> Iterator[Field]:
        """The fields in the order of the page, in which errors are summed up."""
        ahead = [self._fields[name] for name in self.first]
        return iter([*ahead, *(field for field in self._fields.values() if field not in ahead)])

    def __init__(self, *positional: Any, **named: Any) -> None:
        _token()
        super().__init__(*positional, **named)
        if not self.once.data:
            self.once.data = once.new_key()


class AskingForm(PlainForm):
    """A form that changes nothing: it chooses what to show, so it can be kept as an address."""

    def understood(self, name: str) -> Any:
        """What a field asks for; None where that cannot be understood."""
        field = self[name]
        return None if field.errors else field.data


def refuse_backwards(first: Field, last: Field) -> None:
    """Raise ValidationError for a period that ends before it begins."""
    if first.data and last.data and last.data < first.data:
        raise ValidationError(lazy("This day lies before the first one."))


def choices_with(everything: str, known: Iterable[tuple[str, str]], asked: str | None) -> list[SelectChoice]:
    """All, each that is known, and what is asked for although it is not, so that the list shows it."""
    pairs = list(known)
    if asked and asked not in {value for value, _label in pairs}:
        pairs.append((asked, asked))
    return [SelectChoice(value, label) for value, label in [("", everything), *pairs]]


class WishForm(Form):
    """A form that is but a button: nothing but the wish."""


def require_whole_form() -> None:
    """Raise CannotBe unless the request brought all that a form which is but a button has."""
    if not WishForm().validate_on_submit():
        raise incomplete_form()


def incomplete_form() -> CannotBe:
    """What is raised for a form that lost something on its way, where there is no field to tell it beside."""
    return CannotBe(_("The form was incomplete, and nothing was changed. Please try again."))
