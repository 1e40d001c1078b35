"""The rubric of an assignment: one table, a criterion a row, a level a column headed by its points."""

import re
from collections.abc import Sequence

from markdown_it.token import Token

from app.content.assignments import Criterion, RubricLevel
from app.content.faults import shorten
from app.content.page import Page
from app.content.prose import write_inline
from app.markup.markdown import end_of_block, first_line_of, inline_text

LEVEL = re.compile(r"([0-9]{1,3})(?:[ \t]+(.{1,100}))?")


def read_rubric(page: Page, tokens: Sequence[Token]) -> tuple[list[Token], tuple[Criterion, ...]]:
    """Take the rubric out of an assignment: the text without it, and its criteria."""
    rest: list[Token] = []
    rubrics: list[Sequence[Token]] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.type == "container_open" and token.meta["kind"] == "rubric" and token.level == 0:
            end = end_of_block(tokens, position)
            rubrics.append(tokens[position : end + 1])
            position = end + 1
            continue
        rest.append(token)
        position += 1
    if not rubrics:
        page.fault(1, "An assignment needs a rubric: a table inside `::: rubric`.")
        return rest, ()
    for further in rubrics[1:]:
        page.fault(first_line_of(further[0]), "An assignment has one rubric; here is a second one.")
    return rest, _criteria(page, rubrics[0])


def _criteria(page: Page, rubric: Sequence[Token]) -> tuple[Criterion, ...]:
    """Read the table."""
    line = first_line_of(rubric[0])
    if not rubric[0].meta["is_closed"]:
        page.fault(line, "This `::: rubric` is never closed; put a line `:::` at its end.")
    blocks = [token for token in rubric[1:-1] if token.level == rubric[0].level + 1 and token.nesting >= 0]
    if [token.type for token in blocks] != ["table_open"]:
        page.fault(line, "A rubric must be one table and nothing else.")
        return ()
    rows = _rows(rubric)
    levels = _levels(page, rows[0])
    if levels is None:
        return ()
    if len(rows) < 2:
        page.fault(line, "This rubric has no criterion; write one in each row under the first.")
    criteria = [criterion for row in rows[1:] if (criterion := _criterion(page, row, levels)) is not None]
    names = [criterion.name.casefold() for criterion in criteria]
    for position, name in enumerate(names):
        if name in names[:position]:
            page.fault(line, f"Two criteria are called `{shorten(criteria[position].name)}`.")
    return tuple(criteria)


def _rows(rubric: Sequence[Token]) -> list[list[Token]]:
    """The cells of every row, as their lines of text."""
    rows: list[list[Token]] = []
    for position, token in enumerate(rubric):
        if token.type == "tr_open":
            rows.append([])
        elif token.type in ("th_open", "td_open"):
            rows[-1].append(rubric[position + 1])
    return rows


def _levels(page: Page, header: Sequence[Token]) -> list[tuple[int, str]] | None:
    """Points and name of every level in the order of the columns; None after a fault."""
    levels = []
    line = first_line_of(header[0])
    for cell in header[1:]:
        found = LEVEL.fullmatch(inline_text(cell.children or ()))
        if found is None:
            page.fault(
                line,
                f"The first row must give each level its points and a name, as in `3 strong`; here it says {shorten(cell.content) or 'nothing'}.",
            )
            return None
        levels.append((int(found[1]), found[2] or found[1]))
    points = [level[0] for level in levels]
    if len(points) < 2:
        page.fault(line, "A rubric needs at least two levels, each in a column of its own.")
        return None
    if len(set(points)) < len(points) or points not in (sorted(points), sorted(points, reverse=True)):
        page.fault(line, "From column to column, the points of the levels must always fall or always rise.")
        return None
    return levels


def _criterion(page: Page, row: Sequence[Token], levels: Sequence[tuple[int, str]]) -> Criterion | None:
    """One row, its levels from most to fewest points; None after a fault."""
    line = first_line_of(row[0])
    name = inline_text(row[0].children or ())
    if not name:
        page.fault(line, "This criterion has no name.")
        return None
    described = []
    for (points, level_name), cell in zip(levels, row[1:], strict=False):
        if not cell.content.strip():
            page.fault(line, f"The criterion `{shorten(name)}` does not say what {points} points look like.")
        described.append(RubricLevel(points=points, name=level_name, html=write_inline(page, cell)))
    return Criterion(name=name, levels=tuple(sorted(described, key=lambda level: -level.points)))
