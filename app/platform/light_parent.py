"""A parent of workers that holds the site only while it makes them.

Workers share the memory that was there when they were made, page by page, until one of them writes to it, and Python
writes to nearly all it reads. Then the first copy of a page is the parent's, who needs it no more: 40 MB beside two
workers. So once they are made, the parent begins anew as a small program which knows their numbers and the sockets and
nothing of the site; for the system it stays the same process, with the same children. Where a worker is missing, it
begins anew with the site and makes all of them again, so that they share what they hold; those of before end when they
have answered whom they serve.
"""

import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.sock import create_sockets

if TYPE_CHECKING:
    from flask import Flask

# Seconds until a site that could not be loaded is loaded again; the workers that are left serve it meanwhile.
_PAUSE = 30
_ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)
_HEARD = {*Arbiter.SIGNALS, signal.SIGCHLD}


@dataclass(frozen=True, slots=True)
class Member:
    """A worker: its process, how many were made before it, and the file by whose time it tells that it lives."""

    process: int
    age: int
    pulse: int


@dataclass(frozen=True, slots=True)
class Family:
    """What a parent must know after it began anew: its workers, how many they should be, and the sockets."""

    workers: tuple[Member, ...]
    wanted: int
    listeners: tuple[int, ...]
    with_site: bool
    # Seconds before the site is loaded again, although a worker is missing.
    pause: int = 0

    @classmethod
    def read(cls, text: str) -> "Family":
        """What `written` wrote."""
        told = json.loads(text)
        workers = tuple(Member(**member) for member in told.pop("workers"))
        return cls(**{**told, "workers": workers, "listeners": tuple(told["listeners"])})

    def written(self) -> str:
        """For the command line."""
        return json.dumps(asdict(self))


class LightApplication(BaseApplication):
    """The site for gunicorn, or nothing while its parent only looks after workers."""

    def __init__(self, app: "Flask | None", settings: dict[str, Any], command: Sequence[str], family: Family | None):
        self.app = app
        self.command = command
        self.family = family
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Take over the settings; what concerns workers does not concern who makes none."""
        for name, setting in self._settings.items():
            if self.app is not None or name not in ("worker_class", "preload_app", "when_ready"):
                self.cfg.set(name, setting)

    def load(self) -> "Flask | None":
        """What workers serve."""
        return self.app

    def run(self) -> None:
        """Serve until told to end."""
        LightParent(self).run()


class LightParent(Arbiter):
    """Makes workers and begins anew without the site, or looks after them and begins anew with it."""

    def __init__(self, application: LightApplication) -> None:
        super().__init__(application)
        self._command = application.command
        self._holds_site = application.app is not None
        self._is_made = self._is_asked_anew = False
        self._not_before = 0.0
        self.began_anew = application.family is not None
        if family := application.family:
            self._take_over(family)

    def _take_over(self, family: Family) -> None:
        self.LISTENERS = create_sockets(self.cfg, self.log, family.listeners)
        self.WORKERS = {member.process: _Adopted(member) for member in family.workers}
        self.worker_age = max((member.age for member in family.workers), default=0)
        self.num_workers = family.wanted
        self._not_before = time.monotonic() + family.pause

    def init_signals(self) -> None:
        """Hear signals, also those that came while this process began anew."""
        super().init_signals()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _HEARD)

    def manage_workers(self) -> None:
        """See that there are as many workers as wanted."""
        if self._holds_site and not self._is_made:
            self._is_made = True
            for _ in range(self.num_workers):
                self.spawn_worker()
        if not self._holds_site and self._is_asked_anew:
            self._begin_anew(with_site=True)
        super().manage_workers()

    def spawn_workers(self) -> None:
        """Load the site, since a worker is missing."""
        if not self._holds_site and time.monotonic() >= self._not_before:
            self._begin_anew(with_site=True)

    def wait_for_signals(self, timeout: float = 1.0) -> list[int]:
        """Wait without the site."""
        if self._holds_site:
            self._begin_anew(with_site=False)
        signals: list[int] = super().wait_for_signals(timeout)
        return signals

    def handle_hup(self) -> None:
        """Serve what the site is by now, with workers made anew."""
        self._is_asked_anew = True

    def handle_ttin(self) -> None:
        """Serve with one worker more."""
        self.num_workers += 1
        self._is_asked_anew = True

    def handle_usr2(self) -> None:
        """Change nothing: a second parent beside this one would not know of its workers."""
        self.log.warning("USR2 is not supported. HUP makes all workers anew.")

    def _begin_anew(self, *, with_site: bool) -> None:
        """Become the other program; returns where a signal came in between, which is to be heard first."""
        signal.pthread_sigmask(signal.SIG_BLOCK, _HEARD)
        if not self.SIG_QUEUE.empty():
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _HEARD)
            return
        members = tuple(Member(process, worker.age, worker.tmp.fileno()) for process, worker in self.WORKERS.items())
        listeners = tuple(listener.fileno() for listener in self.LISTENERS)
        become(self._command, Family(members, self.num_workers, listeners, with_site))


class _Adopted:
    """A worker that was made before this process began anew."""

    def __init__(self, member: Member) -> None:
        self.pid, self.age, self.aborted = member.process, member.age, False
        self.tmp = _Pulse(member.pulse)

    def __str__(self) -> str:
        return f"<Worker {self.pid}>"


class _Pulse:
    """The file whose time a worker sets, by its number."""

    def __init__(self, number: int) -> None:
        self._number = number

    def fileno(self) -> int:
        return self._number

    def last_update(self) -> float:
        return os.fstat(self._number).st_mtime

    def close(self) -> None:
        os.close(self._number)


def become(command: Sequence[str], family: Family) -> NoReturn:
    """Let this process begin anew by a command, with its children, their files and the sockets."""
    for kept in (*family.listeners, *(member.pulse for member in family.workers)):
        os.set_inheritable(kept, True)
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(command[0], [*command, family.written()])


def loaded_or_let_be(load: Callable[[], "Flask"], command: Sequence[str], family: Family) -> "Flask":
    """The site that workers are made of; where it cannot be loaded, those that are left go on, and it is tried again.

    Loading takes seconds: who ends this process meanwhile is heard at once, and workers without a parent end too.
    """
    for ending in _ENDING:
        signal.signal(ending, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    try:
        return load()
    except Exception:
        traceback.print_exc()
        sys.stderr.write(f"The site could not be loaded to make workers anew. It is tried again in {_PAUSE} seconds.\n")
        signal.pthread_sigmask(signal.SIG_BLOCK, _HEARD)
        become(command, Family(family.workers, family.wanted, family.listeners, with_site=False, pause=_PAUSE))
