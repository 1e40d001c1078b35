"""Where things to be found come from: who has some describes them by a Source, listed in `wiring.SOURCES`."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from flask import Flask, current_app

from app.accounts.actors import Actor
from app.indexing.entries import Entry
from app.indexing.queries import Found


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of thing.

    `name` heads its number among results ("Lessons"), `label` stands at each ("Lesson"). `entries` gives all there are,
    oldest first, for making the index anew; it may ask the database as it goes, one portion after the other, and keeps
    no cursor open. `scopes` are the circles of readers in which a person, or a visitor, finds things of this kind: it
    is asked at every search and decides alone. `address` leads there. `categories` and `threads` name what the entries
    have of these, by their keys.
    """

    kind: str
    name: str
    label: str
    entries: Callable[[], Iterable[Entry]]
    scopes: Callable[[Actor], Iterable[str]]
    address: Callable[[Found], str]
    # Whether there are more and more, as of what people write: then a thousand of the newest are ranked.
    grows: bool = False
    categories: Callable[[], dict[str, str]] = dict
    threads: Callable[[], dict[str, str]] = dict


def know_sources(app: Flask, known: Sequence[Source]) -> None:
    """Tell the application which there are, in the order in which people see them."""
    app.extensions["search_sources"] = tuple(known)


def sources() -> tuple[Source, ...]:
    """All there are."""
    found: tuple[Source, ...] = current_app.extensions["search_sources"]
    return found
