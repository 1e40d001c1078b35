"""A learner's ways: to a course, through it, out of it and back, and to the certificate."""

import re
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Dialog, Page, expect

from app.content.course import Course
from tests.browsing import SLUG, OpenBrowser, Site, Witness
from tests.builders import PASSWORD
from tests.journeys.walking import (
    answer,
    button,
    expect_heading,
    link,
    questions_on,
    quizzes_of,
    right_answers,
    sign_in,
    sign_out,
    study_quickly,
    wrong_answers,
)

HOPE = "A plan for our river walls that my council can sign."
FIRST, SECOND = "a-global-agenda", "how-much-is-local"
QUIZ, LAST_QUIZ = "check-why-local", "final-quiz"


def test_a_stranger_finds_a_course_enrols_reads_leaves_and_resumes(page: Page, course: Course) -> None:
    first, second = list(course.units())[:2]
    page.goto("/")
    page.get_by_role("link", name="See the courses").click()
    page.get_by_role("searchbox").fill("localizing council")
    button(page, "Search")
    expect(page.get_by_text("1 course fits")).to_be_visible()
    link(page, course.title)
    expect_heading(page, course.title)
    link(page, "Enrol, free of charge")

    expect_heading(page, "Sign in")
    link(page, "Register; it is free and takes a minute")
    page.get_by_label("Your name").fill("Amina Diallo")
    address = f"amina{id(page)}@example.org"
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Country").select_option("SN")
    button(page, "Make my account")

    expect_heading(page, f"Enrol in {course.title}")
    page.get_by_role("textbox").fill(HOPE)
    button(page, "Enrol and begin")
    expect_heading(page, first.title)
    expect(page.get_by_text("You are enrolled.")).to_be_visible()
    button(page, "Mark as done and continue")
    expect_heading(page, second.title)

    link(page, "Where you stand")
    expect(page.get_by_text(HOPE)).to_be_visible()
    link(page, "Leave this course")
    button(page, "Leave the course")
    expect_heading(page, "My learning")
    page.get_by_role("link", name="Come back").click()
    expect(page.get_by_role("textbox")).to_have_value(HOPE)
    button(page, "Come back")
    expect_heading(page, second.title)

    sign_out(page)
    page.goto(f"/learn/{SLUG}/{first.key}")
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password").fill(PASSWORD)
    button(page, "Sign in")
    expect(page.get_by_text("You have marked this lesson as done.")).to_be_visible()
    page.goto("/learn")
    expect(page.get_by_text("Next: module 1")).to_be_visible()
    link(page, "Continue")
    expect_heading(page, re.compile(f"{re.escape(first.title)}|{re.escape(second.title)}"))


def test_a_quiz_is_saved_taken_up_again_failed_and_passed(page: Page, site: Site, course: Course) -> None:
    quiz = quizzes_of(course)[QUIZ]
    right, wrong = right_answers(quiz), wrong_answers(quiz)
    sign_in(page, site.person(enrolled_in=SLUG))
    page.goto(f"/learn/{SLUG}/{QUIZ}")
    button(page, "Begin the quiz")
    expect_heading(page, quiz.title)
    asked = questions_on(page)
    assert sorted(asked) == sorted(right)

    answer(page, wrong, asked[:3])
    button(page, "Save for later")
    expect(page.get_by_text("Your answers are saved.")).to_be_visible()
    page.goto("/courses")
    page.goto(f"/learn/{SLUG}/{QUIZ}")
    button(page, "Go on with your attempt")
    assert questions_on(page) == asked
    for name in asked[:3]:
        _expect_kept(page, name, wrong[name])
    expect(page.get_by_text("5 questions have no answer yet")).to_be_visible()
    answer(page, wrong, asked[3:])
    button(page, "Hand in")

    expect_heading(page, re.compile("Not yet: [0-9]+ %"))
    expect(page.locator(".feedback").first).to_be_visible()
    expect(page.locator(".explanation")).to_have_count(len(asked))
    expect(page.locator(".verdict", has_text="Not right").first).to_be_visible()

    page.get_by_role("button", name="Try again").first.click()
    answer(page, right)
    button(page, "Hand in")
    expect_heading(page, "Passed, with 100 %")
    expect(page.locator(".verdict", has_text="Not right")).to_have_count(0)
    link(page, "Your attempts")
    expect(page.get_by_role("row")).to_have_count(3)
    expect(page.get_by_text("This quiz is done.")).to_be_visible()


def _expect_kept(page: Page, name: str, answer: Sequence[str]) -> None:
    """A question holds this answer, chosen or typed."""
    typed = page.locator(f'input.typed[name="{name}"]')
    if typed.count():
        expect(typed).to_have_value(answer[0])
    else:
        chosen = page.locator(f'input[name="{name}"]:checked')
        expect(chosen).to_have_count(len(answer))
        assert {box.get_attribute("value") for box in chosen.all()} == set(answer)


def test_a_completed_course_gives_a_certificate_that_a_stranger_can_verify(
    open_browser: OpenBrowser, site: Site, witness: Witness, course: Course, tmp_path: Path
) -> None:
    page = open_browser()
    sign_in(page, site.person(name="Amina Diallo", enrolled_in=SLUG))
    study_quickly(page, course, but=LAST_QUIZ)
    page.goto(f"/learn/{SLUG}/completed")
    expect(page.get_by_text("Still to do, before the course is completed")).to_be_visible()
    page.locator("ol.rows").get_by_role("link", name=quizzes_of(course)[LAST_QUIZ].title).click()
    button(page, "Begin the quiz")
    answer(page, right_answers(quizzes_of(course)[LAST_QUIZ]))
    button(page, "Hand in")
    expect_heading(page, "Passed, with 100 %")
    link(page, "See where you stand")

    expect(page.get_by_text("Amina Diallo, you have completed this course.")).to_be_visible()
    expect(page.get_by_text("A plan my council can sign.")).to_be_visible()
    link(page, "Open your certificate")
    expect(page.locator(".certificate-name")).to_have_text("Amina Diallo")
    code = page.locator(".certificate-code").inner_text()
    with page.expect_download() as downloading:
        link(page, "Download as PDF")
    downloading.value.save_as(tmp_path / "certificate.pdf")
    assert (tmp_path / "certificate.pdf").read_bytes().startswith(b"%PDF")

    stranger = open_browser()
    stranger.goto("/")
    link(stranger, "Verify a certificate")
    stranger.get_by_label("Verification code").fill(f"  {code.lower().replace('-', ' ')} ")
    button(stranger, "Verify")
    expect_heading(stranger, "This certificate is valid")
    expect(stranger.get_by_text("Amina Diallo")).to_be_visible()

    exit_code, told = site.run("certificates", "revoke", code, "--reason", "Issued by mistake.")
    assert exit_code == 0, told
    stranger.reload()
    expect_heading(stranger, "This certificate was revoked")
    expect(stranger.get_by_text("Issued by mistake.")).to_be_visible()

    witness.expected |= {404}
    stranger.goto("/verify/00000-00000-00000-00000")
    expect_heading(stranger, "There is no certificate with this code")


def test_a_double_click_hands_in_once(page: Page, site: Site, course: Course) -> None:
    sign_in(page, site.person(enrolled_in=SLUG))
    page.goto(f"/learn/{SLUG}/{QUIZ}")
    button(page, "Begin the quiz")
    answer(page, right_answers(quizzes_of(course)[QUIZ]))
    page.get_by_role("button", name="Hand in").dblclick()
    expect_heading(page, "Passed, with 100 %")
    link(page, "Your attempts")
    expect(page.get_by_role("row")).to_have_count(2)


def test_what_was_typed_outlives_a_lost_connection(
    open_browser: OpenBrowser, site: Site, witness: Witness, course: Course
) -> None:
    page = open_browser()
    right = right_answers(quizzes_of(course)[QUIZ])
    sign_in(page, site.person(enrolled_in=SLUG))
    _begin(page)
    answer(page, right)
    expect(page.get_by_text("Not saved yet")).to_be_visible()

    witness.is_offline = True
    page.context.set_offline(True)
    assert _asks_before_leaving(page)

    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url("chrome-error://**")
    page.context.set_offline(False)
    # What was sent into the void is sent again, as browsers offer on their own page.
    page.reload()
    witness.is_offline = False
    expect_heading(page, "Passed, with 100 %")


def test_the_way_back_from_a_lost_connection_brings_the_answers_back(
    open_browser: OpenBrowser, site: Site, witness: Witness, course: Course
) -> None:
    page = open_browser()
    right = right_answers(quizzes_of(course)[QUIZ])
    sign_in(page, site.person(enrolled_in=SLUG))
    attempt = _begin(page)
    answer(page, right)
    expect(page.get_by_role("navigation", name="Questions").get_by_role("link", name=", answered")).to_have_count(
        len(right)
    )

    witness.is_offline = True
    page.context.set_offline(True)
    button(page, "Hand in")
    page.wait_for_url("chrome-error://**")
    page.context.set_offline(False)
    page.go_back()
    witness.is_offline = False
    if page.url != attempt:
        button(page, "Go on with your attempt")
    expect(page.get_by_role("status").filter(has_text="We put back what you had typed.")).to_be_visible()
    for name, values in right.items():
        _expect_kept(page, name, values)
    assert _asks_before_leaving(page)

    button(page, "Hand in")
    expect_heading(page, "Passed, with 100 %")
    assert page.evaluate("sessionStorage.length") == 0


def test_an_answer_saved_since_stands_and_the_others_come_back(
    open_browser: OpenBrowser, site: Site, course: Course
) -> None:
    quiz = quizzes_of(course)[QUIZ]
    right, wrong = right_answers(quiz), wrong_answers(quiz)
    learner = site.person(enrolled_in=SLUG)
    here, elsewhere = open_browser(), open_browser()
    for page in (here, elsewhere):
        sign_in(page, learner)
    attempt = _begin(here)
    first, second = questions_on(here)[:2]
    answer(here, wrong, [first, second])

    elsewhere.goto(attempt)
    answer(elsewhere, right, [first])
    button(elsewhere, "Save for later")
    expect(elsewhere.get_by_text("Your answers are saved.")).to_be_visible()

    here.once("dialog", lambda dialog: dialog.accept())
    here.reload()
    told = here.locator("[data-state]")
    expect(told).to_contain_text("We put back what you had typed.")
    expect(told).to_contain_text("Where you saved another answer since, that one stands.")
    _expect_kept(here, first, right[first])
    _expect_kept(here, second, wrong[second])
    button(here, "Save for later")
    expect(here.get_by_text("Your answers are saved.")).to_be_visible()
    expect(told).to_have_text("")
    assert here.evaluate("sessionStorage.length") == 0


def test_somebody_else_at_the_same_screen_finds_no_answers(
    open_browser: OpenBrowser, site: Site, course: Course
) -> None:
    page = open_browser()
    sign_in(page, site.person(enrolled_in=SLUG))
    attempt = _begin(page)
    answer(page, wrong_answers(quizzes_of(course)[QUIZ]))
    page.once("dialog", lambda dialog: dialog.accept())
    sign_out(page)
    sign_in(page, site.person(enrolled_in=SLUG))
    assert _begin(page) == attempt
    expect(page.locator("[data-state]")).to_have_text("")
    expect(page.locator("input:checked")).to_have_count(0)
    assert page.evaluate("sessionStorage.length") == 0


def _begin(page: Page) -> str:
    """Begin an attempt; returns its address."""
    page.goto(f"/learn/{SLUG}/{QUIZ}")
    button(page, "Begin the quiz")
    expect(page.get_by_role("button", name="Hand in")).to_be_visible()
    return page.url


def _asks_before_leaving(page: Page) -> bool:
    """Whether the page asks when one turns to another; one stays on it."""
    asked: list[str] = []
    page.once("dialog", lambda dialog: _stay(dialog, asked))
    page.get_by_role("link", name="Back to the quiz").click()
    expect(page.get_by_role("button", name="Hand in")).to_be_visible()
    return asked == ["beforeunload"]


def _stay(dialog: Dialog, asked: list[str]) -> None:
    """Answer that one wants to stay on the page."""
    asked.append(dialog.type)
    dialog.dismiss()
