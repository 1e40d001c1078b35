"""Translations beside their originals: the same settings, anchors, rubric and words, in another language."""

from collections.abc import Callable
from dataclasses import replace

from app.content.book import Words
from app.content.course import Assignment, Quiz, Unit
from app.content.coursefile import CourseFacts
from app.content.faults import Faults
from app.content.following import line_of_anchor
from app.content.frontmatter import FrontMatter
from app.content.glossary import Glossary
from app.content.page import Page

SETTINGS: dict[str, Callable[[Unit], object]] = {
    "minutes": lambda unit: unit.minutes,
    "required": lambda unit: "yes" if unit.required else "no",
    "was": lambda unit: unit.was,
    "id": lambda unit: unit.key,
    "sdgs": lambda unit: getattr(unit, "sdgs", ()),
    "sendai": lambda unit: getattr(unit, "sendai", ()),
    "attempts": lambda unit: (unit.attempts or "unlimited") if isinstance(unit, Quiz) else None,
    "draw": lambda unit: (unit.draw or "all") if isinstance(unit, Quiz) else None,
    "shuffle": lambda unit: _shuffled(unit),
    "pass": lambda unit: (
        unit.pass_percent if isinstance(unit, Quiz) else unit.pass_points if isinstance(unit, Assignment) else None
    ),
    "floor": lambda unit: unit.floor_points if isinstance(unit, Assignment) else None,
    "words": lambda unit: (unit.least_words, unit.most_words) if isinstance(unit, Assignment) else None,
    "reviews": lambda unit: (unit.reviews_needed, unit.reviews_owed) if isinstance(unit, Assignment) else None,
}
COURSE_SETTINGS: dict[str, Callable[[CourseFacts], object]] = {
    "level": lambda facts: facts.level.value,
    "effort": lambda facts: facts.effort,
    "licence": lambda facts: facts.licence,
    "contact": lambda facts: facts.contact,
    "sdgs": lambda facts: facts.sdgs,
    "sendai": lambda facts: facts.sendai,
    "agendas": lambda facts: facts.agendas,
    "enrolment": lambda facts: facts.enrolment.value,
    "completion": lambda facts: (facts.completion.lessons.value, facts.completion.quizzes.value),
}
LISTS: dict[str, Callable[[CourseFacts], tuple[str, ...]]] = {
    "outcomes": lambda facts: facts.outcomes,
    "audience": lambda facts: facts.audience,
    "in": lambda facts: facts.scope_in,
    "out": lambda facts: facts.scope_out,
}


def check_settings(front: FrontMatter, translated: Unit, original: Unit) -> None:
    """Note what a translation sets otherwise than its original, from which all settings are taken."""
    for name, setting in SETTINGS.items():
        told, meant = setting(translated), setting(original)
        if name == "id":
            told = front.text("id") or meant
        if name in front and told != meant:
            _refuse_setting(front, name, meant)


def check_course_settings(front: FrontMatter, language: str, translated: CourseFacts, original: CourseFacts) -> None:
    """The same for `course.md`, whose lists must also be as long as those of the original."""
    for name, setting in COURSE_SETTINGS.items():
        if name in front and setting(translated) != setting(original):
            _refuse_setting(front, name, setting(original))
    if "language" in front and translated.language not in (language, original.language):
        front.fault("language", f"This file is named as a translation into `{language}`; delete this line.")
    for name, texts in LISTS.items():
        told, meant = len(texts(translated)), len(texts(original))
        if told and told != meant:
            place = name if name in LISTS and name not in ("in", "out") else "scope"
            front.fault(place, f"`{name}` has {told} items here, in the original {meant}.")


def check_rubric(page: Page, translated: Assignment, original: Assignment) -> Assignment:
    """Give the translation with a rubric that judges as the original's does; another one is a fault.

    When the original's rubric has changed since the translation was made, it stands there itself.
    """
    reason = _difference(translated, original)
    if not reason:
        return translated
    assert page.original is not None
    place = next((place for place, one in enumerate(page.original.blocks) if one.kind == "`::: rubric`"), 0)
    is_current = all(one.is_current for one in page.counterparts if one.original == place)
    if page.counterparts and not is_current:
        return _with_rubric_of(translated, original)
    line = next((block.line for block in page.blocks if block.kind == "`::: rubric`"), 1)
    page.fault(line, reason)
    return translated


def check_anchors(page: Page, original: set[str]) -> None:
    """Note which fixed anchors of the original a translation lacks: links to them would lead nowhere."""
    for anchor in sorted(original - page.fixed_anchors):
        page.fault(
            line_of_anchor(page, anchor),
            f"A heading of the original has the anchor `{anchor}`; write `{{#{anchor}}}` after the translated heading too.",
        )


def check_glossary(file: str, translated: Glossary, original: Words, faults: Faults) -> None:
    """Note the words that only one of two glossaries explains."""
    for key in original.terms:
        if key not in translated.words.terms:
            message = f"The word `{key}` of the original is missing; write its key after the translated word, as in `Mot {{#{key}}}`."
            faults.add(file, 1, message)
    for key, line in translated.lines.items():
        if key not in original.terms:
            message = f"The original has no word with the key `{key}`; write the original's key after the word, as in `Mot {{#its-key}}`."
            faults.add(file, line, message)


def completed_words(translated: Words, original: Words) -> Words:
    """A translated glossary with the words it lacks, in the language of the original."""
    terms = {**translated.terms, **{key: term for key, term in original.terms.items() if key not in translated.terms}}
    return Words(translated.title, terms, {**original.forms, **translated.forms}, translated.language)


def _refuse_setting(front: FrontMatter, name: str, meant: object) -> None:
    shown = ", ".join(map(str, meant)) if isinstance(meant, tuple) else meant
    front.fault(name, f"`{name}` is taken from the original, which has {shown or 'none'}; delete it here.")


def _shuffled(unit: Unit) -> tuple[str, ...]:
    if not isinstance(unit, Quiz):
        return ()
    told = (("questions", unit.shuffle_questions), ("options", unit.shuffle_options))
    return tuple(name for name, is_shuffled in told if is_shuffled)


def _difference(translated: Assignment, original: Assignment) -> str:
    """How a rubric judges differently; empty when it does not."""
    if len(translated.rubric) != len(original.rubric):
        return f"The rubric has {len(translated.rubric)} criteria; the original has {len(original.rubric)}."
    points = [[level.points for level in criterion.levels] for criterion in translated.rubric]
    expected = [[level.points for level in criterion.levels] for criterion in original.rubric]
    if points != expected:
        shown = ", ".join(str(level) for level in expected[0])
        return f"The levels of the rubric have other points than in the original, which has {shown}."
    return ""


def _with_rubric_of(translated: Assignment, original: Assignment) -> Assignment:
    return replace(translated, rubric=original.rubric)
