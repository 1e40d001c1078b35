"""The file of an assignment: the task, what is to be handed in, the rubric, and how reviews are given."""

import re

from app.content.assignments import LARGEST_FILE, MEGABYTE, MOST_MEGABYTES, FileKind, FilesWanted, Scoring, TextWanted
from app.content.course import Assignment
from app.content.faults import Faults, shorten
from app.content.fields import FIELD_KINDS, blocks_apart, read_fields
from app.content.following import follow
from app.content.frontmatter import FrontMatter, Source
from app.content.headings import check_headings
from app.content.page import Page
from app.content.prose import write_blocks
from app.content.rubrics import read_rubric
from app.content.texts import parse_body
from app.content.vocabulary import LANGUAGES
from app.content.words import write_words_used
from app.markup.markdown import plain_text

NAMES = (
    "kind", "title", "summary", "minutes", "text", "words", "files", "links", "reviews", "pass", "floor", "required",
    "was", "id",
)  # fmt: skip
REVIEW_NAMES = ("needed", "owed", "languages", "drafts", "scoring")
SIZE = re.compile(r"([0-9]{1,4}) ?(kb|mb)", re.IGNORECASE)
MOST_FILES = 10
MOST_LINKS = 20
PICTURES = frozenset({"image", "picture", "pictures", "photo", "photos", "png", "jpg", "jpeg", "webp", "gif"})


def read_assignment(source: Source, key: str, was: tuple[str, ...], page: Page, faults: Faults) -> Assignment:
    """Read the whole file."""
    front = source.front
    front.only(NAMES)
    parsed = parse_body(source, faults)
    tokens = parsed or []
    tokens, _headings = follow(page, source, tokens, check_headings(page, tokens))
    others, rubrics = blocks_apart(tokens, ("rubric",))
    text, fields = blocks_apart(others, FIELD_KINDS)
    if parsed == []:
        page.fault(1, "This assignment has no text; write the task here.")
    least_words, most_words = _words(front)
    least_links, most_links = _span(front, "links", MOST_LINKS)
    reviews = front.table("reviews")
    reviews.only(REVIEW_NAMES)
    assignment = Assignment(
        key=key,
        title=front.text("title", is_required=True),
        rubric=read_rubric(page, rubrics) if parsed is not None else (),
        fields=read_fields(page, fields),
        html=write_blocks(page, text) + write_words_used(page),
        summary=front.text("summary"),
        minutes=front.whole("minutes", "a number of minutes", 1, 10_000, 60),
        text=front.choice("text", TextWanted, TextWanted.YES),
        least_words=least_words,
        most_words=most_words,
        files=_files(front, faults),
        least_links=least_links,
        most_links=most_links,
        reviews_needed=reviews.whole("needed", "the number of reviews a submission gets,", 0, 20, 2),
        reviews_owed=reviews.whole("owed", "the number of reviews a learner gives,", 0, 20, 3),
        languages=_languages(reviews, faults),
        may_show_drafts=reviews.flag("drafts", False),
        scoring=reviews.choice("scoring", Scoring, Scoring.MODEL),
        pass_points=front.whole("pass", "a number of points", 0, 10_000, 0),
        floor_points=front.whole("floor", "the least points in every criterion,", 0, 1_000, 0),
        required=front.flag("required", False),
        was=was,
        plain=plain_text(text),
        source=source.file,
        language=page.language,
    )
    # A translation says none of this; what it says is compared with the original elsewhere.
    if page.original is None:
        _check_points(front, assignment)
        _check_handing_in(front, assignment)
        _check_reviews(reviews, assignment)
    return assignment


def _words(front: FrontMatter) -> tuple[int | None, int | None]:
    """Least and most words of a submission."""
    told = front.texts("words")
    if not told:
        return None, None
    numbers = [int(text) for text in told if text.isascii() and text.isdigit() and len(text) <= 6]
    if len(told) != 2 or len(numbers) != 2 or not 0 <= numbers[0] <= numbers[1] or numbers[1] == 0:
        front.fault("words", "`words` must be the least and the most words, as in `[500, 900]`.")
        return None, None
    return numbers[0], numbers[1]


def _span(front: FrontMatter, name: str, highest: int, default: tuple[int, int] = (0, 0)) -> tuple[int, int]:
    """The least and the most under a name; a number alone is the most."""
    told = front.texts(name)
    if not told:
        return default
    numbers = [int(text) for text in told if text.isascii() and text.isdigit() and len(text) <= 6]
    least, most = numbers[0] if len(numbers) == 2 else 0, numbers[-1] if numbers else 0
    if len(numbers) != len(told) or len(told) > 2 or not least <= most <= highest or most == 0:
        front.fault(
            name, f"`{name}` must be the most, as in `3`, or the least and the most, as in `[1, 3]`; at most {highest}."
        )
        return default
    return least, most


def _files(front: FrontMatter, faults: Faults) -> FilesWanted | None:
    """The files wanted; None when none are."""
    tables = front.tables("files")
    if not tables:
        return None
    # Numbers alone are those of the files.
    if all("name" in table for table in tables):
        return FilesWanted(*_span(front, "files", MOST_FILES, (0, 1)))
    if len(tables) > 1:
        front.fault(
            "files", "`files` is a number, as in `2`, or a group, as in `{number: [1, 2], kinds: [pdf, docx]}`."
        )
        return None
    files = tables[0]
    files.only(("number", "kinds", "largest"))
    least, most = _span(files, "number", MOST_FILES, (0, 1))
    return FilesWanted(least, most, _kinds(files, faults), _size(files))


def _kinds(files: FrontMatter, faults: Faults) -> tuple[FileKind, ...]:
    """The kinds of files; all when none is named."""
    words = [kind.value for kind in FileKind]
    found = []
    for line, text in files.texts_with_lines("kinds"):
        kind = text.lower().removeprefix(".")
        if kind in words:
            found.append(FileKind(kind))
        elif kind in PICTURES:
            message = f"Pictures of all kinds are called `images`; write it instead of `{shorten(text)}`."
            faults.add(files.file, line, message)
        else:
            message = f"Files of the kind `{shorten(text)}` cannot be handed in; the kinds are {', '.join(words)}."
            faults.add(files.file, line, message, near=(kind, words))
    return tuple(dict.fromkeys(found)) or tuple(FileKind)


def _size(files: FrontMatter) -> int:
    """How many bytes a file may have."""
    told = files.text("largest")
    if not told:
        return LARGEST_FILE
    found = SIZE.fullmatch(told)
    size = int(found[1]) * (MEGABYTE if found[2].lower() == "mb" else 1024) if found else 0
    if not 0 < size <= MOST_MEGABYTES * MEGABYTE:
        files.fault(
            "largest",
            f"`largest` must be a size such as 5 MB, at most {MOST_MEGABYTES} MB; here it says {shorten(told)}.",
        )
        return LARGEST_FILE
    return size


def _languages(reviews: FrontMatter, faults: Faults) -> tuple[str, ...]:
    """The languages work may be written and read in."""
    found = []
    for line, code in reviews.texts_with_lines("languages"):
        if code in LANGUAGES:
            found.append(code)
            continue
        message = f"`{shorten(code)}` is not the two-letter code of a language, such as en, fr or es."
        faults.add(reviews.file, line, message, near=(code, sorted(LANGUAGES)))
    return tuple(dict.fromkeys(found))


def _check_points(front: FrontMatter, assignment: Assignment) -> None:
    """Refuse points that nobody can reach."""
    if not assignment.rubric:
        return
    if assignment.pass_points > assignment.most_points:
        front.fault(
            "pass",
            f"`pass` asks for {assignment.pass_points} points; the rubric gives at most {assignment.most_points}.",
        )
    best = min(criterion.most for criterion in assignment.rubric)
    if assignment.floor_points > best:
        front.fault(
            "floor",
            f"`floor` asks for {assignment.floor_points} points in every criterion; the rubric gives at most {best}.",
        )


def _check_handing_in(front: FrontMatter, assignment: Assignment) -> None:
    """Refuse an assignment that asks for nothing, or limits what it does not ask for."""
    is_else = bool(assignment.files or assignment.most_links or assignment.fields)
    if assignment.text is TextWanted.NO and assignment.most_words:
        front.fault("words", "`words` limits a text, and `text: no` asks for none; delete one of the two lines.")
    if assignment.text is TextWanted.NO and not is_else:
        front.fault("text", "Nothing can be handed in: write `files`, `links` or a `::: field`, or delete `text: no`.")
    elif assignment.text is TextWanted.OPTIONAL and not is_else:
        front.fault("text", "`text: optional` leaves nothing to hand in instead; add `files` or `links`, or delete it.")


def _check_reviews(reviews: FrontMatter, assignment: Assignment) -> None:
    """Refuse numbers with which the line of work that waits for reviews would grow for ever."""
    needed, owed = assignment.reviews_needed, assignment.reviews_owed
    if 0 < owed < needed:
        message = (
            f"Each submission needs {needed} reviews and each learner gives {owed}, so more and more work would wait; "
            f"write `owed: {needed}` or more, or `owed: 0` when only mentors review."
        )
        reviews.fault("owed" if "owed" in reviews else "needed", message)
