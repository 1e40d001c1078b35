"""Certificates and their verification at the browser's door."""

import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import User
from app.accounts.roles import Role
from app.certificates.actions import issue_certificate, revoke_certificate
from app.certificates.queries import find_certificate
from app.library.queries import get_edition
from app.platform import clock
from app.platform.database import db, transaction
from tests.builders import counted_statements, course_files, enrolled, person, published, send, sign_in

UNKNOWN = "00000-11111-22222-33333"
COMPLETED = datetime(2026, 8, 2, 12, tzinfo=UTC)


def learner_with_certificate(name: str = "Amina Diallo", title: str = "Localizing the SDGs") -> tuple[User, str]:
    published(course_files(title=title))
    learner = person(name=name)
    enrolment_id = enrolled(learner)
    with clock.stopped_at(COMPLETED), transaction():
        certificate = issue_certificate(
            enrolment_id=enrolment_id,
            user_id=learner.id,
            revision_id=get_edition("localizing-the-sdgs").revision_id,
            completed_at=COMPLETED,
        )
    return learner, certificate.code


def revoke(code: str) -> None:
    with clock.stopped_at(datetime(2026, 9, 1, 8, tzinfo=UTC)), transaction():
        certificate = find_certificate(code)
        assert certificate is not None
        revoke_certificate(certificate, "Issued by mistake.")
    db.session.expire_all()


def words_of(html: str) -> str:
    """What a page says, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# From the last unit to the certificate.


def test_completing_a_course_issues_the_certificate(client: FlaskClient) -> None:
    published(course_files(lessons=1, with_quiz=False))
    learner = person(name="Amina Diallo")
    enrolled(learner)
    sign_in(client, learner)
    send(
        client,
        "/learn/localizing-the-sdgs/lesson-1",
        to="/learn/localizing-the-sdgs/lesson-1/completion",
    )
    link = re.search(r'href="(/certificates/[^"]+)"', client.get("/learn").text)
    assert link is not None
    shown = client.get(link[1])
    assert shown.status_code == 200
    assert "Amina Diallo" in shown.text


# The certificate.


def test_the_owner_sees_all_that_stands_on_the_certificate(client: FlaskClient) -> None:
    learner, code = learner_with_certificate()
    sign_in(client, learner)
    words = words_of(client.get(f"/certificates/{code}").text)
    for said in ("Amina Diallo", "Localizing the SDGs", "2 August 2026", "1 hour", "English", "Learning Forum", code):
        assert said in words
    assert "http://localhost/verify" in words


def test_the_square_code_is_drawn_without_a_style(client: FlaskClient) -> None:
    learner, code = learner_with_certificate()
    sign_in(client, learner)
    html = client.get(f"/certificates/{code}").text
    assert re.search(r'<svg class="certificate-qr"[^>]*role="img" aria-labelledby="qr-title">', html)
    assert "style=" not in html


def test_the_owner_downloads_the_pdf(client: FlaskClient) -> None:
    learner, code = learner_with_certificate()
    sign_in(client, learner)
    response = client.get(f"/certificates/{code}.pdf")
    assert (response.status_code, response.mimetype) == (200, "application/pdf")
    assert response.headers["Content-Disposition"] == "attachment; filename=certificate-localizing-the-sdgs.pdf"
    assert response.data.startswith(b"%PDF-")
    assert f"/URI (http://localhost/verify/{code})".encode() in response.data
    assert client.get(f"/certificates/{code}.pdf").data == response.data


def test_uclg_learning_opens_every_certificate(client: FlaskClient) -> None:
    _learner, code = learner_with_certificate()
    sign_in(client, person(Role.UCLG_LEARNING))
    assert client.get(f"/certificates/{code}").status_code == 200
    assert client.get(f"/certificates/{code}.pdf").status_code == 200


@pytest.mark.parametrize("ending", ["", ".pdf"])
def test_for_others_a_certificate_is_like_one_that_does_not_exist(client: FlaskClient, ending: str) -> None:
    _learner, code = learner_with_certificate()
    sign_in(client, person(Role.KNOWLEDGE_MANAGER))
    somebodys, nobodys = client.get(f"/certificates/{code}{ending}"), client.get(f"/certificates/{UNKNOWN}{ending}")
    assert (somebodys.status_code, nobodys.status_code) == (404, 404)
    assert words_of(somebodys.text) == words_of(nobodys.text)


@pytest.mark.parametrize("ending", ["", ".pdf"])
def test_a_visitor_is_asked_to_sign_in_whether_or_not_it_exists(client: FlaskClient, ending: str) -> None:
    _learner, code = learner_with_certificate()
    for asked in (code, UNKNOWN):
        response = client.get(f"/certificates/{asked}{ending}")
        assert response.status_code == 302
        assert response.location.startswith("/sign-in?next=/certificates/")


def test_a_revoked_certificate_can_no_longer_be_printed(client: FlaskClient) -> None:
    learner, code = learner_with_certificate()
    revoke(code)
    sign_in(client, learner)
    shown = client.get(f"/certificates/{code}")
    assert 'class="certificate"' not in shown.text
    assert "1 September 2026" in shown.text
    assert "Issued by mistake." in shown.text
    assert client.get(f"/certificates/{code}.pdf").status_code == 422


def test_a_name_that_the_fonts_lack_is_led_to_the_page_that_shows_it(client: FlaskClient) -> None:
    learner, code = learner_with_certificate(name="Amina \u0378")
    sign_in(client, learner)
    response = client.get(f"/certificates/{code}.pdf")
    assert response.status_code == 422
    assert f'href="/certificates/{code}"' in response.text
    assert "Amina \u0378" in client.get(f"/certificates/{code}").text


def test_a_name_is_shown_as_text_and_never_run(client: FlaskClient) -> None:
    learner, code = learner_with_certificate(name="<script>alert(1)</script>")
    sign_in(client, learner)
    for address in (f"/certificates/{code}", f"/verify/{code}"):
        html = client.get(address).text
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


# Verification.


def test_a_stranger_sees_that_a_certificate_is_valid(client: FlaskClient) -> None:
    _learner, code = learner_with_certificate()
    response = client.get(f"/verify/{code}")
    assert response.status_code == 200
    words = words_of(response.text)
    assert "This certificate is valid" in words
    for said in ("Amina Diallo", "Localizing the SDGs", "2 August 2026", "1 hour", "Edition 1", "Learning Forum", code):
        assert said in words


def test_a_stranger_learns_nothing_else_about_the_learner(client: FlaskClient) -> None:
    learner, code = learner_with_certificate()
    html = client.get(f"/verify/{code}").text
    assert learner.email not in html
    assert "/certificates/" not in html


def test_a_revoked_certificate_says_since_when_and_why(client: FlaskClient) -> None:
    _learner, code = learner_with_certificate()
    revoke(code)
    response = client.get(f"/verify/{code}")
    assert response.status_code == 200
    words = words_of(response.text)
    assert "This certificate was revoked" in words
    assert "It no longer counts, since 1 September 2026" in words
    assert "Issued by mistake." in words
    assert "valid" not in words


@pytest.mark.parametrize("code", [UNKNOWN, "no-code-at-all", "x" * 500])
def test_an_unknown_code_is_told_apart_and_can_be_mended(client: FlaskClient, code: str) -> None:
    response = client.get(f"/verify/{code}")
    assert response.status_code == 404
    assert "There is no certificate with this code" in response.text
    assert f'name="code" value="{code}"' in response.text


def test_verifying_is_kept_out_of_search_engines(client: FlaskClient) -> None:
    _learner, code = learner_with_certificate()
    for asked in (code, UNKNOWN):
        response = client.get(f"/verify/{asked}")
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert '<meta name="robots" content="noindex">' in response.text


def test_verifying_too_often_is_slowed_down(client: FlaskClient) -> None:
    statuses = [client.get(f"/verify/{UNKNOWN}").status_code for _try in range(61)]
    assert statuses == [404] * 60 + [429]


def test_verifying_asks_the_database_once(app: Flask, client: FlaskClient) -> None:
    _learner, code = learner_with_certificate()
    db.session.expunge_all()
    with counted_statements(app) as statements:
        client.get(f"/verify/{code}")
    assert len(statements) == 1


def test_the_form_leads_to_what_the_code_stands_for(client: FlaskClient) -> None:
    _learner, code = learner_with_certificate()
    typed = f" {code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} "
    response = client.get("/verify", query_string={"code": typed})
    assert (response.status_code, response.location) == (302, f"/verify/{code}")


def test_the_form_shows_an_impossible_code_again(client: FlaskClient) -> None:
    response = client.get("/verify", query_string={"code": "7K3QF-0XW9A"})
    assert response.status_code == 422
    assert 'value="7K3QF-0XW9A"' in response.text
    assert 'aria-invalid="true"' in response.text


def test_the_form_opens_empty_and_without_complaint(client: FlaskClient) -> None:
    response = client.get("/verify")
    assert response.status_code == 200
    assert "aria-invalid" not in response.text
