"""Figures that may be a minute old: counted once a minute, however many people look."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from flask import current_app

from app.platform import clock

_FRESH = timedelta(minutes=1)
Figure = TypeVar("Figure")


def recent(name: str, count: Callable[[], Figure]) -> Figure:
    """The figure of this name, counted anew when the last count is older than a minute."""
    kept: dict[str, tuple[datetime, Figure]] = current_app.extensions.setdefault("recent", {})
    now = clock.now()
    found = kept.get(name)
    if found is not None and abs(now - found[0]) < _FRESH:
        return found[1]
    figure = count()
    kept[name] = (now, figure)
    return figure


def forget(name: str) -> None:
    """Count anew at the next look: in this process something changed the figure."""
    current_app.extensions.get("recent", {}).pop(name, None)
