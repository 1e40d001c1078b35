"""A published course ready for reading: the course value, its revision, and what pages look up in it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from app.content.course import Course, Module, Unit
from app.library.searching import SearchText, search_text_of


@dataclass(frozen=True, slots=True)
class Place:
    """A unit with its surroundings; module and unit numbers count from 1."""

    unit: Unit
    module: Module
    module_number: int
    unit_number: int
    previous: Unit | None
    next: Unit | None


@dataclass(frozen=True)
class Edition:
    """One revision of a course in one language, as the pages use it."""

    course: Course
    revision_id: int
    number: int
    digest: str
    published_at: datetime
    places: Mapping[str, Place]
    # Keys that units once had, each with the key they have now.
    renamed: Mapping[str, str]
    # The same revision in the other languages of the course, on the edition in its original language only.
    in_other_languages: Mapping[str, "Edition"]

    @cached_property
    def search_text(self) -> SearchText:
        """What the catalogue searches; made by the first who searches, since most editions are only read."""
        return search_text_of(self.course)

    @property
    def key(self) -> tuple[str, int, str]:
        """What tells this edition from all others, in this database and others: its content, revision and language."""
        return (self.digest, self.revision_id, self.course.language)

    def in_language(self, code: str) -> "Edition":
        """This revision in a language; itself when the course is not in it."""
        return self.in_other_languages.get(code, self)

    def as_read(self, *, chosen: str, interface: str) -> "Edition":
        """This revision in the language in which somebody reads it, as `language_to_read` says."""
        return self.in_language(language_to_read(self.course.languages, chosen=chosen, interface=interface))


def edition_of(course: Course, *, revision_id: int, number: int, digest: str, published_at: datetime) -> Edition:
    """Prepare a course for reading, in all its languages."""

    def prepared(one: Course, others: Mapping[str, Edition]) -> Edition:
        return Edition(
            course=one,
            revision_id=revision_id,
            number=number,
            digest=digest,
            published_at=published_at,
            places=_places_in(one),
            renamed={old: unit.key for unit in one.units() for old in unit.was},
            in_other_languages=others,
        )

    return prepared(course, {variant.language: prepared(variant, {}) for variant in course.variants})


def language_to_read(offered: Iterable[str], *, chosen: str, interface: str) -> str:
    """In which language somebody reads a course: as they chose, else as they read the site, else as it was written.

    `offered` names the original's language first.
    """
    languages = tuple(offered)
    return next((code for code in (chosen, interface, *languages) if code in languages), "")


def _places_in(course: Course) -> dict[str, Place]:
    units = list(course.units())
    before = dict(zip((unit.key for unit in units[1:]), units, strict=False))
    after = dict(zip((unit.key for unit in units), units[1:], strict=False))
    return {
        unit.key: Place(
            unit=unit,
            module=module,
            module_number=module_number,
            unit_number=unit_number,
            previous=before.get(unit.key),
            next=after.get(unit.key),
        )
        for module_number, module in enumerate(course.modules, start=1)
        for unit_number, unit in enumerate(module.units, start=1)
    }
