"""A translated file written anew."""

import pytest

from app.content.rewriting import Rewritten, Wording, rewritten
from app.content.worklist import FileWork, read_text, work_on
from tests.content.folder import LESSON_PATH, folder, lesson_text
from tests.content.translated import LESSON_FR

MADE = "0123456789"


def lesson_work(french: str | None = None) -> FileWork:
    files = folder({LESSON_PATH: lesson_text("One.\n\nTwo.\n"), LESSON_FR: french})
    return next(work_file for work_file in work_on(files, "fr") if work_file.path == LESSON_FR)


def written(work_file: FileWork, now: str | None, front: dict[str, str], words: dict[int, str]) -> Rewritten:
    wordings = {number: Wording(text, MADE) for number, text in words.items()}
    return rewritten(work_file, None if now is None else now.encode(), front, MADE, wordings)


def test_a_new_file_holds_what_is_translated() -> None:
    file = written(lesson_work(), None, {"title": "Un"}, {2: "Deux."})
    assert file.content == b"---\ntitle: Un\n---\n\nDeux.\n"
    assert file.made_from == (MADE, MADE)


def test_where_nothing_is_translated_there_is_no_file() -> None:
    assert written(lesson_work(), None, {}, {}) == Rewritten(None)


def test_what_stays_the_same_stays_as_it_is_written() -> None:
    now = "---\n# mine\ntitle:   Un\n---\nUn.\n\n\n\nDeux.\n"
    file = written(lesson_work(now), now, {"title": "Un"}, {1: "Un.", 2: "Deux."})
    assert file.content == now.encode()


def test_other_names_at_the_top_are_kept() -> None:
    now = "---\ntitle: Un\nsummary: Long\n  text\nrequired: yes\n---\nUn.\n\nDeux.\n"
    file = written(lesson_work(now), now, {"title": "Autre"}, {1: "Un.", 2: "Deux."})
    assert file.content == b"---\ntitle: Autre\nrequired: yes\n---\n\nUn.\n\nDeux.\n"


@pytest.mark.parametrize(
    "title", ["a: b", "# a", "- a", "[a]", '"a"', "a # b", "null", "a:", "«\u00a0a\u00a0»", "@a", "! a", "100 %", "l’eau", "a\\b"]
)  # fmt: skip
def test_any_title_comes_back_as_it_was(title: str) -> None:
    content = written(lesson_work(), None, {"title": title}, {1: "Un."}).content
    assert content is not None
    assert read_text(LESSON_FR, content).blocks[0].source == f"title: {title}"


def test_a_translation_that_is_two_blocks_is_refused_with_its_line() -> None:
    file = written(lesson_work(), None, {"title": "Un"}, {1: "Un.\n\nEt demi.", 2: "Deux."})
    assert file.content is None
    assert file.reason.startswith(f"{LESSON_FR}: the translation of line 4 of the original does not come out as one")
