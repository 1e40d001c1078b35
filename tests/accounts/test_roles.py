"""Roles hold where they were given and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.actors import Actor
from app.accounts.roles import COURSE_ROLES, EVERYWHERE, Grant, Role, fault_of_scope, holds

SCOPES = st.sampled_from(["", "one", "two", "7", "70"])
GRANTS = st.frozensets(st.builds(Grant, st.sampled_from(Role), SCOPES), max_size=6)


@given(GRANTS, st.sampled_from(Role), SCOPES)
def test_a_role_holds_in_its_own_scope_or_where_it_holds_everywhere(
    grants: frozenset[Grant], role: Role, scope: str
) -> None:
    assert holds(grants, role, scope) == (Grant(role, scope) in grants or Grant(role, EVERYWHERE) in grants)


@given(GRANTS, GRANTS)
def test_holding_more_never_takes_anything_away(some: frozenset[Grant], more: frozenset[Grant]) -> None:
    few, many = Actor(1, grants=some), Actor(1, grants=some | more)
    assert few.roles <= many.roles
    for role in Role:
        assert few.scopes_of(role) <= many.scopes_of(role)
        assert few.holds_anywhere(role) == bool(few.scopes_of(role))


@pytest.mark.parametrize("role", Role)
def test_only_some_roles_have_a_scope(role: Role) -> None:
    has_scope = {**dict.fromkeys(COURSE_ROLES, "a-course"), Role.ORGANISATION_MANAGER: "7"}
    scope = has_scope.get(role, EVERYWHERE)
    assert fault_of_scope(role, scope) is None
    if role not in has_scope:
        assert fault_of_scope(role, "a-course") == "needless"
