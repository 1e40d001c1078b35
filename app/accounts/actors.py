"""Who is asking: a person signed in, or a visitor."""

from dataclasses import dataclass

from app.accounts import roles
from app.accounts.roles import EVERYWHERE, NO_GRANTS, Grant, Role


@dataclass(frozen=True, slots=True)
class Actor:
    """What a policy may know of whoever asks; `user_id` is None for a visitor."""

    user_id: int | None
    name: str = ""
    grants: frozenset[Grant] = NO_GRANTS
    organisation_id: int | None = None
    # The language of the interface they have chosen; empty when they have not.
    language: str = ""

    @property
    def is_signed_in(self) -> bool:
        """Whether this is a person with an account."""
        return self.user_id is not None

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held in whatever scope."""
        return frozenset(grant.role for grant in self.grants)

    def holds(self, role: Role, scope: str = EVERYWHERE) -> bool:
        """Whether they hold the role for this scope: this one, or everywhere."""
        return roles.holds(self.grants, role, scope)

    def holds_anywhere(self, role: Role) -> bool:
        """Whether they hold the role in some scope."""
        return any(grant.role == role for grant in self.grants)

    def scopes_of(self, role: Role) -> frozenset[str]:
        """Where they hold the role."""
        return frozenset(grant.scope for grant in self.grants if grant.role == role)


VISITOR = Actor(user_id=None)
