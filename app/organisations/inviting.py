"""A manager asks somebody to belong to an organisation; they belong once they say yes.

Whether an address has an account is told to managers as little as to anybody else: an invitation is kept in the same
way for every address, and only the job that writes the letter looks whether there is one. Whoever has none is asked to
register, and finds the invitation there. Only the jobs commit here.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, select

from app.accounts.models import Organisation, User
from app.accounts.queries import find_user_by_email, key_of
from app.accounts.writing import Notice, write_to
from app.organisations.actions import join
from app.organisations.events import StrangerAsked
from app.organisations.models import Invitation
from app.organisations.notices import INVITED
from app.organisations.queries import current_membership
from app.platform import audit, clock
from app.platform.database import db, transaction
from app.platform.errors import NotFound
from app.platform.events import announce
from app.platform.i18n import _
from app.platform.jobs import enqueue
from app.platform.telling import tell

MAIL_INVITATION = "mail-invitation"
GOOD_FOR = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation as whoever got it sees it."""

    invitation_id: int
    organisation: str
    function: str
    is_contact: bool
    is_deputy: bool


def invite(
    organisation_id: int,
    email: str,
    *,
    function: str,
    since: date,
    is_contact: bool,
    is_deputy: bool,
    by: int,
    root: str,
    language: str,
) -> None:
    """Ask whoever has this address, in place of an earlier invitation to it."""
    same = Invitation.organisation_id == organisation_id, Invitation.email_key == key_of(email)
    db.session.execute(delete(Invitation).where(*same))
    made = Invitation(
        organisation_id=organisation_id,
        email_key=key_of(email),
        function=function,
        since=since,
        is_contact=is_contact,
        is_deputy=is_deputy,
        invited_by=by,
        invited_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    audit.note(by, "membership.invited", "organisation", organisation_id)
    enqueue(MAIL_INVITATION, invitation_id=made.id, root=root, language=language)


def mail_invitation(invitation_id: int, root: str, language: str) -> None:
    """The job: write to whoever has the address, with or without an account."""
    with transaction():
        invitation = db.session.get(Invitation, invitation_id)
        if invitation is None:
            return
        name = db.session.get_one(Organisation, invitation.organisation_id).name
        user = find_user_by_email(invitation.email_key)
        if user is None:
            announce(StrangerAsked(name, invitation.email_key, invitation.invited_by, root, language))
            return

        def notice() -> Notice:
            return Notice(
                _("You are invited to an organisation"),
                (
                    _("The managers of %(organisation)s ask whether you belong there.", organisation=name),
                    _(
                        "If you say yes, they see your name and address and what you do there. You may leave at any time."
                    ),
                ),
                (_("Reply"), f"{root}/account/organisations"),
            )

        write_to(user, notice, language=language, kind="membership-invited")
        tell(INVITED, user.id, about=invitation_id, leads_to="/account/organisations", name=name)


def invitations_to(user_id: int) -> list[Invited]:
    """What somebody was asked and has not answered, the latest first."""
    rows = db.session.execute(
        select(Invitation.id, Organisation.name, Invitation.function, Invitation.is_contact, Invitation.is_deputy)
        .join(Organisation, Organisation.id == Invitation.organisation_id)
        .join(User, User.email_key == Invitation.email_key)
        .where(User.id == user_id, Invitation.invited_at > clock.now() - GOOD_FOR)
        .order_by(Invitation.invited_at.desc(), Invitation.id.desc())
    )
    return [Invited(*row) for row in rows]


def accept(invitation_id: int, user_id: int) -> None:
    """Belong to the organisation as was asked, unless one does already; raises NotFound when nobody asked."""
    invitation = _asked(invitation_id, user_id)
    if current_membership(user_id, invitation.organisation_id) is None:
        join(
            invitation.organisation_id,
            user_id,
            function=invitation.function,
            since=invitation.since,
            is_contact=invitation.is_contact,
            is_deputy=invitation.is_deputy,
            by=user_id,
        )
    db.session.delete(invitation)
    db.session.flush()


def decline(invitation_id: int, user_id: int) -> None:
    """Say no, which is told to nobody; raises NotFound when nobody asked."""
    db.session.delete(_asked(invitation_id, user_id))
    db.session.flush()


def forget_old_invitations() -> None:
    """The job: drop what nobody answered."""
    with transaction():
        db.session.execute(delete(Invitation).where(Invitation.invited_at < clock.now() - GOOD_FOR))


def _asked(invitation_id: int, user_id: int) -> Invitation:
    found = db.session.get(Invitation, invitation_id)
    user = db.session.get_one(User, user_id)
    is_theirs = found is not None and found.email_key == user.email_key
    if found is None or not is_theirs or found.invited_at < clock.now() - GOOD_FOR:
        raise NotFound(_("There is no such invitation for you, or it was answered already."))
    return found
