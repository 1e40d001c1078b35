"""Who listens to a form or to a result hears what who looks at it sees, and in an order that makes sense."""

import re

import pytest
from playwright.sync_api import expect

from tests.accessibility.conftest import Stage
from tests.accessibility.scenes import SCENES


@pytest.mark.parametrize("scene", ["register with errors", "sign in with errors", "account with errors"])
def test_the_summary_of_errors_is_told_at_once_and_leads_to_the_fields(stage: Stage, scene: str) -> None:
    page = stage.show(SCENES[scene])
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    for link in summary.get_by_role("link").all():
        name = str(link.get_attribute("href")).removeprefix("#")
        link.press("Enter")
        field = page.locator(f"main #{name}")
        expect(field).to_be_focused()
        expect(field).to_have_attribute("aria-invalid", "true")
        told = page.locator(f"#{name}-error").inner_text()
        expect(field).to_have_accessible_description(re.compile(re.escape(told)))


def test_every_question_is_a_group_named_by_its_words(stage: Stage) -> None:
    page = stage.show(SCENES["attempt"])
    for question in page.locator("fieldset.question").all():
        expect(question).to_have_role("group")
        expect(question).to_have_accessible_name(re.compile(r"^\d+\.\s*\S+"))


def test_a_result_says_in_words_and_in_order_what_was_right(stage: Stage) -> None:
    page = stage.show(SCENES["result, failed"])
    questions = page.locator("section.question").all()
    verdicts = set()
    for question in questions:
        heard = question.aria_snapshot()
        verdict = question.locator(".verdict b").inner_text()
        verdicts.add(verdict)
        parts = [question.locator("h2").inner_text().split(".", 1)[1].strip(), verdict]
        parts += [text.splitlines()[0] for text in question.locator(".feedback, .explanation").all_inner_texts()]
        places = [_place(heard, part) for part in parts]
        assert places == sorted(places), heard
        for chosen in question.locator(".option.chosen").all():
            expect(chosen).to_contain_text(re.compile("Your choice, (right|not right)"))
    assert {"Right", "Not right", "Not answered"} <= verdicts


def _place(heard: str, part: str) -> int:
    """Where a screen reader would come upon these words."""
    plain = re.sub(r"\W+", " ", heard)
    place = plain.find(re.sub(r"\W+", " ", part)[:40].strip())
    assert place >= 0, f"“{part}” is not to be heard in:\n{heard}"
    return place


def test_signs_for_the_eye_are_not_read_out(stage: Stage) -> None:
    page = stage.show(SCENES["result, failed"])
    heard = page.locator("main").aria_snapshot()
    assert not re.search("[→←✓✗•]", heard)
