"""Places in the lines of a pool, and duties: who enters, who leaves, who moves. Nothing here commits.

Everything here holds the pool's row locked, and leaves `line`, `author_done` and `author_is_settled` of places true.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select, update

from app.accounts.models import User
from app.content.course import Assignment
from app.content.points import rubric_version
from app.enrolment.participation import Participation
from app.peerreview.duties import CALL_LASTS, duties_of
from app.peerreview.exchange_models import Review, ReviewCall, ReviewPart, ReviewPlace, ReviewPool, ReviewResult
from app.peerreview.models import Submission
from app.peerreview.pools import (
    Task,
    find_pool,
    holds_of,
    lock_pool,
    mentors_of,
    part_of,
    place_of_author,
    slot_of,
    waiting_of,
)
from app.peerreview.results import publication_of
from app.peerreview.roles import ReaderRole
from app.peerreview.telling_reviews import (
    call_is_over,
    lease_needs_no_reminder,
    mentors_need_not,
    tell_lease_over,
    tell_score,
)
from app.platform import clock
from app.platform.database import count_changed, db, insert_missing, table_of
from app.platform.jobs import enqueue_once

STEER_POOL = "steer-reviews-of-one-assignment"
# What happens in a pool within so long is followed up once.
GATHERED = timedelta(minutes=1)


def open_pool(course_slug: str, assignment: Assignment) -> Task:
    """The pool of an assignment, made when there is none, and held until the transaction ends."""
    keys = (assignment.key, *assignment.was)
    pool = find_pool(course_slug, keys, to_change=True)
    if pool is None:
        new = {"course_slug": course_slug, "unit_key": assignment.key, "secret": secrets.token_hex(16)}
        insert_missing(table_of(ReviewPool), [new])
        pool = find_pool(course_slug, keys, to_change=True)
        assert pool is not None
    return task_of(pool, assignment)


def task_of(pool: ReviewPool, assignment: Assignment) -> Task:
    """An assignment with its pool."""
    return Task(pool.id, pool.course_slug, assignment, has_mentors=bool(mentors_of(pool.course_slug)))


def hold_task(task: Task) -> ReviewPool:
    """Hold a pool until the transaction ends, with all its running leases as they are at this moment."""
    pool = lock_pool(task.pool_id)
    end_leases(task)
    return pool


def enter_line(part: Participation, assignment: Assignment, submission_id: int) -> None:
    """Put work that was handed in at its place in the line, or keep the place it has."""
    task = open_pool(part.course_slug, assignment)
    submission = db.session.get_one(Submission, submission_id, populate_existing=True)
    assert submission.handed_in_at is not None
    place = db.session.get(ReviewPlace, submission_id)
    if place is None:
        author = db.session.get_one(User, part.user_id)
        place = ReviewPlace(
            submission_id=submission_id,
            pool_id=task.pool_id,
            author_id=part.user_id,
            country=author.country,
            handed_in_at=submission.handed_in_at,
            lot=secrets.randbits(31),
            done=0,
            out=0,
        )
        db.session.add(place)
    place.language = submission.language
    place.rubric = rubric_version(assignment.rubric)
    place.needed = assignment.reviews_needed
    place.is_open = True
    settle(task, part.user_id)
    restand(task, [place])
    steer_soon(task.pool_id)


def steer_soon(pool_id: int) -> None:
    """Let the pool, which is held, go on in a moment; what else happens until then is followed up by the same job."""
    enqueue_once(STEER_POOL, due_at=clock.now() + GATHERED, pool_id=pool_id)


def leave_line(submission_id: int) -> None:
    """Let nobody be handed this work any more; whoever is writing a review of it is freed of that."""
    place = db.session.get(ReviewPlace, submission_id)
    if place is None:
        return
    lock_pool(place.pool_id)
    db.session.refresh(place)
    running = select(Review).where(
        Review.submission_id == submission_id,
        Review.handed_in_at.is_(None),
        Review.given_back_at.is_(None),
        Review.ended_at.is_(None),
    )
    for review in db.session.scalars(running.execution_options(populate_existing=True)).all():
        review.given_back_at = clock.now()
        lease_needs_no_reminder(review)
    place.is_open = False
    place.out = 0
    place.line = ""
    call_off(place)
    db.session.flush()


def close_place(task: Task, place: ReviewPlace) -> None:
    """Let nobody more be handed work that is reported and that nobody has looked at yet; who writes already may end."""
    place.is_open = False
    restand(task, [place])


def reopen_place(task: Task, place: ReviewPlace) -> None:
    """Let work stand in the line again once somebody has looked, unless its author withdrew it meanwhile."""
    submission = db.session.get_one(Submission, place.submission_id, populate_existing=True)
    if submission.handed_in_at is None or submission.withdrawn_at is not None:
        return
    place.is_open = True
    restand(task, [place])
    steer_soon(task.pool_id)


def take_from_line(submission_id: int) -> None:
    """Forget the place of work that nobody has opened and that is a draft again."""
    place = db.session.get(ReviewPlace, submission_id)
    if place is not None:
        lock_pool(place.pool_id)
        call_off(place)
        db.session.delete(place)
        db.session.flush()


def restand(task: Task, places: Iterable[ReviewPlace]) -> None:
    """Put places into the lines where they belong, after anything about them has changed."""
    for place in places:
        restand_one(place)
    db.session.flush()


def restand_one(place: ReviewPlace) -> None:
    """The same for one place, whose assignment need not be there any more."""
    place.line = waiting_of(place).tier or ""
    if not place.line:
        call_off(place)


def call_off(place: ReviewPlace) -> None:
    """Nobody more is needed for this work: whoever was called for it and can still come is not to blame."""
    now = clock.now()
    awaited = update(ReviewCall).where(
        ReviewCall.submission_id == place.submission_id,
        ReviewCall.answered_at.is_(None),
        ReviewCall.taken_at.is_(None),
        ReviewCall.ignored_at.is_(None),
        ReviewCall.called_at > now - CALL_LASTS,
    )
    if place.called_at is not None and count_changed(awaited.values(taken_at=now)):
        call_is_over(place.submission_id, place.called_at)
    mentors_need_not(place.submission_id)


def part_in(task: Task, user_id: int) -> ReviewPart:
    """Somebody's part in a pool, begun when they have none."""
    part = part_of(task.pool_id, user_id)
    if part is None:
        part = ReviewPart(pool_id=task.pool_id, user_id=user_id, begun=0, begun_of_own_country=0, done=0)
        db.session.add(part)
        db.session.flush()
    return part


def settle(task: Task, user_id: int) -> bool:
    """Note whether somebody's part is done or on hold, and let their work stand accordingly; says so."""
    part = part_in(task, user_id)
    now = clock.now()
    slots = map(slot_of, holds_of(task.pool_id, user_id))
    is_settled = duties_of(task.assignment.reviews_owed, part.done, 0, slots, now).is_settled
    if not is_settled:
        part.settled_at = None
    elif part.settled_at is None:
        part.settled_at = now
        _tell_what_opens(task, user_id)
    mine = select(ReviewPlace).where(ReviewPlace.author_id == user_id, ReviewPlace.pool_id == task.pool_id)
    places = db.session.scalars(mine).all()
    for place in places:
        place.author_done, place.author_is_settled = part.done, is_settled
    restand(task, places)
    return is_settled


def _tell_what_opens(task: Task, user_id: int) -> None:
    """A score that waited for its author's own part may be seen from now on."""
    place = place_of_author(task.pool_id, user_id)
    result = db.session.get(ReviewResult, place.submission_id) if place else None
    if place is not None and result is not None:
        tell_score(task, place, publication_of(task, place, result))


def end_leases(task: Task, now: datetime | None = None) -> list[Review]:
    """Give the places of leases that ran out back to the line; what was written stays. Returns those reviews."""
    now = now or clock.now()
    over = db.session.scalars(
        select(Review)
        .where(
            Review.pool_id == task.pool_id,
            Review.handed_in_at.is_(None),
            Review.ended_at.is_(None),
            Review.given_back_at.is_(None),
            Review.ends_at <= now,
        )
        .order_by(Review.id)
    ).all()
    for review in over:
        review.ended_at = review.ends_at
        free_place(task, review)
        tell_lease_over(task, review)
    db.session.flush()
    return list(over)


def free_place(task: Task, review: Review) -> None:
    """One less is writing about this work."""
    if review.submission_id is not None and review.role is not ReaderRole.STAFF:
        place = db.session.get_one(ReviewPlace, review.submission_id)
        place.out = max(0, place.out - 1)
        restand(task, [place])
