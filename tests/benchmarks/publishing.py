"""A course of any size: how long it takes to compile, to publish and to open, and how much memory that needs."""

import gzip
import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import TypeVar

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from flask import Flask
from flask_migrate import upgrade

from app.content.compiler import compile_course
from app.factory import create_app
from app.library.actions import publish
from app.library.queries import get_edition
from app.platform.database import db, transaction
from tests.benchmarks.load import Asked
from tests.benchmarks.processes import peak_memory
from tests.benchmarks.site import environment_of, session_of
from tests.builders import enrolled, person

MODULES, LESSONS = 50, 20
_SLUG = "a-large-course"
_TERMS = 40
_STEMS = """access act budget build care citizen city climate coast council data decide district drain duty fund goal
ground harbour heat home house indicator land law learn listen local map market mayor measure neighbour office park
partner people place plan priority public region report resident review river road school service share shelter
street supply target tax teach town transport tree valley village walk waste water weigh work year""".split()
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Publishing:
    """Seconds, and the most megabytes of memory while it lasted; `start` is what the process held before.

    The page is a lesson of this course, asked of the application without a server.
    """

    lessons: int
    words: int
    source_kilobytes: int
    compiled_kilobytes: int
    start_megabytes: float
    compile_seconds: float
    compile_megabytes: float
    publish_seconds: float
    publish_megabytes: float
    open_seconds: float
    open_megabytes: float
    page_seconds: float
    page_kilobytes: int
    zipped_kilobytes: int


def large_course(modules: int, lessons: int) -> dict[str, bytes]:
    """The files of a course of so many modules with so many lessons each; the same numbers give the same course."""
    files = {"course.md": _COURSE, "glossary.md": _glossary()}
    for module in range(1, modules + 1):
        folder = f"{module}-module-{module}"
        files[f"{folder}/module.md"] = f"---\ntitle: Module {module}\nsummary: What module {module} is about.\n---\n"
        for number in range(1, lessons + 1):
            files[f"{folder}/{number}-lesson-{module}-{number}.md"] = _lesson(Random(f"{module} {number}"), number)
    return {path: text.encode() for path, text in files.items()}


_COURSE = """---
title: A course as large as courses get
summary: For the benchmark, which wants to know how long it takes.
language: en
level: introductory
effort: 200 h
outcomes: [Read a long course]
audience: [The benchmark]
scope:
  in: [Many lessons]
  out: [Quizzes]
authors:
  - name: Learning Forum contributors
licence: CC BY-SA 4.0
contact: learning@example.org
sdgs: [11]
agendas: [2030-agenda]
---

Many modules with many lessons.
"""


def _glossary() -> str:
    terms = (f"{stem.capitalize()} word | {stem} words\n: What {stem} words mean in this course.\n" for stem in _STEMS)
    return "---\ntitle: Words\n---\n\n" + "\n".join(list(terms)[:_TERMS])


def _lesson(chance: Random, number: int) -> str:
    """About seven hundred words: four parts with paragraphs, a list, a table, a call-out, words of the glossary."""
    parts = "\n\n".join(f"## Part {part} of lesson {number}\n\n{_part(chance)}" for part in range(1, 5))
    return f"""---
title: Lesson {number}, {_words(chance, 3)}
summary: {_sentence(chance, 12)}
sdgs: [11]
---

{_paragraph(chance, 50)}

{parts}

::: try In your own town
{_paragraph(chance, 40)}
:::
"""


def _part(chance: Random) -> str:
    points = "\n".join(f"- **{_words(chance, 2).capitalize()}.** {_sentence(chance, 9)}" for _ in range(3))
    rows = "\n".join(f"| {_words(chance, 2)} | {_words(chance, 4)} | {chance.randrange(1000)} |" for _ in range(3))
    term = chance.choice(_STEMS[:_TERMS])
    return f"""{_paragraph(chance, 30)} It is one of the [[{term} words]] of the course.

{points}

| What | Why | How many |
| --- | --- | --- |
{rows}

{_paragraph(chance, 20)} See *{_words(chance, 2)}* and [the list](https://example.org/{_words(chance, 1)})."""


def _paragraph(chance: Random, words: int) -> str:
    return " ".join(_sentence(chance, 10) for _ in range(words // 10))


def _sentence(chance: Random, words: int) -> str:
    return _words(chance, words).capitalize() + "."


def _words(chance: Random, number: int) -> str:
    return " ".join(chance.choices(_STEMS, k=number))


def publish_large_course(folder: Path, modules: int, lessons: int) -> Publishing:
    """Compile, publish and open a large course on a fresh SQLite database in the folder."""
    files = large_course(modules, lessons)
    app = create_app(environment_of(folder, f"sqlite:///{folder / 'large.sqlite'}"))
    with app.app_context():
        upgrade()
    start = peak_memory(anew=True)
    compilation, compile_seconds = _timed(lambda: compile_course(_SLUG, files))
    compile_megabytes = peak_memory(anew=True)
    course = compilation.course
    if course is None:
        raise ValueError("\n".join(map(str, compilation.faults)))

    def keep() -> None:
        with transaction():
            publish(course, files, based_on=set())

    with app.app_context():
        _nothing, publish_seconds = _timed(keep)
        publish_megabytes = peak_memory(anew=True)
        db.session.remove()
        _edition, open_seconds = _timed(lambda: get_edition(_SLUG))
        compiled = db.session.connection().exec_driver_sql("SELECT length(compiled) FROM revision").scalar_one()
        db.session.remove()
    open_megabytes = peak_memory()
    page_seconds, page = _lesson_page(app)
    return Publishing(
        lessons=modules * lessons,
        words=sum(len(content.split()) for content in files.values()),
        source_kilobytes=sum(map(len, files.values())) // 1024,
        compiled_kilobytes=compiled // 1024,
        start_megabytes=start,
        compile_seconds=compile_seconds,
        compile_megabytes=compile_megabytes,
        publish_seconds=publish_seconds,
        publish_megabytes=publish_megabytes,
        open_seconds=open_seconds,
        open_megabytes=open_megabytes,
        page_seconds=page_seconds,
        page_kilobytes=len(page) // 1024,
        zipped_kilobytes=len(gzip.compress(page, 6)) // 1024,
    )


def _lesson_page(app: Flask) -> tuple[float, bytes]:
    """The first lesson as a learner gets it: the quickest of several answers, and the page."""
    with app.app_context():
        learner = person()
        enrolled(learner, _SLUG)
    asked = Asked(f"/learn/{_SLUG}/lesson-1-1", session_of(app, learner).cookie)
    client = app.test_client(use_cookies=False)
    answers = [_timed(lambda: client.get(asked.path, headers=asked.headers())) for _ in range(10)]
    page = answers[-1][0]
    if page.status_code != 200:
        raise ValueError(page.text)
    return min(seconds for _answer, seconds in answers), page.data


def _timed(work: Callable[[], _T]) -> tuple[_T, float]:
    began = time.perf_counter()
    made = work()
    return made, time.perf_counter() - began


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        json.dump(asdict(publish_large_course(Path(place), MODULES, LESSONS)), sys.stdout)
