"""Tables for spreadsheet programs: CSV that opens with its letters, dates and numbers whole, and runs no formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain

# Excel reads a file as UTF-8 only when it begins with this mark.
_MARK = "\ufeff"
# Besides those of every keyboard, what some programs turn into them: wide and small forms, and the true minus.
_SIGNS = "=+@＝＋－＠﹦﹢﹣﹫−-"
# Space that programs drop, and characters nobody sees.
_NOTHING = r"\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
# What spreadsheet programs take for a formula: a sign at the beginning, also behind nothing.
_FORMULA = re.compile(rf"[\t\r\n]|[{_NOTHING}]*[{_SIGNS}]")
# Where a country writes decimals with a comma, Excel divides lines at semicolons, and a cell may begin within ours.
_INNER_FORMULA = re.compile(rf"([;\t\r\n][{_NOTHING}\"]*)(?=[{_SIGNS}])")
# A number may have a sign before it, as "-5", "+3,5 %" or "-1 200".
_NUMBER = re.compile(r"\s*[+-]?\d[\d.,\s\u202f]*%?\s*")
_DIVIDERS = ",;\t"

Cell = str | int | float | date | datetime | None


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The table line by line, so that a long one is never held in memory whole."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    yield _MARK
    for row in chain([header], rows):
        writer.writerow([_cell(value) for value in row])
        yield _taken(buffer)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def _cell(value: Cell) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return value
    return _guarded(value)


def _guarded(text: str) -> str:
    """The text of a cell, marked where a program would take it for a formula."""
    text = _INNER_FORMULA.sub(r"\1'", text.replace("\x00", ""))
    return "'" + text if _FORMULA.match(text) else text


def without_formulas(table: str) -> str:
    """A table that somebody else wrote, as we write our own: what would be calculated is marked, numbers stay."""
    lines = table.removeprefix("\ufeff").split("\n")
    heading = re.sub(r'"[^"]*"', "", next((line for line in lines if line.strip()), ""))
    divider = max(_DIVIDERS, key=heading.count)
    try:
        rows = list(csv.reader(lines, delimiter=divider))
    except csv.Error:
        # A quotation mark that nothing closes takes in all that follows: then each line is a cell.
        rows = [[line] for line in lines]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerows([cell if _NUMBER.fullmatch(cell) else _guarded(cell) for cell in row] for row in rows if row)
    return _MARK + buffer.getvalue()
