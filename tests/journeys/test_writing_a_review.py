"""A reader's way through one review: beside the work on a wide screen, criterion by criterion on a phone."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, Route, expect

from app.accounts.models import User
from app.accounts.roles import Role
from app.library.queries import get_edition
from app.peerreview import actions
from app.peerreview.actions import Desk, save_work
from app.peerreview.exchange_models import Review, ReviewPool
from app.peerreview.handing_out import Asker, take
from app.peerreview.pools import place_of_author
from app.peerreview.roles import ReaderRole
from app.peerreview.stages import Kind
from app.peerreview.tasks import tasks_of_course
from app.peerreview.work import Work
from app.platform import throttle
from app.platform.database import db, transaction
from app.progress.queries import find_seat
from tests.browsing import SLUG, OpenBrowser, Site, Witness
from tests.journeys.walking import button, expect_heading, link, pause, sign_in

KEY = "priority-sheet"
PHONE = {"width": 360, "height": 740}
WORDS = "Waste is collected here. " * 150


@dataclass(frozen=True)
class Handed:
    """Somebody who was handed a piece of work."""

    reader: User
    review_id: int
    criteria: tuple[str, ...]

    @property
    def address(self) -> str:
        return f"/reviews/{self.review_id}"


@pytest.fixture
def handed(site: Site) -> Handed:
    throttle.forget_all()
    author = site.person(name="Wilhelmina Oduya", enrolled_in=SLUG)
    reader = site.person(Role.MENTOR, name="Rita Reader")
    with site.database():
        seat = find_seat(author.id, SLUG)
        assert seat is not None
        assert seat.part is not None
        unit = seat.edition.places[KEY].unit
        db.session.rollback()
        desk = Desk(seat.part, seat.edition, unit)  # type: ignore[arg-type]
        with transaction():
            number = save_work(desk, Work(WORDS, "en"), base=0, window="here", kind=Kind.SAVED).number
        with transaction():
            actions.hand_in(desk, number)
        with transaction():
            pool = db.session.query(ReviewPool).filter_by(unit_key=KEY).one()
            (task,) = (one for one in tasks_of_course(SLUG) if one.pool_id == pool.id)
            place = place_of_author(task.pool_id, author.id)
            assert place is not None
            asker = Asker(reader.id, "", get_edition(SLUG))
            review = take(task, asker, place.submission_id, ReaderRole.MENTOR)
            return Handed(reader, review.id, tuple(one.key for one in task.assignment.rubric))


def saved_review(site: Site, handed: Handed) -> Review:
    with site.database():
        review = db.session.get_one(Review, handed.review_id)
        db.session.refresh(review)
        db.session.expunge(review)
        return review


def test_a_review_is_written_criterion_by_criterion_on_a_phone(page: Page, site: Site, handed: Handed) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    sign_in(page, handed.reader)
    page.goto(handed.address)
    expect(page.locator("main")).not_to_contain_text("Oduya")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("navigation", name="Criteria").get_by_role("link").first.click()
    for number, key in enumerate(handed.criteria):
        section = page.locator(f"#criterion-{key}")
        expect(section).to_be_in_viewport()
        box = section.bounding_box()
        assert box is not None
        assert box["height"] >= PHONE["height"], "one criterion a screen"
        # By keyboard, as by touch.
        section.get_by_role("radio").nth(number % 2).focus()
        page.keyboard.press("Space")
        section.get_by_label("Your comment").fill(f"Comment {number} says what is there and what comes next.")
        section.get_by_role("link", name="Next").click()
    expect(page.locator("#on-the-whole")).to_be_in_viewport()
    page.get_by_label("A word on the whole").fill("Begin with the market.")
    button(page, "Look and hand in")
    expect_heading(page, "Hand in your review?")
    expect(page.get_by_text("Comment 0 says what is there")).to_be_visible()
    link(page, "Change it first")
    expect(page.get_by_label("A word on the whole")).to_have_value("Begin with the market.")
    button(page, "Look and hand in")
    button(page, "Hand in this review")
    expect(page.get_by_text("This review is handed in.")).to_be_visible()
    review = saved_review(site, handed)
    assert review.handed_in_at is not None
    assert set(review.points) == set(handed.criteria)


def test_on_a_wide_screen_the_form_stands_beside_the_work(open_browser: OpenBrowser, handed: Handed) -> None:
    page = open_browser(viewport={"width": 1280, "height": 800})
    sign_in(page, handed.reader)
    page.goto(handed.address)
    work, form = page.locator(".document").bounding_box(), page.locator("form.review").bounding_box()
    assert work is not None
    assert form is not None
    assert work["x"] + work["width"] <= form["x"]
    assert form["y"] < 800, "both are seen at once"
    page.mouse.wheel(0, 600)
    expect(page.locator("section.side")).to_be_in_viewport(ratio=0.9)


def test_what_is_written_is_saved_by_itself_and_hints_appear(
    open_browser: OpenBrowser, site: Site, handed: Handed
) -> None:
    page = open_browser()
    page.clock.install()
    sign_in(page, handed.reader)
    page.goto(handed.address)
    first = page.locator(f"#criterion-{handed.criteria[0]}")
    first.get_by_role("radio").last.check()
    pause(page)
    expect(page.locator("[data-state]")).to_have_text("Saved")
    expect(first.get_by_text("nothing says why yet")).to_be_visible()
    comment = first.get_by_label("Your comment")
    comment.fill("It names no reason; add one sentence on why this target and no other.")
    pause(page)
    expect(first.get_by_text("nothing says why yet")).to_be_hidden()
    expect(page.get_by_role("link", name="1, level chosen")).to_be_visible()
    review = saved_review(site, handed)
    assert review.points == {handed.criteria[0]: 0}
    assert review.comments[handed.criteria[0]].startswith("It names no reason")


def test_a_lost_connection_loses_nothing(
    open_browser: OpenBrowser, site: Site, handed: Handed, witness: Witness
) -> None:
    witness.expected.add(502)
    witness.is_offline = True
    page = open_browser()
    page.clock.install()
    sign_in(page, handed.reader)
    page.goto(handed.address)
    page.get_by_label("A word on the whole").fill("First")
    pause(page)
    expect(page.locator("[data-state]")).to_have_text("Saved")
    # The server has it, and its answer is lost: that is no other window.
    lost: list[int] = []

    def lose(route: Route) -> None:
        if route.request.method != "POST" or lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.fulfill(status=502, body="")

    page.route(f"**{handed.address}", lose)
    page.get_by_label("A word on the whole").fill("First, and then")
    pause(page)
    expect(page.get_by_text("There is no connection.")).to_be_visible()
    assert lost == [200]
    page.get_by_label("A word on the whole").fill("First, and then more")
    page.clock.run_for(30_000)
    expect(page.locator("[data-state]")).to_have_text("Saved")
    page.unroute(f"**{handed.address}")
    assert saved_review(site, handed).overall == "First, and then more"


def test_what_never_arrived_is_put_back(
    open_browser: OpenBrowser, site: Site, handed: Handed, witness: Witness
) -> None:
    page = open_browser()
    page.clock.install()
    sign_in(page, handed.reader)
    page.goto(handed.address)
    witness.is_offline = True
    page.route(
        f"**{handed.address}", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    section = page.locator(f"#criterion-{handed.criteria[1]}")
    section.get_by_role("radio").first.check()
    page.get_by_label("A word on the whole").fill("Typed in a tunnel")
    pause(page)
    expect(page.get_by_text("There is no connection.")).to_be_visible()
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto("/courses")
    page.unroute(f"**{handed.address}")
    witness.is_offline = False
    page.goto(handed.address)
    expect(page.get_by_label("A word on the whole")).to_have_value("Typed in a tunnel")
    expect(section.get_by_role("radio").first).to_be_checked()
    pause(page)
    expect(page.locator("[data-state]")).to_have_text("Saved")
    assert saved_review(site, handed).overall == "Typed in a tunnel"


def test_two_windows_never_overwrite_each_other(
    open_browser: OpenBrowser, site: Site, handed: Handed, witness: Witness
) -> None:
    one = open_browser()
    one.clock.install()
    sign_in(one, handed.reader)
    one.goto(handed.address)
    other = one.context.new_page()
    other.goto(handed.address)
    one.get_by_label("A word on the whole").fill("From one window")
    pause(one)
    expect(one.locator("[data-state]")).to_have_text("Saved")
    other.get_by_label("A word on the whole").fill("From the other")
    pause(other)
    expect(other.get_by_text("press “Save” to see both")).to_be_visible()
    witness.expected.add(409)
    other.get_by_role("button", name="Save").click()
    other.get_by_text("What the other window saved").click()
    expect(other.get_by_text("From one window")).to_be_visible()
    expect(other.get_by_label("A word on the whole")).to_have_value("From the other")
    other.get_by_label("A word on the whole").fill("From both")
    button(other, "Save")
    expect(other.get_by_text("Saved. Nobody reads it")).to_be_visible()
    assert saved_review(site, handed).overall == "From both"
