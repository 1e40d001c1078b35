"""Answers as they arrive from a form."""

from collections.abc import Sequence
from typing import Protocol

from app.assessment.grading import Answer
from app.assessment.pages import field_name
from app.content.course import ChoiceQuestion, Question, TrueFalseQuestion
from app.platform.forms import Form, tidy

_LONGEST_TEXT = 500


class Sent(Protocol):
    """The fields of a form that was sent."""

    def getlist(self, key: str) -> list[str]:
        """All values under a name."""


class AttemptForm(Form):
    """Saves or hands in; the answers are read by `answers_from`, since the questions are different each time."""


def answers_from(sent: Sent, questions: Sequence[Question]) -> dict[str, Answer]:
    """The answers to these questions. What does not belong to a question is left out; nothing here can fail."""
    return {question.key: _answer(sent.getlist(field_name(question)), question) for question in questions}


def _answer(values: list[str], question: Question) -> Answer:
    if isinstance(question, ChoiceQuestion):
        known = [option.key for option in question.options]
        chosen = tuple(key for key in known if key in values)
        return chosen if question.several else chosen[:1]
    if isinstance(question, TrueFalseQuestion):
        return tuple(values[:1]) if values[:1] in (["true"], ["false"]) else ()
    text = tidy(values[0])[:_LONGEST_TEXT] if values else ""
    return (text,) if text else ()
