"""Model examples beside an assignment, as in `6-sheet.example-weak.md`: work that staff have scored, with reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from markdown_it.token import Token

from app.content.addresses import host_of
from app.content.assignments import Answer, Criterion, Example, ExampleText, ExampleUse, Field, TableField, TextWanted
from app.content.book import folded
from app.content.course import Assignment
from app.content.faults import Faults, shorten
from app.content.fields import FIELD_KINDS, QUESTION, blocks_apart
from app.content.frontmatter import Source
from app.content.headings import check_headings
from app.content.likeness import Lack, lacking_in
from app.content.naming import read_name
from app.content.page import Page
from app.content.prose import write_blocks
from app.content.rubrics import lone_table
from app.content.texts import parse_body
from app.content.vocabulary import LANGUAGES
from app.markup.markdown import first_line_of, inline_text, line_of, plain_text

NAMES = ("title", "use", "language", "links")
SCORES = "scores"
MOST_EXAMPLES = 40
MOST_IN_A_REASON = 1_000
# As learners may write in their forms.
MOST_IN_A_CELL = 1_000
MOST_IN_AN_ANSWER = 10_000
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
    key: str, source: Source, page: Page, assignment: Assignment, named: Assignment, faults: Faults
) -> Example:
    """Read an example; `named` is the assignment in its language, so that its tables can use those words."""
    read = _read(source, page, assignment, named, faults, is_translation=False)
    if read.use is ExampleUse.CHECK:
        _check_length(source, assignment, read.plain)
        _check_likeness(source, assignment, read)
    points = {one: judgement.points or 0 for one, judgement in read.judgements.items()}
    return Example(key=key, use=read.use, points=points, texts=(read.text,))


def read_translated_example(
    example: Example, source: Source, page: Page, assignment: Assignment, named: Assignment, faults: Faults
) -> ExampleText:
    """Read a translation of an example: other words, the same levels and links, which it may leave out."""
    read = _read(source, page, assignment, named, faults, is_translation=True, links=example.texts[0].links)
    front = source.front
    if example.use is ExampleUse.CHECK:
        _check_likeness(source, assignment, read)
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
    named: Assignment,
    faults: Faults,
    *,
    is_translation: bool,
    links: tuple[str, ...] = (),
) -> _Read:
    front = source.front
    front.only(NAMES)
    parsed = parse_body(source, faults)
    others, scores = blocks_apart(parsed or [], (SCORES,))
    text, filled = blocks_apart(others, FIELD_KINDS)
    check_headings(page, text)
    for token in text:
        # Nothing links into an example, and several of them may stand on one page.
        token.attrs.pop("id", None)
    _refuse_what_learners_cannot_write(page, text)
    plain = plain_text(text)
    links = _links(source, assignment, faults) or links
    values = _values(page, source, filled, assignment, named)
    if parsed is not None and not plain and (assignment.text is TextWanted.YES or not (filled or links)):
        page.fault(1, "This example has no text; write it as a learner would have handed it in.")
    judgements: dict[str, _Judgement] = {}
    if parsed is not None:
        judgements = _judgements(page, scores, assignment, named.rubric, is_translation=is_translation)
    written = ExampleText(
        language=page.language,
        title=front.text("title", is_required=True),
        markdown=_without(source.body, [*scores, *filled]),
        html=_html(page, text, named.fields, {key: block for key, (_value, block) in values.items()}, links),
        reasons={key: judgement.reason for key, judgement in judgements.items()},
        source=source.file,
        values={key: value for key, (value, _block) in values.items()},
        links=links,
    )
    return _Read(written, front.choice("use", ExampleUse, ExampleUse.PRACTICE), judgements, plain)


def _without(body: str, blocks: Sequence[Sequence[Token]]) -> str:
    """The text as it is written, without these blocks."""
    lines: list[Any] = body.split("\n")
    for block in blocks:
        start, end = block[0].map or (0, 0)
        lines[start:end] = [None] * (end - start)
    return "\n".join(line for line in lines if line is not None).strip()


def _links(source: Source, assignment: Assignment, faults: Faults) -> tuple[str, ...]:
    """The addresses that were handed in."""
    found = []
    for line, address in source.front.texts_with_lines("links"):
        if host_of(address):
            found.append(address)
        else:
            message = f"`{shorten(address)}` is not an address of the web; it begins with `https://`."
            faults.add(source.file, line, message)
    if len(found) > assignment.most_links:
        source.front.fault("links", f"The assignment asks for at most {assignment.most_links} links, not {len(found)}.")
    return tuple(dict.fromkeys(found))


def _values(
    page: Page, source: Source, blocks: Sequence[Sequence[Token]], assignment: Assignment, named: Assignment
) -> dict[str, tuple[Answer, Sequence[Token]]]:
    """What stands in the fields of the assignment, by their key, each with its block."""
    fields = {field.key: field for field in assignment.fields}
    keys = {folded(field.name): field.key for one in (assignment, named) for field in one.fields}
    translated = {field.key: field for field in named.fields}
    found: dict[str, tuple[Answer, Sequence[Token]]] = {}
    for block in blocks:
        line, kind = first_line_of(block[0]), str(block[0].meta["kind"])
        told = read_name(page, line, str(block[0].meta["title"]), "field", ("words", "rows", "optional", "was"))
        key = told.key or keys.get(folded(told.name), "")
        field = fields.get(key)
        if field is None:
            name = told.key or told.name
            near = (name, list(fields) if told.key else [one.name for one in assignment.fields])
            page.fault(line, f"The assignment has no field `{shorten(name)}`.", near=near)
        elif (field.kind == "question") is not (kind == QUESTION):
            right = QUESTION if field.kind == "question" else "table-to-fill"
            page.fault(line, f"In the assignment this is a `::: {right}`; copy the line from there.")
        elif key in found:
            page.fault(line, f"The field `{shorten(field.name)}` stands here a second time; delete one of them.")
        else:
            _refuse_what_learners_cannot_write(page, block[1:-1], is_field=True)
            other = translated.get(key, field)
            value = (
                _cells(page, block, field, other if isinstance(other, TableField) else field)
                if isinstance(field, TableField)
                else _answer(page, source, block)
            )
            if value:
                found[key] = (value, block)
    return found


def _answer(page: Page, source: Source, block: Sequence[Token]) -> str:
    """The words in a field, as they are written."""
    line = first_line_of(block[0])
    if not block[0].meta["is_closed"]:
        page.fault(line, f"This `::: {QUESTION}` is never closed; put a line `:::` at its end.")
    start, end = block[0].map or (0, 0)
    text = "\n".join(source.body.split("\n")[start + 1 : end - 1]).strip()
    if not text:
        page.fault(line, "Nothing stands in this field. Write what a learner would have, or leave the field out.")
    elif len(text) > MOST_IN_AN_ANSWER:
        page.fault(line, f"What stands in a field has at most {MOST_IN_AN_ANSWER:,} characters.")
    return text[:MOST_IN_AN_ANSWER]


def _cells(page: Page, block: Sequence[Token], field: TableField, named: TableField) -> Answer:
    """A table that was filled, with the columns of the assignment's, in their order."""
    line = first_line_of(block[0])
    rows = lone_table(page, block, "What stands in `::: table-to-fill`")
    if rows is None:
        return {}
    if len(rows[0]) != len(field.columns):
        heads = " | ".join(column.name for column in named.columns)
        page.fault(line, f"This table has the columns of the assignment, in their order: `| {heads} |`.")
        return {}
    keys = {folded(name): own.key for own in field.rows for name in (own.key, own.name)}
    keys |= {folded(row.name): row.key for row in named.rows}
    by_row: dict[str, dict[str, str]] = {}
    free: list[dict[str, str]] = []
    for row in rows[1:]:
        row_line = first_line_of(row[0])
        words = [inline_text(cell.children or ()) for cell in row]
        if any(len(one) > MOST_IN_A_CELL for one in words):
            page.fault(row_line, f"A cell has at most {MOST_IN_A_CELL:,} characters.")
        told = words[1:] if field.rows else words
        cells = {
            column.key: one[:MOST_IN_A_CELL] for column, one in zip(field.columns_to_fill, told, strict=False) if one
        }
        key = keys.get(folded(words[0]))
        if field.rows and key is None:
            near = (words[0], [own.name for own in named.rows])
            page.fault(row_line, f"The table of the assignment has no row `{shorten(words[0])}`.", near=near)
        elif field.rows and key in by_row:
            page.fault(row_line, f"The row `{shorten(words[0])}` stands here a second time; delete one of the two.")
        elif cells and key is not None and field.rows:
            by_row[key] = cells
        elif cells:
            free.append(cells)
    if len(free) > field.most_rows:
        page.fault(line, f"The assignment asks for at most {field.most_rows} rows, not {len(free)}.")
    return by_row if field.rows else free


def _html(
    page: Page,
    text: Sequence[Token],
    fields: Sequence[Field],
    filled: Mapping[str, Sequence[Token]],
    links: Sequence[str],
) -> str:
    """All that was handed in, in the order in which reviewers read it."""
    parts = [write_blocks(page, text)] if text else []
    for field in fields:
        if field.key in filled:
            parts += [f"<h3>{escape(field.name)}</h3>", write_blocks(page, filled[field.key][1:-1])]
    if links:
        shown = (escape(address) for address in links)
        items = "".join(f'<li><a href="{one}" rel="noopener">{one}</a></li>' for one in shown)
        parts.append(f"<ul>{items}</ul>")
    return "\n".join(parts)


def _refuse_what_learners_cannot_write(page: Page, tokens: Sequence[Token], *, is_field: bool = False) -> None:
    """An example reads like the work of a learner, and a check must not be told from it by its looks."""
    for token in tokens:
        line = first_line_of(token)
        if token.type in ("container_open", "container_stray") and token.level == int(is_field):
            message = "An example holds what a learner can write; only `::: scores` and fields can stand in it."
            page.fault(line, message)
        elif is_field and token.type == "heading_open":
            page.fault(line, "A field has no headings; its name stands in the line that opens it.")
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


def _check_likeness(source: Source, assignment: Assignment, read: _Read) -> None:
    """A check that lacks what was asked for, or holds more, would be known for one."""
    words = {
        Lack.TOO_MUCH: "the assignment asks for no text, so put all of it into fields",
        Lack.LINKS: f"the assignment asks for links, at least {assignment.least_links}; write them under `links`",
    }
    for lacking in lacking_in(assignment, read.text):
        what = words.get(lacking.lack, "")
        if lacking.field is not None:
            kind = QUESTION if lacking.field.kind == "question" else "table-to-fill"
            what = f"fill `::: {kind} {lacking.field.name} {{#{lacking.field.key}}}`, as the assignment asks"
        if what:
            message = "An example with `use: check` holds all that is handed in, or reviewers know it for one: "
            source.front.fault("use", f"{message}{what}.")


def _check_length(source: Source, assignment: Assignment, plain: str) -> None:
    """A check that is shorter or longer than work can be would be known for one."""
    words = len(plain.split())
    if assignment.most_words and words and not (assignment.least_words or 0) <= words <= assignment.most_words:
        message = (
            f"An example with `use: check` must keep to the words of the assignment, {assignment.least_words} to "
            f"{assignment.most_words}, or reviewers know it for one; it has {words}."
        )
        source.front.fault("use", message)
