"""Pictures, drawings, and links to films and recordings."""

import pytest

from tests.content.folder import (
    DRAWING,
    PNG,
    SHEET,
    address,
    lesson_faults,
    lesson_html,
)


def test_a_picture_becomes_a_figure_with_its_size() -> None:
    html = lesson_html('![A map](../media/map.png "The town.")', {"media/map.png": PNG})
    assert html == (
        f'<figure class="figure"><img src="{address(PNG, "map.png")}" alt="A map" width="16" height="8" loading="lazy"'
        ' decoding="async"><figcaption>The town.</figcaption></figure>'
    )


def test_a_drawing_becomes_part_of_the_page_with_its_words() -> None:
    html = lesson_html("![Seven & more](../media/seven.svg)", {"media/seven.svg": DRAWING})
    assert html.startswith('<figure class="figure"><svg viewBox="0 0 10 10" role="img" aria-label="Seven &amp; more"')
    assert '<text x="1" y="5" class="ink">Seven</text>' in html


def test_two_drawings_on_one_page_share_no_id() -> None:
    drawing = DRAWING.replace("<text", '<path id="a" d="M0 0"/><use href="#a"/><text')
    html = lesson_html("![x](../media/a.svg)\n\n![y](../media/a.svg)", {"media/a.svg": drawing})
    assert html.count('id="opening-1-a"') == html.count('href="#opening-1-a"') == 1
    assert html.count('id="opening-2-a"') == html.count('href="#opening-2-a"') == 1


def test_a_film_is_a_link_with_its_poster_and_its_transcript() -> None:
    text = "::: video https://www.example.org/watch?a=1&b=2 A mayor explains\n![A table](../media/p.png)\n\n**Mayor:** We began.\n:::"
    html = lesson_html(text, {"media/p.png": PNG})
    assert html.startswith(
        '<figure class="media-link media-video"><a href="https://www.example.org/watch?a=1&amp;b=2" rel="noopener noreferrer"><img '
    )
    assert (
        '<span class="media-title">A mayor explains</span> <span class="media-host">opens example.org</span></a></figure>'
        in html
    )
    assert '<details class="transcript"><summary>Transcript</summary><p><strong>Mayor:</strong> We began.</p>' in html


def test_a_recording_needs_no_poster() -> None:
    html = lesson_html("::: audio https://example.org/a A talk\nWords.\n:::")
    assert html.startswith('<figure class="media-link media-audio">')


def test_many_drawings_in_one_text_are_refused() -> None:
    drawing = DRAWING.replace("Seven", "Seven " * 30_000)
    faults = lesson_faults("![x](../media/a.svg)\n\n" * 20, {"media/a.svg": drawing})
    assert faults[0] == "36: Together, the drawings of this text are too large; use fewer, or simpler ones."


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "![](../media/map.png)",
            "4: This picture has no description; write between the brackets what it shows, for those who cannot see it.",
        ),
        ("\n![x](../media/mop.png)", "5: There is no picture `../media/mop.png`. Did you mean `../media/map.png`?"),
        (
            "![x](https://example.org/a.png)",
            "4: Pictures of other sites cannot be shown; copy the picture into `media/`.",
        ),
        ("![x](../media/sheet.csv)", "4: `../media/sheet.csv` is not a picture; link to it instead."),
        (
            "::: audio example.org Talk\nText\n:::",
            "4: `::: audio` needs a full address and a title, as in `::: audio https://example.org/watch/12 A mayor explains`.",
        ),
        ("::: audio https://example.org\nText\n:::", "4: This audio has no title; write it after the address."),
        (
            "::: video https://example.org A talk\nText\n:::",
            "4: A video needs a poster; put a picture under this line, and an empty line after the picture.",
        ),
        (
            "::: video https://example.org A talk\n![x](../media/map.png)\n:::",
            "4: This video has no transcript; write under it what is said and shown.",
        ),
    ],
)
def test_a_fault_in_a_figure_names_its_line(text: str, fault: str) -> None:
    assert lesson_faults(text, {"media/map.png": PNG, "media/sheet.csv": SHEET}) == [fault]
