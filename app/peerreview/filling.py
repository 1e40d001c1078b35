"""The fields of an assignment: read from a form, what is missing in them, and shown again. Pure.

The values of a question is a text; of a table with given rows, the cells by row and column; of a free table, a list of
rows with their cells by column. Keys are those of the content, so a translation shows the same values.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.content.addresses import host_of
from app.content.assignments import Field, QuestionField, TableField
from app.peerreview.counting import count_words
from app.peerreview.markdown import html_of
from app.platform.i18n import _, ngettext

MOST_IN_A_CELL = 1_000
MOST_IN_AN_ANSWER = 10_000
MOST_IN_A_LINK = 2_000
# Empty rows that a free table shows below what is filled.
_SPARE_ROWS = 2

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: the name of its input, its column's head and hint, and what stands in it."""

    name: str
    column: str
    hint: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row to fill; the name is empty where rows are the learner's own."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """A field with what is in it. A question has a text and, where it is only read, that as HTML; a table has rows."""

    field: Field
    name: str
    text: str = ""
    html: str = ""
    rows: tuple[Row, ...] = ()


def values_in(fields: Sequence[Field], form: Mapping[str, str]) -> dict[str, Any]:
    """The values that a form holds, without what was left empty."""
    found: dict[str, Any] = {}
    for field in fields:
        value: Any
        if isinstance(field, QuestionField):
            value = _typed(form, _name(field), MOST_IN_AN_ANSWER)
        elif field.rows:
            rows = {row.key: _cells_in(field, row.key, form) for row in field.rows}
            value = {key: cells for key, cells in rows.items() if cells}
        else:
            numbered = (_cells_in(field, str(number), form) for number in range(field.most_rows))
            value = [cells for cells in numbered if cells]
        if value:
            found[field.key] = value
    return found


def links_in(addresses: Sequence[str], most: int) -> tuple[str, ...]:
    """The addresses that were typed, each once, `most` at most."""
    typed = (_tidy(address)[:MOST_IN_A_LINK] for address in addresses)
    return tuple(dict.fromkeys(filter(None, typed)))[:most]


def filled_fields(fields: Sequence[Field], values: Values, language: str | None = None) -> tuple[Filled, ...]:
    """The fields with their values: with a language, to be read; without, to be filled further."""
    return tuple(_filled(field, _value_of(field, values), language) for field in fields)


def missing_in_fields(fields: Sequence[Field], values: Values) -> Iterator[str]:
    """What is still to be filled, each as a sentence."""
    for field in fields:
        value = _value_of(field, values)
        if isinstance(field, QuestionField):
            yield from _missing_in_answer(field, value or "")
        elif not value and field.is_required:
            yield _("“%(field)s” is still empty.", field=field.name)
        elif value:
            yield from _missing_in_table(field, value)


def missing_in_links(links: Sequence[str], least: int) -> Iterator[str]:
    """What is wrong with the links, each as a sentence."""
    if len(links) < least:
        yield ngettext("At least one link is asked for.", "At least %(num)s links are asked for.", least)
    for address in links:
        if not host_of(address):
            yield _("“%(address)s” is not an address of the web; it begins with https://.", address=address[:80])


def words_in_values(values: Values) -> str:
    """Everything that stands in fields, as one text."""
    return "\n".join(_texts_in(values))


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from _texts_in(inner)


def _filled(field: Field, value: Any, language: str | None) -> Filled:
    name = _name(field)
    if isinstance(field, QuestionField):
        text = value or ""
        return Filled(field, name, text, html_of(text, language, name) if language else "")
    rows = (
        _given_rows(field, value or {}) if field.rows else _own_rows(field, value or [], is_read=language is not None)
    )
    return Filled(field, name, rows=tuple(rows))


def _given_rows(field: TableField, value: Mapping[str, Mapping[str, str]]) -> Iterator[Row]:
    for row in field.rows:
        hints = (*row.hints, *("" for _column in field.columns))
        cells = (
            Cell(
                _name(field, row.key, column.key),
                column.name,
                hint or column.hint,
                value.get(row.key, {}).get(column.key, ""),
            )
            for column, hint in zip(field.columns_to_fill, hints, strict=False)
        )
        yield Row(row.name, tuple(cells))


def _own_rows(field: TableField, value: Sequence[Mapping[str, str]], *, is_read: bool) -> Iterator[Row]:
    shown = len(value) if is_read else min(field.most_rows, max(field.least_rows, len(value) + _SPARE_ROWS))
    for number in range(shown):
        kept = value[number] if number < len(value) else {}
        cells = (
            Cell(_name(field, str(number), column.key), column.name, column.hint, kept.get(column.key, ""))
            for column in field.columns
        )
        yield Row("", tuple(cells))


def _missing_in_answer(field: QuestionField, text: str) -> Iterator[str]:
    words = count_words(text)
    if not words and field.is_required:
        yield _("“%(field)s” is still empty.", field=field.name)
    elif words and words < field.least_words:
        told = {"field": field.name, "least": field.least_words}
        yield ngettext(
            "“%(field)s” needs at least %(least)s words; it has one.",
            "“%(field)s” needs at least %(least)s words; it has %(num)s.",
            words,
            **told,
        )
    elif field.most_words is not None and words > field.most_words:
        told = {"field": field.name, "most": field.most_words}
        yield ngettext(
            "“%(field)s” takes at most %(most)s words; it has one.",
            "“%(field)s” takes at most %(most)s words; it has %(num)s.",
            words,
            **told,
        )


def _missing_in_table(field: TableField, value: Any) -> Iterator[str]:
    if field.rows:
        empty = [row.name for row in field.rows if not value.get(row.key)]
        if empty and field.is_required:
            rows = _(", ").join(empty)
            yield _("“%(field)s” has rows that are still empty: %(rows)s.", field=field.name, rows=rows)
    elif len(value) < field.least_rows:
        told = {"field": field.name, "least": field.least_rows}
        yield ngettext(
            "“%(field)s” needs at least %(least)s rows; it has one.",
            "“%(field)s” needs at least %(least)s rows; it has %(num)s.",
            len(value),
            **told,
        )


def _value_of(field: Field, values: Values) -> Any:
    """What was filled in, also under a key that the field had before; None where its kind has changed since."""
    found = next((values[key] for key in (field.key, *field.was) if key in values), None)
    kind = str if isinstance(field, QuestionField) else dict if field.rows else list
    return found if isinstance(found, kind) else None


def _cells_in(field: TableField, row: str, form: Mapping[str, str]) -> dict[str, str]:
    cells = {one.key: _typed(form, _name(field, row, one.key), MOST_IN_A_CELL) for one in field.columns_to_fill}
    return {key: text for key, text in cells.items() if text}


def _typed(form: Mapping[str, str], name: str, most: int) -> str:
    return _tidy(form.get(name, ""))[:most]


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\x00", "").strip()


def _name(field: Field, *parts: str) -> str:
    return "-".join(("field", field.key, *parts))
