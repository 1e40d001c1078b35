"""Pictures of a course in several sizes, or only on demand: HTML in, HTML out. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from html import unescape

from app.content.course import Assignment, Course, Lesson, Module, Quiz, Unit

# Widths in pixels for a phone, a sharp phone or a desk, and a sharp desk.
WIDTHS = (480, 960, 1600)
_IMAGE = re.compile(r'<img src="/media/([0-9a-f]{32})/([^"]*)" alt="([^"]*)"[^>]*>')
_PICTURE = re.compile(r"<picture>.*?(<img [^>]*>)</picture>", re.S)
_MEDIA_LINK = re.compile(r'<figure class="media-link.*?</figure>', re.S)
# A figure is at most thirty rems wide, and on a phone as wide as the page.
_SIZES = "(max-width: 34rem) 100vw, 30rem"


def widths_for(width: int) -> tuple[int, ...]:
    """The widths a picture is made in: those below its own, and its own where that is not too large."""
    return (*(one for one in WIDTHS if one < width), *((width,) if width <= WIDTHS[-1] else ()))


def variant_name(width: int) -> str:
    """The last part of the address of a picture in a certain width."""
    return f"w{width}.webp"


def with_sources(course: Course, made: Mapping[str, Sequence[int]]) -> Course:
    """The course with every picture offered in the widths it was made in; `made` goes by the digest in its address."""

    def offered(html: str) -> str:
        return _IMAGE.sub(lambda found: _offered(found, made), html) if "<img " in html else html

    def unit(one: Unit) -> Unit:
        if isinstance(one, Lesson | Quiz | Assignment) and "<img " in one.html:
            return replace(one, html=offered(one.html))
        return one

    def module(one: Module) -> Module:
        return replace(one, html=offered(one.html), units=tuple(unit(inner) for inner in one.units))

    if not made:
        return course
    return replace(
        course,
        html=offered(course.html),
        modules=tuple(module(one) for one in course.modules),
        variants=tuple(with_sources(variant, made) for variant in course.variants),
    )


def _offered(image: re.Match[str], made: Mapping[str, Sequence[int]]) -> str:
    digest = image[1]
    if not made.get(digest):
        return image[0]
    sources = ", ".join(f"/media/{digest}/{variant_name(width)} {width}w" for width in made[digest])
    return f'<picture><source type="image/webp" srcset="{sources}" sizes="{_SIZES}">{image[0]}</picture>'


def on_demand(html: str, link: Callable[[str, str], str]) -> str:
    """The text with every picture replaced by a link that shows it; `link` makes one of address and description.

    The poster of a film stands in a link already and gives way to its words.
    """
    if "<img " not in html:
        return html
    plain = _PICTURE.sub(r"\1", html)
    plain = _MEDIA_LINK.sub(lambda figure: _IMAGE.sub(r"\3", figure[0]), plain)
    return _IMAGE.sub(lambda found: link(f"/media/{found[1]}/{unescape(found[2])}", unescape(found[3])), plain)
