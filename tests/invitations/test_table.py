"""A table of people is read however a spreadsheet program wrote it, and what is wrong is told by row and column."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.invitations.columns import column_called, country_called, language_called
from app.invitations.table import MOST_ROWS, FaultKind, Row, Table, Unreadable, is_email, read_table
from app.platform.spreadsheets import csv_lines

WANJIRU = Row(2, "wanjiru@nakuru.go.ke", "Wanjiru Kamau", "County of Nakuru", "KE", "en")
TOLD = ("wanjiru@nakuru.go.ke", "Wanjiru Kamau", "County of Nakuru")


def faults_in(table: Table) -> list[tuple[int, FaultKind, str]]:
    return [(row.number, fault.kind, fault.column) for row in table.faulty for fault in row.faults]


@pytest.mark.parametrize(
    ("heading", "country", "language"),
    [
        ("email,name,organisation,country,language", "KE", "en"),
        ("E-mail address,Full name,Municipality,Country,Language", "Kenya", "English"),
        ("Adresse électronique,Nom et prénom,Collectivité,Pays,Langue", "Kenya", "anglais"),
        ("Correo electrónico,Nombre y apellidos,Municipio,País,Idioma", "Kenia", "inglés"),
        ("Correio eletrônico,Nome completo,Prefeitura,País,Idioma", "Quênia", "en-GB"),
        ("البريد الإلكتروني,الاسم,البلدية,البلد,اللغة", "كينيا", "الإنجليزية"),
    ],
)
def test_columns_countries_and_languages_are_known_in_all_languages_of_the_site(
    heading: str, country: str, language: str
) -> None:
    table = read_table(f"{heading}\n{','.join(TOLD)},{country},{language}\n")
    assert table == Table((WANJIRU,), ())


def test_the_order_of_named_columns_does_not_matter_and_others_are_told() -> None:
    table = read_table("Phone;Country;Mail;Notes\n0123;ke;wanjiru@nakuru.go.ke;likes maps\n")
    assert table.rows == (Row(2, "wanjiru@nakuru.go.ke", country="KE"),)
    assert table.unused == ("Phone", "Notes")


def test_without_a_heading_columns_go_by_their_place() -> None:
    table = read_table("wanjiru@nakuru.go.ke\tWanjiru Kamau\tCounty of Nakuru\tKE\ten\njonas@malmo.se\n")
    assert table.rows == (Row(1, *WANJIRU.cells), Row(2, "jonas@malmo.se"))


def test_parts_of_names_are_put_together() -> None:
    french = read_table("Prénom,Nom,Courriel\nAmina,Diallo,amina@thies.sn\n")
    spanish = read_table("Nombre,Apellidos,Correo\nLucía,Fernández Gil,lucia@quito.ec\n")
    assert [table.rows[0].name for table in (french, spanish)] == ["Amina Diallo", "Lucía Fernández Gil"]


def test_people_are_read_as_programs_for_mail_write_them() -> None:
    table = read_table('Jonas Berg <jonas@malmo.se>\n"Wanjiru Kamau" <wanjiru@nakuru.go.ke>\n')
    assert [(row.name, row.email) for row in table.rows] == [
        ("Jonas Berg", "jonas@malmo.se"),
        ("Wanjiru Kamau", "wanjiru@nakuru.go.ke"),
    ]


@pytest.mark.parametrize("divider", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_way_of_writing_a_table_gives_the_same(divider: str, end: str, encoding: str) -> None:
    lines = [["email", "name"], ["lucia@quito.ec", "Lucía Fernández"], ["jose@lima.pe", "José Ñahui"]]
    table = read_table(end.join(divider.join(line) for line in lines).encode(encoding))
    assert [(row.email, row.name) for row in table.rows] == [tuple(line) for line in lines[1:]]
    # Only where the file itself does not say.
    assert table.is_guessed == (encoding in {"cp1252", "utf-16-le", "utf-16-be"})


def test_what_excel_says_of_its_divider_is_no_row() -> None:
    assert read_table("sep=;\nemail;name\njonas@malmo.se;Berg, Jonas\n").rows == (
        Row(2, "jonas@malmo.se", "Berg, Jonas"),
    )


def test_what_is_wrong_is_told_by_row_and_column() -> None:
    table = read_table(
        "email,name,organisation,country,language\n"
        "jonas@,Jonas\n"
        ",Nobody\n"
        "\n"
        "ana@quito.ec\n"
        f"a@quito.ec,{'x' * 121}\n"
        "b@quito.ec,See www.prizes.example\n"
        "c@quito.ec,C,,Narnia,Klingon\n"
        "ANA@quito.ec,Ana again\n"
    )
    assert faults_in(table) == [
        (2, FaultKind.NOT_AN_EMAIL, "email"),
        (3, FaultKind.NO_EMAIL, "email"),
        (6, FaultKind.TOO_LONG, "name"),
        (7, FaultKind.LINK, "name"),
        (8, FaultKind.COUNTRY, "country"),
        (8, FaultKind.LANGUAGE, "language"),
        (9, FaultKind.TWICE, "email"),
    ]
    assert table.faulty[-1].faults[0].other == 5
    assert [row.number for row in table.rows] == [5]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n,,\r\n", "empty"),
        (b"email,name\n", "empty"),
        (b"PK\x03\x04 and so on", "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "workbook"),
        (b"\x89PNG\r\n\x1a\n\0 a picture of a table", "binary"),
        (b"name,country\nJonas,SE\n", "heading"),
        (b'jonas@malmo.se,"Jonas\n' + b"jonas@malmo.se\n" * 200, "quote"),
        (b"a@malmo.se\n" * (MOST_ROWS + 1), "rows"),
    ],
)
def test_what_is_no_table_is_told_as_such(content: bytes, why: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_table(content)
    assert refused.value.why == why


def test_characters_that_nobody_sees_are_dropped() -> None:
    assert read_table("\u200bjonas@malmo.se\u00a0,Jonas\u202eBerg\n").rows == (Row(1, "jonas@malmo.se", "Jonas Berg"),)


@pytest.mark.parametrize(
    "text",
    ["jonas@malmo.se", "j.b+forum@sub.malmo.se", "o'brien@cork.ie", "山田@example.jp", "a@bücher.de"],
)
def test_addresses_that_mail_can_reach_are_taken(text: str) -> None:
    assert is_email(text)


@pytest.mark.parametrize(
    "text",
    ["", "jonas", "jonas@", "@malmo.se", "a@b", "a..b@malmo.se", ".a@malmo.se", "a@malmo..se", "a b@malmo.se",
     "a@-malmo.se", "a@localhost", "a@site.invalid", f"a@{'b' * 250}.se", "a@b@malmo.se"],
)  # fmt: skip
def test_what_mail_cannot_reach_is_refused(text: str) -> None:
    assert not is_email(text)


def test_a_table_of_our_own_is_read_again_as_it_was() -> None:
    """Rows that were faulty are downloaded, mended and sent again; what looks like a formula was marked."""
    written = "".join(csv_lines(["email", "name"], [["jonas@malmo.se", "-Jonas"], ["ana@quito.ec", "=Ana"]]))
    assert [row.name for row in read_table(written.encode()).rows] == ["-Jonas", "=Ana"]


def read_or_refused(content: bytes | str) -> Table | str:
    """The table, or why there is none."""
    try:
        return read_table(content)
    except Unreadable as refused:
        return refused.why


@given(st.binary(max_size=400) | st.text(max_size=400))
def test_whatever_is_sent_every_line_is_somebody_or_a_fault(content: bytes | str) -> None:
    table = read_or_refused(content)
    if isinstance(table, str):
        assert table in {"empty", "workbook", "binary", "rows", "quote", "heading"}
        return
    numbers = [*(row.number for row in table.rows), *(row.number for row in table.faulty)]
    assert len(numbers) == len(set(numbers))
    assert all(is_email(row.email) for row in table.rows)
    assert all(row.faults for row in table.faulty)


@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=30)), min_size=1, max_size=20))
def test_no_line_that_says_anything_is_dropped(told: list[tuple[str, str]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerows([("email", "name"), *told])
    table = read_or_refused(buffer.getvalue())
    if isinstance(table, str):
        assert table in {"empty", "quote"}
        return
    said = sum(1 for row in told if any(cell.strip("\u00a0 \t\r\n") and cell.isprintable() for cell in row))
    assert len(table.rows) + len(table.faulty) >= said


def test_words_are_known_however_they_are_capitalised_and_accented() -> None:
    assert column_called(" COURRIEL ") == column_called("E–Mail") == "email"
    assert country_called("COTE D’IVOIRE") == country_called("ci") == "CI"
    assert language_called("PT-br") == language_called("Portugais") == "pt"
    assert column_called("Shoe size") is country_called("Narnia") is language_called("Deutsch") is None
