"""Every page is well-formed and honest: opened by each kind of person, from link to link through the real course."""

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.roles import Role
from app.authoring.cli import publish_all
from app.platform import throttle
from app.platform.database import db
from tests.builders import course_files, enrolled, fields_of, person, published, send, sign_in_by_form
from tests.conftest import make_app

SLUG = "localizing-the-sdgs"
QUIZ = "check-why-local"
LAST_QUIZ = "final-quiz"
SHORT = "a-first-step"
# What the test client calls the site where a page tells its whole address.
SITE = "http://localhost"
COURSES = Path(__file__).parents[2] / "courses"

VISITOR = "visitor"
LEARNER = "learner"
KNOWLEDGE_MANAGER = "knowledge_manager"
UCLG = "uclg_learning"
# How many pages each finds at least by following links; fewer means that a way is lost.
WALKERS = {VISITOR: 10, LEARNER: 40, KNOWLEDGE_MANAGER: 60, UCLG: 60}

LABELLED_BY_THEMSELVES = {"hidden", "submit", "button"}


@dataclass(frozen=True)
class Page:
    """An answer that is a page, read as a browser reads it."""

    address: str
    status: int
    text: str
    policy: str

    @cached_property
    def parser(self) -> html5lib.HTMLParser:
        return html5lib.HTMLParser(namespaceHTMLElements=False)

    @cached_property
    def root(self) -> Element:
        root: Element = self.parser.parse(self.text)
        return root

    @cached_property
    def elements(self) -> list[Element]:
        return [element for element in self.root.iter() if isinstance(element.tag, str)]

    @cached_property
    def ids(self) -> Counter[str]:
        return Counter(element.get("id", "") for element in self.elements if element.get("id") is not None)

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    def links(self) -> Iterator[str]:
        """Where the page leads, inside the site and out of it, as whole addresses."""
        for element in self.elements:
            for name in ("href", "src", "poster"):
                if name in element.keys() and element.tag != "use":  # noqa: SIM118 - an element is not a mapping
                    yield urljoin(self.address, element.get(name, "")).removeprefix(SITE)


def is_ours(address: str) -> bool:
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc


def _is_alike(address: str) -> bool:
    """Whether a page differs from another only by the paragraph it quotes: of each lesson the first one is enough."""
    return "1" not in parse_qs(urlsplit(address).query).get("paragraph", ["1"])


class Walk:
    """All that one person can reach by following links from the front page."""

    def __init__(self, client: FlaskClient) -> None:
        self.pages: dict[str, Page] = {}
        self.broken: list[str] = []
        self.without_policy: list[str] = []
        self._led: dict[str, str] = {}
        waiting = ["/"]
        seen = {"/"}
        while waiting:
            address = waiting.pop()
            for link in self._open(client, address):
                place = urlsplit(link)._replace(fragment="").geturl()
                if is_ours(link) and place not in seen and not _is_alike(place):
                    seen.add(place)
                    waiting.append(place)

    def _open(self, client: FlaskClient, address: str) -> list[str]:
        response = client.get(address)
        if "Content-Security-Policy" not in response.headers and not address.startswith("/static/"):
            self.without_policy.append(address)
        if response.status_code in (301, 302):
            self._led[address] = response.location
            return [response.location]
        if response.status_code != 200:
            self.broken.append(f"{address} answers {response.status_code}")
        if response.mimetype != "text/html":
            response.close()
            return []
        policy = response.headers.get("Content-Security-Policy", "")
        page = self.pages[address] = Page(address, response.status_code, response.text, policy)
        return list(page.links())

    def behind(self, address: str) -> Page | None:
        """The page an address shows in the end; None for a file."""
        for _step in range(4):
            address = self._led.get(address, address)
        return self.pages.get(address)

    def lost_anchors(self) -> list[str]:
        """Links to a place inside a page that the page does not have."""
        lost = []
        for page in self.pages.values():
            for link in page.links():
                parts = urlsplit(link)
                target = self.behind(parts._replace(fragment="").geturl()) if is_ours(link) else None
                if target and parts.fragment and unquote(parts.fragment) not in target.ids:
                    lost.append(f"{page.address}: {link}")
        return lost


def faults_of(page: Page) -> Iterator[str]:
    """What is wrong with a page, rule by rule."""
    for rule in RULES:
        for fault in rule(page):
            yield f"{page.address}: {fault}"


def parses_without_an_error(page: Page) -> Iterator[str]:
    assert page.root is not None
    for (line, column), name, facts in page.parser.errors:
        shown = page.text.splitlines()[line - 1][max(0, column - 60) : column + 20]
        yield f"{name} {facts or ''} at line {line}: …{shown}…"


def says_its_language_and_direction(page: Page) -> Iterator[str]:
    if not page.root.get("lang"):
        yield "html has no lang"
    if page.root.get("dir") not in {"ltr", "rtl"}:
        yield "html has no dir"


def has_a_title_and_one_heading_of_the_first_level(page: Page) -> Iterator[str]:
    titles = [words_of(title) for title in page.root.findall("head/title")]
    if len(titles) != 1 or titles[0].startswith("·"):
        yield f"titles: {titles}"
    headings = [words_of(heading) for heading in page.all("h1")]
    if len(headings) != 1 or not headings[0]:
        yield f"h1: {headings}"


def skips_no_level_of_headings(page: Page) -> Iterator[str]:
    before = 0
    for heading in page.all("h1", "h2", "h3", "h4", "h5", "h6"):
        level = int(str(heading.tag)[1])
        if level > before + 1:
            yield f"h{level} after h{before}: {words_of(heading)}"
        before = level


def names_nothing_twice(page: Page) -> Iterator[str]:
    yield from (f"id {name!r} {number} times" for name, number in page.ids.items() if number > 1 or not name)


def refers_to_what_is_there(page: Page) -> Iterator[str]:
    for element in page.elements:
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            for wanted in (element.get(name) or "").split():
                if wanted not in page.ids:
                    yield f"{name}={wanted!r} points to nothing"


def labels_every_field(page: Page) -> Iterator[str]:
    named = {label.get("for") for label in page.all("label")}
    inside = {field for label in page.all("label") for field in label.iter()}
    for field in page.all("input", "select", "textarea"):
        if field.get("type") in LABELLED_BY_THEMSELVES or field in inside or field.get("id") in named:
            continue
        if not (field.get("aria-label") or field.get("aria-labelledby")):
            yield f"a field without a label: {field.get('name')}"


def names_every_button_and_link(page: Page) -> Iterator[str]:
    for element in page.all("button", "a", "summary"):
        named = words_of(element) or element.get("aria-label") or any(image.get("alt") for image in element.iter("img"))
        if not named:
            yield f"a {element.tag} without words: {dict(element.items())}"


def describes_every_picture(page: Page) -> Iterator[str]:
    yield from (f"img without alt: {image.get('src')}" for image in page.all("img") if image.get("alt") is None)
    for drawing in page.all("svg"):
        is_named = drawing.get("aria-label") or drawing.get("aria-labelledby") or drawing.find("title") is not None
        if not is_named and drawing.get("aria-hidden") != "true":
            yield "svg without a name that is not hidden either"


def runs_and_styles_nothing_inline(page: Page) -> Iterator[str]:
    yield from ("inline script" for script in page.all("script") if not script.get("src") or words_of(script))
    yield from ("style element" for _style in page.all("style"))
    for element in page.elements:
        for name, text in element.items():
            if name == "style" or name.startswith("on") or "javascript:" in text:
                yield f"{element.tag} with {name}={text!r}"


def loads_nothing_from_elsewhere(page: Page) -> Iterator[str]:
    for element in page.all("script", "link", "img", "video", "audio", "source", "iframe", "object", "embed"):
        if element.get("rel") == "alternate":
            continue  # Says where the page is in another language; nothing is loaded.
        for name in ("src", "href", "data", "poster"):
            address = element.get(name) or ""
            if not is_ours(address) and not address.startswith("data:"):
                yield f"{element.tag} loads {address}"


def carries_a_policy_that_runs_only_our_files(page: Page) -> Iterator[str]:
    if "script-src 'self'" not in page.policy or "unsafe" in page.policy:
        yield f"policy: {page.policy!r}"


RULES: tuple[Callable[[Page], Iterator[str]], ...] = (
    parses_without_an_error,
    says_its_language_and_direction,
    has_a_title_and_one_heading_of_the_first_level,
    skips_no_level_of_headings,
    names_nothing_twice,
    refers_to_what_is_there,
    labels_every_field,
    names_every_button_and_link,
    describes_every_picture,
    runs_and_styles_nothing_inline,
    loads_nothing_from_elsewhere,
    carries_a_policy_that_runs_only_our_files,
)


def words_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.fixture(scope="module")
def house(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application with the bundled courses, and a short one to complete."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copyfile(migrated_sqlite, folder / "test.sqlite")
    shutil.copytree(COURSES, folder / "courses")
    app = make_app(folder, f"sqlite:///{folder / 'test.sqlite'}")
    with app.app_context():
        assert publish_all((), is_quiet=True)
        published(course_files(title="A first step", lessons=1, with_quiz=False), slug=SHORT)
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def browsers(house: Flask) -> Mapping[str, FlaskClient]:
    """A browser for each kind of person; the learner has begun the one course and completed the other."""
    clients = {walker: house.test_client() for walker in WALKERS}
    with house.app_context():
        people = {role: person(None if role == LEARNER else Role(role)) for role in WALKERS if role != VISITOR}
        for somebody in people.values():
            enrolled(somebody, SLUG, "To choose priorities.")
        enrolled(people[LEARNER], SHORT)
        db.session.remove()
    throttle.forget_all()
    for role, somebody in people.items():
        sign_in_by_form(clients[role], somebody)
    learner = clients[LEARNER]
    send(learner, f"/learn/{SHORT}/lesson-1", to=f"/learn/{SHORT}/lesson-1/completion")
    send(learner, f"/learn/{SLUG}/a-global-agenda", to=f"/learn/{SLUG}/a-global-agenda/completion")
    attempt = send(learner, f"/learn/{SLUG}/{QUIZ}", to=f"/learn/{SLUG}/{QUIZ}/attempts").location
    send(learner, attempt, {"step": "hand-in"})
    return clients


@pytest.mark.parametrize("walker", WALKERS)
def test_all_that_somebody_finds_is_well_made_and_leads_somewhere(
    browsers: Mapping[str, FlaskClient], walker: str
) -> None:
    walk = Walk(browsers[walker])
    assert walk.broken + walk.lost_anchors() == []
    assert walk.without_policy == []
    assert [fault for page in walk.pages.values() for fault in faults_of(page)] == []
    assert len(walk.pages) >= WALKERS[walker], sorted(walk.pages)


def test_a_page_with_a_form_is_well_made_before_and_after(browsers: Mapping[str, FlaskClient]) -> None:
    visitor, learner, author = browsers[VISITOR], browsers[LEARNER], browsers[KNOWLEDGE_MANAGER]
    begun = send(learner, f"/learn/{SLUG}/{LAST_QUIZ}", to=f"/learn/{SLUG}/{LAST_QUIZ}/attempts").location
    send(learner, begun, {"step": "save"})
    pages = [
        sent(visitor, "/register", {"name": "", "email": "nobody", "password": "short"}),
        sent(visitor, "/sign-in", {"email": "nobody@example.org", "password": "not the right one"}),
        opened(visitor, "/verify?code=abc"),
        opened(visitor, "/courses?q=xylophone"),
        opened(learner, begun),
        sent(learner, "/account", {"name": "", "organisation": "", "country": ""}),
        opened(browsers[UCLG], "/reporting/completions?words=nobody&course=none&enrolled_from=never"),
        opened(author, f"/learn/{SHORT}/enrol"),
    ]
    assert [page.status for page in pages] == [422, 422, 422, 200, 200, 422, 200, 200]
    assert [fault for page in pages for fault in faults_of(page)] == []


def opened(client: FlaskClient, address: str, **how: Any) -> Page:
    """A page as it is answered."""
    response = client.open(address, **how)
    return Page(address, response.status_code, response.text, response.headers.get("Content-Security-Policy", ""))


def sent(client: FlaskClient, address: str, fields: Mapping[str, str]) -> Page:
    """The page that answers a form."""
    return opened(client, address, method="POST", data={**fields_of(client.get(address).text), **fields})


# An answer to the stranger, who has no account, or to the learner, who has one: who asks, what, and how.
ERRORS: dict[int, tuple[str, str, dict[str, Any]]] = {
    400: (LEARNER, "/account", {"method": "POST", "data": {"name": "Without a token"}}),
    403: (LEARNER, "/drafts", {}),
    404: (VISITOR, "/no-such-page", {}),
    405: (VISITOR, "/courses", {"method": "DELETE"}),
    413: (LEARNER, "/account", {"method": "POST", "data": {"name": "x" * (2 * 1024 * 1024 + 1)}}),
    429: (VISITOR, "/verify/0000000000000000000A", {}),
}


@pytest.mark.parametrize("status", ERRORS)
def test_an_error_is_a_page_with_a_way_on(browsers: Mapping[str, FlaskClient], status: int) -> None:
    walker, address, how = ERRORS[status]
    throttle.forget_all()
    for _time in range(61 if status == 429 else 1):
        page = opened(browsers[walker], address, **how)
    throttle.forget_all()
    assert page.status == status
    assert list(faults_of(page)) == []
    assert way_on(browsers[walker], page)


def way_on(client: FlaskClient, page: Page) -> bool:
    """Whether the page itself, and not only its header, leads to another page."""
    main = page.root.find("body/main")
    assert main is not None
    return [client.get(link.get("href", "")).status_code for link in main.iter("a")][:1] == [200]


def test_a_fault_of_ours_is_a_page_that_names_the_request(migrated_sqlite: Path, tmp_path: Path) -> None:
    shutil.copyfile(migrated_sqlite, tmp_path / "test.sqlite")
    app = make_app(tmp_path, f"sqlite:///{tmp_path / 'test.sqlite'}")
    app.add_url_rule("/broken", view_func=lambda: str(1 // 0), endpoint="broken")
    client = app.test_client()
    page = opened(client, "/broken")
    assert page.status == 500
    assert list(faults_of(page)) == []
    assert re.search("<code>[0-9a-f]{12}</code>", page.text)
    assert "ZeroDivisionError" not in page.text
    assert way_on(client, page)
