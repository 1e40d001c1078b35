"""Model examples beside an assignment, as in `6-sheet.example-weak.md`: work that staff have scored, with reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it.token import Token

from app.content.assignments import Criterion, Example, ExampleText, ExampleUse
from app.content.book import folded
from app.content.course import Assignment
from app.content.faults import Faults, shorten
from app.content.fields import blocks_apart
from app.content.frontmatter import Source
from app.content.headings import check_headings
from app.content.page import Page
from app.content.prose import write_blocks
from app.content.rubrics import lone_table
from app.content.texts import parse_body
from app.content.vocabulary import LANGUAGES
from app.markup.markdown import first_line_of, inline_text, line_of, plain_text

NAMES = ("title", "use", "language")
SCORES = "scores"
MOST_EXAMPLES = 40
MOST_IN_A_REASON = 1_000
AS_IN = "as in `| Data | 2 | Each indicator has a source. |`"


@dataclass(frozen=True, slots=True)
class _Judgement:
    """What staff decided on one criterion; `points` None stands for a level that a translation leaves out."""

    line: int
    points: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class _Read:
    """An example file: its text, and what staff decided, by the key of the criterion."""

    text: ExampleText
    use: ExampleUse
    judgements: Mapping[str, _Judgement]
    plain: str


def language_of_example(source: Source, default: str) -> str:
    """The language an example file says it is written in."""
    front = source.front
    language = front.text("language")
    if language and language not in LANGUAGES:
        message = (
            f"`language` must be the two-letter code of a language, as in en or fr; here it says {shorten(language)}."
        )
        front.fault("language", message, near=(language, sorted(LANGUAGES)))
        return default
    return language or default


def read_example(
    key: str, source: Source, page: Page, assignment: Assignment, names: Sequence[Criterion], faults: Faults
) -> Example:
    """Read an example; `names` is the same rubric in its language, so that the table of scores can use its words."""
    read = _read(source, page, assignment, names, faults, is_translation=False)
    if read.use is ExampleUse.CHECK:
        _check_length(source, assignment, read.plain)
    points = {one: judgement.points or 0 for one, judgement in read.judgements.items()}
    return Example(key=key, use=read.use, points=points, texts=(read.text,))


def read_translated_example(
    example: Example, source: Source, page: Page, assignment: Assignment, names: Sequence[Criterion], faults: Faults
) -> ExampleText:
    """Read a translation of an example: other words, the same levels, which it may leave out."""
    read = _read(source, page, assignment, names, faults, is_translation=True)
    front = source.front
    if "use" in front and read.use is not example.use:
        front.fault("use", f"`use` is taken from the original, which has {example.use.value}; delete it here.")
    if "language" in front and front.text("language") != page.language:
        front.fault("language", f"This file is named as a translation into `{page.language}`; delete this line.")
    for key, judgement in read.judgements.items():
        told = judgement.points
        if told is not None and key in example.points and told != example.points[key]:
            page.fault(judgement.line, f"The original gives {example.points[key]} points here, and not {told}.")
    return read.text


def _read(
    source: Source,
    page: Page,
    assignment: Assignment,
    names: Sequence[Criterion],
    faults: Faults,
    *,
    is_translation: bool,
) -> _Read:
    front = source.front
    front.only(NAMES)
    parsed = parse_body(source, faults)
    text, scores = blocks_apart(parsed or [], (SCORES,))
    check_headings(page, text)
    for token in text:
        # Nothing links into an example, and several of them may stand on one page.
        token.attrs.pop("id", None)
    _refuse_what_learners_cannot_write(page, text)
    plain = plain_text(text)
    if parsed is not None and not plain:
        page.fault(1, "This example has no text; write it as a learner would have handed it in.")
    judgements: dict[str, _Judgement] = {}
    if parsed is not None:
        judgements = _judgements(page, scores, assignment, names, is_translation=is_translation)
    written = ExampleText(
        language=page.language,
        title=front.text("title", is_required=True),
        markdown=_without(source.body, scores),
        html=write_blocks(page, text),
        reasons={key: judgement.reason for key, judgement in judgements.items()},
        source=source.file,
    )
    return _Read(written, front.choice("use", ExampleUse, ExampleUse.PRACTICE), judgements, plain)


def _without(body: str, blocks: Sequence[Sequence[Token]]) -> str:
    """The text as it is written, without these blocks."""
    lines: list[Any] = body.split("\n")
    for block in blocks:
        start, end = block[0].map or (0, 0)
        lines[start:end] = [None] * (end - start)
    return "\n".join(line for line in lines if line is not None).strip()


def _refuse_what_learners_cannot_write(page: Page, tokens: Sequence[Token]) -> None:
    """An example reads like the work of a learner, and a check must not be told from it by its looks."""
    for token in tokens:
        line = first_line_of(token)
        if token.type in ("container_open", "container_stray") and token.level == 0:
            page.fault(line, "An example holds what a learner can write; only `::: scores` can stand in it.")
        for child in token.children or ():
            if child.type == "brackets":
                page.fault(line_of(token, child), "An example has no words of the glossary; write the word alone.")
            elif child.type == "image":
                page.fault(line_of(token, child), "An example has no pictures; say in words what one would see.")
            elif child.type == "link_open" and not _is_outside(str(child.attrs.get("href", ""))):
                page.fault(line_of(token, child), "A link in an example can only lead to the web, as in `https://…`.")


def _is_outside(address: str) -> bool:
    return address.startswith(("https://", "http://", "mailto:"))


def _judgements(
    page: Page,
    blocks: Sequence[Sequence[Token]],
    assignment: Assignment,
    names: Sequence[Criterion],
    *,
    is_translation: bool,
) -> dict[str, _Judgement]:
    """What staff decided on each criterion."""
    if not blocks:
        page.fault(1, "This example has no scores: a table inside `::: scores` with criterion, level and reason.")
        return {}
    for further in blocks[1:]:
        page.fault(first_line_of(further[0]), "An example has one `::: scores`; here is a second one.")
    line = first_line_of(blocks[0][0])
    rows = lone_table(page, blocks[0], "What stands in `::: scores`")
    if rows is None or not assignment.rubric:
        return {}
    if len(rows[0]) != 3:
        page.fault(line, f"The table of scores has three columns: criterion, level and reason, {AS_IN}.")
        return {}
    keys = {folded(one.key): one.key for one in assignment.rubric}
    for rubric in (assignment.rubric, names):
        keys |= {folded(one.name): own.key for one, own in zip(rubric, assignment.rubric, strict=False)}
    found: dict[str, _Judgement] = {}
    for row in rows[1:]:
        name, level, reason = (inline_text(cell.children or ()) for cell in row)
        row_line = first_line_of(row[0])
        key = keys.get(folded(name))
        if key is None:
            message = f"The rubric has no criterion `{shorten(name)}`."
            page.fault(row_line, message, near=(name, [one.name for one in names]))
            continue
        if key in found:
            page.fault(row_line, f"The criterion `{shorten(name)}` stands here a second time; delete one of the rows.")
            continue
        place = next(place for place, one in enumerate(assignment.rubric) if one.key == key)
        points = None
        if level or not is_translation:
            points = _points(page, row_line, level, assignment.rubric[place], names[place])
        if not reason:
            page.fault(row_line, f"Say why `{shorten(name)}` got this level; learners read the reason after their try.")
        elif len(reason) > MOST_IN_A_REASON:
            page.fault(row_line, f"A reason has at most {MOST_IN_A_REASON:,} characters.")
        found[key] = _Judgement(row_line, points, reason[:MOST_IN_A_REASON])
    for one, own in zip(names, assignment.rubric, strict=True):
        if own.key not in found:
            page.fault(line, f"The level for `{shorten(one.name)}` is missing; add a row, {AS_IN}.")
    return found


def _points(page: Page, line: int, told: str, criterion: Criterion, named: Criterion) -> int | None:
    """The points of a level told as `2`, `2 sound` or `sound`."""
    known: dict[str, int] = {}
    for one in (*criterion.levels, *named.levels):
        known |= {folded(name): one.points for name in (str(one.points), f"{one.points} {one.name}", one.name)}
    points = known.get(folded(told))
    if points is None:
        levels = ", ".join(f"`{level.points} {level.name}`" for level in named.levels)
        page.fault(line, f"The level must be one of {levels}; here it says {shorten(told) or 'nothing'}.")
    return points


def _check_length(source: Source, assignment: Assignment, plain: str) -> None:
    """A check that is shorter or longer than work can be would be known for one."""
    words = len(plain.split())
    if assignment.most_words and not (assignment.least_words or 0) <= words <= assignment.most_words:
        message = (
            f"An example with `use: check` must keep to the words of the assignment, {assignment.least_words} to "
            f"{assignment.most_words}, or reviewers know it for one; it has {words}."
        )
        source.front.fault("use", message)
