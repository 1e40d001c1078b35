"""Letters without what people leave out when they type. Pure."""

import unicodedata

# What no accent can be taken from, and letters that Arabic writes in either way; its line to stretch words is dropped.
_ALIKE = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"}
    | {"ى": "ي", "ة": "ه", "ٱ": "ا", "ـ": ""}
)


def fold(text: str) -> str:
    """Small letters without accents or Arabic vowel marks, so that "Región" is found by "region"."""
    if text.isascii():
        return text.lower()
    spread = unicodedata.normalize("NFKD", text.casefold())
    # Twice, because what is spread may hold capitals again.
    return "".join(sign for sign in spread if not unicodedata.combining(sign)).casefold().translate(_ALIKE)
