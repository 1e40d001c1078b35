"""Work is kept in versions, handed in, taken back, opened, withdrawn and begun again, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from app.peerreview import actions
from app.peerreview.actions import Desk, Saved, open_for_review, save_work, withdraw_all
from app.peerreview.queries import MyWork, find_paper, find_work, versions_of
from app.peerreview.stages import Kind, Stage
from app.peerreview.work import Work
from app.platform import clock
from app.platform.database import db, transaction
from app.platform.errors import Conflict, Refused
from app.progress.queries import find_seat
from tests.peerreview.assignments import KEY, SLUG, TEXT, seated

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


def saved(
    desk: Desk, text: str = TEXT, *, base: int = 0, window: str = "here", kind: Kind = Kind.SAVED, after: int = 0
) -> Saved:
    """Save a text so many minutes after noon."""
    with clock.stopped_at(NOON + timedelta(minutes=after)), transaction():
        return save_work(desk, Work(text), base=base, window=window, kind=kind)


def mine(desk: Desk) -> MyWork:
    found = find_work(desk.part.enrolment_id, desk.keys)
    db.session.rollback()
    assert found is not None
    return found


def texts(desk: Desk) -> list[int]:
    return [line.version.number for line in versions_of(desk.part.enrolment_id, desk.keys)]


def handed_in(desk: Desk, text: str = TEXT) -> MyWork:
    number = saved(desk, text, base=mine(desk).version.number if texts(desk) else 0).number
    with transaction():
        actions.hand_in(desk, number)
    return mine(desk)


def opened(desk: Desk) -> MyWork:
    work = handed_in(desk)
    with transaction():
        open_for_review(work.submission_id)
    return mine(desk)


def test_what_is_saved_by_itself_gives_way_within_its_step(each_app: Flask) -> None:
    desk = seated().desk
    number = 0
    for minute in (0, 1, 9, 10, 11):
        number = saved(desk, f"At {minute}", base=number, kind=Kind.AUTOSAVED, after=minute).number
    assert texts(desk) == [5, 3]
    assert mine(desk).work.source == "At 11"


def test_saving_the_same_again_keeps_one_version(each_app: Flask) -> None:
    desk = seated().desk
    assert [saved(desk).number, saved(desk, base=1).number, saved(desk, window="there").number] == [1, 1, 1]


def test_of_two_windows_neither_loses_anything(each_app: Flask) -> None:
    desk = seated().desk
    base = saved(desk, "Begun").number
    saved(desk, "From here", base=base, window="here")
    assert saved(desk, "From there", base=base, window="there") == Saved(3, met=2)
    assert mine(desk).work.source == "From here"
    assert texts(desk) == [3, 2, 1]
    with transaction():
        actions.take_up(desk, 3, window="there")
    assert mine(desk).work.source == "From there"
    assert texts(desk) == [4, 3, 2, 1]


def test_a_window_whose_last_answer_got_lost_meets_nobody(each_app: Flask) -> None:
    desk = seated().desk
    saved(desk, "First", kind=Kind.AUTOSAVED)
    assert saved(desk, "First and more", base=0, kind=Kind.AUTOSAVED).met is None
    assert mine(desk).work.source == "First and more"


def test_handing_in_shows_reviewers_that_version(each_app: Flask) -> None:
    desk = seated().desk
    work = handed_in(desk)
    assert work.stage is Stage.HANDED_IN
    paper = find_paper(work.submission_id)
    assert paper is not None
    assert (paper.work.source, paper.unit_key, paper.author_id) == (TEXT, KEY, desk.part.user_id)
    assert paper.revision_id == desk.edition.revision_id


def test_a_change_reaches_reviewers_only_when_it_is_handed_in_and_keeps_its_place(each_app: Flask) -> None:
    desk = seated().desk
    with clock.stopped_at(NOON):
        first = handed_in(desk)
    saved(desk, "Something else now", base=first.version.number)
    work = mine(desk)
    assert work.has_changed
    paper = find_paper(work.submission_id)
    assert paper is not None
    assert paper.work.source == TEXT
    work = handed_in(desk, "Something else now")
    paper = find_paper(work.submission_id)
    assert paper is not None
    assert paper.work.source == "Something else now"
    assert (work.handed_in_at, work.has_changed) == (NOON, False)


def test_only_what_its_author_was_shown_is_handed_in(each_app: Flask) -> None:
    desk = seated().desk
    saved(desk)
    saved(desk, "Changed meanwhile", base=1)
    with pytest.raises(Conflict), transaction():
        actions.hand_in(desk, 1)
    assert mine(desk).stage is Stage.DRAFT


def test_what_is_not_whole_is_not_handed_in(each_app: Flask) -> None:
    desk = seated().desk
    saved(desk, "Too short")
    with pytest.raises(Refused, match="one word is missing"), transaction():
        actions.hand_in(desk, 1)


def test_taking_back_makes_a_draft_and_handing_in_again_stands_at_the_end(each_app: Flask) -> None:
    desk = seated().desk
    with clock.stopped_at(NOON):
        work = handed_in(desk)
    with transaction():
        actions.take_back(desk)
    assert mine(desk).stage is Stage.DRAFT
    assert find_paper(work.submission_id) is None
    with clock.stopped_at(NOON + timedelta(days=1)):
        assert handed_in(desk).handed_in_at == NOON + timedelta(days=1)


def test_once_opened_it_stays_as_it_is(each_app: Flask) -> None:
    desk = seated().desk
    work = opened(desk)
    assert work.stage is Stage.OPENED
    for change in (
        lambda: save_work(desk, Work("New"), base=work.version.number, window="here"),
        lambda: actions.take_up(desk, 1, window="here"),
        lambda: actions.hand_in(desk, work.version.number),
        lambda: actions.take_back(desk),
        lambda: actions.begin_again(desk, window="here"),
    ):
        with pytest.raises(Refused), transaction():
            change()
    assert mine(desk) == work


def test_the_first_reviewer_decides_since_when_it_is_open(each_app: Flask) -> None:
    desk = seated().desk
    work = handed_in(desk)
    for hours in (1, 2):
        with clock.stopped_at(NOON + timedelta(hours=hours)), transaction():
            open_for_review(work.submission_id)
    assert mine(desk).opened_at == NOON + timedelta(hours=1)


def test_what_was_taken_back_cannot_be_opened(each_app: Flask) -> None:
    desk = seated().desk
    work = handed_in(desk)
    with transaction():
        actions.take_back(desk)
    with pytest.raises(Conflict), transaction():
        open_for_review(work.submission_id)


def test_after_withdrawing_one_begins_again_with_the_same_text_and_the_old_versions(each_app: Flask) -> None:
    desk = seated().desk
    work = opened(desk)
    with transaction():
        actions.withdraw(desk)
    assert mine(desk).stage is Stage.WITHDRAWN
    assert find_paper(work.submission_id) is None
    with transaction():
        actions.begin_again(desk, window="here")
    again = mine(desk)
    assert (again.round, again.stage, again.work.source) == (2, Stage.DRAFT, TEXT)
    numbers = texts(desk)
    assert len(set(numbers)) == len(numbers) == 2


def handed_in_keys(desk: Desk) -> frozenset[str]:
    seat = find_seat(desk.part.user_id, SLUG)
    db.session.rollback()
    assert seat is not None
    assert seat.done_keys == frozenset()
    return seat.handed_in_keys


def test_the_outline_knows_what_is_handed_in_and_counts_nothing_as_done(each_app: Flask) -> None:
    desk = seated().desk
    assert handed_in_keys(desk) == frozenset()
    handed_in(desk)
    assert handed_in_keys(desk) == {KEY}
    with transaction():
        actions.take_back(desk)
    assert handed_in_keys(desk) == frozenset()
    handed_in(desk)
    handed_in(desk, "Something else now")
    assert handed_in_keys(desk) == {KEY}


def test_who_goes_for_good_leaves_every_line(each_app: Flask) -> None:
    desk = seated().desk
    work = handed_in(desk)
    with transaction():
        withdraw_all(desk.part.user_id)
    assert find_paper(work.submission_id) is None


def test_two_windows_that_save_at_the_same_instant_both_keep_what_they_have(each_app: Flask) -> None:
    desk = seated().desk
    saved(desk, "Begun")

    def save_from(window: str) -> Saved:
        with each_app.app_context(), transaction():
            return save_work(desk, Work(f"From {window}"), base=1, window=window)

    # One clock for all of them: threads that stop it one by one would leave it stopped.
    with clock.stopped_at(NOON), ThreadPoolExecutor(4) as threads:
        results = list(threads.map(save_from, ("a", "b", "c", "d")))
    assert sorted(one.number for one in results) == [2, 3, 4, 5]
    assert sum(one.met is None for one in results) == 1
    assert texts(desk) == [5, 4, 3, 2, 1]
