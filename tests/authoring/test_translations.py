"""Translations as PO files, and the commands of `flask courses translations`."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po, write_po
from click.testing import Result
from flask import Flask

from app.authoring.folders import read_folder
from app.authoring.translations import Imported, earlier_texts, export_po, import_po
from app.authoring.translations_cli import commands
from app.content.compiler import compile_course
from app.content.course import Assignment, Course
from app.content.madefrom import write_record
from app.content.worklist import marked
from app.library.actions import publish
from app.platform.database import transaction
from tests import builders
from tests.assignments import WITH_TASK

RECORD = "made-from.fr.yaml"
LESSON, LESSON_FR = "1-first/1-opening.md", "1-first/1-opening.fr.md"
QUIZ, QUIZ_FR = "1-first/2-check.md", "1-first/2-check.fr.md"
ENGLISH = {
    "course.md": """\
---
title: "A course: one"
summary: One sentence.
language: en
level: introductory
outcomes: [Know, Act]
scope:
  in: [Plans]
---

Welcome.
""",
    "glossary.md": "---\ntitle: Words\n---\n\nAim | goal\n: What for.\n\nLocal\n: Near.\n",
    "1-first/module.md": "---\ntitle: First\n---\n",
    LESSON: """\
---
title: Opening
minutes: 5
---

## Begin {#begin}

See [the list][list] and an [[aim]].[^a]

- one
- two

---

::: note
Keep

this.
:::

[list]: https://example.org/list

[^a]: A note.
""",
    QUIZ: """\
---
kind: quiz
title: Check
pass: 50
---

Before.

## One? {#one points=2}

Body.

- (x) Yes
  > Good.
- ( ) No, not
  at all

::: explanation
Because.
:::

## Which word? {#word}

- = "base"
- = "line"
- != "end"
- else
  > Think.

## How many? {#many}

- = 5
  > Right.
""",
}
FRENCH = {
    "course.fr.md": """\
---
title: "Un cours : un"
summary: Une phrase.
outcomes: [Savoir, Agir]
scope:
  in: [Plans]
---

Bienvenue.
""",
    "glossary.fr.md": "---\ntitle: Mots\n---\n\nBut {#aim}\n: Pour quoi.\n\nProche {#local}\n: Tout près.\n",
    "1-first/module.fr.md": "---\ntitle: Premier\n---\n",
    LESSON_FR: ENGLISH[LESSON]
    .replace("title: Opening", "title: Ouverture")
    .replace("Begin", "Début")
    .replace("See [the list][list] and an [[aim]]", "Voyez [la liste][list] et un [[but]]")
    .replace("one", "un")
    .replace("two", "deux")
    .replace("Keep\n\nthis", "Gardez\n\nceci")
    .replace("A note", "Une note"),
    QUIZ_FR: ENGLISH[QUIZ]
    .replace("title: Check", "title: Contrôle")
    .replace("Before", "Avant")
    .replace("One?", "Un ?")
    .replace("Yes", "Oui")
    .replace("Good", "Bien")
    .replace("No, not\n  at all", "Non, pas\n  du tout")
    .replace('"line"\n', '"ligne"\n- = "départ"\n')
    .replace("How many?", "Combien ?"),
}


def course_files(changes: dict[str, str] | None = None) -> dict[str, bytes]:
    """A course translated whole and recorded, with files changed afterwards."""
    files = {path: text.encode() for path, text in {**ENGLISH, **FRENCH}.items()}
    record, reasons = marked(files, "fr", ())
    assert reasons == []
    files[RECORD] = write_record(record)
    return {**files, **{path: text.encode() for path, text in (changes or {}).items()}}


def course_of(files: dict[str, bytes]) -> Course:
    compilation = compile_course("a-course", files)
    assert compilation.faults == ()
    assert compilation.course is not None
    return compilation.course


def edited(po: bytes, edit: Callable[[Message], None]) -> bytes:
    """A PO file after a translator went through its entries."""
    catalog = read_po(BytesIO(po), locale="fr")
    for message in catalog:
        if message.id:
            edit(message)
    written = BytesIO()
    write_po(written, catalog)
    return written.getvalue()


def exported(files: dict[str, bytes], earlier: dict[str, str] | None = None) -> bytes:
    return export_po("a-course", files, "fr", earlier or {})


def imported(files: dict[str, bytes], po: bytes) -> Imported:
    return import_po("a-course", files, "fr", po)


def entries_of(po: bytes) -> dict[str, Message]:
    return {str(message.context): message for message in read_po(BytesIO(po), locale="fr") if message.id}


def without_french(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if path not in FRENCH and path != RECORD}


def test_an_untouched_export_comes_back_without_a_change() -> None:
    files = course_files()
    assert imported(files, exported(files)) == Imported({}, (), ())


def test_a_wrapped_export_comes_back_without_a_change() -> None:
    files = course_files()
    assert imported(files, edited(exported(files), lambda _message: None)).files == {}


def test_a_course_is_made_from_a_po_file_alone() -> None:
    files = course_files()
    bare = without_french(files)
    back = imported(bare, exported(files))
    assert back.reasons == ()
    assert back.files.keys() == {*FRENCH, RECORD}
    assert course_of({**bare, **back.files}) == course_of(files)
    assert imported({**bare, **back.files}, exported(files)).files == {}


def test_an_entry_is_the_block_of_the_original_under_its_path_and_number() -> None:
    entries = entries_of(exported(course_files()))
    assert entries[f"{LESSON}:0 title"].id == "Opening"
    assert entries[f"{LESSON}:1"].id == "## Begin {#begin}"
    assert entries[f"{LESSON}:1"].string == "## Début {#begin}"
    assert entries["course.md:0 outcomes.2"].string == "Agir"
    assert entries[f"{QUIZ}:4 one"].string == "Oui"
    assert all(not message.fuzzy for message in entries.values())
    assert not any(message.id == "5" for message in entries.values())


def test_a_stale_entry_is_fuzzy_and_shows_the_older_original() -> None:
    changed = course_files({LESSON: ENGLISH[LESSON].replace("- two", "- two\n- three")})
    work = entries_of(exported(changed))
    assert [context for context, message in work.items() if message.fuzzy] == [f"{LESSON}:3"]
    (comment,) = [text for text in work[f"{LESSON}:3"].auto_comments if text.startswith("made from ")]
    po = exported(changed, {comment.removeprefix("made from "): "- one\n- two"})
    assert b'#, fuzzy\n#| msgid "" "- one\\n" "- two"\n' in po


def test_a_fuzzy_entry_stays_stale_and_a_finished_one_is_done() -> None:
    changed = course_files({LESSON: ENGLISH[LESSON].replace("- two", "- two\n- three")})
    po = exported(changed)
    assert imported(changed, po) == Imported({}, (), ())

    def finish(message: Message) -> None:
        if message.fuzzy:
            message.flags.discard("fuzzy")
            message.string = "- un\n- deux\n- trois"

    back = imported(changed, edited(po, finish))
    assert back.files.keys() == {LESSON_FR, RECORD}
    lesson = next(course_of({**changed, **back.files}).in_language("fr").units())
    assert "<li>trois</li>" in lesson.html
    assert "updated" not in lesson.html


def test_only_the_changed_block_of_a_file_is_written_anew() -> None:
    files = course_files()

    def reword(message: Message) -> None:
        if message.context == f"{LESSON}:3":
            message.string = "- une\n- deux"

    back = imported(files, edited(exported(files), reword))
    assert back.files == {LESSON_FR: files[LESSON_FR].replace(b"- un\n", b"- une\n").replace(
        b"[list]: https://example.org/list\n\n[^a]: Une note.\n", b"[^a]: Une note.\n\n[list]: https://example.org/list\n"
    )}  # fmt: skip


def test_a_title_with_signs_of_yaml_comes_back_whole() -> None:
    files = course_files()

    def reword(message: Message) -> None:
        if message.context == "course.md:0 title":
            message.string = 'Un « cours » : "oui" # 1'

    back = imported(files, edited(exported(files), reword))
    assert course_of({**files, **back.files}).in_language("fr").title == 'Un « cours » : "oui" # 1'


def test_what_is_not_translated_is_left_to_the_original() -> None:
    files = course_files()
    bare = without_french(files)

    def empty(message: Message) -> None:
        if message.context in (f"{LESSON}:3", f"{QUIZ}:7 one", "glossary.md:2 local"):
            message.string = ""

    back = imported(bare, edited(exported(files), empty))
    assert back.reasons == ()
    french = course_of({**bare, **back.files}).in_language("fr")
    lesson, quiz = french.units()
    assert '<div class="untranslated" lang="en" dir="ltr">' in lesson.html
    assert quiz.kind == "quiz"
    assert [question.prompt_html for question in quiz.questions] == [
        '<span lang="en" dir="ltr">One?</span>', "Which word?", "Combien ?"
    ]  # fmt: skip
    assert [term.name for term in french.glossary] == ["But", "Local"]


def test_a_question_that_is_half_done_stays_as_it_was() -> None:
    changed = course_files({QUIZ: ENGLISH[QUIZ].replace("  at all\n", "  at all\n- ( ) Perhaps\n")})
    back = imported(changed, exported(changed))
    assert back == Imported({}, (), ())

    def finish(message: Message) -> None:
        if message.id == "Perhaps":
            message.string = "Peut-être"

    back = imported(changed, edited(exported(changed), finish))
    quiz = list(course_of({**changed, **back.files}).in_language("fr").units())[1]
    assert quiz.kind == "quiz"
    assert (quiz.questions[0].prompt_html, quiz.questions[0].body_html) == ("Un ?", "<p>Body.</p>")


@pytest.mark.parametrize(
    ("context", "words", "reason"),
    [
        (f"{LESSON}:3", "Un.\n\nDeux.", "the translation of line 10 of the original does not come out as one block"),
        (f"{LESSON}:2", "Voyez [[rien]].[^a]", "The glossary does not explain `rien`."),
        (f"{LESSON}:1", "## Début", "write `{#begin}` after the translated heading too"),
        (f"{LESSON}:0 title", "", "a translated file needs a title"),
        (f"{QUIZ}:4 one", "Oui\n\n- (x) Si", "does not come out as one block"),
    ],
)
def test_a_broken_entry_refuses_the_whole_file(context: str, words: str, reason: str) -> None:
    files = course_files()

    def spoil(message: Message) -> None:
        if message.context == context:
            message.string = words

    back = imported(files, edited(exported(files), spoil))
    assert back.files == {}
    assert any(reason in told for told in back.reasons), back.reasons


@pytest.mark.parametrize("po", [b"", b"\xff\xfe", b"msgid nonsense", b'msgid "a"\nmsgstr "b"\n', b"<html>"])
def test_what_is_no_po_file_of_the_course_is_refused(po: bytes) -> None:
    back = imported(course_files(), po)
    assert back.files == {}
    assert len(back.reasons) == 1


def test_an_original_that_moved_on_after_the_export_finds_its_entries() -> None:
    files = course_files()
    po = exported(files)
    moved_on = {
        **without_french(files),
        LESSON: ENGLISH[LESSON].replace("## Begin", "First of all.\n\n## Begin").encode(),
    }
    back = imported(moved_on, po)
    assert back.reasons == ()
    lesson = next(course_of({**moved_on, **back.files}).in_language("fr").units())
    assert "<p>First of all.</p>" in lesson.html
    assert '<h2 id="begin">Début</h2>' in lesson.html
    assert "updated" not in lesson.html


def test_entries_without_a_place_are_told() -> None:
    files = course_files()
    po = exported(files)
    shorter = {**files, LESSON: ENGLISH[LESSON].replace("::: note\nKeep\n\nthis.\n:::\n", "").encode()}
    assert imported(shorter, po).left_out == (f"{LESSON}:5",)


def test_older_texts_come_from_the_published_revisions(app: Flask) -> None:
    files = course_files()
    with transaction():
        publish(course_of(files), files, based_on=set())
    digest = files[RECORD].decode().partition(f"{LESSON_FR}: [")[2].split(", ")[3]
    assert earlier_texts("a-course", {digest, "0000000000"}) == {digest: "- one\n- two"}


# --- the commands ---------------------------------------------------------------------------------------------------


def write(app: Flask, files: dict[str, bytes]) -> Path:
    folder: Path = app.config["COURSES"] / "a-course"
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def run(app: Flask, *words: object) -> Result:
    return app.test_cli_runner().invoke(commands, [str(word) for word in words])


def test_the_work_list_names_file_line_and_text(app: Flask) -> None:
    write(app, course_files({LESSON: ENGLISH[LESSON].replace("- two", "- two\n- three") + "\nMore.\n"}))
    told = run(app)
    assert told.exit_code == 0
    assert "a-course, fr: 25 done, 1 stale, 1 missing" in told.output
    assert f"  {LESSON_FR}: 5 done, 1 stale, 1 missing" in told.output
    assert "    stale, line 10: - one - two - three" in told.output
    assert "    missing, line of the original 26: More." in told.output


def test_the_work_list_of_one_folder_and_language(app: Flask) -> None:
    folder = write(app, without_french(course_files()))
    assert "a-course: no translations." in run(app, folder).output
    assert f"{LESSON_FR.replace('.fr', '.es')}: missing" in run(app, folder, "--language", "es").output


def test_marking_writes_the_record(app: Flask) -> None:
    files = course_files()
    folder = write(app, {path: content for path, content in files.items() if path != RECORD})
    assert "not recorded" in run(app, folder).output
    assert run(app, "mark", folder, "--language", "fr").exit_code == 0
    assert (folder / RECORD).read_bytes() == files[RECORD]


def test_marking_one_file_by_its_path_on_disk(app: Flask) -> None:
    changed = course_files(
        {LESSON: ENGLISH[LESSON].replace("- two", "- 2"), "course.md": ENGLISH["course.md"] + "\n!\n"}
    )
    folder = write(app, changed)
    assert run(app, "mark", folder, "--language", "fr", folder / LESSON_FR).exit_code == 0
    assert "1 missing" in run(app, folder).output
    assert "stale" not in run(app, folder).output


def test_what_cannot_be_marked_leaves_the_record_alone(app: Flask) -> None:
    changed = course_files({LESSON: ENGLISH[LESSON] + "\nMore.\n"})
    folder = write(app, changed)
    told = run(app, "mark", folder, "--language", "fr")
    assert told.exit_code == 1
    assert f"{LESSON_FR} has 6 blocks of text, its original has 7" in told.output
    assert (folder / RECORD).read_bytes() == changed[RECORD]


def test_a_po_file_goes_out_and_comes_in(app: Flask, tmp_path: Path) -> None:
    files = course_files()
    folder = write(app, files)
    po = tmp_path / "out.po"
    assert run(app, "export", folder, "--language", "fr", po).exit_code == 0
    for path in (*FRENCH, RECORD):
        (folder / path).unlink()
    told = run(app, "import", folder, "--language", "fr", po)
    assert told.exit_code == 0
    assert f"{LESSON_FR} is written." in told.output
    assert course_of(read_folder(folder)) == course_of(files)


def test_a_broken_po_file_touches_nothing(app: Flask, tmp_path: Path) -> None:
    files = course_files()
    folder = write(app, files)
    po = tmp_path / "in.po"
    po.write_bytes(exported(files).replace("## Début {#begin}".encode(), "Début".encode()))
    told = run(app, "import", folder, "--language", "fr", po)
    assert told.exit_code == 1
    assert "Nothing was written." in told.output
    assert read_folder(folder) == files


@pytest.mark.parametrize(
    "left_out", [(), ("rubric",), ("field", "table-to-fill"), ("rubric", "field", "table-to-fill")]
)
def test_an_assignment_comes_back_translated_as_far_as_it_is(left_out: tuple[str, ...]) -> None:
    files = builders.course_files(more=WITH_TASK)
    catalog = read_po(BytesIO(export_po("a-course", files, "fr", {})), locale="fr")
    assert not [message for message in catalog if "Larkfield" in str(message.id)]
    for message in catalog:
        if message.id and message.context:
            is_left_out = str(message.id).startswith(tuple(f"::: {kind}" for kind in left_out))
            words = str(message.id).replace("Picture", "Image").replace("Which hazard?", "Quel danger ?")
            message.string = "" if is_left_out else words
    written = BytesIO()
    write_po(written, catalog, width=0)
    imported = import_po("a-course", files, "fr", written.getvalue())
    assert imported.reasons == ()
    course = compile_course("a-course", {**files, **imported.files}).course
    assert course is not None
    (task,) = (unit for unit in course.in_language("fr").units() if isinstance(unit, Assignment))
    assert [one.key for one in task.rubric] == ["picture", "actions"]
    assert task.rubric[0].name == ("Picture" if "rubric" in left_out else "Image")
    assert task.fields[0].name == ("Which hazard?" if "field" in left_out else "Quel danger ?")
    assert [one.key for one in task.examples] == ["ford", "weak"]
