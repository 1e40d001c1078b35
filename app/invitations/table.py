"""Reads a table of people as spreadsheet programs write it, or as it was pasted. Pure.

Nothing is dropped in silence: a line is either somebody to invite or a faulty row with what is wrong in which column.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

from app.invitations.columns import FAMILY, GIVEN, Column, column_called, country_called, language_called

MOST_ROWS = 10_000
LONGEST: Mapping[str, int] = {Column.EMAIL: 254, Column.NAME: 120, Column.ORGANISATION: 200}
_DIVIDERS = "\t;,"
_LONGEST_CELL = 2_000
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_PLAIN_LOCAL = re.compile(r"[a-z0-9_%+'-]+(?:\.[a-z0-9_%+'-]+)*", re.ASCII | re.IGNORECASE)
_LINK = re.compile(r"://|\bwww\.", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
# Our own downloads mark in this way what a spreadsheet program would calculate.
_MARKED = re.compile(r"'(?=[=+@-])")
_NAMED = re.compile(r"(?P<name>[^<>]*)<(?P<email>[^<>\s]+@[^<>\s]+)>")


class Unreadable(Exception):
    """No table can be read from this: one of "empty", "workbook", "binary", "rows", "quote", "heading"."""

    def __init__(self, why: str, number: int = 0) -> None:
        super().__init__(why)
        self.why = why
        self.number = number


class FaultKind(StrEnum):
    """Why a row is not invited. The last two are found in the database, not in the table."""

    NO_EMAIL = "no-email"
    NOT_AN_EMAIL = "not-an-email"
    TWICE = "twice"
    TOO_LONG = "too-long"
    LINK = "link"
    COUNTRY = "country"
    LANGUAGE = "language"
    REFUSED = "refused"
    INVITED = "invited"


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody to invite; all but the address may be empty. The number is that of the line in a spreadsheet."""

    number: int
    email: str
    name: str = ""
    organisation: str = ""
    country: str = ""
    language: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """What was told, column by column."""
        return (self.email, self.name, self.organisation, self.country, self.language)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a column; `other` is the row in which the same address stood before."""

    kind: FaultKind
    column: str
    value: str = ""
    other: int = 0


@dataclass(frozen=True, slots=True)
class FaultyRow:
    """A row that cannot be invited as it is."""

    number: int
    cells: tuple[str, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """What was read; `is_guessed` when the letters may be wrong, `unused` the headings of columns left aside."""

    rows: tuple[Row, ...]
    faulty: tuple[FaultyRow, ...]
    is_guessed: bool = False
    unused: tuple[str, ...] = ()


def read_table(content: bytes | str) -> Table:
    """The people in a file or in pasted text; raises Unreadable when there is no table in it."""
    text, is_guessed = (content, False) if isinstance(content, str) else _decoded(content)
    lines = list(_lines(text))
    if not lines:
        raise Unreadable("empty")
    _first, heading = lines[0]
    columns = _columns_by(heading)
    unused: tuple[str, ...] = ()
    if columns is None:
        columns = {column.value: place for place, column in enumerate(Column)}
    else:
        unused = tuple(cell for cell in heading if cell and column_called(cell) is None)
        lines = lines[1:]
        if not lines:
            raise Unreadable("empty")
    if len(lines) > MOST_ROWS:
        raise Unreadable("rows")
    rows: list[Row] = []
    faulty: list[FaultyRow] = []
    seen: dict[str, int] = {}
    for number, cells in lines:
        row = _row_in(number, cells, columns)
        faults = tuple(_faults_in(row, seen))
        if faults:
            faulty.append(FaultyRow(number, row.cells, faults))
        else:
            rows.append(_settled(row))
        seen.setdefault(row.email.casefold(), number)
    return Table(tuple(rows), tuple(faulty), is_guessed, unused)


def _decoded(content: bytes) -> tuple[str, bool]:
    """The text, and whether its encoding was but guessed."""
    if content.startswith(_WORKBOOKS):
        raise Unreadable("workbook")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace"), False
    if b"\0" in content:
        # Some programs leave the mark of UTF-16 away; in most tables every other byte is zero then.
        order = "utf-16-le" if content[1::2].count(0) > content[::2].count(0) else "utf-16-be"
        if content.count(0) < len(content) // 4:
            raise Unreadable("binary")
        return content.decode(order, "replace"), True
    try:
        return content.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace"), True


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every line that is not empty, with its number as a spreadsheet counts."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    told, _end, rest = text.partition("\n")
    divider = _divider_in(text)
    if told.strip().lower().startswith("sep=") and len(told.strip()) == 5:
        text, divider = rest, told.strip()[-1]
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=divider, skipinitialspace=True), 1):
            if any(len(cell) > _LONGEST_CELL for cell in cells):
                # A quotation mark that nothing closes takes in all that follows.
                raise Unreadable("quote", number)
            tidied = [_tidy(cell) for cell in cells]
            if any(tidied):
                yield number, tidied
    except csv.Error:
        raise Unreadable("quote") from None


def _divider_in(text: str) -> str:
    """What divides the cells of the first line that has several."""
    for line in text.split("\n", 20)[:20]:
        outside = re.sub(r'"[^"]*"', "", line)
        counts = {sign: outside.count(sign) for sign in _DIVIDERS}
        if any(counts.values()):
            return max(counts, key=lambda sign: counts[sign])
    return ","


def _tidy(cell: str) -> str:
    if not cell.isprintable():
        cell = _UNSEEN.sub(" ", cell)
    return _MARKED.sub("", " ".join(cell.split()), count=1)


def _columns_by(heading: Sequence[str]) -> dict[str, int] | None:
    """Where each column stands; None when the first line is no heading but somebody to invite."""
    if any("@" in cell for cell in heading):
        return None
    found: dict[str, int] = {}
    for place, cell in enumerate(heading):
        column = column_called(cell)
        if column is not None:
            found.setdefault(column, place)
    if not found:
        return None
    if Column.EMAIL not in found:
        raise Unreadable("heading")
    return found


def _row_in(number: int, cells: Sequence[str], columns: Mapping[str, int]) -> Row:
    def told(column: str) -> str:
        place = columns.get(column)
        return "" if place is None or place >= len(cells) else cells[place]

    email, name = told(Column.EMAIL), " ".join(filter(None, (told(GIVEN), told(Column.NAME), told(FAMILY))))
    # As programs for mail write somebody: Jonas Berg <jonas@example.org>.
    written = _NAMED.fullmatch(email) if email.endswith(">") else None
    if written is not None:
        email, name = written["email"], name or written["name"].strip(' "')
    return Row(number, email, name, told(Column.ORGANISATION), told(Column.COUNTRY), told(Column.LANGUAGE))


def _faults_in(row: Row, seen: Mapping[str, int]) -> Iterator[Fault]:
    if not row.email:
        yield Fault(FaultKind.NO_EMAIL, Column.EMAIL)
    elif not is_email(row.email):
        yield Fault(FaultKind.NOT_AN_EMAIL, Column.EMAIL, row.email[:80])
    elif (before := seen.get(row.email.casefold())) is not None:
        yield Fault(FaultKind.TWICE, Column.EMAIL, row.email, before)
    for column, value in ((Column.NAME, row.name), (Column.ORGANISATION, row.organisation)):
        if len(value) > LONGEST[column]:
            yield Fault(FaultKind.TOO_LONG, column, value[:80], LONGEST[column])
        elif _LINK.search(value):
            yield Fault(FaultKind.LINK, column, value[:80])
    if row.country and country_called(row.country) is None:
        yield Fault(FaultKind.COUNTRY, Column.COUNTRY, row.country[:80])
    if row.language and language_called(row.language) is None:
        yield Fault(FaultKind.LANGUAGE, Column.LANGUAGE, row.language[:80])


def _settled(row: Row) -> Row:
    """The row with its country and language as codes."""
    country, language = country_called(row.country), language_called(row.language)
    return Row(row.number, row.email, row.name, row.organisation, country or "", language or "")


def is_email(text: str) -> bool:
    """Whether this can be an address; the common kind is told without the library, which takes its time."""
    local, _at, domain = text.rpartition("@")
    if len(text) > LONGEST[Column.EMAIL]:
        return False
    if _PLAIN_LOCAL.fullmatch(local):
        return _is_domain(domain.lower())
    return _is_valid(text)


@lru_cache(maxsize=4096)
def _is_domain(domain: str) -> bool:
    return _is_valid(f"a@{domain}")


def _is_valid(text: str) -> bool:
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True
