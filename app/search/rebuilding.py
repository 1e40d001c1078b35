"""Making the index anew while people search: each portion takes its place at once, and what is gone goes last."""

from collections.abc import Iterable, Iterator
from itertools import islice

from app.indexing.actions import drop_before, renew
from app.indexing.entries import Entry
from app.indexing.queries import newest_entry
from app.indexing.sources import Source, sources
from app.platform.database import transaction

_PORTION = 500


def rebuild(source: Source) -> int:
    """Index all of one kind anew; says how many entries there are. Meanwhile everything is found, once.

    Each portion is a transaction of its own. What is written meanwhile has a number behind the last one, and stays.
    """
    last = newest_entry()
    number = 0
    for portion in _portions(source.entries()):
        with transaction():
            renew(portion)
        number += len(portion)
    with transaction():
        drop_before(source.kind, last)
    return number


def rebuild_if_empty() -> None:
    """Index everything where nothing is: a site that is older than its index."""
    if newest_entry() == 0:
        for source in sources():
            rebuild(source)


def _portions(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    rest = iter(entries)
    while portion := list(islice(rest, _PORTION)):
        yield portion
