"""Asking mentors for reviews that no peer came for, and staff where no mentor takes them. Nothing here commits.

Whatever is due stands in the mentors' queue, and any mentor may take it; asked by name are only so many at once.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import and_, exists, func, or_, select

from app.enrolment.models import Enrolment
from app.library.queries import find_edition
from app.peerreview.allocation import Reader, Waiting, refusal_of
from app.peerreview.calling import WAITS
from app.peerreview.crowd import in_parts, is_on_call, named_languages, readers_in
from app.peerreview.exchange_models import MentorRequest, Review, ReviewHold, ReviewPart, ReviewPlace, ReviewPool
from app.peerreview.mentoring import AFTER_TWO, MENTOR_TAKES, Case, Step, due_at, mentor_queue, next_step
from app.peerreview.pools import Task, is_running, mentors_of, organisations_of, waiting_of
from app.peerreview.telling_reviews import mentors_need_not, tell_mentors_asked, tell_mentors_silent
from app.platform.database import db

# Requests that one mentor has before them at most; more than these wait in the queue until some are answered.
MOST_OPEN = 10
# Somebody who came later than this may still hand in, or write the reviews they owe.
STILL_COMING = timedelta(days=30)


def ask_mentors(task: Task, pool: ReviewPool, now: datetime) -> None:
    """Ask a mentor for each review whose day has come; staff are told of what no mentor has taken."""
    queue = _queue(task, pool, now)
    if not queue:
        return
    asked = _asked(task)
    crew = _Crew(task, now)
    stuck: list[datetime] = []
    for case_, organisations in _with_organisations(queue):
        work = replace(case_.work, organisations=organisations)
        requests = asked.get(work.submission_id, [])
        chosen: list[int] = []
        for chain in _chains(requests, work.needs, now):
            step = next_step(chain, now)
            if step is Step.WAIT:
                continue
            past = {request.mentor_id for request in requests} | set(chosen)
            mentor = crew.one_for(work, past) if step is Step.ASK else None
            if mentor is not None:
                chosen.append(mentor)
            else:
                stuck.append(max([moment + MENTOR_TAKES for moment in chain] + [due_at(case_) or now]))
        if chosen:
            _ask(task, work, chosen, [one.mentor_id for one in requests if not _is_open(one, now)], now)
    if stuck:
        tell_mentors_silent(task, len(stuck), max(stuck))


def _queue(task: Task, pool: ReviewPool, now: datetime) -> Sequence[Case]:
    may_come = peers_may_come(task, pool, now)
    wanted = (
        select(ReviewPlace, ReviewPart.settled_at)
        .outerjoin(
            ReviewPart,
            and_(ReviewPart.pool_id == ReviewPlace.pool_id, ReviewPart.user_id == ReviewPlace.author_id),
        )
        .where(
            ReviewPlace.pool_id == task.pool_id,
            WAITS,
            or_(ReviewPlace.author_is_settled, ReviewPlace.granted_at.is_not(None)),
        )
    )
    if may_come and pool.results_by is None:
        # No day of mentors comes earlier than this.
        wanted = wanted.where(or_(ReviewPlace.handed_in_at <= now - AFTER_TWO, ReviewPlace.granted_at <= now))
    cases = (
        Case(waiting_of(place), settled_at, place.granted_at, may_come, pool.results_by)
        for place, settled_at in db.session.execute(wanted)
    )
    return mentor_queue(cases, now)


def peers_may_come(task: Task, pool: ReviewPool, now: datetime) -> bool:
    """Whether anybody is left who may review: not after the day all results were promised for; nor where nobody is on
    call, writes a review, owes one of the last thirty days, or has enrolled in these.

    Whoever owes a review for longer has had their time; they may still come, and nobody counts on it.
    """
    if not task.assignment.reviews_owed or (pool.results_by is not None and pool.results_by <= now):
        return False
    lately = now - STILL_COMING
    owes = exists().where(
        ReviewPlace.pool_id == task.pool_id, ~ReviewPlace.author_is_settled, ReviewPlace.handed_in_at > lately
    )
    enrolled = exists().where(
        Enrolment.course_slug == task.course_slug,
        Enrolment.left_at.is_(None),
        Enrolment.enrolled_at > lately,
        # Whoever handed in stands among those who owe, are on call, or have done their part.
        ~exists().where(ReviewPlace.pool_id == task.pool_id, ReviewPlace.author_id == Enrolment.user_id),
    )
    on_call = exists().where(ReviewHold.pool_id == task.pool_id, is_on_call(now))
    writes = exists().where(Review.pool_id == task.pool_id, is_running(now))
    return bool(db.session.scalar(select(or_(owes, enrolled, on_call, writes))))


def _asked(task: Task) -> Mapping[int, Sequence[MentorRequest]]:
    """Who was asked for the work that waits, in order."""
    wanted = (
        select(MentorRequest)
        .join(ReviewPlace, ReviewPlace.submission_id == MentorRequest.submission_id)
        .where(ReviewPlace.pool_id == task.pool_id, WAITS)
        .order_by(MentorRequest.asked_at, MentorRequest.id)
    )
    found: dict[int, list[MentorRequest]] = defaultdict(list)
    for request in db.session.scalars(wanted):
        found[request.submission_id].append(request)
    return found


def _chains(requests: Sequence[MentorRequest], needs: int, now: datetime) -> list[list[datetime]]:
    """For each missing review, the moments at which mentors were asked for it.

    A request that was taken has become a review, or came to nothing and starts anew. Whoever declined is waited for no
    longer.
    """
    chains: list[list[datetime]] = [[] for _review in range(needs)]
    open_ones = [one for one in requests if one.taken_at is None]
    for number, request in enumerate(open_ones):
        moment = request.asked_at
        if request.declined_at is not None:
            moment = min(moment, request.declined_at - MENTOR_TAKES)
        chains[number % needs].append(moment)
    return [sorted(chain) for chain in chains]


def _with_organisations(queue: Sequence[Case]) -> Iterator[tuple[Case, frozenset[int]]]:
    for some in in_parts(queue):
        belongs = organisations_of(one.work.author_id for one in some)
        yield from ((one, belongs.get(one.work.author_id, frozenset())) for one in some)


class _Crew:
    """The mentors of a course, and how much each of them has been asked for."""

    def __init__(self, task: Task, now: datetime) -> None:
        mentors = mentors_of(task.course_slug)
        edition = find_edition(task.course_slug)
        usual = task.assignment.languages or (edition.course.languages if edition else ())
        named = named_languages(mentors)
        self._readers = {
            number: replace(reader, languages=named.get(number, frozenset(usual)), submitted_at=None)
            for number, reader in readers_in(task, mentors).items()
        }
        self._open = dict.fromkeys(self._readers, 0) | _open_requests(mentors, now)
        self._last = _last_asked(mentors)
        self._rules = task.rules

    def one_for(self, work: Waiting, past: set[int]) -> int | None:
        """Whoever has the fewest requests open, then was not asked for longest; None where nobody can be asked."""
        fit = [
            number
            for number, reader in self._readers.items()
            if number not in past and self._open[number] < MOST_OPEN and self._may_read(work, reader)
        ]
        if not fit:
            return None
        chosen = min(fit, key=lambda number: (self._open[number], self._last.get(number, 0.0), number))
        self._open[chosen] += 1
        return chosen

    def _may_read(self, work: Waiting, reader: Reader) -> bool:
        return refusal_of(work, replace(reader, task=work.task), self._rules) is None


def _open_requests(mentors: frozenset[int], now: datetime) -> dict[int, int]:
    """How many requests each mentor has before them, in all courses."""
    wanted = (
        select(MentorRequest.mentor_id, func.count())
        .join(ReviewPlace, ReviewPlace.submission_id == MentorRequest.submission_id)
        .where(
            MentorRequest.mentor_id.in_(mentors),
            MentorRequest.taken_at.is_(None),
            MentorRequest.declined_at.is_(None),
            MentorRequest.asked_at > now - MENTOR_TAKES,
            WAITS,
        )
        .group_by(MentorRequest.mentor_id)
    )
    return {number: count for number, count in db.session.execute(wanted)}


def _last_asked(mentors: frozenset[int]) -> dict[int, float]:
    wanted = select(MentorRequest.mentor_id, func.max(MentorRequest.asked_at)).where(
        MentorRequest.mentor_id.in_(mentors)
    )
    return {
        number: moment.timestamp() for number, moment in db.session.execute(wanted.group_by(MentorRequest.mentor_id))
    }


def _is_open(request: MentorRequest, now: datetime) -> bool:
    return request.taken_at is None and request.declined_at is None and now < request.asked_at + MENTOR_TAKES


def _ask(task: Task, work: Waiting, mentor_ids: Sequence[int], past: Sequence[int], now: datetime) -> None:
    """Ask these, and let those off who were asked before and let it pass."""
    if past:
        mentors_need_not(work.submission_id, past)
    db.session.add_all(
        MentorRequest(pool_id=task.pool_id, submission_id=work.submission_id, mentor_id=number, asked_at=now)
        for number in mentor_ids
    )
    db.session.flush()
    tell_mentors_asked(task, work.submission_id, mentor_ids, now)
