"""Who may open a certificate."""

import pytest

from app.accounts.actors import VISITOR, Actor
from app.accounts.roles import Grant, Role
from app.certificates.policy import may_see_certificate

pytestmark = pytest.mark.usefixtures("app")
OWNER = Actor(7, "Amina Diallo")


def test_the_owner_opens_it() -> None:
    assert may_see_certificate(OWNER, 7)


def test_uclg_learning_opens_it_even_when_the_account_is_gone() -> None:
    assert may_see_certificate(Actor(8, grants=frozenset({Grant(Role.UCLG_LEARNING)})), None)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.UCLG_LEARNING])
def test_nobody_else_does(role: Role) -> None:
    assert not may_see_certificate(Actor(8, grants=frozenset({Grant(role)})), 7)


def test_a_visitor_is_not_the_owner_of_a_certificate_without_owner() -> None:
    refusal = may_see_certificate(VISITOR, None)
    assert not refusal
    assert "verify" in refusal.reason
