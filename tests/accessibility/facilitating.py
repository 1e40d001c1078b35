"""Work with two reviews that lie far apart, one of them reported, and an appeal that staff have taken."""

from sqlalchemy import select

from app.accounts.roles import Role
from app.library.queries import get_edition
from app.peerreview.care_models import Appeal
from app.peerreview.exchange_models import Review, ReviewPlace
from app.peerreview.handing_out import Asker, take
from app.peerreview.objections import Problem
from app.peerreview.reporting_actions import report_review
from app.peerreview.reviewing import Written, hand_in_review, save_review
from app.peerreview.roles import ReaderRole
from app.peerreview.scoring import score_course
from app.peerreview.staff_actions import take_appeal
from app.peerreview.tasks import find_task
from app.platform.database import db, transaction
from tests.browsing import SLUG
from tests.builders import person

WORDS = (
    "The reasons are told well, but who pays for the third action stays open. Name the budget line that it comes from."
)


def reviewed_twice(author_id: int, staff_id: int) -> dict[str, str]:
    """Let two mentors review the work of somebody; the numbers of work, review, report and appeal."""
    place = db.session.scalars(select(ReviewPlace).where(ReviewPlace.author_id == author_id)).one()
    submission_id, task = place.submission_id, find_task(place.pool_id)
    assert task is not None
    best = {criterion.key: criterion.most for criterion in task.assignment.rubric}
    numbers = []
    for name, points in (("Rosalind Okonkwo-Featherstone", best), ("Rui Sá", dict.fromkeys(best, 0))):
        mentor = person(Role.MENTOR, scope=SLUG, name=name)
        with transaction():
            asker = Asker(mentor.id, mentor.country, get_edition(SLUG))
            numbers.append(take(task, asker, submission_id, ReaderRole.MENTOR).id)
        with transaction():
            review = db.session.get_one(Review, numbers[-1])
            save_review(task, review, Written(points, dict.fromkeys(best, WORDS), "All in all.", "en"))
            hand_in_review(task, review, task.assignment)
    with transaction():
        score_course([task])
        report = report_review(
            task, db.session.get_one(Review, numbers[0]), author_id, Problem.OFFENSIVE, "It is rude."
        )
    with transaction():
        appeal_id = db.session.scalars(select(Appeal.id).where(Appeal.submission_id == submission_id)).one()
        take_appeal(task, appeal_id, by=staff_id)
    return {
        "work_read": str(submission_id),
        "review_seen": str(numbers[1]),
        "report": str(report.id),
        "appeal": str(appeal_id),
    }
