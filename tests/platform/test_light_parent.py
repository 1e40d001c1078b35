"""The parent of the workers holds the site only while it makes them, and they serve all the while."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from app.platform.light_parent import Family, Member

ROOT = Path(__file__).parents[2]
_PATIENCE = 60


@dataclass(frozen=True)
class Served:
    """A running site of two workers."""

    port: int
    process: subprocess.Popen[str]
    fault: Path

    def answering(self) -> int:
        """The process that answers a request; 0 where none does."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/")
            return int(connection.getresponse().read())
        except (OSError, HTTPException):
            return 0
        finally:
            connection.close()

    def workers(self) -> set[int]:
        """The processes that serve."""
        told = subprocess.run(["ps", "-A", "-o", "ppid=,pid="], capture_output=True, text=True, check=True).stdout
        pairs = [tuple(map(int, line.split())) for line in told.splitlines()]
        return {number for parent, number in pairs if parent == self.process.pid}

    def command(self) -> str:
        """How the parent was begun last."""
        asked = ["ps", "-ww", "-o", "args=", "-p", str(self.process.pid)]
        return subprocess.run(asked, capture_output=True, text=True).stdout

    def is_light(self) -> bool:
        """Whether the parent looks after two workers and holds nothing else."""
        return '"with_site": false' in self.command() and len(self.workers()) == 2


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    fault = tmp_path / "fault"
    command = [sys.executable, "-m", "tests.platform.one_line_site", str(port), str(fault)]
    with (tmp_path / "errors").open("w") as errors:
        process = subprocess.Popen(command, cwd=ROOT, stderr=errors, text=True)
    site = Served(port, process, fault)
    try:
        comes(site.is_light)
        yield site
    finally:
        for one in (*site.workers(), process.pid):
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        process.wait()


def comes(what: Callable[[], bool]) -> None:
    """Wait for what other processes do."""
    end = time.monotonic() + _PATIENCE
    while not what():
        assert time.monotonic() < end, what
        time.sleep(0.02)


def test_a_parent_that_has_made_its_workers_holds_the_site_no_more_and_they_serve(served: Served) -> None:
    assert served.answering() in served.workers()


def test_all_workers_are_made_anew_when_one_is_lost_and_the_other_serves_meanwhile(served: Served) -> None:
    before = served.workers()
    lost, left = sorted(before)
    os.kill(lost, signal.SIGKILL)
    answering = set()

    def are_all_new() -> bool:
        answering.add(served.answering())
        return served.is_light() and not served.workers() & before

    comes(are_all_new)
    assert 0 not in answering
    assert left in answering


def test_a_site_that_cannot_be_loaded_again_is_served_by_whoever_is_left(served: Served, tmp_path: Path) -> None:
    lost, left = sorted(served.workers())
    served.fault.touch()
    os.kill(lost, signal.SIGKILL)
    comes(lambda: '"pause": 30' in served.command())
    assert served.workers() == {left}
    assert served.answering() == left
    assert "The site has a fault." in (tmp_path / "errors").read_text("utf-8")


def test_hanging_up_makes_all_workers_anew(served: Served) -> None:
    before = served.workers()
    served.process.send_signal(signal.SIGHUP)
    comes(lambda: served.is_light() and not served.workers() & before)
    assert served.answering() in served.workers()


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_whoever_ends_the_parent_ends_all(served: Served, ending: signal.Signals) -> None:
    workers = served.workers()
    served.process.send_signal(ending)
    assert served.process.wait(_PATIENCE) == 0
    assert not [number for number in workers if Path(f"/proc/{number}").exists()]
    assert served.answering() == 0


def test_what_a_parent_must_know_is_read_as_it_was_written() -> None:
    family = Family((Member(12, 1, 6), Member(13, 2, 7)), 2, (5,), with_site=True, pause=30)
    assert Family.read(family.written()) == family
