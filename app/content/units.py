"""Units: a file becomes a lesson, a quiz or an assignment, as its front matter says."""

import math
from dataclasses import dataclass

from app.content.assignmentfile import read_assignment
from app.content.course import Lesson, Quiz, Unit
from app.content.faults import Faults, shorten
from app.content.following import follow
from app.content.frontmatter import FrontMatter, Source
from app.content.headings import check_headings
from app.content.page import Page
from app.content.prose import write_blocks
from app.content.quizzes import QuizText, read_quiz, read_quiz_text
from app.content.sdgs import SENDAI_BY_KEY, find_sdg, find_sendai
from app.content.texts import parse_body
from app.content.vocabulary import RESERVED_KEYS, is_key
from app.content.words import write_words_used
from app.markup.markdown import plain_text

WORDS_A_MINUTE = 130
KINDS = ("lesson", "quiz", "assignment")
LESSON_NAMES = ("kind", "title", "summary", "minutes", "sdgs", "sendai", "required", "was", "id")


@dataclass(frozen=True, slots=True)
class WrittenUnit:
    """A unit with what its file says about lines: those of its questions in their order."""

    unit: Unit
    question_lines: tuple[int, ...] = ()


def kind_of(front: FrontMatter, default: str = "lesson") -> str:
    """What kind of unit the front matter asks for."""
    kind = front.text("kind").lower() or default
    if kind not in KINDS:
        front.fault(
            "kind", f"`kind` must be lesson, quiz or assignment; here it says {shorten(kind)}.", near=(kind, KINDS)
        )
        return default
    return kind


def key_of(front: FrontMatter, key_in_name: str) -> str:
    """The key of a unit: that of its file name, or the one its `id` keeps."""
    key = front.text("id")
    if key and not is_key(key):
        front.fault("id", f"`{shorten(key)}` cannot be a key; use small letters a–z, digits and hyphens.")
        key = ""
    key = key or key_in_name
    if key in RESERVED_KEYS:
        front.fault("id", f"The key `{key}` is used by the platform; rename the file or give the unit another `id`.")
    return key


def earlier_keys_of(front: FrontMatter, key: str) -> tuple[str, ...]:
    """The keys a unit had before."""
    keys = front.texts("was")
    for earlier in keys:
        if not is_key(earlier):
            front.fault(
                "was",
                f"`{shorten(earlier)}` cannot have been a key; write the old file name without number and ending, as in `first-lesson`.",
            )
        elif earlier == key:
            front.fault("was", f"`was: {earlier}` names the key that the unit has now; delete this line.")
    return tuple(dict.fromkeys(keys))


def write_unit(source: Source, kind: str, key: str, page: Page, faults: Faults) -> WrittenUnit:
    """Read the whole file of a unit."""
    if kind == "quiz":
        return _quiz(source, key, page, faults)
    page.lists_words = True
    if kind == "assignment":
        return WrittenUnit(read_assignment(source, key, earlier_keys_of(source.front, key), page, faults))
    return WrittenUnit(_lesson(source, key, page, faults))


def sdgs_in(front: FrontMatter, faults: Faults) -> tuple[str, ...]:
    """The goals and targets a file names."""
    return _marks_in(front, "sdgs", faults)


def sendai_in(front: FrontMatter, faults: Faults) -> tuple[str, ...]:
    """The Sendai targets and priorities a file names."""
    return _marks_in(front, "sendai", faults)


def _marks_in(front: FrontMatter, name: str, faults: Faults) -> tuple[str, ...]:
    """The marks under a name, each once and in its own spelling."""
    keys = []
    for line, text in front.texts_with_lines(name):
        found = find_sdg(text) if name == "sdgs" else find_sendai(text)
        if found is not None:
            keys.append(found.key)
            continue
        message = (
            f"There is no SDG `{shorten(text)}`; goals are written as 11, targets as 11.3 or 11.b."
            if name == "sdgs"
            else f"There is no Sendai mark `{shorten(text)}`; the marks are {', '.join(SENDAI_BY_KEY)}."
        )
        faults.add(front.file, line, message)
    return tuple(dict.fromkeys(keys))


def _lesson(source: Source, key: str, page: Page, faults: Faults) -> Lesson:
    front = source.front
    front.only(LESSON_NAMES)
    parsed = parse_body(source, faults)
    tokens = parsed or []
    tokens, headings = follow(page, source, tokens, check_headings(page, tokens))
    plain = plain_text(tokens)
    if parsed == []:
        page.fault(1, "This lesson has no text.")
    html = write_blocks(page, tokens) + write_words_used(page)
    return Lesson(
        key=key,
        title=front.text("title", is_required=True),
        html=html,
        summary=front.text("summary"),
        minutes=front.whole("minutes", "a number of minutes", 1, 10_000, reading_minutes(plain)),
        headings=headings,
        sdgs=sdgs_in(front, faults),
        sendai=sendai_in(front, faults),
        required=front.flag("required", True),
        was=earlier_keys_of(front, key),
        plain=plain,
        source=source.file,
        language=page.language,
    )


def reading_minutes(plain: str) -> int:
    """How long a text takes to read, at least a minute."""
    return max(1, math.ceil(len(plain.split()) / WORDS_A_MINUTE))


def _quiz(source: Source, key: str, page: Page, faults: Faults) -> WrittenUnit:
    tokens = parse_body(source, faults, answers=True)
    text = read_quiz_text(page, source, tokens) if tokens is not None else QuizText("", (), ())
    quiz: Quiz = read_quiz(source.front, text, key, earlier_keys_of(source.front, key), page.language)
    return WrittenUnit(quiz, text.lines)
