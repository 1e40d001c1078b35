"""Sends requests for a few seconds and says how long the answers took: with wrk, or in threads where there is none."""

import os
import resource
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from http.client import HTTPException, HTTPResponse
from itertools import cycle, islice
from pathlib import Path
from statistics import quantiles

# Sessions are tied to what the browser says of itself, so everybody here says the same.
AGENT = "benchmark"
_REPLAY = Path(__file__).with_name("replay.lua")
_PATIENCE = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it will be sent; one with a body is a POST. `sender` is an address to be taken for, if any."""

    path: str
    cookie: str = ""
    body: str = ""
    sender: str = ""

    @property
    def method(self) -> str:
        """GET or POST."""
        return "POST" if self.body else "GET"

    def headers(self) -> dict[str, str]:
        """The headers besides those about the connection."""
        headers = {"User-Agent": AGENT}
        if self.cookie:
            headers["Cookie"] = f"session={self.cookie}"
        if self.sender:
            headers["X-Forwarded-For"] = self.sender
        if self.body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        return headers

    def raw(self) -> bytes:
        """The request as it goes over the wire."""
        lines = [f"{self.method} {self.path} HTTP/1.1", "Host: localhost"]
        lines += [f"{name}: {text}" for name, text in self.headers().items()]
        if self.body:
            lines.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join([*lines, "", self.body]).encode("ascii")


@dataclass(frozen=True, slots=True)
class Load:
    """What became of a load: how many answers in how many seconds, waiting times in milliseconds, errors."""

    requests: int
    seconds: float
    p50: float
    p95: float
    p99: float
    errors: int

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.requests / self.seconds


@cache
def find_wrk() -> str | None:
    """The path of wrk, installed first where that takes one command; None when it is not to be had."""
    found = shutil.which("wrk")
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        install = ["apt-get", "install", "-qq", "--no-install-recommends", "wrk"]
        subprocess.run(
            install, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, capture_output=True, check=False
        )
        found = shutil.which("wrk")
    return found


def send_load(port: int, requests: Sequence[Asked], *, concurrency: int, seconds: float) -> Load:
    """Send the requests in turn over so many connections, round and round until the time is over."""
    wrk = find_wrk()
    if wrk is None:
        return _send_in_threads(port, requests, concurrency, seconds)
    with tempfile.NamedTemporaryFile() as file:
        for asked in requests:
            raw = asked.raw()
            file.write(b"%d\n%b" % (len(raw), raw))
        file.flush()
        said = subprocess.run(
            [
                *(wrk, "--threads", "1", "--connections", str(concurrency), "--duration", f"{max(1, round(seconds))}s"),
                *("--timeout", f"{_PATIENCE}s", "--script", str(_REPLAY), f"http://127.0.0.1:{port}", "--", file.name),
            ],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    figures = next(line for line in said.splitlines() if line.startswith("figures "))
    count, microseconds, *percentiles, errors = (int(figure) for figure in figures.split()[1:])
    p50, p95, p99 = (figure / 1000 for figure in percentiles)
    return Load(count, microseconds / 1e6, p50, p95, p99, errors)


def load_of(waits: Sequence[float], seconds: float, errors: int) -> Load:
    """The figures of a load from the single waiting times, in seconds."""
    if len(waits) < 2:
        return Load(len(waits), seconds, 0, 0, 0, errors)
    hundredths = quantiles((1000 * wait for wait in waits), n=100, method="inclusive")
    return Load(len(waits), seconds, hundredths[49], hundredths[94], hundredths[98], errors)


def _send_in_threads(port: int, requests: Sequence[Asked], concurrency: int, seconds: float) -> Load:
    """As wrk does it, in Python: this process's own work is part of every figure."""
    raw = [asked.raw() for asked in requests]
    waits: list[float] = []
    errors: list[str] = []
    began = time.perf_counter()
    end = began + seconds

    def send(mine: Iterable[bytes]) -> None:
        connection: socket.socket | None = None
        for one in mine:
            if time.perf_counter() >= end:
                break
            before = time.perf_counter()
            try:
                connection = connection or socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)
                connection.sendall(one)
                is_open, status = _answer_on(connection)
            except (OSError, HTTPException) as error:
                errors.append(str(error))
                is_open = False
            else:
                waits.append(time.perf_counter() - before)
                if status >= 400:
                    errors.append(str(status))
            if not is_open and connection is not None:
                connection.close()
                connection = None

    threads = [
        threading.Thread(target=send, args=(islice(cycle(raw), start, None, concurrency),))
        for start in range(concurrency)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return load_of(waits, time.perf_counter() - began, len(errors))


def _answer_on(connection: socket.socket) -> tuple[bool, int]:
    """Read one answer; returns whether the connection may be used again, and the status."""
    answer = HTTPResponse(connection)
    answer.begin()
    answer.read()
    return not answer.will_close, answer.status


def own_cpu() -> float:
    """Seconds of processor time that this process and the generators it waited for have used."""
    used = 0.0
    for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        told = resource.getrusage(whose)
        used += told.ru_utime + told.ru_stime
    return used
