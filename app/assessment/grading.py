"""Marks answers. Pure: the question and what was answered go in, points and feedback come out."""

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.assessment.sitting import Given
from app.content.course import (
    ChoiceQuestion,
    NumericQuestion,
    Question,
    TextQuestion,
    TrueFalseQuestion,
)

# What a learner gave: letters of options, or the one text they typed. Empty when left out.
Answer = tuple[str, ...]

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)")
_FROM_ARABIC_DIGITS = {ord(sign): str(value % 10) for value, sign in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")} | {
    ord("٫"): ".",
    ord("−"): "-",
    ord("\u00a0"): " ",
}
_GROUPED = re.compile(r"(?<=\d)[ '\u202f](?=\d{3}(\D|$))")


@dataclass(frozen=True, slots=True)
class Mark:
    """What one answer earned; `share` runs from 0 to 1, feedback is HTML fit to show."""

    question_key: str
    share: float
    points: float
    most_points: int
    feedback_html: str = ""

    @property
    def is_right(self) -> bool:
        """Whether the answer is wholly right."""
        return self.share == 1

    @property
    def is_partly_right(self) -> bool:
        """Whether the answer earned something and not all."""
        return 0 < self.share < 1


@dataclass(frozen=True, slots=True)
class Grade:
    """What an attempt came to. A failed quiz is a grade like any other."""

    marks: tuple[Mark, ...]
    points: float
    most_points: int
    percent: int
    has_passed: bool


def grade(questions: Sequence[Question], answers: Mapping[str, Answer], pass_percent: int) -> Grade:
    """Mark every question asked. The percentage is rounded down, so that nobody passes by rounding."""
    marks = tuple(mark(question, answers.get(question.key, ())) for question in questions)
    points = math.fsum(one.points for one in marks)
    most = sum(one.most_points for one in marks)
    # A hair is added because thirds of points do not add up to whole ones in binary.
    percent = math.floor(100 * points / most + 1e-9) if most else 0
    return Grade(
        marks=marks, points=points, most_points=most, percent=percent, has_passed=most > 0 and percent >= pass_percent
    )


def grade_of_the_day(
    questions: Sequence[Question], given: Mapping[str, Given], percent: int, has_passed: bool
) -> Grade:
    """An attempt as it was marked when it was handed in, with the feedback that these questions give.

    The questions may stand in another language now than the one they were answered in, and other words be right in it:
    points once earned stay.
    """
    marks = tuple(_mark_of_the_day(question, given.get(question.key)) for question in questions)
    return Grade(
        marks=marks,
        points=math.fsum(one.points for one in marks),
        most_points=sum(one.most_points for one in marks),
        percent=percent,
        has_passed=has_passed,
    )


def _mark_of_the_day(question: Question, given: Given | None) -> Mark:
    if given is None:
        return mark(question, ())
    earned = mark(question, given.answer)
    share = given.points / given.most_points if given.most_points else 0.0
    if math.isclose(earned.share, share, abs_tol=1e-9):
        return earned
    feedback = getattr(question, "right_feedback_html", "") if share == 1 else earned.feedback_html
    return Mark(question.key, share, given.points, given.most_points, feedback)


def mark(question: Question, answer: Answer) -> Mark:
    """Mark one answer."""
    if isinstance(question, ChoiceQuestion):
        share, feedback = _mark_choice(question, answer)
    elif isinstance(question, TrueFalseQuestion):
        share, feedback = _mark_true_false(question, answer)
    elif isinstance(question, NumericQuestion):
        share, feedback = _mark_number(question, answer)
    else:
        share, feedback = _mark_text(question, answer)
    return Mark(question.key, share, share * question.points, question.points, feedback)


def _mark_choice(question: ChoiceQuestion, answer: Answer) -> tuple[float, str]:
    """Feedback stands beside each option, so none is given for the whole."""
    chosen = set(answer)
    if not question.several:
        right = {option.key for option in question.options if option.is_right}
        return float(len(chosen) == 1 and chosen <= right), ""
    if not chosen:
        return 0.0, ""
    well = sum((option.key in chosen) == option.is_right for option in question.options)
    badly = len(question.options) - well
    return max(0.0, (well - badly) / len(question.options)), ""


def _mark_true_false(question: TrueFalseQuestion, answer: Answer) -> tuple[float, str]:
    if answer not in (("true",), ("false",)):
        return 0.0, ""
    if (answer == ("true",)) == question.is_true:
        return 1.0, question.right_feedback_html
    return 0.0, question.wrong_feedback_html


def _mark_number(question: NumericQuestion, answer: Answer) -> tuple[float, str]:
    if not answer or not answer[0].strip():
        return 0.0, ""
    value = number_from(answer[0])
    if value is None:
        return 0.0, question.otherwise_html
    if question.lowest <= value <= question.highest:
        return 1.0, question.right_feedback_html
    for catch in question.catches:
        if math.isclose(catch.value, value, rel_tol=1e-9, abs_tol=1e-12):
            return 0.0, catch.feedback_html
    return 0.0, question.otherwise_html


def _mark_text(question: TextQuestion, answer: Answer) -> tuple[float, str]:
    given = plain_form(answer[0]) if answer else ""
    if not given:
        return 0.0, ""
    if any(plain_form(form) == given for form in question.accepted):
        return 1.0, question.right_feedback_html
    for catch in question.catches:
        if plain_form(catch.text) == given:
            return 0.0, catch.feedback_html
    return 0.0, question.otherwise_html


def number_from(text: str) -> float | None:
    """The number somebody typed, as 1.5, 1,5, 1 500, 62 % or in Arabic digits; None when it is none."""
    plain = unicodedata.normalize("NFKC", text).translate(_FROM_ARABIC_DIGITS).strip()
    plain = _GROUPED.sub("", plain.removesuffix("%").strip())
    if not _NUMBER.fullmatch(plain):
        return None
    return float(plain.replace(",", "."))


def plain_form(text: str) -> str:
    """A text without what does not matter: capitals, accents, punctuation and spaces."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in spread if sign.isalnum())
