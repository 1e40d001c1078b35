"""Who may see what people have completed."""

import pytest
from flask import Flask

from app.accounts.actors import VISITOR, Actor
from app.accounts.models import Role
from app.reporting.policy import may_see_completions


@pytest.mark.usefixtures("app")
def test_uclg_learning_may_see_the_report() -> None:
    assert may_see_completions(Actor(1, role=Role.UCLG_LEARNING))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.UCLG_LEARNING])
def test_everybody_else_is_told_why_not(app: Flask, role: Role) -> None:
    with app.test_request_context():
        assert "names people" in may_see_completions(Actor(1, role=role)).reason


def test_a_visitor_may_not_see_it(app: Flask) -> None:
    with app.test_request_context():
        assert not may_see_completions(VISITOR)
