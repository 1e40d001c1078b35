"""What people do on the site, in a browser."""

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlencode

from playwright.sync_api import Page, expect

from app.accounts.models import User
from app.content.course import ChoiceQuestion, Course, NumericQuestion, Question, Quiz, TrueFalseQuestion
from tests.builders import PASSWORD, fields_of

Answers = Mapping[str, Sequence[str]]


def button(page: Page, words: str) -> None:
    """Press a button."""
    page.get_by_role("button", name=_named(words)).click()


def link(page: Page, words: str) -> None:
    """Follow a link."""
    page.get_by_role("link", name=_named(words)).first.click()


def _named(words: str) -> re.Pattern[str]:
    """These words and no others: what is drawn beside them, as an arrow, is not read out."""
    return re.compile(rf"^{re.escape(words)}$")


def expect_heading(page: Page, words: str | re.Pattern[str]) -> None:
    """Wait for a page by its one great heading."""
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def sign_in(page: Page, user: User) -> None:
    """Sign in through the form."""
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    button(page, "Sign in")
    expect_heading(page, "My learning")


def sign_out(page: Page) -> None:
    """Sign out on the account page."""
    page.goto("/account")
    button(page, "Sign out")
    expect(page.get_by_text("You are signed out.")).to_be_visible()


def pause(page: Page) -> None:
    """Let so much time go by on a page whose clock is installed that it saves what was typed."""
    page.clock.run_for(3_000)


def quizzes_of(course: Course) -> dict[str, Quiz]:
    """The quizzes of a course by their keys."""
    return {unit.key: unit for unit in course.units() if isinstance(unit, Quiz)}


def right_answers(quiz: Quiz) -> Answers:
    """What to send so that every question is answered rightly."""
    return {f"q-{question.key}": _right(question) for question in quiz.questions}


def wrong_answers(quiz: Quiz) -> Answers:
    """What to send so that no question is answered rightly."""
    return {f"q-{question.key}": _wrong(question) for question in quiz.questions}


def _right(question: Question) -> Sequence[str]:
    if isinstance(question, ChoiceQuestion):
        return [option.key for option in question.options if option.is_right]
    if isinstance(question, TrueFalseQuestion):
        return ["true" if question.is_true else "false"]
    if isinstance(question, NumericQuestion):
        return [f"{question.lowest:g}"]
    return [question.accepted[0]]


def _wrong(question: Question) -> Sequence[str]:
    if isinstance(question, ChoiceQuestion):
        return [option.key for option in question.options if not option.is_right][:1]
    if isinstance(question, TrueFalseQuestion):
        return ["false" if question.is_true else "true"]
    return ["-1"] if isinstance(question, NumericQuestion) else ["something else altogether"]


def answer(page: Page, answers: Answers, names: Iterable[str] | None = None) -> None:
    """Fill the questions that the page asks, or only those named."""
    for name in questions_on(page) if names is None else names:
        for value in answers[name]:
            chosen = page.locator(f'input[name="{name}"][value="{value}"]:is([type=radio], [type=checkbox])')
            if chosen.count():
                chosen.check()
            else:
                page.locator(f'input[name="{name}"]').fill(value)


def questions_on(page: Page) -> list[str]:
    """The names of the questions, in the order shown, as soon as the page that asks them has come."""
    # Below the questions: when it is there, so are they.
    expect(page.get_by_role("button", name="Hand in")).to_be_visible()
    return [str(box.get_attribute("id")) for box in page.locator("fieldset.question").all()]


def post(page: Page, shown_at: str, fields: Mapping[str, str | Sequence[str]], to: str | None = None) -> str:
    """Send a form of a page in this browser's name without showing it; returns the address it led to."""
    hidden = fields_of(page.request.get(shown_at).text(), to)
    answered = page.request.post(
        to or shown_at,
        data=urlencode({**hidden, **fields}, doseq=True),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert answered.ok, answered.text()
    return answered.url


def study_quickly(page: Page, course: Course, *, but: str = "") -> None:
    """Do every unit of a course by sending its forms, `but` one."""
    for unit in course.units():
        address = f"/learn/{course.slug}/{unit.key}"
        if unit.key == but or unit.kind == "assignment":
            continue
        if isinstance(unit, Quiz):
            attempt = post(page, address, {}, f"{address}/attempts")
            post(page, attempt, {**right_answers(unit), "step": "hand-in"})
        else:
            post(page, address, {}, f"{address}/completion")
