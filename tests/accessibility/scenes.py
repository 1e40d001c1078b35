"""Every type of page: who looks at it, at which address, and what they do there first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from playwright.sync_api import Page

from app.accounts.languages import CHOICE as ASKED
from app.platform import throttle
from tests.browsing import SLUG

__all__ = ["ASKED", "SCENES", "Scene"]

VISITOR, NEWCOMER, LEARNER, GRADUATE, UNDRAWN, STAFF = "visitor", "newcomer", "learner", "graduate", "undrawn", "staff"
PEOPLE = (VISITOR, NEWCOMER, LEARNER, GRADUATE, UNDRAWN, STAFF)
FIRST, LEFT, MIRRORED, OUTDATED = "a-first-step", "left-behind", "mirrored", "outdated"
QUIZ, LAST_QUIZ = "check-why-local", "final-quiz"
COURSE = f"/learn/{SLUG}"
TOO_MUCH = 2 * 1024 * 1024 + 1


@dataclass(frozen=True)
class Scene:
    """A page at its address; `act` is what is done there before one looks."""

    who: str
    address: str
    act: Callable[[Page], object] | None = None

    def arrive(self, page: Page, address: str, _app: Flask) -> None:
        """Go there, in the language that the address asks for."""
        page.goto(address)
        if self.act is not None:
            self.act(page)


@dataclass(frozen=True)
class Kept(Scene):
    """A page that takes long to come: asked for once, and shown from what came."""

    def arrive(self, page: Page, address: str, app: Flask) -> None:
        """Show what came, in the browser's place for it."""
        if address not in _kept:
            _kept[address] = self.ask(page, address, app)
        answer = _kept[address]
        shown_at = f"**/kept/{answer.status}"
        page.route(
            shown_at, lambda route: route.fulfill(status=answer.status, headers=answer.headers, body=answer.text)
        )
        page.goto(f"/kept/{answer.status}")
        page.unroute(shown_at)

    def ask(self, page: Page, address: str, _app: Flask) -> "Answer":
        """As the browser asks, with its cookies."""
        came = page.request.get(address)
        return Answer(came.status, came.text(), came.headers["content-security-policy"])


@dataclass(frozen=True)
class Unlinked(Kept):
    """What no link asks for: the application is asked without a browser, perhaps many times."""

    how: Mapping[str, Any] = field(default_factory=dict)
    times: int = 1

    def ask(self, _page: Page, address: str, app: Flask) -> "Answer":
        """Ask in this process, and keep the last answer."""
        throttle.forget_all()
        for _time in range(self.times):
            came = app.test_client().open(address, **self.how)
        throttle.forget_all()
        return Answer(came.status_code, came.text, came.headers["Content-Security-Policy"])


@dataclass(frozen=True)
class Answer:
    """A page as it came."""

    status: int
    text: str
    policy: str

    @property
    def headers(self) -> dict[str, str]:
        """What a browser must know to show it."""
        return {"content-type": "text/html; charset=utf-8", "content-security-policy": self.policy}


_kept: dict[str, Answer] = {}


def send(values: Mapping[str, str] | None = None, form: str = "main form", action: str = "") -> Callable[[Page], None]:
    """Fill a form with these values and send it past the browser's own checks, perhaps to another address."""

    def act(page: Page) -> None:
        with page.expect_navigation():
            page.locator(form).first.evaluate(
                """(form, [values, action]) => {
                    for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
                    if (action) form.action = action;
                    form.submit();
                }""",
                [values or {}, action],
            )

    return act


def save(page: Page) -> None:
    """Answer one question of an attempt and save it."""
    page.locator("fieldset.question input").first.check()
    with page.expect_navigation():
        page.locator('button.button[value="save"]').click()


def open_all(page: Page) -> None:
    """Open every disclosure."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


SCENES: dict[str, Scene] = {
    "home": Scene(VISITOR, "/"),
    "home with a course to go on with": Scene(LEARNER, "/"),
    "menu open": Scene(STAFF, "/", open_all),
    "courses": Scene(VISITOR, "/courses"),
    "courses found": Scene(VISITOR, "/courses?q=localizing&level=introductory"),
    "no course found": Scene(VISITOR, "/courses?q=xylophone"),
    "course": Scene(VISITOR, f"/courses/{SLUG}"),
    "course of mine": Scene(LEARNER, f"/courses/{SLUG}"),
    "course in the other direction": Scene(NEWCOMER, f"/courses/{MIRRORED}"),
    "course in another language": Scene(VISITOR, f"/courses/{SLUG}?in=ar"),
    "glossary": Scene(VISITOR, f"/courses/{SLUG}/glossary"),
    "register": Scene(VISITOR, "/register"),
    "register with errors": Scene(VISITOR, "/register", send({"email": "nobody", "password": "short"})),
    "sign in": Scene(VISITOR, "/sign-in"),
    "sign in with errors": Scene(VISITOR, "/sign-in", send()),
    "account": Scene(LEARNER, "/account"),
    "account with errors": Scene(LEARNER, "/account", send({"name": ""})),
    "my learning, empty": Scene(NEWCOMER, "/learn"),
    "my learning": Scene(LEARNER, "/learn"),
    "my learning, full": Scene(GRADUATE, "/learn"),
    "enrol": Scene(NEWCOMER, f"{COURSE}/enrol"),
    "come back": Scene(GRADUATE, f"/learn/{LEFT}/enrol"),
    "lesson": Scene(LEARNER, f"{COURSE}/seven-not-seventeen"),
    "lesson, all open": Scene(LEARNER, f"{COURSE}/a-global-agenda", open_all),
    "lesson in the other direction": Scene(GRADUATE, f"/learn/{MIRRORED}/lesson-1"),
    "lesson translated and outdated": Scene(GRADUATE, f"/learn/{OUTDATED}/lesson-1", open_all),
    "quiz": Scene(GRADUATE, f"/learn/{MIRRORED}/check"),
    "quiz with attempts": Scene(LEARNER, f"{COURSE}/{QUIZ}"),
    "quiz passed": Scene(GRADUATE, f"{COURSE}/{QUIZ}"),
    "attempt": Scene(LEARNER, f"{COURSE}/{QUIZ}/attempts/2"),
    "attempt saved": Scene(LEARNER, f"{COURSE}/{LAST_QUIZ}/attempts/1", save),
    "result, failed": Scene(LEARNER, f"{COURSE}/{QUIZ}/attempts/1"),
    "result, passed": Scene(GRADUATE, f"{COURSE}/{LAST_QUIZ}/attempts/1"),
    "assignment": Scene(LEARNER, f"{COURSE}/priority-sheet"),
    "what is missing": Scene(LEARNER, f"{COURSE}/completed"),
    "completed": Scene(GRADUATE, f"{COURSE}/completed"),
    "leave": Scene(LEARNER, f"{COURSE}/leave"),
    "certificate": Scene(GRADUATE, "/certificates/{valid}"),
    "certificate revoked": Scene(GRADUATE, "/certificates/{revoked}"),
    "certificate that cannot be drawn": Kept(UNDRAWN, "/certificates/{undrawn}.pdf"),
    "accessibility": Scene(VISITOR, "/accessibility"),
    "verify": Scene(VISITOR, "/verify"),
    "verify, not a code": Scene(VISITOR, "/verify?code=abc"),
    "verified": Scene(VISITOR, "/verify/{valid}"),
    "verified as revoked": Scene(VISITOR, "/verify/{revoked}"),
    "verified as unknown": Scene(VISITOR, "/verify/00000-00000-00000-00000"),
    "reporting": Scene(STAFF, "/reporting/completions"),
    "reporting, filtered": Scene(STAFF, "/reporting/completions?words=nobody&enrolled_from=never"),
    "drafts": Scene(STAFF, "/drafts"),
    "draft": Scene(STAFF, f"/drafts/{SLUG}"),
    "draft with faults": Scene(STAFF, "/drafts/with-faults"),
    "draft lesson": Scene(STAFF, f"/drafts/{SLUG}/seven-not-seventeen"),
    "draft quiz": Scene(STAFF, f"/drafts/{SLUG}/{QUIZ}"),
    "draft assignment": Scene(STAFF, f"/drafts/{SLUG}/priority-sheet"),
    "error 400": Scene(LEARNER, f"{COURSE}/leave", send({"csrf_token": "not the right one"})),
    "error 403": Scene(LEARNER, "/drafts"),
    "error 404": Scene(VISITOR, "/no-such-page"),
    "error 405": Unlinked(VISITOR, "/courses", how={"method": "DELETE"}),
    "error 413": Unlinked(VISITOR, "/sign-in", how={"method": "POST", "data": {"email": "x" * TOO_MUCH}}),
    "error 422": Scene(LEARNER, f"{COURSE}/leave", send(action=f"{COURSE}/{QUIZ}/completion")),
    "error 429": Unlinked(VISITOR, "/verify/00000-00000-00000-00000", times=61),
    "error 500": Unlinked(VISITOR, "/broken"),
}
