"""What the pages weigh on the line, with compression as served: the budgets that slow lines need."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.authoring.folders import read_folder
from app.factory import ROOT
from tests.builders import enrolled, person, published, send, sign_in

SLUG = "localizing-the-sdgs"
COURSE = f"/learn/{SLUG}"
PHONE = {"Accept-Encoding": "gzip, deflate, br"}
KB = 1024


@pytest.fixture
def learner(app: Flask) -> FlaskClient:
    """Somebody in the real course, who has signed in."""
    published(read_folder(ROOT / "courses" / SLUG))
    client = app.test_client()
    somebody = person()
    enrolled(somebody)
    sign_in(client, somebody)
    return client


def weight(client: FlaskClient, address: str) -> int:
    with client.get(address, headers=PHONE) as answer:
        assert answer.status_code == 200, address
        return len(answer.data) + sum(len(name) + len(value) + 4 for name, value in answer.headers)


def loaded_with(client: FlaskClient, address: str) -> list[str]:
    """Everything a browser fetches with a page: styles, scripts, icon, pictures."""
    html = client.get(address).text
    loads = re.findall(r'<link rel="(?:stylesheet|icon)" href="([^"]+)"|<(?:script|img)[^>]* src="([^"]+)"', html)
    return sorted({one or other for one, other in loads})


def cold(client: FlaskClient, address: str) -> tuple[int, int]:
    """Bytes and requests of a page for whoever has nothing yet; pictures of the text are not counted."""
    files = [one for one in loaded_with(client, address) if not one.startswith("/media/")]
    return weight(client, address) + sum(weight(client, one) for one in files), 1 + len(files)


def lessons(client: FlaskClient) -> list[str]:
    outline = client.get(f"{COURSE}/a-global-agenda").text.partition('<ol class="outline"')[2]
    keys = set(re.findall(r'<a href="(?!check|final|priority)([a-z0-9-]+)"', outline))
    return sorted(f"{COURSE}/{key}" for key in keys)


def test_every_lesson_arrives_cold_within_its_budget(learner: FlaskClient) -> None:
    addresses = lessons(learner)
    assert len(addresses) >= 20
    for address in addresses:
        size, requests = cold(learner, address)
        assert size <= 40 * KB, (address, size)
        assert requests <= 6, address


@pytest.mark.parametrize(
    "address", ["/", "/courses", f"/courses/{SLUG}", f"/courses/{SLUG}/glossary", f"{COURSE}/check-why-local", "/learn"]
)
def test_other_pages_arrive_cold_within_theirs(learner: FlaskClient, address: str) -> None:
    size, requests = cold(learner, address)
    assert size <= 50 * KB
    assert requests <= 6


def test_a_quiz_arrives_cold_within_its_budget(learner: FlaskClient) -> None:
    attempt = send(learner, f"{COURSE}/final-quiz", to=f"{COURSE}/final-quiz/attempts").location
    assert cold(learner, attempt)[0] <= 50 * KB
    send(learner, attempt, {"step": "hand-in"})
    assert cold(learner, attempt)[0] <= 50 * KB


def test_the_page_to_write_on_arrives_cold_within_its_budget(learner: FlaskClient) -> None:
    work = f"{COURSE}/priority-sheet/work"
    size, requests = cold(learner, work)
    assert size <= 30 * KB
    assert requests <= 4
    # What is saved by itself costs a few words each time, besides the text; without its script nothing is missing.
    send(learner, work, {"source": "Waste is collected here. " * 150, "step": "save"})
    for address in (f"{COURSE}/priority-sheet", f"{work}/handing-in", f"{work}/versions"):
        assert weight(learner, address) <= 15 * KB, address


def test_a_second_page_is_small_because_the_rest_is_there(learner: FlaskClient) -> None:
    for address in lessons(learner):
        assert weight(learner, address) <= 15 * KB, address


def test_the_chrome_around_a_lesson_stays_thin(learner: FlaskClient) -> None:
    """Everything but the lesson's own text, when half of the course is done and the outline says so."""
    addresses = lessons(learner)
    for address in addresses[:10]:
        send(learner, address, to=f"{address}/completion")
    html = learner.get(addresses[10]).text
    start = html.index('<div class="text"')
    end = html.index('<div class="unit-end">')
    chrome = len((html[:start] + html[end:]).encode())
    assert chrome <= 8 * KB, chrome
