"""Who could be asked by name to review a piece of work, with all that the rules ask about them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, or_, select

from app.accounts.models import User
from app.accounts.people_queries import names_of
from app.content.assignments import ExampleUse
from app.peerreview.allocation import Reader, Refusal, refusal_of
from app.peerreview.calibration import State
from app.peerreview.exchange_models import (
    MentorRequest,
    Review,
    ReviewCall,
    ReviewHold,
    ReviewPart,
    ReviewPlace,
    ReviewReader,
)
from app.peerreview.pools import Task, mentors_of, organisations_of, people_in_conflict_with, waiting_of
from app.peerreview.staff_queries import is_on_call
from app.platform import clock
from app.platform.database import db

# So many are shown; whoever is not among them is found by name.
MOST_CANDIDATES = 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be asked for a review, and why not, if not."""

    user_id: int
    name: str
    is_mentor: bool
    is_on_call: bool
    refusal: Refusal | None
    has_handed_in: bool
    has_calibrated: bool
    # They were asked and have not answered yet.
    is_asked: bool


def candidates_for(task: Task, place: ReviewPlace, words: str) -> list[Candidate]:
    """People who could be asked to review a work: those so called, or else mentors and who is on call."""
    now = clock.now()
    mentors = mentors_of(task.course_slug)
    on_call = select(ReviewHold.user_id).where(ReviewHold.pool_id == task.pool_id, is_on_call(now))
    authors = select(ReviewPlace.author_id).where(ReviewPlace.pool_id == task.pool_id)
    wanted = select(User.id, User.name).where(User.blocked_at.is_(None), User.id != place.author_id)
    if words:
        pattern = f"%{words.lower().replace('/', '//').replace('%', '/%').replace('_', '/_')}%"
        wanted = wanted.where(
            or_(func.lower(User.name).like(pattern, escape="/"), User.email_key == words.lower()),
            or_(User.id.in_(authors), User.id.in_(mentors)),
        )
    else:
        wanted = wanted.where(or_(User.id.in_(on_call), User.id.in_(mentors)))
    wanted = wanted.order_by(case((User.id.in_(mentors), 0), else_=1), User.name, User.id).limit(MOST_CANDIDATES)
    people = {user_id: name for user_id, name in db.session.execute(wanted)}
    return [_candidate(task, place, user_id, name, facts) for (user_id, name), facts in _facts(task, place, people)]


def find_candidate(task: Task, place: ReviewPlace, user_id: int) -> Candidate | None:
    """One person who could be asked; None for nobody's number."""
    people = names_of([user_id])
    return next((_candidate(task, place, one, name, facts) for (one, name), facts in _facts(task, place, people)), None)


@dataclass(frozen=True, slots=True)
class _CandidateFacts:
    reader: Reader
    work_organisations: frozenset[int]
    is_mentor: bool
    is_on_call: bool
    calibration: State | None
    is_asked: bool


def _facts(
    task: Task, place: ReviewPlace, people: Mapping[int, str]
) -> Iterable[tuple[tuple[int, str], _CandidateFacts]]:
    """What the rules ask of these people, in as many statements for ten as for one."""
    ids, now = list(people), clock.now()
    mentors = mentors_of(task.course_slug)
    belongs = organisations_of([*ids, place.author_id])
    conflicts = people_in_conflict_with(place.author_id)
    held = _set(select(Review.reader_id).where(Review.submission_id == place.submission_id, Review.reader_id.in_(ids)))
    of_theirs = (
        select(ReviewPlace.author_id)
        .join(Review, Review.submission_id == ReviewPlace.submission_id)
        .where(
            Review.reader_id == place.author_id,
            ReviewPlace.pool_id == task.pool_id,
            ReviewPlace.author_id.in_(ids),
        )
    )
    read_by_author = _set(of_theirs)
    on_call = _set(
        select(ReviewHold.user_id).where(
            ReviewHold.pool_id == task.pool_id, ReviewHold.user_id.in_(ids), is_on_call(now)
        )
    )
    asked = _set(
        select(ReviewCall.user_id).where(
            ReviewCall.submission_id == place.submission_id,
            ReviewCall.answered_at.is_(None),
            ReviewCall.taken_at.is_(None),
            ReviewCall.ignored_at.is_(None),
        )
    ) | _set(
        select(MentorRequest.mentor_id).where(
            MentorRequest.submission_id == place.submission_id,
            MentorRequest.taken_at.is_(None),
            MentorRequest.declined_at.is_(None),
        )
    )
    chosen = dict(
        db.session.execute(
            select(ReviewReader.user_id, ReviewReader.languages).where(ReviewReader.user_id.in_(ids))
        ).all()
    )
    own: dict[int, ReviewPlace] = {}
    theirs = select(ReviewPlace).where(ReviewPlace.pool_id == task.pool_id, ReviewPlace.author_id.in_(ids))
    for one in db.session.scalars(theirs.order_by(ReviewPlace.submission_id)):
        own[one.author_id] = one
    parts = dict(
        db.session.execute(
            select(ReviewPart.user_id, ReviewPart.calibration).where(
                ReviewPart.pool_id == task.pool_id, ReviewPart.user_id.in_(ids)
            )
        ).all()
    )
    for user_id, name in people.items():
        is_mentor, mine = user_id in mentors, own.get(user_id)
        languages = {*(chosen.get(user_id) or ()), *((mine.language,) if mine else ())}
        reader = Reader(
            user_id=user_id,
            task=place.rubric if is_mentor or mine is None else mine.rubric,
            languages=frozenset({*languages, place.language} if is_mentor else languages),
            submitted_at=None if is_mentor or mine is None else mine.handed_in_at,
            organisations=belongs.get(user_id, frozenset()),
            held=frozenset((place.submission_id,) if user_id in held else ()),
            readers_of_mine=frozenset((place.author_id,) if user_id in read_by_author else ()),
            conflicts=frozenset((place.author_id,) if user_id in conflicts else ()),
        )
        facts = _CandidateFacts(
            reader,
            belongs.get(place.author_id, frozenset()),
            is_mentor,
            user_id in on_call,
            parts.get(user_id),
            user_id in asked,
        )
        yield (user_id, name), facts


def _candidate(task: Task, place: ReviewPlace, user_id: int, name: str, facts: _CandidateFacts) -> Candidate:
    has_practice = any(example.use is ExampleUse.PRACTICE for example in task.assignment.examples)
    return Candidate(
        user_id=user_id,
        name=name,
        is_mentor=facts.is_mentor,
        is_on_call=facts.is_on_call,
        refusal=refusal_of(waiting_of(place, facts.work_organisations), facts.reader, task.rules),
        has_handed_in=facts.is_mentor or facts.reader.submitted_at is not None,
        has_calibrated=facts.is_mentor or not has_practice or facts.calibration not in (None, State.NOT_BEGUN),
        is_asked=facts.is_asked,
    )


def _set(wanted: Any) -> set[int]:
    return set(db.session.scalars(wanted))
