"""What the texts of a course may refer to: its units, its files and the words of its glossary."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.content.course import Term
from app.content.media import Medium


@dataclass(frozen=True, slots=True)
class Words:
    """The glossary in one language: its terms by key, and the key for every form of a word."""

    title: str = ""
    terms: Mapping[str, Term] = field(default_factory=dict)
    forms: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"

    def find(self, word: str) -> Term | None:
        """The term a word stands for; None when the glossary does not know it."""
        key = self.forms.get(folded(word))
        return self.terms.get(key) if key is not None else None


@dataclass(frozen=True, slots=True)
class Book:
    """A course as its texts see it; paths are those of the folder, and of originals only."""

    slug: str
    unit_keys: Mapping[str, str]
    media: Mapping[str, Medium]
    translations: Mapping[str, tuple[str, str]]
    other_paths: frozenset[str]


def folded(word: str) -> str:
    """A word as it is looked up, whatever its capitals and spaces."""
    return " ".join(word.casefold().split())
