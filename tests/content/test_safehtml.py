"""The last step of a text: what authors cannot smuggle past it."""

from tests.content.folder import DRAWING, lesson_html


def test_an_author_cannot_write_the_place_of_a_drawing() -> None:
    text = '<span class="drawing" id="drawing-0"></span>\n\n![x](../media/a.svg)'
    assert lesson_html(text, {"media/a.svg": DRAWING}).count("<svg") == 1
