"""Any way of reading: a small telephone, the keyboard alone, the dark, paper."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from app.content.course import Course
from tests.browsing import SLUG, OpenBrowser, Site
from tests.journeys.walking import expect_heading, link, quizzes_of, right_answers, sign_in, study_quickly

WIDTH, HEIGHT = 360, 780
PHONE = {"viewport": {"width": WIDTH, "height": HEIGHT}, "has_touch": True}
COURSE = f"/learn/{SLUG}"
QUIZ = "check-why-local"


@pytest.fixture
def learner(open_browser: OpenBrowser, site: Site) -> Page:
    """A telephone in the hand of somebody who takes part, without scripts."""
    page = open_browser(**PHONE, java_script_enabled=False)
    sign_in(page, site.person(enrolled_in=SLUG))
    return page


def test_the_outline_opens_and_closes_by_tap_and_by_key_without_scripts(learner: Page) -> None:
    learner.goto(f"{COURSE}/a-global-agenda")
    outline = learner.get_by_role("navigation", name="Contents of the course")
    handle = outline.locator("summary").first
    entry = outline.get_by_role("link", name="Where you stand")
    expect(entry).to_be_hidden()
    handle.tap()
    expect(entry).to_be_visible()
    handle.tap()
    expect(entry).to_be_hidden()
    handle.press("Enter")
    expect(entry).to_be_visible()
    handle.press("Space")
    expect(entry).to_be_hidden()


def test_the_menu_opens_and_leads_on_without_scripts(learner: Page) -> None:
    learner.goto("/")
    menu = learner.get_by_role("navigation", name="Main")
    expect(menu.get_by_role("link", name="My learning")).to_be_hidden()
    menu.locator("summary").tap()
    menu.get_by_role("link", name="My learning").tap()
    expect_heading(learner, "My learning")


def test_the_skip_link_leads_to_the_content(open_browser: OpenBrowser) -> None:
    page = open_browser()
    page.goto(f"/courses/{SLUG}")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@dataclass(frozen=True)
class Focus:
    """What the keyboard would act on."""

    kind: str
    name: str
    value: str
    words: str


def _focus(page: Page) -> Focus:
    return Focus(
        *page.evaluate(
            """() => {
                const here = document.activeElement;
                return [here.type ?? here.localName, here.name ?? "", here.value ?? "", here.textContent.trim()];
            }"""
        )
    )


def test_a_quiz_is_answered_and_handed_in_by_keyboard_alone(
    open_browser: OpenBrowser, site: Site, course: Course
) -> None:
    page = open_browser()
    right = right_answers(quizzes_of(course)[QUIZ])
    sign_in(page, site.person(enrolled_in=SLUG))
    page.goto(f"{COURSE}/{QUIZ}")
    _tab_to(page, "Begin the quiz")
    page.keyboard.press("Enter")
    expect_heading(page, quizzes_of(course)[QUIZ].title)

    while True:
        page.keyboard.press("Tab")
        here = _focus(page)
        if here.words == "Hand in":
            break
        if here.kind == "radio":
            page.keyboard.press("Space")
            for _option in range(10):
                if _focus(page).value in right[here.name]:
                    break
                page.keyboard.press("ArrowDown")
        elif here.kind == "checkbox" and here.value in right[here.name]:
            page.keyboard.press("Space")
        elif here.kind == "text":
            page.keyboard.type(right[here.name][0])
        assert here.kind != "body", "The keyboard went round without meeting the button."
    page.keyboard.press("Enter")
    expect_heading(page, "Passed, with 100 %")


def _tab_to(page: Page, words: str) -> None:
    while _focus(page).words != words:
        page.keyboard.press("Tab")
        assert _focus(page).kind != "body", f"The keyboard went round without meeting “{words}”."


def test_the_dark_and_the_light_differ_and_both_are_read(open_browser: OpenBrowser) -> None:
    grounds = {}
    for scheme in ("light", "dark"):
        page = open_browser(color_scheme=scheme)
        page.goto(f"/courses/{SLUG}")
        grounds[scheme] = [_lightness(page, "body", part) for part in ("backgroundColor", "color")]
    (light_ground, light_ink), (dark_ground, dark_ink) = grounds["light"], grounds["dark"]
    assert light_ground > 200 > 80 > light_ink
    assert dark_ground < 60 < 200 < dark_ink


def _lightness(page: Page, element: str, part: str) -> float:
    """How light a colour is, from 0 to 255, as a canvas paints it."""
    shade: float = page.locator(element).evaluate(
        """(element, part) => {
            const brush = new OffscreenCanvas(1, 1).getContext("2d");
            brush.fillStyle = getComputedStyle(element)[part];
            brush.fillRect(0, 0, 1, 1);
            const [red, green, blue] = brush.getImageData(0, 0, 1, 1).data;
            return (red + green + blue) / 3;
        }""",
        part,
    )
    return shade


def test_paper_shows_the_lesson_and_the_certificate_without_the_site_around_them(
    open_browser: OpenBrowser, site: Site, course: Course
) -> None:
    page = open_browser(color_scheme="dark")
    sign_in(page, site.person(enrolled_in=SLUG))
    study_quickly(page, course)
    page.emulate_media(media="print")
    page.goto(f"{COURSE}/a-global-agenda")
    _expect_only_the_content(page)
    expect(page.get_by_role("navigation", name="Contents of the course")).to_be_hidden()
    expect(page.locator(".unit .text")).to_be_visible()

    page.emulate_media(media="screen")
    page.goto(f"{COURSE}/completed")
    link(page, "Open your certificate")
    expect_heading(page, "Certificate of completion")
    page.emulate_media(media="print")
    _expect_only_the_content(page)
    expect(page.locator(".certificate-code")).to_be_visible()
    expect(page.get_by_role("link", name="Download as PDF")).to_be_hidden()


def _expect_only_the_content(page: Page) -> None:
    for part in ("header.top", "nav.menu", "footer", "a.skip"):
        expect(page.locator(part).first).to_be_hidden()
    assert _lightness(page, "body", "backgroundColor") == 255
    expect(page.get_by_role("heading", level=1)).to_be_visible()
