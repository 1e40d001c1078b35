"""Learners' Markdown, read when somebody writes or looks: what reads it is large, and most requests need none of it."""


def html_of(source: str, language: str, scope: str = "") -> str:
    """The safe HTML of a learner's text, as `content.submitted` gives it."""
    from app.content.submitted import submitted_html

    return submitted_html(source, language, scope)


def unreadable_from(source: str) -> int | None:
    """The line from which on a text cannot be read as Markdown; None when all of it can."""
    from app.markup.markdown import Unreadable, parse

    try:
        parse(source)
    except Unreadable as unreadable:
        return unreadable.line
    return None
