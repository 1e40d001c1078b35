"""Every answer carries the headers that keep browsers from harm, whatever its status; nothing tells what serves it."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, session
from flask.testing import FlaskClient
from playwright.sync_api import Browser
from werkzeug.wrappers import Response

from app.platform import throttle
from app.platform.database import db
from app.platform.errors import NotFound
from app.platform.security import keep_address_secret
from tests.browsing import OpenBrowser, Site
from tests.builders import course_files, fields_of, published
from tests.conftest import make_app

SLUG = "localizing-the-sdgs"
LARGER_THAN_ANY = 2 * 1024 * 1024 + 1
ON_FILES = {"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin"}
ON_PAGES = {
    **ON_FILES,
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
# What a page may use, and from where; all else is refused by `default-src`.
DIRECTIVES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "media-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'none'",
    "frame-src": "'none'",
    "object-src": "'none'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}
POWERFUL = (
    "camera microphone geolocation payment usb serial hid display-capture clipboard-read local-fonts midi".split()
)


@pytest.fixture(params=[False, True], ids=["http", "https"])
def https(request: pytest.FixtureRequest) -> bool:
    """Whether the site is told that it stands behind HTTPS."""
    asked: bool = request.param
    return asked


@pytest.fixture
def site_app(https: bool, migrated_sqlite: Path, tmp_path: Path) -> Iterator[Flask]:
    """The site with a course, a view that fails and one whose address is secret."""
    shutil.copyfile(migrated_sqlite, tmp_path / "test.sqlite")
    https_told = "1" if https else "0"
    app = make_app(tmp_path, f"sqlite:///{tmp_path / 'test.sqlite'}", LEARNING_FORUM_HTTPS=https_told)
    app.add_url_rule("/broken", view_func=lambda: str(1 // 0), endpoint="broken")
    app.add_url_rule("/secret", view_func=_secret, methods=["GET", "POST"], endpoint="secret")
    app.add_url_rule("/secret-lost", view_func=_secret_lost, endpoint="secret_lost")
    with app.app_context():
        published(course_files(lessons=1))
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()


def _secret() -> str:
    keep_address_secret()
    session["seen"] = "yes"
    return "<!doctype html><title>x</title>"


def _secret_lost() -> str:
    keep_address_secret()
    raise NotFound("This link was used before.")


@pytest.fixture
def visitor(site_app: Flask, https: bool) -> FlaskClient:
    """A visitor's browser."""
    client = site_app.test_client()
    client.environ_base["wsgi.url_scheme"] = "https" if https else "http"
    return client


def faults_of(answer: Response, *, https: bool, on: dict[str, str] = ON_PAGES) -> list[str]:
    """The headers that are missing, twice there or not as they should be."""
    faults = [f"{name}: {answer.headers.getlist(name)}" for name in on if answer.headers.getlist(name) != [on[name]]]
    transport = ["max-age=31536000; includeSubDomains"] if https else []
    if answer.headers.getlist("Strict-Transport-Security") != transport:
        faults.append("Strict-Transport-Security")
    faults += [name for name in ("Server", "X-Powered-By", "Via") if name in answer.headers]
    if on is ON_PAGES:
        faults += _policy_faults(answer, https=https)
        denied = answer.headers.get("Permissions-Policy", "")
        faults += [f"may ask for {name}" for name in POWERFUL if f"{name}=()" not in denied]
        if "Cache-Control" not in answer.headers or "public" in answer.headers["Cache-Control"]:
            faults.append("Cache-Control")
    return faults


def _policy_faults(answer: Response, *, https: bool) -> list[str]:
    policies = answer.headers.getlist("Content-Security-Policy")
    if len(policies) != 1:
        return [f"{len(policies)} policies"]
    told = dict(one.strip().partition(" ")[::2] for one in policies[0].split(";"))
    expected = DIRECTIVES | ({"upgrade-insecure-requests": ""} if https else {})
    return [] if told == expected else [f"policy: {policies[0]}"]


def addresses_of(app: Flask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            known = rule.rule.replace("<slug>", SLUG).replace("<unit_key>", "lesson-1")
            yield (
                re.sub(r"<int:\w+>", "1", re.sub(r"<string\(length=32\):\w+>", "0" * 32, known))
                .replace("<", "")
                .replace(">", "")
            )


def test_every_page_a_visitor_may_ask_for_carries_all_headers(
    site_app: Flask, visitor: FlaskClient, https: bool
) -> None:
    wrong, statuses = [], set()
    for address in addresses_of(site_app):
        if "secret" in address:
            continue
        throttle.forget_all()
        answer = visitor.get(address)
        statuses.add(answer.status_code)
        wrong += [f"{answer.status_code} {address}: {fault}" for fault in faults_of(answer, https=https)]
    assert wrong == []
    assert statuses >= {200, 302, 404, 500}


@pytest.mark.parametrize(
    ("method", "address", "data", "status"),
    [
        ("DELETE", "/courses", {}, 405),
        ("OPTIONS", "/courses", {}, 200),
        ("HEAD", "/courses", {}, 200),
        ("POST", "/sign-in", {}, 400),
        ("POST", "/sign-in", {"name": "x" * LARGER_THAN_ANY}, 413),
        ("GET", "/courses?q=%00", {}, 400),
        ("GET", "/courses/%01", {}, 404),
        ("GET", "/broken", {}, 500),
        ("GET", "/static/none.css", {}, 404),
    ],
)
def test_refusals_and_failures_carry_all_headers(
    visitor: FlaskClient, https: bool, method: str, address: str, data: dict[str, str], status: int
) -> None:
    answer = visitor.open(address, method=method, data=data)
    assert answer.status_code == status
    assert faults_of(answer, https=https) == []


def test_files_of_the_site_are_what_they_say_and_for_this_site_only(
    site_app: Flask, visitor: FlaskClient, https: bool
) -> None:
    for name in ("css/app.css", "js/answers.js", "favicon.svg"):
        address = site_app.jinja_env.globals["static_file"](name)  # type: ignore[operator]
        with visitor.get(address) as answer:
            assert answer.status_code == 200
            assert faults_of(answer, https=https, on=ON_FILES) == []
            assert "Access-Control-Allow-Origin" not in answer.headers
            assert "immutable" in answer.headers["Cache-Control"]


def test_a_file_of_a_course_stays_inert_when_a_browser_that_has_it_asks_again(visitor: FlaskClient) -> None:
    digest = "0" * 32
    known = visitor.get(f"/media/{digest}/a.svg", headers={"If-None-Match": f'"{digest}"'})
    assert known.status_code == 304
    [policy] = known.headers.getlist("Content-Security-Policy")
    assert policy.startswith("default-src 'none';")
    assert policy.endswith("sandbox")
    assert "script-src" not in policy


@pytest.mark.parametrize("address", ["/secret", "/secret-lost"])
def test_a_secret_address_is_told_to_no_other_site_and_kept_nowhere(visitor: FlaskClient, address: str) -> None:
    answer = visitor.get(address)
    assert answer.headers.getlist("Referrer-Policy") == ["same-origin"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_behind_https_a_form_is_accepted_from_our_own_pages_only(visitor: FlaskClient, https: bool) -> None:
    base = "https://localhost" if https else "http://localhost"
    refused = 400 if https else 422
    form = fields_of(visitor.get("/sign-in", base_url=base).text)
    for referrer, status in ((f"{base}/sign-in", 422), ("https://evil.example/", refused), (None, refused)):
        headers = {"Referer": referrer} if referrer else {}
        assert visitor.post("/sign-in", data=form, headers=headers, base_url=base).status_code == status


def test_a_session_is_kept_from_scripts_and_other_sites(visitor: FlaskClient, https: bool) -> None:
    told = visitor.get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in told
    assert "SameSite=Lax" in told
    assert ("Secure" in told) is https
    assert told.startswith("__Host-session=" if https else "session=")
    assert "Domain=" not in told


def test_what_serves_the_site_is_not_told(site: Site, browser: Browser) -> None:
    page = browser.new_page()
    for address in ("/", "/no-such-page", "/static/none.css", "/favicon.ico"):
        answer = page.request.get(site.address + address)
        assert "gunicorn" not in str(answer.headers).lower()
        assert not re.search(r"werkzeug|flask|python", f"{answer.headers} {answer.text()}", re.IGNORECASE)
    page.close()


def test_a_real_browser_understands_every_header_and_complains_of_none(open_browser: OpenBrowser) -> None:
    page = open_browser()
    page.goto("/courses")
    assert page.locator("h1").count() == 1


def test_in_a_real_browser_no_script_makes_html_out_of_text(site: Site, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(site.address)
    told = page.evaluate(
        """() => {
            const tries = {
                html: () => { document.body.innerHTML = "<p>x"; },
                inserted: () => document.body.insertAdjacentHTML("beforeend", "<p>x"),
                policy: () => trustedTypes.createPolicy("own", {}),
                script: () => { document.createElement("script").src = "/x.js"; },
            };
            return Object.entries(tries).filter(([, act]) => { try { act(); return true; } catch { return false; } });
        }"""
    )
    page.close()
    assert told == []
