"""Who is named in a text by an @ and their name. Pure: the words and the people who may be meant in, pieces out."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

MOST_NAMED = 10
"""In one post; further names stay words."""
_MOST_TRIED = 50
_LONGEST = 160
_MOST_WORDS = 8


class Circle(IntEnum):
    """How near somebody is to a thread: where two have one name, the nearer one is meant."""

    THREAD = 0
    TENDING = 1
    LISTED = 2


@dataclass(frozen=True, slots=True)
class Nameable:
    """Somebody who may be meant; `profile_id` is None for whoever is not in the who-is-who."""

    user_id: int
    name: str
    organisation: str
    profile_id: int | None
    circle: Circle


@dataclass(frozen=True, slots=True)
class Named:
    """A place in a text where somebody is named."""

    person: Nameable


def folded(words: str) -> str:
    """Words as they are compared: however capitals, accents and spaces were typed."""
    return " ".join(unicodedata.normalize("NFC", words).casefold().split())


def tried_names(text: str) -> frozenset[str]:
    """All beginnings of what follows an @, folded: a name may be any of them."""
    found: set[str] = set()
    for start in _starts(unicodedata.normalize("NFC", text)):
        line = unicodedata.normalize("NFC", text)[start : start + _LONGEST].split("\n", 1)[0]
        found |= {tried for end in _ends(line) if len((tried := folded(line[:end])).split()) <= _MOST_WORDS}
    return frozenset(found)


def spellings(people: Iterable[Nameable]) -> dict[str, Nameable]:
    """How each may be written, folded: by name where one alone has it, and else with the organisation."""
    by_name: dict[str, list[Nameable]] = {}
    by_both: dict[str, list[Nameable]] = {}
    for one in dict.fromkeys(people):
        by_name.setdefault(folded(one.name), []).append(one)
        if one.organisation:
            by_both.setdefault(folded(f"{one.name} ({one.organisation})"), []).append(one)
    found: dict[str, Nameable] = {}
    for written, named in (*by_both.items(), *by_name.items()):
        nearest = min(one.circle for one in named)
        meant = [one for one in named if one.circle == nearest]
        if written and len({one.user_id for one in meant}) == 1:
            found.setdefault(written, meant[0])
    return found


def spelling_of(person: Nameable, people: Sequence[Nameable]) -> str | None:
    """What to write for this one among these; None where nothing tells them from somebody else."""
    known = spellings(people)
    for written in (person.name, f"{person.name} ({person.organisation})"):
        meant = known.get(folded(written))
        if meant is not None and meant.user_id == person.user_id:
            return written
    return None


@dataclass(slots=True)
class Naming:
    """Finds names in the pieces of one text, longest first, and remembers who was named."""

    known: dict[str, Nameable]
    named: list[int] = field(default_factory=list)
    _tried: int = 0

    def pieces(self, text: str) -> Iterator[str | Named]:
        """The text, cut at the names in it."""
        text = unicodedata.normalize("NFC", text)
        told = 0
        for start in _starts(text):
            if start - 1 < told:
                continue
            self._tried += 1
            if self._tried > _MOST_TRIED:
                break
            end, person = self._longest(text[start : start + _LONGEST])
            if person is None or (person.user_id not in self.named and len(self.named) >= MOST_NAMED):
                continue
            if person.user_id not in self.named:
                self.named.append(person.user_id)
            if start - 1 > told:
                yield text[told : start - 1]
            yield Named(person)
            told = start + end
        if told < len(text):
            yield text[told:]

    def _longest(self, rest: str) -> tuple[int, Nameable | None]:
        for end in _ends(rest):
            person = self.known.get(folded(rest[:end]))
            if person is not None:
                return end, person
        return 0, None


def _starts(text: str) -> list[int]:
    """Where a name may begin: behind an @ that is no part of an address."""
    found: list[int] = []
    place = text.find("@")
    while place >= 0 and len(found) < _MOST_TRIED:
        before = text[place - 1] if place else " "
        after = text[place + 1 : place + 2]
        if not (before.isalnum() or before in "@/._-+") and after.strip() and after != "@":
            found.append(place + 1)
        place = text.find("@", place + 1)
    return found


def _ends(rest: str) -> Iterator[int]:
    """Where a name may end, the longest first: behind a sign, ahead of one that does not go on with the word."""
    for end in range(len(rest), 0, -1):
        follows = rest[end : end + 1]
        goes_on = follows.isalnum() or (follows != "" and unicodedata.combining(follows) != 0)
        if not goes_on and not rest[end - 1].isspace():
            yield end
