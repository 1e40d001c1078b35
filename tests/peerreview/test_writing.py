"""What is missing in work, and which of its versions are kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.assignments import FilesWanted, QuestionField, TextWanted
from app.content.course import Assignment
from app.peerreview.stages import Kind
from app.peerreview.work import Work
from app.peerreview.writing import MOST_VERSIONS, Keeping, Kept, keeping_of, missing_in, to_let_go

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TASK = Assignment("sheet", "A sheet", "", (), least_words=3, most_words=5)
CURRENT = Kept(4, Kind.AUTOSAVED, "here", "old", NOON)
NEW = Kept(0, Kind.AUTOSAVED, "here", "new", NOON + MINUTE)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("", ["Nothing is written yet."]),
        ("one two", ["At least 3 words are asked for; one word is missing."]),
        ("one", ["At least 3 words are asked for; 2 words are missing."]),
        ("one two three", []),
        ("1 2 3 4 5 6", ["At most 5 words are asked for; there is one word too many."]),
        ("> " * 60 + "a b c", ["The text cannot be shown well from line 1 on. Part it by empty lines."]),
    ],
)
def test_a_text_is_held_to_its_words(text: str, missing: list[str]) -> None:
    assert list(missing_in(TASK, Work(text))) == missing


def test_all_that_is_missing_is_told_at_once() -> None:
    task = replace(
        TASK, fields=(QuestionField("why", "Why?"),), least_links=1, most_links=2, files=FilesWanted(least=2)
    )
    assert list(missing_in(task, Work("one", links=("htp:/x",)))) == [
        "At least 3 words are asked for; 2 words are missing.",
        "“Why?” is still empty.",
        "“htp:/x” is not an address of the web; it begins with https://.",
        "At least 2 files are asked for.",
    ]


def test_a_text_may_be_left_out_where_something_else_is_handed_in() -> None:
    task = replace(TASK, text=TextWanted.OPTIONAL, most_links=1)
    assert missing_in(task, Work(links=("https://example.org",))) == ()
    assert missing_in(task, Work()) == ("Nothing is written yet.",)
    assert missing_in(replace(task, text=TextWanted.YES), Work(links=("https://example.org",))) == (
        "The text is not written yet.",
    )


@pytest.mark.parametrize(
    ("new", "base", "keeping"),
    [
        (NEW, 4, Keeping.REPLACES),
        (replace(NEW, saved_at=NOON + 10 * MINUTE), 4, Keeping.ADDED),
        (replace(NEW, kind=Kind.SAVED), 4, Keeping.REPLACES),
        (replace(NEW, window="there"), 4, Keeping.ADDED),
        (replace(NEW, window="there"), 3, Keeping.ASIDE),
        (replace(NEW, window="there", digest="old"), 3, Keeping.SAME),
        # The answer to its last save got lost, so this window knows only an older number.
        (replace(NEW, saved_at=NOON + 10 * MINUTE), 3, Keeping.ADDED),
        (replace(NEW, digest="old"), 4, Keeping.SAME),
        (replace(NEW, digest="old", kind=Kind.SAVED), 4, Keeping.REPLACES),
        (replace(NEW, digest="old", kind=Kind.HANDED_IN), 4, Keeping.REPLACES),
    ],
)
def test_what_becomes_of_work_that_arrives(new: Kept, base: int, keeping: Keeping) -> None:
    assert keeping_of(CURRENT, new, base) is keeping


@pytest.mark.parametrize("kind", [Kind.SAVED, Kind.HANDED_IN])
def test_what_was_kept_on_purpose_stays(kind: Kind) -> None:
    current = replace(CURRENT, kind=kind)
    assert keeping_of(current, NEW, 4) is Keeping.ADDED
    assert keeping_of(current, replace(NEW, digest="old", kind=kind), 4) is Keeping.SAME


kept = st.lists(st.sampled_from(Kind), max_size=150).map(
    lambda kinds: [Kept(number, kind, "", str(number), NOON) for number, kind in enumerate(kinds, start=1)]
)


@given(kept)
def test_too_many_versions_go_but_never_the_current_one_nor_one_handed_in(versions: list[Kept]) -> None:
    gone = set(to_let_go(versions, len(versions)))
    left = [one for one in versions if one.number not in gone]
    handed_in = [one for one in versions if one.kind is Kind.HANDED_IN]
    assert len(gone) == min(max(0, len(versions) - MOST_VERSIONS), len(versions) - len({*handed_in, *versions[-1:]}))
    assert set(handed_in) | set(versions[-1:]) <= set(left)
    if any(one.number in gone for one in versions if one.kind is Kind.SAVED):
        assert not [one for one in left if one.kind is Kind.AUTOSAVED and one is not versions[-1]]
