"""What both databases are asked for, and how their rows come back."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, column, text

from app.indexing.asking import Conditions, Question
from app.indexing.entries import key
from app.platform.database import UTCDateTime, db

# Of each kind so many are ranked and counted.
MOST = 300
# Where words must stand together, so many are looked through that have them at all.
LOOKED_THROUGH = 1200
# Of a text so many signs in stems are weighed.
WEIGHED = 1200
# What ranking and counting look at; the stems of what does not stand together stay where they are.
COLUMNS = (
    "e.id, e.kind, e.reference, e.language, e.at, e.author_id, e.course_slug, e.category, e.title_words,"
    f" CASE WHEN {{together}} THEN substr(e.words, 1, {WEIGHED}) END AS words, 1 AS times"
)
_BY_NAME = [
    column(name, UTCDateTime() if name == "at" else None)
    for name in "id kind reference language at author_id course_slug category title_words words times".split()
]
# Of what does not stand together only the number is of interest: one row for each kind, which says how many they are.
_GATHERED = (
    "WITH looked AS MATERIALIZED ({all})"
    " SELECT * FROM looked WHERE words IS NOT NULL"
    " UNION ALL SELECT 0, kind, '', '', NULL, NULL, '', '', '', NULL, count(*) FROM looked WHERE words IS NULL"
    " GROUP BY kind"
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing to look for, in the circles of readers in which whoever asks may find it.

    Says also whether there are more and more of it, as of what people write.
    """

    name: str
    scopes: frozenset[str]
    grows: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with all that narrows it, but for the kind."""

    question: Question
    conditions: Conditions
    since: datetime | None

    @property
    def most(self) -> int:
        """How many entries are taken of each kind."""
        return LOOKED_THROUGH if self.question.phrases else MOST


# Of each kind the newest that fit, at most MOST.
Candidates = dict[str, list[Row[Any]]]


def by_kind(rows: Iterable[Row[Any]], kinds: Iterable[Kind]) -> Candidates:
    """What stands together as it must, sorted by what it is, the newest first, at most MOST."""
    found: Candidates = {kind.name: [] for kind in kinds}
    for row in sorted(rows, key=lambda one: -one.id):
        if row.words is not None and len(found[row.kind]) < MOST:
            found[row.kind].append(row)
    return found


def looked_at(rows: Iterable[Row[Any]]) -> Counter[str]:
    """How many entries of each kind were looked at."""
    times: Counter[str] = Counter()
    for row in rows:
        times[row.kind] += row.times
    return times


def cut_short(rows: Iterable[Row[Any]], most: int) -> set[str]:
    """The kinds of which there may be more than were looked at."""
    return {kind for kind, times in looked_at(rows).items() if times >= most}


def rows_of(statement: str, values: Mapping[str, Any], asked: Asked) -> Sequence[Row[Any]]:
    """Send a statement that asks for COLUMNS, and may compare with the moment `:since`."""
    asks = text(_GATHERED.format(all=statement) if asked.question.phrases else statement)
    if asked.since is not None:
        asks = asks.bindparams(bindparam("since", asked.since, UTCDateTime()))
    return db.session.connection().execute(asks.columns(*_BY_NAME), values).all()


def keys_of_scopes(scopes: Iterable[str]) -> tuple[str, ...]:
    """Circles of readers as the keys that entries have."""
    return tuple(sorted(key("scope", one) for one in scopes))


def together(question: Question, find: str) -> tuple[str, dict[str, str]]:
    """Whether an entry `e` has one form of each phrase in a row, with the values of it.

    `find` is what the database calls the function that looks for a text in a text.
    """
    values = {f"phrase_{place}": f" {row} " for place, row in enumerate(_rows(question))}
    numbers = iter(values)
    # Two spaces between title and text: no phrase goes on from one to the other.
    stems = "' ' || e.title_words || '  ' || e.words || ' '"
    phrases = [" OR ".join(f"{find}({stems}, :{next(numbers)}) > 0" for _row in rows) for rows in question.phrases]
    return " AND ".join(f"({one})" for one in phrases) or "1 = 1", values


def _rows(question: Question) -> Iterator[str]:
    return (row for rows in question.phrases for row in rows)
