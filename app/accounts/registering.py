"""Registering: an account is made when its owner shows that the mail address is theirs.

Whether an address has an account already is told to nobody but its owner: what was told is kept in the same way for
every address, and only the job that writes the letter looks whether there is one. Nothing here commits but the jobs.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select

from app.accounts.actions import Registration, register
from app.accounts.models import PendingRegistration, User
from app.accounts.queries import find_user_by_email, key_of
from app.accounts.sessions import digest_of
from app.accounts.writing import Notice, write_to
from app.platform import clock
from app.platform.database import count_changed, db, transaction
from app.platform.errors import NotFound, WayOn
from app.platform.i18n import _
from app.platform.jobs import enqueue
from app.platform.letters import Letter, post_letter
from app.platform.unreached import forget_failures

MAIL_REGISTRATION = "mail-registration"
# Long enough for a mailbox that is read at the office only.
GOOD_FOR = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Awaited:
    """An account that is made when its owner confirms: its number, what they told, and where they wanted to go."""

    number: int
    told: Registration
    way_on: str


def ask_to_register(told: Registration, *, root: str, way_on: str, language: str) -> int:
    """Keep what somebody told and have a letter sent to the address; returns the number it is kept under.

    `language` is the one they read, which need not be one they chose.
    """
    pending = PendingRegistration(
        email=told.email.strip(),
        email_key=key_of(told.email),
        name=told.name,
        password_hash=told.password_hash,
        organisation=told.organisation,
        country=told.country,
        language=told.language,
        way_on=way_on,
        expires_at=clock.now() + GOOD_FOR,
    )
    db.session.add(pending)
    db.session.flush()
    enqueue(MAIL_REGISTRATION, registration_id=pending.id, root=root, language=language)
    return pending.id


def mail_registration(registration_id: int, root: str, language: str) -> None:
    """The job: write to the address, with a link that makes the account, or with word that there is one already."""
    with transaction():
        pending = db.session.get(PendingRegistration, registration_id)
        if pending is None:
            return
        user = find_user_by_email(pending.email)
        if user is not None:
            db.session.delete(pending)
            write_to(user, lambda: _there_is_one(root), language=language, kind="already-registered", is_asked_for=True)
            return
        secret = secrets.token_urlsafe(32)
        pending.secret_digest = digest_of(secret)
        name, address = pending.name, f"{root}/register/confirm/{secret}"
        post_letter(
            lambda: _confirm(name, address),
            to=pending.email,
            language=pending.language or language,
            kind="confirm-registration",
        )


def awaited_by(secret: str) -> Awaited:
    """What waits for whoever holds this link; raises NotFound when it is unknown, was used, or is too old."""
    found = db.session.scalar(
        select(PendingRegistration).where(
            PendingRegistration.secret_digest == digest_of(secret), PendingRegistration.expires_at > clock.now()
        )
    )
    if found is None:
        raise NotFound(
            _(
                "This link is not good any more: it works once, for three days. If you have used it, you have an account and can sign in; otherwise register again."
            ),
            way_to_sign_in(),
        )
    told = Registration(
        name=found.name,
        email=found.email,
        password_hash=found.password_hash,
        organisation=found.organisation,
        country=found.country,
        language=found.language,
    )
    return Awaited(found.id, told, found.way_on)


def confirm_registration(awaited: Awaited) -> User:
    """Make the account, and forget all that was told for its address.

    Raises NotFound when the link was used a moment ago, and Conflict when the address has an account by now.
    """
    if not count_changed(delete(PendingRegistration).where(PendingRegistration.id == awaited.number)):
        raise NotFound(
            _("This link was used a moment ago, perhaps in another window. Sign in with your password."),
            way_to_sign_in(),
        )
    return register_confirmed(awaited.told)


def register_confirmed(told: Registration) -> User:
    """Make an account for whoever has shown that the address is theirs; raises Conflict when it has one already."""
    db.session.execute(delete(PendingRegistration).where(PendingRegistration.email_key == key_of(told.email)))
    user = register(told)
    user.email_confirmed_at = clock.now()
    forget_failures(told.email)
    db.session.flush()
    return user


def forget_old_registrations() -> None:
    """The job: drop what was told by people who never opened their letter."""
    with transaction():
        db.session.execute(delete(PendingRegistration).where(PendingRegistration.expires_at < clock.now()))


def way_to_sign_in() -> WayOn:
    """The button of an error that signing in helps with."""
    return WayOn("accounts.sign_in", {}, _("Sign in"))


def _confirm(name: str, address: str) -> Letter:
    return Letter(
        subject=_("Confirm your address"),
        greeting=_("Hello %(name)s,", name=name),
        paragraphs=(
            _("Somebody, probably you, wants to make an account with your address. One step is left."),
            _("The link works once, for three days. If this was not you, do nothing: no account is made."),
        ),
        because=_("You get this because your address was typed into a form to register."),
        button=(_("Make my account"), address),
        is_asked_for=True,
    )


def _there_is_one(root: str) -> Notice:
    return Notice(
        _("You have an account already"),
        (
            _(
                "Somebody, probably you, wanted to register with your address. You have an account already, and nothing was changed."
            ),
            _("If you do not remember your password, ask for a link by mail on the page where you sign in."),
        ),
        (_("Sign in"), f"{root}/sign-in"),
    )
