"""A course as frozen values: what the compiler makes, the library keeps and the pages show."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from app.content.assignments import Criterion, Example, ExampleUse, Field, FilesWanted, Scoring, TextWanted
from app.content.calls import Call, EnrolmentRule
from app.content.points import most_points_of, weighted_points

OPTION_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Level(StrEnum):
    """How much a learner should know beforehand."""

    INTRODUCTORY = "introductory"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class LessonRule(StrEnum):
    """Which lessons count for completing the course."""

    ALL = "all"
    NONE = "none"


class QuizRule(StrEnum):
    """What a quiz asks before it counts as done."""

    PASSED = "passed"
    TRIED = "tried"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody who wrote the course; the organisation is empty when not told."""

    name: str
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class CompletionRule:
    """What a learner must do to complete the course."""

    lessons: LessonRule = LessonRule.ALL
    quizzes: QuizRule = QuizRule.PASSED


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the glossary with its definition as safe HTML (inline, without a paragraph around it)."""

    key: str
    name: str
    forms: tuple[str, ...]
    definition_html: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file under `media/`: its path in the course folder, and the address part that never changes."""

    path: str
    digest: str
    size: int
    content_type: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a text, for the table of contents."""

    level: int
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice question; `key` is its letter in the order written."""

    key: str
    html: str
    is_right: bool
    feedback_html: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceQuestion:
    """Choose one (`several` false) or all right options."""

    key: str
    prompt_html: str
    options: tuple[Option, ...]
    several: bool
    body_html: str = ""
    explanation_html: str = ""
    points: int = 1
    kind: Literal["choice"] = "choice"


@dataclass(frozen=True, slots=True)
class TrueFalseQuestion:
    """Say whether a statement is true."""

    key: str
    prompt_html: str
    is_true: bool
    right_feedback_html: str = ""
    wrong_feedback_html: str = ""
    body_html: str = ""
    explanation_html: str = ""
    points: int = 1
    kind: Literal["truefalse"] = "truefalse"


@dataclass(frozen=True, slots=True)
class NumberCatch:
    """A wrong number worth its own feedback."""

    value: float
    feedback_html: str


@dataclass(frozen=True, slots=True)
class NumericQuestion:
    """Give a number between `lowest` and `highest`, both included; `shown` is the answer as the author wrote it."""

    key: str
    prompt_html: str
    lowest: float
    highest: float
    shown: str
    right_feedback_html: str = ""
    catches: tuple[NumberCatch, ...] = ()
    otherwise_html: str = ""
    body_html: str = ""
    explanation_html: str = ""
    points: int = 1
    kind: Literal["numeric"] = "numeric"


@dataclass(frozen=True, slots=True)
class TextCatch:
    """A wrong text worth its own feedback."""

    text: str
    feedback_html: str


@dataclass(frozen=True, slots=True)
class TextQuestion:
    """Give a short text; any of the accepted forms will do."""

    key: str
    prompt_html: str
    accepted: tuple[str, ...]
    right_feedback_html: str = ""
    catches: tuple[TextCatch, ...] = ()
    otherwise_html: str = ""
    body_html: str = ""
    explanation_html: str = ""
    points: int = 1
    kind: Literal["text"] = "text"


Question = ChoiceQuestion | TrueFalseQuestion | NumericQuestion | TextQuestion


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text to read."""

    key: str
    title: str
    html: str
    summary: str = ""
    minutes: int = 1
    headings: tuple[Heading, ...] = ()
    sdgs: tuple[str, ...] = ()
    sendai: tuple[str, ...] = ()
    required: bool = True
    was: tuple[str, ...] = ()
    plain: str = ""
    source: str = ""
    language: str = "en"
    kind: Literal["lesson"] = "lesson"


@dataclass(frozen=True, slots=True)
class Quiz:
    """Questions to answer; `draw` asks that many of them, `attempts` None means as often as one likes."""

    key: str
    title: str
    questions: tuple[Question, ...]
    html: str = ""
    summary: str = ""
    minutes: int = 1
    pass_percent: int = 70
    attempts: int | None = None
    draw: int | None = None
    shuffle_questions: bool = False
    shuffle_options: bool = False
    required: bool = True
    was: tuple[str, ...] = ()
    source: str = ""
    language: str = "en"
    kind: Literal["quiz"] = "quiz"

    @property
    def asked(self) -> int:
        """How many questions one attempt asks."""
        return len(self.questions) if self.draw is None else min(self.draw, len(self.questions))


@dataclass(frozen=True, slots=True)
class Assignment:
    """Work to hand in, judged by a rubric.

    `languages` are those in which it can be written and read; none told means those of the course. Words limit the
    text, `least_links` and `most_links` how many addresses of the web are handed in. `examples` are the same in every
    language and stand in no public text. `pass_points` are weighted, `floor_points` are not.
    """

    key: str
    title: str
    html: str
    rubric: tuple[Criterion, ...]
    summary: str = ""
    minutes: int = 60
    text: TextWanted = TextWanted.YES
    least_words: int | None = None
    most_words: int | None = None
    files: FilesWanted | None = None
    least_links: int = 0
    most_links: int = 0
    fields: tuple[Field, ...] = ()
    examples: tuple[Example, ...] = ()
    reviews_needed: int = 2
    reviews_owed: int = 3
    languages: tuple[str, ...] = ()
    may_show_drafts: bool = False
    scoring: Scoring = Scoring.MODEL
    pass_points: int = 0
    floor_points: int = 0
    required: bool = False
    was: tuple[str, ...] = ()
    plain: str = ""
    source: str = ""
    language: str = "en"
    kind: Literal["assignment"] = "assignment"

    @property
    def most_points(self) -> int:
        """The points of a submission that is strong in every criterion, weighted."""
        return most_points_of(self.rubric)

    @property
    def pass_score(self) -> float:
        """The score from 0 to 100 that passes."""
        return 100 * self.pass_points / self.most_points if self.rubric else 0.0

    def points_for(self, chosen: Mapping[str, int]) -> int:
        """The weighted points of levels chosen, by the key of the criterion; raises ValueError when one is missing."""
        return weighted_points(self.rubric, chosen)

    def examples_for(self, use: ExampleUse, language: str) -> tuple[Example, ...]:
        """The model examples of one use that can be read in a language."""
        return tuple(one for one in self.examples if one.use is use and one.text_in(language) is not None)


Unit = Lesson | Quiz | Assignment


@dataclass(frozen=True, slots=True)
class Module:
    """A chapter of the course."""

    key: str
    title: str
    units: tuple[Unit, ...]
    summary: str = ""
    html: str = ""
    language: str = "en"


@dataclass(frozen=True)
class Course:
    """A whole course, compiled. The same source files always give the same value.

    `languages` names the original's first. `variants` holds the whole course once for each of the others, in their
    order: with the same keys and rules, and the original, in its own language, wherever a translation is missing.
    Variants have no variants. `blocks` are the digests of all blocks of the original. `calls` are in the order in which
    they open, with their words in all languages, and the same in every variant.
    """

    slug: str
    title: str
    summary: str
    language: str
    level: Level
    minutes: int
    modules: tuple[Module, ...]
    html: str = ""
    outcomes: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    scope_in: tuple[str, ...] = ()
    scope_out: tuple[str, ...] = ()
    authors: tuple[Author, ...] = ()
    partners: tuple[str, ...] = ()
    licence: str = ""
    contact: str = ""
    sdgs: tuple[str, ...] = ()
    sendai: tuple[str, ...] = ()
    agendas: tuple[str, ...] = ()
    completion: CompletionRule = CompletionRule()
    glossary_title: str = ""
    glossary: tuple[Term, ...] = ()
    glossary_language: str = "en"
    media: tuple[MediaFile, ...] = ()
    languages: tuple[str, ...] = ()
    variants: tuple["Course", ...] = ()
    blocks: tuple[str, ...] = ()
    enrolment: EnrolmentRule = EnrolmentRule.OPEN
    calls: tuple[Call, ...] = ()

    def units(self) -> Iterator[Unit]:
        """All units in reading order."""
        for module in self.modules:
            yield from module.units

    def in_language(self, code: str) -> "Course":
        """The course in this language; itself when it has no variant in it."""
        return next((variant for variant in self.variants if variant.language == code), self)


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong, where: `file:line: message`."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Compilation:
    """What became of the source: a course, or the faults that stand in its way."""

    course: Course | None
    faults: tuple[Fault, ...]
