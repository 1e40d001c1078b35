"""A synthesis as one reader sees it, ready to be shown or taken along: the page and all files say just this. Pure.

Names and quotations are there only as far as their authors agree, and addresses only of what the reader may open.
"""

import unicodedata
from dataclasses import dataclass

LICENCE = "CC BY-SA 4.0"
_LONGEST_NAME = 60
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by-sa/4.0/"


@dataclass(frozen=True, slots=True)
class Cited:
    """A post, or shown work: what the writers say about it, its author's words where they agree, and where it is."""

    sentence: str
    # "Accepted answer in “How do you begin?”"; it names no thread that its reader may not know of.
    source: str = ""
    address: str = ""
    quotation: str = ""
    quotation_language: str = ""
    # Name and place as the forum shows them; empty where the author is not named.
    author: str = ""
    # That an author took their words back.
    note: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, a text in Markdown, and what is cited under it."""

    heading: str
    text: str
    cited: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """All of it. What is not somebody's own words is in the language of the synthesis as well."""

    title: str
    language: str
    # The name of the site, and what the synthesis is about.
    site: str
    subject: str
    # "1 January 2026 to 31 March 2026", and the same for machines.
    period: str
    days: str
    # "Version 2, 4 April 2026"; the number is 0 for what was never published.
    version: str
    number: int
    published_on: str
    address: str
    introduction: str
    parts: tuple[Part, ...]
    # What stands at the end, under its heading: figures, licence, how to cite it.
    about_heading: str
    about: tuple[str, ...]

    @property
    def file_name(self) -> str:
        """How its files are called, without their ending: readable, and safe on every computer."""
        words = "".join(sign if _is_of_a_word(sign) else "-" for sign in self.title.casefold())
        short = "-".join(filter(None, words.split("-")))
        if len(short) > _LONGEST_NAME:
            # No word is cut, unless there is but one.
            short = short[:_LONGEST_NAME].rpartition("-")[0] or short[:_LONGEST_NAME]
        version = f"-v{self.number}" if self.number else ""
        return f"{short or 'synthesis'}{version}"


def _is_of_a_word(sign: str) -> bool:
    """Whether it is a letter, a digit, or a mark on one, as vowels are in Arabic."""
    return sign.isalnum() or unicodedata.category(sign).startswith("M")
