"""Reads of what was said about courses; whose words they are is read by nobody but their author."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.accounts.models import RoleGrant, User
from app.accounts.roles import EVERYWHERE, Role
from app.library.models import Revision
from app.peerreview.course_ratings import FEWEST_IN_PUBLIC, Answer, Rating
from app.peerreview.course_review_models import CourseRating, CourseReview
from app.peerreview.course_rubric import CourseReviewer
from app.peerreview.rubric_points import Points
from app.platform.database import db


@dataclass(frozen=True, slots=True)
class Said:
    """One review of a course, without its author."""

    points: Points
    score: float
    role: CourseReviewer
    language: str
    edition: int
    helped: str
    change: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many reviews a course has, and when the latest was written or changed."""

    answers: int
    latest_at: datetime


def find_course_review(user_id: int, slug: str) -> CourseReview | None:
    """What somebody said about a course."""
    return db.session.scalar(
        select(CourseReview).where(CourseReview.user_id == user_id, CourseReview.course_slug == slug)
    )


def said_about(slug: str) -> list[Said]:
    """All reviews of a course, without their authors, in the order of what they say rather than of when."""
    columns = (
        CourseReview.points,
        CourseReview.score,
        CourseReview.role,
        CourseReview.language,
        Revision.number,
        CourseReview.helped,
        CourseReview.change,
    )
    wanted = select(*columns).join(Revision, Revision.id == CourseReview.revision_id)
    rows = db.session.execute(wanted.where(CourseReview.course_slug == slug))
    return sorted((Said(*row) for row in rows), key=lambda said: (said.helped, said.change, said.score))


def answers_about_all() -> list[Answer]:
    """What every review of every course comes to."""
    rows = db.session.execute(select(CourseReview.course_slug, CourseReview.user_id, CourseReview.score))
    return [Answer(*row) for row in rows]


def tallies_by_course() -> Mapping[str, Tally]:
    """How many reviews each course has."""
    counted = select(CourseReview.course_slug, func.count(), func.max(CourseReview.changed_at))
    rows = db.session.execute(counted.group_by(CourseReview.course_slug))
    return {slug: Tally(answers, latest_at) for slug, answers, latest_at in rows}


def find_rating(slug: str) -> Rating | None:
    """What the reviews of a course had come to when they were last reckoned up."""
    kept = db.session.get(CourseRating, slug)
    return None if kept is None else Rating(kept.answers, kept.score, kept.low, kept.high, kept.weighed)


def public_ratings() -> Mapping[str, Rating]:
    """The ratings that everybody may see, by course."""
    kept = CourseRating
    columns = (kept.course_slug, kept.answers, kept.score, kept.low, kept.high, kept.weighed)
    rows = db.session.execute(select(*columns).where(kept.answers >= FEWEST_IN_PUBLIC))
    return {slug: Rating(*figures) for slug, *figures in rows}


def knowledge_managers_of(slug: str) -> Sequence[int]:
    """The numbers of those who look after a course, or after all."""
    holders = select(RoleGrant.user_id).join(User, User.id == RoleGrant.user_id)
    wanted = holders.where(
        RoleGrant.role == Role.KNOWLEDGE_MANAGER, RoleGrant.scope.in_((slug, EVERYWHERE)), User.blocked_at.is_(None)
    )
    return db.session.scalars(wanted.distinct().order_by(RoleGrant.user_id)).all()
