"""The shape of what people tell about themselves."""

from typing import Any

from wtforms import EmailField, Field, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import Email, InputRequired, Length, Optional, ValidationError

from app.accounts import passwords
from app.accounts.countries import countries
from app.platform.catalogues import LANGUAGES
from app.platform.forms import Form, tidy
from app.platform.i18n import _, language_name, lazy, locale

_TOO_LONG = lazy("Please keep to %(max)s characters; your text is still here.")
_NOT_OFFERED = lazy("Please choose from the list.")
_PASSWORD_FAULTS = {
    "short": lazy("Use at least 10 characters. A few words in a row are easy to remember."),
    "long": lazy("Use at most 200 characters."),
    "common": lazy("This password is on the list that attackers try first. Please choose another."),
    "yours": lazy("Your name or address is easy to guess. Please choose another password."),
}


class ProfileForm(Form):
    """What a person says of themselves."""

    name = StringField(
        lazy("Your name"),
        filters=[tidy],
        validators=[
            InputRequired(lazy("Tell us your name, as it should stand on your certificate.")),
            Length(max=120, message=_TOO_LONG),
        ],
        description=lazy("As it should stand on your certificate."),
    )
    organisation = StringField(
        lazy("Organisation"),
        filters=[tidy],
        validators=[Optional(), Length(max=200, message=_TOO_LONG)],
        description=lazy("Your municipality, region or association. You may leave this empty."),
    )
    country = SelectField(lazy("Country"), validators=[Optional()], choices=[], invalid_choice_message=_NOT_OFFERED)

    def __init__(self, *positional: Any, **named: Any) -> None:
        super().__init__(*positional, **named)
        self.country.choices = [("", _("Choose a country")), *countries(locale())]


class AccountForm(ProfileForm):
    """What a person may change later."""

    language = SelectField(
        lazy("Language of the site"),
        validators=[Optional()],
        choices=[],
        invalid_choice_message=_NOT_OFFERED,
        description=lazy("Courses have languages of their own."),
    )

    def __init__(self, *positional: Any, **named: Any) -> None:
        super().__init__(*positional, **named)
        offered = [(code, language_name(code)) for code in LANGUAGES]
        self.language.choices = [("", _("As my browser asks")), *offered]


class RegisterForm(ProfileForm):
    """A new account."""

    email = EmailField(
        lazy("E-mail address"),
        filters=[tidy],
        validators=[
            InputRequired(lazy("Tell us your e-mail address; you sign in with it.")),
            Email(lazy("This does not look like an e-mail address. It should be like name@example.org.")),
            Length(max=254, message=_TOO_LONG),
        ],
    )
    password = PasswordField(
        lazy("Password"),
        validators=[InputRequired(lazy("Choose a password."))],
        description=lazy("At least 10 characters. Any characters will do."),
    )
    next = HiddenField()

    def validate_password(self, field: Field) -> None:
        """Refuse what is too short or easily guessed."""
        fault = passwords.fault_of(field.data, email=self.email.data or "", name=self.name.data or "")
        if fault is not None:
            raise ValidationError(_PASSWORD_FAULTS[fault])


class SignInForm(Form):
    """An address and its password."""

    email = EmailField(
        lazy("E-mail address"), filters=[tidy], validators=[InputRequired(lazy("Type your e-mail address."))]
    )
    password = PasswordField(lazy("Password"), validators=[InputRequired(lazy("Type your password."))])
    next = HiddenField()


class SignOutForm(Form):
    """Nothing but the wish."""
