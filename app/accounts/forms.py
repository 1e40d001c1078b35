"""The shape of what people tell about themselves."""

from typing import Any, Protocol

from flask import current_app
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


class Whose(Protocol):
    """Whose password it will be: what is known of them is easy to guess."""

    @property
    def name(self) -> str:
        """Their name."""

    @property
    def email(self) -> str:
        """Their address."""

    @property
    def organisation(self) -> str:
        """The name of where they work, or nothing."""


def refuse_weak(password: str, *, email: str, name: str, organisation: str) -> None:
    """Raise ValidationError for a password that is too short or easily guessed."""
    site = str(current_app.jinja_env.globals["site_name"])
    fault = passwords.fault_of(password, email=email, name=name, organisation=organisation, site=site)
    if fault is not None:
        raise ValidationError(_PASSWORD_FAULTS[fault])


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
        told = {"email": self.email.data, "name": self.name.data, "organisation": self.organisation.data}
        refuse_weak(field.data, **{name: text or "" for name, text in told.items()})


class ConfirmRegistrationForm(Form):
    """The wish to have the account; elsewhere than where it was registered, with the password chosen there."""

    password = PasswordField(
        lazy("Password"),
        validators=[InputRequired(lazy("Type your password."))],
        description=lazy("The one you chose when you registered."),
    )

    def __init__(self, *positional: Any, password_hash: str | None, **named: Any) -> None:
        super().__init__(*positional, **named)
        self._password_hash = password_hash
        if password_hash is None:
            del self.password

    def validate_password(self, field: Field) -> None:
        """Refuse another password than the one that was chosen."""
        if not passwords.is_right(self._password_hash, field.data):
            raise ValidationError(_("This is not the password you chose when you registered. It is case-sensitive."))


class SignInForm(Form):
    """An address and its password."""

    email = EmailField(
        lazy("E-mail address"), filters=[tidy], validators=[InputRequired(lazy("Type your e-mail address."))]
    )
    password = PasswordField(lazy("Password"), validators=[InputRequired(lazy("Type your password."))])
    next = HiddenField()


class AskForLinkForm(Form):
    """An address that a link is mailed to."""

    email = EmailField(
        lazy("E-mail address"),
        filters=[tidy],
        validators=[
            InputRequired(lazy("Type your e-mail address.")),
            Email(lazy("This does not look like an e-mail address. It should be like name@example.org.")),
            Length(max=254, message=_TOO_LONG),
        ],
    )
    next = HiddenField()


class NewPasswordForm(Form):
    """A new password for somebody known."""

    password = PasswordField(
        lazy("New password"),
        validators=[InputRequired(lazy("Choose a password."))],
        description=lazy("At least 10 characters. Any characters will do."),
    )

    def __init__(self, *positional: Any, whose: Whose, **named: Any) -> None:
        super().__init__(*positional, **named)
        self._whose = whose

    def validate_password(self, field: Field) -> None:
        """Refuse what is too short or easily guessed."""
        refuse_weak(field.data, email=self._whose.email, name=self._whose.name, organisation=self._whose.organisation)


class CodeForm(Form):
    """A code of an app or on paper."""

    code = StringField(
        lazy("Code"),
        filters=[tidy],
        validators=[InputRequired(lazy("Type the code.")), Length(max=60, message=_TOO_LONG)],
    )


class ProofForm(Form):
    """A password, or where a second step is set, a code."""

    proof = PasswordField(
        lazy("Your password, or a code of your app"),
        validators=[InputRequired(lazy("Type your password or a code.")), Length(max=passwords.LONGEST)],
    )


class PasswordProofForm(Form):
    """The password."""

    proof = PasswordField(
        lazy("Your password"),
        validators=[InputRequired(lazy("Type your password.")), Length(max=passwords.LONGEST)],
    )


class ChangePasswordForm(NewPasswordForm):
    """The present password and a new one."""

    first = ("present",)
    present = PasswordField(lazy("Your present password"), validators=[InputRequired(lazy("Type your password."))])


class NewAddressForm(Form):
    """Where mail is to go."""

    email = EmailField(
        lazy("New e-mail address"),
        filters=[tidy],
        validators=[
            InputRequired(lazy("Type your e-mail address.")),
            Email(lazy("This does not look like an e-mail address. It should be like name@example.org.")),
            Length(max=254, message=_TOO_LONG),
        ],
    )


class PasskeyForm(Form):
    """What a browser says for a passkey; a script fills it in."""

    credential = HiddenField(validators=[InputRequired(), Length(max=20_000)])
    next = HiddenField()


class NewPasskeyForm(PasskeyForm):
    """A passkey and what to call it."""

    name = StringField(
        lazy("Name"),
        filters=[tidy],
        validators=[
            InputRequired(lazy("Give it a name by which you know it again.")),
            Length(max=80, message=_TOO_LONG),
        ],
        description=lazy("So that you know it again in the list: the device, or the program that keeps it."),
    )
