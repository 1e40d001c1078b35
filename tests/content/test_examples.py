"""Model examples: work that staff have scored, beside its assignment and nowhere else."""

from collections.abc import Mapping

import pytest

from app.content.assignments import Example, ExampleText, ExampleUse
from app.content.compiler import compile_course
from app.content.course import Assignment, Course
from app.content.likeness import checks_never_used
from app.content.serial import from_json, to_json
from app.library.searching import search_text_of
from tests.content.folder import (
    ASSIGNMENT_PATH,
    LESSON_PATH,
    QUIZ,
    QUIZ_PATH,
    course_of,
    faults_of,
    folder,
    lesson_text,
)

ASSIGNMENT = """\
---
kind: assignment
title: Hand in
words: [2, 9]
---
Write it.

::: rubric
| Criterion | Weight | 2 good | 1 weak | 0 missing |
| --- | --- | --- | --- | --- |
| Reasons {#why} | 2 | told | half | none |
| Use | 1 | all | half | none |
:::
"""
WEAK = """\
---
title: The sheet of Larkfield
---
## The town

Larkfield is **small**.

::: scores
| Criterion | Level | Reason |
| --- | --- | --- |
| reasons | 1 weak | It says *that*, not why. |
| Use | 0 | Nothing to do. |
:::

The end.
"""
WEAK_PATH = "1-first/3-hand-in.example-weak.md"
WEAK_FR = WEAK_PATH.replace(".md", ".fr.md")
COURSE_FR = "---\ntitle: Un cours\nsummary: Une phrase.\n---\nBienvenue.\n"
ASSIGNMENT_FR = (
    ASSIGNMENT.replace("Hand in", "Rendre")
    .replace("words: [2, 9]\n", "")
    .replace("Reasons {#why} | 2 | told", "Raisons {#why} | 2 | dites")
)
TRANSLATED = "---\ntitle: La fiche\n---\nPetite ville.\n\n::: scores\n| Critère | Niveau | Raison |\n| --- | --- | --- |\n| Raisons | | Dit quoi. |\n| Use | 0 | Rien. |\n:::\n"

Changes = Mapping[str, str | bytes | None]


def with_examples(changes: Changes) -> dict[str, str | bytes | None]:
    return {ASSIGNMENT_PATH: ASSIGNMENT, **changes}


def examples_of(changes: Changes, language: str = "en") -> tuple[Example, ...]:
    return assignment_in(course_of(with_examples(changes)), language).examples


def assignment_in(course: Course, language: str) -> Assignment:
    (assignment,) = (unit for unit in course.in_language(language).units() if isinstance(unit, Assignment))
    return assignment


def faults(text: str, path: str = WEAK_PATH) -> list[str]:
    return [fault.removeprefix(f"{path}:") for fault in faults_of(with_examples({path: text}))]


def test_an_example_has_a_text_and_a_level_with_a_reason_for_each_criterion() -> None:
    assert examples_of({WEAK_PATH: WEAK}) == (
        Example(
            key="weak",
            use=ExampleUse.PRACTICE,
            points={"why": 1, "use": 0},
            texts=(
                ExampleText(
                    language="en",
                    title="The sheet of Larkfield",
                    markdown="## The town\n\nLarkfield is **small**.\n\n\nThe end.",
                    html="<h2>The town</h2>\n<p>Larkfield is <strong>small</strong>.</p>\n<p>The end.</p>",
                    reasons={"why": "It says that, not why.", "use": "Nothing to do."},
                    source=WEAK_PATH,
                ),
            ),
        ),
    )


def test_a_level_may_be_told_by_points_by_name_or_by_both() -> None:
    for told in ("1", "weak", "1 weak", "1 Weak"):
        (example,) = examples_of({WEAK_PATH: WEAK.replace("1 weak", told)})
        assert example.points["why"] == 1


def test_examples_stand_in_the_order_of_their_names() -> None:
    check = WEAK.replace("title:", "use: check\ntitle:")
    found = examples_of({WEAK_PATH: WEAK, "1-first/3-hand-in.example-a.md": check})
    assert [(example.key, example.use) for example in found] == [("a", "check"), ("weak", "practice")]


def test_an_example_may_be_written_in_another_language() -> None:
    (example,) = examples_of({WEAK_PATH: WEAK.replace("title:", "language: fr\ntitle:")})
    assert example.languages == ("fr",)
    assert example.text_in("en") is None


def test_a_translated_example_has_the_levels_of_its_original() -> None:
    changes = {
        "course.fr.md": COURSE_FR,
        ASSIGNMENT_PATH.replace(".md", ".fr.md"): ASSIGNMENT_FR,
        WEAK_PATH: WEAK,
        WEAK_FR: TRANSLATED,
    }
    (example,) = examples_of(changes, "fr")
    assert example.languages == ("en", "fr")
    assert example.points == {"why": 1, "use": 0}
    french = example.text_in("fr")
    assert french is not None
    assert (french.title, french.html, french.reasons["why"]) == ("La fiche", "<p>Petite ville.</p>", "Dit quoi.")
    assert examples_of(changes, "en") == (example,)


def test_examples_of_an_assignment_are_those_its_readers_can_read() -> None:
    course = course_of(
        with_examples({WEAK_PATH: WEAK, "1-first/3-hand-in.example-b.md": WEAK.replace("title:", "use: check\ntitle:")})
    )
    assignment = assignment_in(course, "en")
    assert [one.key for one in assignment.examples_for(ExampleUse.PRACTICE, "en")] == ["weak"]
    assert [one.key for one in assignment.examples_for(ExampleUse.CHECK, "en")] == ["b"]
    assert assignment.examples_for(ExampleUse.PRACTICE, "fr") == ()


def test_examples_come_back_from_the_library_in_every_language_and_are_kept_once() -> None:
    changes = {"course.fr.md": COURSE_FR, ASSIGNMENT_PATH.replace(".md", ".fr.md"): ASSIGNMENT_FR, WEAK_PATH: WEAK}
    course = course_of(with_examples(changes))
    kept = to_json(course)
    assert from_json(kept) == course
    assert kept.count("Larkfield is **small**") == 1


def test_no_public_text_of_a_course_holds_an_example() -> None:
    course = course_of(with_examples({WEAK_PATH: WEAK}))
    found = search_text_of(course)
    assert "larkfield" not in f"{found.title} {found.summary} {found.text}".casefold()
    (assignment,) = (unit for unit in course.units() if isinstance(unit, Assignment))
    assert "Larkfield" not in f"{assignment.html} {assignment.plain} {assignment.title} {assignment.summary}"
    assert course.media == ()


def test_no_link_leads_to_an_example() -> None:
    changes = with_examples({WEAK_PATH: WEAK, LESSON_PATH: lesson_text("[x](3-hand-in.example-weak.md)")})
    (fault,) = faults_of(changes)
    assert fault.startswith(f"{LESSON_PATH}:4: This link leads nowhere: there is no `3-hand-in.example-weak.md`.")


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("1-first/3-hand-in.example.md", "A model example is named after its assignment"),
        ("1-first/3-hand-in.example-Weak.md", "A model example is named after its assignment"),
        ("1-first/3-hand-in.examples-weak.md", "A model example is named after its assignment"),
        ("1-first/3-hand-in.fr.example-weak.md", "A model example is named after its assignment"),
        ("1-first/3-hand-on.example-weak.md", "This example belongs to no assignment: there is no file `1-first/3-hand-on.md`. Did you mean `1-first/3-hand-in.md`?"),
        ("1-first/1-opening.example-weak.md", "Only assignments have model examples; `1-first/1-opening.md` is a lesson."),
        ("course.example-weak.md", "Only assignments have model examples; `course.md` is none."),
        (WEAK_FR, "This translation has no original: there is no file `1-first/3-hand-in.example-weak.md`."),
    ],
)  # fmt: skip
def test_a_name_that_leads_to_no_assignment_is_a_fault(path: str, fault: str) -> None:
    (found,) = faults_of(with_examples({path: WEAK}))
    assert found.startswith(f"{path}:1: {fault}")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (WEAK.replace("title:", "name:"), "2: `name` is not a known name in this file."),
        (WEAK.replace("title:", "use: gold\ntitle:"), "2: `use` must be practice or check; here it says gold."),
        (WEAK.replace("title:", "language: french\ntitle:"), "2: `language` must be the two-letter code of a language, as in en or fr; here it says french."),
        (WEAK.replace("| reasons |", "| Reason |"), "11: The rubric has no criterion `Reason`. Did you mean `Reasons`?"),
        (WEAK.replace("1 weak", "3"), "11: The level must be one of `2 good`, `1 weak`, `0 missing`; here it says 3."),
        (WEAK.replace("1 weak", ""), "11: The level must be one of `2 good`, `1 weak`, `0 missing`; here it says nothing."),
        (WEAK.replace("Nothing to do.", ""), "12: Say why `Use` got this level; learners read the reason after their try."),
        (WEAK.replace("Nothing to do.", "no " * 400), "12: A reason has at most 1,000 characters."),
        (WEAK.replace("| Use | 0 | Nothing to do. |\n", ""), "8: The level for `Use` is missing; add a row, as in `| Data | 2 | Each indicator has a source. |`."),
        (WEAK.replace("| Use |", "| Reasons |"), "12: The criterion `Reasons` stands here a second time; delete one of the rows."),
        (WEAK.replace("| Criterion | Level | Reason |\n| --- | --- | --- |", "| Criterion | Level |\n| --- | --- |"), "8: The table of scores has three columns: criterion, level and reason, as in `| Data | 2 | Each indicator has a source. |`."),
        (WEAK.partition("::: scores")[0], "1: This example has no scores: a table inside `::: scores` with criterion, level and reason."),
        (WEAK + "\n::: scores\n:::\n", "17: An example has one `::: scores`; here is a second one."),
        (WEAK.replace("Larkfield is", "[[Larkfield]] is"), "6: An example has no words of the glossary; write the word alone."),
        (WEAK.replace("**small**", "[small](1-opening.md)"), "6: A link in an example can only lead to the web, as in `https://…`."),
        (WEAK.replace("The end.", "::: note\nThe end.\n:::"), "15: An example holds what a learner can write; only `::: scores` and fields can stand in it."),
    ],
)  # fmt: skip
def test_a_fault_in_an_example_names_its_line(text: str, fault: str) -> None:
    assert fault in faults(text)


def test_an_example_needs_a_text() -> None:
    empty = "---\ntitle: A\n---\n" + WEAK[WEAK.index("::: scores") : WEAK.index("The end.")]
    assert faults(empty) == ["1: This example has no text; write it as a learner would have handed it in."]


def test_a_check_is_as_long_as_real_work() -> None:
    text = WEAK.replace("title:", "use: check\ntitle:").replace("The end.", "The end, after many more words than that.")
    assert faults(text) == [
        "2: An example with `use: check` must keep to the words of the assignment, 2 to 9, or reviewers know it for one; it has 13."
    ]


def test_a_translated_example_judges_as_its_original() -> None:
    other = (
        TRANSLATED.replace("| Use | 0 |", "| Use | 1 |")
        .replace("Raisons", "Reasons")
        .replace("title:", "use: check\ntitle:")
    )
    assert faults_of(with_examples({WEAK_PATH: WEAK, WEAK_FR: other})) == [
        f"{WEAK_FR}:2: `use` is taken from the original, which has practice; delete it here.",
        f"{WEAK_FR}:11: The original gives 0 points here, and not 1.",
    ]


def test_a_quiz_has_no_examples() -> None:
    (fault,) = faults_of({QUIZ_PATH: QUIZ, QUIZ_PATH.replace(".md", ".example-a.md"): WEAK})
    assert fault.endswith(f"`{QUIZ_PATH}` is a quiz.")


def test_a_translation_of_an_example_is_not_asked_for() -> None:
    files = folder({**with_examples({WEAK_PATH: WEAK}), "course.fr.md": COURSE_FR, "made-from.fr.yaml": b""})
    assert compile_course("a-course", files).faults == ()


# Fields, tables and links

ASKING = """\
---
kind: assignment
title: Hand in
words: [2, 9]
links: [1, 2]
---
Write it.

::: field Which hazard? {#hazard words=20}
One only.
:::

::: table-to-fill The elements {#elements}
| Element | What | Source |
| --- | --- | --- |
| Hazard | how strong | document |
| Exposure | who | |
:::

::: table-to-fill Your actions {#actions rows=1..2}
| Action | Owner |
| --- | --- |
| what | office |
:::

::: field What did you leave out? {#left-out optional}
:::
"""
ASKING += ASSIGNMENT[ASSIGNMENT.index("\n::: rubric") :]
FILLED = """\
---
title: The sheet of Larkfield
use: check
links: [https://larkfield.example/plan]
---
Larkfield is **small**.

::: field Which hazard? {#hazard words=20}
Floods, *mostly*.

Twice a year.
:::

::: table-to-fill The elements
| Element | What | Source |
| --- | --- | --- |
| Hazard | often | report, 2025 |
| exposure | the old town | |
:::

::: table-to-fill Your actions {#actions rows=1..2}
| Action | Owner |
| --- | --- |
| Trees | Parks |
:::
"""
SCORED = "\n" + WEAK[WEAK.index("::: scores") : WEAK.index("The end.")]
FILLED += SCORED


def asked(text: str, task: str = ASKING) -> list[str]:
    return [fault.removeprefix(f"{WEAK_PATH}:") for fault in faults_of({ASSIGNMENT_PATH: task, WEAK_PATH: text})]


def filled_text(more: Changes | None = None, language: str = "en") -> ExampleText:
    course = course_of({ASSIGNMENT_PATH: ASKING, WEAK_PATH: FILLED, **(more or {})})
    assert from_json(to_json(course)) == course
    (example,) = assignment_in(course, language).examples
    text = example.text_in(language)
    assert text is not None
    return text


def test_an_example_holds_the_fields_tables_and_links_that_the_assignment_asks_for() -> None:
    text = filled_text()
    assert text.markdown == "Larkfield is **small**."
    assert text.links == ("https://larkfield.example/plan",)
    assert text.values == {
        "hazard": "Floods, *mostly*.\n\nTwice a year.",
        "elements": {"hazard": {"what": "often", "source": "report, 2025"}, "exposure": {"what": "the old town"}},
        "actions": [{"action": "Trees", "owner": "Parks"}],
    }


def test_what_learners_practise_on_shows_all_of_it() -> None:
    html = filled_text().html
    shown = ["Larkfield", "Which hazard?", "Twice a year.", "The elements", "report, 2025", "Your actions", "Trees"]
    assert [html.index(one) for one in shown] == sorted(html.index(one) for one in shown)
    assert '<a href="https://larkfield.example/plan" rel="noopener">' in html
    assert "What did you leave out?" not in html


def test_a_translated_example_fills_the_same_fields_in_other_words() -> None:
    task_fr = ASKING.replace("words: [2, 9]\nlinks: [1, 2]\n", "").replace("| Hazard |", "| Aléa {#hazard} |")
    task_fr = task_fr.replace("The elements", "Les éléments")
    example_fr = FILLED.replace("use: check\nlinks: [https://larkfield.example/plan]\n", "")
    example_fr = example_fr.replace("The elements", "Les éléments").replace("| Hazard | often |", "| Aléa | souvent |")
    text = filled_text(
        {"course.fr.md": COURSE_FR, ASSIGNMENT_PATH.replace(".md", ".fr.md"): task_fr, WEAK_FR: example_fr}, "fr"
    )
    assert text.values["elements"] == {
        "hazard": {"what": "souvent", "source": "report, 2025"},
        "exposure": {"what": "the old town"},
    }
    assert text.links == ("https://larkfield.example/plan",)
    assert "Les éléments" in text.html


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (FILLED.replace("{#hazard words=20}", "{#hazards}"), "8: The assignment has no field `hazards`. Did you mean `hazard`?"),
        (FILLED.replace("::: field Which hazard? {#hazard words=20}", "::: field Whichever"), "8: The assignment has no field `Whichever`."),
        (FILLED.replace("::: field Which hazard? {#hazard words=20}", "::: field Its elements {#elements}"), "8: In the assignment this is a `::: table-to-fill`; copy the line from there."),
        (FILLED.replace("Floods, *mostly*.\n\nTwice a year.\n", ""), "8: Nothing stands in this field. Write what a learner would have, or leave the field out."),
        (FILLED.replace("Twice a year.", "## Twice"), "11: A field has no headings; its name stands in the line that opens it."),
        (FILLED.replace("Twice a year.", "![x](x.png)"), "11: An example has no pictures; say in words what one would see."),
        (FILLED.replace("| Element | What | Source |\n| --- | --- | --- |", "| Element | What |\n| --- | --- |"), "14: This table has the columns of the assignment, in their order: `| Element | What | Source |`."),
        (FILLED.replace("| Hazard | often", "| Hazards | often"), "17: The table of the assignment has no row `Hazards`. Did you mean `Hazard`?"),
        (FILLED.replace("| exposure | the old", "| Hazard | the old"), "18: The row `Hazard` stands here a second time; delete one of the two."),
        (FILLED.replace("| Trees | Parks |", "| a | b |\n| a | b |\n| a | b |"), "21: The assignment asks for at most 2 rows, not 3."),
        (FILLED.replace("| Trees | Parks |", "| " + "a" * 1001 + " | b |"), "24: A cell has at most 1,000 characters."),
        (FILLED.replace("https://larkfield", "larkfield"), "4: `larkfield.example/plan` is not an address of the web; it begins with `https://`."),
        (FILLED.replace("[https:", "[https://a.example, https://b.example, https:"), "4: The assignment asks for at most 2 links, not 3."),
        (FILLED.replace(SCORED, "\n::: field Which hazard? {#hazard}\nHeat.\n:::\n" + SCORED), "27: The field `Which hazard?` stands here a second time; delete one of them."),
    ],
)  # fmt: skip
def test_a_fault_in_a_field_of_an_example_names_its_line(text: str, fault: str) -> None:
    assert fault in asked(text)


KNOWN = "An example with `use: check` holds all that is handed in, or reviewers know it for one: "


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (FILLED.replace("links: [https://larkfield.example/plan]\n", ""), f"3: {KNOWN}the assignment asks for links, at least 1; write them under `links`."),
        (FILLED.replace(" often | report, 2025 |", " | |"), f"3: {KNOWN}fill `::: table-to-fill The elements {{#elements}}`, as the assignment asks."),
        (FILLED.replace("| Trees | Parks |\n", ""), f"3: {KNOWN}fill `::: table-to-fill Your actions {{#actions}}`, as the assignment asks."),
    ],
    ids=["links", "a row", "a table"],
)  # fmt: skip
def test_a_check_that_lacks_what_was_asked_for_would_be_known(text: str, fault: str) -> None:
    assert asked(text) == [fault]
    assert asked(text.replace("use: check", "use: practice")) == []


def test_a_check_of_an_assignment_without_a_text_has_none() -> None:
    task = ASKING.replace("words: [2, 9]", "text: no")
    what = "the assignment asks for no text, so put all of it into fields"
    assert asked(FILLED, task) == [f"3: {KNOWN}{what}."]
    assert asked(FILLED.replace("Larkfield is **small**.\n\n", ""), task) == []


def test_where_files_must_be_handed_in_no_example_passes_for_work() -> None:
    task = ASKING.replace("links:", "files: {number: [1, 2]}\nlinks:")
    assert asked(FILLED, task) == []
    unit = assignment_in(course_of({ASSIGNMENT_PATH: task, WEAK_PATH: FILLED}), "en")
    assert [text.source for text in checks_never_used(unit)] == [WEAK_PATH]
    may = ASKING.replace("links:", "files: 2\nlinks:")
    unit = assignment_in(course_of({ASSIGNMENT_PATH: may, WEAK_PATH: FILLED}), "en")
    assert list(checks_never_used(unit)) == []
