"""Calls go down, events go up: a lower floor announces, an upper floor listens."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

Listener = Callable[[Any], None]
_listeners: dict[type, tuple[Listener, ...]] = {}


def announce(event: object) -> None:
    """Call whoever listens, at once and inside the caller's transaction: cause and consequence stay together."""
    for listener in _listeners.get(type(event), ()):
        listener(event)


def listen(subscriptions: Iterable[tuple[type, Listener]]) -> None:
    """Replace all listeners by these; `wiring` calls it once."""
    table: dict[type, list[Listener]] = defaultdict(list)
    for kind, listener in subscriptions:
        table[kind].append(listener)
    _listeners.clear()
    _listeners.update({kind: tuple(found) for kind, found in table.items()})
