"""Pieces of HTML that many requests share, made once and kept while there is room."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from markupsafe import Markup

_MOST = 2048
_kept: OrderedDict[Hashable, Markup] = OrderedDict()
_lock = Lock()


def fragment(key: Hashable, make: Callable[[], str]) -> Markup:
    """The piece under this key; `make` is called when it is not there, and the one unused longest makes room.

    Everything the piece depends on belongs into the key; `make` gives HTML that is safe to show.
    """
    with _lock:
        piece = _kept.get(key)
        if piece is not None:
            _kept.move_to_end(key)
            return piece
    piece = Markup(make())
    with _lock:
        _kept[key] = piece
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    return piece


def forget_all() -> None:
    """Make everything anew; in development a template may have changed."""
    with _lock:
        _kept.clear()
