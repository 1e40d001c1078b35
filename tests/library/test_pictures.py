"""Pictures are made in the widths screens need when a course is published, and go over the line as such."""

import re
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from app.library.pictures import variants_of
from tests.builders import course_files, enrolled, person, published, sign_in

LESSON = "/learn/localizing-the-sdgs/lesson-1"


def photograph(width: int, height: int, kind: str = "PNG") -> bytes:
    """A picture with enough in it to be worth making smaller."""
    picture = Image.effect_noise((width, height), 60).convert("RGB")
    written = BytesIO()
    picture.save(written, kind)
    return written.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_large_picture_is_made_smaller_in_three_widths(kind: str) -> None:
    made = variants_of(photograph(2000, 1000, kind))
    for width, content in made.items():
        with Image.open(BytesIO(content)) as opened:
            assert (opened.format, opened.width, opened.height) == ("WEBP", width, width // 2)
    assert {480, 960} <= set(made)


@pytest.mark.parametrize(
    "content", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, photograph(600, 300)[:500]]
)
def test_what_is_no_whole_picture_is_left_as_it_is(content: bytes) -> None:
    assert variants_of(content) == {}


@pytest.fixture
def learner(each_app: Flask) -> FlaskClient:
    """Somebody in a course whose first lesson shows a large photograph."""
    text = b'---\ntitle: Lesson 1\n---\n\n![The river at the bridge](../media/river.png "The river.")\n'
    files = course_files() | {"1-why-local/1-lesson-1.md": text, "media/river.png": photograph(1200, 600)}
    published(files)
    client = each_app.test_client()
    somebody = person()
    enrolled(somebody)
    sign_in(client, somebody)
    return client


def test_a_lesson_offers_its_picture_in_several_widths_and_serves_each(learner: FlaskClient) -> None:
    html = learner.get(LESSON).text
    assert '<img src="/media/' in html
    assert 'width="1200" height="600" loading="lazy"' in html
    sources = re.findall(r"(/media/[0-9a-f]{32}/w(\d+)\.webp) \d+w", html)
    assert [int(width) for _address, width in sources] == [480, 960, 1200]
    sizes = []
    for address, width in sources:
        answer = learner.get(address)
        assert (answer.status_code, answer.mimetype) == (200, "image/webp")
        assert "immutable" in answer.headers["Cache-Control"]
        with Image.open(BytesIO(answer.data)) as opened:
            assert opened.width == int(width)
        sizes.append(len(answer.data))
    assert sizes == sorted(sizes)


def test_a_width_that_was_not_made_is_not_found(learner: FlaskClient) -> None:
    assert learner.get(f"/media/{'0' * 32}/w480.webp").status_code == 404


def test_whoever_saves_data_sees_pictures_on_demand(learner: FlaskClient) -> None:
    assert "<img " in learner.get(LESSON).text
    light = learner.get(f"{LESSON}?light=on").text
    assert "<img " not in light
    assert "Show the picture: The river at the bridge" in light
    assert "Show the picture" in learner.get(LESSON).text
    address = re.findall(r'class="on-demand" href="([^"]+)"', light)[0]
    assert learner.get(address).mimetype == "image/png"
    assert "<img " in learner.get(f"{LESSON}?light=off").text


def test_a_browser_that_saves_data_is_heard(learner: FlaskClient) -> None:
    assert "<img " not in learner.get(LESSON, headers={"Save-Data": "on"}).text
    assert "<img " in learner.get(LESSON).text
