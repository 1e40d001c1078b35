"""`flask people …`."""

import pytest
from flask import Flask

from app.accounts.queries import grants_of, people_with_roles
from app.accounts.roles import Grant, Role
from tests.builders import person, send, sign_in


def run(app: Flask, *words: str) -> tuple[int, str]:
    told = app.test_cli_runner().invoke(args=["people", *words])
    return told.exit_code, told.output


def test_an_account_made_by_hand_can_sign_in(app: Flask) -> None:
    code, output = run(app, "add", "jonas@example.org", "--name", "Jonas Berg", "--role", "uclg_learning")
    assert code == 0
    fields = {"email": "jonas@example.org", "password": output.split()[-1]}
    assert send(app.test_client(), "/sign-in", fields).status_code == 303
    assert "Jonas Berg" in run(app, "list")[1]


def test_what_cannot_be_an_account_is_told_and_not_made(app: Flask) -> None:
    person(email="jonas@example.org")
    assert run(app, "add", "jonas@example.org", "--name", "Jonas")[0] == 1
    assert run(app, "add", "jonas", "--name", "Jonas")[0] == 1
    assert run(app, "give", "nobody@example.org", "facilitator")[0] == 1
    assert run(app, "create-admin", "nobody@example.org")[0] == 1


def test_a_role_ends_with_the_page_after_it_was_taken(app: Flask) -> None:
    somebody = person(Role.UCLG_LEARNING)
    client = app.test_client()
    sign_in(client, somebody)
    assert client.get("/reporting/completions").status_code == 200
    assert "no longer has" in run(app, "take", somebody.email, "uclg_learning")[1]
    assert client.get("/reporting/completions").status_code == 403
    assert "did not have" in run(app, "take", somebody.email, "uclg_learning")[1]


def test_a_role_may_be_for_one_course(app: Flask) -> None:
    somebody = person()
    words = ("give", somebody.email, "facilitator", "--for", "localizing-the-sdgs")
    assert "has the role facilitator for localizing-the-sdgs" in run(app, *words)[1]
    assert "had the role" in run(app, *words)[1]
    assert grants_of(somebody.id) == {Grant(Role.FACILITATOR, "localizing-the-sdgs")}


@pytest.mark.parametrize(
    ("role", "scope"),
    [("administrator", "localizing-the-sdgs"), ("organisation_manager", ""), ("organisation_manager", "x")],
)
def test_a_scope_that_does_not_fit_the_role_is_refused(app: Flask, role: str, scope: str) -> None:
    somebody = person()
    code, _told = run(app, "give", somebody.email, role, "--for", scope)
    assert code == 1
    assert not grants_of(somebody.id)


def test_somebody_with_and_somebody_without_an_account_become_administrators(app: Flask) -> None:
    somebody = person()
    assert run(app, "create-admin", somebody.email)[0] == 0
    assert run(app, "create-admin", "mei@example.org", "--name", "Mei Tanaka")[0] == 0
    assert [grant.role for grant, _user in people_with_roles()] == [Role.ADMINISTRATOR] * 2


def test_the_last_administrator_stays(app: Flask) -> None:
    somebody = person(Role.ADMINISTRATOR)
    code, told = run(app, "take", somebody.email, "administrator")
    assert code == 1
    assert "only administrator" in told
