"""Searching the index. Whoever asks is found in circles of readers, and meets no trace of what is in none of them.

Of each kind the newest three hundred that fit are ranked and counted; more are told as "300+". A word that may not have
been typed to its end is asked for as it stands first, and as a beginning when that finds little.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import ModuleType
from typing import Any

from sqlalchemy import Row, Select, func, select

from app.indexing.asked import Asked, Kind
from app.indexing.asking import Question
from app.indexing.entries import Filters, conditions_of, since_of
from app.indexing.models import SearchEntry
from app.indexing.ranking import ranked
from app.platform import clock
from app.platform.database import db, table_of
from app.platform.paging import PageOf

PAGE = 20
_MOST_AUTHORS = 12
_entry = table_of(SearchEntry).c


@dataclass(frozen=True, slots=True)
class Number:
    """How many were found; `or_more` when counting ended there."""

    of: int
    or_more: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Something that was found, as it is shown."""

    kind: str
    reference: str
    language: str
    title: str
    context: str
    text: str
    at: datetime
    author_id: int | None
    course_slug: str
    category: str
    # The language of the original; empty for what is no translation.
    translated_from: str


@dataclass(frozen=True, slots=True)
class Findings:
    """One page of what was found, and what there is to narrow it by: only what was found has it."""

    page: PageOf[Found]
    is_cut_short: bool
    numbers: Mapping[str, Number]
    courses: tuple[str, ...]
    categories: tuple[str, ...]
    languages: tuple[str, ...]
    # Those who wrote most of it.
    authors: tuple[int, ...]


def find(
    question: Question, filters: Filters, *, kinds: Iterable[Kind], languages: Sequence[str], page: int = 1
) -> Findings:
    """What answers the question among what its asker may find; `languages` are those they read, best first."""
    readable = [kind for kind in kinds if kind.scopes]
    if question.is_empty or not readable:
        return Findings(PageOf((), 1, PAGE, 0), False, {}, (), (), (), ())
    now = clock.now()
    asked = Asked(question.of_whole_words(), conditions_of(filters, now), since_of(filters, now))
    index = _index()
    found, cut = index.candidates(asked, readable)
    if sum(map(len, found.values())) < PAGE and _may_be_but_begun(question, asked, readable):
        asked = Asked(question, asked.conditions, asked.since)
        found, cut = index.candidates(asked, readable)
    in_order = ranked((one for rows in found.values() for one in rows), question, languages, now)
    times = Counter(one.kind for one in in_order)
    numbers = {name: Number(times[name], name in cut) for name in found}
    shown = [one for one in in_order if filters.kind in ("", one.kind)]
    number = max(1, min(page, -(-len(shown) // PAGE)))
    authors = Counter(one.author_id for one in shown if one.author_id)
    return Findings(
        page=PageOf(_in_full(shown[(number - 1) * PAGE : number * PAGE]), number, PAGE, len(shown)),
        is_cut_short=any(one.or_more for name, one in numbers.items() if filters.kind in ("", name)),
        numbers=numbers,
        courses=_there_are(one.course_slug for one in shown),
        categories=_there_are(one.category for one in shown),
        languages=_there_are(one.language for one in shown),
        authors=tuple(author for author, _times in authors.most_common(_MOST_AUTHORS)),
    )


def newest_entry() -> int:
    """The number of the entry written last; 0 when there is none."""
    number: int = db.session.connection().execute(select(func.coalesce(func.max(_entry.id), 0))).scalar_one()
    return number


def _there_are(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value}))


def _index() -> ModuleType:
    """What asks the kind of database there is; the other is not loaded."""
    if db.engine.dialect.name == "sqlite":
        from app.indexing import in_sqlite

        return in_sqlite
    from app.indexing import in_postgresql

    return in_postgresql


def _may_be_but_begun(question: Question, asked: Asked, kinds: Sequence[Kind]) -> bool:
    """Whether the last word may be the beginning of another, when too little was found of what was asked.

    One that stands in enough of the newest entries is whole, and asking for beginnings costs more.
    """
    begun = question.begun
    if begun.is_empty:
        return False
    # Of a word that was asked for alone it is known by now.
    was_alone = asked.question == begun and not asked.conditions
    return was_alone or not _index().are_there(begun, kinds, PAGE)


def _in_full(rows: Sequence[Row[Any]]) -> list[Found]:
    """These entries with what is shown of them, in this order."""
    if not rows:
        return []
    columns = (_entry.kind, _entry.reference, _entry.language, _entry.title, _entry.context, _entry.text, _entry.at)
    more = (_entry.author_id, _entry.course_slug, _entry.category, _entry.translated_from)
    wanted: Select[Any] = select(_entry.id, *columns, *more).where(_entry.id.in_([row.id for row in rows]))
    full = {row[0]: Found(*row[1:]) for row in db.session.connection().execute(wanted)}
    return [full[row.id] for row in rows if row.id in full]
