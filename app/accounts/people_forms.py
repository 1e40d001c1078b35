"""The shape of what staff ask about people, and of what they change."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import HiddenField, RadioField, SearchField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from app.accounts.changes import Change, Kind
from app.accounts.people_filters import PeopleFilters, Seen, State
from app.accounts.roles import COURSE_ROLES, EVERYWHERE, ORGANISATION_ROLES, Role
from app.accounts.scopes import ROLE_NAMES
from app.platform.forms import AskingForm, Form, choices_with, tidy
from app.platform.i18n import lazy

_LONGEST = 200
_TOO_LONG = lazy("This is too long to look for. Use at most 200 characters.")
_NOT_OFFERED = lazy("Please choose from the list.")
_SEEN = [
    SelectChoice("", lazy("At any time")),
    SelectChoice(Seen.WEEK.value, lazy("In the last 7 days")),
    SelectChoice(Seen.MONTH.value, lazy("In the last 30 days")),
    SelectChoice(Seen.LONGER_AGO.value, lazy("Longer ago, or never")),
]
_STATES = [
    SelectChoice("", lazy("Open and blocked")),
    SelectChoice(State.OPEN.value, lazy("Not blocked")),
    SelectChoice(State.BLOCKED.value, lazy("Blocked")),
]
_KINDS = [
    SelectChoice(Kind.GIVE_ROLE.value, lazy("Give them a role")),
    SelectChoice(Kind.TAKE_ROLE.value, lazy("Take a role from them")),
    SelectChoice(Kind.BLOCK.value, lazy("Block their accounts")),
]
TICKED, FOUND = "ticked", "found"
_WHOM = [
    SelectChoice(TICKED, lazy("The people I ticked")),
    SelectChoice(FOUND, lazy("Everybody who was found")),
]


class PeopleFilterForm(AskingForm):
    """Whom to show. It changes nothing, so it carries no protection and can be kept as an address."""

    words = SearchField(
        lazy("Name, address or organisation"), filters=[tidy], validators=[Length(max=_LONGEST, message=_TOO_LONG)]
    )
    role = SelectField(lazy("Role"), default="", invalid_choice_message=_NOT_OFFERED)
    country = SelectField(lazy("Country"), choices=[], validate_choice=False, filters=[tidy])
    seen = SelectField(lazy("Last seen"), choices=_SEEN, default="", invalid_choice_message=_NOT_OFFERED)
    state = SelectField(lazy("Account"), choices=_STATES, default="", invalid_choice_message=_NOT_OFFERED)

    def __init__(self, *positional: Any, **named: Any) -> None:
        super().__init__(*positional, **named)
        self.role.choices = [SelectChoice("", lazy("Any role, or none")), *_role_choices(Role)]

    def offer(self, countries: Iterable[tuple[str, str]]) -> None:
        """Put the countries there are into the list, and whatever else was asked for with them."""
        self.country.choices = choices_with(lazy("All countries"), countries, self.country.data)

    def filters(self) -> PeopleFilters:
        """What was asked for, without the parts that cannot be understood."""
        role, seen, state = (self.understood(name) for name in ("role", "seen", "state"))
        return PeopleFilters(
            words=self.understood("words") or "",
            role=Role(role) if role else None,
            country=self.understood("country") or "",
            seen=Seen(seen) if seen else None,
            state=State(state) if state else None,
        )


class _RoleFields:
    """A role and where it shall hold; what the role does not ask for may stand there and is not looked at."""

    which = SelectField(lazy("Role"), choices=[], invalid_choice_message=_NOT_OFFERED)
    course = SelectField(lazy("Course"), choices=[], default=EVERYWHERE, invalid_choice_message=_NOT_OFFERED)
    organisation = StringField(
        lazy("Number of the organisation"),
        filters=[tidy],
        validators=[Length(max=9, message=lazy("This is not the number of an organisation."))],
    )

    def offer_roles(self, roles: Iterable[Role], courses: Mapping[str, str]) -> None:
        """Offer the roles that may be given, and the courses they may be given for."""
        self.which.choices = _role_choices(roles)
        titles = sorted(courses.items(), key=lambda pair: pair[1].casefold())
        self.course.choices = [SelectChoice(*pair) for pair in [(EVERYWHERE, lazy("Every course")), *titles]]

    @property
    def role(self) -> Role:
        """The role chosen."""
        return Role(self.which.data)

    @property
    def scope(self) -> str:
        """Where it shall hold."""
        if self.role in COURSE_ROLES:
            return str(self.course.data or EVERYWHERE)
        return str(self.organisation.data) if self.role in ORGANISATION_ROLES else EVERYWHERE


class GiveRoleForm(_RoleFields, Form):
    """A role for one person."""


class ChangeForm(_RoleFields, AskingForm):
    """A change to many people. Asking for a preview changes nothing, so it can be kept as an address."""

    what = SelectField(lazy("What to do"), choices=_KINDS, invalid_choice_message=_NOT_OFFERED)
    whom = RadioField(lazy("Whom to change"), choices=_WHOM, default=TICKED, invalid_choice_message=_NOT_OFFERED)

    def change(self) -> Change:
        """What is asked for."""
        kind = Kind(self.what.data)
        return Change(kind) if kind is Kind.BLOCK else Change(kind, self.role, self.scope)


class ConfirmForm(Form):
    """The wish to do exactly what a preview showed."""

    preview = HiddenField(validators=[InputRequired()])


class TakeRoleForm(Form):
    """One of the roles that somebody holds."""

    role = HiddenField(validators=[InputRequired()])
    scope = HiddenField(validators=[Optional()])

    def chosen(self) -> tuple[Role, str] | None:
        """The role and where it holds; None for what is no role."""
        if self.role.data not in {role.value for role in Role}:
            return None
        return Role(self.role.data), str(self.scope.data or EVERYWHERE)


def _role_choices(roles: Iterable[Role]) -> list[SelectChoice]:
    offered = set(roles)
    return [SelectChoice(role.value, words) for role, words in ROLE_NAMES.items() if role in offered]
