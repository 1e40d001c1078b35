"""A synthesis as a Markdown file of the kind that courses are written in. Pure."""

import re
from collections.abc import Iterator

from app.markup.markdown import Unreadable
from app.platform.quotation_marks import quoted
from app.synthesis.document import Cited, Document
from app.synthesis.headings import with_settled_headings

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~^$])")
_AT_THE_BEGINNING = re.compile(r"^(\s*)(?:([-+=:])|([0-9]+)([.)]))")
# Spaces at which no line ends are part of the words, as within French quotation marks.
_BETWEEN_WORDS = re.compile(r"[^\S\u00a0\u202f]+")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]")


def markdown_file(document: Document) -> bytes:
    """The file: a block that tells what it is, then its text in CommonMark."""
    return "\n".join([*_front(document), *_body(document)]).encode()


def _front(document: Document) -> Iterator[str]:
    facts = {
        "title": document.title,
        "language": document.language,
        "subject": document.subject,
        "period": document.days,
        "version": str(document.number),
        "published": document.published_on,
        "address": document.address,
    }
    yield "---"
    yield from (f"{name}: {_quoted(value)}" for name, value in facts.items() if value)
    yield "---"
    yield ""


def _body(document: Document) -> Iterator[str]:
    yield f"# {escaped(document.title)}"
    yield ""
    yield escaped(f"{document.site} · {document.subject}")
    yield ""
    yield escaped(" · ".join(filter(None, (document.period, document.version))))
    yield ""
    yield from _text(document.introduction, "0")
    for number, part in enumerate(document.parts, start=1):
        yield f"## {escaped(part.heading)}"
        yield ""
        yield from _text(part.text, str(number))
        for cited in part.cited:
            yield from _cited(cited)
    yield f"## {escaped(document.about_heading)}"
    yield ""
    for line in document.about:
        yield escaped(line)
        yield ""
    if document.address:
        yield f"<{document.address}>"
        yield ""


def _cited(cited: Cited) -> Iterator[str]:
    if cited.sentence:
        yield escaped(cited.sentence)
        yield ""
    if cited.quotation:
        yield f"> {escaped(quoted(cited.quotation, cited.quotation_language))}"
        yield ""
    if cited.author:
        yield escaped(f"— {cited.author}")
        yield ""
    if cited.note:
        yield escaped(cited.note)
        yield ""
    if cited.source:
        source = escaped(cited.source)
        yield f"[{source}]({cited.address})" if cited.address else source
        yield ""


def _text(markdown: str, name: str) -> Iterator[str]:
    """A text as it was written, its headings under those of the document, its footnotes told apart by `name`."""
    if not markdown:
        return
    try:
        settled = with_settled_headings(markdown, first=3)
    except Unreadable:
        yield from (escaped(line) for line in markdown.split("\n"))
        yield ""
        return
    yield _FOOTNOTE.sub(rf"[^{name}-\1]", settled)
    yield ""


def escaped(words: str) -> str:
    """Words that Markdown shows as they are, on one line."""
    line = _MARKS.sub(r"\\\1", _BETWEEN_WORDS.sub(" ", words).strip())
    return _AT_THE_BEGINNING.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", line)


def _quoted(value: str) -> str:
    return '"' + " ".join(value.split()).replace("\\", "\\\\").replace('"', '\\"') + '"'
