"""Courses as JSON and back, as the library keeps them."""

from dataclasses import replace
from functools import cache

from pydantic import TypeAdapter

from app.content.course import Course, Module


def to_json(course: Course) -> str:
    """Write a course as JSON; equal courses give equal text."""
    variants = tuple(_thinned(variant) for variant in course.variants)
    return _adapter().dump_json(replace(course, variants=variants)).decode()


def from_json(text: str) -> Course:
    """Read a course that `to_json` wrote; raises pydantic's ValidationError for anything else."""
    course = _adapter().validate_json(text)
    return replace(course, variants=tuple(_whole(variant, course) for variant in course.variants))


def _thinned(variant: Course) -> Course:
    """A variant without the units and files that it shares with the original, so that nothing is kept twice."""
    modules = tuple(
        replace(module, units=tuple(unit for unit in module.units if unit.language == variant.language))
        for module in variant.modules
    )
    return replace(variant, modules=modules, media=(), calls=())


def _whole(variant: Course, course: Course) -> Course:
    """A variant with all that it shares with the original."""
    modules = tuple(
        _whole_module(module, original) for module, original in zip(variant.modules, course.modules, strict=False)
    )
    return replace(variant, modules=modules, media=course.media, calls=course.calls)


def _whole_module(module: Module, original: Module) -> Module:
    translated = {unit.key: unit for unit in module.units}
    return replace(module, units=tuple(translated.get(unit.key, unit) for unit in original.units))


@cache
def _adapter() -> TypeAdapter[Course]:
    """What knows the shape of a course; made once, since making it takes a while."""
    return TypeAdapter(Course)
