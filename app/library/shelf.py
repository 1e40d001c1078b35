"""Compiled courses in memory. A digest never stands for another text, so a kept copy is never stale."""

from collections import OrderedDict
from datetime import datetime
from threading import Lock

from app.content.course import Course
from app.content.serial import from_json
from app.library.editions import Edition, edition_of

_MOST = 256
_kept: OrderedDict[tuple[str, int, int], Edition] = OrderedDict()
_lock = Lock()

# A revision's digest and id (two databases may number alike), and the version of the compiler that made it.
ShelfKey = tuple[str, int, int]


def find(key: ShelfKey) -> Edition | None:
    """A copy from memory."""
    with _lock:
        edition = _kept.get(key)
        if edition is not None:
            _kept.move_to_end(key)
        return edition


def keep(key: ShelfKey, *, compiled: str, number: int, published_at: datetime) -> Edition:
    """Read a compiled course and keep it; the copy that was asked for longest ago makes room."""
    course: Course = from_json(compiled)
    edition = edition_of(course, revision_id=key[1], number=number, digest=key[0], published_at=published_at)
    with _lock:
        _kept[key] = edition
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    return edition
