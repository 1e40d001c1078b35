"""Files on the pages of one's own work: told of beforehand, kept beside the text, refused one by one."""

import re
from collections.abc import Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from app.files.queries import files_of, files_with
from app.peerreview.queries import MyWork, find_work, versions_of
from app.platform import throttle
from app.platform.database import db
from tests.builders import browser_of, counted_statements, enrolled, fields_of, person, send, statements_of
from tests.files.samples import docx, pdf, picture
from tests.files.sending import post_files
from tests.peerreview.assignments import PLAIN, TEXT, UNIT, WITH_FILES, WORK, Seated, seated

PDF, PICTURE = ("Amina's plan.pdf", pdf()), ("place.png", picture())
MACROS = ("sheet.docm", docx(more={"word/vbaProject.bin": b"x"}))


@pytest.fixture
def who(each_app: Flask) -> Seated:
    throttle.forget_all()
    return seated(WITH_FILES)


@pytest.fixture
def client(each_app: Flask, who: Seated) -> FlaskClient:
    return browser_of(each_app, who.user)


def write(
    client: FlaskClient, *files: tuple[str, bytes], text: str = TEXT, step: str = "save", **more: str
) -> TestResponse:
    return sent(client, {**fields_of(client.get(WORK).text), "source": text, "step": step, **more}, files)


def sent(client: FlaskClient, fields: Mapping[str, str], files: tuple[tuple[str, bytes], ...]) -> TestResponse:
    return post_files(client, WORK, fields, MultiDict([("files", file) for file in files]))


def mine(who: Seated) -> MyWork:
    db.session.rollback()
    found = find_work(who.desk.part.enrolment_id, who.desk.keys)
    assert found is not None
    return found


def names(who: Seated) -> list[str]:
    return [file.name for file in files_with(mine(who).work.file_ids)]


def addresses(page: str) -> list[str]:
    """Where the files on a page lead."""
    return re.findall(rf'href="({WORK}/files/\d+)"', page)


def taken_out(page: str, number: int = 0) -> dict[str, str]:
    """What the button sends that takes out one of the files."""
    return {"taken-out": re.findall(r'name="taken-out" value="(\d+)"', page)[number]}


def test_how_many_which_and_how_large_is_told_before_anything_is_sent(client: FlaskClient) -> None:
    page = client.get(WORK).text
    assert 'enctype="multipart/form-data"' in page
    assert "At least one file is asked for." in page
    assert "Up to 3 files can be added: PDF, DOCX, PNG, JPG, WEBP, GIF; each at most 1 MB." in page
    assert 'accept=".pdf,.docx,.png,.jpg,.webp,.gif,.jpeg"' in page
    assert 'data-largest="1048576"' in page
    assert 'data-most="3"' in page


def test_text_and_files_are_saved_together_and_shown(client: FlaskClient, who: Seated) -> None:
    answer = write(client, PDF, PICTURE, step="files")
    assert answer.location == f"{WORK}#files"
    page = client.get(WORK).text
    assert "Saved." in page
    assert "<bdi>Amina&#39;s plan.pdf</bdi></a>" in page
    assert re.search(r'<p class="small">PDF, [\d.]+ KB</p>', page)
    assert re.search(r'<p class="small">PNG, [\d.]+ KB</p>', page)
    assert "One file can be added: PDF" in page
    assert f">\n{TEXT}</textarea>" in page
    plan, place = addresses(page)
    with client.get(plan) as opened:
        assert opened.data.startswith(b"%PDF-")
        assert "Amina" in opened.headers["Content-Disposition"]
    with client.get(place) as opened:
        assert opened.headers["Content-Disposition"].startswith("inline")


def test_nobody_else_is_given_a_file_nor_told_of_it(client: FlaskClient, each_app: Flask) -> None:
    write(client, PDF)
    [address] = addresses(client.get(WORK).text)
    other = person(name="Jonas Berg")
    enrolled(other)
    answer = browser_of(each_app, other).get(address)
    assert answer.status_code == 404
    assert "There is no such file, or it was taken away." in answer.text
    assert "/sign-in" in each_app.test_client().get(address).location
    assert browser_of(each_app, person(name="An outsider")).get(address).status_code == 403
    assert client.get(f"{WORK}/files/4711").status_code == 404


def test_a_file_that_is_refused_is_named_and_neither_text_nor_other_files_are_lost(
    client: FlaskClient, who: Seated
) -> None:
    answer = write(client, PDF, MACROS, PICTURE, text="Two hours of work.", step="hand-in")
    assert answer.status_code == 422
    assert "One file was not taken" in answer.text
    assert "<bdi>sheet.docm</bdi>: This file holds macros, which are small programs." in answer.text
    assert "What you wrote is saved, and so are all other files." in answer.text
    assert ">\nTwo hours of work.</textarea>" in answer.text
    assert 'aria-describedby="files-hint files-error" aria-invalid="true"' in answer.text
    assert len(addresses(answer.text)) == 2
    assert mine(who).work.source == "Two hours of work."
    assert names(who) == ["Amina's plan.pdf", "place.png"]
    # The page goes on from what was saved: nothing is met, and nothing is lost.
    again = {**fields_of(answer.text), "source": "Three hours of work.", "step": "save"}
    assert sent(client, again, ()).location == WORK
    assert names(who) == ["Amina's plan.pdf", "place.png"]


def test_files_too_large_or_too_many_are_named_each(client: FlaskClient, who: Seated) -> None:
    more = [(f"place-{number}.png", picture(size=(20 + number, 20))) for number in range(3)]
    answer = write(client, ("large.pdf", bytes(1024 * 1024 + 1)), *more)
    assert answer.status_code == 422
    assert "2 files were not taken" in answer.text
    assert "<bdi>large.pdf</bdi>: This file is larger than 1 MB." in answer.text
    assert "<bdi>place-2.png</bdi>: Only 3 files are asked for." in answer.text
    assert names(who) == ["place-0.png", "place-1.png"]
    assert write(client, more[2]).status_code == 303
    page = client.get(WORK).text
    assert "No more than 3 files are asked for. Take one out to add another one." in page
    assert 'type="file"' not in page
    assert write(client, PDF).status_code == 422
    assert names(who) == ["place-0.png", "place-1.png", "place-2.png"]


def test_a_file_larger_than_any_may_be_is_cut_off_and_the_text_arrives(client: FlaskClient, who: Seated) -> None:
    answer = write(client, ("film.pdf", bytes(20 * 1024 * 1024 + 1)))
    assert answer.status_code == 422
    assert "<bdi>film.pdf</bdi>: This file is larger than 1 MB." in answer.text
    assert mine(who).work.source == TEXT


def test_a_name_that_is_refused_is_shown_harmless(client: FlaskClient) -> None:
    answer = write(client, ("docs/<b>\u202egpj.exe", b"MZ\0\0"))
    assert "<bdi>b gpj.exe</bdi>: Files of this kind are not taken here." in answer.text


def test_a_file_is_taken_out_with_the_text_saved(client: FlaskClient, who: Seated) -> None:
    write(client, PDF, PICTURE)
    answer = write(client, text="Written since", step="", **taken_out(client.get(WORK).text))
    assert answer.location == f"{WORK}#files"
    assert "The file is taken out, and your text is saved." in client.get(WORK).text
    assert names(who) == ["place.png"]
    assert mine(who).work.source == "Written since"


def test_versions_tell_what_came_and_went_and_bring_it_back(client: FlaskClient, who: Seated) -> None:
    write(client, PDF)
    write(client, PICTURE, step="", **taken_out(client.get(WORK).text))
    page = client.get(f"{WORK}/versions").text
    assert "Came with it: <bdi>place.png</bdi>" in page
    assert "Went with it: <bdi>Amina&#39;s plan.pdf</bdi>" in page
    assert page.count("Came with it: <bdi>Amina&#39;s plan.pdf</bdi>") == 1
    page = client.get(f"{WORK}/versions/1").text
    assert re.search(r"<del>.*?<bdi>Amina&#39;s plan.pdf</bdi></a></del>", page)
    assert re.search(r"<ins>.*?<bdi>place.png</bdi></a></ins>", page)
    with client.get(addresses(page)[0]) as answer:
        assert answer.status_code == 200
    assert send(client, f"{WORK}/versions/1", to=f"{WORK}/versions/1").location == WORK
    assert names(who) == ["Amina's plan.pdf"]
    assert "<bdi>Amina&#39;s plan.pdf</bdi>" in client.get(WORK).text


def test_what_is_saved_by_itself_loses_no_file(client: FlaskClient, who: Seated) -> None:
    form = {**fields_of(client.get(WORK).text), "once": ""}
    write(client, PDF)
    for base, text in (("1", "One"), ("2", "One two")):
        answer = client.post(WORK, data={**form, "base": base, "source": text, "step": "autosave"})
        assert "number" in (answer.json or {})
    assert names(who) == ["Amina's plan.pdf"]


def test_a_preview_keeps_the_files_that_were_chosen(client: FlaskClient, who: Seated) -> None:
    answer = write(client, PDF, text="**Waste**", step="preview")
    assert answer.status_code == 200
    assert "<strong>Waste</strong>" in answer.text
    assert "<bdi>Amina&#39;s plan.pdf</bdi>" in answer.text
    assert names(who) == ["Amina's plan.pdf"]


def test_where_the_text_cannot_be_kept_the_files_are_said_to_be_lost(client: FlaskClient, who: Seated) -> None:
    answer = write(client, PDF, text="long " * 9000)
    assert answer.status_code == 422
    assert "The files you chose were not kept; choose them again." in answer.text
    assert files_of(who.user.id) == []


def test_a_form_that_is_sent_twice_adds_its_files_once(client: FlaskClient, who: Seated) -> None:
    form = {**fields_of(client.get(WORK).text), "source": TEXT, "step": "files"}
    for _time in range(2):
        assert sent(client, form, (PDF, PICTURE)).status_code == 303
    assert names(who) == ["Amina's plan.pdf", "place.png"]
    assert len(versions_of(who.desk.part.enrolment_id, who.desk.keys)) == 1


def test_who_sends_files_all_the_time_has_to_wait(client: FlaskClient) -> None:
    form = {**fields_of(client.get(WORK).text), "source": TEXT}
    assert [sent(client, form, (MACROS,) * 50).status_code for _time in range(3)] == [422, 422, 429]


def test_of_two_windows_the_comparison_tells_of_files_too(client: FlaskClient, who: Seated) -> None:
    one, other = (fields_of(client.get(WORK).text) for _window in range(2))
    sent(client, {**one, "source": "Carts"}, (PDF,))
    met = sent(client, {**other, "source": "Trucks"}, (PICTURE, MACROS))
    assert met.location == f"{WORK}/versions/1?met=&with=2"
    page = client.get(met.location).text
    assert "sheet.docm: This file holds macros" in page
    assert re.search(r"<ins>.*?<bdi>place.png</bdi></a></ins>", page)
    assert "<del>" not in page.partition("<h2>Files</h2>")[2]


def test_what_reviewers_see_names_no_file(client: FlaskClient, who: Seated) -> None:
    write(client, step="hand-in")
    page = client.get(f"{WORK}/handing-in").text
    assert "At least one file is asked for." in page
    assert 'name="number"' not in page
    write(client, PDF, PICTURE, step="hand-in")
    page = client.get(f"{WORK}/handing-in").text
    assert "Reviewers see numbers in place of the names of your files." in page
    assert re.search(r'">File 1</a> <span class="small">PDF, [\d.]+ KB \(<bdi>Amina&#39;s plan.pdf</bdi>\)', page)
    assert send(client, f"{WORK}/handing-in").location == UNIT
    page = client.get(f"{WORK}/handed-in").text
    assert re.search(r'">File 2</a> <span class="small">PNG, [\d.]+ KB</span>', page)
    assert "plan.pdf" not in page
    with client.get(addresses(page)[0]) as answer:
        assert answer.status_code == 200


def test_files_cost_a_page_one_statement(client: FlaskClient, each_app: Flask) -> None:
    write(client)
    pages = (UNIT, WORK, f"{WORK}/versions", f"{WORK}/handing-in")
    without = [statements_of(each_app, client, page) for page in pages]
    write(client, PDF, PICTURE)
    assert [statements_of(each_app, client, page) for page in pages] == [
        count + (page != UNIT) for page, count in zip(pages, without, strict=True)
    ]
    form = {**fields_of(client.get(WORK).text), "once": "", "step": "autosave"}
    client.post(WORK, data={**form, "source": "One"})
    with counted_statements(each_app) as seen:
        assert client.post(WORK, data={**form, "base": "3", "source": "One two"}).json == {"number": 4}
    assert len(seen) <= 11


def test_where_no_files_are_asked_for_there_is_no_field_and_none_is_taken(each_app: Flask) -> None:
    throttle.forget_all()
    who = seated(PLAIN)
    client = browser_of(each_app, who.user)
    page = client.get(WORK).text
    assert "multipart" not in page
    assert 'type="file"' not in page
    answer = write(client, PDF)
    assert answer.status_code == 422
    assert "No files are asked for here." in answer.text
    assert mine(who).work.source == TEXT
    assert files_of(who.user.id) == []
