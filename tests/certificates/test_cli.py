"""`flask certificates …`."""

from datetime import UTC, datetime

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient

from app.certificates.actions import issue_certificate
from app.library.queries import get_edition
from app.platform import clock
from app.platform.database import db, transaction
from tests.builders import enrolled, person, published

DAY = datetime(2026, 8, 2, 12, tzinfo=UTC)


@pytest.fixture
def code(app: Flask) -> str:
    published()
    learner = person(name="Amina Diallo")
    enrolment_id = enrolled(learner)
    with clock.stopped_at(DAY), transaction():
        return issue_certificate(
            enrolment_id=enrolment_id,
            user_id=learner.id,
            revision_id=get_edition("localizing-the-sdgs").revision_id,
            completed_at=DAY,
        ).code


def told(app: Flask, *words: str) -> Result:
    result = app.test_cli_runner().invoke(args=["certificates", *words])
    db.session.expire_all()
    return result


def test_show_tells_what_a_certificate_says(app: Flask, code: str) -> None:
    result = told(app, "show", code.lower().replace("-", " "))
    assert result.exit_code == 0
    for said in (code, "Amina Diallo", "localizing-the-sdgs, edition 1", "2026-08-02", "valid"):
        assert said in result.output


def test_revoke_takes_it_back_for_everybody_who_verifies(app: Flask, client: FlaskClient, code: str) -> None:
    result = told(app, "revoke", code, "--reason", "Issued by mistake.")
    assert (result.exit_code, result.output) == (0, f"{code} of Amina Diallo is revoked.\n")
    assert "Issued by mistake." in client.get(f"/verify/{code}").text
    assert "revoked on" in told(app, "show", code).output


def test_revoking_twice_keeps_the_first_reason(app: Flask, code: str) -> None:
    told(app, "revoke", code, "--reason", "The first.")
    again = told(app, "revoke", code, "--reason", "The second.")
    assert again.exit_code == 1
    assert "already" in again.output
    assert "The first." in told(app, "show", code).output


@pytest.mark.parametrize("words", [["--reason", " "], []])
def test_revoking_needs_a_reason(app: Flask, code: str, words: list[str]) -> None:
    assert told(app, "revoke", code, *words).exit_code == 2
    assert "valid" in told(app, "show", code).output


@pytest.mark.parametrize("command", [["show"], ["revoke", "--reason", "None."]])
def test_an_unknown_code_is_said_to_be_unknown(app: Flask, command: list[str]) -> None:
    result = told(app, *command, "00000-11111-22222-33333")
    assert result.exit_code == 1
    assert "There is no certificate with the code" in result.output
