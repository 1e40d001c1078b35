"""Who applied, who was offered a place and who has a seat, by region, language, organisation and gender.

Gender is told freely and in confidence, so small numbers are not shown: below 5, and where one hidden number could be
reckoned from the others and the total, a second one is hidden too (primary and complementary suppression: A. Hundepool
and others, Statistical Disclosure Control, 2012, chapter 4).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.content.regions import region_of

FEWEST_SHOWN = 5


class OrganisationKind(StrEnum):
    """Where an applicant works, in their own words for it."""

    MUNICIPALITY = "municipality"
    REGION = "region"
    ASSOCIATION = "association"
    NATIONAL = "national"
    CIVIL_SOCIETY = "civil_society"
    UNIVERSITY = "university"
    OTHER = "other"


class Gender(StrEnum):
    """What an applicant may say of their gender; empty when they say nothing."""

    WOMAN = "woman"
    MAN = "man"
    OTHER = "other"


class Dimension(StrEnum):
    """What the report counts by."""

    REGION = "region"
    LANGUAGE = "language"
    ORGANISATION = "organisation"
    GENDER = "gender"


@dataclass(frozen=True, slots=True)
class Told:
    """What is counted of an application that was handed in; gender is empty when not told."""

    country: str
    language: str
    organisation_kind: str
    gender: str
    is_offered: bool
    is_seated: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A number and its share of the column in per cent; None is a number that is not shown."""

    number: int | None
    share: int | None


@dataclass(frozen=True, slots=True)
class BalanceLine:
    """One value of a dimension: `key` is empty for who told nothing."""

    key: str
    applied: Cell
    offered: Cell
    seated: Cell


@dataclass(frozen=True, slots=True)
class BalanceTable:
    """One dimension, the most numerous value first."""

    dimension: Dimension
    lines: tuple[BalanceLine, ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """The whole report; `offered` counts everybody who ever was offered a place."""

    applied: int
    offered: int
    seated: int
    tables: tuple[BalanceTable, ...]


_VALUE: dict[Dimension, Callable[[Told], str]] = {
    Dimension.REGION: lambda told: region_of(told.country),
    Dimension.LANGUAGE: lambda told: told.language,
    Dimension.ORGANISATION: lambda told: told.organisation_kind,
    Dimension.GENDER: lambda told: told.gender,
}


def balance_of(applications: Iterable[Told]) -> Balance:
    """Count the applications."""
    applied = list(applications)
    offered = [told for told in applied if told.is_offered]
    seated = [told for told in applied if told.is_seated]
    tables = tuple(_table(dimension, (applied, offered, seated)) for dimension in Dimension)
    return Balance(len(applied), len(offered), len(seated), tables)


def _table(dimension: Dimension, columns: Sequence[Sequence[Told]]) -> BalanceTable:
    counts = [Counter(map(_VALUE[dimension], column)) for column in columns]
    if dimension is Dimension.GENDER:
        # All of them in a fixed order: neither the order nor what is missing tells anything.
        keys = [*(gender.value for gender in Gender), ""]
    else:
        keys = sorted(counts[0], key=lambda key: (-counts[0][key], key))
    shown = [_cells(keys, count, hides=dimension is Dimension.GENDER) for count in counts]
    return BalanceTable(dimension, tuple(BalanceLine(key, *(column[key] for column in shown)) for key in keys))


def _cells(keys: Sequence[str], count: Counter[str], *, hides: bool) -> dict[str, Cell]:
    total = count.total()
    hidden = _hidden(keys, count) if hides else frozenset()
    return {
        key: Cell(None, None) if key in hidden else Cell(count[key], round(100 * count[key] / total) if total else 0)
        for key in keys
    }


def _hidden(keys: Sequence[str], count: Counter[str]) -> frozenset[str]:
    """The values whose numbers are not shown."""
    small = {key for key in keys if 0 < count[key] < FEWEST_SHOWN}
    if not small:
        return frozenset()
    others = sorted((key for key in keys if count[key] >= FEWEST_SHOWN), key=lambda key: (count[key], key))
    while others and (len(small) == 1 or sum(count[key] for key in small) < FEWEST_SHOWN):
        small.add(others.pop(0))
    if len(small) == 1 or sum(count[key] for key in small) < FEWEST_SHOWN:
        # Zeros would tell the rest.
        small |= set(keys)
    return frozenset(small)
