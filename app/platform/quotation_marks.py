"""The quotation marks of each language. Pure."""

_OF_ENGLISH = ("“", "”")
_GUILLEMETS = ("«", "»")
# A narrow space that never ends a line keeps French marks with their words.
_MARKS = {"ar": _GUILLEMETS, "es": _GUILLEMETS, "fr": ("«\u202f", "\u202f»"), "pt": _GUILLEMETS}


def quoted(words: str, language: str) -> str:
    """Words between the marks of the language they are in; for a language that is not told here, those of English."""
    opening, closing = _MARKS.get(language.partition("-")[0], _OF_ENGLISH)
    return f"{opening}{words}{closing}"
