"""Members, as values that outlive a request."""

from app.accounts.models import User
from app.accounts.roles import Role
from tests.builders import apart, person


def somebody(role: Role | None = None, *, name: str = "Amina Diallo") -> User:
    """Somebody with an account."""
    return apart(person(role, name=name))
