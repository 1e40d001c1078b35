"""A passage of a post as somebody chose it: it must stand there, letter by letter but for spaces. Pure."""

import unicodedata

LONGEST_PASSAGE = 1_200


def tidy_passage(text: str) -> str:
    """A passage on one line, with its quotation marks taken off where somebody put them around it."""
    words = " ".join(unicodedata.normalize("NFC", text).split())
    for opening, closing in (("“", "”"), ("«", "»"), ('"', '"'), ("„", "“")):
        if len(words) > 1 and words.startswith(opening) and words.endswith(closing):
            return words[1:-1].strip()
    return words


def occurs_in(passage: str, text: str) -> bool:
    """Whether a tidy passage stands in a text; words that were left out of it make it another."""
    return bool(passage) and passage in tidy_text_of(text)


def tidy_text_of(text: str) -> str:
    """A text as passages are looked for in it."""
    return " ".join(unicodedata.normalize("NFC", text).split())
