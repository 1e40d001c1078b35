"""The shape of what is told of organisations, memberships and titles."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from wtforms import EmailField, Field, HiddenField, SelectChoice, SelectField, StringField, TextAreaField, URLField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.accounts.countries import countries
from app.organisations.kinds import KIND_WORDS, LINK_WORDS, POPULATION_WORDS, TITLE_WORDS
from app.platform import clock
from app.platform.forms import DayField, Form, tidy
from app.platform.i18n import _, lazy, locale

_TOO_LONG = lazy("Please keep to %(max)s characters; your text is still here.")
_NOT_OFFERED = lazy("Please choose from the list.")
_CONTACT, _DEPUTY = "contact", "deputy"
_SPEAKS = [
    SelectChoice("", lazy("No")),
    SelectChoice(_CONTACT, lazy("As its contact")),
    SelectChoice(_DEPUTY, lazy("As deputy of the contact")),
]
_EVERYBODY, _FEW = "everybody", "few"


def _choices(words: Mapping[Any, str]) -> list[SelectChoice]:
    return [SelectChoice(one.value, text) for one, text in words.items()]


def _refuse_days_to_come(_form: Any, field: Field) -> None:
    if field.data and field.data > clock.today():
        raise ValidationError(lazy("This day is still to come. Choose today or a day before."))


def _email(label: str, *validators: Any) -> EmailField:
    return EmailField(
        label,
        filters=[tidy],
        validators=[*validators, Length(max=254, message=_TOO_LONG)],
        description=lazy("The address of their account."),
    )


class OrganisationForm(Form):
    """What is told of an organisation; who sees it is asked of UCLG Learning only."""

    name = StringField(
        lazy("Name of the organisation"),
        filters=[tidy],
        validators=[InputRequired(lazy("Tell us its name.")), Length(max=200, message=_TOO_LONG)],
    )
    country = SelectField(lazy("Country"), validators=[Optional()], choices=[], invalid_choice_message=_NOT_OFFERED)
    kind = SelectField(
        lazy("Kind of organisation"), choices=_choices(KIND_WORDS), invalid_choice_message=_NOT_OFFERED, default="other"
    )
    population = SelectField(
        lazy("People who live there"), choices=_choices(POPULATION_WORDS), invalid_choice_message=_NOT_OFFERED
    )
    website = URLField(
        lazy("Website"),
        filters=[tidy],
        validators=[Optional(), Length(max=300, message=_TOO_LONG)],
        description=lazy("Its whole address, beginning with https://."),
    )
    about = TextAreaField(
        lazy("About the organisation"),
        filters=[tidy],
        validators=[Optional(), Length(max=1500, message=_TOO_LONG)],
        description=lazy("A few sentences, without formatting."),
    )
    seen_by = SelectField(
        lazy("Who sees this page"),
        choices=[
            SelectChoice(_EVERYBODY, lazy("Everybody")),
            SelectChoice(_FEW, lazy("Its own people, its managers and UCLG Learning")),
        ],
        invalid_choice_message=_NOT_OFFERED,
        default=_FEW,
    )

    def __init__(self, *positional: Any, decides_listing: bool, is_listed: bool = False, **named: Any) -> None:
        super().__init__(*positional, seen_by=_EVERYBODY if is_listed else _FEW, **named)
        self.country.choices = [("", _("No single country")), *countries(locale())]
        if not decides_listing:
            del self.seen_by

    @property
    def is_listed(self) -> bool | None:
        """Whether everybody may see it; None where that was not asked."""
        return self.seen_by.data == _EVERYBODY if "seen_by" in self else None

    def validate_website(self, field: Field) -> None:
        """Refuse what would lead anywhere but to a website."""
        try:
            parts = urlsplit(field.data)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in ("http", "https") or not parts.netloc or any(sign.isspace() for sign in field.data):
            raise ValidationError(_("This is not the address of a website. It should begin with https://."))


class LinkForm(Form):
    """What an organisation belongs to."""

    other = StringField(
        lazy("It belongs to"),
        filters=[tidy],
        validators=[InputRequired(lazy("Tell which organisation it belongs to.")), Length(max=200, message=_TOO_LONG)],
        description=lazy("The whole name, or the number at the end of the address of its page."),
    )
    kind = SelectField(
        lazy("How"),
        choices=_choices(LINK_WORDS),
        invalid_choice_message=_NOT_OFFERED,
        description=lazy("Managers of an organisation also manage what is a part of it, but not its members."),
    )
    since = DayField(lazy("Since"), validators=[InputRequired(lazy("Tell since when.")), _refuse_days_to_come])


class _Previewed(Form):
    """A form whose consequences are shown before they happen, for just what stands in it."""

    previewed = HiddenField()

    @property
    def asks(self) -> str:
        """What it asks for, in one text."""
        raise NotImplementedError

    @property
    def is_previewed(self) -> bool:
        """Whether the consequences of just this were shown."""
        return bool(self.previewed.data == f"={self.asks}")

    def note_preview(self) -> None:
        """Remember in the page that is shown what its preview is of."""
        self.previewed.data = f"={self.asks}"


class MergeForm(_Previewed):
    """Which organisation this one is."""

    other = StringField(
        lazy("Merge into"),
        filters=[tidy],
        validators=[InputRequired(lazy("Tell which organisation this one is.")), Length(max=200, message=_TOO_LONG)],
        description=lazy("The whole name, or the number at the end of the address of its page."),
    )

    @property
    def asks(self) -> str:
        """The other organisation as typed."""
        return self.other.data or ""


class HandOverForm(_Previewed):
    """Who takes over; nobody in particular when it is empty."""

    email = _email(lazy("Who takes over"), Optional())

    @property
    def asks(self) -> str:
        """The address of whoever takes over."""
        return self.email.data or ""


class MembershipForm(Form):
    """What somebody is in an organisation."""

    function = StringField(
        lazy("What they do there"), filters=[tidy], validators=[Optional(), Length(max=120, message=_TOO_LONG)]
    )
    since = DayField(lazy("Since"), validators=[InputRequired(lazy("Tell since when.")), _refuse_days_to_come])
    speaks = SelectField(
        lazy("Speaks for the organisation"),
        choices=_SPEAKS,
        invalid_choice_message=_NOT_OFFERED,
        description=lazy("An organisation has one contact and one deputy. People with an account see their names."),
    )

    def __init__(self, *positional: Any, is_contact: bool = False, is_deputy: bool = False, **named: Any) -> None:
        speaks = _CONTACT if is_contact else _DEPUTY if is_deputy else ""
        super().__init__(*positional, speaks=speaks, **named)

    @property
    def is_contact(self) -> bool:
        """Whether they are to be the contact."""
        return bool(self.speaks.data == _CONTACT)

    @property
    def is_deputy(self) -> bool:
        """Whether they are to be the deputy."""
        return bool(self.speaks.data == _DEPUTY)


class MemberForm(MembershipForm):
    """Somebody who is to belong to an organisation."""

    email = _email(lazy("E-mail address"), InputRequired(lazy("Type the e-mail address of their account.")))


class FunctionForm(Form):
    """What one does in one's own organisation."""

    function = StringField(
        lazy("What you do there"), filters=[tidy], validators=[Optional(), Length(max=120, message=_TOO_LONG)]
    )


class TitleForm(Form):
    """Who is to hold which title."""

    email = _email(lazy("E-mail address"), InputRequired(lazy("Type the e-mail address of their account.")))
    kind = SelectField(lazy("Title"), choices=_choices(TITLE_WORDS), invalid_choice_message=_NOT_OFFERED)
