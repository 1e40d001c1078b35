"""Accepting an invitation, joining by a link, and asking for no more. Nothing here commits."""

from dataclasses import dataclass

from sqlalchemy import insert, null, update

from app.accounts.actions import Registration, choose_organisation
from app.accounts.models import Organisation, User
from app.accounts.queries import find_user_by_email, get_user
from app.accounts.registering import register_confirmed
from app.cohorts.entering import way_into
from app.enrolment.actions import enrol
from app.invitations.models import Invitation, JoinLink, JoinLinkUse, UnwantedMail
from app.invitations.queries import Link, find_invitation, has_joined_by, inviter_of
from app.platform import clock
from app.platform.database import count_changed, db, table_of, write_values
from app.platform.errors import Conflict, NotFound
from app.platform.i18n import _
from app.progress.queries import find_seat


@dataclass(frozen=True, slots=True)
class Offer:
    """An open invitation as whoever holds its letter sees it; what is not told is empty or None."""

    invitation_id: int
    email: str
    name: str
    inviter: str
    workplace: str
    # What the invitee joins, if anything; `told_organisation` is only where the inviter thinks they work.
    organisation_id: int | None
    organisation: str
    told_organisation: str
    country: str
    course_slug: str
    # Whether there is an account with the address; whoever holds the letter owns the address, and may know.
    has_account: bool


def offer_behind(secret: str) -> Offer:
    """The invitation that a letter holds; raises NotFound when it ended, or a newer letter was sent."""
    found = find_invitation(secret)
    if found is None:
        raise NotFound(
            _(
                "This invitation has ended: it was accepted or withdrawn, it is older than 30 days, or there is a newer letter. If you have an account, sign in; otherwise ask whoever invited you."
            )
        )
    invitation, batch = found
    inviter, workplace = inviter_of(batch.made_by)
    organisation = db.session.get(Organisation, batch.organisation_id) if batch.organisation_id else None
    return Offer(
        invitation.id,
        invitation.email,
        invitation.name,
        inviter,
        workplace,
        batch.organisation_id,
        organisation.name if organisation else "",
        invitation.organisation,
        invitation.country,
        batch.course_slug,
        has_account=find_user_by_email(invitation.email) is not None,
    )


def accept_as_newcomer(offer: Offer, *, name: str, password_hash: str, language: str) -> User:
    """Make an account for who holds the letter, and accept; their address counts as confirmed.

    Raises Conflict when the address has an account by now, and NotFound when the invitation ended.
    """
    user = register_confirmed(
        Registration(
            name=name,
            email=offer.email,
            password_hash=password_hash,
            organisation="" if offer.organisation_id else offer.told_organisation,
            country=offer.country,
            language=language,
        )
    )
    accept(offer, user.id)
    return user


def accept(offer: Offer, user_id: int) -> None:
    """Note that somebody accepted, and let them join what they were invited to; raises NotFound when it ended."""
    still_open = (
        Invitation.accepted_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        Invitation.refused_at.is_(None),
    )
    accepted = update(Invitation).where(Invitation.id == offer.invitation_id, *still_open)
    if not count_changed(accepted.values(accepted_at=clock.now(), accepted_by=user_id, secret_digest=null())):
        raise NotFound(_("This invitation ended a moment ago, perhaps in another window. Nothing was changed again."))
    if offer.organisation_id is not None:
        choose_organisation(get_user(user_id), offer.organisation_id)


def take_part(user_id: int, course_slug: str) -> bool:
    """Enrol somebody in the course they were invited to; False where there is none, or it is not open to them.

    A course whose learners are chosen keeps its rules: an invitation goes around none.
    """
    seat = find_seat(user_id, course_slug) if course_slug else None
    if seat is None:
        return False
    if seat.part is None or not seat.part.is_active:
        if not way_into(seat.edition.course, user_id, seat.part):
            return False
        enrol(user_id, course_slug, "")
    return True


def join(link: Link, user_id: int) -> None:
    """Join by a link; whoever did before counts once. Raises Conflict when the link has ended or is used up."""
    if has_joined_by(link.id, user_id):
        return
    now = clock.now()
    still_open = (JoinLink.ended_at.is_(None), JoinLink.ends_at > now, JoinLink.uses < JoinLink.most_uses)
    used = update(JoinLink).where(JoinLink.id == link.id, *still_open).values(uses=JoinLink.uses + 1)
    if not count_changed(used):
        raise Conflict(_("This link has ended. Ask whoever gave it to you for a new one."))
    write_values(insert(table_of(JoinLinkUse)), {"link_id": link.id, "user_id": user_id, "used_at": now})
    if link.organisation_id is not None:
        choose_organisation(get_user(user_id), link.organisation_id)


def want_no_more(digest: str) -> None:
    """Keep that an address wants no more invitations, and end those it has."""
    now = clock.now()
    if db.session.get(UnwantedMail, digest) is None:
        db.session.add(UnwantedMail(email_digest=digest, refused_at=now))
        db.session.flush()
    ended = update(Invitation).where(
        Invitation.email_digest == digest,
        Invitation.accepted_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        Invitation.refused_at.is_(None),
    )
    db.session.execute(ended.values(refused_at=now, secret_digest=null()))
