"""What changed between two texts: paragraph by paragraph, and inside a paragraph word by word. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

MOST_PAIRS = 4_000_000
"""Pieces of one side times those of the other; beyond them the two are shown whole, since comparing would take long."""


class Change(StrEnum):
    """What became of a stretch of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stayed, came or went together."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of either text; its runs make it up."""

    runs: tuple[Run, ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing in it changed."""
        return all(run.change is Change.SAME for run in self.runs)


def compare(old: str, new: str) -> tuple[Paragraph, ...]:
    """Both texts as one, in order, with what came and what went."""
    return tuple(_compared(_paragraphs(old), _paragraphs(new)))


def _compared(before: Sequence[str], after: Sequence[str]) -> Iterator[Paragraph]:
    for change, gone, come in _stretches(before, after):
        if change is Change.SAME:
            yield from (Paragraph((Run(Change.SAME, text),)) for text in gone)
            continue
        both = min(len(gone), len(come))
        yield from (_inside(one, other) for one, other in zip(gone, come, strict=False))
        yield from (Paragraph((Run(Change.REMOVED, text),)) for text in gone[both:])
        yield from (Paragraph((Run(Change.ADDED, text),)) for text in come[both:])


def _inside(old: str, new: str) -> Paragraph:
    """A paragraph that was written anew, word by word."""
    runs = []
    for change, gone, come in _stretches(_words(old), _words(new)):
        if change is Change.SAME:
            runs.append(Run(Change.SAME, "".join(gone)))
            continue
        runs += [Run(Change.REMOVED, "".join(gone))] if gone else []
        runs += [Run(Change.ADDED, "".join(come))] if come else []
    return Paragraph(tuple(runs))


def _stretches(
    before: Sequence[str], after: Sequence[str]
) -> Iterator[tuple[Change | None, Sequence[str], Sequence[str]]]:
    """Stretches that are the same, and pairs that are not, for which the change is None."""
    if len(before) * len(after) > MOST_PAIRS:
        yield None, before, after
        return
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        yield Change.SAME if kind == "equal" else None, before[i1:i2], after[j1:j2]


def _paragraphs(text: str) -> list[str]:
    return [one.strip("\n") for one in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")) if one.strip()]


def _words(text: str) -> list[str]:
    """Words with the space before them; where a script has no spaces, its characters."""
    return re.findall(r"\s*(?:[\u3040-\u30ff\u3400-\u9fff]|[^\s\u3040-\u30ff\u3400-\u9fff]+)|\s+$", text)
