"""The answers under a question: marked list items become a choice, a statement, a number or a text."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from app.content.course import (
    OPTION_LETTERS,
    ChoiceQuestion,
    NumberCatch,
    NumericQuestion,
    Option,
    Question,
    TextCatch,
    TextQuestion,
    TrueFalseQuestion,
)
from app.content.faults import shorten
from app.content.page import Page
from app.content.prose import write_blocks, write_inline
from app.content.vocabulary import QUOTES
from app.markup.markdown import first_line_of

CHOICE_MARKS = frozenset({"( )", "(x)", "[ ]", "[x]"})
NUMBER = re.compile(r"[-+\u2212]?[0-9]{1,15}(?:[ \u00a0\u202f][0-9]{3}){0,4}(?:[.,][0-9]{1,15})?")
TRUTHS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Answer:
    """A marked list item: its mark, the text after it, and what stands under that."""

    line: int
    mark: str
    inline: Token
    rest: tuple[Token, ...]

    @property
    def text(self) -> str:
        """The text as the author wrote it."""
        return self.inline.content.strip()


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of a question besides its answers."""

    key: str
    line: int
    prompt_html: str
    body_html: str
    explanation_html: str
    points: int


def question_from(page: Page, asked: Asked, answers: Sequence[Answer]) -> Question | None:
    """Make the question its answers speak of; None after a fault."""
    marks = {answer.mark for answer in answers}
    if not answers:
        page.fault(
            asked.line,
            f"The question `{asked.key}` has no answers; begin each answer with a mark, as in `- ( ) …`, `- [ ] …` or `- = …`.",
        )
        return None
    if marks & CHOICE_MARKS:
        return _choice(page, asked, answers, marks)
    right = [answer for answer in answers if answer.mark == "="]
    if not right:
        page.fault(asked.line, f"The question `{asked.key}` has no right answer; write one as `- = …`.")
        return None
    if right[0].text.lower() in TRUTHS:
        return _truth(page, asked, answers, right)
    if _quoted(right[0].text) is not None:
        return _text(page, asked, answers, right)
    return _number(page, asked, answers, right)


def _choice(page: Page, asked: Asked, answers: Sequence[Answer], marks: set[str]) -> ChoiceQuestion | None:
    """Choose one or several."""
    several = bool(marks & {"[ ]", "[x]"})
    if not marks <= ({"[ ]", "[x]"} if several else {"( )", "(x)"}):
        odd = next(answer for answer in answers if answer.mark not in (("[ ]", "[x]") if several else ("( )", "(x)")))
        page.fault(
            odd.line,
            f"`{odd.mark}` cannot be mixed with the other marks; use either `( )` or `[ ]` for all answers.",
        )
        return None
    right = [answer for answer in answers if "x" in answer.mark]
    if not right:
        page.fault(
            asked.line, f"The question `{asked.key}` has no right answer; mark one with an x, as in `(x)` or `[x]`."
        )
        return None
    if not several and len(right) > 1:
        page.fault(
            right[1].line,
            "Two answers are marked as right with `(x)`; if several are right, use `[x]` and `[ ]` for all.",
        )
        return None
    if len(right) == len(answers):
        page.fault(asked.line, f"The question `{asked.key}` has only right answers; add a wrong one.")
        return None
    if len(answers) > len(OPTION_LETTERS):
        page.fault(answers[len(OPTION_LETTERS)].line, f"A question has at most {len(OPTION_LETTERS)} answers.")
        return None
    options = tuple(_option(page, letter, answer) for letter, answer in zip(OPTION_LETTERS, answers, strict=False))
    return ChoiceQuestion(
        key=asked.key,
        prompt_html=asked.prompt_html,
        options=options,
        several=several,
        body_html=asked.body_html,
        explanation_html=asked.explanation_html,
        points=asked.points,
    )


def _option(page: Page, letter: str, answer: Answer) -> Option:
    """One answer to choose; a picture alone becomes a figure."""
    quotes, others = _feedback_and_others(answer)
    for token in others[:1]:
        page.fault(
            first_line_of(token, answer.line),
            "Only feedback can stand under an answer; begin each line of it with `>`.",
        )
    if not answer.text:
        page.fault(answer.line, "This answer has no words.")
    is_picture = [child.type for child in answer.inline.children or ()] == ["image"]
    paragraph = (Token("paragraph_open", "p", 1), answer.inline, Token("paragraph_close", "p", -1))
    html = write_blocks(page, paragraph) if is_picture else write_inline(page, answer.inline)
    return Option(key=letter, html=html, is_right="x" in answer.mark, feedback_html=_feedback(page, quotes))


def _truth(page: Page, asked: Asked, answers: Sequence[Answer], right: Sequence[Answer]) -> TrueFalseQuestion | None:
    """True or false."""
    is_true = TRUTHS[right[0].text.lower()]
    wrong = [answer for answer in answers if answer is not right[0]]
    for answer in wrong:
        if answer.mark == "=":
            page.fault(answer.line, "A statement is either true or false; this is a second right answer.")
            return None
        if answer.mark == "!=" and TRUTHS.get(answer.text.lower()) is not (not is_true):
            page.fault(
                answer.line, f"After `= {right[0].text.lower()}` only `!= {str(not is_true).lower()}` can follow."
            )
            return None
    if len(wrong) > 1:
        page.fault(wrong[1].line, "The wrong answer already has feedback; delete one of the two.")
        return None
    return TrueFalseQuestion(
        key=asked.key,
        prompt_html=asked.prompt_html,
        is_true=is_true,
        right_feedback_html=_feedback_of(page, right[:1]),
        wrong_feedback_html=_feedback_of(page, wrong),
        body_html=asked.body_html,
        explanation_html=asked.explanation_html,
        points=asked.points,
    )


def _number(page: Page, asked: Asked, answers: Sequence[Answer], right: Sequence[Answer]) -> NumericQuestion | None:
    """A number, alone, with a tolerance or as a range."""
    if len(right) > 1:
        page.fault(
            right[1].line, "A number has one right answer; write a range as `= 60..65` or a tolerance as `= 62 ± 1`."
        )
        return None
    bounds = _bounds(right[0].text)
    if bounds is None:
        message = f"`= {shorten(right[0].text)}` cannot be read; write true, false, a number, a range such as `60..65`, or a text in quotation marks."
        page.fault(right[0].line, message)
        return None
    catches: list[NumberCatch] = []
    for answer in answers:
        if answer.mark != "!=":
            continue
        value = number_in(answer.text)
        if value is None:
            page.fault(answer.line, f"`!= {shorten(answer.text)}` is not a number.")
        elif bounds[0] <= value <= bounds[1]:
            page.fault(
                answer.line, f"`!= {shorten(answer.text)}` says that this is wrong, but the right answer includes it."
            )
        elif any(catch.value == value for catch in catches):
            page.fault(answer.line, f"`!= {shorten(answer.text)}` stands here a second time; delete it.")
        else:
            catches.append(NumberCatch(value, _feedback_of(page, [answer])))
    return NumericQuestion(
        key=asked.key,
        prompt_html=asked.prompt_html,
        lowest=bounds[0],
        highest=bounds[1],
        shown=" ".join(right[0].text.split()),
        right_feedback_html=_feedback_of(page, right),
        catches=tuple(catches),
        otherwise_html=_otherwise(page, answers),
        body_html=asked.body_html,
        explanation_html=asked.explanation_html,
        points=asked.points,
    )


def _text(page: Page, asked: Asked, answers: Sequence[Answer], right: Sequence[Answer]) -> TextQuestion | None:
    """A short text in one of several forms."""
    accepted = []
    for answer in right:
        form = _quoted(answer.text)
        if not form:
            page.fault(
                answer.line,
                f'An accepted text needs quotation marks, as in `= "baseline"`; this one says {shorten(answer.text) or "nothing"}.',
            )
        elif form in accepted:
            page.fault(answer.line, f"`{shorten(form)}` stands here a second time; delete it.")
        else:
            accepted.append(form)
    catches: list[TextCatch] = []
    for answer in answers:
        if answer.mark != "!=":
            continue
        text = _quoted(answer.text)
        if not text:
            page.fault(
                answer.line,
                f'A wrong text needs quotation marks, as in `!= "target"`; this one says {shorten(answer.text) or "nothing"}.',
            )
        elif text in accepted or any(catch.text == text for catch in catches):
            page.fault(answer.line, f"`{shorten(text)}` stands here a second time; delete it.")
        else:
            catches.append(TextCatch(text, _feedback_of(page, [answer])))
    return TextQuestion(
        key=asked.key,
        prompt_html=asked.prompt_html,
        accepted=tuple(accepted),
        right_feedback_html="".join(filter(None, (_feedback_of(page, [answer]) for answer in right))),
        catches=tuple(catches),
        otherwise_html=_otherwise(page, answers),
        body_html=asked.body_html,
        explanation_html=asked.explanation_html,
        points=asked.points,
    )


def number_in(text: str) -> float | None:
    """Read a number with a point or a comma; None when it is none."""
    if not NUMBER.fullmatch(text.strip()):
        return None
    plain = re.sub(r"[ \u00a0\u202f]", "", text.strip()).replace(",", ".").replace("\u2212", "-")
    value = float(plain)
    return value if math.isfinite(value) else None


def _bounds(text: str) -> tuple[float, float] | None:
    """Lowest and highest right number."""
    low, dots, high = text.partition("..")
    if dots:
        lowest, highest = number_in(low), number_in(high)
        if lowest is None or highest is None or lowest > highest:
            return None
        return lowest, highest
    middle_text, sign, tolerance_text = text.replace("+/-", "±").partition("±")
    middle = number_in(middle_text)
    tolerance = number_in(tolerance_text) if sign else 0.0
    if middle is None or tolerance is None or tolerance < 0:
        return None
    # Rounded, because 0.3 - 0.1 would otherwise be a little less than 0.2 and refuse the bound itself.
    return round(middle - tolerance, 12), round(middle + tolerance, 12)


def _quoted(text: str) -> str | None:
    """What stands between quotes; None when there are none."""
    if len(text) < 2 or text[-1] not in QUOTES.get(text[0], ""):
        return None
    return " ".join(text[1:-1].split())


def _otherwise(page: Page, answers: Sequence[Answer]) -> str:
    """The feedback for all other answers."""
    others = [answer for answer in answers if answer.mark == "else"]
    for answer in others[1:]:
        page.fault(answer.line, "`else` stands here a second time; delete it.")
    return _feedback_of(page, others[:1])


def _feedback_of(page: Page, answers: Sequence[Answer]) -> str:
    """The feedback under an answer, where nothing else may stand."""
    html = ""
    for answer in answers:
        quotes, others = _feedback_and_others(answer)
        for token in others[:1]:
            page.fault(
                first_line_of(token, answer.line),
                "Only feedback can stand under an answer; begin each line of it with `>`.",
            )
        html += _feedback(page, quotes)
    return html


def _feedback_and_others(answer: Answer) -> tuple[list[Token], list[Token]]:
    """What stands in quotes under an answer, and the rest."""
    quotes: list[Token] = []
    others: list[Token] = []
    level = None
    for token in answer.rest:
        if level is None and token.type == "blockquote_open":
            level = token.level
        elif level is not None and token.type == "blockquote_close" and token.level == level:
            level = None
        else:
            (others if level is None else quotes).append(token)
    return quotes, others


def _feedback(page: Page, tokens: Sequence[Token]) -> str:
    """Feedback as HTML."""
    return write_blocks(page, tokens) if tokens else ""
