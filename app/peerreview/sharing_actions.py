"""Showing work to others: its author offers and withdraws it, staff accept or decline it. Nothing here commits."""

from dataclasses import dataclass

from sqlalchemy import select, update

from app.peerreview.models import Submission
from app.peerreview.sharing import CONSENT_VERSION, Licence, State
from app.peerreview.sharing_models import ShownWork
from app.peerreview.sharing_policy import may_accept, may_decline
from app.platform import audit, clock
from app.platform.database import db
from app.platform.errors import Conflict
from app.platform.i18n import _
from app.platform.verdicts import require


@dataclass(frozen=True, slots=True)
class Offer:
    """What an author says of the work they offer."""

    title: str
    licence: Licence
    place: str
    country: str
    sdgs: tuple[str, ...]
    shows_name: bool


def share(submission_id: int, offer: Offer) -> ShownWork:
    """Offer work as an example, by the consent its author has just given; whether it may be is asked before.

    Raises Conflict when the work was withdrawn a moment ago, or is offered already.
    """
    held = select(Submission).where(Submission.id == submission_id, Submission.withdrawn_at.is_(None)).with_for_update()
    work = db.session.scalars(held).one_or_none()
    if work is None:
        raise Conflict(_("This work was withdrawn. Nothing was changed."))
    mine = select(ShownWork).where(ShownWork.submission_id == submission_id).execution_options(populate_existing=True)
    shown = db.session.scalars(mine).one_or_none() or ShownWork(submission_id=submission_id, author_id=work.author_id)
    if shown.id is not None and shown.state in (State.WAITING, State.PUBLIC):
        raise Conflict(_("You show this work to others already. Withdraw it first if you want to change something."))
    shown.course_slug, shown.unit_key, shown.language = work.course_slug, work.unit_key, work.language
    shown.title, shown.licence = offer.title, offer.licence
    shown.place, shown.country, shown.sdgs = offer.place, offer.country, list(offer.sdgs)
    shown.shows_name = offer.shows_name
    shown.consented_at, shown.consent_version = clock.now(), CONSENT_VERSION
    shown.accepted_at = shown.accepted_by = shown.declined_at = shown.declined_by = shown.withdrawn_at = None
    shown.answer = ""
    db.session.add(shown)
    db.session.flush()
    return shown


def accept(shown_id: int, actor_id: int) -> None:
    """Make shown work public; raises Refused when its author withdrew it a moment ago."""
    shown = _hold(shown_id)
    require(may_accept(shown.state, shown.author_id, actor_id))
    shown.accepted_at, shown.accepted_by = clock.now(), actor_id
    audit.note(actor_id, "example.accepted", "shown_work", shown_id, course=shown.course_slug)


def decline(shown_id: int, actor_id: int, words: str) -> None:
    """Tell its author why it is not shown, or no longer; raises Refused."""
    shown = _hold(shown_id)
    require(may_decline(shown.state))
    shown.declined_at, shown.declined_by, shown.answer = clock.now(), actor_id, words
    audit.note(actor_id, "example.declined", "shown_work", shown_id, course=shown.course_slug)


def stop_sharing(submission_id: int) -> None:
    """Show work to nobody any more. That it was agreed to and when stays known; what its author told of it goes."""
    shown = update(ShownWork).where(ShownWork.submission_id == submission_id, ShownWork.withdrawn_at.is_(None))
    gone = {"title": "", "place": "", "country": "", "sdgs": [], "shows_name": False, "answer": ""}
    db.session.execute(shown.values(**gone, withdrawn_at=clock.now()))


def _hold(shown_id: int) -> ShownWork:
    wanted = select(ShownWork).where(ShownWork.id == shown_id).with_for_update()
    return db.session.scalars(wanted.execution_options(populate_existing=True)).one()
