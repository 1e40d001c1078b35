"""A served site, and a browser that tells of everything that goes wrong in it."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

from app.accounts.models import User
from app.accounts.roles import Role
from app.authoring.folders import read_folder
from app.content.course import Course
from app.platform.database import db
from tests.builders import compiled, enrolled, person
from tests.conftest import do_without, make_app

ROOT = Path(__file__).parents[1]
SLUG = "localizing-the-sdgs"
# A journey that is stuck should say so soon; no answer takes this long, in milliseconds.
PATIENCE = 10_000
# No page of a test lives so long that what its scripts are compiled to a second time would pay for itself.
SHORT_LIVED = "--js-flags=--no-opt,--no-maglev,--single-threaded-gc"
OUTSIDE_ISSUER = "http://127.0.0.1:9"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for a browser is marked so."""
    for item in items:
        if "browser_type_launch_args" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The Chromium of this machine; the one that Playwright would download is not needed."""
    path = os.environ.get("LEARNING_FORUM_TEST_CHROMIUM")
    if not path:
        do_without("Chromium", "LEARNING_FORUM_TEST_CHROMIUM")
    return {"executable_path": path, "args": ["--no-sandbox", SHORT_LIVED]}


@dataclass(frozen=True)
class Site:
    """A site served to browsers; `app` is the same site without a server, to prepare it and to run its commands."""

    address: str
    app: Flask
    courses: Path

    @contextmanager
    def database(self) -> Iterator[None]:
        """Inside, builders and queries work on the site's database."""
        with self.app.app_context():
            yield
            db.session.remove()
            db.engine.dispose()

    def person(
        self, role: Role | None = None, *, name: str = "Amina Diallo", enrolled_in: str = "", **more: str
    ) -> User:
        """Somebody with an account, and enrolled when a course is named."""
        with self.database():
            somebody = person(role, name=name, **more)
            if enrolled_in:
                enrolled(somebody, enrolled_in, "A plan my council can sign.")
            return somebody

    def run(self, *command: str) -> tuple[int, str]:
        """The exit code of a command and what it says."""
        told = self.app.test_cli_runner().invoke(args=list(command))
        return told.exit_code, told.output


@pytest.fixture(scope="session")
def site(
    browser_type_launch_args: dict[str, Any], migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The site of the journeys.

    It asks for Chromium first, since nothing need be served where there is no browser.
    """
    with served_site(tmp_path_factory.mktemp("site"), migrated_sqlite) as site:
        yield site


@contextmanager
def served_site(folder: Path, migrated_sqlite: Path) -> Iterator[Site]:
    """A site in this folder as `python -m app.serving` serves it, with the bundled courses published."""
    shutil.copyfile(migrated_sqlite, folder / "site.sqlite")
    shutil.copytree(ROOT / "courses", folder / "courses", ignore=shutil.ignore_patterns(".revision"))
    database_url = f"sqlite:///{folder / 'site.sqlite'}"
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LEARNING_FORUM_")} | {
        "LEARNING_FORUM_INSTANCE": str(folder),
        "LEARNING_FORUM_COURSES": str(folder / "courses"),
        "LEARNING_FORUM_DATABASE_URL": database_url,
        "LEARNING_FORUM_WORKERS": "2",
        "LEARNING_FORUM_REPLIES": "replies@example.org",
        # An organisation whose sign-in is down: nobody listens at this door.
        "LEARNING_FORUM_OIDC": "riverton",
        "LEARNING_FORUM_OIDC_RIVERTON_NAME": "Town of Riverton",
        "LEARNING_FORUM_OIDC_RIVERTON_ISSUER": OUTSIDE_ISSUER,
        "LEARNING_FORUM_OIDC_RIVERTON_CLIENT_ID": "forum",
        "LEARNING_FORUM_OIDC_RIVERTON_CLIENT_SECRET": "secret",
        "HOST": "127.0.0.1",
        "PORT": str(port),
    }
    log = folder / "server.log"
    with log.open("w") as kept, _served(environment, kept.fileno()) as said:
        # The last line of its start says where it is; a server that failed says nothing more.
        if not any("Learning Forum is at" in line for line in said):
            pytest.fail(f"The server did not start:\n{log.read_text()}")
        yield Site(f"http://127.0.0.1:{port}", make_app(folder, database_url), folder / "courses")
    assert "Traceback" not in log.read_text(), log.read_text()


@contextmanager
def _served(environment: dict[str, str], log: int) -> Iterator[Iterator[str]]:
    """A server, from its start to its end; gives the lines it says."""
    command = [sys.executable, "-OO", "-m", "app.serving"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=log, text=True) as server:
        try:
            assert server.stdout is not None
            yield iter(server.stdout.readline, "")
        finally:
            server.terminate()


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port: int = door.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def course() -> Course:
    """The bundled course as the compiler reads it, right answers included."""
    return compiled(read_folder(ROOT / "courses" / SLUG), SLUG)


@dataclass
class Witness:
    """Notes what a person would not see at once: errors, refusals of the policy, requests that fail or go elsewhere."""

    address: str
    complaints: list[str] = field(default_factory=list)
    # Statuses that belong to a journey, as 404 where it asks for what is not there.
    expected: set[int] = field(default_factory=set)
    is_offline: bool = False

    def watch(self, context: BrowserContext) -> None:
        """Listen to all pages of a browser."""
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        context.on("request", self._request)
        context.on("requestfailed", self._failure)
        context.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        # What failed to load is told by the request itself.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and f"{parts.scheme}://{parts.netloc}" != self.address:
            self.complaints.append(f"goes elsewhere: {request.url}")

    def _failure(self, request: Request) -> None:
        # A browser gives up a navigation when it becomes a download, or when another begins; then it also
        # drops the icon of the page it leaves.
        may_be_dropped = request.is_navigation_request() or request.url.endswith("/favicon.svg")
        is_given_up = may_be_dropped and request.failure == "net::ERR_ABORTED"
        if not self.is_offline and not is_given_up:
            self.complaints.append(f"fails: {request.url} {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.complaints.append(f"{response.status}: {response.url}")


@pytest.fixture
def witness(site: Site) -> Iterator[Witness]:
    """Whoever looks over the shoulder; the journey fails at its end when anything was amiss."""
    witness = Witness(site.address)
    yield witness
    assert witness.complaints == []


# Opens a browser of its own, without cookies; takes the options of Playwright's `new_context`.
OpenBrowser = Callable[..., Page]


@pytest.fixture
def open_browser(site: Site, witness: Witness, new_context: Callable[..., BrowserContext]) -> OpenBrowser:
    """Browsers under watch."""

    def open_page(**options: Any) -> Page:
        # Nobody waits for a page that scrolls smoothly to what is pressed next.
        context = new_context(base_url=site.address, reduced_motion="reduce", **options)
        context.set_default_timeout(PATIENCE)
        witness.watch(context)
        return context.new_page()

    return open_page
