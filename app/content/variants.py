"""A course in another language: the keys and rules of the original, in the words of the translation."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.content.book import Words
from app.content.course import Assignment, Course, Lesson, Module, Quiz, Term, Unit
from app.content.coursefile import CourseFacts


@dataclass(frozen=True, slots=True)
class ModuleText:
    """What a `module.md` says."""

    title: str
    summary: str
    html: str


@dataclass(slots=True)
class Translated:
    """What has been translated into one language; modules and units by their key. Nothing told means not translated."""

    facts: CourseFacts | None = None
    html: str = ""
    words: Words | None = None
    terms: tuple[Term, ...] = ()
    modules: dict[str, ModuleText] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)


def variants_of(course: Course, translations: Mapping[str, Translated]) -> tuple[Course, ...]:
    """The course in each of its other languages, in the order it names them."""
    return tuple(_variant(course, language, translations[language]) for language in course.languages[1:])


def unit_in_other_words(original: Unit, translated: Unit) -> Unit:
    """A translated unit under the rules of its original; the two are of one kind."""
    if isinstance(original, Lesson) and isinstance(translated, Lesson):
        return replace(
            original,
            title=translated.title,
            summary=translated.summary or original.summary,
            html=translated.html,
            headings=translated.headings,
            plain=translated.plain,
            source=translated.source,
            language=translated.language,
        )
    if isinstance(original, Quiz) and isinstance(translated, Quiz):
        return replace(
            original,
            title=translated.title,
            summary=translated.summary or original.summary,
            html=translated.html,
            questions=translated.questions,
            source=translated.source,
            language=translated.language,
        )
    assert isinstance(original, Assignment)
    assert isinstance(translated, Assignment)
    return replace(
        original,
        title=translated.title,
        summary=translated.summary or original.summary,
        html=translated.html,
        rubric=translated.rubric,
        fields=translated.fields,
        plain=translated.plain,
        source=translated.source,
        language=translated.language,
    )


def _variant(course: Course, language: str, translated: Translated) -> Course:
    facts, words = translated.facts, translated.words
    assert facts is not None
    return replace(
        course,
        title=facts.title,
        summary=facts.summary,
        language=language,
        modules=tuple(_module(module, language, translated) for module in course.modules),
        html=translated.html,
        outcomes=facts.outcomes or course.outcomes,
        audience=facts.audience or course.audience,
        scope_in=facts.scope_in or course.scope_in,
        scope_out=facts.scope_out or course.scope_out,
        authors=facts.authors or course.authors,
        partners=facts.partners or course.partners,
        glossary_title=words.title if words else course.glossary_title,
        glossary=translated.terms if words else course.glossary,
        glossary_language=language if words else course.glossary_language,
        variants=(),
        blocks=(),
    )


def _module(module: Module, language: str, translated: Translated) -> Module:
    units = tuple(translated.units.get(unit.key, unit) for unit in module.units)
    text = translated.modules.get(module.key)
    if text is None:
        return replace(module, units=units)
    summary = text.summary or module.summary
    return replace(module, units=units, title=text.title, summary=summary, html=text.html, language=language)
