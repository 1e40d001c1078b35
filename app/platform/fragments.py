"""Pieces of HTML that many requests share, made once and kept while there is room."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from markupsafe import Markup

from app.platform.i18n import language

# Bytes in all; a lesson's page without its text has about eight thousand.
_MOST = 1_000_000
# As UTF-8: one sign beyond Latin, as a curly quote, would make each letter of a piece take two bytes.
_kept: OrderedDict[Hashable, bytes] = OrderedDict()
_lock = Lock()
_size = 0


def fragment(key: Hashable, make: Callable[[], str]) -> Markup:
    """The piece under this key; `make` is called when it is not there, and the one unused longest makes room.

    Everything the piece depends on belongs into the key; `make` gives HTML that is safe to show.
    """
    global _size
    with _lock:
        kept = _kept.get(key)
        if kept is not None:
            _kept.move_to_end(key)
    if kept is not None:
        return Markup(kept.decode())
    piece = Markup(make())
    kept = piece.encode()
    with _lock:
        replaced = _kept.pop(key, None)
        _kept[key] = kept
        _size += len(kept) - len(replaced or b"")
        while _size > _MOST:
            _size -= len(_kept.popitem(last=False)[1])
    return piece


def kept_piece(*key: Hashable, caller: Callable[[], str]) -> Markup:
    """What a template writes between `{% call kept_piece(…) %}` and its end, kept for the language of the page."""
    return fragment(("piece", language(), *key), caller)


def forget_all() -> None:
    """Make everything anew; in development a template may have changed."""
    global _size
    with _lock:
        _kept.clear()
        _size = 0
