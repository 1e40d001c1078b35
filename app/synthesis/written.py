"""What a version of a synthesis holds: the words of those who wrote it, and what they point at. Pure.

Neither quotations nor names stand here, only the numbers under which they are found as long as their authors agree: so
what an author takes back is gone from every version at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mashumaro.codecs import BasicDecoder, BasicEncoder

from app.synthesis.figures import Figures


@dataclass(frozen=True, slots=True)
class ItemWritten:
    """What a section points at, a post or shown work, with the sentence about it."""

    sentence: str
    post_id: int | None = None
    shown_work_id: int | None = None
    quotation_id: int | None = None


@dataclass(frozen=True, slots=True)
class SectionWritten:
    """A heading, a text in Markdown, and what it points at."""

    heading: str
    text: str
    items: tuple[ItemWritten, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """All of a synthesis."""

    title: str
    language: str
    first_day: date
    last_day: date
    introduction: str
    sections: tuple[SectionWritten, ...]
    figures: Figures

    @property
    def items(self) -> tuple[ItemWritten, ...]:
        """All that it points at, in order."""
        return tuple(item for section in self.sections for item in section.items)

    @property
    def words(self) -> str:
        """All that its writers say."""
        texts = [self.introduction]
        for section in self.sections:
            texts += [section.heading, section.text, *(item.sentence for item in section.items)]
        return "\n\n".join(filter(None, texts))


_encoder = BasicEncoder(Written)
_decoder = BasicDecoder(Written)


def kept(written: Written) -> dict[str, Any]:
    """As the database keeps it."""
    plain: dict[str, Any] = _encoder.encode(written)
    return plain


def read(plain: Mapping[str, Any]) -> Written:
    """As it was kept."""
    return _decoder.decode(plain)
