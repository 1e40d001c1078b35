"""Two apply, two read, one is offered the place; when nobody answers, it goes to the next person by itself."""

from datetime import timedelta
from itertools import count

from playwright.sync_api import Page, expect

from app.accounts.roles import Role
from app.cohorts.steering import steer_cohorts
from app.platform import clock
from tests.browsing import OpenBrowser, Site
from tests.builders import course_files, published
from tests.journeys.walking import button, expect_heading, link, sign_in

KEY = "spring"
# A course for each time the journey is made: a call that has closed opens no more.
_numbers = count(1)
WORDS = """
    ---
    title: Spring cohort
    languages:
      - language: en
        places: 1
    opens: {opens}
    closes: {closes}
    starts: {starts}
    ends: {starts}
    questions:
      - id: why
        label: Why do you want to take part?
    criteria:
      - id: need
        label: Need
        scale: [Weak, Fair, Strong]
    ---

    One place, and a good reason.
    """


def publish(slug: str, *, closes_in: int, based_on: str | None = None) -> str:
    """The course with a call that closes so many days from now; in the past means that it has closed."""
    days = {"opens": -20, "closes": closes_in, "starts": 40}
    call = WORDS.format(**{name: clock.today() + timedelta(days=number) for name, number in days.items()})
    files = course_files(title="For a chosen few", lessons=1, with_quiz=False, front="enrolment: selection")
    return published(files | {f"cohorts/{KEY}.md": dedented(call)}, slug=slug, based_on=based_on).digest


def dedented(text: str) -> bytes:
    return "\n".join(line.removeprefix("    ") for line in text.strip("\n").splitlines()).encode()


def apply(page: Page, slug: str, why: str) -> None:
    page.goto(f"/courses/{slug}")
    page.locator("a.button", has_text="Apply until").first.click()
    link(page, "Apply for a place")
    expect_heading(page, "Your application")
    page.get_by_label("Country").select_option("SN")
    page.get_by_label("Where do you work?").select_option("municipality")
    page.get_by_label("Why do you want to take part?").fill(why)
    with page.expect_navigation():
        button(page, "Save for later")
    expect(page.get_by_label("Why do you want to take part?")).to_have_value(why)
    button(page, "Hand in")
    expect(page.locator(".lead")).to_contain_text("Handed in")


def read_all(page: Page, strong: str) -> None:
    """Judge everything: strong where this stands in the answers, weak elsewhere."""
    page.goto("/readings")
    with page.expect_navigation():
        page.locator(".rows a").first.click()
    for _number in range(2):
        word = "Strong" if strong in page.locator("main").inner_text() else "Weak"
        page.get_by_label(word).check()
        with page.expect_navigation():
            button(page, "Hand in your reading")
    expect(page.locator(".lead")).to_contain_text("You have read everything")


def test_two_apply_and_the_place_that_the_first_leaves_goes_to_the_second(
    page: Page, open_browser: OpenBrowser, site: Site
) -> None:
    slug = f"chosen-few-{next(_numbers)}"
    address = f"/calls/{slug}/{KEY}"
    with site.database():
        digest = publish(slug, closes_in=5)
    first, second = site.person(name="Amina Diallo", country="SN"), site.person(name="Tala Haddad")
    readers = [site.person(name="Reader One"), site.person(name="Reader Two")]
    amina, tala, staff = page, open_browser(), open_browser()
    sign_in(amina, first)
    sign_in(tala, second)
    sign_in(staff, site.person(Role.FACILITATOR, scope=slug, name="Marta Pons"))
    apply(amina, slug, "Our plan is strong.")
    apply(tala, slug, "We begin.")

    staff.goto(f"{address}/selection")
    for reader in readers:
        staff.get_by_label("E-mail address").fill(reader.email)
        button(staff, "Add to the panel")
        expect(staff.get_by_role("heading", name="Panel of readers")).to_be_visible()
        expect(staff.locator(".sessions")).to_contain_text(reader.name)

    # The call closes earlier than was thought.
    with site.database():
        publish(slug, closes_in=-3, based_on=digest)
        steer_cohorts()
    for reader in readers:
        panel = open_browser()
        sign_in(panel, reader)
        read_all(panel, strong="Our plan is strong.")

    staff.goto(f"{address}/selection")
    link(staff, "Look at the offers before they are made")
    expect(staff.get_by_role("listitem").filter(has_text="Amina Diallo")).to_be_visible()
    button(staff, "Make one offer")
    expect(staff.get_by_role("row", name="Amina Diallo")).to_contain_text("A place is offered")

    tala.goto(f"{address}/mine")
    expect(tala.locator("main")).to_contain_text("You are number 1 on the waiting list")
    # A week later nobody has answered.
    with site.database(), clock.stopped_at(clock.now() + timedelta(days=9)):
        steer_cohorts()
    amina.goto(f"{address}/mine")
    expect(amina.locator(".lead")).to_have_text("Offer not answered in time")

    tala.reload()
    button(tala, "Accept the place and enrol")
    expect(tala.locator(".lead")).to_have_text("Has a seat")
    link(tala, "Go to the course")
    expect_heading(tala, "Lesson 1")
