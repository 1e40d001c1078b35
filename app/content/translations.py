"""Translations beside their originals: the same settings, anchors, rubric and words, in another language."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.content.assignments import Criterion, Field, TableField
from app.content.book import Words
from app.content.course import Assignment, Quiz, Unit
from app.content.coursefile import CourseFacts
from app.content.faults import Faults
from app.content.fields import FIELD_KINDS
from app.content.following import line_of_anchor
from app.content.frontmatter import FrontMatter
from app.content.glossary import Glossary
from app.content.page import Page
from app.content.rubrics import NO_WEIGHT

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
    "text": lambda unit: unit.text.value if isinstance(unit, Assignment) else None,
    "files": lambda unit: _files(unit),
    "links": lambda unit: (unit.least_links, unit.most_links) if isinstance(unit, Assignment) else None,
    "reviews": lambda unit: _reviews(unit),
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
    """Give the translation the rubric of its original in other words; one that judges otherwise is a fault.

    When the original's rubric has changed since the translation was made, it stands there itself. Weights and keys are
    always those of the original.
    """
    if not translated.rubric:
        return replace(translated, rubric=original.rubric)
    rows = _in_order_of(original.rubric, translated.rubric)
    reason = _difference(rows, original.rubric)
    is_current = _is_current(page, "rubric")
    if reason and not is_current:
        return replace(translated, rubric=original.rubric)
    if not reason and is_current:
        reason = _difference_of_weights(rows, original.rubric)
    if reason:
        line = next((block.line for block in page.blocks if block.kind == "`::: rubric`"), 1)
        page.fault(line, reason)
        return translated
    rubric = tuple(
        replace(theirs, name=ours.name, levels=ours.levels, language=ours.language)
        for ours, theirs in zip(rows, original.rubric, strict=True)
    )
    return replace(translated, rubric=rubric)


def check_fields(page: Page, translated: Assignment, original: Assignment) -> Assignment:
    """Give the translation the fields of its original in other words; another number or kind of them is a fault.

    A field that was changed since the translation was made, or came later, is the original's.
    """
    lines = {
        block.source.partition("{#")[2].partition("}")[0].partition(" ")[0]: block.line
        for block in page.blocks
        if block.kind in ("`::: field`", "`::: table-to-fill`")
    }
    is_recorded = page.original is not None and page.original.made_from is not None
    is_current = all(_is_current(page, kind) for kind in FIELD_KINDS)
    own = {field.key: field for field in translated.fields}
    fields = []
    for theirs in original.fields:
        ours = next((own.pop(key) for key in (theirs.key, *theirs.was) if key in own), None)
        if ours is None:
            if not is_recorded:
                page.fault(1, f"The field `{theirs.key}` of the original is missing here.")
            fields.append(theirs)
            continue
        reason = _difference_of_fields(ours, theirs)
        if reason and is_current:
            page.fault(lines.get(ours.key, 1), f"The field `{theirs.key}` {reason}.")
        fields.append(theirs if reason else _field_in_other_words(ours, theirs))
    if is_current:
        for key in own:
            known = [field.key for field in original.fields]
            page.fault(lines.get(key, 1), f"The original has no field `{key}`.", near=(key, known))
    return replace(translated, fields=tuple(fields))


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


def _files(unit: Unit) -> object:
    """The files wanted, in words."""
    if not isinstance(unit, Assignment) or unit.files is None:
        return None
    files = unit.files
    return f"{files.least} to {files.most} ({', '.join(files.kinds)}), each at most {files.largest // 1024:,} KB"


def _reviews(unit: Unit) -> object:
    if not isinstance(unit, Assignment):
        return None
    drafts = "drafts" if unit.may_show_drafts else "no drafts"
    return (unit.reviews_needed, unit.reviews_owed, *unit.languages, drafts, unit.scoring.value)


def _is_current(page: Page, kind: str) -> bool:
    """Whether the original's blocks of a kind read as they did when the translation was made."""
    assert page.original is not None
    places = {place for place, one in enumerate(page.original.blocks) if one.kind == f"`::: {kind}`"}
    return all(one.is_current for one in page.counterparts if one.original in places)


def _in_order_of(original: Sequence[Criterion], translated: Sequence[Criterion]) -> Sequence[Criterion]:
    """Translated criteria in the order of the original's, where each of them says which one it is."""
    by_key = {criterion.key: criterion for criterion in translated}
    if len(by_key) != len(translated) or by_key.keys() != {criterion.key for criterion in original}:
        return translated
    return [by_key[criterion.key] for criterion in original]


def _difference(translated: Sequence[Criterion], original: Sequence[Criterion]) -> str:
    """How a rubric judges differently; empty when it does not."""
    if len(translated) != len(original):
        return f"The rubric has {len(translated)} criteria; the original has {len(original)}."
    points = [[level.points for level in criterion.levels] for criterion in translated]
    expected = [[level.points for level in criterion.levels] for criterion in original]
    if points != expected:
        shown = ", ".join(str(level) for level in expected[0])
        return f"The levels of the rubric have other points than in the original, which has {shown}."
    for ours, theirs in zip(translated, original, strict=True):
        if ours.key and ours.key not in (theirs.key, *theirs.was):
            return f"A criterion has the key `{ours.key}`; in the original, `{theirs.key}` stands in its place."
    return ""


def _difference_of_weights(translated: Sequence[Criterion], original: Sequence[Criterion]) -> str:
    """Which criterion weighs otherwise; empty when none does, or no weight is told."""
    for ours, theirs in zip(translated, original, strict=True):
        if ours.weight not in (NO_WEIGHT, theirs.weight):
            return f"The criterion `{theirs.key}` weighs {theirs.weight} in the original, and here {ours.weight}."
    return ""


def _difference_of_fields(ours: Field, theirs: Field) -> str:
    """How a translated field asks for something else; empty when it does not."""
    if isinstance(ours, TableField) and isinstance(theirs, TableField):
        if len(ours.columns) != len(theirs.columns):
            return f"has {len(theirs.columns)} columns in the original, and here {len(ours.columns)}"
        if len(ours.rows) != len(theirs.rows):
            return f"has {len(theirs.rows)} written rows in the original, and here {len(ours.rows)}"
        return ""
    return "" if ours.kind == theirs.kind else "is of another kind than in the original"


def _field_in_other_words(ours: Field, theirs: Field) -> Field:
    """The original's field with the names and hints of the translation."""
    if isinstance(ours, TableField) and isinstance(theirs, TableField):
        columns = tuple(
            replace(column, name=own.name, hint=own.hint)
            for own, column in zip(ours.columns, theirs.columns, strict=True)
        )
        rows = tuple(
            replace(row, name=own.name, hints=own.hints) for own, row in zip(ours.rows, theirs.rows, strict=True)
        )
        return replace(theirs, name=ours.name, html=ours.html, columns=columns, rows=rows, language=ours.language)
    return replace(theirs, name=ours.name, html=ours.html, language=ours.language)
