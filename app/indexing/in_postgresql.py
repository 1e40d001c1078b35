"""Candidates from PostgreSQL's index of words.

It gives what it finds in no order and to the end, so what grows is asked in stretches from the newest entry back: a
common word is answered by a few thousand entries, a rare one by the whole index, and both in milliseconds. What does
not grow is asked once and whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select, text

from app.indexing.asked import (
    COLUMNS,
    Asked,
    Candidates,
    Kind,
    by_kind,
    cut_short,
    keys_of_scopes,
    looked_at,
    rows_of,
    together,
)
from app.indexing.asking import Question, as_tsqueries
from app.indexing.entries import key
from app.indexing.models import SearchEntry
from app.platform.database import db, table_of

_entry = table_of(SearchEntry).c
# Stretches from the newest entry back. The shortest is so many entries by their numbers; the others are so many parts
# of an index whose parts are numbered by leaving so many bits out: at least 32 thousand entries, 163 thousand, 262
# thousand, 2 million.
_SHORTEST = 8_000
_STRETCHES = ((15, 2), (15, 6), (18, 2), (21, 2))
# Where so many times as many are to be expected as are wanted, a stretch is worth asking: words come in crowds.
_SPARE = 1.5
# And the next one is at most so many times as long, or the first that is longer: a word may be common, and among the
# newest for a while not.
_LEAP = 16
_HAS = "search_words(id, title_words, words, key_words) @@ CAST(:{name} AS tsquery)"
# All words that begin alike are gathered before anything is narrowed. Where they have no room, the index remembers
# pages in place of entries, and every entry of these pages is read.
_MORE_ROOM = text(
    "SELECT set_config('work_mem', '32MB', true) WHERE pg_size_bytes(current_setting('work_mem')) < 32 * 1024 * 1024"
)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The entries with a number above this one, so many; one of the keys is a key of each, none for the whole index."""

    keys: tuple[str, ...]
    entries: int
    above: int
    # Whether the keys are those of many others as well.
    is_part: bool = False


def candidates(asked: Asked, kinds: Sequence[Kind]) -> tuple[Candidates, set[str]]:
    """Of each kind the newest that fit, at most MOST; and the kinds of which there may be more."""
    if asked.question.has_beginning:
        db.session.connection().execute(_MORE_ROOM)
    rows: list[Row[Any]] = []
    waiting, left = list(kinds), _stretches()
    before: _Stretch | None = None
    fewest = 0
    while waiting and left:
        rows += _fitting(asked, waiting, left[0], before, asked.most - fewest)
        times = looked_at(rows)
        # What does not grow was asked for whole.
        waiting = [kind for kind in waiting if kind.grows and times[kind.name] < asked.most]
        before, fewest = left[0], min((times[kind.name] for kind in waiting), default=0)
        left = _further(left, fewest, asked.most)
    return by_kind(rows, kinds), cut_short(rows, asked.most)


def are_there(question: Question, kinds: Sequence[Kind], number: int) -> bool:
    """Whether whoever asks may find so many entries; of what grows, among the newest."""
    newest = next(one for one in _stretches() if not one.is_part)
    return len(_fitting(Asked(question, (), None), kinds, newest, None, number)) >= number


def _stretches() -> list[_Stretch]:
    """The stretches to look at, the shortest first and the whole index last."""
    newest = db.session.connection().execute(select(func.coalesce(func.max(_entry.id), 0))).scalar_one()
    near = newest - _SHORTEST
    stretches = [_Stretch((), newest, 0)]
    for bits, parts in reversed(_STRETCHES):
        if newest >> bits >= parts:
            above = (((newest >> bits) - parts + 1) << bits) - 1
            stretches.insert(0, _Stretch(_parts(newest, above, bits), newest - above, above))
    if newest > 4 * _SHORTEST:
        stretches.insert(0, _Stretch(_parts(newest, near, _STRETCHES[0][0]), _SHORTEST, near, is_part=True))
    return stretches


def _parts(newest: int, above: int, bits: int) -> tuple[str, ...]:
    return tuple(f":near{bits}:{part}" for part in range(newest >> bits, (above + 1 >> bits) - 1, -1))


def _further(stretches: Sequence[_Stretch], found: int, most: int) -> list[_Stretch]:
    """The stretches after the first that are worth asking when so many were found in that one."""
    first, *more = stretches
    enough = first.entries * min(_LEAP, most * _SPARE / max(1, found))
    return [one for one in more if not one.keys or one.entries >= enough]


def _fitting(
    asked: Asked, kinds: Sequence[Kind], stretch: _Stretch, before: _Stretch | None, most: int
) -> Sequence[Row[Any]]:
    """What is found in a stretch and was not in the one before; chosen by number first, and only then read."""
    stands_together, phrases = together(asked.question, "strpos")
    values: dict[str, Any] = {**phrases, "most": most}
    # Gathering words that begin alike takes longer than all else, and is done once.
    apart = [] if asked.question.has_beginning else [kind for kind in kinds if kind.grows]
    at_once = [kind for kind in kinds if kind not in apart]
    also = "" if asked.since is None else " AND at >= :since"
    if before is not None:
        # A sum again: of a large part of all entries, their numbers are no way to find any.
        also += " AND id + 0 <= :before"
        values["before"] = before.above
    chosen = []
    for place, kind in enumerate(apart):
        asks, more = _newest(asked, kind, stretch, f"grows_{place}", also)
        chosen.append(asks)
        values |= more
    if at_once:
        asks, more = _at_once(asked, at_once, stretch, also)
        chosen.append(asks)
        values |= more
    statement = (
        f"SELECT {COLUMNS.format(together=stands_together)} FROM ({' UNION ALL '.join(chosen)}) AS chosen"
        " JOIN search_entry AS e ON e.id = chosen.id"
    )
    return rows_of(statement, values, asked)


def _newest(asked: Asked, kind: Kind, stretch: _Stretch, name: str, also: str) -> tuple[str, dict[str, Any]]:
    """The newest of a kind that grows."""
    narrow = [*([stretch.keys] if stretch.keys else []), *asked.conditions]
    # Who may find it is part of what is asked of the index, so what is hidden is never even a candidate.
    wide = [(key("kind", kind.name),), keys_of_scopes(kind.scopes)]
    has, values = _has(name, as_tsqueries(asked.question, narrow, wide))
    if stretch.is_part:
        has += f" AND id > :{name}_above"
        values[f"{name}_above"] = stretch.above
    # A sum, so that the planner does not go through all entries by number in place of the index.
    return f"(SELECT id FROM search_entry WHERE {has}{also} ORDER BY id + 0 DESC LIMIT :most)", values


def _at_once(asked: Asked, kinds: Sequence[Kind], stretch: _Stretch, also: str) -> tuple[str, dict[str, Any]]:
    """The newest of each of these kinds: of one that grows in the stretch, of another in all the index.

    What somebody may find as one kind is a candidate for all of them, until each is held against its own circles.
    """
    narrow = list(asked.conditions)
    steady = [kind.name for kind in kinds if not kind.grows]
    values: dict[str, Any] = {}
    within = ""
    if len(steady) < len(kinds) and stretch.keys:
        narrow.insert(0, (*stretch.keys, *(key("kind", name) for name in steady)))
        within = " AND (id > :above OR kind = ANY(CAST(:steady AS text[])))"
        values = {"above": stretch.above, "steady": steady}
    wide = [
        [key("kind", kind.name) for kind in kinds],
        keys_of_scopes({scope for kind in kinds for scope in kind.scopes}),
    ]
    has, more = _has("at_once", as_tsqueries(asked.question, narrow, wide))
    values |= more
    may_find = []
    for place, kind in enumerate(kinds):
        may_find.append(f"kind = :kind_{place} AND string_to_array(key_words, ' ') && CAST(:scopes_{place} AS text[])")
        values |= {f"kind_{place}": kind.name, f"scopes_{place}": list(keys_of_scopes(kind.scopes))}
    # Kept apart, so that the planner does not begin with the kinds.
    return (
        "(WITH fitting AS MATERIALIZED"
        f" (SELECT id, kind, key_words FROM search_entry WHERE {has}{within}{also})"
        " SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY kind ORDER BY id DESC) AS place FROM fitting"
        f" WHERE {' OR '.join(f'({one})' for one in may_find)}) AS counted WHERE place <= :most)"
    ), values


def _has(name: str, queries: Iterable[str]) -> tuple[str, dict[str, Any]]:
    """All of these must hold."""
    values = {f"{name}_has_{place}": one for place, one in enumerate(queries)}
    return " AND ".join(_HAS.format(name=one) for one in values), values
