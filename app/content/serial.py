"""Courses as JSON and back, as the library keeps them."""

import json
from dataclasses import replace
from functools import cache

from mashumaro.codecs import BasicDecoder, BasicEncoder
from mashumaro.exceptions import InvalidFieldValue, MissingField

from app.content.assignments import Criterion
from app.content.course import Assignment, Course, Module, Unit


class NoCourse(ValueError):
    """A text that is not a course as it is kept."""


def to_json(course: Course) -> str:
    """Write a course as JSON; equal courses give equal text."""
    variants = tuple(_thinned(variant) for variant in course.variants)
    return json.dumps(_encoder().encode(replace(course, variants=variants)), ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Course:
    """Read a course that `to_json` wrote, now or earlier. Raises NoCourse when something is missing or cannot be."""
    try:
        read = _decoder().decode(json.loads(text))
    except (ValueError, MissingField, InvalidFieldValue) as error:
        raise NoCourse(str(error)) from error
    course = _with_keys(read)
    return replace(course, variants=tuple(_whole(variant, course) for variant in course.variants))


def _thinned(variant: Course) -> Course:
    """A variant without the units and files that it shares with the original, so that nothing is kept twice."""
    modules = tuple(
        replace(module, units=tuple(_thinned_unit(unit) for unit in module.units if unit.language == variant.language))
        for module in variant.modules
    )
    return replace(variant, modules=modules, media=(), calls=())


def _thinned_unit(unit: Unit) -> Unit:
    """A unit without the model examples, which are the same in all languages."""
    return replace(unit, examples=()) if isinstance(unit, Assignment) else unit


def _whole(variant: Course, course: Course) -> Course:
    """A variant with all that it shares with the original."""
    modules = tuple(
        _whole_module(module, original) for module, original in zip(variant.modules, course.modules, strict=False)
    )
    return replace(variant, modules=modules, media=course.media, calls=course.calls)


def _whole_module(module: Module, original: Module) -> Module:
    translated = {unit.key: unit for unit in module.units}
    units = tuple(_whole_unit(translated.get(unit.key, unit), unit) for unit in original.units)
    return replace(module, units=units)


def _whole_unit(unit: Unit, original: Unit) -> Unit:
    if not isinstance(unit, Assignment) or not isinstance(original, Assignment):
        return unit
    rubric = unit.rubric
    if not all(criterion.key for criterion in rubric):
        pairs = zip(rubric, original.rubric, strict=False)
        rubric = tuple(replace(one, key=own.key, language=unit.language) for one, own in pairs)
    return replace(unit, rubric=rubric, examples=original.examples)


def _with_keys(course: Course) -> Course:
    """A course whose criteria have keys; those kept by the second version of the compiler had none."""
    assignments = (unit for unit in course.units() if isinstance(unit, Assignment))
    if all(criterion.key for assignment in assignments for criterion in assignment.rubric):
        return course
    # What reads Markdown is large, and only courses that were not published again since need it here.
    from app.content.naming import key_from

    def keyed(place: int, criterion: Criterion, language: str) -> Criterion:
        key = criterion.key or key_from(criterion.name) or f"criterion-{place}"
        return replace(criterion, key=key, language=language)

    def unit_of(unit: Unit) -> Unit:
        if not isinstance(unit, Assignment):
            return unit
        rubric = tuple(keyed(place, one, unit.language) for place, one in enumerate(unit.rubric, start=1))
        return replace(unit, rubric=rubric)

    modules = tuple(replace(module, units=tuple(map(unit_of, module.units))) for module in course.modules)
    return replace(course, modules=modules)


@cache
def _decoder() -> BasicDecoder[Course]:
    """What makes a course of what JSON holds; made once, since making it takes a while."""
    return BasicDecoder(Course)


@cache
def _encoder() -> BasicEncoder[Course]:
    """The other way; only publishing needs it."""
    return BasicEncoder(Course)
