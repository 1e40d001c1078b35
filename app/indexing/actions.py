"""What goes into the index and out of it. Whoever keeps a thing that can be found calls these when it changes."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, tuple_

from app.indexing.entries import LONGEST_TEXT, Entry, keys_of
from app.indexing.models import SearchEntry
from app.indexing.words import stems_in
from app.platform.database import count_changed, db, inserting, made_once, table_of, write_values

_TOGETHER = 500
_KEY = ("kind", "reference", "language")
_LONGEST_TITLE = 300


def put(entries: Iterable[Entry]) -> None:
    """Let these be found as they are now. An entry of the same kind, reference and language is replaced.

    A thing whose language changes is dropped first, or it is found in both.
    """
    rows = [row_of(entry) for entry in entries]
    for begin in range(0, len(rows), _TOGETHER):
        # The last of equals counts; one statement may not write a row twice.
        some = {tuple(row[name] for name in _KEY): row for row in rows[begin : begin + _TOGETHER]}
        write_values(_putting(), list(some.values()))


@made_once
def _putting() -> Any:
    insert, names = inserting(table_of(SearchEntry)), table_of(SearchEntry).c.keys()
    changes = {name: insert.excluded[name] for name in names if name not in ("id", *_KEY)}
    return insert.on_conflict_do_update(index_elements=_KEY, set_=changes)


def renew(entries: Sequence[Entry]) -> None:
    """Put these as if they were new, so that whatever keeps an older number was not among them."""
    written = [(entry.kind, entry.reference, entry.language) for entry in entries]
    same = tuple_(SearchEntry.kind, SearchEntry.reference, SearchEntry.language).in_(written)
    db.session.execute(delete(SearchEntry).where(same))
    put(entries)


def drop(kind: str, references: Sequence[str]) -> int:
    """Let these be found no more, in no language; says how many entries there were."""
    return sum(
        count_changed(
            delete(SearchEntry).where(
                SearchEntry.kind == kind, SearchEntry.reference.in_(references[begin : begin + _TOGETHER])
            )
        )
        for begin in range(0, len(references), _TOGETHER)
    )


def drop_of_course(kinds: Sequence[str], course_slug: str) -> int:
    """Let nothing of these kinds be found any more that belongs to a course; says how many entries there were."""
    return count_changed(delete(SearchEntry).where(SearchEntry.course_slug == course_slug, SearchEntry.kind.in_(kinds)))


def drop_before(kind: str, number: int) -> int:
    """Let nothing of a kind be found that was written up to an entry; what was written again since stays."""
    return count_changed(delete(SearchEntry).where(SearchEntry.kind == kind, SearchEntry.id <= number))


def forget_dropped_words() -> None:
    """Write SQLite's index anew without the words of what was dropped, which it only crosses out until then.

    PostgreSQL takes the places out by itself when it is swept; a word alone may stay there, and tells of nobody.
    """
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO fts_search_entry (fts_search_entry) VALUES ('optimize')")


def row_of(entry: Entry) -> dict[str, Any]:
    """The row of an entry, with its words as the databases search them."""
    found_by = (entry.text, entry.context, entry.unshown)
    return {
        "kind": entry.kind,
        "reference": entry.reference,
        "language": entry.language,
        "title": _tidy(entry.title)[:_LONGEST_TITLE],
        "context": _tidy(entry.context)[:_LONGEST_TITLE],
        "text": _tidy(entry.text)[:LONGEST_TEXT],
        "title_words": stems_in(entry.title[:_LONGEST_TITLE], entry.language),
        "words": " ".join(filter(None, (stems_in(text[:LONGEST_TEXT], entry.language) for text in found_by))),
        "key_words": keys_of(entry),
        "at": entry.at,
        "author_id": entry.author_id,
        "course_slug": entry.course_slug,
        "category": entry.category,
        "translated_from": entry.translated_from,
        "translator_id": entry.translator_id,
    }


def _tidy(text: str) -> str:
    # PostgreSQL keeps no such sign.
    return text.replace("\x00", "")
