"""Measures the pages of a running site against the bare route beside it, again and again."""

import os
import threading
import time
from collections.abc import Callable, Sequence
from contextvars import Context
from dataclasses import dataclass
from statistics import median

from tests.benchmarks.load import Asked, Load, own_cpu, send_load
from tests.benchmarks.processes import cpu_of, machine_busy
from tests.benchmarks.sequences import take_quizzes
from tests.benchmarks.server import Server
from tests.benchmarks.site import Site, enrolled_in_bulk
from tests.benchmarks.sizes import answer_to
from tests.benchmarks.targets import LESSON, SIGN_IN, Target
from tests.builders import counted_statements

NARROW, WIDE = 1, 16
_HELLO = [Asked("/")]
# A measurement counts as disturbed when others used more of the machine than this.
_CLEAN = 0.15
# Pages whose requests are spent are given as many as no server of ours would answer, in parts of the bare route's rate.
_MOST_OF_BARE = 0.5


@dataclass(frozen=True, slots=True)
class Reference:
    """What the bare route gives: answers a second, and seconds of processor time for each."""

    rate: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Measured:
    """One measurement: the load, the bare route just before, processor time, and what others used meanwhile."""

    load: Load
    bare: Reference
    cpu: float
    foreign: float

    @property
    def is_clean(self) -> bool:
        """Whether the machine was left in peace."""
        return self.foreign < _CLEAN


@dataclass(frozen=True, slots=True)
class Figures:
    """What several measurements come to: medians of those that were clean, or the one disturbed least."""

    rate: float
    ratio: float
    bare_rate: float
    bare_cpu_ms: float
    p50: float
    p95: float
    p99: float
    cpu_ms: float
    errors: int
    clean: int
    of: int


@dataclass(frozen=True, slots=True)
class SequenceFigures:
    """Whole sequences, and the waiting times of the one request in each that hands in."""

    whole: Figures
    submit_p50: float
    submit_p95: float


@dataclass(frozen=True, slots=True)
class Bench:
    """Both servers, running, the processes of a database besides, and how long each load lasts."""

    site: Site
    server: Server
    bare: Server
    database: tuple[int, ...]
    seconds: float

    def warm_up(self) -> None:
        """Let every process of both servers read what it keeps in memory."""
        for server, requests in ((self.server, LESSON.requests(self.site, 0)), (self.bare, _HELLO)):
            send_load(server.port, requests, concurrency=WIDE, seconds=2)

    def reference(self, concurrency: int) -> Reference:
        """The bare route now."""
        cpu = cpu_of([self.bare.process])
        load = send_load(self.bare.port, _HELLO, concurrency=concurrency, seconds=self.seconds / 2)
        return Reference(load.rate, (cpu_of([self.bare.process]) - cpu) / load.requests)

    def measure(self, target: Target, concurrency: int) -> Measured:
        """The bare route, then the page. Raises RuntimeError when the page does not answer as it should."""
        bare = self.reference(concurrency)
        most = int(bare.rate * self.seconds * _MOST_OF_BARE)
        *requests, first = target.requests(self.site, most + 1)
        check(self.server, first, target.status)
        requests = requests or [first]
        measured = self._measure(
            lambda: send_load(self.server.port, requests, concurrency=concurrency, seconds=self.seconds), bare
        )
        if target.is_spent and measured.load.requests > len(requests):
            raise RuntimeError(f"{target.name}: {len(requests)} requests were too few; please raise _MOST_OF_BARE.")
        return measured

    def measure_sequences(self, desks: int) -> tuple[Measured, Load]:
        """Whole quizzes, and within them the handing in."""
        bare = self.reference(desks)
        most = int(bare.rate * self.seconds * _MOST_OF_BARE / 4)
        ready = [held for _enrolment_id, held in enrolled_in_bulk(self.site, most)]
        submissions: list[Load] = []

        def load() -> Load:
            taken = take_quizzes(self.site, self.server.port, ready, desks=desks, seconds=self.seconds)
            submissions.append(taken.submission)
            return taken.whole

        return self._measure(load, bare), submissions[0]

    def lesson_in_a_storm(self) -> Load:
        """The lesson page, asked by one, while sixteen sign in over and over; longer than others, for it is slow."""
        seconds = 3 * self.seconds
        storm, lessons = SIGN_IN.requests(self.site, 0), LESSON.requests(self.site, 0)
        signing_in = threading.Thread(
            target=send_load, args=(self.server.port, storm), kwargs={"concurrency": WIDE, "seconds": seconds + 1}
        )
        signing_in.start()
        time.sleep(0.5)
        load = send_load(self.server.port, lessons, concurrency=NARROW, seconds=seconds)
        signing_in.join()
        return load

    def _measure(self, send: Callable[[], Load], bare: Reference) -> Measured:
        servers = [self.server.process, *self.database]
        began, busy, cpu, own = time.perf_counter(), machine_busy(), cpu_of(servers), own_cpu()
        load = send()
        own, cpu, busy = own_cpu() - own, cpu_of(servers) - cpu, machine_busy() - busy
        room = (time.perf_counter() - began) * (os.cpu_count() or 1)
        return Measured(load, bare, cpu, max(0.0, busy - cpu - own) / room)


def check(server: Server, asked: Asked, status: int) -> None:
    """See that a page answers as it should, before a thousand answers are counted."""
    answer = answer_to(server.port, asked)
    if answer.status != status:
        raise RuntimeError(f"{asked.method} {asked.path} answered {answer.status}, not {status}:\n{answer.text[:2000]}")


def figures_of(measured: Sequence[Measured]) -> Figures:
    """Sum up the repetitions of one measurement; processor time and errors are taken from all of them."""
    clean = [one for one in measured if one.is_clean]
    counted = clean or [min(measured, key=lambda one: one.foreign)]
    return Figures(
        rate=median(one.load.rate for one in counted),
        ratio=median(one.load.rate / one.bare.rate for one in counted),
        bare_rate=median(one.bare.rate for one in counted),
        bare_cpu_ms=median(1000 * one.bare.cpu for one in measured),
        p50=median(one.load.p50 for one in counted),
        p95=median(one.load.p95 for one in counted),
        p99=median(one.load.p99 for one in counted),
        cpu_ms=median(1000 * one.cpu / max(1, one.load.requests) for one in measured),
        errors=sum(one.load.errors for one in measured),
        clean=len(clean),
        of=len(measured),
    )


def sequence_figures_of(taken: Sequence[tuple[Measured, Load]]) -> SequenceFigures:
    """Sum up the repetitions of sequences."""
    submits = [submit for _whole, submit in taken]
    return SequenceFigures(
        whole=figures_of([whole for whole, _submit in taken]),
        submit_p50=median(submit.p50 for submit in submits),
        submit_p95=median(submit.p95 for submit in submits),
    )


def statements_of(site: Site, target: Target) -> list[str]:
    """The SQL statements of one request, asked of the application without a server."""
    *before, last = target.requests(site, 3)[:3] if target.is_spent else [target.requests(site, 3)[-1]] * 3
    client = site.app.test_client(use_cookies=False)

    def ask(asked: Asked) -> None:
        response = client.open(asked.path, method=asked.method, headers=asked.headers(), data=asked.body or None)
        if response.status_code != target.status:
            raise RuntimeError(f"{asked.path} answered {response.status_code}, not {target.status}.")

    for asked in before:
        ask(asked)
    with site.app.app_context(), counted_statements(site.app) as counted:
        # Outside this context, so that the request makes one of its own as it does on a server.
        Context().run(ask, last)
    return counted.texts
