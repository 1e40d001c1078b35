"""The questions of a translated quiz, as the original asks them now."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from html import escape

from app.content.alignment import align
from app.content.blocks import ANSWER, Block
from app.content.course import (
    OPTION_LETTERS,
    ChoiceQuestion,
    NumericQuestion,
    Question,
    Quiz,
    TextQuestion,
    TrueFalseQuestion,
)
from app.content.following import note_of_absence, note_of_change
from app.content.page import Original, Page
from app.content.vocabulary import direction_of


def follow_questions(
    page: Page, original: Original, asked: Quiz, translated: Quiz, lines: Sequence[int]
) -> tuple[Question, ...]:
    """Compare the questions of a translation with those of the original; gives those that readers are asked.

    Where the record says that the original has changed since, a question that lacks or judges otherwise is asked in
    the language of the original. Everywhere else such a difference is a fault.
    """
    if original.made_from is None or len(original.made_from) != len(page.blocks):
        _check_all(page, original, asked, translated, lines)
        return translated.questions
    theirs, ours = _by_question(original.blocks), _by_question(page.blocks)
    made_from = defaultdict(list)
    for digest, block in zip(original.made_from, page.blocks, strict=True):
        made_from[block.group].append(digest)
    own = {question.key: (question, line) for question, line in zip(translated.questions, lines, strict=True)}
    questions = []
    for question in asked.questions:
        if question.key not in own:
            questions.append(_lent(page, original, question))
            continue
        ours_now, line = own[question.key]
        digests = [block.digest for block in theirs[question.key]]
        made = made_from[question.key]
        if made == digests:
            if reason := difference(ours_now, question):
                page.fault(line, f"The question `{question.key}` {reason}.")
            questions.append(ours_now)
            continue
        moved = _in_order(ours_now, theirs[question.key], made, ours[question.key])
        if moved is None or difference(moved, question):
            questions.append(_lent(page, original, question))
            continue
        questions.append(_noted(page, original, moved, question, [one for one in digests if one not in made]))
    return tuple(questions)


def difference(question: Question, original: Question) -> str:
    """How a translated question differs from its original; empty when it does not."""
    if question.kind != original.kind:
        return "is of another kind than in the original"
    if question.points != original.points:
        return f"is worth {original.points} in the original"
    if isinstance(question, ChoiceQuestion) and isinstance(original, ChoiceQuestion):
        if question.several != original.several:
            return "is of another kind than in the original"
        if len(question.options) != len(original.options):
            return f"has {len(original.options)} answers in the original"
        if [option.is_right for option in question.options] != [option.is_right for option in original.options]:
            right = ", ".join(option.key for option in original.options if option.is_right)
            return f"has other right answers than the original, which has {right}"
    if isinstance(question, TrueFalseQuestion) and isinstance(original, TrueFalseQuestion):
        told = f"which says `= {str(original.is_true).lower()}`"
        return "" if question.is_true == original.is_true else f"has another right answer than the original, {told}"
    if isinstance(question, NumericQuestion) and isinstance(original, NumericQuestion):
        if (question.lowest, question.highest) != (original.lowest, original.highest):
            return f"has another right answer than the original, which says `= {original.shown}`"
        caught = [f"{catch.value:g}" for catch in original.catches]
        if [f"{catch.value:g}" for catch in question.catches] != caught:
            return f"names other wrong numbers than the original, which has {', '.join(caught) or 'none'}"
    if (
        isinstance(question, TextQuestion)
        and isinstance(original, TextQuestion)
        and len(question.catches) != len(original.catches)
    ):
        # The words themselves are in the language of the learner, so they may differ.
        return f"names another number of wrong texts than the original, which has {len(original.catches)}"
    return ""


def _check_all(page: Page, original: Original, asked: Quiz, translated: Quiz, lines: Sequence[int]) -> None:
    """Note every difference between two quizzes of which the one counts as made from the other as it is."""
    keys = [question.key for question in translated.questions]
    expected = [question.key for question in asked.questions]
    for key in expected:
        if key not in keys:
            page.fault(1, f"The question `{key}` of the original is missing here.")
    by_key = {question.key: question for question in asked.questions}
    theirs, ours = _by_question(original.blocks), _by_question(page.blocks)
    for question, line in zip(translated.questions, lines, strict=True):
        other = by_key.get(question.key)
        if other is None:
            page.fault(line, f"The original has no question `{question.key}`.", near=(question.key, expected))
        elif (reason := difference(question, other)) or (
            reason := _difference_of_parts(ours[question.key], theirs[question.key])
        ):
            page.fault(line, f"The question `{question.key}` {reason}.")
    if keys != expected and sorted(keys) == sorted(expected):
        place = next(index for index, key in enumerate(keys) if key != expected[index])
        message = f"The questions must stand in the order of the original, which has `{expected[place]}` here."
        page.fault(lines[place], message)
    introductions = [sum(1 for block in blocks if not block.group) - 1 for blocks in (page.blocks, original.blocks)]
    if page.blocks and introductions[0] != introductions[1]:
        message = f"This introduction has {introductions[0]} blocks of text, the original has {introductions[1]}."
        page.fault(page.blocks[min(1, len(page.blocks) - 1)].line, message)


def _difference_of_parts(ours: Sequence[Block], theirs: Sequence[Block]) -> str:
    """Which part one of two questions lacks; empty when they have the same parts."""
    if len(ours) == len(theirs):
        return ""
    for one in dict.fromkeys(block.kind for block in (*theirs, *ours)):
        own, other = (sum(1 for block in blocks if block.kind == one) for blocks in (ours, theirs))
        if own != other:
            return f"has {own} × {one}, in the original {other} × {one}"
    return ""


def _by_question(blocks: Sequence[Block]) -> defaultdict[str, list[Block]]:
    found = defaultdict(list)
    for block in blocks:
        found[block.group].append(block)
    return found


def _in_order(
    question: Question, theirs: Sequence[Block], made_from: Sequence[str], ours: Sequence[Block]
) -> Question | None:
    """A question with its options in the order of the original; None when an option has no counterpart."""
    if not isinstance(question, ChoiceQuestion):
        return question
    answers = [(digest, block) for digest, block in zip(made_from, ours, strict=True) if block.kind == ANSWER]
    found = align(
        [block for block in theirs if block.kind == ANSWER],
        [digest for digest, _block in answers],
        [block for _digest, block in answers],
    )
    places = [one.translated for one in found if one.translated is not None]
    if not len(places) == len(found) == len(answers) == len(question.options):
        return None
    options = tuple(
        replace(question.options[place], key=letter) for letter, place in zip(OPTION_LETTERS, places, strict=False)
    )
    return replace(question, options=options)


def _noted(page: Page, original: Original, question: Question, asked: Question, digests: Sequence[str]) -> Question:
    """A question with the note that the original was reworded, and the original to open."""
    if not digests:
        return question
    answers = ""
    if isinstance(asked, ChoiceQuestion):
        answers = f"<ul>{''.join(f'<li>{option.html}</li>' for option in asked.options)}</ul>"
    html = f"<p>{asked.prompt_html}</p>{asked.body_html}{answers}"
    note = note_of_change(page, original, digests, page.labels.question_updated, html)
    return replace(question, body_html=note + question.body_html)


def _lent(page: Page, original: Original, question: Question) -> Question:
    """A question in the language of the original."""
    spoken = f'lang="{escape(original.language)}" dir="{direction_of(original.language)}"'

    def phrase(html: str) -> str:
        tag = "div" if html.startswith("<figure") else "span"
        return f"<{tag} {spoken}>{html}</{tag}>"

    def blocks(html: str) -> str:
        return f"<div {spoken}>{html}</div>" if html else ""

    lent = replace(
        question,
        prompt_html=phrase(question.prompt_html),
        body_html=note_of_absence(page, original) + blocks(question.body_html),
        explanation_html=blocks(question.explanation_html),
    )
    if isinstance(lent, ChoiceQuestion):
        options = tuple(
            replace(option, html=phrase(option.html), feedback_html=blocks(option.feedback_html))
            for option in lent.options
        )
        return replace(lent, options=options)
    if isinstance(lent, TrueFalseQuestion):
        return replace(
            lent,
            right_feedback_html=blocks(lent.right_feedback_html),
            wrong_feedback_html=blocks(lent.wrong_feedback_html),
        )
    if isinstance(lent, NumericQuestion):
        return replace(
            lent,
            right_feedback_html=blocks(lent.right_feedback_html),
            otherwise_html=blocks(lent.otherwise_html),
            catches=tuple(replace(catch, feedback_html=blocks(catch.feedback_html)) for catch in lent.catches),
        )
    return replace(
        lent,
        right_feedback_html=blocks(lent.right_feedback_html),
        otherwise_html=blocks(lent.otherwise_html),
        catches=tuple(replace(catch, feedback_html=blocks(catch.feedback_html)) for catch in lent.catches),
    )
