"""A document as one line of blocks, the same for every kind of file. Pure."""

from collections.abc import Iterator

from app.platform.quotation_marks import quoted
from app.synthesis.blocks import Block, Look, blocks_of, plain
from app.synthesis.document import Cited, Document


def laid_out(document: Document) -> tuple[Block, ...]:
    """Every block from the title to the last line."""
    return tuple(_all(document))


def _all(document: Document) -> Iterator[Block]:
    yield plain(Look.OVER, f"{document.site} · {document.subject}")
    yield plain(Look.TITLE, document.title)
    yield plain(Look.OVER, " · ".join(filter(None, (document.period, document.version))))
    yield from blocks_of(document.introduction, first_level=3)
    for part in document.parts:
        yield plain(Look.HEADING, part.heading, level=2)
        yield from blocks_of(part.text, first_level=3)
        for cited in part.cited:
            yield from _cited(cited)
    yield plain(Look.HEADING, document.about_heading, level=2)
    for line in document.about:
        yield plain(Look.PARAGRAPH, line)
    if document.address:
        yield plain(Look.SOURCE, document.address, address=document.address)


def _cited(cited: Cited) -> Iterator[Block]:
    if cited.sentence:
        yield plain(Look.PARAGRAPH, cited.sentence)
    if cited.quotation:
        words = quoted(cited.quotation, cited.quotation_language)
        yield plain(Look.QUOTE, words, level=1, language=cited.quotation_language)
    if cited.author:
        yield plain(Look.SOURCE, f"— {cited.author}")
    if cited.note:
        yield plain(Look.SOURCE, cited.note)
    if cited.source:
        yield plain(Look.SOURCE, cited.source, address=cited.address)
