"""Files on a phone: written beside, added, refused, taken out, handed in, with scripts and without."""

import pytest
from playwright.sync_api import Dialog, FilePayload, Page, expect

from app.accounts.models import User
from app.enrolment.queries import find_enrolment
from app.files.kinds import Kind
from app.files.queries import files_with
from app.peerreview.queries import MyWork, find_paper, find_work
from app.platform import throttle
from tests.browsing import OpenBrowser, Site, Witness
from tests.builders import course_files, published
from tests.files.samples import docx, pdf, picture
from tests.journeys.walking import button, expect_heading, link, pause, sign_in
from tests.peerreview.assignments import KEY, WITH_FILES

SLUG = "with-a-folder"
UNIT = f"/learn/{SLUG}/{KEY}"
WORK = f"{UNIT}/work"
PHONE = {"width": 360, "height": 740}
FIELD = "Add files"
ADD = "Add these files"


def payload(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


PLAN, PLACE = payload("Amina's plan.pdf", pdf()), payload("place.png", picture())
MACROS = payload("budget.docm", docx(more={"word/vbaProject.bin": b"x"}))


@pytest.fixture(scope="module")
def _course(site: Site) -> None:
    with site.database():
        files = course_files(
            title="With a folder", lessons=1, with_quiz=False, more={f"1-why-local/95-{KEY}.md": WITH_FILES}
        )
        published(files, slug=SLUG)


@pytest.fixture
def learner(site: Site, _course: None) -> User:
    throttle.forget_all()
    return site.person(name="Amina Diallo", enrolled_in=SLUG)


def work_of(site: Site, user: User) -> MyWork:
    enrolment = find_enrolment(user.id, SLUG)
    assert enrolment is not None
    work = find_work(enrolment.id, (KEY,))
    assert work is not None
    return work


def test_files_are_added_beside_a_text_refused_taken_out_and_handed_in(
    page: Page, site: Site, witness: Witness, learner: User
) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    sign_in(page, learner)
    page.goto(UNIT)
    link(page, "Begin to write")
    expect(
        page.get_by_text("Up to 3 files can be added: PDF, DOCX, PNG, JPG, WEBP, GIF; each at most 1 MB.")
    ).to_be_visible()
    page.get_by_label("Your text").fill("# The market\n\nWaste in every street.")
    page.get_by_label(FIELD).set_input_files([PLAN, PLACE])
    button(page, ADD)
    expect(page.get_by_role("link", name="Amina's plan.pdf")).to_be_visible()
    expect(page.get_by_role("link", name="place.png")).to_be_visible()
    expect(page.get_by_label("Your text")).to_have_value("# The market\n\nWaste in every street.")

    witness.expected.add(422)
    page.get_by_label("Your text").fill("# The market\n\nWaste in every street, and two hours of work.")
    page.get_by_label("Add a file").set_input_files(MACROS)
    button(page, "Look and hand in")
    expect(page.get_by_role("alert")).to_contain_text("budget.docm: This file holds macros")
    expect(page.get_by_role("alert")).to_contain_text("What you wrote is saved, and so are all other files.")
    expect(page.get_by_label("Your text")).to_have_value(
        "# The market\n\nWaste in every street, and two hours of work."
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    button(page, "Take it out (place.png)")
    expect(page.get_by_text("The file is taken out, and your text is saved.")).to_be_visible()
    expect(page.get_by_role("link", name="place.png")).to_have_count(0)
    button(page, "Look and hand in")

    expect_heading(page, "Hand in?")
    expect(page.get_by_text("Reviewers see numbers in place of the names of your files.")).to_be_visible()
    with page.expect_download() as download:
        link(page, "File 1")
    assert download.value.suggested_filename == "Amina's plan.pdf"
    button(page, "Hand in this work")
    link(page, "What you handed in")
    expect(page.get_by_role("link", name="File 1")).to_be_visible()
    expect(page.get_by_text("plan.pdf")).to_have_count(0)
    with site.database():
        paper = find_paper(work_of(site, learner).submission_id)
        assert paper is not None
        assert paper.work.source == "# The market\n\nWaste in every street, and two hours of work."
        assert [file.kind for file in files_with(paper.work.file_ids)] == [Kind.PDF]


def test_a_version_with_other_files_is_taken_up_again(page: Page, site: Site, learner: User) -> None:
    sign_in(page, learner)
    page.goto(WORK)
    page.get_by_label(FIELD).set_input_files(PLAN)
    button(page, ADD)
    button(page, "Take it out (Amina's plan.pdf)")
    expect(page.get_by_text("The file is taken out")).to_be_visible()
    link(page, "Versions")
    expect(page.get_by_text("Went with it: Amina's plan.pdf")).to_be_visible()
    page.locator("ul.rows a").last.click()
    expect(page.locator("del")).to_contain_text("Amina's plan.pdf")
    button(page, "Take this version up again")
    expect(page.get_by_role("link", name="Amina's plan.pdf")).to_be_visible()


def test_what_is_saved_by_itself_sends_no_file_and_loses_none(
    open_browser: OpenBrowser, site: Site, learner: User
) -> None:
    page = open_browser()
    page.clock.install()
    sign_in(page, learner)
    page.goto(WORK)
    page.get_by_label(FIELD).set_input_files(PLAN)
    button(page, ADD)
    expect(page.get_by_role("link", name="Amina's plan.pdf")).to_be_visible()
    page.get_by_label(FIELD).set_input_files(PLACE)
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.get_by_label("Your text").fill("Written on")
        pause(page)
    assert "urlencoded" in sent.value.headers["content-type"]
    assert "place" not in (sent.value.post_data or "")
    expect(page.locator("[data-state]")).to_have_text("Saved")
    # The file that was chosen and not sent is asked about, and stays chosen.
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.evaluate("location.href = '/courses'")
    expect(page.get_by_label("Your text")).to_have_value("Written on")
    page.wait_for_function("document.querySelector('#files-field').files.length === 1")
    assert asked == ["beforeunload"]
    button(page, ADD)
    expect(page.get_by_role("link", name="place.png")).to_be_visible()
    with site.database():
        work = work_of(site, learner)
        assert (work.work.source, len(work.work.file_ids)) == ("Written on", 2)


def test_files_too_large_or_too_many_are_told_of_before_they_are_sent(
    open_browser: OpenBrowser, site: Site, learner: User
) -> None:
    page = open_browser()
    page.clock.install()
    sign_in(page, learner)
    page.goto(WORK)
    page.get_by_label("Your text").fill("Two hours of work.")
    field = page.get_by_label(FIELD)
    field.set_input_files([PLAN, payload("film.pdf", bytes(1024 * 1024 + 1))])
    expect(page.get_by_role("alert")).to_have_text(
        "film.pdf: This file is larger than 1 MB. Use smaller pictures or fewer pages, and choose it again."
    )
    button(page, ADD)
    pause(page)
    expect(page.locator("[data-state]")).to_have_text("Saved")
    expect(page.get_by_role("alert")).to_be_visible()
    with site.database():
        assert work_of(site, learner).work.file_ids == ()
    field.set_input_files([PLAN, PLACE, payload("b.png", picture(size=(9, 9))), payload("c.png", picture(size=(8, 8)))])
    expect(page.get_by_role("alert")).to_have_text("Choose 3 files at most.")
    # A button that saves sends what fits.
    field.set_input_files([PLAN, payload("film.pdf", bytes(1024 * 1024 + 1))])
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_role("link", name="Amina's plan.pdf")).to_be_visible()
    expect(page.get_by_role("link", name="film.pdf")).to_have_count(0)
