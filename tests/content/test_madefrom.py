"""The record of what translations were made from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.compiler import compile_course
from app.content.faults import Faults
from app.content.madefrom import TOP, read_record, record_language, write_record
from tests.content.folder import LESSON_PATH, lesson_text
from tests.content.translated import LESSON_FR, RECORD, recorded

FILES = recorded({LESSON_PATH: lesson_text("One.\n\nTwo.\n"), LESSON_FR: lesson_text("Un.\n\nDeux.\n")})


def faults_with(content: bytes) -> list[str]:
    return [str(fault) for fault in compile_course("a-course", {**FILES, RECORD: content}).faults]


def test_a_record_is_sorted_and_says_on_top_who_writes_it() -> None:
    lines = FILES[RECORD].decode().splitlines()
    assert lines[0] == TOP
    assert "flask courses translations" in lines[0]
    assert [line.partition(":")[0] for line in lines[1:]] == [LESSON_FR, "course.fr.md"]


def test_a_record_comes_back_as_it_was_written() -> None:
    record = {"b.fr.md": ("0123456789", "abcdef0123"), "a.fr.md": ()}
    faults = Faults()
    read = read_record(RECORD, write_record(record), faults)
    assert {path: entry.digests for path, entry in read.items()} == record
    assert not faults


@pytest.mark.parametrize(
    ("path", "language"),
    [("made-from.fr.yaml", "fr"), ("made-from.xx.yaml", ""), ("made-from.yaml", ""), ("a/made-from.fr.yaml", "")],
)
def test_a_record_is_told_by_its_name(path: str, language: str) -> None:
    assert record_language(path) == language


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"<<<<<<< HEAD\n", "1: This line cannot be read."),
        (b"\ncourse.fr.md: [nonsense]\n", "2: This line cannot be read."),
        (b"course.fr.md: []\ncourse.fr.md: []\n", "2: `course.fr.md` stands here a second time"),
        (b"1-first/9-gone.fr.md: []\n", "1: There is no translation `1-first/9-gone.fr.md`."),
        (b"\n\xff", "2: This line is not UTF-8."),
    ],
)
def test_a_spoilt_record_is_a_fault_with_its_line(content: bytes, fault: str) -> None:
    assert any(told.startswith(f"{RECORD}:{fault}") for told in faults_with(content))


def test_a_translation_with_other_blocks_than_recorded_is_a_fault() -> None:
    changed = {**FILES, LESSON_FR: FILES[LESSON_FR] + b"\nTrois.\n"}
    (fault,) = compile_course("a-course", changed).faults
    assert (fault.file, fault.line) == (LESSON_FR, 8)
    assert "3 blocks of text, and the record of what it was made from knows 2; the original has 2." in fault.message


LINES = st.sampled_from([*FILES[RECORD].splitlines(), b"course.fr.md: []", b"# a", b"a: [0123456789]", b"\xff", b"- x"])
CONTENTS = st.one_of(
    st.binary(max_size=100),
    st.lists(LINES, max_size=5).map(b"\n".join),
    st.lists(
        st.sampled_from([b"0000000000", *FILES[RECORD].split(b"[")[1].split(b"]")[0].split(b", ")]), max_size=4
    ).map(lambda digests: f"{LESSON_FR}: [".encode() + b", ".join(digests) + b"]\n"),
)


@given(CONTENTS)
def test_any_record_gives_a_course_or_faults(content: bytes) -> None:
    compilation = compile_course("a-course", {**FILES, RECORD: content})
    assert (compilation.course is None) == bool(compilation.faults)
