"""How heavy pages are: their HTML raw and as gzip would make it, and all that a browser fetches for a first view."""

import gzip
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection

from playwright.sync_api import Response, sync_playwright

from tests.benchmarks.load import AGENT, Asked
from tests.benchmarks.site import COURSE, Learner, Site

# What gzip makes smaller; pictures, fonts and the like are small already.
_TEXTS = ("text/", "application/javascript", "application/json", "image/svg+xml")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer's status, text, and its sizes in bytes."""

    status: int
    text: str
    raw: int
    zipped: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """One of the things a browser fetches: bytes with headers, and what they would be with gzip."""

    name: str
    on_wire: int
    zipped: int


def answer_to(port: int, asked: Asked) -> Answer:
    """Send one request and read all of the answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(asked.method, asked.path, asked.body or None, asked.headers())
        response = connection.getresponse()
        body = response.read()
        return Answer(response.status, body.decode(), len(body), len(gzip.compress(body, 6)))
    finally:
        connection.close()


def chrome_of(site: Site, port: int, learner: Learner) -> Answer:
    """A lesson page without the text of the lesson: what the platform itself adds."""
    page = answer_to(port, Asked(f"/learn/{COURSE}/{learner.lesson}", learner.session.cookie)).text
    lesson = next(lesson for lesson in site.lessons if lesson.key == learner.lesson)
    around = page.replace(lesson.html, "").encode()
    return Answer(200, "", len(around), len(gzip.compress(around, 6)))


def heaviest_chrome(site: Site, port: int) -> Answer:
    """The most that is added to any learner's lesson."""
    return max((chrome_of(site, port, learner) for learner in site.learners), key=lambda around: around.raw)


def find_chromium() -> str | None:
    """The path of a browser; None when there is none."""
    return os.environ.get("LEARNING_FORUM_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


def first_view(port: int, asked: Asked) -> Sequence[Fetched]:
    """Open a page in a browser that has never been here; all that it fetches, in order."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        context = browser.new_context(user_agent=AGENT)
        if asked.cookie:
            context.add_cookies([{"name": "session", "value": asked.cookie, "url": f"http://127.0.0.1:{port}"}])
        page = context.new_page()
        responses: list[Response] = []
        # A function of our own: Playwright keeps notes on it, which a built-in method has no room for.
        page.on("response", lambda response: responses.append(response))
        page.goto(f"http://127.0.0.1:{port}{asked.path}", wait_until="networkidle")
        fetched = [_fetched(response) for response in responses]
        browser.close()
    return fetched


def _fetched(response: Response) -> Fetched:
    sizes = response.request.sizes()
    headers, body = sizes["responseHeadersSize"], response.body()
    is_text = response.header_value("content-type") or ""
    zipped = len(gzip.compress(body, 6)) if is_text.startswith(_TEXTS) else len(body)
    return Fetched(response.url.rpartition("/")[2], headers + len(body), headers + min(zipped, len(body)))
