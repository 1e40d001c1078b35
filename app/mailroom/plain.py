"""Text from HTML, and paragraphs from lines that a mail program broke. Pure.

What HTML marks as quoted becomes lines that begin with ">", so that one rule finds quotations in both.
"""

from html.parser import HTMLParser

_BLOCKS = frozenset(
    {
        "address", "article", "blockquote", "dd", "div", "dl", "dt", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header",
        "li", "main", "ol", "p", "pre", "section", "table", "tr", "ul",
    }
)  # fmt: skip
_APART = frozenset({"blockquote", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table", "ul"})
_UNSEEN = frozenset({"head", "script", "style", "template", "title", "noscript"})
_EMPTY = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
# By these the usual programs mark what they quote.
_QUOTES = ("gmail_quote", "gmail_attr", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote", "zmail_extra")
# By these Outlook marks where everything after it is quoted.
_ENDS = frozenset({"divrplyfwdmsg", "appendonsend", "x_divrplyfwdmsg", "mail-editor-reference-message-container"})


def text_of_html(html: str) -> str:
    """The words of a page, a line for each block, with the addresses of links that do not show them."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


def unflowed(text: str, *, drops_space: bool) -> str:
    """Join the lines of a paragraph that a mail program broke and will join again (RFC 3676)."""
    joined: list[str] = []
    is_open = False
    for line in text.split("\n"):
        bare = line[1:] if line.startswith(" ") else line
        is_quoted = bare.startswith(">")
        is_signature = bare == "-- "
        if is_open and not is_quoted and not is_signature:
            joined[-1] += bare
        else:
            joined.append(bare)
        is_open = bare.endswith(" ") and not is_signature and not is_quoted
        if is_open and drops_space:
            joined[-1] = joined[-1][:-1]
    return "\n".join(line if line == "-- " else line.rstrip() for line in joined)


class _Reader(HTMLParser):
    """Follows a page and writes down its words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line = ""
        # The elements that are open, each with whether its words are unseen, and quoted.
        self._open: list[tuple[str, bool, bool]] = []
        self._link, self._linked = "", ""
        self._is_over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what is open; begin a line where one begins."""
        told = {name: value or "" for name, value in attrs}
        if told.get("id", "").lower() in _ENDS:
            self._end_line()
            self._is_over = True
        if tag == "br":
            self._end_line(even_empty=True)
        if tag == "hr":
            self._end_line(even_empty=True)
        if tag in _EMPTY:
            return
        if tag in _BLOCKS:
            self._end_line()
            if tag in _APART:
                self._blank()
        if tag == "li":
            self._line = "- "
        if tag == "a":
            self._link, self._linked = told.get("href", ""), ""
        is_marked = any(mark in told.get("class", "") for mark in _QUOTES) or told.get("type") == "cite"
        self._open.append((tag, tag in _UNSEEN, tag == "blockquote" or is_marked))

    def handle_endtag(self, tag: str) -> None:
        """Close what is open up to this element; one that was never opened is nothing."""
        if tag == "a":
            self._end_link()
        if tag in _BLOCKS:
            self._end_line()
            if tag in _APART:
                self._blank()
        names = [name for name, _unseen, _quoted in self._open]
        if tag in names:
            del self._open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        """Take words down; within `pre`, lines as they are."""
        if self._is_over or any(unseen for _name, unseen, _quoted in self._open):
            return
        if any(name == "pre" for name, _unseen, _quoted in self._open):
            first, *rest = data.split("\n")
            self._line += first
            for line in rest:
                self._end_line(even_empty=True)
                self._line = line
            return
        words = " ".join(data.replace("\xa0", " ").split())
        before = " " if data[:1].isspace() or data[:1] == "\xa0" else ""
        after = " " if data[-1:].isspace() or data[-1:] == "\xa0" else ""
        piece = f"{before}{words}{after}" if words else " "
        self._linked += piece
        if self._line.endswith(" ") or not self._line:
            piece = piece.lstrip()
        self._line += piece

    def text(self) -> str:
        """All that was taken down."""
        self._end_line()
        return "\n".join(self._lines).strip()

    def _end_link(self) -> None:
        shown = self._linked.strip().removeprefix("mailto:")
        href = self._link.strip()
        is_told = href.removeprefix("mailto:").rstrip("/") in shown or shown.rstrip("/") in {href, href.rstrip("/")}
        if shown and href.startswith(("http://", "https://")) and not is_told:
            self._line = f"{self._line.rstrip()} <{href}>"
        self._link = self._linked = ""

    def _end_line(self, *, even_empty: bool = False) -> None:
        line = self._line.strip()
        if line or even_empty:
            is_quoted = any(quoted for _name, _unseen, quoted in self._open)
            self._lines.append(f"> {line}" if is_quoted else line)
        self._line = ""

    def _blank(self) -> None:
        if self._lines and self._lines[-1]:
            self._lines.append("")
