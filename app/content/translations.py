"""Translations beside their originals: the same questions, right answers, rubric and words, in another language."""

from app.content.book import Words
from app.content.course import (
    Assignment,
    ChoiceQuestion,
    NumericQuestion,
    Question,
    Quiz,
    TrueFalseQuestion,
    Unit,
)
from app.content.faults import Faults
from app.content.units import WrittenUnit


def check_unit(file: str, translated: WrittenUnit, original: Unit, faults: Faults) -> None:
    """Note where a translated unit asks or judges differently."""
    if isinstance(translated.unit, Quiz) and isinstance(original, Quiz):
        _check_quiz(file, translated.unit, translated.question_lines, original, faults)
    if isinstance(translated.unit, Assignment) and isinstance(original, Assignment):
        _check_rubric(file, translated.unit, original, faults)


def check_anchors(file: str, translated: set[str], original: set[str], faults: Faults) -> None:
    """Note which fixed anchors of the original a translation lacks: links to them would lead nowhere."""
    for anchor in sorted(original - translated):
        faults.add(
            file,
            1,
            f"A heading of the original has the anchor `{anchor}`; write `{{#{anchor}}}` after the translated heading too.",
        )


def check_glossary(file: str, translated: Words, lines: dict[str, int], original: Words, faults: Faults) -> None:
    """Note the words that only one of two glossaries explains."""
    for key in original.terms:
        if key not in translated.terms:
            message = f"The word `{key}` of the original is missing; write its key after the translated word, as in `Mot {{#{key}}}`."
            faults.add(file, 1, message)
    for key, line in lines.items():
        if key not in original.terms:
            message = f"The original has no word with the key `{key}`; write the original's key after the word, as in `Mot {{#its-key}}`."
            faults.add(file, line, message)


def _check_quiz(file: str, translated: Quiz, lines: tuple[int, ...], original: Quiz, faults: Faults) -> None:
    keys = [question.key for question in translated.questions]
    expected = [question.key for question in original.questions]
    for key in expected:
        if key not in keys:
            faults.add(file, 1, f"The question `{key}` of the original is missing here.")
    by_key = {question.key: question for question in original.questions}
    for question, line in zip(translated.questions, lines, strict=True):
        other = by_key.get(question.key)
        if other is None:
            faults.add(file, line, f"The original has no question `{question.key}`.", near=(question.key, expected))
        elif reason := _difference(question, other):
            faults.add(file, line, f"The question `{question.key}` {reason}.")
    if keys != expected and sorted(keys) == sorted(expected):
        position = next(index for index, key in enumerate(keys) if key != expected[index])
        faults.add(
            file,
            lines[position],
            f"The questions must stand in the order of the original, which has `{expected[position]}` here.",
        )


def _difference(question: Question, original: Question) -> str:
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
            return "has other right answers than the original"
    if isinstance(question, TrueFalseQuestion) and isinstance(original, TrueFalseQuestion):
        return "" if question.is_true == original.is_true else "has another right answer than the original"
    if isinstance(question, NumericQuestion) and isinstance(original, NumericQuestion):
        is_same = (question.lowest, question.highest) == (original.lowest, original.highest)
        return "" if is_same else "has another right answer than the original"
    # The accepted words of a text question are in the language of the learner, so they may differ.
    return ""


def _check_rubric(file: str, translated: Assignment, original: Assignment, faults: Faults) -> None:
    if len(translated.rubric) != len(original.rubric):
        faults.add(
            file, 1, f"The rubric has {len(translated.rubric)} criteria; the original has {len(original.rubric)}."
        )
        return
    points = [[level.points for level in criterion.levels] for criterion in translated.rubric]
    expected = [[level.points for level in criterion.levels] for criterion in original.rubric]
    if points != expected:
        faults.add(file, 1, "The levels of the rubric have other points than in the original.")
