"""Reads of people and organisations."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import Organisation, Role, User
from app.platform.database import db


def key_of(text: str) -> str:
    """A name or an address as it is compared: without capitals and needless spaces."""
    return " ".join(text.split()).casefold()


def find_user_by_email(email: str) -> User | None:
    """The account with this address, however it is capitalised."""
    return db.session.scalar(select(User).where(User.email_key == key_of(email)))


def get_user(user_id: int) -> User:
    """An account with its organisation."""
    return db.session.scalars(select(User).where(User.id == user_id).options(joinedload(User.organisation))).one()


def has_people() -> bool:
    """Whether anybody has an account yet."""
    return db.session.scalar(select(User.id).limit(1)) is not None


def find_organisation(name: str, country: str) -> Organisation | None:
    """An organisation by name, however capitalised, and country."""
    return db.session.scalar(
        select(Organisation).where(Organisation.name_key == key_of(name), Organisation.country == country)
    )


def people_with_roles() -> list[User]:
    """Everybody who is more than a learner, by role and name."""
    return list(db.session.scalars(select(User).where(User.role != Role.LEARNER).order_by(User.role, User.name)))
