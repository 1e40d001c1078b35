"""The interface's texts in other languages: gettext catalogues, read as they are written when first needed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from gettext import c2py
from pathlib import Path

from babel.messages.pofile import read_po

FOLDER = Path(__file__).resolve().parent.parent / "translations"
# English is what the code is written in.
ORIGINAL = "en"
# Each with its name for itself: Babel knows them too, from a megabyte of other facts about each.
NAMES = {ORIGINAL: "English", "fr": "Français", "es": "Español", "pt": "Português", "ar": "العربية"}
LANGUAGES = tuple(NAMES)
# Shows every text in brackets and with accents: what stays plain was not marked for translation. Not offered to people.
PSEUDO = "en-XA"

_ACCENTED = str.maketrans("AEIOUaeiouncyNCY", "ÅÉÎÖÛåéîöûñçýÑÇÝ")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The texts of one language. `plural_of` gives the place of the form that a number asks for."""

    texts: Mapping[str, str]
    plurals: Mapping[str, tuple[str, ...]]
    plural_of: Callable[[int], int]


@cache
def catalogue_of(language: str) -> Catalogue | None:
    """The catalogue of a language; None for English, in which the code is written, and for unknown ones."""
    path = FOLDER / f"{language}.po"
    if language == ORIGINAL or language not in LANGUAGES or not path.is_file():
        return None
    with path.open("rb") as file:
        written = read_po(file, locale=language)
    texts, plurals = {}, {}
    for message in written:
        if not message.id or message.fuzzy:
            continue
        if isinstance(message.id, str):
            texts[message.id] = str(message.string)
        else:
            plurals[message.id[0]] = tuple(str(form) for form in message.string or ())
    plural_of = c2py(written.plural_expr)
    complete = {msgid: forms for msgid, forms in plurals.items() if all(forms)}
    # What is counted in one place may stand by itself in another, and is one entry of the catalogue all the same.
    of_one = {msgid: forms[plural_of(1)] for msgid, forms in complete.items()}
    return Catalogue(
        texts=of_one | {msgid: text for msgid, text in texts.items() if text},
        plurals=complete,
        plural_of=plural_of,
    )


def pseudo(text: str) -> str:
    """A text as the pseudo-language writes it: longer, accented, in brackets, its placeholders whole."""
    parts = []
    rest = text
    while "%(" in rest:
        before, _start, rest = rest.partition("%(")
        name, _end, rest = rest.partition(")s")
        parts += [before.translate(_ACCENTED), f"%({name})s"]
    return "⟦" + "".join([*parts, rest.translate(_ACCENTED)]) + " ····⟧"
