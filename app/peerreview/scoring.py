"""Scores anew: all reviews of a course together, since readers are known by all they have read. Nothing here commits.

What is known of readers comes from the whole course; a result keeps that, and its reviews, so that it can be found
again. What staff gave to a piece of work is no part of its score: it is a truth by which others are known.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select

from app.content.assignments import ExampleUse
from app.peerreview.appealing import open_appeal_if_due
from app.peerreview.calibration import State, Try, counts_in_scores, state_of
from app.peerreview.completing import complete_if_due
from app.peerreview.estimation import Fit, GoldReview, Score, fit, score_of
from app.peerreview.estimation import Review as Given
from app.peerreview.exchange_models import (
    ExampleScore,
    Review,
    ReviewPart,
    ReviewPlace,
    ReviewPool,
    ReviewReader,
    ReviewResult,
)
from app.peerreview.inputs import inputs_of
from app.peerreview.leases import Worth
from app.peerreview.placing import hold_task, restand
from app.peerreview.pools import Task
from app.peerreview.practice import Scored, attempts_in
from app.peerreview.publication import FURTHER_REVIEWS, Publication, Stage
from app.peerreview.results import METHODS, method_of, publication_of
from app.peerreview.reviewing import scales_of
from app.peerreview.reviewing_rules import missing_points
from app.peerreview.roles import ReaderRole
from app.peerreview.rubric_points import criteria_below, points_reached
from app.peerreview.telling_reviews import tell_appeal_opened, tell_score
from app.platform import clock
from app.platform.database import db

_READ = (
    Review.id,
    Review.pool_id,
    Review.submission_id,
    Review.reader_id,
    Review.role,
    Review.score,
    Review.truth,
    Review.worth,
    Review.excluded_at,
    Review.is_held,
    Review.circumstances,
    Review.points,
)
# A reader in a pool.
_Who = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What all reviews of a course say of its readers, and the reviews of each piece of work."""

    fitted: Fit
    by_work: Mapping[int, Sequence[Given]]
    states: Mapping[_Who, State]
    rows: Mapping[int, Row[Any]]
    # What tells whether anything has changed since (`_traces`).
    traces: tuple[Any, ...]


def score_course(tasks: Sequence[Task], only: Collection[int] | None = None, reckoned: Reckoning | None = None) -> None:
    """Score the work in these pools, which are all of one course, anew; with `only`, what is final may wait.

    `only` names work whose reviews have just changed. What is not final is scored in any case. `reckoned` was reckoned
    before the transaction began, since that takes seconds in a large course; where something has changed meanwhile, it
    is done again.
    """
    pools = {task.pool_id: hold_task(task) for task in sorted(tasks, key=lambda one: one.pool_id)}
    if reckoned is None or reckoned.traces != _traces(list(pools)):
        reckoned = reckon(tasks)
    by_pool = {task.pool_id: task for task in tasks}
    _keep_states(reckoned.states)
    known = {
        one.submission_id: one
        for one in db.session.scalars(select(ReviewResult).where(ReviewResult.pool_id.in_(pools)))
    }
    for submission_id, reviews in sorted(reckoned.by_work.items()):
        result = known.get(submission_id)
        if only is not None and submission_id not in only and result is not None and result.final_at is not None:
            continue
        place = db.session.get(ReviewPlace, submission_id)
        if place is not None:
            task = by_pool[place.pool_id]
            _publish(task, pools[place.pool_id], place, result, reviews, reckoned)


def reckon(tasks: Sequence[Task]) -> Reckoning:
    """What the reviews handed in say together. Reviews of readers whose tries failed are weighed once it is known
    whether later ones agreed with others.
    """
    ids = [task.pool_id for task in tasks]
    traces = _traces(ids)
    rows: Sequence[Any] = db.session.execute(
        select(*_READ).where(Review.pool_id.in_(ids), Review.handed_in_at.is_not(None)).order_by(Review.id)
    ).all()
    tries = _tries(ids)
    gold = [*_blind(rows), *_practised(ids), *_beside_staff(rows)]
    works = [row for row in rows if row.submission_id is not None and row.role is not ReaderRole.STAFF]
    people = {(row.pool_id, row.reader_id) for row in works} | tries.keys()
    practising = _practising(tasks, people, tries)

    def states_with(later: Mapping[_Who, Sequence[float]]) -> dict[_Who, State]:
        return {who: state_of(tries.get(who, ()), later.get(who, ()), has_examples=who in practising) for who in people}

    states = states_with({})
    by_work = _by_work(works, states)
    fitted = fit([one for reviews in by_work.values() for one in reviews], gold)
    confirmed = states_with(_later(rows, by_work, fitted, states))
    if confirmed != states:
        states, by_work = confirmed, _by_work(works, confirmed)
        fitted = fit([one for reviews in by_work.values() for one in reviews], gold)
    return Reckoning(fitted, by_work, states, {row.id: row for row in works}, traces)


def _traces(pool_ids: Sequence[int]) -> tuple[Any, ...]:
    """What differs once a review was handed in or taken out, or an example was scored."""
    reviews = select(
        func.count(Review.handed_in_at), func.max(Review.handed_in_at), func.count(Review.excluded_at)
    ).where(Review.pool_id.in_(pool_ids))
    held = select(func.count()).where(Review.pool_id.in_(pool_ids), Review.is_held.is_(True))
    examples = select(func.count(), func.max(ExampleScore.id)).where(ExampleScore.pool_id.in_(pool_ids))
    return tuple(tuple(db.session.execute(wanted).one()) for wanted in (reviews, held, examples))


def _by_work(rows: Iterable[Row[Any]], states: Mapping[_Who, State]) -> dict[int, list[Given]]:
    found: dict[int, list[Given]] = defaultdict(list)
    for row in rows:
        is_trusted = row.role is ReaderRole.MENTOR or counts_in_scores(states[row.pool_id, row.reader_id])
        counts = row.worth is Worth.SCORE_AND_CREDIT and row.excluded_at is None and is_trusted
        found[row.submission_id].append(
            Given(row.id, row.submission_id, row.reader_id, row.score, counts, tuple(row.circumstances))
        )
    return found


def _tries(pool_ids: Sequence[int]) -> dict[_Who, list[Try]]:
    """The tries that are whole; one that was left half-way says nothing yet."""
    rows = db.session.execute(
        select(
            ExampleScore.pool_id,
            ExampleScore.user_id,
            ExampleScore.attempt,
            ExampleScore.example_key,
            ExampleScore.size,
            ExampleScore.score,
            ExampleScore.truth,
            ExampleScore.scored_at,
        )
        .where(ExampleScore.pool_id.in_(pool_ids))
        .order_by(ExampleScore.id)
    )
    found: dict[_Who, list[Scored]] = defaultdict(list)
    for row in rows:
        scored = Scored(row.attempt, row.example_key, row.size, row.score, row.truth, row.scored_at)
        found[row.pool_id, row.user_id].append(scored)
    tries = {who: [one.as_try for one in attempts_in(mine) if one.is_whole] for who, mine in found.items()}
    return {who: whole for who, whole in tries.items() if whole}


def _practising(
    tasks: Sequence[Task], people: Collection[_Who], tries: Mapping[_Who, Sequence[Try]]
) -> frozenset[_Who]:
    """Those of whom examples are asked: where there are some that they can read, or they have scored some.

    Who was handed work while nothing was asked of them is not measured by examples that came later.
    """
    offered = {task.pool_id: _languages_of_practice(task) for task in tasks}
    wanted = [who for who in people if offered[who[0]] or who in tries]
    if not wanted:
        return frozenset()
    ids, readers = {pool for pool, _user in wanted}, {user for _pool, user in wanted}
    excused = {
        (one.pool_id, one.user_id)
        for one in db.session.execute(
            select(ReviewPart.pool_id, ReviewPart.user_id).where(
                ReviewPart.pool_id.in_(ids), ReviewPart.calibration == State.NOT_NEEDED
            )
        )
    }
    reads: dict[int, set[str]] = defaultdict(set)
    for user_id, languages in db.session.execute(select(ReviewReader.user_id, ReviewReader.languages)):
        if user_id in readers:
            reads[user_id].update(languages)
    writes: dict[_Who, str] = {}
    mine = select(ReviewPlace.pool_id, ReviewPlace.author_id, ReviewPlace.language).where(ReviewPlace.pool_id.in_(ids))
    for pool_id, author_id, language in db.session.execute(mine.order_by(ReviewPlace.submission_id)):
        writes[pool_id, author_id] = language
    return frozenset(
        who
        for who in wanted
        if who in tries
        or (who not in excused and not offered[who[0]].isdisjoint({*reads[who[1]], writes.get(who, "")}))
    )


def _languages_of_practice(task: Task) -> frozenset[str]:
    practice = (one for one in task.assignment.examples if one.use is ExampleUse.PRACTICE)
    return frozenset(language for one in practice for language in one.languages)


def _blind(rows: Iterable[Row[Any]]) -> Iterable[GoldReview]:
    return (GoldReview(row.reader_id, row.score, row.truth) for row in rows if row.truth is not None)


def _practised(pool_ids: Sequence[int]) -> Iterable[GoldReview]:
    scored = select(ExampleScore.user_id, ExampleScore.score, ExampleScore.truth)
    for user_id, score, truth in db.session.execute(scored.where(ExampleScore.pool_id.in_(pool_ids))):
        yield GoldReview(user_id, score, truth)


def _beside_staff(rows: Sequence[Row[Any]]) -> Iterable[GoldReview]:
    """What readers gave to work that staff have scored too."""
    truths = {row.submission_id: row.score for row in rows if row.role is ReaderRole.STAFF and row.excluded_at is None}
    for row in rows:
        if row.role is not ReaderRole.STAFF and row.submission_id in truths:
            yield GoldReview(row.reader_id, row.score, truths[row.submission_id])


def _later(
    rows: Sequence[Row[Any]], by_work: Mapping[int, Sequence[Given]], fitted: Fit, states: Mapping[_Who, State]
) -> Mapping[_Who, Sequence[float]]:
    """How far the reviews of those whose tries failed lie from what others found, and their blind checks from staff."""
    failed = {who for who, state in states.items() if state in (State.ONCE_MORE, State.FEEDBACK_ONLY)}
    found: dict[_Who, list[float]] = defaultdict(list)
    pools = {row.id: row.pool_id for row in rows}
    for row in rows:
        if row.truth is not None and (row.pool_id, row.reader_id) in failed:
            found[row.pool_id, row.reader_id].append(row.score - row.truth)
    if not failed:
        return found
    for reviews in by_work.values():
        if not any((pools[one.review_id], one.reviewer_id) in failed for one in reviews):
            continue
        score = score_of(reviews, fitted)
        for part in score.parts if score else ():
            who = (pools[part.review.review_id], part.review.reviewer_id)
            if who in failed and part.apart is not None:
                found[who].append(part.apart)
    return found


def _keep_states(states: Mapping[_Who, State]) -> None:
    for (pool_id, user_id), state in states.items():
        part = db.session.get(ReviewPart, (pool_id, user_id))
        if part is not None and part.calibration is not state:
            part.calibration = state
    db.session.flush()


def _publish(
    task: Task,
    pool: ReviewPool,
    place: ReviewPlace,
    result: ReviewResult | None,
    reviews: Sequence[Given],
    reckoned: Reckoning,
) -> None:
    """Keep what the reviews of one piece of work have come to, and do what follows."""
    method = method_of(pool, task)
    score = score_of(reviews, reckoned.fitted, METHODS[method])
    if result is None:
        result = ReviewResult(submission_id=place.submission_id, pool_id=pool.id, spread=0.0, counting=0, readable=0)
        db.session.add(result)
    before = result.counting, result.final_at
    result.reckoned_at = clock.now()
    result.method = method
    result.score = score.band.score if score else None
    result.standard_error = score.band.standard_error if score else None
    result.spread = score.spread if score else 0.0
    result.counting = sum(one.counts for one in reviews)
    result.readable = sum(not reckoned.rows[one.review_id].is_held for one in reviews)
    result.is_above_floor = _is_above_floor(task, score, reckoned)
    result.inputs = inputs_of(reviews, reckoned.fitted)
    publication = publication_of(task, place, result)
    if publication.stage is Stage.FINAL and publication.score is not None:
        result.final_score = publication.score
        result.final_at = result.final_at or result.reckoned_at
    _follow(task, place, result, publication)
    if before != (result.counting, result.final_at):
        tell_score(task, place, publication)


def _follow(task: Task, place: ReviewPlace, result: ReviewResult, publication: Publication) -> None:
    """Let the line, appeals and the author's progress be as the result asks."""
    further = FURTHER_REVIEWS if publication.wants_further_review else 0
    place.done = result.counting
    place.needed = max(place.needed, task.assignment.reviews_needed + further)
    place.is_disputed = publication.is_disputed
    restand(task, [place])
    appeal = open_appeal_if_due(place, result, publication)
    if appeal is not None:
        tell_appeal_opened(task, appeal, place.author_id)
    complete_if_due(task, place.author_id)


def _is_above_floor(task: Task, score: Score | None, reckoned: Reckoning) -> bool:
    """Whether no criterion came to less than the least it asks for."""
    if score is None or not task.assignment.floor_points:
        return True
    scales = scales_of(task.assignment)
    counting = [part for part in score.parts if part.share > 0]
    points = [reckoned.rows[part.review.review_id].points for part in counting]
    # Work read by an earlier version of the rubric says nothing of criteria that came later.
    if any(missing_points(scales, one) for one in points):
        return True
    reached = points_reached(scales, points, [part.share for part in counting])
    return not criteria_below(reached, task.assignment.floor_points)
