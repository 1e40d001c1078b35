"""Reads of what threads are about."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Select, and_, func, select

from app.forum.anchor_models import ThreadAnchor
from app.forum.list_queries import is_listed
from app.forum.models import Category, Thread
from app.platform.database import db, read_values
from app.platform.recent import forget, recent

_anchor, _thread, _category = ThreadAnchor.__table__.c, Thread.__table__.c, Category.__table__.c


@dataclass(frozen=True, slots=True)
class TalkOfUnit:
    """How many threads there are about a unit, and how many of them about each paragraph.

    `by_place` goes by a paragraph's number and the number of all paragraphs then: where a translation has as many, it
    has the same ones.
    """

    threads: int = 0
    by_place: Mapping[tuple[int, int], int] = field(default_factory=dict)

    def by_paragraph(self, total: int) -> dict[int, int]:
        """How many threads there are about each paragraph of a text that has so many of them."""
        return {number: threads for (number, of), threads in self.by_place.items() if of == total}


@dataclass(frozen=True, slots=True)
class Talk:
    """What is said about a course, by the key of a unit, and whether threads can be opened."""

    category_key: str
    is_open: bool
    units: Mapping[str, TalkOfUnit]


def find_anchor(thread_id: int) -> ThreadAnchor | None:
    """What a thread is about; None for most."""
    return db.session.get(ThreadAnchor, thread_id)


def find_talk(course_slug: str) -> Talk | None:
    """What is said about a course, counted once a minute; None when it has no category. One statement, or none."""
    return recent(_name(course_slug), lambda: _count_talk(course_slug))


def forget_counts(course_slug: str) -> None:
    """Count anew what is said about a course; other processes do within a minute."""
    forget(_name(course_slug))


def threads_about(course_slug: str, unit_key: str, number: int = 0) -> Select[tuple[int]]:
    """The numbers of the threads about a unit, or about one of its paragraphs."""
    chosen = select(_anchor.thread_id).where(_anchor.course_slug == course_slug, _anchor.unit_key == unit_key)
    return chosen.where(_anchor.position == number, _anchor.is_gone.is_(False)) if number else chosen


def _count_talk(course_slug: str) -> Talk | None:
    listed = and_(_thread.id == _anchor.thread_id, _thread.category_id == _category.id, *is_listed())
    rows = read_values(
        select(
            _category.key,
            _category.archived_at,
            _anchor.unit_key,
            _anchor.position,
            _anchor.total,
            _anchor.is_gone,
            func.count(_thread.id).label("threads"),
        )
        .select_from(
            Category.__table__.outerjoin(
                ThreadAnchor.__table__, _anchor.course_slug == _category.course_slug
            ).outerjoin(Thread.__table__, listed)
        )
        .where(_category.course_slug == course_slug)
        .group_by(_category.id, _anchor.unit_key, _anchor.position, _anchor.total, _anchor.is_gone)
    ).all()
    if not rows:
        return None
    units: dict[str, tuple[int, dict[tuple[int, int], int]]] = {}
    for row in rows:
        if not row.threads:
            continue
        threads, by_place = units.get(row.unit_key, (0, {}))
        if row.position and not row.is_gone:
            by_place[row.position, row.total] = row.threads
        units[row.unit_key] = threads + row.threads, by_place
    talk = {key: TalkOfUnit(*counted) for key, counted in units.items()}
    return Talk(rows[0].key, rows[0].archived_at is None, talk)


def _name(course_slug: str) -> str:
    return f"talk about {course_slug}"
