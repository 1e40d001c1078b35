"""A learner's way through an assignment: write, lose the line, look, hand in, change; and what reviewers make final."""

from itertools import count

import pytest
from playwright.sync_api import Page, expect

from app.accounts.models import User
from app.enrolment.queries import find_enrolment
from app.peerreview.actions import open_for_review
from app.peerreview.queries import MyWork, find_work
from app.platform import throttle
from app.platform.database import transaction
from tests.browsing import SLUG, OpenBrowser, Site, Witness
from tests.journeys.walking import button, expect_heading, link, pause, sign_in, sign_out

KEY = "priority-sheet"
UNIT = f"/learn/{SLUG}/{KEY}"
WORK = f"{UNIT}/work"
PHONE = {"width": 360, "height": 740}
WORDS = "Waste is collected here. " * 150


@pytest.fixture
def learner(site: Site) -> User:
    throttle.forget_all()
    return site.person(name="Amina Diallo", enrolled_in=SLUG)


def work_of(site: Site, user: User) -> MyWork:
    with site.database():
        enrolment = find_enrolment(user.id, SLUG)
        assert enrolment is not None
        work = find_work(enrolment.id, (KEY,))
        assert work is not None
        return work


def write_what_never_arrives(page: Page, text: str) -> None:
    """Write on a page from which nothing reaches the site, until it is left."""
    page.route("**/work", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.get_by_label("Your text").fill(text)
    pause(page)
    expect(page.get_by_text("There is no connection.")).to_be_visible()
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto("/courses")
    page.unroute("**/work")


def test_work_is_written_looked_at_handed_in_and_changed_until_it_is_opened(
    page: Page, site: Site, learner: User
) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    sign_in(page, learner)
    page.goto(UNIT)
    link(page, "Begin to write")
    page.get_by_text("How the work is judged").first.click()
    expect(page.get_by_role("heading", name="Choice and reasons")).to_be_visible()
    page.get_by_label("Your text").fill("# Our town\n\nBy Amina Diallo.")
    with page.expect_navigation():
        button(page, "Save")
    expect(page.get_by_label("Your text")).to_have_value("# Our town\n\nBy Amina Diallo.")
    page.get_by_label("Your text").fill(f"# Our town\n\nBy Amina Diallo.\n\n{WORDS}")
    button(page, "Look and hand in")

    expect_heading(page, "Hand in?")
    expect(page.get_by_role("heading", name="Our town")).to_be_visible()
    expect(page.get_by_text("Your name, or a part of it, stands in it: Amina Diallo")).to_be_visible()
    link(page, "Change it first")
    page.get_by_label("Your text").fill(f"# Our town\n\n{WORDS}")
    button(page, "Look and hand in")
    expect(page.get_by_text("Reviewers could tell who you are")).to_have_count(0)
    button(page, "Hand in this work")
    expect(page.get_by_text("Nobody has opened it yet, so you can still change it.")).to_be_visible()

    link(page, "Change it")
    page.get_by_label("Your text").fill(f"# Our small town\n\n{WORDS}")
    button(page, "Look and hand in")
    button(page, "Hand in this work")
    link(page, "What you handed in")
    expect(page.get_by_role("heading", name="Our small town")).to_be_visible()
    page.goto(UNIT)
    link(page, "Versions")
    expect(page.get_by_text("what reviewers see")).to_have_count(1)

    work = work_of(site, learner)
    with site.database(), transaction():
        open_for_review(work.submission_id)
    page.goto(UNIT)
    expect(page.get_by_text("From now on it stays as you handed it in.")).to_be_visible()
    link(page, "Withdraw the work")
    button(page, "Withdraw the work")
    button(page, "Begin again with this text")
    expect(page.get_by_label("Your text")).to_have_value(f"# Our small town\n\n{WORDS}")


def test_an_earlier_version_comes_back(page: Page, learner: User) -> None:
    sign_in(page, learner)
    page.goto(WORK)
    for text in ("Carts in every street", "Trucks in every street"):
        page.get_by_label("Your text").fill(text)
        # The page before it says "Saved." as well.
        with page.expect_navigation():
            button(page, "Save")
        expect(page.get_by_text("Saved.")).to_be_visible()
    link(page, "Versions")
    page.locator("ul.rows a").last.click()
    expect(page.locator("del")).to_contain_text("Carts")
    expect(page.locator("ins")).to_contain_text("Trucks")
    button(page, "Take this version up again")
    expect(page.get_by_label("Your text")).to_have_value("Carts in every street")


def test_a_page_with_scripts_saves_counts_and_shows_by_itself(
    open_browser: OpenBrowser, site: Site, learner: User
) -> None:
    page = open_browser()
    page.clock.install()
    sign_in(page, learner)
    page.goto(WORK)
    expect(page.get_by_role("button", name="Show preview")).to_have_count(0)
    page.get_by_text("Preview", exact=True).click()
    page.get_by_label("Your text").fill("# سوق\n\nTwo **words** 地方 <script>")
    expect(page.locator("[data-words]")).to_have_text("6")
    pause(page)
    expect(page.locator("[data-state]")).to_have_text("Saved")
    expect(page.locator("[data-shown] h3")).to_have_text("سوق")
    expect(page.locator("[data-shown] strong")).to_have_text("words")
    assert work_of(site, learner).work.source == "# سوق\n\nTwo **words** 地方 <script>"
    page.reload()
    expect(page.locator("[data-words]")).to_have_text("6")


def test_what_is_written_without_a_connection_is_saved_when_it_is_back(
    open_browser: OpenBrowser, site: Site, witness: Witness, learner: User
) -> None:
    page = open_browser()
    page.clock.install()
    sign_in(page, learner)
    page.goto(WORK)
    page.get_by_label("Your text").fill("Before")
    pause(page)
    expect(page.locator("[data-state]")).to_have_text("Saved")

    witness.is_offline = True
    page.context.set_offline(True)
    page.get_by_label("Your text").fill("Before and without a line")
    pause(page)
    expect(page.get_by_text("There is no connection.")).to_be_visible()
    # A button sends nothing into the void either: the page stays, with all that is in it.
    tries = count(1)
    with page.expect_event("requestfailed", lambda _request: next(tries) == 2):
        button(page, "Look and hand in")
    expect(page.get_by_label("Your text")).to_have_value("Before and without a line")
    page.context.set_offline(False)
    expect(page.locator("[data-state]")).to_have_text("Saved")
    witness.is_offline = False
    expect(page.get_by_text("There is no connection.")).to_have_count(0)
    assert work_of(site, learner).work.source == "Before and without a line"
    assert page.evaluate("sessionStorage.length") == 0


def test_a_page_that_was_left_without_a_connection_has_the_text_again(
    open_browser: OpenBrowser, site: Site, witness: Witness, learner: User
) -> None:
    page = open_browser()
    page.clock.install()
    sign_in(page, learner)
    page.goto(WORK)
    witness.is_offline = True
    write_what_never_arrives(page, "Written on a bus")
    page.goto(WORK)
    witness.is_offline = False
    expect(page.get_by_label("Your text")).to_have_value("Written on a bus")
    pause(page)
    expect(page.locator("[data-state]")).to_have_text("Saved")
    assert work_of(site, learner).work.source == "Written on a bus"


def test_two_devices_keep_both_texts_and_ask_which(open_browser: OpenBrowser, site: Site, learner: User) -> None:
    phone, office = open_browser(), open_browser()
    for page in (phone, office):
        page.clock.install()
        sign_in(page, learner)
        page.goto(WORK)
    phone.get_by_label("Your text").fill("From the phone")
    pause(phone)
    expect(phone.locator("[data-state]")).to_have_text("Saved")
    office.get_by_label("Your text").fill("From the office")
    pause(office)
    expect(office.get_by_text("Both are kept.")).to_be_visible()
    link(office, "Compare the two and choose")
    expect_heading(office, "Two texts, saved at once")
    button(office, "Go on with the text of this window")
    expect(office.get_by_label("Your text")).to_have_value("From the office")
    assert work_of(site, learner).work.source == "From the office"
    link(office, "Versions")
    expect(office.locator("ul.rows > li")).to_have_count(3)


def test_somebody_else_at_the_same_screen_finds_no_text(
    open_browser: OpenBrowser, site: Site, witness: Witness, learner: User
) -> None:
    page = open_browser()
    page.clock.install()
    sign_in(page, learner)
    page.goto(WORK)
    witness.is_offline = True
    write_what_never_arrives(page, "Mine alone")
    witness.is_offline = False
    sign_out(page)
    sign_in(page, site.person(enrolled_in=SLUG))
    page.goto(WORK)
    expect(page.get_by_label("Your text")).to_have_value("")
