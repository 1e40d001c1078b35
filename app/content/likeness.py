"""Whether a model example holds all that its assignment asks for: only then it passes for work of a learner. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.content.assignments import Answer, ExampleText, ExampleUse, Field, QuestionField, TextWanted
from app.content.course import Assignment


class Lack(StrEnum):
    """By what a reader would know an example for one."""

    TEXT = "text"
    # There is a text, and the assignment asks for none.
    TOO_MUCH = "too_much"
    FIELD = "field"
    LINKS = "links"
    # An example has no files, so it passes for work only where none are needed.
    FILES = "files"


@dataclass(frozen=True, slots=True)
class Lacking:
    """What an example lacks; `field` is the one, where it is about one."""

    lack: Lack
    field: Field | None = None


def lacking_in(assignment: Assignment, text: ExampleText) -> Iterator[Lacking]:
    """What tells an example from work that was handed in."""
    has_text = bool(text.markdown.strip())
    if assignment.text is TextWanted.YES and not has_text:
        yield Lacking(Lack.TEXT)
    if assignment.text is TextWanted.NO and has_text:
        yield Lacking(Lack.TOO_MUCH)
    for field in assignment.fields:
        if field.is_required and not _is_filled(field, text.values.get(field.key)):
            yield Lacking(Lack.FIELD, field)
    if len(text.links) < assignment.least_links:
        yield Lacking(Lack.LINKS)
    if assignment.files is not None and assignment.files.least:
        yield Lacking(Lack.FILES)


def passes_for_work(assignment: Assignment, text: ExampleText) -> bool:
    """Whether reviewers can be given it among the work of others."""
    return next(lacking_in(assignment, text), None) is None


def checks_never_used(assignment: Assignment) -> Iterator[ExampleText]:
    """The blind checks that nobody is ever given, because they would be known for what they are."""
    for example in assignment.examples:
        if example.use is ExampleUse.CHECK:
            yield from (text for text in example.texts if not passes_for_work(assignment, text))


def _is_filled(field: Field, value: Answer | None) -> bool:
    if isinstance(field, QuestionField):
        return bool(value)
    if field.rows:
        return isinstance(value, dict) and all(value.get(row.key) for row in field.rows)
    return isinstance(value, list) and len(value) >= field.least_rows
