"""A site whose every text is an attack: each way a text takes to a page, as documents to open in a browser."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from app.accounts.roles import Role
from app.content.book import Book, Words
from app.content.compiler import compile_course
from app.content.course import Course
from app.content.drawings import read_drawing
from app.content.faults import Faults
from app.content.page import Page
from app.content.prose import write_blocks
from app.content.submitted import submitted_html
from app.content.texts import CONTROL
from app.enrolment.models import Enrolment
from app.markup.markdown import Unreadable, parse, render
from app.markup.sanitise import sanitise
from app.platform.database import db, transaction
from tests.builders import enrolled, fields_of, person, published, send, sign_in_by_form
from tests.peerreview.assignments import WITH_FIELDS
from tests.reporting.people import learner
from tests.security.vectors import VECTORS

SLUG = "attacks"
REFUSED = "refused"
# Where in a Markdown text an attack can stand.
PLACES = {
    "paragraph": "{}",
    "heading": "## {}",
    "item": "- {}",
    "task": "- [x] {}",
    "quote": "> {}",
    "cell": "| {} | b |\n| --- | --- |\n| c | {} |",
    "call-out": "::: note {}\nx\n:::",
    "inside a call-out": "::: example x\n{}\n:::",
    "answer": "::: answer {}\nx\n:::",
    "recording": "::: audio {} A talk\nWhat is said.\n:::",
    "title of a recording": "::: audio https://example.org/a {}\nWhat is said.\n:::",
    "term": "{}\n: x",
    "definition": "Word\n: {}",
    "footnote": "Claim.[^one]\n\n[^one]: {}",
    "words of a link": "[{}](https://example.org)",
    "address of a link": "[x](<{}>)",
    "title of a link": '[x](https://example.org "{}")',
    "address of a reference": "[x][one]\n\n[one]: <{}>",
    "title of a reference": "[x][one]\n\n[one]: https://example.org '{}'",
    "address in brackets": "<{}>",
    "words of a picture": "![{}](x)",
    "address of a picture": "![x](<{}>)",
    "caption": "![x](x '{}')",
    "code": "`{}`",
    "language of code": "```{}\nx\n```",
    "glossary word": "[[{}]]",
}
Documents = list[tuple[str, str]]


def marked(name: str, html: str) -> str:
    """A piece of a document by whose name the browser tells what ran in it."""
    return f'<div data-vector="{escape(name)}">{html}</div>'


def on_one_line(text: str) -> str:
    """The attack where no line may end."""
    return " ".join(text.split())


def sanitised() -> Documents:
    """Every attack as HTML, through the one door."""
    return [("sanitise", "".join(marked(name, sanitise(text)) for name, text in VECTORS.items()))]


def written_in_markdown() -> Documents:
    """Every attack as the parser and the renderer write it, without what a course adds."""

    def written(text: str) -> str:
        try:
            return sanitise(render(parse(text), scope="s"))
        except Unreadable:
            return ""

    return [("markup", "".join(marked(name, written(text)) for name, text in VECTORS.items()))]


def written_in_places() -> Documents:
    """Every attack in a third of the places of a course's text, also where a fault would keep it from its readers."""
    return [
        (
            place,
            "".join(marked(f"{place}: {name}", _prose(_put(text, into))) for name, text in attacks[number % 3 :: 3]),
        )
        for attacks in [list(VECTORS.items())]
        for number, (place, into) in enumerate(PLACES.items())
    ]


def _put(text: str, place: str) -> str:
    return place.replace("{}", text if place == "{}" else on_one_line(text))


def _prose(text: str) -> str:
    """A text as the pages of a course show it; nothing when it is refused unread."""
    try:
        tokens = parse(text)
    except Unreadable:
        return ""
    book = Book(SLUG, {}, {}, {}, frozenset())
    return write_blocks(Page("1-a/1-b.md", book, Words(), "en", "s", Faults()), tokens)


def submitted() -> Documents:
    """Every attack in a third of the places of a text that a learner hands in."""
    return [
        (
            f"submitted: {place}",
            "".join(
                marked(f"{place}: {name}", submitted_html(_put(text, into), "en", "s"))
                for name, text in attacks[number % 3 :: 3]
            ),
        )
        for attacks in [list(VECTORS.items())]
        for number, (place, into) in enumerate(PLACES.items())
    ]


def drawn() -> Documents:
    """Every attack on drawings as a file of its own and as a part of one."""
    root = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">{}</svg>'
    )
    pieces = []
    for name, text in VECTORS.items():
        for content in (text, root.format(text), root.format(f"<text>{escape(text)}</text>")):
            drawing = read_drawing("media/x.svg", content.encode("utf-8", "replace"), Faults())
            pieces.append(marked(name, drawing.markup(text, "d-") if drawing else ""))
    return [("drawings", "".join(pieces))]


@dataclass
class Draft:
    """A file in pieces: what is known to be sound, and attacks, of which those that are refused can be taken out."""

    pieces: list[tuple[str | None, str]] = field(default_factory=list)

    def add(self, text: str, name: str | None = None) -> None:
        """Add lines; with a name, they are an attack, and left out when they would spoil the reading of the others."""
        if name is None or _is_readable(text):
            self.pieces.append((name, text if text.endswith("\n") else text + "\n"))

    def text(self) -> str:
        """The file."""
        return "".join(text for _name, text in self.pieces)

    def without(self, lines: set[int]) -> "Draft":
        """The file without the attacks on these lines, or without any when a line of none is told."""
        kept = []
        at = 1
        is_found = False
        for name, text in self.pieces:
            span = range(at, at + text.count("\n"))
            at = span.stop
            is_hit = name is not None and any(line in span for line in lines)
            is_found |= is_hit
            if not is_hit:
                kept.append((name, text))
        return Draft(kept if is_found else [piece for piece in kept if piece[0] is None])


def _is_readable(text: str) -> bool:
    """Whether the text can be read to its end; of lines that cannot, the compiler tells but one a file."""
    try:
        parse(text, answers=True)
    except Unreadable:
        return False
    return CONTROL.search(text) is None


def course_of_attacks() -> tuple[Course, dict[str, bytes], dict[str, bytes]]:
    """A course of all attacks that can be published, its files, and those in which faults were found at first."""
    drafts = _drafts()
    faulty: dict[str, bytes] = {}
    while True:
        files = {path: draft.text().encode("utf-8", "replace") for path, draft in drafts.items()}
        compilation = compile_course(SLUG, files)
        if compilation.course is not None:
            return compilation.course, files, faulty
        wrong: dict[str, set[int]] = {}
        for fault in compilation.faults:
            wrong.setdefault(fault.file, set()).add(fault.line)
        faulty = faulty or {path: files[path] for path in wrong}
        drafts.update({path: drafts[path].without(lines) for path, lines in wrong.items()})


def _drafts() -> dict[str, Draft]:
    """The files with every attack in every place that is a text of its own."""
    course = Draft()
    course.add("---\ntitle: Attacks\nsummary: All at once.\nlanguage: en\nlevel: introductory\naudience:\n- Everybody")
    for name, text in list(VECTORS.items())[::5]:
        course.add(f"- {_quoted(text)}", name)
    course.add("---\n\nWelcome.")
    glossary = Draft()
    glossary.add("---\ntitle: Words\n---")
    quiz = Draft()
    quiz.add("---\nkind: quiz\ntitle: Check\n---")
    drafts = {"course.md": course, "glossary.md": glossary}
    for number, (name, text) in enumerate(VECTORS.items(), start=1):
        line, folder = on_one_line(text), f"{number}-module-{number}"
        for path in (f"{folder}/module.md", f"{folder}/1-lesson-{number}.md"):
            draft = drafts[path] = Draft()
            draft.add("---")
            draft.add(f"title: {_quoted(f'{number} {line}')}" if line.isprintable() else f"title: Number {number}")
            draft.add(f"summary: {_quoted(line)}", name)
            draft.add("---\n\nText.\n")
            draft.add(f"{text}\n", name)
        glossary.add(f"\nWord {number} {line} {{#w-{number}}}\n: {line}\n", name)
        quiz.add(
            f"\n## {line} {{#q-{number}}}\n\nText {line}\n\n- (x) 1 {line}\n  > {line}\n- ( ) 2 {line}\n  > {line}\n\n"
            f"::: explanation\nText {line}\n:::\n",
            name,
        )
    drafts[f"{len(VECTORS)}-module-{len(VECTORS)}/2-check.md"] = quiz
    task = drafts[f"{len(VECTORS)}-module-{len(VECTORS)}/3-sheet.md"] = Draft()
    task.add(WITH_FIELDS)
    return drafts


def _quoted(text: str) -> str:
    """The text as YAML."""
    return json.dumps(on_one_line(text), ensure_ascii=False)


@dataclass(frozen=True)
class House:
    """The site, a learner's browser and one of the staff."""

    app: Flask
    learner: FlaskClient
    staff: FlaskClient
    user_id: int
    course: Course

    def shown(self, *addresses: str, client: FlaskClient | None = None) -> Documents:
        """Pages as they are answered."""
        documents = []
        for address in addresses:
            answer = (client or self.learner).get(address)
            assert answer.status_code == 200, f"{address}: {answer.status_code}"
            documents.append((address, answer.text))
        return documents


def settle(app: Flask) -> House:
    """Publish the course, put its faulty version among the drafts, and let a learner and one of the staff sign in."""
    course, files, faulty = course_of_attacks()
    quiz = next(unit for unit in course.units() if unit.kind == "quiz")
    assert len(quiz.questions) > len(VECTORS) / 2
    assert len(course.glossary) > len(VECTORS) / 2
    for slug, written in ((SLUG, files), (REFUSED, {"course.md": files["course.md"], **faulty})):
        for path, content in written.items():
            file = Path(app.config["COURSES"]) / slug / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
    with app.app_context():
        published(files, slug=SLUG)
        somebody = person(name=next(iter(VECTORS.values())))
        enrolled(somebody, SLUG)
        staff = person(Role.UCLG_LEARNING)
        user_id = somebody.id
        db.session.remove()
    clients = app.test_client(), app.test_client()
    sign_in_by_form(clients[0], somebody)
    sign_in_by_form(clients[1], staff)
    return House(app, *clients, user_id, course)


def course_pages(house: House) -> Documents:
    """The pages before and around the lessons: titles, summaries, texts of modules, glossary, search."""
    asked = on_one_line(" ".join(text for text in VECTORS.values() if len(text) < 40))[:200]
    search = house.app.test_client().get("/courses", query_string={"q": asked, "sdg": asked, "level": asked})
    return [
        *house.shown(f"/courses/{SLUG}", f"/courses/{SLUG}/glossary", "/courses", "/", "/learn"),
        ("search", search.text),
    ]


def lesson_pages(house: House) -> Documents:
    """The texts of all lessons, and some of the pages they stand on."""
    lessons = [unit for unit in house.course.units() if unit.kind == "lesson"]
    texts = "".join(marked(name, unit.html) for name, unit in zip(VECTORS, lessons, strict=True))
    some = [f"/learn/{SLUG}/{unit.key}" for unit in lessons[:: len(lessons) // 2]]
    return [("lessons", texts), *house.shown(*some)]


def quiz_pages(house: House) -> Documents:
    """Questions before they are answered and after, with what is said about right and wrong answers."""
    quiz = f"/learn/{SLUG}/check"
    documents = house.shown(quiz)
    begun = send(house.learner, quiz, to=f"{quiz}/attempts").location
    documents += house.shown(begun)
    send(house.learner, begun, {"step": "hand-in"})
    return documents + house.shown(begun)


def work_pages(house: House) -> Documents:
    """Work for an assignment where it is written, previewed, compared, and about to be handed in."""
    unit = f"/learn/{SLUG}/sheet"
    work = f"{unit}/work"
    texts = [text.replace("\x00", "") for text in VECTORS.values()]
    typed = on_one_line(" ".join(texts))
    documents = []
    for source in _filled(texts, 30_000):
        filled = {
            "source": source,
            "field-hazard": source[:9000],
            "field-elements-hazard-what-you-know": typed[:900],
            "field-actions-0-action": typed[900:1800],
            "link": [typed[:1900], f"https://example.org/{typed[:1900]}"],
            "base": "0",
        }
        shown = send(house.learner, work, {**filled, "step": "preview"})
        assert shown.status_code == 200
        preview = send(house.learner, work, filled)
        assert preview.status_code == 303, preview.text
        documents += [("preview", shown.text), *house.shown(work, f"{work}/handing-in")]
    return documents + house.shown(unit, f"{work}/versions", f"{work}/versions/1")


def draft_pages(house: House) -> Documents:
    """What authors see: outlines, faults that quote what they wrote, questions with their answers."""
    addresses = ("/drafts", f"/drafts/{SLUG}", f"/drafts/{REFUSED}", f"/drafts/{SLUG}/check")
    return house.shown(*addresses, client=house.staff)


def people_pages(house: House) -> Documents:
    """Names and organisations of people, in the report and in the table."""
    texts = [text.replace("\x00", "") for text in VECTORS.values()]
    with house.app.app_context():
        for start in range(0, len(texts), 6):
            six = texts[start : start + 6]
            learner(" ".join(six[:2])[:120], organisation=" ".join(six[2:])[:200], country="SN", course=SLUG)
        db.session.remove()
    report = "/reporting/completions?order=name&page={}"
    return house.shown(*(report.format(number) for number in range(1, 4)), client=house.staff)


def profile_pages(house: House) -> Documents:
    """What somebody hopes for and what they are called, on the pages that show it to themselves."""
    documents = []
    texts = [text.replace("\x00", "") for text in VECTORS.values()]
    for expectation in _filled(texts, 2000):
        with house.app.app_context(), transaction():
            db.session.execute(
                update(Enrolment).where(Enrolment.user_id == house.user_id).values(expectation=expectation)
            )
        documents += house.shown(f"/learn/{SLUG}/completed")
    return documents + house.shown("/account")


def typed_pages(house: House) -> Documents:
    """Forms shown again with everything that was typed."""
    typed = on_one_line(" ".join(VECTORS.values())).replace("\x00", "")
    visitor = house.app.test_client()
    form = fields_of(visitor.get("/register").text)
    fields = ("name", "organisation", "email", "country", "next", "password")
    answer = visitor.post("/register", data={**form, **dict.fromkeys(fields, typed)})
    assert answer.status_code == 422
    account = house.learner.post(
        "/account", data={**fields_of(house.learner.get("/account").text), "name": typed, "organisation": typed}
    )
    assert account.status_code == 422
    code = visitor.get("/verify", query_string={"code": typed[:1000]})
    led = visitor.get("/sign-in", query_string={"next": typed[:4000]})
    lost = visitor.get("/no-such-page/" + re.sub(r"[/?#%]", "", typed[:2000]))
    return [
        ("registration", answer.text),
        ("account", account.text),
        ("verification", code.text),
        ("sign-in", led.text),
        ("not found", lost.text),
    ]


def _filled(texts: Sequence[str], most: int) -> Iterator[str]:
    """As few texts as hold them all."""
    kept = ""
    for text in texts:
        if len(kept) + len(text) + 1 > most:
            yield kept
            kept = ""
        kept += f" {text}"
    yield kept


WITHOUT_A_SITE: Mapping[str, Callable[[], Documents]] = {
    "sanitiser": sanitised,
    "markdown": written_in_markdown,
    "places": written_in_places,
    "submitted": submitted,
    "drawings": drawn,
}
ON_A_SITE: Mapping[str, Callable[[House], Documents]] = {
    "course": course_pages,
    "lessons": lesson_pages,
    "quiz": quiz_pages,
    "work": work_pages,
    "drafts": draft_pages,
    "people": people_pages,
    "profile": profile_pages,
    "typed": typed_pages,
}
