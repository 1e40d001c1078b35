"""What people are told about their account."""

from datetime import datetime

from app.accounts.roles import Role
from app.accounts.scopes import role_name
from app.platform.i18n import _, lazy
from app.platform.telling import Arguments, Group, Kind

ROLE_GIVEN = "account.role-given"
ADDRESS_UNREACHED = "account.address-unreached"
# Where somebody begins who has a new role.
_WAYS = {Role.KNOWLEDGE_MANAGER: "/drafts"}


def way_to_begin(role: Role) -> str:
    """The page of what somebody may do with a role."""
    return _WAYS.get(role, "/staff")


def about_role(role: Role, scope: str, given_at: datetime) -> str:
    """What stands for a role in a scope, given at this moment; given anew, it is news again."""
    return f"{role.value}/{scope}/{given_at:%Y%m%dT%H%M%S.%f}"


def _role(told: Arguments) -> str:
    role = role_name(Role(told["role"]))
    return _("%(role)s: %(place)s", role=role, place=told["place"]) if told["place"] else role


ACCOUNT = Group(
    "account",
    lazy("Your account and roles"),
    (
        Kind(
            ROLE_GIVEN,
            lazy("A role you were given"),
            lambda told: _("You have a new role. %(role)s", role=_role(told)),
            lambda _told: _("You are told because you may do more on this site from now on."),
            lazy("See what you can do"),
        ),
        Kind(
            ADDRESS_UNREACHED,
            lazy("Mail does not reach you"),
            lambda _told: _("Mail to your address came back, so we send none there until you say that it works again."),
            lambda _told: _("You are told because you would miss what we write to you."),
            lazy("Try again, or change the address"),
            # No mail would arrive.
            has_own_letter=True,
        ),
    ),
)
