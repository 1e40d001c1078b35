"""What the mentors' queue shows: nothing of who wrote what, nor of why something is not theirs to read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.accounts.actors import Actor
from app.accounts.models import User
from app.accounts.queries import get_user
from app.content.course import Assignment
from app.library.queries import find_edition
from app.peerreview.allocation import Reader, refusal_of
from app.peerreview.exchange_models import Review, ReviewPool
from app.peerreview.mentor_queries import (
    Request,
    Waits,
    done_reviews,
    open_requests,
    pools_to_mentor,
    running_reviews,
    waiting_for_mentors,
)
from app.peerreview.pools import place_of_author, reader_in
from app.peerreview.review_pages import is_over
from app.peerreview.review_policy import courses_to_mentor
from app.platform import clock
from app.platform.i18n import language

MOST_SHOWN = 30
MOST_DONE_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Named:
    """An assignment and its course, by their titles and the languages of these."""

    title: str
    language: str
    course_title: str
    course_language: str


@dataclass(frozen=True, slots=True)
class QueueLine:
    """Work that waits for a mentor; `mine` is the request to whoever looks, `asked` those to others."""

    submission_id: int
    named: Named
    language: str
    due_at: datetime
    # How many reviews it still needs.
    needs: int
    mine: Request | None
    asked: tuple[Request, ...]


@dataclass(frozen=True, slots=True)
class MyReview:
    """A review of one's own; `named` is None when the course has the assignment no more."""

    review_id: int
    named: Named | None
    ends_at: datetime
    handed_in_at: datetime | None
    is_over: bool


@dataclass(frozen=True, slots=True)
class QueuePage:
    """What waits, what one is writing, and what one has done; `left` is how much more waits than is shown."""

    lines: tuple[QueueLine, ...]
    left: int
    running: tuple[MyReview, ...]
    done: tuple[MyReview, ...]
    done_number: int


def queue_page(actor: Actor, user_id: int) -> QueuePage:
    """The mentors' queue over all courses of somebody."""
    pools = pools_to_mentor(courses_to_mentor(actor))
    offered = _offered(pools, user_id)
    requests = open_requests([one.case.work.submission_id for one in offered[:MOST_SHOWN]])
    running = running_reviews(user_id)
    done, number = done_reviews(user_id, MOST_DONE_SHOWN)
    names = _names({one.task.pool_id for one in offered} | {one.pool_id for one in (*running, *done)}, pools)
    return QueuePage(
        lines=tuple(_line(one, names[one.task.pool_id], requests, user_id) for one in offered[:MOST_SHOWN]),
        left=len(offered[MOST_SHOWN:]),
        running=tuple(_my_review(one, names) for one in running),
        done=tuple(_my_review(one, names) for one in done),
        done_number=number,
    )


def find_offer(actor: Actor, user_id: int, submission_id: int) -> Waits | None:
    """What waits for a mentor and is theirs to take; None also where why is nobody's business."""
    pools = pools_to_mentor(courses_to_mentor(actor))
    return next(iter(_offered(pools, user_id, submission_id)), None)


def _offered(pools: Sequence[ReviewPool], user_id: int, submission_id: int | None = None) -> list[Waits]:
    if not pools:
        return []
    waiting = waiting_for_mentors(pools, user_id, clock.now(), submission_id)
    readers = _readers(waiting, get_user(user_id)) if waiting else {}
    return [one for one in waiting if not _is_refused(one, readers)]


def _readers(waiting: Collection[Waits], user: User) -> Mapping[int, Reader]:
    """Whoever looks, as a reader in each pool."""
    tasks = {one.task.pool_id: one.task for one in waiting}
    return {
        pool_id: reader_in(task, user.id, user.country, task.rubric, place_of_author(pool_id, user.id))
        for pool_id, task in tasks.items()
    }


def _is_refused(waits: Waits, readers: Mapping[int, Reader]) -> bool:
    """As `handing_out.take` asks: a language, a rubric of before, and the day around one's own work do not matter."""
    work, reader = waits.case.work, readers[waits.task.pool_id]
    whoever = replace(reader, task=work.task, languages=frozenset((work.language,)), submitted_at=None)
    return refusal_of(work, whoever, waits.task.rules) is not None


def _line(waits: Waits, named: Named, requests: Sequence[Request], user_id: int) -> QueueLine:
    work = waits.case.work
    asked = [one for one in requests if one.submission_id == work.submission_id]
    return QueueLine(
        submission_id=work.submission_id,
        named=named,
        language=work.language,
        due_at=waits.due_at,
        needs=work.needs,
        mine=next((one for one in asked if one.mentor_id == user_id), None),
        asked=tuple(one for one in asked if one.mentor_id != user_id),
    )


def _my_review(review: Review, names: Mapping[int, Named]) -> MyReview:
    return MyReview(review.id, names.get(review.pool_id), review.ends_at, review.handed_in_at, is_over(review))


def _names(pool_ids: Collection[int], pools: Sequence[ReviewPool]) -> dict[int, Named]:
    """Titles as whoever looks reads them; of pools beyond one's courses too, where one once mentored."""
    known = {pool.id: pool for pool in pools}
    missing = [pool for pool in pools_to_mentor(None) if pool.id in pool_ids] if set(pool_ids) - known.keys() else []
    found = {}
    editions = {}
    for pool in (*(known[number] for number in pool_ids if number in known), *missing):
        if pool.course_slug not in editions:
            edition = find_edition(pool.course_slug)
            editions[pool.course_slug] = edition.in_language(language()) if edition else None
        edition = editions[pool.course_slug]
        if edition is None:
            continue
        for unit in edition.course.units():
            if isinstance(unit, Assignment) and pool.unit_key in (unit.key, *unit.was):
                found[pool.id] = Named(unit.title, unit.language, edition.course.title, edition.course.language)
    return found
