"""A file too large is told of before it is sent, and with scripts off right after; the text stays either way."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, FilePayload, Page, expect
from werkzeug.serving import make_server

from app.files.queries import files_of
from tests.builders import person
from tests.files.samples import docx
from tests.files.test_forms import RULE, add_form

WORDS = "Two hours of work."
TOO_LARGE = "This file is larger than 3 MB."


@pytest.fixture
def owner_id(own_app: Flask) -> int:
    return person().id


@pytest.fixture
def address(own_app: Flask, owner_id: int) -> Iterator[str]:
    """A served page on which somebody hands in a text and a file."""
    add_form(own_app, owner_id)
    server = make_server("127.0.0.1", 0, own_app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/test-work"
    server.shutdown()
    thread.join()
    server.server_close()


def file_of(size: int) -> FilePayload:
    return {"name": "plan.docx", "mimeType": "application/octet-stream", "buffer": bytes(size)}


def open_form(new_context: Callable[..., BrowserContext], address: str, **options: bool) -> Page:
    page = new_context(**options).new_page()
    page.goto(address)
    page.get_by_label("Your text").fill(WORDS)
    return page


def test_a_file_too_large_is_told_of_before_it_is_sent(
    new_context: Callable[..., BrowserContext], address: str, owner_id: int
) -> None:
    page = open_form(new_context, address)
    page.get_by_label("A file").set_input_files(file_of(RULE.largest + 1))
    expect(page.get_by_role("alert")).to_contain_text(TOO_LARGE)
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_label("Your text")).to_have_value(WORDS)
    plan: FilePayload = {"name": "plan.docx", "mimeType": "application/octet-stream", "buffer": docx()}
    page.get_by_label("A file").set_input_files(plan)
    expect(page.get_by_role("alert")).to_have_count(0)
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_text(f"Kept: {WORDS}")).to_be_visible()
    assert [file.name for file in files_of(owner_id)] == ["plan.docx"]


def test_without_scripts_the_server_says_so_and_keeps_the_text(
    new_context: Callable[..., BrowserContext], address: str
) -> None:
    page = open_form(new_context, address, java_script_enabled=False)
    page.get_by_label("A file").set_input_files(file_of(RULE.largest + 1))
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator("#file-error")).to_contain_text(TOO_LARGE)
    expect(page.get_by_label("Your text")).to_have_value(WORDS)


def test_what_is_many_times_too_large_gets_an_answer_all_the_same(
    new_context: Callable[..., BrowserContext], address: str, tmp_path: Path
) -> None:
    film = tmp_path / "film.docx"
    film.write_bytes(bytes(RULE.largest * 6))
    page = open_form(new_context, address, java_script_enabled=False)
    page.get_by_label("A file").set_input_files(film)
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This is too large to send")
    page.go_back()
    expect(page.get_by_label("Your text")).to_have_value(WORDS)
