"""Who manages a branch manages nothing beside it and nothing above it."""

import pytest

from app.accounts.actors import VISITOR, Actor
from app.accounts.roles import Grant, Role
from app.organisations.policy import may_arrange, may_manage, may_see, may_see_names

# 1 is above 2 and 3; 4 is a part of 2.
ABOVE = {1: {1}, 2: {1, 2}, 3: {1, 3}, 4: {1, 2, 4}}
LEARNER = Actor(7)
UCLG = Actor(8, grants=frozenset({Grant(Role.UCLG_LEARNING)}))
ADMINISTRATOR = Actor(9, grants=frozenset({Grant(Role.ADMINISTRATOR)}))


def manager_of(number: int) -> Actor:
    return Actor(10, grants=frozenset({Grant(Role.ORGANISATION_MANAGER, str(number))}), organisation_id=3)


@pytest.mark.parametrize(("managed", "reached"), [(1, {1, 2, 3, 4}), (2, {2, 4}), (3, {3}), (4, {4})])
def test_a_manager_reaches_the_branch_and_no_more(managed: int, reached: set[int]) -> None:
    actor = manager_of(managed)
    assert {number for number, above in ABOVE.items() if may_manage(actor, above)} == reached
    assert not may_arrange(actor)


def test_belonging_to_an_organisation_is_not_managing_it() -> None:
    assert not may_manage(Actor(7, organisation_id=3), ABOVE[3])


def test_roles_of_courses_manage_no_organisation() -> None:
    for role in (Role.FACILITATOR, Role.KNOWLEDGE_MANAGER):
        for scope in ("", "1"):
            assert not may_manage(Actor(7, grants=frozenset({Grant(role, scope)})), ABOVE[1])


@pytest.mark.parametrize("actor", [UCLG, ADMINISTRATOR])
def test_uclg_learning_and_administrators_arrange_all(actor: Actor) -> None:
    assert may_arrange(actor)
    assert may_manage(actor, ABOVE[4])
    assert may_see(actor, (), is_listed=False, is_member=False)


def test_what_is_not_listed_is_seen_by_its_people_and_managers() -> None:
    assert may_see(VISITOR, (), is_listed=True, is_member=False)
    assert not may_see(LEARNER, ABOVE[4], is_listed=False, is_member=False)
    assert may_see(LEARNER, ABOVE[4], is_listed=False, is_member=True)
    assert may_see(manager_of(2), ABOVE[4], is_listed=False, is_member=False)
    assert not may_see(manager_of(3), ABOVE[4], is_listed=False, is_member=False)


def test_names_are_for_people_with_an_account() -> None:
    assert may_see_names(LEARNER)
    assert not may_see_names(VISITOR)
