"""The Markdown of those who write syntheses as HTML, made once for as long as there is room."""

from hashlib import sha256

from markupsafe import Markup

from app.platform.fragments import fragment


def text_html(source: str, language: str, name: str) -> Markup:
    """A text as it is shown; `name` keeps its footnotes apart from those of other texts on the page."""

    def write() -> str:
        # What reads Markdown is large, and most requests need none of it.
        from app.content.submitted import submitted_html
        from app.markup.markdown import Unreadable
        from app.synthesis.headings import with_settled_headings

        try:
            text = with_settled_headings(source, first=1)
        except Unreadable:
            text = source
        return submitted_html(text, language, name)

    return fragment(("synthesis text", sha256(source.encode()).digest(), language, name), write) if source else Markup()
