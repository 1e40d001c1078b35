"""What a thing that was found shows of itself: the places around the words asked for, those words marked. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from app.indexing.asking import Question
from app.indexing.words import base_of, forms_of, words_in
from app.platform.folding import fold

FRAGMENTS = 2
_ABOUT = 170
# So far a text is looked through, and so many places are weighed.
_FURTHEST = 40_000
_MOST_PLACES = 60
# Before these signs Arabic may have written an article or a conjunction, which is no part of the stem.
_ARABIC_BEFORE = frozenset("اوفبكل")


@dataclass(frozen=True, slots=True)
class _Place:
    """A word in a text that was asked for; `wanted` is its number in the question."""

    start: int
    end: int
    wanted: int


def marked(text: str, language: str, question: Question) -> Markup:
    """The whole of a short text, with what was asked for marked."""
    return _with_marks(text, 0, len(text), _places_in(text, language, question))


def extracts_of(text: str, language: str, question: Question) -> tuple[Markup, ...]:
    """Up to two pieces of a text that tell most of what was asked for; its beginning where nothing of it is there."""
    text = text[:_FURTHEST]
    places = _places_in(text, language, question)
    if not places:
        start, end = _piece(text, 0)
        return (_shown(text, start, end, ()),) if text.strip() else ()
    chosen: list[tuple[int, int]] = []
    seen: set[int] = set()
    while len(chosen) < FRAGMENTS:
        best = _best(text, places, chosen, seen)
        if best is None or (chosen and not best[0]):
            break
        chosen.append(best[1])
        seen |= {place.wanted for place in places if best[1][0] <= place.start and place.end <= best[1][1]}
    return tuple(_shown(text, start, end, places) for start, end in sorted(chosen))


def _best(
    text: str, places: Sequence[_Place], chosen: Sequence[tuple[int, int]], seen: set[int]
) -> tuple[int, tuple[int, int]] | None:
    """The piece that tells most that is new, the first of equals; with how much that is."""
    best: tuple[int, tuple[int, int]] | None = None
    for place in places:
        if any(start <= place.start < end for start, end in chosen):
            continue
        piece = _piece(text, max(0, place.start - _ABOUT // 3))
        if any(start < piece[1] and piece[0] < end for start, end in chosen):
            continue
        inside = {one.wanted for one in places if piece[0] <= one.start and one.end <= piece[1]}
        worth = 3 * len(inside - seen) + len(inside)
        if best is None or worth > best[0]:
            best = (worth, piece)
    return best


def _piece(text: str, start: int) -> tuple[int, int]:
    """From about here to about there, from word to word."""
    if start:
        space = text.find(" ", start, start + 40)
        start = space + 1 if space >= 0 else start
    end = start + _ABOUT
    if end >= len(text):
        return start, len(text)
    space = text.rfind(" ", start + _ABOUT // 2, end)
    return start, space if space >= 0 else end


def _shown(text: str, start: int, end: int, places: Sequence[_Place]) -> Markup:
    before = "… " if start else ""
    after = " …" if end < len(text) else ""
    return Markup("{}{}{}").format(before, _with_marks(text, start, end, places), after)


def _with_marks(text: str, start: int, end: int, places: Sequence[_Place]) -> Markup:
    pieces = []
    at = start
    for place in places:
        if at <= place.start and place.end <= end:
            pieces += [escape(_in_one_line(text[at : place.start])), Markup("<mark>")]
            pieces += [escape(text[place.start : place.end]), Markup("</mark>")]
            at = place.end
    return Markup("").join([*pieces, escape(_in_one_line(text[at:end]))])


def _in_one_line(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ")


def _places_in(text: str, language: str, question: Question) -> list[_Place]:
    language = base_of(language)
    wanted = {form: number for number, one in enumerate(question.words) for form in one.forms}
    beginnings = [(one.beginning, number) for number, one in enumerate(question.words) if one.beginning]
    # Most words begin otherwise and need not be stemmed.
    initials = {form[0] for form in (*wanted, *(beginning for beginning, _number in beginnings))} | _ARABIC_BEFORE
    places: list[_Place] = []
    for found in words_in(text):
        word = found[0]
        if fold(word[0])[:1] not in initials:
            continue
        forms = forms_of(word, language)
        number = next((wanted[form] for form in forms if form in wanted), None)
        if number is None:
            number = next((one for start, one in beginnings for form in forms if form.startswith(start)), None)
        if number is not None:
            places.append(_Place(found.start(), found.end(), number))
            if len(places) == _MOST_PLACES:
                break
    return places
