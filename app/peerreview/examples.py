"""Model examples as somebody is given them: in a language they read, and as work like any other. Pure."""

from collections.abc import Sequence

from app.content.assignments import Example, ExampleText
from app.peerreview.work import Work


def text_for(languages: Sequence[str], example: Example) -> ExampleText:
    """The example in the first of these languages that it has, or else in its own."""
    return next((text for code in languages if (text := example.text_in(code)) is not None), example.texts[0])


def work_of(text: ExampleText) -> Work:
    """All that it hands in; a model example has no files."""
    return Work(source=text.markdown, language=text.language, values=text.values, links=text.links)
