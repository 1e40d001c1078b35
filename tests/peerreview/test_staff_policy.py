"""What staff may do with reviews, and who may decide an appeal: facts in, verdict out."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.actors import Actor
from app.accounts.roles import Grant, Role
from app.peerreview.allocation import Waiting
from app.peerreview.staff_policy import (
    APPEAL_IS_KEPT,
    Involvement,
    courses_facilitated,
    may_decide,
    may_exclude,
    may_facilitate_some,
    may_give_to_mentors,
    may_hold,
    may_include,
    may_release,
    may_replace,
    may_take_appeal,
)

NOW = datetime(2027, 3, 1, tzinfo=UTC)


@dataclass
class Seen:
    """A review as policies see it."""

    submission_id: int | None = 1
    given_back_at: datetime | None = None
    ended_at: datetime | None = None
    handed_in_at: datetime | None = None
    excluded_at: datetime | None = None
    is_held: bool = False


BEGUN = Seen()
DONE = Seen(handed_in_at=NOW)
WORK = Waiting(1, 2, "task", "en", NOW, needed=2)


def actor(*grants: Grant) -> Actor:
    return Actor(7, grants=frozenset(grants))


def test_facilitators_see_their_courses_and_uclg_learning_all() -> None:
    assert courses_facilitated(actor(Grant(Role.FACILITATOR, "one"), Grant(Role.MENTOR, "two"))) == frozenset({"one"})
    assert courses_facilitated(actor(Grant(Role.FACILITATOR))) is None
    assert courses_facilitated(actor(Grant(Role.UCLG_LEARNING))) is None
    assert courses_facilitated(actor(Grant(Role.ADMINISTRATOR))) is None
    assert not may_facilitate_some(actor(Grant(Role.MENTOR, "one"), Grant(Role.KNOWLEDGE_MANAGER)))


def test_a_review_leaves_the_score_once_it_is_handed_in_and_comes_back_once_it_has_left() -> None:
    assert not may_exclude(BEGUN)
    assert not may_include(DONE)
    assert may_exclude(DONE)
    out = replace(DONE, excluded_at=NOW)
    assert not may_exclude(out)
    assert may_include(out)
    assert not may_exclude(replace(DONE, submission_id=None)), "a blind check counts in no score"


def test_words_are_held_and_released() -> None:
    assert not may_hold(BEGUN)
    assert may_hold(DONE)
    assert not may_release(DONE)
    held = replace(DONE, is_held=True)
    assert not may_hold(held)
    assert may_release(held)


def test_only_who_is_still_writing_is_replaced() -> None:
    assert may_replace(BEGUN)
    for over in (DONE, replace(BEGUN, ended_at=NOW), replace(BEGUN, given_back_at=NOW)):
        assert not may_replace(over)


def test_mentors_get_what_still_needs_somebody_once() -> None:
    assert may_give_to_mentors(WORK, None, has_mentors=True)
    assert "Nobody mentors" in may_give_to_mentors(WORK, None, has_mentors=False).reason
    assert not may_give_to_mentors(WORK, NOW, has_mentors=True)
    assert not may_give_to_mentors(replace(WORK, done=2), None, has_mentors=True)
    assert not may_give_to_mentors(replace(WORK, is_open=False), None, has_mentors=True)


@pytest.mark.parametrize("tie", ["is_author", "has_read_it", "is_colleague", "has_conflict"])
def test_nobody_who_is_involved_decides(tie: str) -> None:
    assert may_decide(Involvement())
    verdict = may_decide(Involvement(**{tie: True}))
    assert not verdict
    assert "somebody else decides" in verdict.reason


def test_an_appeal_is_in_one_hand_for_a_week() -> None:
    def taking(user_id: int, *, taken_by: int | None, since: timedelta, is_decided: bool = False) -> bool:
        verdict = may_take_appeal(
            Involvement(),
            user_id=user_id,
            taken_by=taken_by,
            taken_at=NOW - since if taken_by else None,
            is_decided=is_decided,
            now=NOW,
        )
        return bool(verdict)

    day = timedelta(days=1)
    assert taking(1, taken_by=None, since=day)
    assert taking(1, taken_by=1, since=day)
    assert not taking(1, taken_by=2, since=day)
    assert taking(1, taken_by=2, since=APPEAL_IS_KEPT)
    assert not taking(1, taken_by=1, since=day, is_decided=True)
