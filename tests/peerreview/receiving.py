"""Reviews that an author receives: each is leased, written, handed in and scored as any other."""

from collections.abc import Mapping

from app.content.course import Assignment
from app.library.queries import edition_of_revision
from app.peerreview.actions import open_for_review
from app.peerreview.exchange_models import Review, ReviewPlace
from app.peerreview.leases import begin
from app.peerreview.models import Submission
from app.peerreview.placing import hold_task
from app.peerreview.pools import Task
from app.peerreview.reviewing import Written, hand_in_review, save_review
from app.peerreview.roles import ReaderRole
from app.peerreview.scoring import score_course
from app.peerreview.tasks import find_task, tasks_of_course
from app.platform import clock
from app.platform.database import db, transaction
from tests.builders import person

READER = "Rita Reader"
RUBRIC = """
::: rubric
| Criterion | 10 excellent | 9 strong | 7 good | 2 thin | 0 missing |
| --- | --- | --- | --- | --- | --- |
| Reasons | weighed | told | named | hinted at | none |
:::
"""


def task_with(*, owed: int = 0, needed: int = 2, mark: int = 7, title: str = "A priority sheet") -> str:
    """An assignment for so many reviews, of ten points."""
    head = f"kind: assignment\ntitle: {title}\nwords: [3, 8]\nreviews: {{needed: {needed}, owed: {owed}}}\n"
    head += f"pass: {mark}\n" if mark else ""
    return f"---\n{head}---\n\nChoose one target.\n{RUBRIC}"


def review_of(
    submission_id: int,
    points: int | Mapping[str, int],
    comment: str = "",
    *,
    role: ReaderRole = ReaderRole.PEER,
    overall: str = "",
    language: str = "en",
    name: str = READER,
    reader_id: int | None = None,
) -> int:
    """Let somebody review a piece of work, a stranger when nobody is named; returns the number of the review."""
    user_id = reader_id or person(name=name).id
    with transaction():
        place = db.session.get_one(ReviewPlace, submission_id)
        task = _task_of(place)
        hold_task(task)
        lease = begin(clock.now())
        review = Review(
            pool_id=place.pool_id,
            submission_id=submission_id,
            reader_id=user_id,
            role=role,
            revision_id=db.session.get_one(Submission, submission_id).revision_id,
            rubric=place.rubric,
            began_at=lease.began_at,
            ends_at=lease.ends_at,
            points={},
            comments={},
            circumstances=[],
        )
        db.session.add(review)
        place.out += role is not ReaderRole.STAFF
        open_for_review(submission_id)
        db.session.flush()
        review_id = review.id
    with transaction():
        review = db.session.get_one(Review, review_id)
        task = _task_of(db.session.get_one(ReviewPlace, submission_id))
        slug = task.course_slug
        unit = edition_of_revision(review.revision_id).places[task.assignment.key].unit
        assert isinstance(unit, Assignment)
        given = points if isinstance(points, Mapping) else {one.key: points for one in unit.rubric}
        comments = {one.key: comment for one in unit.rubric if comment}
        save_review(task, review, Written(given, comments, overall, language))
        hand_in_review(task, review, unit)
    with transaction():
        score_course(tasks_of_course(slug))
    return review_id


def _task_of(place: ReviewPlace) -> Task:
    task = find_task(place.pool_id)
    assert task is not None
    return task
