"""Finding fonts for a text."""

from pathlib import Path

import pytest

from app.certificates.typefaces import SANS, SERIF, CannotBeDrawn, fonts_for, signs_of


@pytest.mark.parametrize(
    "text",
    [
        "Amina Diallo",
        "Nguyễn Thị Minh Khai, Đà Nẵng",
        "Łódź, İstanbul, Þorlákshöfn, Qızılorda",
        "Юлія Ґудзь",
        "Ελένη Παπαδοπούλου",
        "فاطمة الزهراء بنعيسى ۱۲۳ پگاه",
        "שָׁלוֹם",
        "Անի Հովհաննիսյան",
        "ქართული",
        "जॉन श्रीवास्तव",
        "ความเสี่ยง",
        "توطين أهداف 2030 — SDGs (مقدمة)",
    ],
)
def test_the_fonts_that_ship_draw_it(text: str) -> None:
    for fonts in (SERIF, SANS):
        chosen = fonts_for(text, fonts, installed=())
        assert set(text) <= frozenset[str]().union(*map(signs_of, chosen))


def test_the_font_with_most_of_the_text_comes_first() -> None:
    assert fonts_for("مقدمة إلى SDGs", SERIF, installed=())[0].name == "NotoNaskhArabic-Regular.ttf"
    assert fonts_for("SDGs (مقدمة): an introduction", SERIF, installed=())[0].name == "NotoSerif-Regular.ttf"


def test_a_text_in_one_script_takes_one_font() -> None:
    assert len(fonts_for("Amina Diallo", SERIF, installed=())) == 1


def test_signs_that_no_font_has_are_named() -> None:
    with pytest.raises(CannotBeDrawn) as refusal:
        fonts_for("Wang 王小明", SERIF, installed=())
    assert set(refusal.value.signs) == set("王小明")


def test_a_font_of_the_machine_helps_out(tmp_path: Path) -> None:
    latin, thai = SERIF[0], SERIF[-1]
    assert "Thai" in thai.name
    folder = tmp_path / "fonts" / "truetype"
    folder.mkdir(parents=True)
    installed = folder / "NotoSerifThai-Regular.ttf"
    installed.write_bytes(thai.read_bytes())
    assert fonts_for("Somchai สมชาย", [latin], installed=[tmp_path]) == (latin, installed)


def test_the_fonts_travel_with_their_licence() -> None:
    folder = SERIF[0].parent
    assert "SIL OPEN FONT LICENSE Version 1.1" in (folder / "OFL.txt").read_text("utf-8")
    assert sum(path.stat().st_size for path in folder.iterdir()) < 2_000_000
