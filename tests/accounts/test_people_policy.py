"""Nobody raises themselves or others above what they may give, whatever they hold and whatever they try."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from app.accounts.actors import VISITOR, Actor
from app.accounts.changes import Change, Kind, PersonFacts, plan
from app.accounts.policy import (
    may_block,
    may_change_role,
    may_look_after_account,
    may_see_people,
    roles_given_by,
)
from app.accounts.roles import Grant, Role

SCOPES = st.sampled_from(["", "one", "7"])
GRANTS = st.frozensets(st.builds(Grant, st.sampled_from(Role), SCOPES), max_size=6)
ROLES = st.sampled_from(Role)
TOP = {Role.UCLG_LEARNING, Role.ADMINISTRATOR}


def holders(*grants: Grant) -> Actor:
    return Actor(1, grants=frozenset(grants))


@given(GRANTS, GRANTS, st.lists(ROLES, max_size=8))
def test_nobody_raises_themselves_or_others_above_what_they_may_give(
    mine: frozenset[Grant], theirs: frozenset[Grant], tried: list[Role]
) -> None:
    may_give = roles_given_by(Actor(1, grants=mine))
    # The same person may be oneself: every role given may be used for the next try.
    me, them = set(mine), set(theirs)
    for role in tried:
        actor = Actor(1, grants=frozenset(me))
        if may_change_role(actor, role, me):
            me.add(Grant(role))
        if may_change_role(actor, role, them):
            them.add(Grant(role))
    assert {grant.role for grant in me - mine} <= may_give
    assert {grant.role for grant in them - theirs} <= may_give


@given(GRANTS, GRANTS, ROLES)
def test_who_is_no_administrator_does_nothing_to_administrators(
    mine: frozenset[Grant], theirs: frozenset[Grant], role: Role
) -> None:
    actor = Actor(1, grants=mine - {Grant(Role.ADMINISTRATOR, scope) for scope in ("", "one", "7")})
    above = theirs | {Grant(Role.ADMINISTRATOR)}
    assert not may_change_role(actor, role, above)
    assert not may_look_after_account(actor, above)
    assert not may_block(actor, 2, above)


@given(GRANTS)
def test_the_highest_roles_are_given_by_administrators_only(mine: frozenset[Grant]) -> None:
    actor = Actor(1, grants=mine)
    assert bool(TOP & roles_given_by(actor)) == actor.holds(Role.ADMINISTRATOR)


@given(GRANTS)
def test_who_gives_no_role_sees_nobodys_account(mine: frozenset[Grant]) -> None:
    actor = Actor(1, grants=mine)
    assert bool(may_see_people(actor)) == bool(roles_given_by(actor))


@given(GRANTS, GRANTS)
def test_nobody_blocks_themselves(mine: frozenset[Grant], theirs: frozenset[Grant]) -> None:
    assert not may_block(Actor(1, grants=mine), 1, theirs)


def test_a_visitor_and_a_facilitator_look_after_nobody() -> None:
    for actor in (VISITOR, holders(Grant(Role.FACILITATOR)), holders(Grant(Role.KNOWLEDGE_MANAGER, "one"))):
        assert not may_see_people(actor)
        assert not may_look_after_account(actor, ())


def test_uclg_learning_looks_after_learners_and_not_after_each_other() -> None:
    actor = holders(Grant(Role.UCLG_LEARNING))
    assert may_look_after_account(actor, ())
    assert may_look_after_account(actor, {Grant(Role.FACILITATOR, "one")})
    assert not may_look_after_account(actor, {Grant(Role.UCLG_LEARNING)})


@given(GRANTS, st.lists(GRANTS, max_size=5), st.sampled_from(Kind), ROLES)
def test_a_plan_changes_exactly_whom_it_may_and_need(
    mine: frozenset[Grant], theirs: list[frozenset[Grant]], kind: Kind, role: Role
) -> None:
    actor = Actor(1, grants=mine)
    change = Change(kind) if kind is Kind.BLOCK else Change(kind, role)
    blocked = datetime(2027, 3, 1, tzinfo=UTC)
    people = [
        PersonFacts(number, "A", "a@example.org", grants, blocked if number % 2 else None)
        for number, grants in enumerate(theirs, 1)
    ]
    made = plan(actor, change, people)
    assert len(made.changed) + len(made.left) == len(people)
    assert all(reason for _person, reason in made.left)
    for person in made.changed:
        if kind is Kind.BLOCK:
            assert may_block(actor, person.user_id, person.grants)
            assert person.blocked_at is None
        else:
            assert may_change_role(actor, role, person.grants)
            assert (Grant(role) in person.grants) == (kind is Kind.TAKE_ROLE)


def test_a_digest_stands_for_one_change_to_certain_people() -> None:
    def person(number: int) -> PersonFacts:
        return PersonFacts(number, "A", "a@example.org", frozenset(), None)

    actor = holders(Grant(Role.ADMINISTRATOR))
    give = Change(Kind.GIVE_ROLE, Role.FACILITATOR)
    one = plan(actor, give, [person(2), person(3)])
    assert one.digest == plan(actor, give, [person(3), person(2)]).digest
    assert one.digest != plan(actor, give, [person(2)]).digest
    assert one.digest != plan(actor, Change(Kind.GIVE_ROLE, Role.FACILITATOR, "one"), [person(2), person(3)]).digest
    assert one.digest != plan(actor, Change(Kind.BLOCK), [person(2), person(3)]).digest
