"""Tables for spreadsheet programs."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.platform.spreadsheets import Cell, csv_lines


def test_the_file_begins_with_the_mark_by_which_excel_knows_utf_8() -> None:
    assert "".join(csv_lines(["Name"], [])).encode().startswith(b"\xef\xbb\xbfName\r\n")


def test_letters_of_every_script_arrive() -> None:
    assert read_back("Łódź", "São Tomé", "أمينة", "Иван", "ஊராட்சி") == ["Łódź", "São Tomé", "أمينة", "Иван", "ஊராட்சி"]


def test_commas_quotes_and_line_breaks_stay_inside_their_cell() -> None:
    assert read_back("Riverton, North", 'the "old" town', "two\nlines") == [
        "Riverton, North",
        'the "old" town',
        "two\nlines",
    ]


def test_days_moments_numbers_and_nothing_are_written_for_machines() -> None:
    moment = datetime(2026, 5, 3, 9, 5, 59, tzinfo=UTC)
    assert read_back(date(2026, 5, 3), moment, 7, -1, 0.5, None) == [
        "2026-05-03",
        "2026-05-03 09:05",
        "7",
        "-1",
        "0.5",
        "",
    ]


@pytest.mark.parametrize("sign", "=+-@＝＋－＠\t\r\n")
def test_a_text_that_looks_like_a_formula_is_marked_as_text(sign: str) -> None:
    assert read_back(f"{sign}1+1") == [f"'{sign}1+1"]


@pytest.mark.parametrize("space", [" ", "   ", "\u00a0", "\u3000", "\x0b"])
def test_space_before_the_sign_hides_no_formula(space: str) -> None:
    assert read_back(f"{space}=1+1") == [f"'{space}=1+1"]


def test_a_formula_behind_a_semicolon_is_marked_because_some_countries_divide_there() -> None:
    assert read_back("Riverton;=1+1") == ["Riverton;'=1+1"]
    assert read_back('Riverton; "@SUM(1)') == ["Riverton; \"'@SUM(1)"]


def test_signs_inside_a_text_stay_as_they_are() -> None:
    assert read_back("Baden-Baden", "a@example.org", "1 + 1 = 2; yes") == [
        "Baden-Baden",
        "a@example.org",
        "1 + 1 = 2; yes",
    ]


@given(st.text(st.sampled_from('=+-@;,\t\r\n" \x0baß')))
def test_no_text_divided_at_commas_semicolons_or_tabs_gives_a_cell_that_calculates(text: str) -> None:
    [cell] = read_back(text)
    assert not [
        part for part in cell.replace("\n", ";").replace("\r", ";").replace("\t", ";").split(";") if calculates(part)
    ]


def test_a_long_table_is_written_while_it_is_read() -> None:
    read = []

    def rows() -> Iterator[list[Cell]]:
        for number in range(1000):
            read.append(number)
            yield [number]

    lines = csv_lines(["Number"], rows())
    assert [next(lines) for _ in range(3)] == ["\ufeff", "Number\r\n", "0\r\n"]
    assert len(read) == 1


def calculates(cell: str) -> bool:
    """Whether a spreadsheet program would take the cell for a formula."""
    return cell.lstrip().startswith(tuple("=+-@＝＋－＠"))


def read_back(*cells: Cell) -> list[str]:
    """The row of a table with one row, as a program reads it."""
    text = "".join(csv_lines(["Header"], [cells])).removeprefix("\ufeff")
    _header, row = csv.reader(io.StringIO(text, newline=""))
    return row
