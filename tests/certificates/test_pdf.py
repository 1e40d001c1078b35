"""The certificate as a PDF."""

import re
import zlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.certificates.fitting import tidy_for_print
from app.certificates.pdf import CannotBeDrawn, certificate_pdf
from app.certificates.sheet import Sheet
from app.platform.qr import qr_code_of

# In points.
A4_WIDTH = 841.89
CODE = "7K3QF-0XW9A-PD2M4-HB6TZ"
SHEET = Sheet(
    language="en",
    site="Learning Forum",
    heading="Certificate of completion",
    before_name="This is to certify that",
    name="Amina Diallo",
    before_title="has completed the course",
    title="Localizing the SDGs",
    title_language="en",
    title_direction="ltr",
    facts=(("Completed on", "2 August 2026"), ("Study time", "6 h 30 min"), ("Edition", "3")),
    how_to_verify="Type the code at",
    form_address="https://learning.example.org/verify",
    verify_address=f"https://learning.example.org/verify/{CODE}",
    code_label="Code",
    code=CODE,
    issued="Issued by Learning Forum on 2 August 2026",
    issued_at=datetime(2026, 8, 2, 9, tzinfo=UTC),
)


def drawn(sheet: Sheet) -> bytes:
    return certificate_pdf(sheet, qr_code_of(sheet.verify_address))


def signs_in(pdf: bytes) -> set[str]:
    """Every sign that the fonts inside a PDF give a shape, read from their tables."""
    found = set()
    for stream in re.findall(rb"stream\n(.*?)\nendstream", pdf, re.S):
        text = zlib.decompress(stream) if stream.startswith(b"x") else stream
        if b"begincmap" not in text:
            continue
        for signs in re.findall(rb"^<[0-9A-F]{4}> <([0-9A-F]+)>$", text, re.M):
            found |= set(bytes.fromhex(signs.decode()).decode("utf-16-be"))
    return found


def boxes_of_text(pdf: bytes) -> list[tuple[float, float]]:
    """Where each piece of text begins on the page, in points from the lower left corner."""
    page = next(
        text
        for stream in re.findall(rb"stream\n(.*?)\nendstream", pdf, re.S)
        if b" Tf" in (text := zlib.decompress(stream))
    )
    return [(float(x), float(y)) for x, y in re.findall(rb"([\d.-]+) ([\d.-]+) Td", page)]


def links_in(pdf: bytes) -> list[tuple[float, float]]:
    """The left and right edge of each link, in points."""
    rectangles = re.findall(rb"/Rect \[([\d. -]+)\]", pdf)
    return [(float(left), float(right)) for left, _top, right, _bottom in (found.split() for found in rectangles)]


def test_a_certificate_is_one_page_of_a4_on_its_side() -> None:
    pdf = drawn(SHEET)
    assert pdf.startswith(b"%PDF-")
    assert pdf.rstrip().endswith(b"%%EOF")
    assert len(re.findall(rb"/Type /Page\n", pdf)) == 1
    assert b"/MediaBox [0 0 841.89 595.28]" in pdf


def test_the_same_certificate_gives_the_same_file() -> None:
    assert drawn(SHEET) == drawn(SHEET)


def test_another_name_gives_another_file() -> None:
    assert drawn(SHEET) != drawn(replace(SHEET, name="Amina Dialla"))


def test_the_file_says_what_it_is() -> None:
    pdf = drawn(SHEET)
    assert b"/Title (Certificate of completion: Localizing the SDGs)" in pdf
    assert b"/Author (Learning Forum)" in pdf
    assert b"/Lang (en)" in pdf
    assert b"/CreationDate (D:20260802090000Z" in pdf


def test_the_addresses_can_be_followed() -> None:
    pdf = drawn(SHEET)
    assert f"/URI ({SHEET.form_address})".encode() in pdf
    assert f"/URI ({SHEET.verify_address})".encode() in pdf


@pytest.mark.parametrize(
    "sheet",
    [
        SHEET,
        replace(SHEET, name="فاطمة الزهراء", title="توطين أهداف التنمية 2030 — SDGs", title_direction="rtl"),
        replace(SHEET, name="जॉन Нгуен Nguyễn Անի שלום", title="ความเสี่ยง"),
    ],
    ids=["latin", "arabic", "mixed"],
)
def test_no_sign_is_left_out(sheet: Sheet) -> None:
    assert set(sheet.name + sheet.title + sheet.code) <= signs_in(drawn(sheet))


def test_in_arabic_the_page_runs_from_the_right() -> None:
    from_left, from_right = drawn(SHEET), drawn(replace(SHEET, language="ar"))
    # The same boxes, in the same order and as high.
    assert [y for _x, y in boxes_of_text(from_left)] == [y for _x, y in boxes_of_text(from_right)]
    first_facts = [boxes_of_text(pdf)[6][0] for pdf in (from_left, from_right)]
    assert first_facts[0] < A4_WIDTH / 3 < 2 * A4_WIDTH / 3 < first_facts[1]
    ends = [A4_WIDTH - right for _left, right in links_in(from_right)]
    assert ends == pytest.approx([left for left, _right in links_in(from_left)], abs=0.01)
    assert ends[0] < A4_WIDTH / 2 < ends[1], "the address, and the square on the other side"


def test_a_name_that_no_font_can_draw_is_refused() -> None:
    # No script has this sign, so no font of any machine does.
    with pytest.raises(CannotBeDrawn) as refusal:
        drawn(replace(SHEET, name="Amina \u0378"))
    assert refusal.value.signs == "\u0378"


@pytest.mark.parametrize(
    "name",
    [
        "W" * 120,
        "ﷺ" * 120,
        "Amina\x00\x07\n\tDiallo\u202e",
        "Ang {nb} (ma\\rk) **bold** __under__",
        "Maria da Conceição Aparecida dos Santos Oliveira de Albuquerque e Vasconcelos Cavalcanti",
    ],
    ids=["wide", "wider", "control", "marks", "long"],
)
def test_any_name_stays_on_the_paper(name: str) -> None:
    pdf = drawn(replace(SHEET, name=name, title=name * 2))
    assert set(tidy_for_print(name)) <= signs_in(pdf)
    assert all(60 < x < 790 and 40 < y < 560 for x, y in boxes_of_text(pdf))


def test_a_long_address_is_set_smaller() -> None:
    address = "https://" + "a-very-long-name." * 12 + "example.org/verify"
    pdf = drawn(replace(SHEET, form_address=address, verify_address=f"{address}/{CODE}", site="A long name " * 30))
    assert all(60 < x < 790 for x, _y in boxes_of_text(pdf))
