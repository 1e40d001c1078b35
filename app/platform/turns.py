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
from typing import TYPE_CHECKING, Any

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
# A longer body is read piece by piece while the request is served, by the few views that take one.
_LONGEST_BODY = 4 * 1024 * 1024
_PIECE = 1024 * 1024
# What is refused is read to its end all the same, up to this: a browser shows the answer only once it has sent all.
_MOST_TO_THROW_AWAY = 128 * 1024 * 1024


def in_turns(serve: "WSGIApplication") -> "WSGIApplication":
    """The application, one request at a time."""

    def serve_in_turn(environment: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        body = _read_body(environment)
        _turns.take()
        _mine.held = True
        try:
            return serve(environment, start_response)
        finally:
            _mine.held = False
            _turns.give_back()
            if body is not None:
                body.throw_away()

    return serve_in_turn


class _LongBody:
    """A body that is too long to be waited for as a whole: others go first while a piece of it is on its way."""

    def __init__(self, stream: Any, length: int) -> None:
        self._stream = stream
        self._left = length
        self._piece = memoryview(b"")

    def read(self, size: int = -1) -> bytes:
        """So many bytes, or fewer; all that are left without a number."""
        if size < 0:
            return b"".join(iter(lambda: self.read(_PIECE), b""))
        if size and not self._piece and self._left:
            with letting_others_go_first():
                self._piece = memoryview(self._stream.read(min(_PIECE, self._left)))
            # Whoever sent it may have gone.
            self._left = self._left - len(self._piece) if self._piece else 0
        taken, self._piece = bytes(self._piece[:size]), self._piece[size:]
        return taken

    def throw_away(self) -> None:
        """Read what nobody wanted."""
        if self._left <= _MOST_TO_THROW_AWAY:
            while self.read(_PIECE):
                pass


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


def _read_body(environment: "WSGIEnvironment") -> _LongBody | None:
    """Wait for the body before taking a turn: on a slow line it takes seconds. A long one is given back, to come."""
    told = environment.get("CONTENT_LENGTH") or "0"
    length = int(told) if told.isdecimal() else 0
    if length > _LONGEST_BODY:
        body = environment["wsgi.input"] = _LongBody(environment["wsgi.input"], length)
        return body
    if length:
        environment["wsgi.input"] = BytesIO(environment["wsgi.input"].read(length))
    return None
