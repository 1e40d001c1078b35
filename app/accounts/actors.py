"""Who is asking: a person signed in, or a visitor."""

from dataclasses import dataclass

from app.accounts.models import Role


@dataclass(frozen=True, slots=True)
class Actor:
    """What a policy may know of whoever asks; `user_id` is None for a visitor."""

    user_id: int | None
    name: str = ""
    role: Role | None = None
    organisation_id: int | None = None
    # The language of the interface they have chosen; empty when they have not.
    language: str = ""

    @property
    def is_signed_in(self) -> bool:
        """Whether this is a person with an account."""
        return self.user_id is not None


VISITOR = Actor(user_id=None)
