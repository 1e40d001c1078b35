"""Whose voices are heard in a fishbowl, by region of the world and by language. Pure."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from app.organisations.regions import Region, region_of

UNKNOWN = ""
"""The key of those who said nothing of where they are."""


@dataclass(frozen=True, slots=True)
class Said:
    """How many messages somebody wrote in one language; `person` is None for who left, an empty country is unknown."""

    person: int | None
    country: str
    language: str
    messages: int


@dataclass(frozen=True, slots=True)
class Share:
    """How many people of one region or language spoke, how many messages they wrote, and how much that is of all."""

    key: str
    speakers: int
    messages: int
    percent: int


@dataclass(frozen=True, slots=True)
class Unheard:
    """A region from which nobody has spoken, and how many of those who wait are from there."""

    region: Region
    waiting: int


def by_region(said: Collection[Said]) -> list[Share]:
    """The regions with the most messages first, the unknown last."""
    return _shares(said, lambda one: region_key(one.country))


def by_language(said: Collection[Said]) -> list[Share]:
    """The languages with the most messages first."""
    return _shares(said, lambda one: one.language)


def unheard(said: Iterable[Said], waiting: Collection[str]) -> list[Unheard]:
    """The regions without a speaker, those from which somebody waits first; `waiting` are countries."""
    heard = {region_of(one.country) for one in said}
    where = [region_of(country) for country in waiting]
    missing = [Unheard(region, where.count(region)) for region in Region if region not in heard]
    return sorted(missing, key=lambda one: -one.waiting)


def region_key(country: str) -> str:
    """The key of the region in which a country lies; empty where that is not known."""
    region = region_of(country)
    return region.value if region else UNKNOWN


def _shares(said: Collection[Said], key_of: Callable[[Said], str]) -> list[Share]:
    speakers: dict[str, set[int | None]] = {}
    messages: dict[str, int] = {}
    for one in said:
        key = key_of(one)
        speakers.setdefault(key, set()).add(one.person)
        messages[key] = messages.get(key, 0) + one.messages
    whole = sum(messages.values())
    shares = [Share(key, len(speakers[key]), number, round(100 * number / whole)) for key, number in messages.items()]
    return sorted(shares, key=lambda one: (one.key == UNKNOWN, -one.messages, one.key))
