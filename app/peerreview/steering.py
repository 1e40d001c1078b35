"""How a pool goes on by itself as time passes. Nothing here commits.

Each step asks for all it needs at once, so that a pool takes so many statements however much waits in it; only what is
done for somebody (a call, a request, a notice) takes statements of its own.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, exists, or_, select, union

from app.content.course import Assignment
from app.enrolment.models import Enrolment
from app.enrolment.participation import Participation
from app.library.queries import find_edition
from app.peerreview.calling import WAITS, call_reviewers, note_ignored
from app.peerreview.completing import Facts, complete_if_due, is_done
from app.peerreview.duties import CALL_LASTS
from app.peerreview.exchange_models import Review, ReviewCall, ReviewPlace, ReviewPool, ReviewResult
from app.peerreview.leases import REMINDED, reminder_at
from app.peerreview.mentor_asking import ask_mentors
from app.peerreview.models import Submission
from app.peerreview.placing import enter_line, hold_task
from app.peerreview.pools import Task, is_running, lease_of
from app.peerreview.publication import LONGEST_HIDDEN
from app.peerreview.results import publication_of
from app.peerreview.telling_reviews import tell_lease_ends, tell_score
from app.platform import clock
from app.platform.database import db
from app.progress.models import UnitCompletion

# What became due while the site was away is done for so long; later, the score of the night does it.
CAUGHT_UP = timedelta(days=14)


def steer_pool(task: Task) -> None:
    """Do in one pool whatever is due; the leases that ran out are ended by taking hold of it."""
    pool = hold_task(task)
    now = clock.now()
    remind(task, now)
    note_ignored(task, now)
    call_reviewers(task, now)
    ask_mentors(task, pool, now)
    open_results(task, now)
    complete(task, now)


def pools_due(now: datetime) -> Sequence[int]:
    """The pools in which something may be due, told by statements that indexes answer."""
    ends = select(Review.pool_id).where(
        Review.handed_in_at.is_(None),
        Review.given_back_at.is_(None),
        Review.ended_at.is_(None),
        Review.ends_at <= now + REMINDED,
    )
    passed = select(ReviewCall.pool_id).where(
        ReviewCall.answered_at.is_(None),
        ReviewCall.taken_at.is_(None),
        ReviewCall.ignored_at.is_(None),
        ReviewCall.called_at <= now - CALL_LASTS,
    )
    in_pool = ReviewPlace.pool_id == ReviewPool.id
    waits = select(ReviewPool.id).where(exists().where(in_pool, or_(WAITS, _is_of_age(now))))
    return sorted(db.session.scalars(union(ends, passed, waits)))


def _is_of_age(now: datetime) -> Any:
    """Work whose fourteen days were over not long ago."""
    over = now - LONGEST_HIDDEN
    return and_(ReviewPlace.handed_in_at <= over, ReviewPlace.handed_in_at > over - CAUGHT_UP)


def remind(task: Task, now: datetime) -> None:
    """Tell whoever writes a review under a lease that ends within a day."""
    nearly_over = select(Review).where(
        Review.pool_id == task.pool_id, is_running(now), Review.ends_at <= now + REMINDED
    )
    for review in db.session.scalars(nearly_over.order_by(Review.id)):
        if reminder_at(lease_of(review)) <= now:
            tell_lease_ends(task, review)


def open_results(task: Task, now: datetime) -> None:
    """Tell authors who have not done their part of the score that they may see all the same after fourteen days."""
    opened = (
        select(ReviewPlace, ReviewResult)
        .join(ReviewResult, ReviewResult.submission_id == ReviewPlace.submission_id)
        .where(
            ReviewPlace.pool_id == task.pool_id,
            ReviewPlace.is_open,
            ~ReviewPlace.author_is_settled,
            ReviewResult.score.is_not(None),
            _is_of_age(now),
        )
        .order_by(ReviewPlace.submission_id)
    )
    for place, result in db.session.execute(opened):
        tell_score(task, place, publication_of(task, place, result))


def complete(task: Task, now: datetime) -> None:
    """Let nobody's assignment wait longer than fourteen days for reviews that others have not written."""
    keys = (task.assignment.key, *task.assignment.was)
    is_part = and_(
        Enrolment.user_id == ReviewPlace.author_id,
        Enrolment.course_slug == task.course_slug,
        Enrolment.left_at.is_(None),
    )
    waiting = (
        select(ReviewPlace, ReviewResult)
        .join(Enrolment, is_part)
        .outerjoin(ReviewResult, ReviewResult.submission_id == ReviewPlace.submission_id)
        .where(
            ReviewPlace.pool_id == task.pool_id,
            ReviewPlace.author_is_settled,
            _is_of_age(now),
            ~exists().where(UnitCompletion.enrolment_id == Enrolment.id, UnitCompletion.unit_key.in_(keys)),
        )
        .order_by(ReviewPlace.submission_id)
    )
    for place, result in db.session.execute(waiting):
        publication = publication_of(task, place, result) if result else None
        facts = Facts(
            is_handed_in=place.is_open or publication is not None,
            is_settled=place.author_is_settled,
            has_pass_mark=task.assignment.pass_points > 0,
            has_passed=publication.has_passed if publication else None,
            since_handed_in=now - place.handed_in_at,
        )
        if is_done(facts):
            complete_if_due(task, place.author_id)


def work_outside() -> Sequence[tuple[str, str]]:
    """Course and unit of work that was handed in before there were places."""
    outside = (
        select(Submission.course_slug, Submission.unit_key)
        .where(*_is_outside())
        .distinct()
        .order_by(Submission.unit_key)
    )
    return db.session.execute(outside).all()


def enter_outside(course_slug: str, unit_key: str) -> None:
    """Give a place to all such work of a unit, in the order it came; none to that of a unit that is no more."""
    edition = find_edition(course_slug)
    units = edition.course.units() if edition else ()
    assignment = next((one for one in units if isinstance(one, Assignment) and unit_key in (one.key, *one.was)), None)
    if assignment is None:
        return
    waiting = (
        select(Submission.id, Enrolment)
        .join(Enrolment, Enrolment.id == Submission.enrolment_id)
        .where(Submission.course_slug == course_slug, Submission.unit_key == unit_key, *_is_outside())
        .order_by(Submission.id)
    )
    for submission_id, enrolment in db.session.execute(waiting).all():
        enter_line(_part(enrolment), assignment, submission_id)


def _is_outside() -> tuple[Any, ...]:
    return (
        Submission.handed_in_at.is_not(None),
        Submission.withdrawn_at.is_(None),
        ~exists().where(ReviewPlace.submission_id == Submission.id),
    )


def _part(enrolment: Enrolment) -> Participation:
    return Participation(
        enrolment_id=enrolment.id,
        user_id=enrolment.user_id,
        course_slug=enrolment.course_slug,
        expectation=enrolment.expectation,
        enrolled_at=enrolment.enrolled_at,
        left_at=enrolment.left_at,
        last_unit_key=enrolment.last_unit_key,
        content_language=enrolment.content_language,
    )
