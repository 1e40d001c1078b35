"""A translated course for these tests, recorded against its original, so that either can be changed afterwards."""

from collections.abc import Mapping

from app.content.compiler import compile_course
from app.content.course import Course, Lesson, Quiz
from app.content.madefrom import write_record
from app.content.worklist import marked
from tests.content.folder import LESSON_PATH, QUIZ_PATH, folder, lesson_text

COURSE_FR = "---\ntitle: Un cours\nsummary: Une phrase.\n---\nBienvenue.\n"
LESSON_FR = LESSON_PATH.replace(".md", ".fr.md")
QUIZ_FR = QUIZ_PATH.replace(".md", ".fr.md")
RECORD = "made-from.fr.yaml"

Changes = Mapping[str, str | bytes | None]


def recorded(changes: Changes) -> dict[str, bytes]:
    """A sound course with these files, its French translation recorded as made from them."""
    files = folder({"course.fr.md": COURSE_FR, **changes})
    record, reasons = marked(files, "fr", ())
    assert reasons == []
    return {**files, RECORD: write_record(record)}


def course_after(files: Mapping[str, bytes], changes: Mapping[str, str]) -> Course:
    """What a course becomes after changes to its originals."""
    compilation = compile_course("a-course", {**files, **{path: text.encode() for path, text in changes.items()}})
    assert compilation.faults == ()
    assert compilation.course is not None
    return compilation.course


def french_lesson(before: str, translated: str, after: str, changes: Changes | None = None) -> Lesson:
    """The French lesson once the original text it was made from has become another."""
    files = recorded({LESSON_PATH: lesson_text(before), LESSON_FR: lesson_text(translated), **(changes or {})})
    unit = next(course_after(files, {LESSON_PATH: lesson_text(after)}).in_language("fr").units())
    assert isinstance(unit, Lesson)
    return unit


def french_quiz(before: str, translated: str, after: str) -> Quiz:
    """The French quiz once the original it was made from has become another; all are whole files."""
    files = recorded({QUIZ_PATH: before, QUIZ_FR: translated})
    unit = list(course_after(files, {QUIZ_PATH: after}).in_language("fr").units())[1]
    assert isinstance(unit, Quiz)
    return unit
