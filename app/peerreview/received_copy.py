"""All reviews that somebody received, for the copy of their data: what the page of their reviews shows, and no more."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.content.course import Assignment
from app.enrolment.models import Enrolment
from app.enrolment.participation import Participation
from app.library.queries import edition_of_revision, find_edition
from app.peerreview.models import Submission
from app.peerreview.publication import Stage
from app.peerreview.received import ReviewKept, RoundKept, reviews_of, rounds_of
from app.peerreview.roles import ReaderRole
from app.peerreview.rubric_points import pass_mark_of
from app.peerreview.showing_scores import readable_points
from app.peerreview.shown import criteria_shown
from app.platform.database import db


@dataclass(frozen=True, slots=True)
class CriterionCopied:
    """What a review says of one criterion; points, their most and the level are None while its score is not shown."""

    name: str
    comment: str
    points: int | None = None
    most: int | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True)
class ReviewCopied:
    """A review, by the number its writer is called by; without words while they are kept back (`is_held`)."""

    number: int
    role: ReaderRole
    handed_in_on: date
    language: str
    is_held: bool
    criteria: tuple[CriterionCopied, ...]
    overall: str
    answer: str


@dataclass(frozen=True, slots=True)
class RoundCopied:
    """The reviews of one round, with the score as far as its author sees it; `has_passed` where there is a mark."""

    course: str
    assignment: str
    round: int
    score: float | None
    is_final: bool
    has_passed: bool | None
    reviews: tuple[ReviewCopied, ...]


def reviews_received_by(user_id: int) -> tuple[RoundCopied, ...]:
    """Every round of somebody's work to which reviews came, the oldest assignment first."""
    return tuple(_rounds(user_id))


def _rounds(user_id: int) -> Iterator[RoundCopied]:
    mine = (
        select(Submission, Enrolment)
        .join(Enrolment, Enrolment.id == Submission.enrolment_id)
        .where(Submission.author_id == user_id, Submission.handed_in_at.is_not(None))
        .order_by(Submission.id)
    )
    seen = set()
    for submission, enrolment in db.session.execute(mine).all():
        assignment, course = _assignment_of(submission)
        unit = (enrolment.id, assignment.key)
        if unit in seen:
            continue
        seen.add(unit)
        for kept in rounds_of(_part(enrolment), assignment):
            if reviews := reviews_of(kept.submission_id):
                yield _copied(course, assignment, kept, reviews)


def _copied(course: str, assignment: Assignment, kept: RoundKept, reviews: tuple[ReviewKept, ...]) -> RoundCopied:
    told = kept.publication
    # The page asks how helpful the reviews were before it shows a score, so until then the copy holds none either.
    shows = told is not None and told.shows_score and not kept.unrated
    mark = pass_mark_of(assignment.pass_points, assignment.most_points)
    score = told.score if told and shows else None
    return RoundCopied(
        course=course,
        assignment=assignment.title,
        round=kept.number,
        score=None if score is None else readable_points(score, mark),
        is_final=shows and told is not None and told.stage is Stage.FINAL,
        has_passed=told.has_passed if told and shows and mark is not None else None,
        reviews=tuple(_review(one, assignment, shows=shows) for one in reviews),
    )


def _review(kept: ReviewKept, assignment: Assignment, *, shows: bool) -> ReviewCopied:
    # What staff give is a measure for reviewers and no part of the score.
    points: Mapping[str, int] = kept.points if shows and kept.role is not ReaderRole.STAFF else {}
    rubric = _assignment_in(kept.revision_id, assignment)
    criteria = () if kept.is_held else criteria_shown(rubric, points, kept.comments)
    return ReviewCopied(
        number=kept.number,
        role=kept.role,
        handed_in_on=kept.handed_in_at.date(),
        language=kept.language,
        is_held=kept.is_held,
        criteria=tuple(
            CriterionCopied(
                name=one.name,
                comment=one.comment,
                points=one.points,
                most=None if one.points is None else one.most,
                level=one.level.name if one.level else None,
            )
            for one in criteria
        ),
        overall="" if kept.is_held else kept.overall,
        answer=kept.answer,
    )


def _assignment_of(submission: Submission) -> tuple[Assignment, str]:
    """The assignment as it is now, or as it was where the course has it no more; and the title of the course."""
    for edition in (find_edition(submission.course_slug), edition_of_revision(submission.revision_id)):
        place = edition.places.get(edition.renamed.get(submission.unit_key, submission.unit_key)) if edition else None
        if edition is not None and place is not None and isinstance(place.unit, Assignment):
            return place.unit, edition.course.title
    raise LookupError(f"The revision {submission.revision_id} has no assignment {submission.unit_key}.")


def _assignment_in(revision_id: int, now: Assignment) -> Assignment:
    """The assignment whose rubric a review is held to."""
    places = edition_of_revision(revision_id).places
    units = (places[key].unit for key in (now.key, *now.was) if key in places)
    return next((unit for unit in units if isinstance(unit, Assignment)), now)


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
