"""Candidates from PostgreSQL's index of words.

It gives what it finds in no order and to the end, so what grows is asked in stretches from the newest entry back: a
common word is answered by a few thousand entries, a rare one by the whole index, and both in milliseconds. What does
not grow is asked once and whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, text

from app.indexing.asked import COLUMNS, Asked, Candidates, Kind, by_kind, keys_of_scopes, rows_of, together
from app.indexing.asking import Question, as_tsqueries
from app.indexing.entries import key
from app.indexing.models import SearchEntry
from app.platform.database import db, table_of

_entry = table_of(SearchEntry).c
# Stretches from the newest entry back: so many parts of an index whose parts are numbered by leaving so many bits out.
# That is at least 32 thousand entries, 163 thousand, 262 thousand, 2 million.
_STRETCHES = ((15, 2), (15, 6), (18, 2), (21, 2))
# Where so many times as many are to be expected as are wanted, a stretch is worth asking: words come in crowds.
_SPARE = 1.5
_HAS = "search_words(id, title_words, words, key_words) @@ CAST(:{name} AS tsquery)"
# All words that begin alike are gathered before anything is narrowed. Where they have no room, the index remembers
# pages in place of entries, and every entry of these pages is read.
_MORE_ROOM = text(
    "SELECT set_config('work_mem', '32MB', true) WHERE pg_size_bytes(current_setting('work_mem')) < 32 * 1024 * 1024"
)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The newest entries: as many, and the keys that one of them has at least one of; none for the whole index."""

    keys: tuple[str, ...]
    entries: int


def candidates(asked: Asked, kinds: Sequence[Kind]) -> tuple[Candidates, set[str]]:
    """Of each kind the newest that fit, at most MOST; and the kinds of which there may be more."""
    if any(word.beginning for word in asked.question.words):
        db.session.connection().execute(_MORE_ROOM)
    found: Candidates = {}
    cut: set[str] = set()
    steady, waiting = [kind for kind in kinds if not kind.grows], [kind for kind in kinds if kind.grows]
    left = _stretches() if waiting else [_Stretch((), 0)]
    while left:
        stretch = left[0]
        rows = _fitting(asked, steady, waiting, stretch)
        some, full = by_kind(rows, [*steady, *waiting], asked.most)
        found |= some
        cut |= full
        steady, waiting = [], [kind for kind in waiting if kind.name not in cut]
        fewest = min((sum(row.kind == kind.name for row in rows) for kind in waiting), default=0)
        left = _further(left, fewest, asked.most) if waiting else []
    return found, cut


def are_there(question: Question, kinds: Sequence[Kind], number: int) -> bool:
    """Whether so many entries fit, whoever may find them; of what grows, among the newest."""
    steady = [[key("kind", kind.name) for kind in kinds if not kind.grows]]
    grows = [_stretches()[0].keys, [key("kind", kind.name) for kind in kinds if kind.grows]]
    asks: list[str] = []
    values: dict[str, str] = {}
    for name, conditions in (("steady", steady), ("grows", grows)):
        if conditions[-1]:
            has, more = _has(name, as_tsqueries(question, [one for one in conditions if one], []))
            asks.append(f"(SELECT id FROM search_entry WHERE {has} LIMIT {number})")
            values |= more
    rows = db.session.connection().execute(text(" UNION ALL ".join(asks)), values).all()
    return len(rows) >= number


def _stretches() -> list[_Stretch]:
    """The stretches to look at, the shortest first and the whole index last."""
    newest = db.session.connection().execute(select(func.coalesce(func.max(_entry.id), 0))).scalar_one()
    bounds = [(bits, parts) for bits, parts in _STRETCHES if newest >> bits >= parts]
    some = (
        (
            tuple(f":near{bits}:{(newest >> bits) - back}" for back in range(parts)),
            newest & ((1 << bits) - 1),
            bits,
            parts,
        )
        for bits, parts in bounds
    )
    return [
        *(_Stretch(keys, last + ((parts - 1) << bits)) for keys, last, bits, parts in some),
        _Stretch((), newest),
    ]


def _further(stretches: Sequence[_Stretch], found: int, most: int) -> list[_Stretch]:
    """The stretches after the first that are worth asking when so many were found in that one."""
    first, *more = stretches
    enough = first.entries * most * _SPARE / found if found else float("inf")
    return [one for one in more if not one.keys or one.entries >= enough]


def _fitting(asked: Asked, steady: Sequence[Kind], growing: Sequence[Kind], stretch: _Stretch) -> Sequence[Any]:
    """What is found is chosen by number first, and only what was chosen is read."""
    stands_together, values = together(asked.question, "strpos")
    since = "" if asked.since is None else " AND at >= :since"
    narrow = [*([stretch.keys] if stretch.keys else []), *asked.conditions]
    chosen = []
    for place, kind in enumerate(growing):
        # Who may find it is part of what is asked of the index, so what is hidden is never even a candidate.
        wide = [(key("kind", kind.name),), keys_of_scopes(kind.scopes)]
        has, more = _has(f"grows_{place}", as_tsqueries(asked.question, narrow, wide))
        # A sum, so that the planner does not go through all entries by number in place of the index.
        chosen.append(f"(SELECT id FROM search_entry WHERE {has}{since} ORDER BY id + 0 DESC LIMIT :most)")
        values |= more
    if steady:
        asks, more = _steady(asked, steady)
        chosen.append(asks.format(since=since))
        values |= more
    statement = (
        f"SELECT {COLUMNS.format(together=stands_together)} FROM ({' UNION ALL '.join(chosen)}) AS chosen"
        " JOIN search_entry AS e ON e.id = chosen.id"
    )
    return rows_of(statement, {**values, "most": asked.most}, asked.since)


def _steady(asked: Asked, kinds: Sequence[Kind]) -> tuple[str, dict[str, Any]]:
    """What does not grow, asked of the index at once for all kinds: words that begin alike are gathered for each time.

    Those that some kind may be found in are candidates for all kinds, until each is held against its own circles.
    """
    scopes = {scope for kind in kinds for scope in kind.scopes}
    wide = [[key("kind", kind.name) for kind in kinds], keys_of_scopes(scopes)]
    has, values = _has("steady", as_tsqueries(asked.question, asked.conditions, wide))
    may_find = []
    for place, kind in enumerate(kinds):
        may_find.append(f"kind = :kind_{place} AND string_to_array(key_words, ' ') && CAST(:scopes_{place} AS text[])")
        values |= {f"kind_{place}": kind.name, f"scopes_{place}": list(keys_of_scopes(kind.scopes))}
    # Kept apart, so that the planner does not begin with the kinds.
    return (
        f"(WITH fitting AS MATERIALIZED (SELECT id, kind, key_words FROM search_entry WHERE {has}{{since}})"
        " SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY kind ORDER BY id DESC) AS place FROM fitting"
        f" WHERE {' OR '.join(f'({one})' for one in may_find)}) AS counted WHERE place <= :most)"
    ), values


def _has(name: str, queries: Iterable[str]) -> tuple[str, dict[str, Any]]:
    """All of these must hold."""
    values = {f"{name}_has_{place}": one for place, one in enumerate(queries)}
    return " AND ".join(_HAS.format(name=one) for one in values), values
