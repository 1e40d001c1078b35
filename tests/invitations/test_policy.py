"""Who may invite to what, as a table."""

import pytest

from app.accounts.actors import VISITOR, Actor
from app.accounts.roles import Grant, Role
from app.invitations.policy import Target, may_invite, may_invite_to, may_see

COURSE, OTHER = "localizing-the-sdgs", "another-course"
CITY, REGION, STRANGER = 1, 2, 3


def actor(*grants: tuple[Role, str], user_id: int = 7) -> Actor:
    return Actor(user_id, "Somebody", frozenset(Grant(*grant) for grant in grants))


ADMINISTRATOR = actor((Role.ADMINISTRATOR, ""))
UCLG = actor((Role.UCLG_LEARNING, ""))
OF_CITY = actor((Role.ORGANISATION_MANAGER, str(CITY)))
OF_REGION = actor((Role.ORGANISATION_MANAGER, str(REGION)))
FACILITATOR = actor((Role.FACILITATOR, COURSE))
OF_ALL_COURSES = actor((Role.FACILITATOR, ""))
BOTH = actor((Role.FACILITATOR, COURSE), (Role.ORGANISATION_MANAGER, str(CITY)))
AUTHOR = actor((Role.KNOWLEDGE_MANAGER, COURSE))
LEARNER = actor()

NOTHING = Target()
TO_COURSE, TO_OTHER = Target(COURSE), Target(OTHER)
INTO_CITY = Target("", CITY, frozenset({REGION}))
INTO_CITY_FOR_COURSE = Target(COURSE, CITY, frozenset({REGION}))
INTO_REGION = Target("", REGION)
INTO_STRANGER = Target(COURSE, STRANGER)
ALL = (NOTHING, TO_COURSE, TO_OTHER, INTO_CITY, INTO_CITY_FOR_COURSE, INTO_REGION, INTO_STRANGER)
CITYS = (INTO_CITY, INTO_CITY_FOR_COURSE)


@pytest.mark.parametrize(
    ("who", "where"),
    [
        (ADMINISTRATOR, ALL),
        (UCLG, ALL),
        (OF_CITY, CITYS),
        (OF_REGION, (*CITYS, INTO_REGION)),
        (FACILITATOR, (TO_COURSE,)),
        (OF_ALL_COURSES, (TO_COURSE, TO_OTHER)),
        (BOTH, (TO_COURSE, *CITYS)),
        (AUTHOR, ()),
        (LEARNER, ()),
        (VISITOR, ()),
    ],
)
def test_each_invites_to_just_these(who: Actor, where: tuple[Target, ...]) -> None:
    assert tuple(target for target in ALL if may_invite_to(who, target)) == where
    assert bool(may_invite(who)) == bool(where)
    assert all(may_invite_to(who, target).reason for target in ALL)


@pytest.mark.parametrize(
    ("who", "target", "sees_own", "sees_others"),
    [
        (UCLG, INTO_CITY, True, True),
        (OF_CITY, INTO_CITY, True, False),
        (OF_CITY, INTO_REGION, False, False),
        (FACILITATOR, TO_COURSE, True, False),
        (FACILITATOR, TO_OTHER, False, False),
        (LEARNER, TO_COURSE, False, False),
    ],
)
def test_a_list_of_addresses_is_seen_by_who_made_it_and_still_may(
    who: Actor, target: Target, sees_own: bool, sees_others: bool
) -> None:
    assert bool(may_see(who, who.user_id, target)) == sees_own
    assert bool(may_see(who, 99, target)) == sees_others
    # Whose account is gone is nobody, least of all a visitor.
    assert bool(may_see(who, None, target)) == sees_others
    assert not may_see(VISITOR, None, target)
