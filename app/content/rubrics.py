"""The rubric of an assignment: one table, a criterion a row, a level a column headed by its points."""

import re
from collections.abc import Sequence

from markdown_it.token import Token

from app.content.assignments import Criterion, RubricLevel
from app.content.faults import shorten
from app.content.naming import check_keys, key_from, read_name
from app.content.page import Page
from app.content.prose import write_inline
from app.markup.markdown import first_line_of, inline_text

LEVEL = re.compile(r"([0-9]{1,3})(?:[ \t]+(.{1,100}))?")
WEIGHT = re.compile(r"[0-9]{1,3}")
WEIGHT_WORDS = frozenset({"weight", "poids", "peso", "الوزن"})
MOST_WEIGHT = 100
MOST_CRITERIA = 12
NO_WEIGHT = 0
"""What a translated criterion weighs when its table does not say; the original's weight counts."""


def read_rubric(page: Page, rubrics: Sequence[Sequence[Token]]) -> tuple[Criterion, ...]:
    """Give the criteria of an assignment whose text holds these `::: rubric` blocks."""
    if not rubrics:
        # A translation that is recorded may lack what came later; the original's rubric then stands there.
        if page.original is None or page.original.made_from is None:
            page.fault(1, "An assignment needs a rubric: a table inside `::: rubric`.")
        return ()
    for further in rubrics[1:]:
        page.fault(first_line_of(further[0]), "An assignment has one rubric; here is a second one.")
    return _criteria(page, rubrics[0])


def table_rows(block: Sequence[Token]) -> list[list[Token]]:
    """The cells of every row of a table, as their lines of text."""
    rows: list[list[Token]] = []
    for position, token in enumerate(block):
        if token.type == "tr_open":
            rows.append([])
        elif token.type in ("th_open", "td_open"):
            rows[-1].append(block[position + 1])
    return rows


def lone_table(page: Page, block: Sequence[Token], what: str) -> list[list[Token]] | None:
    """The rows of a block that must be one table; None after a fault."""
    line = first_line_of(block[0])
    if not block[0].meta["is_closed"]:
        page.fault(line, f"This `::: {block[0].meta['kind']}` is never closed; put a line `:::` at its end.")
    inside = [token for token in block[1:-1] if token.level == block[0].level + 1 and token.nesting >= 0]
    if [token.type for token in inside] != ["table_open"]:
        page.fault(line, f"{what} must be one table and nothing else.")
        return None
    return table_rows(block)


def _criteria(page: Page, rubric: Sequence[Token]) -> tuple[Criterion, ...]:
    """Read the table."""
    line = first_line_of(rubric[0])
    rows = lone_table(page, rubric, "A rubric")
    if rows is None:
        return ()
    has_weights = _has_weights(rows)
    levels = _levels(page, [rows[0][0], *rows[0][2:]] if has_weights else rows[0])
    if levels is None:
        return ()
    if len(rows) < 2:
        page.fault(line, "This rubric has no criterion; write one in each row under the first.")
    if len(rows) - 1 > MOST_CRITERIA:
        page.fault(line, f"A rubric has at most {MOST_CRITERIA} criteria; with more, nobody tells them apart.")
    criteria = []
    for row in rows[1 : MOST_CRITERIA + 1]:
        weight = _weight(page, row) if has_weights else NO_WEIGHT if page.original else 1
        criterion = _criterion(page, [row[0], *row[2:]] if has_weights else row, levels, weight)
        if criterion is not None:
            criteria.append((first_line_of(row[0]), criterion))
    _check_names(page, line, [criterion.name.casefold() for _line, criterion in criteria], criteria)
    return tuple(criterion for _line, criterion in criteria)


def _check_names(page: Page, line: int, names: Sequence[str], criteria: Sequence[tuple[int, Criterion]]) -> None:
    for position, name in enumerate(names):
        if name in names[:position]:
            page.fault(line, f"Two criteria are called `{shorten(criteria[position][1].name)}`.")
            return
    check_keys(page, "criteria", ((line, criterion.key, criterion.was) for line, criterion in criteria))


def _has_weights(rows: Sequence[Sequence[Token]]) -> bool:
    """Say whether the second column holds weights: its head gives no points, and under it stand numbers alone."""
    if len(rows[0]) < 2:
        return False
    head = inline_text(rows[0][1].children or ())
    if head.casefold() in WEIGHT_WORDS:
        return True
    numbers = [inline_text(row[1].children or ()) for row in rows[1:]]
    return LEVEL.fullmatch(head) is None and bool(numbers) and all(map(WEIGHT.fullmatch, numbers))


def _weight(page: Page, row: Sequence[Token]) -> int:
    """How many times the points of a row count."""
    told = inline_text(row[1].children or ())
    if not told:
        return 1
    if WEIGHT.fullmatch(told) is None or not 1 <= int(told) <= MOST_WEIGHT:
        page.fault(
            first_line_of(row[0]),
            f"A weight must be a whole number from 1 to {MOST_WEIGHT}, or nothing for 1; here it says {shorten(told)}.",
        )
        return 1
    return int(told)


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


def _criterion(page: Page, row: Sequence[Token], levels: Sequence[tuple[int, str]], weight: int) -> Criterion | None:
    """One row, its levels from most to fewest points; None after a fault."""
    line = first_line_of(row[0])
    named = read_name(page, line, inline_text(row[0].children or ()), "criterion")
    if not named.name:
        page.fault(line, "This criterion has no name.")
        return None
    # A translated row without a key is known by its place.
    key = named.key or ("" if page.original else key_from(named.name))
    if not key and not page.original:
        page.fault(
            line,
            f"No key can be made from `{shorten(named.name)}`; write one after it, as in `{{#its-key}}`.",
        )
    described = []
    for (points, level_name), cell in zip(levels, row[1:], strict=False):
        if not cell.content.strip():
            page.fault(line, f"The criterion `{shorten(named.name)}` does not say what {points} points look like.")
        described.append(RubricLevel(points=points, name=level_name, html=write_inline(page, cell)))
    return Criterion(
        name=named.name,
        levels=tuple(sorted(described, key=lambda level: -level.points)),
        key=key,
        weight=weight,
        was=named.was,
        language=page.language,
    )
