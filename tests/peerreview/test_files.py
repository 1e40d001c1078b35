"""Files belong to the versions of a piece of work: none is lost by saving, and none outlives what holds it."""

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from app.content.assignments import FileKind, FilesWanted
from app.content.course import Assignment
from app.files.actions import keep_file
from app.files.cleaning import CleanFile
from app.files.keeping import folder
from app.files.kinds import Kind as FileKindKept
from app.files.queries import files_of, files_with, find_file
from app.peerreview import actions
from app.peerreview.actions import Desk, Saved, open_for_review, save_work
from app.peerreview.attached import compare_files, number_among, rule_of
from app.peerreview.comparing import Change
from app.peerreview.models import Submission, SubmissionVersion
from app.peerreview.queries import MyWork, find_file_of_paper, find_work, versions_of
from app.peerreview.stages import Kind
from app.peerreview.work import Work
from app.peerreview.writing import Kept, files_let_go, missing_in, to_let_go_for_room
from app.platform import clock
from app.platform.database import db, transaction
from tests.builders import person
from tests.peerreview.assignments import TEXT, WITH_FILES, seated

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
PLAN, MAP, COUNT, MORE = (
    CleanFile(name, FileKindKept.TXT, name.encode()) for name in ("plan.txt", "map.txt", "count.txt", "more.txt")
)


@pytest.fixture
def desk(each_app: Flask) -> Desk:
    return seated(WITH_FILES).desk


def mine(desk: Desk) -> MyWork:
    db.session.rollback()
    found = find_work(desk.part.enrolment_id, desk.keys)
    assert found is not None
    return found


def saved(
    desk: Desk,
    text: str = TEXT,
    *added: CleanFile,
    out: int = 0,
    base: int | None = None,
    window: str = "here",
    kind: Kind = Kind.SAVED,
) -> Saved:
    """Save a text with files, on top of the present version if no other is named."""
    if base is None:
        there = versions_of(desk.part.enrolment_id, desk.keys)
        base = max((line.version.number for line in there if line.is_current), default=0)
    with clock.stopped_at(NOON), transaction():
        return save_work(desk, Work(text), base=base, window=window, kind=kind, added=added, taken_out=out)


def names(desk: Desk) -> list[str]:
    return [file.name for file in files_with(mine(desk).work.file_ids)]


def kept(desk: Desk) -> list[str]:
    """The names of all files that are kept of somebody, in whatever version."""
    db.session.rollback()
    return [file.name for file in files_of(desk.part.user_id)]


def numbers(desk: Desk) -> list[int]:
    return [line.version.number for line in versions_of(desk.part.enrolment_id, desk.keys)]


def handed_in(desk: Desk) -> int:
    with transaction():
        actions.hand_in(desk, mine(desk).version.number)
    return mine(desk).submission_id


def test_pictures_are_asked_for_by_one_word() -> None:
    rule = rule_of(FilesWanted(kinds=(FileKind.PDF, FileKind.IMAGES), largest=7))
    assert rule.endings == ("PDF", "PNG", "JPG", "WEBP", "GIF")
    assert rule.largest == 7
    assert rule_of(FilesWanted()).kinds == frozenset(FileKindKept)


def test_a_file_is_counted_from_one() -> None:
    assert [number_among((5, 9), file_id) for file_id in (5, 9, 7)] == [1, 2, None]


def test_of_two_versions_each_file_is_told_once() -> None:
    assert list(compare_files((1, 2), (2, 3))) == [(Change.REMOVED, 1), (Change.SAME, 2), (Change.ADDED, 3)]


@pytest.mark.parametrize(
    ("file_ids", "missing"),
    [
        ((1,), ["At least 2 files are asked for."]),
        ((1, 2, 3), []),
        ((1, 2, 3, 4), ["There is one file more than is asked for. Take it out."]),
    ],
)
def test_files_are_counted_before_they_are_handed_in(file_ids: tuple[int, ...], missing: list[str]) -> None:
    task = Assignment("sheet", "A sheet", "", (), files=FilesWanted(2, 3))
    assert list(missing_in(task, Work("A text", file_ids=file_ids))) == missing


def test_files_of_an_assignment_that_takes_none_any_more_are_to_be_taken_out() -> None:
    task = Assignment("sheet", "A sheet", "", ())
    assert missing_in(task, Work("A text", file_ids=(1, 2))) == (
        "There are 2 files more than are asked for. Take them out.",
    )


a_version = st.builds(
    Kept,
    st.just(0),
    st.sampled_from(Kind),
    st.just(""),
    st.just(""),
    st.just(NOON),
    st.lists(st.integers(1, 5), max_size=3, unique=True).map(tuple),
)
some_versions = st.lists(a_version, min_size=1, max_size=8).map(
    lambda found: [replace(one, number=number) for number, one in enumerate(found, start=1)]
)


@given(some_versions)
def test_what_makes_room_frees_one_file_and_touches_nothing_that_stays(versions: list[Kept]) -> None:
    staying = {len(versions)}
    going = to_let_go_for_room(versions, staying)
    left = [one for one in versions if one.number not in going]
    held = {file for one in versions for file in one.file_ids if one.number in staying or one.kind is Kind.HANDED_IN}
    assert not any(one.number in staying or one.kind is Kind.HANDED_IN for one in versions if one.number in going)
    if going:
        assert min(files_let_go(versions, going)) not in {file for one in left for file in one.file_ids}
    else:
        assert {file for one in versions for file in one.file_ids} <= held


def test_what_is_saved_keeps_its_files_until_one_is_taken_out(desk: Desk) -> None:
    saved(desk, TEXT, PLAN, MAP)
    saved(desk, "Only the text has changed")
    saved(desk, "And again by itself", kind=Kind.AUTOSAVED)
    assert names(desk) == ["plan.txt", "map.txt"]
    saved(desk, out=mine(desk).work.file_ids[0])
    assert names(desk) == ["map.txt"]
    assert kept(desk) == ["plan.txt", "map.txt"]


def test_the_same_file_is_added_once(desk: Desk) -> None:
    assert saved(desk, TEXT, PLAN, PLAN) == Saved(1)
    assert saved(desk, TEXT, PLAN) == Saved(1)
    assert kept(desk) == ["plan.txt"]


def test_files_beyond_the_number_are_refused_and_all_else_is_kept(desk: Desk) -> None:
    [refusal] = saved(desk, TEXT, PLAN, MAP, COUNT, MORE).refused
    assert refusal.name == "more.txt"
    assert refusal.reason.startswith("Only 3 files are asked for.")
    assert names(desk) == kept(desk) == ["plan.txt", "map.txt", "count.txt"]
    assert mine(desk).work.source == TEXT
    # One comes and another goes at once.
    assert saved(desk, TEXT, MORE, out=mine(desk).work.file_ids[1]).refused == ()
    assert names(desk) == ["plan.txt", "count.txt", "more.txt"]


def test_a_file_that_cannot_be_written_down_is_refused_and_all_else_is_kept(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    folder().mkdir(parents=True, exist_ok=True)
    # Where its folder would be, a file lies.
    (folder() / PLAN.digest[:2]).write_bytes(b"")
    try:
        with caplog.at_level(logging.CRITICAL):
            [refusal] = saved(desk, TEXT, PLAN, MAP).refused
    finally:
        (folder() / PLAN.digest[:2]).unlink()
    assert refusal.name == "plan.txt"
    assert "could not be kept just now" in refusal.reason
    assert names(desk) == kept(desk) == ["map.txt"]


def test_an_earlier_version_brings_its_files_back(desk: Desk) -> None:
    first = saved(desk, TEXT, PLAN).number
    saved(desk, TEXT, MAP, out=mine(desk).work.file_ids[0])
    assert names(desk) == ["map.txt"]
    with transaction():
        actions.take_up(desk, first, window="here")
    assert names(desk) == ["plan.txt"]
    assert kept(desk) == ["plan.txt", "map.txt"]


def test_a_window_that_knows_of_fewer_files_loses_none(desk: Desk) -> None:
    saved(desk, "Begun", window="phone")
    saved(desk, "Begun", PLAN, base=1, window="phone")
    met = saved(desk, "From the office", MAP, base=1, window="office")
    assert met == Saved(3, met=2)
    assert names(desk) == ["plan.txt"]
    with transaction():
        actions.take_up(desk, 3, window="office")
    assert names(desk) == ["plan.txt", "map.txt"]


def test_two_windows_that_add_at_the_same_instant_lose_nothing(desk: Desk, each_app: Flask) -> None:
    saved(desk, "Begun")

    def save_from(file: CleanFile) -> Saved:
        with each_app.app_context(), transaction():
            return save_work(desk, Work(TEXT), base=1, window=file.name, added=[file])

    with clock.stopped_at(NOON), ThreadPoolExecutor(2) as threads:
        results = list(threads.map(save_from, (PLAN, MAP)))
    assert sorted(one.number for one in results) == [2, 3]
    assert sorted(kept(desk)) == ["map.txt", "plan.txt"]
    with transaction():
        actions.take_up(desk, 3, window="here")
    assert sorted(names(desk)) == ["map.txt", "plan.txt"]


def test_a_version_that_gives_way_lets_its_files_go_with_it(desk: Desk) -> None:
    """None is left without a version, even where one was added by what is kept by itself."""
    saved(desk, "One", PLAN, MAP, kind=Kind.AUTOSAVED)
    plan, picture = mine(desk).work.file_ids
    saved(desk, "Two", out=plan, kind=Kind.AUTOSAVED)
    assert numbers(desk) == [2]
    assert find_file(plan) is None
    assert find_file(picture) is not None
    assert kept(desk) == ["map.txt"]


def test_a_further_round_shares_its_files_with_the_one_before(desk: Desk) -> None:
    saved(desk, TEXT, PLAN)
    submission_id = handed_in(desk)
    with transaction():
        open_for_review(submission_id)
    with transaction():
        actions.withdraw(desk)
    with transaction():
        actions.begin_again(desk, window="again")
    assert names(desk) == ["plan.txt"]
    number = mine(desk).version.number
    saved(desk, "Two", kind=Kind.AUTOSAVED, window="again")
    saved(desk, "Three", out=mine(desk).work.file_ids[0], kind=Kind.AUTOSAVED, window="again")
    assert names(desk) == []
    assert kept(desk) == ["plan.txt"]
    assert number in numbers(desk)


def test_old_versions_make_room_for_new_files(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.files.actions.MOST_ROOM", len(PLAN.content) + len(MAP.content))
    saved(desk, "One", PLAN)
    saved(desk, "Two", MAP)
    saved(desk, "Three", out=mine(desk).work.file_ids[0])
    assert saved(desk, "Four", MORE).refused == ()
    assert names(desk) == ["map.txt", "more.txt"]
    assert kept(desk) == ["map.txt", "more.txt"]
    assert numbers(desk) == [4, 3]


def test_a_file_stays_that_is_held_by_work_which_its_assignment_no_longer_knows(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(desk, TEXT, PLAN)
    submission_id = handed_in(desk)
    with transaction():
        open_for_review(submission_id)
        actions.withdraw(desk)
    with transaction():
        actions.begin_again(desk, window="again")
        db.session.execute(update(Submission).where(Submission.id == submission_id).values(unit_key="an-old-key"))
    saved(desk, TEXT, out=mine(desk).work.file_ids[0])
    monkeypatch.setattr("app.files.actions.MOST_ROOM", len(PLAN.content))
    assert [one.name for one in saved(desk, "Two", MAP).refused] == ["map.txt"]
    assert kept(desk) == ["plan.txt"]


def test_without_room_the_text_is_saved_and_what_was_handed_in_stays(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.files.actions.MOST_ROOM", len(PLAN.content))
    saved(desk, "One", PLAN)
    handed_in(desk)
    saved(desk, "Two", out=mine(desk).work.file_ids[0])
    [refusal] = saved(desk, "Three", MAP).refused
    assert refusal.name == "map.txt"
    assert "Your files would take more than" in refusal.reason
    assert mine(desk).work.source == "Three"
    assert kept(desk) == ["plan.txt"]


def test_reviewers_are_given_the_files_of_the_version_handed_in_under_numbers(desk: Desk) -> None:
    saved(desk, TEXT, PLAN, MAP)
    plan, picture = mine(desk).work.file_ids
    submission_id = handed_in(desk)
    saved(desk, TEXT, COUNT, out=plan)
    [later] = set(mine(desk).work.file_ids) - {picture}
    given = [find_file_of_paper(submission_id, number) for number in (plan, picture)]
    assert [(one.file.name, one.called) for one in given if one] == [
        ("plan.txt", "file-1.txt"),
        ("map.txt", "file-2.txt"),
    ]
    assert find_file_of_paper(submission_id, later) is None
    assert find_file_of_paper(submission_id + 1, plan) is None


def test_reviewers_are_given_no_file_of_work_that_was_taken_back(desk: Desk) -> None:
    saved(desk, TEXT, PLAN)
    [plan] = mine(desk).work.file_ids
    submission_id = handed_in(desk)
    with transaction():
        actions.take_back(desk)
    assert find_file_of_paper(submission_id, plan) is None


def test_reviewers_are_given_no_file_of_somebody_else_even_where_a_version_names_it(desk: Desk) -> None:
    saved(desk, TEXT, PLAN)
    submission_id = handed_in(desk)
    other = person()
    with transaction():
        foreign = keep_file(other.id, MORE).id
        db.session.execute(update(SubmissionVersion).values(file_ids=[foreign]))
    assert find_file_of_paper(submission_id, foreign) is None
