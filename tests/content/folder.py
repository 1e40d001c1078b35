"""A course folder for these tests: small, without faults, and easy to spoil in one place."""

import hashlib
from collections.abc import Mapping
from textwrap import dedent

from app.content.compiler import compile_course
from app.content.course import Assignment, Course, Fault, Lesson, Quiz

LESSON_PATH = "1-first/1-opening.md"
QUIZ_PATH = "1-first/2-check.md"
ASSIGNMENT_PATH = "1-first/3-hand-in.md"

COURSE = """\
---
title: A course
summary: One sentence about it.
language: en
level: introductory
---
Welcome.
"""
MODULE = """\
---
title: First
---
"""
LESSON = """\
---
title: Opening
---
## Begin

Some words.
"""
QUIZ = """\
---
kind: quiz
title: Check
---
## One or two? {#one-or-two}

- (x) One
- ( ) Two
"""
ASSIGNMENT = """\
---
kind: assignment
title: Hand in
---
Write it.

::: rubric
| Criterion | 2 good | 0 missing |
| --- | --- | --- |
| Reasons | told | none |
:::
"""
DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">
<text x="1" y="5" class="ink">Seven</text>
</svg>
"""
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x10\x00\x00\x00\x08"
SHEET = b"a,b\n" * 3_000
GLOSSARY = "---\ntitle: Words\n---\n\nBaseline | start value\n: The value at the start.\n\nAim\n: The other end of a [[baseline]].\n"


def address(content: bytes, name: str) -> str:
    """Where a file of the course stands on the platform."""
    return f"/media/{hashlib.sha256(content).hexdigest()[:32]}/{name}"


def folder(changes: Mapping[str, str | bytes | None] | None = None) -> dict[str, bytes]:
    """A sound course with some files changed, added, or taken away (None)."""
    files: dict[str, str | bytes | None] = {
        "course.md": COURSE,
        "1-first/module.md": MODULE,
        LESSON_PATH: LESSON,
        **(changes or {}),
    }
    return {
        path: content.encode() if isinstance(content, str) else content
        for path, content in files.items()
        if content is not None
    }


def faults_of(changes: Mapping[str, str | bytes | None]) -> list[str]:
    """The faults of a folder after changes, one text each; a fault means that there is no course."""
    compilation = compile_course("a-course", folder(changes))
    assert (compilation.course is None) == bool(compilation.faults)
    return [str(fault) for fault in compilation.faults]


def course_of(changes: Mapping[str, str | bytes | None] | None = None) -> Course:
    """The course a folder makes after changes."""
    compilation = compile_course("a-course", folder(changes))
    assert compilation.faults == ()
    assert compilation.course is not None
    return compilation.course


def lesson_text(text: str) -> str:
    """A lesson whose text begins on line 4."""
    return "---\ntitle: Opening\n---\n" + dedent(text)


def quiz_text(text: str, front: str = "") -> str:
    """A quiz whose text begins on line 5, or as many lines later as `front` has."""
    return f"---\nkind: quiz\ntitle: Check\n{front}---\n" + dedent(text)


def lesson_html(text: str, changes: Mapping[str, str | bytes | None] | None = None) -> str:
    """The HTML of a lesson with this text."""
    return lesson_of(text, changes).html


def lesson_of(text: str, changes: Mapping[str, str | bytes | None] | None = None) -> Lesson:
    """The lesson with this text."""
    unit = next(course_of({LESSON_PATH: lesson_text(text), **(changes or {})}).units())
    assert isinstance(unit, Lesson)
    return unit


def lesson_faults(text: str, changes: Mapping[str, str | bytes | None] | None = None) -> list[str]:
    """The faults of a lesson with this text, without its path: `line: message`."""
    return [
        fault.removeprefix(f"{LESSON_PATH}:")
        for fault in faults_of({LESSON_PATH: lesson_text(text), **(changes or {})})
    ]


def quiz_of(text: str, front: str = "") -> Quiz:
    """The quiz with this text."""
    unit = list(course_of({QUIZ_PATH: quiz_text(text, front)}).units())[1]
    assert isinstance(unit, Quiz)
    return unit


def quiz_faults(text: str, front: str = "") -> list[str]:
    """The faults of a quiz with this text, without its path."""
    return [fault.removeprefix(f"{QUIZ_PATH}:") for fault in faults_of({QUIZ_PATH: quiz_text(text, front)})]


def assignment_of(text: str) -> Assignment:
    """The assignment in this file."""
    unit = list(course_of({ASSIGNMENT_PATH: text}).units())[1]
    assert isinstance(unit, Assignment)
    return unit


def places(faults: list[Fault] | tuple[Fault, ...]) -> list[tuple[str, int]]:
    """Where the faults are."""
    return [(fault.file, fault.line) for fault in faults]
