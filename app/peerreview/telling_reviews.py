"""Who is told what about reviews, each at most once, inside the transaction that makes it so.

One function for each happening, so that whoever makes it happen need not know kinds, addresses and people. Nothing told
here says who reviewed whom.
"""

from collections.abc import Collection
from datetime import datetime

from app.peerreview.care_models import Appeal, ReviewReport
from app.peerreview.duties import CALL_LASTS
from app.peerreview.exchange_models import Review, ReviewPlace
from app.peerreview.mentoring import MENTOR_TAKES
from app.peerreview.notices import (
    APPEAL_DECIDED,
    APPEAL_OPENED,
    APPEAL_TO_DECIDE,
    CALLED,
    DUTY_BACK,
    FINAL,
    LEASE_ENDS,
    LEASE_OVER,
    MENTOR_ASKED,
    MENTORS_SILENT,
    PROVISIONAL,
    RECEIVED,
    REPORT_SETTLED,
    REPORT_TO_SETTLE,
    THANKED,
)
from app.peerreview.objections import Cause
from app.peerreview.pools import Task, staff_of
from app.peerreview.publication import Publication, Stage
from app.peerreview.roles import ReaderRole
from app.platform.telling import take_back, tell

MENTORING = "/mentoring"


def desk_address(task: Task) -> str:
    """Where somebody reviews the work of others."""
    return f"/learn/{task.course_slug}/{task.assignment.key}/reviews"


def received_address(task: Task) -> str:
    """Where an author reads the reviews of their work."""
    return f"/learn/{task.course_slug}/{task.assignment.key}/work/reviews"


def review_address(review: Review) -> str:
    """Where one review is written, and read by whoever wrote it."""
    return f"/reviews/{review.id}"


def pool_address(task: Task) -> str:
    """Where staff see all of an assignment."""
    return f"/facilitating/{task.course_slug}/{task.assignment.key}"


# Those who review


def tell_called(task: Task, submission_id: int, user_ids: Collection[int], now: datetime) -> None:
    """These are called for a piece of work at this moment."""
    until = (now + CALL_LASTS).date().isoformat()
    about, title = _round(submission_id, now), task.assignment.title
    tell(CALLED, *user_ids, about=about, leads_to=desk_address(task), assignment=title, until=until)


def call_is_over(submission_id: int, called_at: datetime, user_ids: Collection[int] | None = None) -> None:
    """Whoever was called then and has not seen it need not any more: these people, or everybody."""
    take_back(CALLED, _round(submission_id, called_at), user_ids)


def _round(submission_id: int, called_at: datetime) -> str:
    return f"{submission_id}-{called_at:%Y%m%d%H%M%S}"


def tell_duty_back(task: Task, user_id: int, number: int, about: object) -> None:
    """So many of their reviews on hold are owed again, because they let calls pass; `about` names the last of these."""
    tell(DUTY_BACK, user_id, about=about, leads_to=desk_address(task), assignment=task.assignment.title, number=number)


def tell_lease_ends(task: Task, review: Review) -> None:
    """The time to write a review is nearly over."""
    until = review.ends_at.date().isoformat()
    where, title = review_address(review), task.assignment.title
    tell(LEASE_ENDS, review.reader_id, about=_lease(review), leads_to=where, assignment=title, until=until)


def tell_lease_over(task: Task, review: Review) -> None:
    """The time to write a review is over; its place went back to the line, and the draft is kept."""
    lease_needs_no_reminder(review)
    where, title = review_address(review), task.assignment.title
    tell(LEASE_OVER, review.reader_id, about=_lease(review), leads_to=where, assignment=title)


def lease_needs_no_reminder(review: Review) -> None:
    """Nobody need be told any more that this lease ends."""
    take_back(LEASE_ENDS, _lease(review))


def _lease(review: Review) -> str:
    """A lease: one that ran out may begin anew, and then ends anew."""
    return f"{review.id}-{review.ends_at:%Y%m%d%H%M%S}"


def tell_thanked(task: Task, review: Review) -> None:
    """The author of the work has thanked for a review or answered it; told once, whichever came first."""
    where, title = review_address(review), task.assignment.title
    tell(THANKED, review.reader_id, about=review.id, leads_to=where, assignment=title)


# Authors


def tell_review_received(task: Task, place: ReviewPlace, review: Review) -> None:
    """An author has comments to read; also after a report about them was found to be nothing."""
    if review.role is ReaderRole.STAFF or review.is_held or review.excluded_at is not None or not place.is_open:
        return
    where, title = received_address(task), task.assignment.title
    tell(RECEIVED, place.author_id, about=review.id, leads_to=where, assignment=title)


def review_is_kept_back(review: Review) -> None:
    """A review was reported or taken out before its author saw it."""
    take_back(RECEIVED, review.id)


def tell_score(task: Task, place: ReviewPlace, publication: Publication) -> None:
    """An author's score, as far as they may see it: provisional first, then final."""
    if not publication.shows_score or not place.is_open:
        return
    kind = FINAL if publication.stage is Stage.FINAL else PROVISIONAL
    if kind is FINAL:
        take_back(PROVISIONAL, place.submission_id)
    where, title = received_address(task), task.assignment.title
    tell(kind, place.author_id, about=place.submission_id, leads_to=where, assignment=title)


def tell_appeal_opened(task: Task, appeal: Appeal, author_id: int) -> None:
    """A score is looked at again: staff have one to decide, and its author knows unless they asked for it."""
    title = task.assignment.title
    if appeal.cause is not Cause.ASKED:
        tell(APPEAL_OPENED, author_id, about=appeal.id, leads_to=received_address(task), assignment=title)
    staff = staff_of(task.course_slug) - {author_id}
    tell(APPEAL_TO_DECIDE, *sorted(staff), about=appeal.id, leads_to=pool_address(task), assignment=title)


def tell_appeal_decided(task: Task, appeal: Appeal, author_id: int) -> None:
    """A score was looked at again: its author reads how it was decided, and no other of the staff need look."""
    take_back(APPEAL_TO_DECIDE, appeal.id)
    take_back(APPEAL_OPENED, appeal.id)
    where, title = received_address(task), task.assignment.title
    tell(APPEAL_DECIDED, author_id, about=appeal.id, leads_to=where, assignment=title)


# Reports


def tell_reported(task: Task, report: ReviewReport) -> None:
    """Somebody reported work or a review: staff have one to look at."""
    staff = staff_of(task.course_slug) - {report.reporter_id}
    where, title = pool_address(task), task.assignment.title
    tell(REPORT_TO_SETTLE, *sorted(staff), about=report.id, leads_to=where, assignment=title)


def tell_report_settled(task: Task, report: ReviewReport, read: Review | None) -> None:
    """Staff have looked: whoever reported it knows. Readers find the answer with what they had `read`; authors, for
    whom that is None, on the page of their reviews."""
    take_back(REPORT_TO_SETTLE, report.id)
    where = received_address(task) if read is None else review_address(read)
    tell(REPORT_SETTLED, report.reporter_id, about=report.id, leads_to=where, assignment=task.assignment.title)


# Mentors and staff


def tell_mentors_asked(task: Task, submission_id: int, mentor_ids: Collection[int], now: datetime) -> None:
    """These mentors are asked to review a piece of work; the mails about all of a day are one."""
    until = (now + MENTOR_TAKES).date().isoformat()
    title = task.assignment.title
    tell(MENTOR_ASKED, *sorted(mentor_ids), about=submission_id, leads_to=MENTORING, assignment=title, until=until)


def mentors_need_not(submission_id: int, mentor_ids: Collection[int] | None = None) -> None:
    """This work waits for no mentor any more: for these, or for any."""
    take_back(MENTOR_ASKED, submission_id, mentor_ids)


def tell_mentors_silent(task: Task, number: int, latest: datetime) -> None:
    """So much work is overdue that no mentor has taken; `latest` is when the last of it came to be so.

    Told once for all that came to be so on one day, and on no day on which nothing did.
    """
    about, where, title = f"{task.pool_id}-{latest:%Y%m%d}", pool_address(task), task.assignment.title
    tell(
        MENTORS_SILENT,
        *sorted(staff_of(task.course_slug)),
        about=about,
        leads_to=where,
        assignment=title,
        number=number,
    )
