"""Showing work to others: its author offers and withdraws it, staff accept or decline it. Nothing here commits."""

from dataclasses import dataclass

from sqlalchemy import select

from app.peerreview.models import Submission
from app.peerreview.sharing import CONSENT_VERSION, Licence, State
from app.peerreview.sharing_models import ShownWork
from app.peerreview.sharing_policy import may_accept, may_decline
from app.peerreview.sharing_queries import waiting_by_course
from app.peerreview.telling_examples import forget_told, nothing_waits, tell_declined, tell_public
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


def share(submission_id: int, offer: Offer, *, version_number: int) -> ShownWork:
    """Offer work as an example, by the consent its author has just given; whether it may be is asked before.

    `version_number` names what they read when they agreed. Raises Conflict when another is handed in by now, when the
    work was withdrawn a moment ago, or when it is offered already.
    """
    held = select(Submission).where(Submission.id == submission_id, Submission.withdrawn_at.is_(None)).with_for_update()
    work = db.session.scalars(held).one_or_none()
    if work is None:
        raise Conflict(_("This work was withdrawn. Nothing was changed."))
    if work.handed_in_number != version_number:
        raise Conflict(
            _(
                "What is handed in is another version by now than the one you agreed to, so nothing was published. What"
                " you told is still here: read this version, then agree once more."
            )
        )
    mine = select(ShownWork).where(ShownWork.submission_id == submission_id).execution_options(populate_existing=True)
    shown = db.session.scalars(mine).one_or_none() or ShownWork(submission_id=submission_id, author_id=work.author_id)
    if shown.id is not None and shown.state in (State.WAITING, State.PUBLIC):
        raise Conflict(_("You show this work to others already. Withdraw it first if you want to change something."))
    shown.course_slug, shown.unit_key, shown.language = work.course_slug, work.unit_key, work.language
    shown.title, shown.licence = offer.title, offer.licence
    shown.place, shown.country, shown.sdgs = offer.place, offer.country, list(offer.sdgs)
    shown.shows_name, shown.version_number = offer.shows_name, version_number
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
    _decided(shown)
    tell_public(shown)


def decline(shown_id: int, actor_id: int, words: str) -> None:
    """Tell its author why it is not shown, or no longer; raises Refused."""
    shown = _hold(shown_id)
    require(may_decline(shown.state))
    shown.declined_at, shown.declined_by, shown.answer = clock.now(), actor_id, words
    audit.note(actor_id, "example.declined", "shown_work", shown_id, course=shown.course_slug)
    _decided(shown)
    tell_declined(shown)


def stop_sharing(submission_id: int) -> None:
    """Show work to nobody any more. That it was agreed to and when stays known; what its author told of it goes."""
    mine = select(ShownWork).where(ShownWork.submission_id == submission_id, ShownWork.withdrawn_at.is_(None))
    shown = db.session.scalars(mine.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if shown is None:
        return
    shown.title = shown.place = shown.country = shown.answer = ""
    shown.sdgs, shown.shows_name, shown.withdrawn_at = [], False, clock.now()
    _decided(shown)
    forget_told(shown)


def _decided(shown: ShownWork) -> None:
    """It waits for nobody any more; where nothing else does, nobody need be told that something waits."""
    db.session.flush()
    if shown.course_slug not in waiting_by_course():
        nothing_waits(shown.course_slug)


def _hold(shown_id: int) -> ShownWork:
    wanted = select(ShownWork).where(ShownWork.id == shown_id).with_for_update()
    return db.session.scalars(wanted.execution_options(populate_existing=True)).one()
