"""A web worker that leaves new visitors to its siblings while they have fewer.

All workers listen at one socket, whoever wakes first takes the connection, and browsers keep theirs open for a while.
By chance one process could hold nearly all of them and its pages take turns, while the next one has nothing to do.
"""

import time
from ctypes import c_int
from multiprocessing.sharedctypes import RawArray
from socket import socket
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

_NOBODY = -1
# Where each worker tells how many connections it holds; a new one takes the place of one that ended long ago.
_held = RawArray(c_int, [_NOBODY] * 64)
# Seconds: enough for a sibling to wake and accept. Nobody waits longer, so a worker that hangs keeps no visitor out.
_PAUSE = 0.002


class SharingWorker(ThreadWorker):
    """Serves with threads and shares the connections out."""

    def accept(self, listener: socket) -> None:
        """Take a connection, unless a sibling with fewer takes it first."""
        if self.nr_conns > min(self._held_by_siblings(), default=self.nr_conns):
            time.sleep(_PAUSE)
        super().accept(listener)
        self._tell()

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Handle what happened, and tell how many connections are left."""
        super().wait_for_and_dispatch_events(timeout)
        self._tell()

    def _held_by_siblings(self) -> list[int]:
        mine = _place_of(self)
        return [held for place, held in enumerate(_held) if held != _NOBODY and place != mine]

    def _tell(self) -> None:
        _held[_place_of(self)] = self.nr_conns


def forget(worker: Any) -> None:
    """Count a worker no more that has ended."""
    _held[_place_of(worker)] = _NOBODY


def _place_of(worker: Any) -> int:
    return int(worker.age) % len(_held)
