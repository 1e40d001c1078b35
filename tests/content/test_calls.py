"""A call for applications is read, and every fault in it is told with its line."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest

from app.content.calls import Call, EnrolmentRule, end_of, last_day_before
from app.content.compiler import compile_course
from app.content.course import Course
from app.content.serial import from_json, to_json
from tests.builders import compiled, course_files
from tests.cohorts.calls import CALL, FRENCH

PATH = "cohorts/autumn-2027.md"
RESERVED = """reserved:
  - id: africa
    label: Africa
    regions: [sub-saharan-africa]
    places: 2"""
GOOD = CALL.format(places=3, more=RESERVED).strip()
GOOD_FRENCH = FRENCH.strip().replace("questions:", "reserved:\n  - id: africa\n    label: Afrique\nquestions:", 1)


def with_files(**files: str) -> dict[str, bytes]:
    return course_files(lessons=1, with_quiz=False) | {path: text.encode() for path, text in files.items()}


def course_with(**files: str) -> Course:
    return compiled(with_files(**files))


def faults_of(files: Mapping[str, str]) -> list[str]:
    return [str(fault) for fault in compile_course("a-course", with_files(**files)).faults]


@pytest.fixture
def call() -> Call:
    return course_with(**{PATH: GOOD}).calls[0]


def test_a_course_without_a_word_about_it_is_open_and_has_no_calls() -> None:
    course = compiled(course_files())
    assert (course.enrolment, course.calls) == (EnrolmentRule.OPEN, ())


def test_what_is_not_told_is_as_the_guide_says(call: Call) -> None:
    assert (call.readers, call.days_to_answer, call.spread, call.waiting, call.least_score) == (2, 7, 25, 3, 0)
    assert [question.longest for question in call.questions] == [300, 200, 200]


def test_a_call_survives_the_library_in_all_languages() -> None:
    french = {"course.fr.md": "---\ntitle: Un cours\nsummary: Une phrase.\n---\n\nBienvenue.\n"}
    course = course_with(**{PATH: GOOD, "cohorts/autumn-2027.fr.md": GOOD_FRENCH}, **french)
    assert from_json(to_json(course)) == course
    assert to_json(course) == to_json(from_json(to_json(course)))
    assert course.in_language("fr").calls == course.calls
    assert course.calls[0].text_in("fr").title == "Automne 2027"
    assert course.calls[0].text_in("ar").title == "Autumn 2027"


def test_a_day_ends_when_it_is_over_everywhere(call: Call) -> None:
    assert call.closes_at == datetime(2027, 3, 16, 12, tzinfo=UTC)
    assert last_day_before(end_of(date(2027, 3, 15))) == date(2027, 3, 15)
    assert last_day_before(call.starts_at) == date(2027, 5, 1)


def test_no_offer_stands_beyond_the_day_the_cohort_starts(call: Call) -> None:
    assert call.answer_by(datetime(2027, 3, 20, 9, tzinfo=UTC)) == datetime(2027, 3, 28, 12, tzinfo=UTC)
    assert call.answer_by(datetime(2027, 4, 30, tzinfo=UTC)) == call.starts_at


def test_calls_stand_in_the_order_in_which_they_open() -> None:
    later = GOOD.replace("2027-02-01", "2027-02-02")
    assert [one.key for one in course_with(**{"cohorts/a.md": later, "cohorts/b.md": GOOD}).calls] == ["b", "a"]


@pytest.mark.parametrize(
    ("good", "bad", "line", "message"),
    [
        ("opens: 2027-02-01\n", "", 1, "`opens` is missing."),
        ("2027-03-15", "15 March", 7, "`closes` must be a day written as year-month-day, as in 2027-03-15"),
        ("2027-03-15", "20270315", 7, "`closes` must be a day written as year-month-day"),
        ("2027-03-15", "2027-01-15", 7, "`closes` (2027-01-15) must lie after `opens` (2027-02-01)."),
        ("2027-05-03", "2027-03-15", 8, "`starts` (2027-03-15) must lie after `closes` (2027-03-15)."),
        ("language: en", "language: english", 4, "`english` is not the two-letter code of a language"),
        ("places: 3", "places: none", 5, "`places` must be a number of places from 1 to 5,000"),
        ("    places: 2", "    places: 4", 10, "4 places are kept for groups, and in `en` there are only 3."),
        ("[sub-saharan-africa]", "[africa]", 13, "There is no region `africa`"),
        ("regions: [sub-saharan-africa]", "countries: [ZZ]", 13, "`ZZ` is not the two-letter code of a country"),
        ("    choices: [Elected, Staff]\n", "", 19, "A question of the type `choice` needs at least two `choices`."),
        ("type: choice", "type: chioce", 21, "Did you mean `choice`?"),
        ("id: job", "id: why", 19, "`why` stands here a second time"),
        ("id: job", "id: My job", 19, "`id` may hold small letters a–z, digits and hyphens"),
        ("scale: [None, Begun, Ready]", "scale: [Ready]", 34, "`scale` needs two to eleven words"),
        ("title: Autumn", "titel: Autumn", 2, "`titel` is not a known name in this file. Did you mean `title`?"),
    ],
)
def test_a_fault_says_where_and_why(good: str, bad: str, line: int, message: str) -> None:
    assert good in GOOD
    faults = faults_of({PATH: GOOD.replace(good, bad, 1)})
    assert any(fault.startswith(f"{PATH}:{line}: ") and message in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("good", "bad", "message"),
    [
        ("choices: [Élu, Agent]", "choices: [Élu]", "The original of `job` has 2 choices; here are 1."),
        (
            "scale: [Aucun, Commencé, Prêt]",
            "scale: [Aucun]",
            "The scale of `plan` has 3 words in the original; here are 1.",
        ),
        (
            "  - id: africa\n    label: Afrique\n",
            "  - id: asia\n    label: Asie\n",
            "`africa` is not translated in `reserved`.",
        ),
        ("id: why", "id: whi", "The original has nothing called `whi` in `questions`. Did you mean `why`?"),
        ("title:", "opens: 2027-01-01\ntitle:", "`opens` is not a known name in this file."),
    ],
)
def test_a_translation_has_all_words_of_the_original_and_no_rules(good: str, bad: str, message: str) -> None:
    assert good in GOOD_FRENCH
    faults = faults_of({PATH: GOOD, "cohorts/autumn-2027.fr.md": GOOD_FRENCH.replace(good, bad, 1)})
    assert any(message in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("cohorts/list.csv", "there are calls for applications only"),
        ("cohorts/My Call.md", "there are calls for applications only"),
        ("cohorts/other.fr.md", "This translation has no original"),
        ("cohorts/autumn-2027.xx.md", "`xx` is not the two-letter code of a language"),
        ("cohorts/autumn-2027.en.md", "The call is written in `en` already"),
    ],
)
def test_a_file_in_the_wrong_place_is_told(path: str, message: str) -> None:
    faults = faults_of({PATH: GOOD, path: GOOD_FRENCH})
    assert any(fault.startswith(f"{path}:1: ") and message in fault for fault in faults), faults


def test_a_country_belongs_to_one_group() -> None:
    twice = RESERVED + "\n  - id: senegal\n    label: Senegal\n    countries: [SN]\n    places: 1"
    faults = faults_of({PATH: CALL.format(places=9, more=twice).strip()})
    assert any("SN belong to the group `africa` already" in fault for fault in faults), faults


def test_the_text_of_a_call_is_as_safe_as_all_others() -> None:
    html = course_with(**{PATH: GOOD + "\n<script>alert(1)</script>\n"}).calls[0].texts[0].html
    assert "<script" not in html
