"""Marks: what an answer earns, and what is said about it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessment.grading import grade, mark, number_from, plain_form
from app.content.course import (
    ChoiceQuestion,
    NumberCatch,
    NumericQuestion,
    Option,
    Question,
    TextCatch,
    TextQuestion,
    TrueFalseQuestion,
)


def choice(right: str, *, of: str = "abcd", several: bool = False, points: int = 1) -> ChoiceQuestion:
    options = tuple(Option(key=key, html=key, is_right=key in right) for key in of)
    return ChoiceQuestion(key="q", prompt_html="?", options=options, several=several, points=points)


def number(lowest: float, highest: float | None = None) -> NumericQuestion:
    return NumericQuestion(
        key="q",
        prompt_html="?",
        lowest=lowest,
        highest=lowest if highest is None else highest,
        shown="",
        right_feedback_html="yes",
        catches=(NumberCatch(17, "goals"),),
        otherwise_html="no",
    )


def test_the_one_right_option_earns_the_point() -> None:
    assert mark(choice("b"), ("b",)).is_right
    assert mark(choice("b"), ("a",)).points == 0
    assert mark(choice("b"), ()).points == 0


def test_choosing_two_where_one_is_asked_earns_nothing() -> None:
    assert mark(choice("b"), ("a", "b")).points == 0


@pytest.mark.parametrize(
    ("chosen", "share"),
    [("ac", 1.0), ("a", 0.5), ("abc", 0.5), ("abcd", 0.0), ("bd", 0.0), ("", 0.0), ("d", 0.0)],
)
def test_several_right_options_earn_a_part_for_each_decided_rightly(chosen: str, share: float) -> None:
    assert mark(choice("ac", several=True), tuple(chosen)).share == share


def test_leaving_out_a_question_earns_nothing_even_where_most_options_are_wrong() -> None:
    assert mark(choice("a", of="abcdef", several=True), ()).points == 0


@pytest.mark.parametrize(("answer", "is_right"), [(("false",), True), (("true",), False), ((), False)])
def test_a_statement_is_judged(answer: tuple[str, ...], is_right: bool) -> None:
    question = TrueFalseQuestion("q", "?", is_true=False, right_feedback_html="well", wrong_feedback_html="look again")
    earned = mark(question, answer)
    assert earned.is_right == is_right
    assert earned.feedback_html == {("false",): "well", ("true",): "look again", (): ""}[answer]


@pytest.mark.parametrize("typed", ["169", " 169 ", "169,0", "169.0", "+169", "١٦٩", "１６９"])
def test_a_number_counts_however_it_is_typed(typed: str) -> None:
    assert mark(number(169), (typed,)).is_right


@pytest.mark.parametrize(
    ("typed", "feedback"), [("17", "goals"), ("17,0", "goals"), ("5", "no"), ("many", "no"), ("", ""), ("169", "yes")]
)
def test_a_wrong_number_gets_the_feedback_it_deserves(typed: str, feedback: str) -> None:
    assert mark(number(169), (typed,)).feedback_html == feedback


@pytest.mark.parametrize(("typed", "is_right"), [("60", True), ("65", True), ("59.99", False), ("65.01", False)])
def test_a_range_includes_both_its_ends(typed: str, is_right: bool) -> None:
    assert mark(number(60, 65), (typed,)).is_right == is_right


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1 500", 1500),
        ("1'500", 1500),
        ("62 %", 62),
        ("−3", -3),
        (",5", 0.5),
        ("1.2.3", None),
        ("nan", None),
        ("1e9", None),
    ],
)
def test_numbers_are_read_as_people_write_them(typed: str, value: float | None) -> None:
    assert number_from(typed) == value


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_numbers(typed: str) -> None:
    value = number_from(typed)
    assert value is None or value == value


@pytest.mark.parametrize("typed", ["Baseline", "base line", "BASE-LINE", "baseline.", "Báseline"])
def test_capitals_accents_spaces_and_stops_do_not_matter(typed: str) -> None:
    question = TextQuestion("q", "?", accepted=("baseline",), catches=(TextCatch("target", "t"),), otherwise_html="no")
    assert mark(question, (typed,)).is_right


def test_a_known_wrong_text_gets_its_own_feedback() -> None:
    question = TextQuestion("q", "?", accepted=("baseline",), catches=(TextCatch("target", "t"),), otherwise_html="no")
    assert mark(question, ("Target",)).feedback_html == "t"
    assert mark(question, ("goal",)).feedback_html == "no"
    assert mark(question, ("...",)).points == 0


def test_plain_form_keeps_letters_of_every_script() -> None:
    assert plain_form("خط الأساس") != plain_form("هدف")
    assert plain_form("基线") == "基线"


def test_nobody_passes_by_rounding() -> None:
    questions = [with_key(choice("a"), f"q{place}") for place in range(3)]
    answers = {"q0": ("a",), "q1": ("a",)}
    result = grade(questions, answers, pass_percent=67)
    assert (result.percent, result.has_passed) == (66, False)
    assert grade(questions, answers, pass_percent=66).has_passed


def test_thirds_of_points_add_up_to_whole_ones() -> None:
    questions = [with_key(choice("abc", of="abcdef", several=True), f"q{place}") for place in range(3)]
    answers = {question.key: ("a", "b", "c") for question in questions}
    assert grade(questions, answers, pass_percent=100).percent == 100


def test_points_weigh() -> None:
    questions = [with_key(choice("a", points=3), "heavy"), with_key(choice("a"), "light")]
    assert grade(questions, {"heavy": ("a",)}, pass_percent=70).percent == 75


def test_a_quiz_without_questions_is_passed_by_nobody() -> None:
    assert not grade([], {}, pass_percent=0).has_passed


def with_key(question: ChoiceQuestion, key: str) -> Question:
    return ChoiceQuestion(
        key=key,
        prompt_html=question.prompt_html,
        options=question.options,
        several=question.several,
        points=question.points,
    )


@given(st.sets(st.sampled_from("abcdef")), st.sets(st.sampled_from("abcdef"), min_size=1, max_size=5))
def test_a_share_lies_between_nothing_and_all_and_only_the_right_set_earns_all(
    chosen: set[str], right: set[str]
) -> None:
    earned = mark(choice("".join(right), of="abcdef", several=True), tuple(sorted(chosen)))
    assert 0 <= earned.share <= 1
    assert (earned.share == 1) == (chosen == right)
