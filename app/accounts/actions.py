"""What happens to accounts. Nothing here commits."""

import secrets
from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Organisation, Role, User
from app.accounts.queries import find_organisation, find_user_by_email, key_of
from app.platform import clock
from app.platform.database import db
from app.platform.errors import Conflict
from app.platform.i18n import _


@dataclass(frozen=True, slots=True)
class Registration:
    """What somebody tells when they register; organisation and country may be empty.

    The password comes hashed: hashing lets other requests go first, which nobody may do who holds the database.
    """

    name: str
    email: str
    password_hash: str
    organisation: str = ""
    country: str = ""
    # The language they read the site in while registering.
    language: str = ""


def register(told: Registration, role: Role = Role.LEARNER) -> User:
    """Make an account; raises Conflict when the address has one already."""
    if find_user_by_email(told.email) is not None:
        raise Conflict(_("There is an account with this address already. Sign in instead."))
    user = User(
        email=told.email.strip(),
        email_key=key_of(told.email),
        name=" ".join(told.name.split()),
        password_hash=told.password_hash,
        country=told.country,
        organisation=_organisation_named(told.organisation, told.country),
        role=role,
        language=told.language,
        session_stamp=secrets.token_hex(16),
        created_at=clock.now(),
    )
    db.session.add(user)
    db.session.flush()
    return user


def refresh_password_hash(user_id: int, password_hash: str) -> None:
    """Keep the password under today's parameters."""
    db.session.execute(update(User).where(User.id == user_id).values(password_hash=password_hash))


def give_role(user: User, role: Role) -> None:
    """Let a person do what the role does; their sessions end, so that none keeps the old one."""
    user.role = role
    user.session_stamp = secrets.token_hex(16)
    db.session.flush()


def change_profile(user: User, *, name: str, organisation: str, country: str, language: str) -> None:
    """Keep what a person says of themselves."""
    user.name = " ".join(name.split())
    user.country = country
    user.language = language
    user.organisation = _organisation_named(organisation, country)
    db.session.flush()


def _organisation_named(name: str, country: str) -> Organisation | None:
    """The organisation of that name and country, made when it is new."""
    tidy = " ".join(name.split())
    if not tidy:
        return None
    found = find_organisation(tidy, country)
    if found is not None:
        return found
    try:
        with db.session.begin_nested():
            made = Organisation(name=tidy, name_key=key_of(tidy), country=country)
            db.session.add(made)
    except IntegrityError:
        # Somebody else named it first, between our look and our write.
        return find_organisation(tidy, country)
    return made
