"""The block at the top of a file, and what is said to people about it."""

import pytest

from app.content.faults import Faults
from app.content.frontmatter import minutes_in, split


def faults_in(block: str) -> list[str]:
    faults = Faults()
    front = split("a.md", f"---\n{block}\n---\nText\n", faults).front
    front.only(("title", "pass", "required", "sdgs", "scope"))
    front.text("title", is_required=True)
    front.whole("pass", "a number in per cent (without the sign %)", 0, 100, 70)
    front.flag("required", True)
    front.texts("sdgs")
    front.table("scope").only(("in",))
    return [str(fault) for fault in faults.sorted()]


def test_a_sound_block_has_no_faults() -> None:
    assert faults_in("title: Why local\npass: 70\nrequired: no\nsdgs: [11, 11.10]\nscope:\n  in: [a]") == []


def test_the_body_keeps_the_lines_of_the_file() -> None:
    source = split("a.md", "---\ntitle: A\n---\nText\n", Faults())
    assert source.body == "\n\n\nText\n"


@pytest.mark.parametrize(
    ("block", "fault"),
    [
        ("title: A\nsumary: b", "a.md:3: `sumary` is not a known name in this file."),
        ("tilte: A", "a.md:2: `tilte` is not a known name in this file. Did you mean `title`?"),
        ("title: A\ntitle: B", "a.md:3: `title` stands here a second time; the first is on line 2."),
        (
            "title: A\nscope:\n  inn: [a]",
            "a.md:4: `inn` is not a known name in `scope`. Did you mean `in`?",
        ),
        (
            "title: A\npass: 700",
            "a.md:3: `pass` must be a number in per cent (without the sign %) from 0 to 100; here it says 700.",
        ),
        (
            "title: A\npass: most",
            "a.md:3: `pass` must be a number in per cent (without the sign %) from 0 to 100; here it says most.",
        ),
        ("title: A\nrequired: perhaps", "a.md:3: `required` must be yes or no; here it says perhaps."),
        ("pass: 70", "a.md:1: `title` is missing."),
        ("title:", "a.md:2: `title` is empty."),
        ("title: [a, b]", "a.md:2: `title` takes one single value here, not a list."),
        ("title: A\nsdgs:\n  - 11\n  - [1]", "a.md:5: `sdgs` takes one single value here, not a list."),
        (
            "title: A: B",
            'a.md:2: A text with a colon in it needs quotation marks around it, as in `title: "Plan: act"`.',
        ),
        ('title: "A', "a.md:2: A quotation mark is opened here and not closed."),
        ("- title", "a.md:2: Between the two lines `---`, write names with values, as in `title: Why local`."),
    ],
)
def test_a_fault_says_where_and_what_in_plain_words(block: str, fault: str) -> None:
    assert fault in faults_in(block)


@pytest.mark.parametrize(
    ("block", "line"),
    [
        ("title: A\nsdgs: &all [11]\npass: *all", 3),
        ("title: !!python/object:os.system A", 2),
        ("title: " + "[" * 5_000, 2),
        ("title: A\nx: {a: {b: {c: {d: {e: {f: {g: {h: i}}}}}}}}", 3),
        ('title: "\\0"', 2),
        ('title: "\\ud800"', 2),
        ("title: A\n? [a]\n: b", 3),
    ],
)
def test_what_could_grow_or_surprise_is_refused_on_its_line(block: str, line: int) -> None:
    faults = faults_in(block)
    assert len(faults) == 1
    assert faults[0].startswith(f"a.md:{line}: ")


def test_a_huge_block_is_refused() -> None:
    assert faults_in("title: " + "a" * 30_000)[0].startswith("a.md:1: The block at the top is longer than")


def test_values_are_text_and_not_guessed() -> None:
    front = split("a.md", "---\na: no\nb: 010\nc: 12:30\nd: 2020-01-01\ne: 11.10\nf: null\n---\n", Faults()).front
    assert [front.text(name) for name in "abcdef"] == ["no", "010", "12:30", "2020-01-01", "11.10", ""]


@pytest.mark.parametrize(("word", "value"), [("yes", True), ("no", False), ("True", True), ("FALSE", False)])
def test_yes_and_no_are_understood(word: str, value: bool) -> None:
    assert split("a.md", f"---\nrequired: {word}\n---\n", Faults()).front.flag("required", not value) is value


@pytest.mark.parametrize(("text", "first"), [("Text", 1), ("", 1), ("---\ntitle: A\n", 1), ("----\n", 1)])
def test_a_missing_or_open_block_is_a_fault(text: str, first: int) -> None:
    faults = Faults()
    split("a.md", text, faults)
    assert [fault.line for fault in faults.sorted()] == [first]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("45 min", 45),
        ("6 h", 360),
        ("6 h 30 min", 390),
        ("6h30", 390),
        ("1 hour", 60),
        ("", None),
        ("soon", None),
        ("6", None),
    ],
)
def test_times_are_read(text: str, minutes: int | None) -> None:
    assert minutes_in(text) == minutes
