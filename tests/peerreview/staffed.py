"""A pool that staff look after: work, reviews that agree or do not, reports and appeals."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.accounts.models import User
from app.accounts.roles import Role
from app.peerreview.care_models import ReviewReport
from app.peerreview.exchange_models import Review
from app.peerreview.objections import Problem
from app.peerreview.reporting_actions import report_review, report_work
from app.platform import clock
from app.platform.database import db, transaction
from tests.builders import person
from tests.peerreview.assignments import KEY, PLAIN, SLUG
from tests.peerreview.pools import Author, a_course, author, given, reviewed, the_task

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
THEN = NOON + 3 * DAY
POOL = f"/facilitating/{SLUG}/{KEY}"
OWED_TWO = PLAIN.replace("title:", "reviews: {needed: 2, owed: 2}\npass: 1\ntitle:")
COMMENT = "You tell the reasons well, but the weights of the two criteria in the table are missing so far."


@dataclass(frozen=True)
class Pool:
    """Three authors, of whom the later two reviewed the first."""

    first: Author
    second: Author
    third: Author
    reviews: tuple[int, int]


def a_pool(points: tuple[int, int] = (2, 2), names: tuple[str, str, str] = ("Ana", "Ben", "Chi")) -> Pool:
    """Work by three, of which the first has two reviews with these points."""
    a_course(OWED_TWO)
    authors = []
    for left, name in zip((2, 1, 0), names, strict=True):
        with clock.stopped_at(NOON - 2 * left * DAY):
            authors.append(author(name=name))
    first, second, third = authors
    with clock.stopped_at(THEN):
        reviews = [given(second), given(third)]
        for review, one in zip(reviews, points, strict=True):
            reviewed(review, one, COMMENT)
    return Pool(first, second, third, (reviews[0].id, reviews[1].id))


def facilitator(scope: str = SLUG) -> User:
    """Somebody who facilitates the course."""
    return person(Role.FACILITATOR, scope=scope, name="Fay Facilitator")


def reported_review(pool: Pool, problem: Problem = Problem.OFFENSIVE) -> int:
    """The number of a report by the first author, of the first review they got."""
    with transaction():
        review = db.session.get_one(Review, pool.reviews[0])
        return report_review(the_task(), review, pool.first.user_id, problem, "It is rude.").id


def reported_work(pool: Pool, problem: Problem = Problem.WRONG_LANGUAGE) -> ReviewReport:
    """A report of the second work by whoever was handed it."""
    with clock.stopped_at(THEN + DAY):
        review = given(pool.third)
        with transaction():
            found = report_work(the_task(), db.session.get_one(Review, review.id), problem, "It is in French.")
    assert found is not None
    return found
