"""Saying what one thinks of a course, and reckoning up what was said."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.library.queries import titles_by_slug
from app.peerreview.course_notices import COURSE_REVIEWED
from app.peerreview.course_ratings import FEWEST_IN_SUMMARY, ratings_of
from app.peerreview.course_review_models import CourseRating, CourseReview
from app.peerreview.course_review_queries import (
    answers_about_all,
    find_course_review,
    knowledge_managers_of,
    tallies_by_course,
)
from app.peerreview.course_rubric import COURSE_SCALES, CourseReviewer
from app.peerreview.rubric_points import Points, score_of_points
from app.platform import clock
from app.platform.database import db
from app.platform.telling import tell


@dataclass(frozen=True, slots=True)
class Reading:
    """What somebody had before them: a revision of a course, the language they read it in, and as what."""

    course_slug: str
    revision_id: int
    language: str
    role: CourseReviewer


def review_course(user_id: int, reading: Reading, points: Points, *, helped: str, change: str) -> CourseReview:
    """Keep what somebody thinks of a course, in place of what they thought before."""
    said = {
        "revision_id": reading.revision_id,
        "language": reading.language,
        "role": reading.role,
        "points": dict(points),
        "score": score_of_points(COURSE_SCALES, points),
        "helped": helped,
        "change": change,
        "changed_at": clock.now(),
    }
    review = find_course_review(user_id, reading.course_slug)
    if review is None:
        mine = {"user_id": user_id, "course_slug": reading.course_slug, "handed_in_at": clock.now()}
        review = CourseReview(**mine, **said)
        try:
            with db.session.begin_nested():
                db.session.add(review)
            return review
        except IntegrityError:
            # Another window of theirs was a moment faster.
            review = find_course_review(user_id, reading.course_slug)
            if review is None:
                raise
    for name, value in said.items():
        setattr(review, name, value)
    db.session.flush()
    return review


def rate_courses() -> None:
    """Reckon up all reviews of courses if something was said since, and tell those who look after them.

    The reviews of one course say something of the others too, since people review several; so all are taken together.
    """
    tallies = tallies_by_course()
    kept = {one.course_slug: one for one in db.session.scalars(select(CourseRating))}
    if {slug: (one.answers, one.latest_at) for slug, one in tallies.items()} == {
        slug: (one.answers, one.latest_at) for slug, one in kept.items()
    }:
        return
    titles = titles_by_slug()
    ratings = ratings_of(answers_about_all())
    for slug, rating in sorted(ratings.items()):
        before = kept.get(slug)
        row = before or CourseRating(course_slug=slug)
        is_news = before is None or before.answers < rating.answers
        row.answers, row.latest_at = rating.answers, tallies[slug].latest_at
        row.score, row.low, row.high, row.weighed = rating.score, rating.low, rating.high, rating.weighed
        db.session.add(row)
        if is_news and rating.answers >= FEWEST_IN_SUMMARY and slug in titles:
            _tell(slug, titles[slug])
    db.session.flush()


def _tell(slug: str, title: str) -> None:
    """At most once a week, however many answer."""
    year, week, _day = clock.today().isocalendar()
    who = knowledge_managers_of(slug)
    tell(COURSE_REVIEWED, *who, about=f"{slug}/{year}-{week}", leads_to=f"/courses/{slug}/reviews", course=title)
