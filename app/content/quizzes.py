"""A quiz: the text before the first question introduces it, and every `##` heading asks one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from app.content.answers import Answer, Asked, question_from
from app.content.blocks import cut_quiz, front_block
from app.content.course import Question, Quiz
from app.content.faults import shorten
from app.content.following import follow_introduction
from app.content.frontmatter import FrontMatter, Source
from app.content.headings import check_headings
from app.content.page import Page
from app.content.prose import write_blocks, write_inline
from app.content.vocabulary import is_key
from app.markup.markdown import end_of_block, first_line_of

NAMES = ("kind", "title", "summary", "minutes", "pass", "attempts", "shuffle", "draw", "required", "was", "id")
MOST_POINTS = 100


@dataclass(frozen=True, slots=True)
class QuizText:
    """What the text of a quiz says: its introduction and its questions, each with its line."""

    html: str
    questions: tuple[Question, ...]
    lines: tuple[int, ...]


@dataclass(slots=True)
class _Section:
    """A question as it stands in the file."""

    heading: Token
    prompt: Token
    body: list[Token] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    explanation: list[Token] = field(default_factory=list)
    is_spoilt: bool = False

    @property
    def line(self) -> int:
        """The line of the heading."""
        return first_line_of(self.heading)


def read_quiz(front: FrontMatter, text: QuizText, key: str, was: tuple[str, ...], language: str) -> Quiz:
    """Put a quiz together from its front matter and its text."""
    front.only(NAMES)
    shuffle = front.texts("shuffle")
    for word in shuffle:
        if word not in ("questions", "options"):
            front.fault(
                "shuffle",
                f"`shuffle` must be questions, options or both; here it says {shorten(word)}.",
                near=(word, ("questions", "options")),
            )
    attempts = None
    if front.text("attempts").lower() not in ("", "unlimited"):
        attempts = front.optional_whole("attempts", "unlimited or a number", 1, 1_000)
    draw = front.optional_whole("draw", "the number of questions to ask,", 1, 1_000)
    return Quiz(
        key=key,
        title=front.text("title", is_required=True),
        questions=text.questions,
        html=text.html,
        summary=front.text("summary"),
        pass_percent=front.whole("pass", "a number in per cent (without the sign %)", 0, 100, 70),
        attempts=attempts,
        draw=draw,
        shuffle_questions="questions" in shuffle,
        shuffle_options="options" in shuffle,
        required=front.flag("required", True),
        was=was,
        source=front.file,
        language=language,
        minutes=front.whole(
            "minutes", "a number of minutes", 1, 10_000, max(1, min(draw or len(text.questions), len(text.questions)))
        ),
    )


def read_quiz_text(page: Page, source: Source, tokens: Sequence[Token]) -> QuizText:
    """Read the introduction and the questions."""
    page.blocks = (front_block(source.front), *(piece.block for piece in cut_quiz(tokens, source.body)))
    check_headings(page, tokens, asks=True)
    _refuse_footnotes(page, tokens)
    introduction, sections = _sections(page, tokens)
    questions: list[Question] = []
    lines: list[int] = []
    keys: dict[str, int] = {}
    if not sections:
        page.fault(1, "This quiz has no question; a question begins with `## The question? {#its-key}`.")
    html = write_blocks(page, follow_introduction(page, introduction, source.body))
    for section in sections:
        question = _question(page, section, keys)
        if question is not None:
            questions.append(question)
            lines.append(section.line)
    return QuizText(html, tuple(questions), tuple(lines))


def _refuse_footnotes(page: Page, tokens: Sequence[Token]) -> None:
    """Footnotes would gather under the last question, so a quiz has none."""
    for token in tokens:
        if token.children and any(child.type == "footnote_ref" for child in token.children):
            line = first_line_of(token)
            page.fault(line, "Footnotes cannot be used in a quiz; name the source in the explanation.")


def _sections(page: Page, tokens: Sequence[Token]) -> tuple[list[Token], list[_Section]]:
    """Cut the text at its questions."""
    introduction: list[Token] = []
    sections: list[_Section] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.type == "footnote_block_open":
            break
        if token.type == "heading_open" and token.tag == "h2" and token.level == 0:
            sections.append(_Section(token, tokens[position + 1]))
            position += 3
            continue
        end = end_of_block(tokens, position)
        block = tokens[position : end + 1]
        position = end + 1
        if sections:
            _place(page, sections[-1], block)
        else:
            introduction.extend(block)
    return introduction, sections


def _place(page: Page, section: _Section, block: Sequence[Token]) -> None:
    """Put a block where it belongs in its question: the text, the answers or the explanation."""
    first = block[0]
    line = first_line_of(first, section.line)
    if first.type == "container_open" and first.meta["kind"] == "explanation":
        if section.explanation:
            page.fault(line, "This question has two explanations; put them together into one.")
        if not first.meta["is_closed"]:
            page.fault(line, "This `::: explanation` is never closed; put a line `:::` at its end.")
        if len(block) == 2:
            page.fault(line, "This `::: explanation` is empty.")
        section.explanation.extend(block[1:-1])
        return
    if first.type in ("bullet_list_open", "ordered_list_open"):
        items = _items(block)
        if any("mark" in item[0].meta for item in items):
            _take_answers(page, section, items)
            return
    if section.answers:
        page.fault(line, "Text cannot follow the answers; put it above them, or into `::: explanation`.")
        return
    section.body.extend(block)


def _items(block: Sequence[Token]) -> list[Sequence[Token]]:
    """The items of a list, each with all its tokens."""
    items = []
    position = 1
    while position < len(block) - 1:
        end = end_of_block(block, position)
        items.append(block[position : end + 1])
        position = end + 1
    return items


def _take_answers(page: Page, section: _Section, items: Sequence[Sequence[Token]]) -> None:
    """Read a list of answers."""
    for item in items:
        line = first_line_of(item[0], section.line)
        if "mark" not in item[0].meta:
            page.fault(line, "This answer has no mark; begin it with `( )`, `[ ]`, `=` or `!=` like the others.")
            section.is_spoilt = True
            continue
        section.answers.append(Answer(line, item[0].meta["mark"], item[2], tuple(item[4:-1])))


def _question(page: Page, section: _Section, keys: dict[str, int]) -> Question | None:
    """Make one question; None after a fault."""
    line = section.line
    marks = str(section.heading.meta.get("marks", "")).split()
    if not marks or marks[0] == "#":
        page.fault(line, "This question has no key; add one at the end of the heading, as in `{#begin-inside}`.")
        return None
    key = marks[0][1:]
    if not is_key(key):
        page.fault(
            line, f"`{shorten(key)}` cannot be the key of a question; use small letters a–z, digits and hyphens."
        )
        return None
    if key in keys:
        page.fault(line, f"Two questions have the key `{key}`; the first is on line {keys[key]}.")
        return None
    keys[key] = line
    asked = Asked(
        key=key,
        line=line,
        prompt_html=write_inline(page, section.prompt),
        body_html=write_blocks(page, section.body) if section.body else "",
        explanation_html=write_blocks(page, section.explanation) if section.explanation else "",
        points=_points(page, marks[1:], line),
    )
    return None if section.is_spoilt else question_from(page, asked, section.answers)


def _points(page: Page, marks: Sequence[str], line: int) -> int:
    """What the question is worth."""
    points = 1
    for mark in marks:
        found = re.fullmatch(r"points=([0-9]{1,4})", mark)
        if found is None or not 1 <= int(found[1]) <= MOST_POINTS:
            page.fault(
                line,
                f"`{shorten(mark)}` is not understood here; after the key only `points=2` may stand, from 1 to {MOST_POINTS}.",
            )
            continue
        points = int(found[1])
    return points
