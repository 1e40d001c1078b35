"""What happens to accounts. Nothing here commits."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from app.accounts.events import AccountChanged, OrganisationChosen
from app.accounts.models import MailedLink, Organisation, RoleGrant, SignInSession, User
from app.accounts.notices import ROLE_GIVEN, about_role, way_to_begin
from app.accounts.queries import find_organisation, find_user_by_email, grants_of, has_other_administrator, key_of
from app.accounts.roles import EVERYWHERE, Grant, Role, fault_of_scope
from app.accounts.scopes import scopes_of
from app.platform import audit, clock
from app.platform.database import count_changed, db
from app.platform.errors import CannotBe, Conflict
from app.platform.events import announce
from app.platform.i18n import _
from app.platform.telling import take_back, tell

_SCOPE_FAULTS: Mapping[str, Callable[[], str]] = {
    "needless": lambda: _("This role holds everywhere; it cannot be given for one course or organisation."),
    "missing": lambda: _("This role is given for one organisation. Say for which."),
    "number": lambda: _("This role is given for one organisation, by its number."),
}


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


def register(told: Registration) -> User:
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
        language=told.language,
        created_at=clock.now(),
    )
    db.session.add(user)
    db.session.flush()
    if user.organisation_id is not None:
        announce(OrganisationChosen(user.id, user.organisation_id, before_id=None))
    return user


def refresh_password_hash(user_id: int, password_hash: str) -> None:
    """Keep the password under today's parameters."""
    db.session.execute(update(User).where(User.id == user_id).values(password_hash=password_hash))


def give_role(
    user_id: int, role: Role, scope: str = EVERYWHERE, *, by: int | None = None, is_told: bool = True
) -> bool:
    """Let a person do what the role does in this scope, from their next page on; says whether that is new.

    They are told, unless whoever calls tells them. Raises CannotBe for a scope that does not fit the role.
    """
    fault = fault_of_scope(role, scope)
    if fault is not None:
        raise CannotBe(_SCOPE_FAULTS[fault]())
    if Grant(role, scope) in grants_of(user_id):
        return False
    now = clock.now()
    try:
        with db.session.begin_nested():
            db.session.add(RoleGrant(user_id=user_id, role=role, scope=scope, granted_at=now, granted_by=by))
    except IntegrityError:
        # Somebody else gave it between our look and our write.
        return False
    if is_told:
        tell_of_role([user_id], role, scope, now)
    audit.note(by, "role.given", "person", user_id, role=role.value, scope=scope)
    return True


def tell_of_role(user_ids: Sequence[int], role: Role, scope: str, given_at: datetime) -> None:
    """Tell people of a role that they were given, with the name of what it is for."""
    tell(
        ROLE_GIVEN,
        *user_ids,
        about=about_role(role, scope, given_at),
        leads_to=way_to_begin(role),
        role=role.value,
        place=scopes_of([Grant(role, scope)]).name_of(role, scope) if scope else "",
    )


def take_role(user_id: int, role: Role, scope: str = EVERYWHERE, *, by: int | None = None) -> bool:
    """End what `give_role` began; says whether there was anything to end.

    Raises Conflict for the last administrator who can sign in: nobody could give the role again.
    """
    if role is Role.ADMINISTRATOR and Grant(role) in grants_of(user_id) and not has_other_administrator({user_id}):
        raise Conflict(
            _(
                "This is the only administrator. Make somebody else administrator first; then this role can be taken away."
            )
        )
    taken = delete(RoleGrant).where(RoleGrant.user_id == user_id, RoleGrant.role == role, RoleGrant.scope == scope)
    given_at = db.session.scalar(taken.returning(RoleGrant.granted_at))
    if given_at is None:
        return False
    take_back(ROLE_GIVEN, about_role(role, scope, given_at), [user_id])
    audit.note(by, "role.taken", "person", user_id, role=role.value, scope=scope)
    return True


def block(user_id: int, *, by: int | None) -> bool:
    """Keep somebody from signing in, and end their sessions and mailed links; says whether that is new.

    Raises Conflict for the last administrator.
    """
    if Grant(Role.ADMINISTRATOR) in grants_of(user_id) and not has_other_administrator({user_id}):
        raise Conflict(_("This is the only administrator who can sign in. Nobody was blocked."))
    if not close_accounts([user_id], clock.now()):
        return False
    audit.note(by, "person.blocked", "person", user_id)
    return True


def close_accounts(user_ids: Sequence[int], at: datetime) -> int:
    """Note that these people are blocked from this moment on, and end what they could still come in by."""
    closed = update(User).where(User.id.in_(user_ids), User.blocked_at.is_(None)).values(blocked_at=at)
    number = count_changed(closed)
    over = update(SignInSession).where(SignInSession.user_id.in_(user_ids), SignInSession.ended_at.is_(None))
    db.session.execute(over.values(ended_at=at))
    spent = update(MailedLink).where(MailedLink.user_id.in_(user_ids), MailedLink.used_at.is_(None))
    db.session.execute(spent.values(used_at=at))
    for user_id in user_ids:
        announce(AccountChanged(user_id))
    return number


def unblock(user_id: int, *, by: int | None) -> bool:
    """Let somebody sign in again; says whether they could not."""
    again = update(User).where(User.id == user_id, User.blocked_at.is_not(None)).values(blocked_at=None)
    if not count_changed(again):
        return False
    audit.note(by, "person.unblocked", "person", user_id)
    announce(AccountChanged(user_id))
    return True


def change_profile(user: User, *, name: str, organisation: str, country: str, language: str) -> None:
    """Keep what a person says of themselves."""
    user.name = " ".join(name.split())
    user.country = country
    user.language = language
    before_id = user.organisation_id
    user.organisation = _organisation_named(organisation, country)
    db.session.flush()
    if user.organisation_id != before_id:
        announce(OrganisationChosen(user.id, user.organisation_id, before_id=before_id))
    announce(AccountChanged(user.id))


def choose_organisation(user: User, organisation_id: int) -> None:
    """Let a person work at an organisation that they were invited into; they go on belonging to those before."""
    named = db.session.get_one(Organisation, organisation_id)
    user.organisation_id = named.merged_into_id or named.id
    db.session.flush()
    announce(OrganisationChosen(user.id, user.organisation_id, before_id=None))
    announce(AccountChanged(user.id))


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
