"""Finds fonts that can draw a text: first those in the folder beside it, then Noto fonts that the machine has."""

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import uharfbuzz

_FOLDER = Path(__file__).parent / "fonts"
_INSTALLED = tuple(
    Path(folder) for folder in ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "C:/Windows/Fonts")
)

_SCRIPTS = tuple(
    _FOLDER / f"{name}-Regular.ttf"
    for name in (
        "NotoNaskhArabic",
        "NotoSerifHebrew",
        "NotoSerifArmenian",
        "NotoSerifGeorgian",
        "NotoSerifDevanagari",
        "NotoSerifThai",
    )
)
SERIF = (_FOLDER / "NotoSerif-Regular.ttf", *_SCRIPTS)
SANS = (_FOLDER / "NotoSans-Regular.ttf", *_SCRIPTS)


class CannotBeDrawn(Exception):
    """No font here has these signs; what is drawn without them would have holes."""

    def __init__(self, signs: str) -> None:
        super().__init__(f"no font has {signs!r}")
        self.signs = signs


def fonts_for(text: str, fonts: Sequence[Path], installed: Sequence[Path] = _INSTALLED) -> tuple[Path, ...]:
    """Fonts that together have every sign of a text, the one that has most of it first. Raises CannotBeDrawn.

    `fonts` are tried in their order; the folders in `installed` are looked through only for what those lack.
    """
    signs = frozenset(text)
    lacking = signs.difference(*map(signs_of, fonts))
    at_hand = (*fonts, *_installed_with(lacking, tuple(installed))) if lacking else tuple(fonts)
    main = max(at_hand, key=lambda font: sum(sign in signs_of(font) for sign in text))
    found, left = [main], signs - signs_of(main)
    for font in at_hand:
        if left & signs_of(font):
            found.append(font)
            left -= signs_of(font)
    return tuple(found)


@cache
def signs_of(font: Path) -> frozenset[str]:
    """Every sign that a font can draw."""
    return _read_signs(font)


@lru_cache(maxsize=256)
def _installed_with(signs: frozenset[str], folders: tuple[Path, ...]) -> tuple[Path, ...]:
    """Fonts of the machine that have these signs between them. Raises CannotBeDrawn."""
    found, left = [], signs
    for font in _noto_fonts(folders):
        had = left & _read_signs(font)
        if had:
            found.append(font)
            left -= had
        if not left:
            return tuple(found)
    raise CannotBeDrawn("".join(sorted(left)))


def _noto_fonts(folders: tuple[Path, ...]) -> list[Path]:
    """Regular Noto fonts: one design, a licence that lets them be embedded, and no surprises in how they look."""
    found = {path for folder in folders for path in folder.rglob("Noto*-Regular.*")}
    return sorted(path for path in found if path.suffix in {".ttf", ".otf", ".ttc"})


def _read_signs(font: Path) -> frozenset[str]:
    """The signs of a font file; of a collection, those of its first font."""
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(font)), 0)
    return frozenset(map(chr, face.unicodes))
