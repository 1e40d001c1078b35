"""Builds things to be found, and finds them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from app.indexing.actions import put
from app.indexing.asked import Kind
from app.indexing.asking import read_question
from app.indexing.entries import PUBLIC, Entry, Filters
from app.indexing.queries import Findings, find
from app.platform import clock
from app.platform.database import transaction

KINDS = ("post", "course")


def entry(text: str = "", **told: Any) -> Entry:
    """A public post in English by nobody, but for what is told."""
    usual: dict[str, Any] = {"kind": "post", "reference": "1", "language": "en", "title": "", "scope": PUBLIC}
    at: datetime = told.pop("at", clock.now())
    return Entry(text=text, at=at, **usual | told)


def indexed(*entries: Entry) -> None:
    """Let these be found."""
    with transaction():
        put(entries)


def findings(
    words: str,
    *,
    scopes: Iterable[str] = (PUBLIC,),
    languages: tuple[str, ...] = ("en",),
    page: int = 1,
    **filters: Any,
) -> Findings:
    """What is found by somebody in these circles."""
    kinds = [Kind(name, frozenset(scopes), grows=name == "post") for name in KINDS]
    return find(read_question(words, languages), Filters(**filters), kinds=kinds, languages=languages, page=page)


def found(words: str, **asked: Any) -> list[str]:
    """The references of what is found, best first."""
    return [one.reference for one in findings(words, **asked).page.rows]
