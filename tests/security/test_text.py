"""No text runs anything, whatever way it takes to a page: opened in a real browser, without the policy, and touched."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser
from playwright.sync_api import Page as BrowserPage

from app.platform.database import db
from tests.conftest import make_app
from tests.security.pages import ON_A_SITE, WITHOUT_A_SITE, Documents, House, marked, settle
from tests.security.vectors import CLASSES, VECTORS

TOUCH = (Path(__file__).parent / "touching.js").read_text("utf-8")


@pytest.fixture(scope="module")
def chamber(browser: Browser) -> Iterator[BrowserPage]:
    """A page without a policy, in a browser that reaches nobody."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.set_content("<!doctype html><title>Chamber</title>")
    yield page
    context.close()


@pytest.fixture(scope="module")
def house(chamber: BrowserPage, migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The site of attacks; it asks for the browser first, since without one nothing need be built."""
    folder = tmp_path_factory.mktemp("attacks")
    shutil.copyfile(migrated_sqlite, folder / "test.sqlite")
    app: Flask = make_app(folder, f"sqlite:///{folder / 'test.sqlite'}")
    yield settle(app)
    with app.app_context():
        db.engine.dispose()


def what_ran(chamber: BrowserPage, documents: Documents) -> list[str]:
    """What ran in these documents, listened, or would run when a link is followed."""
    spoken: list[str] = []

    def note(dialog: object) -> None:
        spoken.append("a dialog was opened from a frame of its own")
        dialog.dismiss()  # type: ignore[attr-defined]

    chamber.on("dialog", note)
    told = chamber.evaluate(TOUCH, documents)
    chamber.remove_listener("dialog", note)
    return [": ".join(line) for line in told] + spoken


def test_the_attacks_are_many_and_no_two_differ_only_by_numbers() -> None:
    without_numbers = {re.sub(r"\d+", "0", text) for text in VECTORS.values()}
    assert len(without_numbers) == len(VECTORS) == sum(map(len, CLASSES.values())) > 600


def test_the_attacks_do_run_where_nothing_stops_them(chamber: BrowserPage) -> None:
    some = list(VECTORS.items())[::6]
    ran = {line.partition(": ")[0] for line in what_ran(chamber, [(name.split(":")[0], text) for name, text in some])}
    assert len(ran) > len(some) / 2
    assert {re.sub(r" \d+$", "", name) for name in ran} >= CLASSES.keys()


def test_what_is_only_waiting_to_be_touched_is_found(chamber: BrowserPage) -> None:
    waiting = '<p onmouseover="alert(1)">x</p><a href="java\tscript:alert(1)">x</a>'
    found = what_ran(chamber, [("page", f"<!doctype html><title>x</title>{marked('the vector', waiting)}")])
    assert {
        "page: onmouseover: the vector",
        "page: ran: the vector",
        "page: java\tscript:alert(1): the vector",
    } <= set(found)


@pytest.mark.parametrize("way", WITHOUT_A_SITE)
def test_no_text_runs_anything_whatever_way_it_is_written(chamber: BrowserPage, way: str) -> None:
    assert what_ran(chamber, WITHOUT_A_SITE[way]()) == []


@pytest.mark.parametrize("way", ON_A_SITE)
def test_no_text_runs_anything_on_a_page_of_the_site(chamber: BrowserPage, house: House, way: str) -> None:
    assert what_ran(chamber, ON_A_SITE[way](house)) == []
