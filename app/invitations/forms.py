"""The shape of invitations: to what, whom, and how they are accepted."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask_wtf.file import FileField
from wtforms import DateField, Field, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from app.accounts.forms import NewPasswordForm, refuse_weak
from app.invitations.links import MOST_USES
from app.platform import clock
from app.platform.catalogues import LANGUAGES
from app.platform.forms import Form, tidy
from app.platform.i18n import _, language, language_name, lazy

_NOT_OFFERED = lazy("Please choose from the list.")
_TOO_LONG = lazy("Please keep to %(max)s characters; your text is still here.")
_LONGEST_LINK = timedelta(days=366)
_USUAL_LINK = timedelta(days=30)
_USUAL_USES = 50

Choices = Sequence[tuple[str, str]]


class TableForm(Form):
    """People, pasted or in a file."""

    people = TextAreaField(
        lazy("People"),
        description=lazy(
            "One address a line, or a table copied from a spreadsheet: e-mail, name, organisation, country, language."
        ),
    )
    table = FileField(
        lazy("Or a table as a file"),
        description=lazy("CSV from a spreadsheet program, at most 10,000 rows and 2 MB."),
    )

    def validate_people(self, field: Field) -> None:
        """Ask for people in one way."""
        has_file, has_text = bool(self.table.data), bool((field.data or "").strip())
        if has_file and has_text:
            raise ValidationError(_("Use either this field or a file, so that nobody is forgotten."))
        if not has_file and not has_text:
            raise ValidationError(_("Type at least one address here, or choose a file."))


class TargetFields:
    """To what people are invited. Whoever looks after organisations chooses; staff type a name."""

    course: SelectField
    branch: SelectField
    organisation: StringField

    def offer(self, courses: Choices, branch: Choices | None, *, needs_course: bool) -> None:
        """Put courses and organisations into the lists; `branch` is None where any organisation can be named."""
        self.course.choices = [("", _("Choose a course") if needs_course else _("No course in particular")), *courses]
        if branch is None:
            del self.branch
            return
        del self.organisation
        if not branch:
            del self.branch
            return
        nothing = [("", _("No organisation"))] if needs_course else []
        self.branch.choices = [*nothing, *branch]


def _course() -> SelectField:
    return SelectField(lazy("Course"), choices=[], validators=[Optional()], invalid_choice_message=_NOT_OFFERED)


def _branch() -> SelectField:
    return SelectField(lazy("Organisation"), choices=[], validators=[Optional()], invalid_choice_message=_NOT_OFFERED)


def _organisation() -> StringField:
    return StringField(
        lazy("Organisation"),
        filters=[tidy],
        validators=[Optional(), Length(max=200, message=_TOO_LONG)],
        description=lazy("People who accept belong to it. Its name as it stands on the site; leave it empty for none."),
    )


class InviteForm(TargetFields, TableForm):
    """Whom to invite to what."""

    course = _course()
    branch = _branch()
    organisation = _organisation()
    language = SelectField(
        lazy("Language of the letters"),
        choices=[],
        invalid_choice_message=_NOT_OFFERED,
        description=lazy("For everybody whose row names no other."),
    )

    def __init__(self, *positional: Any, **named: Any) -> None:
        super().__init__(*positional, **named)
        self.language.choices = [(code, language_name(code)) for code in LANGUAGES]


class LinkForm(TargetFields, Form):
    """A link to join by."""

    course = _course()
    branch = _branch()
    organisation = _organisation()
    ends_on = DateField(
        lazy("Last day"),
        validators=[InputRequired(lazy("Choose the last day on which people can join."))],
        description=lazy("In UTC, at most a year from now."),
    )
    most_uses = IntegerField(
        lazy("How many people at most"),
        validators=[
            InputRequired(lazy("Tell how many people may join.")),
            NumberRange(1, MOST_USES, lazy("Choose a number from 1 to 10,000.")),
        ],
    )

    def __init__(self, *positional: Any, **named: Any) -> None:
        named = {"ends_on": clock.today() + _USUAL_LINK, "most_uses": _USUAL_USES, **named}
        super().__init__(*positional, **named)

    def validate_ends_on(self, field: Field) -> None:
        """Refuse days that are over or too far."""
        if field.data and not clock.today() <= field.data <= clock.today() + _LONGEST_LINK:
            raise ValidationError(_("Choose a day from today on, at most a year from now."))


class AcceptForm(NewPasswordForm):
    """The account of whoever accepts."""

    first = ("name",)
    name = StringField(
        lazy("Your name"),
        filters=[tidy],
        validators=[
            DataRequired(lazy("Tell us your name, as it should stand on your certificate.")),
            Length(max=120, message=_TOO_LONG),
        ],
        description=lazy("As it should stand on your certificate."),
    )
    language = SelectField(lazy("Language of the site"), choices=[], invalid_choice_message=_NOT_OFFERED)

    def __init__(self, *positional: Any, **named: Any) -> None:
        super().__init__(*positional, language=language(), **named)
        self.language.choices = [(code, language_name(code)) for code in LANGUAGES]
        self.password.label.text = _("Password")

    def validate_password(self, field: Field) -> None:
        """Refuse what is too short or easily guessed."""
        refuse_weak(
            field.data, email=self._whose.email, name=self.name.data or "", organisation=self._whose.organisation
        )
