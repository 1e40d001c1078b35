"""One request at a time in each process, but for those that only wait or only compute elsewhere.

Threads of one Python process that all want to run Python get in each other's way: every page becomes slower, and some
much slower. So requests take turns. A turn is taken when the whole request has arrived and given back before the answer
is sent, so that a slow line holds up nobody; and whoever hashes a password lets others go first meanwhile, since that
work needs no Python.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Lock, local
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Turns:
    """A lock that is given to whoever has waited longest; Python's own is given to whoever grabs it."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._waiting: deque[Lock] = deque()
        self._is_taken = False

    def take(self) -> None:
        """Wait for one's turn."""
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        # Opened by the one before.
        mine.acquire()

    def give_back(self) -> None:
        """Let the next one go."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False


_turns = Turns()
_mine = local()
# Longer bodies are refused by the application, which reads no more than it allows.
_LONGEST_BODY = 4 * 1024 * 1024


def in_turns(serve: "WSGIApplication") -> "WSGIApplication":
    """The application, one request at a time."""

    def serve_in_turn(environment: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        _read_body(environment)
        _turns.take()
        _mine.held = True
        try:
            return serve(environment, start_response)
        finally:
            _mine.held = False
            _turns.give_back()

    return serve_in_turn


@contextmanager
def letting_others_go_first() -> Iterator[None]:
    """Give the turn back for as long as the block lasts; nothing of the request's may be touched inside."""
    if not getattr(_mine, "held", False):
        yield
        return
    _mine.held = False
    _turns.give_back()
    try:
        yield
    finally:
        _turns.take()
        _mine.held = True


def _read_body(environment: "WSGIEnvironment") -> None:
    """Wait for the body before taking a turn: on a slow line it takes seconds."""
    length = environment.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and 0 < int(length) <= _LONGEST_BODY:
        environment["wsgi.input"] = BytesIO(environment["wsgi.input"].read(int(length)))
