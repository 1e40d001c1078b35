"""Members' Markdown as it is shown; what reads it is large, and most requests need none of it."""

import secrets


def html_of(source: str, language: str) -> str:
    """The safe HTML of a post; its footnotes are told apart from those of other posts on the page."""
    from app.content.submitted import submitted_html

    return submitted_html(source, language, secrets.token_hex(4))


def as_typed_by_mail(text: str) -> str:
    """Plain text as Markdown that shows it line by line: people press return in mails and mean it."""
    return "\n".join(f"{line}  " if line.strip() else "" for line in text.strip().splitlines()).rstrip()
