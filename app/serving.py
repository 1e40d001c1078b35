"""Serves the site with gunicorn: `python -m app.serving`, or `gunicorn --config python:app.serving wsgi:app`.

As a module it prepares the site first and serves from the same process, so that everything is loaded once.
"""

import argparse
import ctypes
import gc
import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("LEARNING_FORUM_WORKERS") or min(8, max(2, os.cpu_count() or 2)))
# Threads so that a slow line, or a password being checked, holds up nobody; within a process pages are written one at
# a time all the same (platform/turns.py). Measured in tests/benchmarks.
worker_class = "gthread"
threads = 24
keepalive = 15
preload_app = True
# A long table over a slow line takes a while; a worker that hangs is still ended.
timeout = 120
max_requests = 20_000
max_requests_jitter = 2_000
# gunicorn 25 and later would put a control socket into the home directory.
control_socket_disable = True
accesslog = None
loglevel = "warning"
# The names of settings in glibc's malloc.h.
_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8
_SETTINGS = (
    "bind workers worker_class threads keepalive preload_app timeout max_requests max_requests_jitter control_socket_disable "
    "accesslog loglevel when_ready"
).split()


def _give_memory_back() -> None:
    """Let glibc keep one store of memory for all threads, and give large pieces back as soon as they are free.

    Checking a password takes 19 MB for a moment; by itself glibc would keep that much for each of the threads.
    Taking them anew costs half as much again as the check, unless huge pages are asked for: see the Makefile.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, 1)
        mallopt(_M_MMAP_THRESHOLD, 1024 * 1024)


_give_memory_back()


def when_ready(_server: Any) -> None:
    """Say where the site is."""
    host, _colon, port = bind.partition(":")
    name = "localhost" if host == "127.0.0.1" else host
    sys.stdout.write(f"\nLearning Forum is at http://{name}:{port}  (Ctrl+C stops it)\n\n")
    sys.stdout.flush()


def main() -> None:
    """Prepare the site and serve it."""
    parser = argparse.ArgumentParser(prog="python -m app.serving", description="Prepare the site and serve it.")
    parser.add_argument("--demo", action="store_true", help="make people to try the site with, if there are none")
    told = parser.parse_args()
    _gunicorn(_prepared_app(with_demo=told.demo)).run()


def _prepared_app(*, with_demo: bool) -> "Flask":
    from app.factory import create_app
    from app.platform.database import db
    from app.preparing import prepare_site

    app = create_app()
    with app.app_context():
        prepare_site(with_demo=with_demo)
        db.session.remove()
    # What every worker needs is read here once, and shared: courses, templates, the libraries behind them.
    app.test_client().get("/courses")
    with app.app_context():
        # Each worker opens connections of its own; none is handed on.
        db.engine.dispose()
    # What is loaded now stays: out of the collector's sight, its pages remain shared between the processes.
    gc.collect()
    gc.freeze()
    return app


def _gunicorn(app: "Flask") -> Any:
    from gunicorn.app.base import BaseApplication

    class Site(BaseApplication):
        def load_config(self) -> None:
            for name in _SETTINGS:
                self.cfg.set(name, globals()[name])

        def load(self) -> "Flask":
            return app

    return Site()


if __name__ == "__main__":
    main()
