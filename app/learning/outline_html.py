"""The outline and the progress beside a unit, as HTML.

An outline is written once for all who read a course, in each state its lines can have; for a learner the lines that are
true are put together, which is a matter of microseconds.
"""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from flask import get_template_attribute
from markupsafe import Markup

from app.content.course import Course
from app.library.editions import Edition
from app.platform.fragments import fragment
from app.platform.i18n import language
from app.progress.completion import Standing, is_done, is_required

# Between the pieces of an outline, and between outlines. Nobody outside this process can know them.
_MARK, _NEXT = secrets.token_hex(8), secrets.token_hex(8)
_NOT_DONE, _HANDED_IN, _DONE = _STATES = ("", "handed in", "done")


def outline_html(
    edition: Edition, done_keys: AbstractSet[str], handed_in_keys: AbstractSet[str], current_key: str
) -> Markup:
    """The outline beside a unit, with what is done and handed in and where the learner is."""
    written = fragment(("outline", edition.key, language()), lambda: _in_all_states(edition.course))
    outlines = (outline.split(_MARK) for outline in str.split(written, _NEXT))
    pieces = dict(zip(_STATES, outlines, strict=True))
    return Markup("".join(_put_together(edition.course, pieces, done_keys, handed_in_keys, current_key)))


def progress_html(standing: Standing) -> Markup:
    """How far a learner is, in words and as a bar."""

    def write() -> str:
        return str(get_template_attribute("components/progress.html", "progress")(standing.done, standing.required))

    return fragment(("progress", standing.done, standing.required, language()), write)


def _in_all_states(course: Course) -> str:
    """The outline as if no unit were done, as if all were handed in, and as if all were done."""
    write = get_template_attribute("components/outline.html", "outline")
    required = {unit.key for unit in course.units() if is_required(course, unit)}
    return _NEXT.join(str(write(course, required, state, _MARK)) for state in _STATES)


def _put_together(
    course: Course,
    pieces: Mapping[str, Sequence[str]],
    done_keys: AbstractSet[str],
    handed_in_keys: AbstractSet[str],
    current_key: str,
) -> Iterator[str]:
    """The pieces in order: four for a module's head, two for each unit, and the end of it all."""
    plain = pieces[_NOT_DONE]
    place = 0
    for module in course.modules:
        states = [
            _DONE if is_done(unit, done_keys) else _HANDED_IN if is_done(unit, handed_in_keys) else _NOT_DONE
            for unit in module.units
        ]
        before, title, done, after = plain[place : place + 4]
        yield before
        if any(unit.key == current_key for unit in module.units):
            yield " open"
        yield title
        if states and all(state == _DONE for state in states):
            yield done
        yield after
        place += 4
        for unit, state in zip(module.units, states, strict=True):
            yield pieces[state][place]
            if unit.key == current_key:
                yield ' aria-current="page"'
            yield pieces[state][place + 1]
            place += 2
    yield plain[place]
