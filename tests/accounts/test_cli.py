"""`flask people …`."""

from flask import Flask

from app.accounts.models import Role
from app.accounts.queries import find_user_by_email
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
    assert run(app, "role", "nobody@example.org", "learner")[0] == 1


def test_a_new_role_ends_the_sessions_of_the_old_one(app: Flask) -> None:
    somebody = person(Role.UCLG_LEARNING)
    client = app.test_client()
    sign_in(client, somebody)
    assert run(app, "role", somebody.email, "learner")[0] == 0
    assert client.get("/reporting/completions").status_code == 302
    changed = find_user_by_email(somebody.email)
    assert changed is not None
    assert changed.role is Role.LEARNER
