"""Links by mail: for who forgot a password, or has nothing but mail. Nothing here commits but the job.

Whether an address has an account is told to nobody but its owner: a request is noted in the same way for every address,
and only the job that writes the letter looks whether there is one.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update

from app.accounts.models import MailedLink, Organisation, Purpose, User
from app.accounts.queries import find_user_by_email
from app.accounts.sessions import digest_of, end_all_sessions
from app.accounts.writing import Notice, write_to
from app.platform import clock
from app.platform.database import count_changed, db, transaction
from app.platform.errors import NotFound, WayOn
from app.platform.i18n import _
from app.platform.jobs import enqueue
from app.platform.unreached import forget_failures

MAIL_LINK = "mail-link"
GOOD_FOR = timedelta(hours=1)
# Used and expired links are kept so long, so that whoever clicks twice is told what happened.
KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class LinkHolder:
    """Who may do what by a link that is still good."""

    link_id: int
    purpose: Purpose
    user_id: int
    name: str
    email: str
    organisation: str
    way_on: str
    # The address that the account is to have, where the link is for that.
    new_email: str = ""


def ask_for_link(email: str, purpose: Purpose, *, root: str, way_on: str, language: str) -> None:
    """Have a link mailed to this address, if somebody has an account with it; takes equally long if nobody has."""
    enqueue(MAIL_LINK, email=email, purpose=purpose.value, root=root, way_on=way_on, language=language)


def mail_link(email: str, purpose: str, root: str, way_on: str, language: str) -> None:
    """The job: make a link and write the letter, in the person's language or else in that of whoever asked."""
    with transaction():
        user = find_user_by_email(email)
        if user is None or user.blocked_at is not None:
            return
        address = f"{root}/links/{make_link(user.id, Purpose(purpose), way_on=way_on)}"
        write_to(user, lambda: _notice(Purpose(purpose), address), language=language, kind=purpose, is_asked_for=True)


def make_link(user_id: int, purpose: Purpose, *, way_on: str = "", new_email: str = "") -> str:
    """Make a link for somebody; returns its secret, which is kept nowhere."""
    secret = secrets.token_urlsafe(32)
    db.session.add(
        MailedLink(
            secret_digest=digest_of(secret),
            purpose=purpose,
            user_id=user_id,
            way_on=way_on,
            new_email=new_email,
            expires_at=clock.now() + GOOD_FOR,
        )
    )
    return secret


def holder_of(secret: str) -> LinkHolder:
    """Who holds a link; raises NotFound when it is unknown, was used, or is too old."""
    row = db.session.execute(
        select(MailedLink, User, Organisation.name)
        .join(User, User.id == MailedLink.user_id)
        .outerjoin(Organisation, Organisation.id == User.organisation_id)
        .where(
            MailedLink.secret_digest == digest_of(secret),
            MailedLink.used_at.is_(None),
            MailedLink.expires_at > clock.now(),
            User.blocked_at.is_(None),
        )
    ).first()
    if row is None:
        raise NotFound(
            _("This link is not good any more: it works once, for an hour. Nothing was changed. Ask for a new one."),
            WayOn("links.ask", {}, _("Ask for a new link")),
        )
    link, user, organisation = row
    return LinkHolder(
        link_id=link.id,
        purpose=link.purpose,
        user_id=user.id,
        name=user.name,
        email=user.email,
        organisation=organisation or "",
        way_on=link.way_on,
        new_email=link.new_email,
    )


def use_link(holder: LinkHolder) -> User:
    """Spend a link, and all others this person was sent; raises NotFound when it was spent a moment ago."""
    spent = count_changed(
        update(MailedLink)
        .where(MailedLink.id == holder.link_id, MailedLink.used_at.is_(None))
        .values(used_at=clock.now())
    )
    if not spent:
        raise NotFound(_("This link was used a moment ago, perhaps in another window. Nothing was changed again."))
    _spend_links(holder.user_id)
    user = db.session.get_one(User, holder.user_id)
    user.email_confirmed_at = clock.now()
    # The letter with the link has arrived.
    forget_failures(holder.new_email or user.email)
    db.session.flush()
    return user


def _spend_links(user_id: int) -> None:
    db.session.execute(
        update(MailedLink)
        .where(MailedLink.user_id == user_id, MailedLink.used_at.is_(None))
        .values(used_at=clock.now())
    )


def set_password(user: User, password_hash: str, *, language: str) -> None:
    """Keep a new password, end all sessions and links, and tell the person, who may not have been the one."""
    user.password_hash = password_hash
    db.session.flush()
    end_all_sessions(user.id)
    _spend_links(user.id)
    write_to(user, _password_changed, language=language, kind="password-changed")


def forget_old_links() -> None:
    """The job: drop links that nobody can use or will ask about."""
    with transaction():
        db.session.execute(delete(MailedLink).where(MailedLink.expires_at < clock.now() - KEPT))


def _notice(purpose: Purpose, address: str) -> Notice:
    limit = _("The link works once, for one hour. If you did not ask for it, do nothing: your account is safe.")
    if purpose is Purpose.NEW_PASSWORD:
        return Notice(
            _("Set a new password"),
            (_("Somebody, probably you, asked to set a new password for your account."), limit),
            (_("Set a new password"), address),
        )
    return Notice(
        _("Your link to sign in"),
        (_("Somebody, probably you, asked for a link to sign in."), limit),
        (_("Sign in"), address),
    )


def _password_changed() -> Notice:
    return Notice(
        _("Your password was changed"),
        (
            _("Your account has a new password. Wherever you were signed in, you are signed out now."),
            _("If this was not you, ask for a link to set a new password at once, and tell us."),
        ),
    )
