"""Members' Markdown as it is shown; what reads it is large, and most requests need none of it."""

import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.forum.mentions import Nameable, Naming, spellings

# One that holds no other.
_QUOTATION = re.compile(r"<blockquote\b[^>]*>(?:(?!<blockquote\b).)*?</blockquote>", re.DOTALL)
# Where words end that stand on a line of their own, often without a mark.
_LINE_ENDS = re.compile(r"</(?:li|h[1-6]|t[dh]|d[td])>|<[ou]l\b[^>]*>")
_NEEDLESS = re.compile(r"(?<=[.,:;!?…،؛؟])(?: ·)+|(?: ·)+(?= ·)|^[ ·]+|[ ·]+$")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A post as it is shown, and whom it names."""

    html: str
    named: tuple[int, ...] = ()


def html_of(source: str, language: str, people: Sequence[Nameable] = ()) -> str:
    """The safe HTML of a post; its footnotes are told apart from those of other posts on the page."""
    return rendered(source, language, people).html


def rendered(source: str, language: str, people: Iterable[Nameable]) -> Rendered:
    """The same, in which any of these people may be named."""
    from app.content.submitted import Mention, submitted_html

    naming = Naming(spellings(people))

    def pieces(text: str) -> Iterator[str | Mention]:
        for piece in naming.pieces(text):
            if isinstance(piece, str):
                yield piece
            else:
                page = f"/people/{piece.person.profile_id}" if piece.person.profile_id is not None else ""
                yield Mention(f"@{piece.person.name}", page)

    html = submitted_html(source, language, secrets.token_hex(4), pieces if naming.known else None)
    return Rendered(html, tuple(naming.named))


def text_of(html: str) -> str:
    """The words of a post without their marks, on one line."""
    return str(Markup(html).striptags())


def own_text_of(html: str) -> str:
    """The same without what it quotes of others."""
    own, before = html, ""
    while own != before:
        own, before = _QUOTATION.sub(" ", own), own
    return text_of(own)


def gist_of(html: str) -> str:
    """What to show on one line as the beginning of a post: its own words, or what it quotes where it has no others.

    Items of a list, headings and cells are set apart by a dot.
    """
    apart = _LINE_ENDS.sub(" · ", html)
    return next(filter(None, (_NEEDLESS.sub("", text) for text in (own_text_of(apart), text_of(apart)))), "")


def as_typed_by_mail(text: str) -> str:
    """Plain text as Markdown that shows it line by line: people press return in mails and mean it."""
    return "\n".join(f"{line}  " if line.strip() else "" for line in text.strip().splitlines()).rstrip()
