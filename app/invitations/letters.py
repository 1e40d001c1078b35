"""Letters that invite, written by a job a hundred at a time: who waits for a letter of their own waits behind no more.

What a part writes and that the next part is asked for is one transaction, so a crash sends nobody two letters.
"""

import secrets
from dataclasses import dataclass

from flask import current_app
from itsdangerous import BadSignature, Signer
from sqlalchemy import bindparam, select, update

from app.accounts.models import Organisation
from app.accounts.sessions import digest_of
from app.invitations.batches import WRITE_LETTERS
from app.invitations.models import Invitation, InvitationBatch
from app.invitations.queries import digest_of_email, inviter_of
from app.library.editions import Edition
from app.library.queries import find_edition
from app.platform import clock
from app.platform.catalogues import LANGUAGES, ORIGINAL
from app.platform.database import db, table_of, transaction, write_values
from app.platform.i18n import _
from app.platform.jobs import enqueue
from app.platform.letters import Letter, write_letter
from app.platform.outbox import Message, keep_all_for_sending

PART = 100
_invitation = table_of(Invitation).c
_WRITTEN = (
    update(table_of(Invitation))
    .where(_invitation.id == bindparam("number"))
    .values(
        secret_digest=bindparam("digest"),
        mail_id=bindparam("mail"),
        written_at=bindparam("now"),
        letters=_invitation.letters + 1,
    )
)


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a letter invites to, and who does; what is not told is empty or None."""

    inviter: str
    workplace: str
    organisation: str
    edition: Edition | None

    def course_title(self, language: str) -> str:
        """The course's name as readers of this language know it."""
        return "" if self.edition is None else self.edition.in_language(language).course.title


def occasion_of(batch: InvitationBatch) -> Occasion:
    """What the letters of a batch invite to."""
    name, workplace = inviter_of(batch.made_by)
    organisation = db.session.get(Organisation, batch.organisation_id) if batch.organisation_id else None
    edition = find_edition(batch.course_slug) if batch.course_slug else None
    return Occasion(name, workplace, organisation.name if organisation else "", edition)


def write_letters(batch_id: int, root: str) -> None:
    """The job: write the next letters of a batch, and ask for those after them."""
    batch = db.session.get(InvitationBatch, batch_id)
    if batch is None:
        return
    waits = (
        Invitation.written_at.is_(None),
        Invitation.accepted_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        Invitation.refused_at.is_(None),
    )
    columns = (Invitation.id, Invitation.email, Invitation.name, Invitation.language)
    found = select(*columns).where(Invitation.batch_id == batch_id, *waits).order_by(Invitation.id).limit(PART)
    waiting = db.session.execute(found).all()
    if not waiting:
        return
    occasion, usual = occasion_of(batch), batch.language
    # Written before the transaction, which others wait for.
    written: dict[int, tuple[str, Message]] = {}
    for number, email, name, language in waiting:
        secret = secrets.token_urlsafe(32)
        spoken = language or usual
        letter = Invite(root, secret, email, name, spoken, occasion)
        message = write_letter(letter.compose, to=email, language=spoken, kind="invitation")
        written[number] = (digest_of(secret), message)
    with transaction():
        # Of two workers the later finds nothing left to do.
        still = select(Invitation.id).where(Invitation.id.in_(list(written)), *waits).order_by(Invitation.id)
        ours = db.session.scalars(still.with_for_update()).all()
        mails = keep_all_for_sending([written[number][1] for number in ours])
        now = clock.now()
        if ours:
            write_values(
                _WRITTEN,
                [
                    {
                        "number": number,
                        "digest": written[number][0],
                        "mail": mails[written[number][1].recipient],
                        "now": now,
                    }
                    for number in ours
                ],
            )
        if len(waiting) == PART:
            enqueue(WRITE_LETTERS, batch_id=batch_id, root=root)


@dataclass(frozen=True, slots=True)
class Invite:
    """The letter to one person."""

    root: str
    secret: str
    email: str
    name: str
    language: str
    occasion: Occasion

    def compose(self) -> Letter:
        """What it says, in the language that is spoken."""
        occasion = self.occasion
        site = str(current_app.jinja_env.globals["site_name"])
        who = occasion.inviter or site
        course = occasion.course_title(self.language)
        return Letter(
            subject=_("%(inviter)s invites you to %(what)s", inviter=who, what=course or occasion.organisation or site),
            greeting=_("Hello %(name)s,", name=self.name) if self.name else _("Hello,"),
            paragraphs=(
                _what_for(who, occasion, course, site),
                _(
                    "%(site)s is where people of local and regional governments learn together, free of charge.",
                    site=site,
                ),
                _("The link works for 30 days. If you do not want to take part, do nothing."),
            ),
            because=_("You get this because %(inviter)s gave us your address to invite you.", inviter=who),
            button=(
                _("See the invitation"),
                f"{self.root}/invitations/accept/{self.secret}?lang={_spoken(self.language)}",
            ),
            further=(no_more_letters(self.email, self.root, self.language),),
        )


def no_more_letters(email: str, root: str, language: str) -> tuple[str, str]:
    """The link of a letter by which whoever gets it asks for no more of them."""
    address = f"{root}/invitations/no-more/{token_for(email)}?lang={_spoken(language)}"
    return _("I want no more invitations from this site"), address


def token_for(email: str) -> str:
    """What stands in the link by which an address asks for no more invitations; it holds the address's digest only."""
    return _signer().sign(digest_of_email(email)).decode()


def digest_in(token: str) -> str | None:
    """The digest of the address that a token was made for; None when we did not make it."""
    try:
        return _signer().unsign(token).decode()
    except BadSignature:
        return None


def _signer() -> Signer:
    return Signer(str(current_app.secret_key), salt="no more invitations")


def _spoken(language: str) -> str:
    return language if language in LANGUAGES else ORIGINAL


def _what_for(who: str, occasion: Occasion, course: str, site: str) -> str:
    told = {
        "inviter": _("%(name)s (%(organisation)s)", name=who, organisation=occasion.workplace)
        if occasion.workplace
        else who,
        "organisation": occasion.organisation,
        "course": course,
        "site": site,
    }
    if course and occasion.organisation:
        return _("%(inviter)s invites you to take the course “%(course)s” with %(organisation)s.", **told)
    if course:
        return _("%(inviter)s invites you to take the course “%(course)s”.", **told)
    if occasion.organisation:
        return _("%(inviter)s invites you to join %(organisation)s on %(site)s.", **told)
    return _("%(inviter)s invites you to %(site)s.", **told)
