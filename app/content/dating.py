"""The days on which an original was reworded, put into the notes that its translations carry."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from babel.dates import format_date

from app.content.course import Course, Module, Quiz, Unit
from app.content.labels import has_labels, labels_for

PLACE = re.compile(r'<time data-block="([0-9a-f ]*)"></time>')


def dated(course: Course, dates: Mapping[str, date]) -> Course:
    """The course with a day in every note of a change: the latest of its blocks, written out in the note's language.

    `dates` tells the day each digest of `Course.blocks` first appeared. A note about unknown digests says no day.
    """
    return replace(course, variants=tuple(_dated_variant(variant, dates) for variant in course.variants))


def written_day(day: date, language: str) -> str:
    """A day with its month in words; in English where the compiler itself speaks English."""
    if language == "en" or not has_labels(language):
        return str(format_date(day, "d MMMM y", locale="en"))
    return str(format_date(day, "long", locale=language))


def _dated_variant(variant: Course, dates: Mapping[str, date]) -> Course:
    language = variant.language

    def with_days(html: str) -> str:
        return PLACE.sub(lambda place: _day(place[1], language, dates), html) if "<time " in html else html

    def unit(one: Unit) -> Unit:
        if one.language != language:
            return one
        if isinstance(one, Quiz):
            questions = tuple(replace(question, body_html=with_days(question.body_html)) for question in one.questions)
            return replace(one, html=with_days(one.html), questions=questions)
        return replace(one, html=with_days(one.html))

    def module(one: Module) -> Module:
        return replace(one, html=with_days(one.html), units=tuple(map(unit, one.units)))

    return replace(variant, html=with_days(variant.html), modules=tuple(map(module, variant.modules)))


def _day(digests: str, language: str, dates: Mapping[str, date]) -> str:
    """What stands where the day belongs, with the word before it; nothing when no day is known."""
    known = [dates[digest] for digest in digests.split() if digest in dates]
    if not known:
        return ""
    latest = max(known)
    return f'{labels_for(language).on}<time datetime="{latest.isoformat()}">{written_day(latest, language)}</time>'
