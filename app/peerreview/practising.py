"""Scoring model examples, to learn how the rubric is meant. Nothing here commits."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update

from app.content.assignments import Example, ExampleUse
from app.content.course import Assignment
from app.peerreview.calibration import State
from app.peerreview.exchange_models import ExampleScore, ReviewPool
from app.peerreview.placing import hold_task, part_in
from app.peerreview.pools import Task, languages_read, place_of_author
from app.peerreview.practice import Practice, Scored, practice_of
from app.peerreview.reviewing import SCORE_WORK, scales_of
from app.peerreview.rubric_points import Points, score_of_points
from app.platform import clock
from app.platform.database import db
from app.platform.errors import Conflict, Refused
from app.platform.i18n import _
from app.platform.jobs import enqueue


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody gave to an example, beside what staff had given that day; points by the key of the criterion."""

    key: str
    points: Mapping[str, int]
    staff_points: Mapping[str, int]
    score: float
    truth: float


def examples_in(assignment: Assignment, languages: Collection[str]) -> dict[str, Example]:
    """The examples to practise on that can be read in one of these languages, by their key."""
    return {
        one.key: one
        for one in assignment.examples
        if one.use is ExampleUse.PRACTICE and not set(languages).isdisjoint(one.languages)
    }


def truths_of(assignment: Assignment, examples: Mapping[str, Example]) -> dict[str, float]:
    """What staff gave to each example, from 0 to 100."""
    scales = scales_of(assignment)
    return {key: score_of_points(scales, example.points) for key, example in examples.items()}


def find_practice(task: Task, user_id: int, secret: str, languages: Collection[str]) -> Practice:
    """How far somebody has come with the examples in the languages they read."""
    truths = truths_of(task.assignment, examples_in(task.assignment, languages))
    return practice_of(f"{secret}:{user_id}", truths, _scored_by(task, user_id), clock.now())


def find_given(pool_id: int, user_id: int, attempt: int) -> list[Given]:
    """What somebody gave in one try, in the order in which they scored it."""
    mine = select(ExampleScore).where(
        ExampleScore.pool_id == pool_id, ExampleScore.user_id == user_id, ExampleScore.attempt == attempt
    )
    return [
        Given(one.example_key, one.points, one.staff_points, one.score, one.truth)
        for one in db.session.scalars(mine.order_by(ExampleScore.id))
    ]


def score_example(task: Task, user_id: int, points: Points, *, number: int, position: int) -> Practice:
    """Keep what somebody gives to the example at this position of a try; what they scored before stays, whenever they
    stop.

    Raises Refused before their own work is handed in, and Conflict where another one is next. `points` are whole.
    """
    pool = hold_task(task)
    languages = _languages(task, user_id)
    if languages is None:
        raise Refused(_("Hand in your own work first; then you score the examples."))
    practice = find_practice(task, user_id, pool.secret, languages)
    if practice.key is None or (practice.number, practice.position) != (number, position):
        raise Conflict(_("This example was scored in another window meanwhile. What was given there counts."))
    example = examples_in(task.assignment, languages)[practice.key]
    scales = scales_of(task.assignment)
    db.session.add(
        ExampleScore(
            pool_id=task.pool_id,
            user_id=user_id,
            attempt=practice.number,
            size=practice.size,
            example_key=example.key,
            rubric=task.rubric,
            points=dict(points),
            staff_points=dict(example.points),
            score=score_of_points(scales, points),
            truth=score_of_points(scales, example.points),
            scored_at=clock.now(),
        )
    )
    db.session.flush()
    practice = _note_state(task, pool, user_id, languages)
    if practice.begun is None:
        # What their later reviews say may still confirm them, and the work they read is scored with what is known now.
        enqueue(SCORE_WORK, pool_id=task.pool_id, submission_id=None)
    return practice


def see_to_practice(task: Task, user_id: int) -> State:
    """Note how far somebody has come with examples before they are handed work, and say so.

    Where nothing lies in a language they read, nothing is asked of them; what they review then keeps counting, even if
    examples are added later.
    """
    pool = hold_task(task)
    return _note_state(task, pool, user_id, _languages(task, user_id) or frozenset()).state


def _note_state(task: Task, pool: ReviewPool, user_id: int, languages: Collection[str]) -> Practice:
    practice = find_practice(task, user_id, pool.secret, languages)
    _close_what_cannot_go_on(task, user_id, practice)
    part = part_in(task, user_id)
    # That later reviews confirmed somebody, only the reckoning of all reviews can say or take back.
    if not practice.has_examples or (practice.whole and part.calibration is not State.CONFIRMED):
        part.calibration = practice.state
    db.session.flush()
    return practice


def _close_what_cannot_go_on(task: Task, user_id: int, practice: Practice) -> None:
    for attempt in practice.whole:
        if not attempt.is_whole:
            mine = update(ExampleScore).where(ExampleScore.pool_id == task.pool_id, ExampleScore.user_id == user_id)
            closed = mine.where(ExampleScore.attempt == attempt.number).values(size=len(attempt.scored))
            db.session.execute(closed)


def _languages(task: Task, user_id: int) -> frozenset[str] | None:
    """The languages somebody reads who has handed in; None for whoever has not."""
    place = place_of_author(task.pool_id, user_id)
    return None if place is None else languages_read(user_id, besides=[place.language])


def _scored_by(task: Task, user_id: int) -> Sequence[Scored]:
    rows = db.session.execute(
        select(
            ExampleScore.attempt,
            ExampleScore.example_key,
            ExampleScore.size,
            ExampleScore.score,
            ExampleScore.truth,
            ExampleScore.scored_at,
        )
        .where(ExampleScore.pool_id == task.pool_id, ExampleScore.user_id == user_id)
        .order_by(ExampleScore.id)
    )
    return [Scored(*row) for row in rows]
