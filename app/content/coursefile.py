"""The file `course.md`: what a course is, for whom, and what it asks."""

from dataclasses import dataclass

from app.content.calls import EnrolmentRule
from app.content.course import Author, CompletionRule, LessonRule, Level, QuizRule
from app.content.faults import Faults, shorten
from app.content.frontmatter import FrontMatter, minutes_in
from app.content.units import sdgs_in, sendai_in
from app.content.vocabulary import AGENDAS, LANGUAGES

NAMES = (
    "title",
    "summary",
    "language",
    "level",
    "effort",
    "outcomes",
    "audience",
    "scope",
    "authors",
    "partners",
    "licence",
    "contact",
    "sdgs",
    "sendai",
    "agendas",
    "completion",
    "enrolment",
)
DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """What the front matter of `course.md` says; `effort` None means that nobody said how long it takes."""

    title: str
    summary: str
    language: str
    level: Level
    effort: int | None
    outcomes: tuple[str, ...]
    audience: tuple[str, ...]
    scope_in: tuple[str, ...]
    scope_out: tuple[str, ...]
    authors: tuple[Author, ...]
    partners: tuple[str, ...]
    licence: str
    contact: str
    sdgs: tuple[str, ...]
    sendai: tuple[str, ...]
    agendas: tuple[str, ...]
    completion: CompletionRule
    enrolment: EnrolmentRule = EnrolmentRule.OPEN


def read_course_facts(front: FrontMatter, faults: Faults, *, is_translation: bool = False) -> CourseFacts:
    """Read the front matter; a translation needs only what is said in words."""
    front.only(NAMES)
    scope, completion = front.table("scope"), front.table("completion")
    scope.only(("in", "out"))
    completion.only(("lessons", "quizzes"))
    if not is_translation:
        front.text("level", is_required=True)
    return CourseFacts(
        title=front.text("title", is_required=True),
        summary=front.text("summary", is_required=True),
        language=_language(front, is_required=not is_translation),
        level=front.choice("level", Level, Level.INTRODUCTORY),
        effort=_effort(front),
        outcomes=front.texts("outcomes"),
        audience=front.texts("audience"),
        scope_in=scope.texts("in"),
        scope_out=scope.texts("out"),
        authors=_authors(front),
        partners=front.texts("partners"),
        licence=front.text("licence"),
        contact=front.text("contact"),
        sdgs=sdgs_in(front, faults),
        sendai=sendai_in(front, faults),
        agendas=_agendas(front, faults),
        completion=CompletionRule(
            lessons=completion.choice("lessons", LessonRule, LessonRule.ALL),
            quizzes=completion.choice("quizzes", QuizRule, QuizRule.PASSED),
        ),
        enrolment=front.choice("enrolment", EnrolmentRule, EnrolmentRule.OPEN),
    )


def _language(front: FrontMatter, *, is_required: bool) -> str:
    language = front.text("language", is_required=is_required)
    if not language:
        return DEFAULT_LANGUAGE
    if language not in LANGUAGES:
        message = f"`language` must be the two-letter code of a language, as in en, fr, es, pt or ar; here it says {shorten(language)}."
        front.fault("language", message, near=(language, sorted(LANGUAGES)))
        return DEFAULT_LANGUAGE
    return language


def _effort(front: FrontMatter) -> int | None:
    text = front.text("effort")
    if not text:
        return None
    minutes = minutes_in(text)
    if not minutes:
        front.fault(
            "effort", f"`effort` must be a time such as 45 min, 6 h or 6 h 30 min; here it says {shorten(text)}."
        )
    return minutes


def _authors(front: FrontMatter) -> tuple[Author, ...]:
    authors = []
    for author in front.tables("authors"):
        author.only(("name", "organisation"))
        authors.append(Author(name=author.text("name", is_required=True), organisation=author.text("organisation")))
    return tuple(authors)


def _agendas(front: FrontMatter, faults: Faults) -> tuple[str, ...]:
    agendas = []
    for line, agenda in front.texts_with_lines("agendas"):
        if agenda in AGENDAS:
            agendas.append(agenda)
            continue
        message = f"There is no agenda `{shorten(agenda)}`; the agendas are {', '.join(AGENDAS)}."
        faults.add(front.file, line, message, near=(agenda, AGENDAS))
    return tuple(dict.fromkeys(agendas))
