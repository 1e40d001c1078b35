"""Pictures in several widths, and pictures on demand."""

import pytest

from app.content.pictures import on_demand, widths_for, with_sources
from tests.builders import compiled, course_files

DIGEST = "0123456789abcdef0123456789abcdef"
IMAGE = (
    f'<img src="/media/{DIGEST}/river.png" alt="A &amp; B" width="2000" height="1000" loading="lazy" decoding="async">'
)


@pytest.mark.parametrize(
    ("width", "widths"),
    [(300, (300,)), (480, (480,)), (1000, (480, 960, 1000)), (4000, (480, 960, 1600)), (1600, (480, 960, 1600))],
)
def test_a_picture_is_made_in_the_widths_below_its_own(width: int, widths: tuple[int, ...]) -> None:
    assert widths_for(width) == widths


def test_a_course_without_pictures_stays_as_it_is() -> None:
    course = compiled(course_files())
    assert with_sources(course, {DIGEST: [480]}) == course
    assert with_sources(course, {}) is course


def link(address: str, description: str) -> str:
    return f"[{address} {description}]"


def test_a_picture_gives_way_to_a_link_that_shows_it() -> None:
    picture = (
        f'<figure class="figure"><picture><source srcset="x 480w">{IMAGE}</picture><figcaption>C</figcaption></figure>'
    )
    for html in (picture, picture.replace('<picture><source srcset="x 480w">', "").replace("</picture>", "")):
        assert on_demand(html, link) == (
            f'<figure class="figure">[/media/{DIGEST}/river.png A & B]<figcaption>C</figcaption></figure>'
        )


def test_a_poster_gives_way_to_its_words_inside_the_link_it_stands_in() -> None:
    html = f'<figure class="media-link media-video"><a href="https://example.org">{IMAGE}</a></figure>'
    assert (
        on_demand(html, link)
        == '<figure class="media-link media-video"><a href="https://example.org">A &amp; B</a></figure>'
    )


def test_a_drawing_is_no_picture() -> None:
    drawing = '<figure class="figure"><svg role="img"></svg></figure>'
    assert on_demand(drawing, link) == drawing
