"""Starts a server on a free port of this machine and stops it again."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from app import serving

ROOT = Path(__file__).parents[2]
# The first is the site's own: gunicorn with the worker named in app/serving.py.
SERVERS = ("own", "sync", "gthread", "granian", "waitress")
_THREADS = serving.threads
_LONGEST_START = 60
_OWN = [sys.executable, "-OO", "-X", "no_debug_ranges", "-m", "app.serving"]


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    port: int
    process: int


@contextmanager
def served(module: str, kind: str, environment: Mapping[str, str], log: Path) -> Iterator[Server]:
    """Serve `module:app` under the site's settings while the block lasts; its errors are told what the server said.

    The site itself is started as `make run` starts it, unless another kind of server is tried.
    """
    port = _free_port()
    with log.open("wb") as written:
        process = subprocess.Popen(
            _OWN if module == "wsgi" and kind == "own" else _command(f"{module}:app", kind, port),
            cwd=ROOT,
            env={
                **environment,
                "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1:glibc.malloc.tcache_count=0",
                "HOST": "127.0.0.1",
                "PORT": str(port),
                "PYTHONPATH": str(ROOT),
            },
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(port, process)
        yield Server(port, process.pid)
        if process.poll() is not None:
            raise RuntimeError(f"{module} ended by itself.")
    except Exception as error:
        error.add_note(f"What {module} said last:\n{log.read_text('utf-8', 'replace')[-2000:]}")
        raise
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _command(application: str, kind: str, port: int) -> list[str]:
    """What starts a server; threads where the kind has them, and as many processes as the site itself has."""
    beside = Path(sys.executable)
    if kind == "granian":
        address = ["--host", "127.0.0.1", "--port", str(port), "--workers", str(serving.workers)]
        return [str(beside.with_name("granian")), "--interface", "wsgi", "--no-ws", *address, application]
    if kind == "waitress":
        return [
            *(str(beside.with_name("waitress-serve")), f"--listen=127.0.0.1:{port}", f"--threads={_THREADS}"),
            application,
        ]
    options = ["--config", "python:app.serving", *(["--worker-class", kind] if kind != "own" else [])]
    return [str(beside.with_name("gunicorn")), *options, application]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _LONGEST_START
    while time.monotonic() < end and process.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/")
            if connection.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError("The server did not start.")
