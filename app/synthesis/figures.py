"""The numbers of a period, as far as they tell of nobody. Pure."""

from dataclasses import dataclass

FEWEST = 5
"""Fewer people than that are not counted, as in the reports."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What was written in a category in some days, and by how many; None where too few people wrote to say so."""

    threads: int = 0
    posts: int = 0
    people: int | None = None
    languages: int | None = None
    countries: int | None = None


def figures_of(*, threads: int, posts: int, people: int, languages: int, countries: int) -> Figures:
    """What may be told: people in steps of five, so that no two syntheses can be subtracted to find one of them."""
    if people < FEWEST:
        return Figures(threads, posts)
    return Figures(threads, posts, people // FEWEST * FEWEST, languages, countries)
