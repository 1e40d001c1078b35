"""Serves the site with gunicorn: `python -OO -m app.serving`, or `gunicorn --config python:app.serving wsgi:app`.

As a module it prepares the site first, in a process of its own: what only that needs is gone when the site is served.
"""

import argparse
import os
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from itertools import takewhile
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.platform.light_parent import Family, LightApplication, loaded_or_let_be
from app.platform.memory import be_thrifty, give_back_now_and_then, settle

if TYPE_CHECKING:
    from flask import Flask

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("LEARNING_FORUM_WORKERS") or min(8, max(2, os.cpu_count() or 2)))
# Threads so that a slow line, or a password being checked, holds up nobody; within a process pages are written one at
# a time all the same (platform/turns.py). Measured in tests/benchmarks.
worker_class = "app.platform.sharing.SharingWorker"
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
# What most people open, and the templates of those pages that nobody sees before they sign in.
_FIRST_PAGES = ("/", "/courses", "/sign-in", "/register", "/verify")
_FIRST_TEMPLATES = ("components/", "layout/", "learning/", "assessment/", "forum/", "search/")
# What it takes to write a post and to find one: each process would else load eight megabytes for itself.
_FIRST_MODULES = ("Stemmer", "app.content.submitted", "rapidfuzz.fuzz", "rapidfuzz.process")
_SETTINGS = (
    "bind workers worker_class threads keepalive preload_app timeout max_requests max_requests_jitter control_socket_disable "
    "accesslog loglevel when_ready post_worker_init child_exit"
).split()
# How this process begins anew, followed by what it must know: with the options that Python was started with.
_ANEW = [sys.executable, *takewhile(lambda part: part != "-m", sys.orig_argv[1:]), "-m", "app.serving", "--family"]


def _name_no_server() -> None:
    """Have answers not tell by which program they are served."""
    from gunicorn.http import wsgi

    wsgi.SERVER = "web"


_name_no_server()
be_thrifty()


def when_ready(server: Any) -> None:
    """Say where the site is, when it begins."""
    if not getattr(server, "began_anew", False):
        host, _colon, port = bind.partition(":")
        name = "localhost" if host == "127.0.0.1" else host
        sys.stdout.write(f"\nLearning Forum is at http://{name}:{port}  (Ctrl+C stops it)\n\n")
        sys.stdout.flush()
    settle()


def post_worker_init(worker: Any) -> None:
    """Do what waits beside the pages, unless other processes are there for it."""
    from app.platform.jobs import keep_working

    threading.Thread(target=give_back_now_and_then, name="memory", daemon=True).start()

    # The benchmarks serve an application of one line by the same settings; it has no jobs.
    if (app := worker.app.wsgi()).config.get("WORKS"):
        keep_working(app)


def child_exit(_server: Any, worker: Any) -> None:
    """Let the others know that a worker has ended."""
    from app.platform.sharing import forget

    forget(worker)


def main() -> None:
    """Prepare the site and serve it."""
    parser = argparse.ArgumentParser(prog="python -m app.serving", description="Prepare the site and serve it.")
    parser.add_argument("--demo", action="store_true", help="make people to try the site with, if there are none")
    parser.add_argument("--family", type=Family.read, help=argparse.SUPPRESS)
    told = parser.parse_args()
    family: Family | None = told.family
    app: Flask | None
    if family is None:
        # Needed by both: what is loaded before they part takes its time once.
        import_module("app.factory")
        _do_apart(_prepare, told.demo)
        app = _loaded_app()
    elif family.with_site:
        app = loaded_or_let_be(_loaded_app, _ANEW, family)
    else:
        app = None
    LightApplication(app, {name: globals()[name] for name in _SETTINGS}, _ANEW, family).run()


def _do_apart(work: Callable[..., None], *told: object) -> None:
    """Do something in a process of its own, which takes what it loaded with it; ends this one if that fails."""
    apart = get_context("fork").Process(target=work, args=told)
    apart.start()
    apart.join()
    if apart.exitcode:
        sys.exit(apart.exitcode)


def _prepare(with_demo: bool) -> None:
    """Bring the site up to date, and compile the templates that are kept."""
    from app.factory import create_app
    from app.preparing import prepare_site

    app = create_app()
    with app.app_context():
        prepare_site(with_demo=with_demo)
    _warm_up(app)


def _loaded_app() -> "Flask":
    from app.factory import create_app
    from app.platform.database import db

    app = create_app()
    _warm_up(app)
    with app.app_context():
        # Each worker opens connections of its own; none is handed on.
        db.engine.dispose()
    return app


def _keep_compiled_templates(app: "Flask") -> None:
    """Compile a template once and not at each start; Jinja compiles it again when it changes."""
    from jinja2 import FileSystemBytecodeCache

    folder = Path(app.instance_path) / "templates"
    folder.mkdir(exist_ok=True)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(folder))


def _warm_up(app: "Flask") -> None:
    """Read what every worker needs here once, to be shared: courses, templates, what the libraries make for themselves.

    Whatever a page makes for the first time after this, each process makes and keeps for itself.
    """
    from app.library.queries import titles_by_slug

    for module in _FIRST_MODULES:
        import_module(module)
    _keep_compiled_templates(app)
    with app.app_context():
        courses = [f"/courses/{slug}" for slug in titles_by_slug()]
    browser = app.test_client()
    for page in (*_FIRST_PAGES, *courses):
        browser.get(page)
    for name in app.jinja_env.list_templates(filter_func=lambda name: name.startswith(_FIRST_TEMPLATES)):
        app.jinja_env.get_template(name)


if __name__ == "__main__":
    main()
