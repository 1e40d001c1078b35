"""Fields of an assignment: `::: field` asks a short question, `::: table-to-fill` gives a table to fill."""

from collections.abc import Sequence

from markdown_it.token import Token

from app.content.assignments import Column, Field, GivenRow, QuestionField, TableField
from app.content.faults import shorten
from app.content.naming import Named, check_keys, key_from, read_name, span_in
from app.content.page import Page
from app.content.prose import write_blocks
from app.content.rubrics import table_rows
from app.markup.markdown import end_of_block, first_line_of, inline_text

QUESTION = "field"
TABLE = "table-to-fill"
FIELD_KINDS = (QUESTION, TABLE)
MOST_FIELDS = 30
MOST_COLUMNS = 8
MOST_ROWS = 50
MOST_WORDS = 5_000
MOST_IN_A_HINT = 300


def blocks_apart(tokens: Sequence[Token], kinds: Sequence[str]) -> tuple[list[Token], list[Sequence[Token]]]:
    """Take the `:::` blocks of these kinds out of a text: what is left, and the blocks."""
    rest: list[Token] = []
    blocks: list[Sequence[Token]] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        end = position
        if token.type == "container_open" and token.meta["kind"] in kinds and token.level == 0:
            end = end_of_block(tokens, position)
            blocks.append(tokens[position : end + 1])
        else:
            rest.append(token)
        position = end + 1
    return rest, blocks


def read_fields(page: Page, blocks: Sequence[Sequence[Token]]) -> tuple[Field, ...]:
    """Give the fields of an assignment in the order in which they stand in its text."""
    found: list[tuple[int, Field]] = []
    for further in blocks[MOST_FIELDS:][:1]:
        page.fault(first_line_of(further[0]), f"An assignment has at most {MOST_FIELDS} fields.")
    for block in blocks[:MOST_FIELDS]:
        line = first_line_of(block[0])
        kind = block[0].meta["kind"]
        if not block[0].meta["is_closed"]:
            page.fault(line, f"This `::: {kind}` is never closed; put a line `:::` at its end.")
        _refuse_what_cannot_stand(page, block)
        named = _name(page, line, kind, str(block[0].meta["title"]))
        field = _question(page, line, named, block) if kind == QUESTION else _table(page, line, named, block)
        if field is not None:
            found.append((line, field))
    check_keys(page, "fields", ((line, field.key, field.was) for line, field in found))
    return tuple(field for _line, field in found)


def _name(page: Page, line: int, kind: str, title: str) -> Named:
    named = read_name(
        page, line, title, "field", ("words", "optional", "was") if kind == QUESTION else ("rows", "optional", "was")
    )
    what = "What is the next step?" if kind == QUESTION else "Your priorities"
    if not named.name:
        page.fault(line, f"This field has no name; write it in the same line, as in `::: {kind} {what} {{#its-key}}`.")
    elif not named.has_marks:
        page.fault(
            line,
            f"This field has no key of its own; add one at the end of the line, as in `::: {kind} {what} {{#its-key}}`.",
        )
    return named


def _refuse_what_cannot_stand(page: Page, block: Sequence[Token]) -> None:
    """A field is part of a form, where headings, pictures and footnotes would have no place."""
    for token in block[1:-1]:
        line = first_line_of(token, first_line_of(block[0]))
        kinds = {child.type for child in token.children or ()}
        if token.type == "heading_open":
            page.fault(line, "A field has no headings; its name stands in the line that opens it.")
        elif "image" in kinds:
            page.fault(line, "A field has no pictures; put the picture into the text above it.")
        elif "footnote_ref" in kinds:
            page.fault(line, "A field has no footnotes; put the source into the text above it.")


def _question(page: Page, line: int, named: Named, block: Sequence[Token]) -> QuestionField | None:
    span: tuple[int, int] | None = (0, 0)
    if "words" in named.settings:
        span = span_in(named.settings["words"], MOST_WORDS)
        if span is None:
            page.fault(
                line,
                f"`words` must be the most words, as in `words=60`, or the least and the most, as in `words=10..60`, up to {MOST_WORDS:,}.",
            )
    least, most = span or (0, 0)
    if not named.key:
        return None
    return QuestionField(
        key=named.key,
        name=named.name,
        html=write_blocks(page, block[1:-1]) if len(block) > 2 else "",
        least_words=least,
        most_words=most or None,
        is_required="optional" not in named.settings,
        was=named.was,
        language=page.language,
    )


def _table(page: Page, line: int, named: Named, block: Sequence[Token]) -> TableField | None:
    """The table with its columns; one row under the head holds hints, several are the rows to fill."""
    start = next((place for place, token in enumerate(block) if token.type == "table_open"), None)
    if start is None or sum(token.type == "table_open" for token in block) > 1 or block[start].level != 1:
        page.fault(
            line, "`::: table-to-fill` needs one table: in its first row the heads of the columns, under it the hints."
        )
        return None
    end = end_of_block(block, start)
    told = [*block[1:start], *block[end + 1 : -1]]
    head, *body = table_rows(block[start : end + 1])
    columns = _columns(page, head, body[0] if len(body) == 1 else None)
    rows = _given_rows(page, body) if len(body) > 1 else ()
    least, most = _number_of_rows(page, line, named, bool(rows))
    if not named.key or columns is None:
        return None
    return TableField(
        key=named.key,
        name=named.name,
        columns=columns,
        html=write_blocks(page, told) if told else "",
        rows=rows,
        least_rows=len(rows) or least,
        most_rows=len(rows) or most,
        is_required="optional" not in named.settings,
        was=named.was,
        language=page.language,
    )


def _columns(page: Page, head: Sequence[Token], hints: Sequence[Token] | None) -> tuple[Column, ...] | None:
    line = first_line_of(head[0])
    if not 2 <= len(head) <= MOST_COLUMNS:
        page.fault(
            line,
            f"A table to fill has from 2 to {MOST_COLUMNS} columns; ask for less at once with `::: field`, or make two tables of it.",
        )
        return None
    columns = []
    for position, cell in enumerate(head):
        named = read_name(page, line, inline_text(cell.children or ()), "column", ())
        key = named.key or key_from(named.name)
        if not named.name:
            page.fault(line, "A column of this table has no head.")
        elif not key:
            page.fault(
                line, f"No key can be made from `{shorten(named.name)}`; write one after it, as in `{{#its-key}}`."
            )
        columns.append(Column(key, named.name, _hint(page, hints[position]) if hints else ""))
    check_keys(page, "columns", ((line, column.key, ()) for column in columns))
    return tuple(columns)


def _given_rows(page: Page, body: Sequence[Sequence[Token]]) -> tuple[GivenRow, ...]:
    """Rows the author wrote, named in the first column."""
    if len(body) > MOST_ROWS:
        page.fault(first_line_of(body[MOST_ROWS][0]), f"A table to fill has at most {MOST_ROWS} rows.")
    rows = []
    for cells in body[:MOST_ROWS]:
        line = first_line_of(cells[0])
        named = read_name(page, line, inline_text(cells[0].children or ()), "row", ())
        key = named.key or key_from(named.name)
        if not named.name:
            page.fault(
                line,
                "This row has no name in its first column. Write one, or leave a single row with hints and say how many rows there are, as in `{#its-key rows=3..7}`.",
            )
        elif not key:
            page.fault(
                line, f"No key can be made from `{shorten(named.name)}`; write one after it, as in `{{#its-key}}`."
            )
        rows.append((line, GivenRow(key, named.name, tuple(_hint(page, cell) for cell in cells[1:]))))
    check_keys(page, "rows", ((line, row.key, ()) for line, row in rows))
    return tuple(row for _line, row in rows)


def _number_of_rows(page: Page, line: int, named: Named, has_rows: bool) -> tuple[int, int]:
    told = named.settings.get("rows")
    if has_rows:
        if told is not None:
            page.fault(line, "The rows are written in the table already; delete `rows` here, or all rows but one.")
        return 1, 1
    if told is None:
        page.fault(line, "Say how many rows can be filled, as in `{#its-key rows=7}` or `{#its-key rows=3..7}`.")
        return 1, 1
    span = span_in(told, MOST_ROWS)
    if span is None:
        page.fault(
            line,
            f"`rows` must be the most rows, as in `rows=7`, or the least and the most, as in `rows=3..7`, up to {MOST_ROWS}.",
        )
        return 1, 1
    return max(1, span[0]), span[1]


def _hint(page: Page, cell: Token) -> str:
    hint = inline_text(cell.children or ())
    if len(hint) > MOST_IN_A_HINT:
        page.fault(
            first_line_of(cell), f"A hint has at most {MOST_IN_A_HINT} characters; put the rest above the table."
        )
    return hint[:MOST_IN_A_HINT]
