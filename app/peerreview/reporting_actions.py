"""Reports: of work by whoever reads it, of reviews by whoever they were written for. Nothing here commits.

Nobody is judged before staff have looked: reported work waits where it stands, a reported review is held back, and who
reported owes no more and no less than before.
"""

from sqlalchemy import ColumnElement, or_, select

from app.peerreview.care_models import ReviewConflict, ReviewReport
from app.peerreview.exchange_models import Review, ReviewPlace
from app.peerreview.objections import Problem
from app.peerreview.placing import close_place, hold_task, reopen_place
from app.peerreview.pools import Task
from app.peerreview.reviewing import SCORE_WORK, give_back
from app.peerreview.telling_reviews import (
    review_is_kept_back,
    tell_report_settled,
    tell_reported,
    tell_review_received,
)
from app.platform import clock
from app.platform.database import db
from app.platform.errors import Conflict, NotFound
from app.platform.i18n import _
from app.platform.jobs import enqueue


def report_work(task: Task, review: Review, problem: Problem, words: str = "") -> ReviewReport | None:
    """Say what is wrong with the work in one's hands, and give it back; raises Refused when it is there no longer.

    A conflict of interest is between two people: they are kept apart from now on, and the work waits for others. With
    any other problem it waits for staff. A blind check is reported like work, so that nobody is told which it was, and
    staff read what its reader found. None for work that its author withdrew a moment ago.
    """
    give_back(task, review)
    place = db.session.get(ReviewPlace, review.submission_id) if review.submission_id is not None else None
    if place is None and not review.example_key:
        return None
    report = _report(task, place, review.reader_id, problem, words, example_key=review.example_key)
    if problem is Problem.CONFLICT:
        if place is not None:
            _keep_apart(review.reader_id, place.author_id)
        # There is nothing to look at: what they are to each other is not asked.
        report.settled_at, report.is_upheld = report.reported_at, True
    else:
        if place is not None:
            close_place(task, place)
        tell_reported(task, report)
    db.session.flush()
    return report


def report_review(task: Task, review: Review, reporter_id: int, problem: Problem, words: str = "") -> ReviewReport:
    """Say what is wrong with a review of one's work; its words are held back until staff have looked.

    The score stays as it is. Raises NotFound for a review of somebody else's work, and Conflict when it is reported.
    """
    hold_task(task)
    db.session.refresh(review)
    place = db.session.get(ReviewPlace, review.submission_id) if review.submission_id is not None else None
    if place is None or place.author_id != reporter_id or review.handed_in_at is None:
        raise NotFound(_("There is no such review of your work."))
    if _is_awaited(ReviewReport.review_id == review.id):
        raise Conflict(_("You have reported this review already. Somebody looks at it; nothing was changed."))
    report = _report(task, place, reporter_id, problem, words, review)
    if problem is Problem.CONFLICT:
        _keep_apart(reporter_id, review.reader_id)
    review.is_held = True
    review_is_kept_back(review)
    tell_reported(task, report)
    _count_anew(task, report)
    return report


def settle_report(task: Task, report: ReviewReport, staff_id: int, *, is_upheld: bool, answer: str = "") -> None:
    """Say what staff found; raises Conflict when somebody else has just done so.

    Upheld, the work stays out of the line, or the words of the review stay held. Dismissed, they are as before, unless
    another report of the same waits. Of a blind check nothing changes; whoever reported it is told that staff looked.
    """
    hold_task(task)
    db.session.refresh(report)
    if report.settled_at is not None:
        raise Conflict(_("Somebody else has looked at this report meanwhile. Nothing was changed."))
    report.settled_at, report.settled_by = clock.now(), staff_id
    report.is_upheld, report.answer = is_upheld, answer
    db.session.flush()
    tell_report_settled(task, report, _review_in_hand(report))
    if report.review_id is not None:
        review = db.session.get_one(Review, report.review_id, populate_existing=True)
        review.is_held = _is_kept_back(ReviewReport.review_id == review.id)
        _count_anew(task, report)
        if not review.is_held:
            tell_review_received(task, db.session.get_one(ReviewPlace, report.submission_id), review)
        return
    if report.submission_id is None:
        return
    place = db.session.get(ReviewPlace, report.submission_id, populate_existing=True)
    # A conflict is about two people, not about the work.
    of_the_work = (
        ReviewReport.submission_id == report.submission_id,
        ReviewReport.review_id.is_(None),
        ReviewReport.problem != Problem.CONFLICT,
    )
    if place is not None and not place.is_open and not _is_kept_back(*of_the_work):
        reopen_place(task, place)


def _report(
    task: Task,
    place: ReviewPlace | None,
    reporter_id: int,
    problem: Problem,
    words: str,
    review: Review | None = None,
    *,
    example_key: str = "",
) -> ReviewReport:
    report = ReviewReport(
        pool_id=task.pool_id,
        submission_id=place.submission_id if place else None,
        example_key=example_key,
        review_id=review.id if review else None,
        reporter_id=reporter_id,
        problem=problem,
        words=words,
        reported_at=clock.now(),
    )
    db.session.add(report)
    db.session.flush()
    return report


def _review_in_hand(report: ReviewReport) -> Review | None:
    """The review for which its reader was handed the work, or the blind check, that they reported."""
    mine = select(Review).where(Review.reader_id == report.reporter_id, Review.pool_id == report.pool_id)
    if report.submission_id is None:
        mine = mine.where(Review.submission_id.is_(None), Review.example_key == report.example_key)
    else:
        mine = mine.where(Review.submission_id == report.submission_id)
    return db.session.scalars(mine.order_by(Review.id.desc()).limit(1)).first()


def find_report_of(review: Review) -> ReviewReport | None:
    """What its reader reported of the work they were handed for this review."""
    mine = select(ReviewReport).where(
        ReviewReport.reporter_id == review.reader_id,
        ReviewReport.pool_id == review.pool_id,
        ReviewReport.review_id.is_(None),
        ReviewReport.submission_id == review.submission_id
        if review.submission_id is not None
        else ReviewReport.example_key == review.example_key,
    )
    return db.session.scalars(mine.order_by(ReviewReport.id.desc()).limit(1)).first()


def _keep_apart(one: int, other: int) -> None:
    pair = select(ReviewConflict.user_id).where(
        ReviewConflict.user_id.in_((one, other)), ReviewConflict.other_id.in_((one, other))
    )
    if not db.session.scalars(pair.limit(1)).first():
        db.session.add(ReviewConflict(user_id=one, other_id=other, declared_at=clock.now()))
        db.session.flush()


def _is_awaited(*about: ColumnElement[bool]) -> bool:
    """Whether a report of it waits for staff."""
    return _is_any(*about, ReviewReport.settled_at.is_(None))


def _is_kept_back(*about: ColumnElement[bool]) -> bool:
    """Whether a report of it waits for staff, or was found to be right."""
    return _is_any(*about, or_(ReviewReport.settled_at.is_(None), ReviewReport.is_upheld.is_(True)))


def _is_any(*conditions: ColumnElement[bool]) -> bool:
    return db.session.scalars(select(ReviewReport.id).where(*conditions).limit(1)).first() is not None


def _count_anew(task: Task, report: ReviewReport) -> None:
    """How many reviews may be read has changed."""
    db.session.flush()
    enqueue(SCORE_WORK, pool_id=task.pool_id, submission_id=report.submission_id)
