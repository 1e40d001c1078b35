"""Three learners and a mentor review each other's work, from handing in to thanks; two of them on a phone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.roles import Role
from app.peerreview.exchange_models import ReviewPlace
from app.peerreview.jobs import score_all_work, steer_reviews
from app.peerreview.models import Submission
from app.platform import throttle
from app.platform.database import db, transaction
from app.platform.jobs import work_off
from tests.browsing import OpenBrowser, Site
from tests.builders import enrolled, person
from tests.journeys.walking import button, expect_heading, link, sign_in
from tests.peerreview.assignments import KEY
from tests.peerreview.practice import TOWNS, a_course_with_examples, town_on

SLUG = "meeting-peers"
UNIT = f"/learn/{SLUG}/{KEY}"
PHONE = {"width": 360, "height": 740}


@dataclass(frozen=True)
class Walker:
    """Somebody in a browser of their own."""

    user: User
    page: Page

    def hand_in(self, text: str) -> None:
        """Write and hand in."""
        self.page.goto(UNIT)
        link(self.page, "Begin to write")
        self.page.get_by_label("Your text").fill(text)
        button(self.page, "Look and hand in")
        button(self.page, "Hand in this work")
        expect(self.page.get_by_text("Nobody has opened it yet")).to_be_visible()

    def score_examples(self) -> None:
        """Score the examples as staff did, and read that one's reviews count."""
        self.page.goto(UNIT)
        link(self.page, "Score the examples")
        expect_heading(self.page, "Examples")
        link(self.page, "Begin")
        for number in range(1, 4):
            expect_heading(self.page, f"Example {number} of 3")
            # It stands below the example, which is there when it is.
            expect(self.page.get_by_role("button", name="Give these levels")).to_be_visible()
            reasons, actions = TOWNS[town_on(self.page.content())]
            self.choose({"reasons": reasons, "actions": actions})
            button(self.page, "Give these levels")
        expect_heading(self.page, "Your levels beside those of staff")

    def ask(self) -> None:
        """Ask for work."""
        self.page.goto(UNIT)
        button(self.page, "Review the work of others")

    def choose(self, levels: dict[str, int]) -> None:
        """Choose the level of each criterion."""
        for key, points in levels.items():
            self.page.locator(f"input[name=level-{key}][value='{points}']").check()

    def review(self, levels: dict[str, int], words: str) -> None:
        """Write a review of the work on the page, look at it, and hand it in."""
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing is cut off"
        self.choose(levels)
        self.page.locator("#comment-reasons").fill(words)
        button(self.page, "Look and hand in")
        expect_heading(self.page, "Hand in your review?")
        button(self.page, "Hand in this review")
        expect(self.page.get_by_text("This review is handed in.")).to_be_visible()


@pytest.fixture
def walkers(site: Site, open_browser: OpenBrowser) -> Iterator[dict[str, Walker]]:
    """Three learners of three places, and a mentor of a fourth; the second learner and the mentor hold phones."""
    throttle.forget_all()
    with site.database():
        a_course_with_examples(slug=SLUG, title="Meeting peers")
        people = {
            name: person(name=f"{name} {family}", organisation=f"Town of {family}", country=country)
            for name, family, country in (
                ("Amina", "Diallo", "SN"),
                ("Bruno", "Costa", "BR"),
                ("Chen", "Wei", "CN"),
            )
        }
        for somebody in people.values():
            enrolled(somebody, SLUG)
        people["Mara"] = person(Role.MENTOR, scope=SLUG, name="Mara Okello", organisation="Lakeland", country="UG")
    found = {}
    for name, user in people.items():
        page = open_browser(viewport=PHONE if name in ("Bruno", "Mara") else {"width": 1280, "height": 800})
        sign_in(page, user)
        found[name] = Walker(user, page)
    yield found
    # Nothing of this exchange goes on by itself beside other journeys.
    with site.database():
        work_off()


def let_days_pass(site: Site, user: User, days: int) -> None:
    """Let somebody have handed in so many days earlier."""
    with site.database(), transaction():
        place = db.session.scalars(select(ReviewPlace).where(ReviewPlace.author_id == user.id)).one()
        place.handed_in_at -= timedelta(days=days)
        work = db.session.get_one(Submission, place.submission_id)
        assert work.handed_in_at is not None
        work.handed_in_at = place.handed_in_at


def let_jobs_be_done(site: Site) -> None:
    """Do what is due every ten minutes and every night."""
    with site.database():
        work_off()
        steer_reviews()
        score_all_work()
        work_off()


def test_three_learners_and_a_mentor_review_each_other(site: Site, walkers: dict[str, Walker]) -> None:
    amina, bruno, chen, mara = (walkers[name] for name in ("Amina", "Bruno", "Chen", "Mara"))
    for number, who in enumerate((amina, bruno, chen)):
        who.hand_in(f"Waste collected in every street of town {number}.")
        let_days_pass(site, who.user, 9 - 3 * number)
    for who in (bruno, chen):
        who.score_examples()
        link(who.page, "To your reviews")
        expect(who.page.get_by_text("Reviews you owe: 3.")).to_be_visible()

    # Both are handed the work that waits longest, and are not told whose it is.
    for who in (bruno, chen):
        who.ask()
        expect(who.page.get_by_text("Waste collected in every street of town 0.").first).to_be_visible()
        expect(who.page.locator("main")).not_to_contain_text("Amina")
    for who, words in ((bruno, "The reason is told; say who pays for the trucks."), (chen, "Weigh it against water.")):
        who.review({"reasons": 2, "actions": 1}, words)
    let_jobs_be_done(site)

    # Comments come at once; the score when one's own part is done or, as nothing fits, on hold.
    amina.page.goto(f"{UNIT}/work/reviews")
    expect(amina.page.get_by_text("say who pays for the trucks")).to_be_visible()
    expect(amina.page.get_by_role("heading", name="Your score is ready")).to_be_visible()
    for name in ("Bruno", "Chen"):
        expect(amina.page.locator("main")).not_to_contain_text(name)
    amina.score_examples()
    amina.ask()
    expect(amina.page.get_by_role("heading", name="Nothing waits that you may read")).to_be_visible()
    amina.page.goto(f"{UNIT}/work/reviews")
    for question in amina.page.locator("fieldset").all():
        question.get_by_role("radio").first.check()
    button(amina.page, "Send, and see the score")
    expect(amina.page.get_by_text("of 100 points, most likely between")).to_be_visible()
    expect(amina.page.get_by_text("Passed.", exact=True)).to_be_visible()
    amina.page.get_by_role("button", name="Say thank you").first.click()

    # Chen reads Bruno; nobody is left for Chen and for Bruno's second review but the mentor.
    chen.ask()
    expect(chen.page.get_by_text("Waste collected in every street of town 1.").first).to_be_visible()
    chen.review({"reasons": 1, "actions": 1}, "You say what, and not yet why: name the people it reaches first.")
    for who in (bruno, chen):
        who.ask()
        expect(who.page.get_by_role("heading", name="Nothing waits that you may read")).to_be_visible()
    let_days_pass(site, bruno.user, 8)
    let_jobs_be_done(site)

    mara.page.goto("/mentoring")
    expect(mara.page.get_by_text("You were asked on").first).to_be_visible()
    expect(mara.page.locator("main")).not_to_contain_text("Bruno")
    button_of = mara.page.get_by_role("button", name="Take it").first
    button_of.click()
    expect(mara.page.get_by_text("Waste collected in every street of town 1.").first).to_be_visible()
    mara.review({"reasons": 1, "actions": 1}, "Begin with the street in which most people live, and say what it costs.")
    let_jobs_be_done(site)

    # On a phone: what has come, on whose page it is said, and how sure it is.
    bruno.page.goto("/notices")
    expect(bruno.page.locator("main")).to_contain_text("A priority sheet")
    bruno.page.goto(UNIT)
    expect(bruno.page.get_by_text("2 reviews have come.")).to_be_visible()
    link(bruno.page, "Read them")
    button(bruno.page, "Not now, show the score")
    expect(bruno.page.get_by_text("of 100 points, most likely between")).to_be_visible()
    expect(bruno.page.get_by_text("a mentor").first).to_be_visible()
    assert bruno.page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    # Whoever was thanked reads it at their desk.
    for who in (bruno, chen):
        who.page.goto(f"{UNIT}/reviews")
    thanked = [who for who in (bruno, chen) if who.page.get_by_text("Its author thanks you.").count()]
    assert len(thanked) == 1
