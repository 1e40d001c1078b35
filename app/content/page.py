"""One text while it is being written: where it stands, what it may refer to, and what it leaves to be checked."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count

from app.content.alignment import Counterpart
from app.content.blocks import Block
from app.content.book import Book, Words
from app.content.course import Term
from app.content.faults import Faults
from app.content.frontmatter import Source
from app.content.labels import Labels, labels_for


@dataclass(frozen=True, slots=True)
class AnchorLink:
    """A link to an anchor of a unit, to be checked when all units are known."""

    file: str
    line: int
    target: str
    language: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Original:
    """The text that a page translates; `made_from` is None when nobody recorded what the page was made from."""

    source: Source
    language: str
    words: Words
    blocks: tuple[Block, ...]
    made_from: tuple[str, ...] | None


@dataclass(slots=True)
class Page:
    """One file while it is being written.

    `scope` keeps its ids apart from those of other texts; `lists_words` says that its glossary words stand at its end.
    A translation has an `original`, and `counterparts` once it has been compared with it.
    """

    file: str
    book: Book
    words: Words
    language: str
    scope: str
    faults: Faults
    lists_words: bool = False
    original: Original | None = None
    blocks: tuple[Block, ...] = ()
    counterparts: tuple[Counterpart, ...] = ()
    anchors: dict[str, int] = field(default_factory=dict)
    fixed_anchors: set[str] = field(default_factory=set)
    used_terms: dict[str, Term] = field(default_factory=dict)
    anchor_links: list[AnchorLink] = field(default_factory=list)
    drawings: list[str] = field(default_factory=list)
    drawn: int = 0
    lent: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def labels(self) -> Labels:
        """The compiler's own words in the language of the page."""
        return labels_for(self.language)

    def fault(self, line: int, message: str, *, near: tuple[str, Iterable[str]] | None = None) -> None:
        """Note a fault on this page; `near` is as for all faults."""
        self.faults.add(self.file, line, message, near=near)

    def lent_page(self, original: Original) -> "Page":
        """A page to write a part of the original on, for this one; its faults have been told already."""
        scope = f"{self.scope}-{original.language}-{next(self.lent)}"
        return Page(
            original.source.file,
            self.book,
            original.words,
            original.language,
            scope,
            Faults(),
            lists_words=self.lists_words,
            drawings=self.drawings,
        )
