"""Who may see what people have completed."""

import pytest
from flask import Flask

from app.accounts.actors import VISITOR, Actor
from app.accounts.roles import Grant, Role
from app.reporting.policy import courses_in_view, may_see_completions


@pytest.mark.usefixtures("app")
def test_uclg_learning_may_see_the_report() -> None:
    assert may_see_completions(Actor(1, grants=frozenset({Grant(Role.UCLG_LEARNING)})))


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.UCLG_LEARNING, Role.FACILITATOR)])
def test_everybody_else_is_told_why_not(app: Flask, role: Role) -> None:
    with app.test_request_context():
        assert "names people" in may_see_completions(Actor(1, grants=frozenset({Grant(role)}))).reason


def test_a_visitor_may_not_see_it(app: Flask) -> None:
    with app.test_request_context():
        assert not may_see_completions(VISITOR)


@pytest.mark.usefixtures("app")
def test_a_facilitator_sees_their_own_courses_alone() -> None:
    actor = Actor(1, grants=frozenset({Grant(Role.FACILITATOR, "one"), Grant(Role.KNOWLEDGE_MANAGER, "two")}))
    assert may_see_completions(actor)
    assert courses_in_view(actor) == frozenset({"one"})


def test_everywhere_is_every_course() -> None:
    assert courses_in_view(Actor(1, grants=frozenset({Grant(Role.FACILITATOR)}))) is None
    assert courses_in_view(Actor(1, grants=frozenset({Grant(Role.UCLG_LEARNING)}))) is None
