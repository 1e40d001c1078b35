"""The rules of showing work to others."""

import pytest

from app.accounts.actors import VISITOR, Actor
from app.accounts.roles import Grant, Role
from app.content.sdgs import SDG_LABELS
from app.peerreview.rounds import Round
from app.peerreview.sharing import LICENCES, MOST_TARGETS, Licence, State, state_of, targets_in
from app.peerreview.sharing_policy import (
    courses_looked_after,
    is_accepted,
    may_accept,
    may_decline,
    may_look_at,
    may_see_shown_work,
    may_share,
    may_stop_sharing,
)
from app.platform import clock

PASSED = Round(1, is_final=True, score=80.0, has_passed=True)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (PASSED, True),
        (Round(1, is_final=True, score=40.0, has_passed=None), True),
        (Round(1, is_final=True, score=40.0, has_passed=False), False),
        (Round(1, is_final=False, score=90.0, has_passed=True), False),
        (Round(1, is_final=True, score=90.0, has_passed=True, is_withdrawn=True), False),
        (Round(1), False),
    ],
    ids=["passed", "nothing to pass", "failed", "provisional", "withdrawn", "no score"],
)
def test_accepted_is_what_is_final_and_did_not_fail(one: Round, expected: bool) -> None:
    assert is_accepted(one) is expected
    assert bool(may_share(one, None, has_words=True)) is expected


def test_work_is_offered_once_at_a_time_and_only_with_something_to_read() -> None:
    for state in (State.WAITING, State.PUBLIC):
        assert "already" in may_share(PASSED, state, has_words=True).reason
    for state in (State.DECLINED, State.WITHDRAWN):
        assert may_share(PASSED, state, has_words=True)
    assert "Files are not shown" in may_share(PASSED, None, has_words=False).reason


def test_the_authors_no_comes_before_the_staffs_and_that_before_their_yes() -> None:
    now = clock.now()
    assert state_of(None, None, None) is State.WAITING
    assert state_of(now, None, None) is State.PUBLIC
    assert state_of(now, now, None) is State.DECLINED
    assert state_of(None, now, None) is State.DECLINED
    assert state_of(now, now, now) is State.WITHDRAWN


def _with(role: Role, scope: str = "") -> Actor:
    return Actor(7, grants=frozenset({Grant(role, scope)}))


def test_those_who_look_after_a_course_look_at_its_work_and_at_no_others() -> None:
    for role in (Role.FACILITATOR, Role.KNOWLEDGE_MANAGER):
        somebody = _with(role, "one")
        assert may_see_shown_work(somebody)
        assert may_look_at(somebody, "one")
        assert not may_look_at(somebody, "another")
        assert courses_looked_after(somebody) == frozenset({"one"})
    for role in (Role.UCLG_LEARNING, Role.ADMINISTRATOR):
        assert may_look_at(_with(role), "any")
        assert courses_looked_after(_with(role)) is None
    for somebody in (VISITOR, Actor(7), _with(Role.MENTOR, "one")):
        assert not may_see_shown_work(somebody)
        assert not may_look_at(somebody, "one")
        assert courses_looked_after(somebody) == frozenset()


def test_nobody_accepts_their_own_work_nor_what_does_not_wait() -> None:
    assert may_accept(State.WAITING, author_id=1, user_id=2)
    assert "your own" in may_accept(State.WAITING, author_id=2, user_id=2).reason
    for state in (State.PUBLIC, State.DECLINED, State.WITHDRAWN):
        assert not may_accept(state, author_id=1, user_id=2)


def test_what_is_public_may_still_be_taken_down_and_only_its_author_withdraws() -> None:
    assert may_decline(State.WAITING)
    assert may_decline(State.PUBLIC)
    assert not may_decline(State.WITHDRAWN)
    assert not may_decline(State.DECLINED)
    assert may_stop_sharing(1, 1)
    assert not may_stop_sharing(1, 2)


def test_targets_stand_in_the_order_of_the_goals_each_once_and_none_is_invented() -> None:
    told = ["16.7", "11.b", "2", "11.3", "11", "11.3", "11.99", "18.1", "<b>"]
    assert targets_in(told) == ("2", "11", "11.3", "11.b", "16.7")
    assert sorted(targets_in(list(SDG_LABELS))) == sorted(SDG_LABELS)
    assert len(SDG_LABELS) > MOST_TARGETS


def test_every_licence_says_where_it_stands_and_what_it_means() -> None:
    assert set(LICENCES) == set(Licence)
    for text in LICENCES.values():
        assert text.address.startswith("https://creativecommons.org/licenses/")
        assert text.meaning
