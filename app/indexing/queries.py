"""Searching the index. Whoever asks is found in circles of readers, and meets no trace of what is in none of them.

Of each kind the newest five hundred that fit are ranked and counted; more are told as "500+". A kind that grows with
the people is asked in growing stretches from the newest entry back, until as many are found: a common word is answered
by a few thousand entries, a rare one by the whole index, and both in milliseconds.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    cast,
    column,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
    true,
    union_all,
)

from app.indexing.asking import Conditions, Question, as_fts5, as_tsqueries
from app.indexing.entries import Filters, conditions_of, key, since_of
from app.indexing.models import SearchEntry
from app.indexing.ranking import ranked
from app.platform import clock
from app.platform.database import db, table_of
from app.platform.paging import PageOf

PAGE = 20
# Of each kind so many are ranked and counted.
MOST = 500
# Of a text so many signs in stems are weighed.
_WEIGHED = 1200
_MOST_AUTHORS = 12
# Where words must stand together, so many are looked through that have them at all.
_LOOKED_THROUGH = 2000
# Stretches from the newest entry back: so many parts of an index whose parts are numbered by leaving so many bits out.
# That is at least 32 thousand entries, 163 thousand, 262 thousand, 2 million.
_STRETCHES = ((15, 2), (15, 6), (18, 2), (21, 2))
_entry = table_of(SearchEntry).c
_found_by = table("fts_search_entry", column("rowid"))


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing to look for, in the circles of readers in which whoever asks may find it.

    Says also whether there are more and more of it, as of what people write.
    """

    name: str
    scopes: frozenset[str]
    grows: bool = False


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
    asked = _Asked(question.of_whole_words(), conditions_of(filters, now), since_of(filters, now))
    stretches = _stretches()
    found, cut = _candidates(asked, readable, stretches)
    if sum(map(len, found.values())) < PAGE and _is_but_begun(question, readable, stretches[0]):
        found, cut = _candidates(replace(asked, question=question), readable, stretches)
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


def is_indexed(kind: str) -> bool:
    """Whether anything of a kind is in the index."""
    return db.session.scalar(select(_entry.id).where(_entry.kind == kind).limit(1)) is not None


def newest_entry() -> int:
    """The number of the entry written last; 0 when there is none."""
    number: int = db.session.connection().execute(select(func.coalesce(func.max(_entry.id), 0))).scalar_one()
    return number


def _there_are(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value}))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question with all that narrows it, but for the kind."""

    question: Question
    conditions: Conditions
    since: datetime | None

    @property
    def most(self) -> int:
        """How many entries are taken of each kind."""
        return _LOOKED_THROUGH if self.question.phrases else MOST


Candidates = dict[str, list[Row[Any]]]


def _candidates(
    asked: _Asked, kinds: Sequence[Kind], stretches: Sequence[tuple[str, ...]]
) -> tuple[Candidates, set[str]]:
    """Of each kind the newest that fit, at most MOST; and the kinds of which there may be more."""
    found: Candidates = {kind.name: [] for kind in kinds}
    cut: set[str] = set()
    waiting = list(kinds)
    for stretch in stretches:
        # What does not grow is asked once, and whole.
        statements = [_fitting(asked, kind, stretch if kind.grows else ()) for kind in waiting]
        rows = db.session.connection().execute(union_all(*(select(one.subquery()) for one in statements))).all()
        by_kind = {kind.name: [row for row in rows if row.kind == kind.name] for kind in waiting}
        found |= {name: [row for row in some if row.stands_together][:MOST] for name, some in by_kind.items()}
        cut |= {name for name, some in by_kind.items() if len(some) >= asked.most}
        waiting = [kind for kind in waiting if kind.grows and kind.name not in cut]
        if not waiting:
            break
    return found, cut


def _stretches() -> list[tuple[str, ...]]:
    """The keys of each stretch to look at, the whole index last; SQLite goes back by itself as far as it must."""
    whole: list[tuple[str, ...]] = [()]
    if db.engine.dialect.name == "sqlite":
        return whole
    newest = newest_entry()
    bounds = [(bits, parts) for bits, parts in _STRETCHES if newest >> bits >= parts]
    return [tuple(f":near{bits}:{(newest >> bits) - back}" for back in range(parts)) for bits, parts in bounds] + whole


def _is_but_begun(question: Question, kinds: Sequence[Kind], stretch: tuple[str, ...]) -> bool:
    """Whether the last word may be the beginning of another.

    One that stands in enough of the newest entries is whole, and asking for beginnings costs more.
    """
    begun = question.begun
    if begun.is_empty:
        return False
    asked = _Asked(begun, (), None)
    statements = (_fitting(asked, kind, stretch if kind.grows else ()).limit(PAGE) for kind in kinds)
    return (
        len(db.session.connection().execute(union_all(*(select(one.subquery().c.id) for one in statements))).all())
        < PAGE
    )


def _fitting(asked: _Asked, kind: Kind, stretch: tuple[str, ...]) -> Select[Any]:
    # Who may find it is part of what is asked of the index, so what is hidden is never even a candidate.
    may_find = tuple(sorted(key("scope", scope) for scope in kind.scopes))
    narrow = [*([stretch] if stretch else []), *asked.conditions]
    wide = [(key("kind", kind.name),), may_find]
    statement = select(
        _entry.id,
        _entry.kind,
        _entry.reference,
        _entry.language,
        _entry.at,
        _entry.author_id,
        _entry.course_slug,
        _entry.category,
        _entry.title_words,
        func.substr(_entry.words, 1, _WEIGHED).label("words"),
        _stands_together(asked.question).label("stands_together"),
    )
    if db.engine.dialect.name == "sqlite":
        # The index goes from the newest back and ends when enough are found.
        asks = literal_column("fts_search_entry").op("MATCH")(as_fts5(asked.question, [*narrow, *wide]))
        statement = statement.join_from(_found_by, table_of(SearchEntry), _entry.id == _found_by.c.rowid).where(asks)
        order: ColumnElement[Any] = _found_by.c.rowid
    else:
        # Loaded here: five megabytes that a site on SQLite does without.
        from sqlalchemy.dialects.postgresql import TSQUERY

        words = func.search_words(_entry.id, _entry.title_words, _entry.words, _entry.key_words)
        every = (words.op("@@")(cast(one, TSQUERY)) for one in as_tsqueries(asked.question, narrow, wide))
        statement = statement.where(*every)
        # A sum, so that the planner does not go through all entries by number in place of the index.
        order = _entry.id + 0
    if asked.since is not None:
        statement = statement.where(_entry.at >= asked.since)
    return statement.order_by(order.desc()).limit(asked.most)


def _stands_together(question: Question) -> ColumnElement[bool]:
    """Whether an entry has each phrase of the question."""
    texts = [literal(" ").concat(one).concat(" ") for one in (_entry.title_words, _entry.words)]
    return and_(
        true(), *(or_(*(text.contains(f" {row} ") for row in rows for text in texts)) for rows in question.phrases)
    )


def _in_full(rows: Sequence[Row[Any]]) -> list[Found]:
    """These entries with what is shown of them, in this order."""
    if not rows:
        return []
    columns = (_entry.kind, _entry.reference, _entry.language, _entry.title, _entry.context, _entry.text, _entry.at)
    more = (_entry.author_id, _entry.course_slug, _entry.category, _entry.translated_from)
    wanted: Select[Any] = select(_entry.id, *columns, *more).where(_entry.id.in_([row.id for row in rows]))
    full = {row[0]: Found(*row[1:]) for row in db.session.connection().execute(wanted)}
    return [full[row.id] for row in rows if row.id in full]
