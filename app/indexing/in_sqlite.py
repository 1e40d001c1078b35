"""Candidates from SQLite's full-text index, which goes from the newest entry back and ends when enough are found."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from app.indexing.asked import COLUMNS, Asked, Candidates, Kind, by_kind, cut_short, keys_of_scopes, rows_of, together
from app.indexing.asking import Conditions, Question, as_fts5
from app.indexing.entries import key

_ENTRIES = "fts_search_entry AS f JOIN search_entry AS e ON e.id = f.rowid WHERE fts_search_entry MATCH :asks_{place}"


def candidates(asked: Asked, kinds: Sequence[Kind]) -> tuple[Candidates, set[str]]:
    """Of each kind the newest that fit, at most MOST; and the kinds of which there may be more."""
    rows = _fitting(asked, kinds, asked.most)
    return by_kind(rows, kinds), cut_short(rows, asked.most)


def are_there(question: Question, kinds: Sequence[Kind], number: int) -> bool:
    """Whether whoever asks may find so many entries."""
    return len(_fitting(Asked(question, (), None), kinds, number)) >= number


def _fitting(asked: Asked, kinds: Sequence[Kind], most: int) -> Sequence[Row[Any]]:
    stands_together, values = together(asked.question, "instr")
    since = "" if asked.since is None else " AND e.at >= :since"
    some = [
        f"SELECT {COLUMNS.format(together=stands_together)} FROM {_ENTRIES.format(place=place)}{since}"
        " ORDER BY f.rowid DESC LIMIT :most"
        for place in range(len(kinds))
    ]
    asks = {f"asks_{place}": _asks(asked.question, kind, asked.conditions) for place, kind in enumerate(kinds)}
    statement = " UNION ALL ".join(f"SELECT * FROM ({one})" for one in some)
    return rows_of(statement, {**values, **asks, "most": most}, asked)


def _asks(question: Question, kind: Kind, conditions: Conditions) -> str:
    # Who may find it is part of what is asked of the index, so what is hidden is never even a candidate.
    return as_fts5(question, [*conditions, (key("kind", kind.name),), keys_of_scopes(kind.scopes)])
