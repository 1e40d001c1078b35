"""Applications that serve one test after another: to make one takes longer than most tests do."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import Context
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, has_app_context

from app.platform import clock, throttle
from app.platform.database import db
from app.platform.fragments import forget_all

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# Made when an application starts, and the same for all.
_STAYS = "static"


class Stand:
    """An application whose database and folder are emptied before each test, so that it is found as it was made.

    A test that adds routes, or changes the database's tables, asks for an application of its own instead.
    """

    def __init__(self, app: Flask, empty_database: Callable[[], None], *, stays_connected: bool = False) -> None:
        self._app = app
        self._empty_database = empty_database
        self._stays_connected = stays_connected
        self._first_config = dict(app.config)
        self._first_extensions = dict(app.extensions)

    @contextmanager
    def lent(self) -> Iterator[Flask]:
        """The application for one test."""
        self._empty_database()
        self._empty_folder()
        app = self._app
        app.config.clear()
        app.config.update(self._first_config)
        app.extensions.clear()
        app.extensions.update(self._first_extensions)
        with running(app, stays_connected=self._stays_connected):
            yield app

    def _empty_folder(self) -> None:
        for path in Path(self._app.instance_path).iterdir():
            if path.is_dir() and not path.is_symlink():
                if path.name != _STAYS:
                    shutil.rmtree(path)
            else:
                path.unlink()


@contextmanager
def running(app: Flask, *, stays_connected: bool = False) -> Iterator[Flask]:
    """An application as a test meets it: within its context, nothing remembered of earlier requests.

    Whoever stays connected finds connections that know their way about the database, which takes PostgreSQL longer to
    learn than most tests ask it for.
    """
    throttle.forget_all()
    forget_all()
    (Path(app.instance_path) / "courses").mkdir(exist_ok=True)
    with app.app_context():
        yield app
        db.session.remove()
        if not stays_connected:
            db.engine.dispose()
    assert clock._source is clock._real, "This test leaves the clock stopped for all after it."


def served_apart(app: Flask) -> Flask:
    """The application, which from now on answers each request outside the context of the test."""
    app.wsgi_app = _apart(app.wsgi_app)  # type: ignore[method-assign, assignment]
    return app


def _apart(serve: "WSGIApplication") -> "WSGIApplication":
    """Serve each request in a context of its own, as a server does: the test's own session and `g` stay outside.

    The test's session lets go of what it read, so that it sees afterwards what the request wrote.
    """

    def serve_apart(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if has_app_context():
            db.session.remove()
        return Context().run(serve, environ, start_response)

    return serve_apart
