"""The questions of an open attempt as HTML.

A question is written once for everybody who is asked it; for each learner its number, the order of its options and what
they answered are put in.
"""

import secrets
from collections.abc import Iterator

from flask import get_template_attribute
from markupsafe import Markup, escape

from app.assessment.pages import AttemptPage, QuestionShown
from app.content.course import ChoiceQuestion, TrueFalseQuestion
from app.platform.fragments import fragment
from app.platform.i18n import language

# Between the pieces of a question. Nobody outside this process can know it.
_MARK = secrets.token_hex(8)
_CHECKED = " checked"


def questions_html(page: AttemptPage) -> Markup:
    """All questions of the attempt, with the answers given so far."""
    return Markup("".join(piece for one in page.questions for piece in _put_together(page, one)))


def _put_together(page: AttemptPage, one: QuestionShown) -> Iterator[str]:
    question = one.question

    def write() -> str:
        macro = get_template_attribute("components/question.html", "question")
        return str(macro(question, one.name, page.quiz, _MARK))

    kept = fragment(("question", page.begun, page.quiz.key, question.key, language()), write)
    before, *rest = str.split(kept, _MARK)
    yield before
    yield str(one.number)
    if isinstance(question, ChoiceQuestion):
        places = {option.key: 1 + 2 * place for place, option in enumerate(question.options)}
        yield rest[0]
        for option in one.options:
            place = places[option.key]
            yield rest[place]
            yield _CHECKED if option.is_chosen else ""
            yield rest[place + 1]
        yield rest[-1]
    elif isinstance(question, TrueFalseQuestion):
        head, true, after_true, false, after_false, end = rest
        chosen = (_CHECKED if one.typed == value else "" for value in ("true", "false"))
        yield from (head, true, next(chosen), after_true, false, next(chosen), after_false, end)
    else:
        before_answer, after_answer = rest
        yield from (before_answer, escape(one.typed), after_answer)
