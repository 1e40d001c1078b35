"""Issuing and revoking, on both databases."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import delete

from app.accounts.models import User
from app.certificates.actions import issue_certificate, revoke_certificate
from app.certificates.models import Certificate
from app.certificates.queries import codes_of, find_certificate, find_certificate_of_enrolment, find_owner
from app.enrolment.actions import choose_content_language
from app.library.queries import get_edition
from app.platform import clock
from app.platform.database import db, transaction
from tests.builders import IN_FRENCH, browser_of, course_files, enrolled, person, published, send

pytestmark = pytest.mark.usefixtures("each_app")
COMPLETED = datetime(2026, 8, 2, 22, 30, tzinfo=UTC)


def issued(learner: User, enrolment_id: int, content_language: str = "") -> Certificate:
    """The certificate of an enrolment in the course of these tests."""
    with transaction():
        return issue_certificate(
            enrolment_id=enrolment_id,
            user_id=learner.id,
            revision_id=get_edition("localizing-the-sdgs").revision_id,
            completed_at=COMPLETED,
            content_language=content_language,
        )


def read_again(code: str) -> Certificate:
    """The certificate as the database has it."""
    db.session.expire_all()
    found = find_certificate(code)
    assert found is not None
    return found


def revoke(code: str) -> None:
    with transaction():
        revoke_certificate(read_again(code), "Issued by mistake.")


def test_a_certificate_copies_what_stands_on_it() -> None:
    published(course_files(title="Localizing the SDGs"))
    learner = person(name="Amina Diallo")
    certificate = issued(learner, enrolled(learner))
    assert certificate.learner_name == "Amina Diallo"
    assert (certificate.course_title, certificate.course_language) == ("Localizing the SDGs", "en")
    assert (certificate.minutes, certificate.revision_number) == (60, 1)
    assert certificate.completed_on.isoformat() == "2026-08-02"


@pytest.mark.parametrize(
    ("for_the_course", "of_the_pages", "expected"),
    [
        ("fr", "", ("Localiser les ODD", "fr")),
        ("", "fr", ("Localiser les ODD", "fr")),
        ("en", "fr", ("Localizing the SDGs", "en")),
        ("", "es", ("Localizing the SDGs", "en")),
        ("", "", ("Localizing the SDGs", "en")),
    ],
)
def test_a_certificate_names_the_course_as_its_learner_read_it(
    for_the_course: str, of_the_pages: str, expected: tuple[str, str]
) -> None:
    published(course_files(title="Localizing the SDGs", more=IN_FRENCH))
    learner = person()
    with transaction():
        db.session.get_one(User, learner.id).language = of_the_pages
    certificate = issued(learner, enrolled(learner), for_the_course)
    assert (certificate.course_title, certificate.course_language) == expected


@pytest.mark.parametrize(("asked", "chosen", "expected"), [("fr", "", "fr"), ("en", "fr", "fr"), ("ar", "", "en")])
def test_whoever_completes_a_course_gets_the_certificate_in_the_language_of_that_page(
    each_app: Flask, asked: str, chosen: str, expected: str
) -> None:
    published(course_files(lessons=1, with_quiz=False, more={"course.fr.md": IN_FRENCH["course.fr.md"]}))
    learner = person()
    enrolment_id = enrolled(learner)
    with transaction():
        choose_content_language(enrolment_id, chosen)
    lesson = "/learn/localizing-the-sdgs/lesson-1"
    answer = send(browser_of(each_app, learner), f"{lesson}?lang={asked}", to=f"{lesson}/completion")
    assert answer.status_code == 303
    (code,) = codes_of(learner.id).values()
    assert read_again(code).course_language == expected


def test_an_enrolment_earns_one_certificate_only() -> None:
    published()
    learner = person()
    enrolment_id = enrolled(learner)
    assert issued(learner, enrolment_id).id == issued(learner, enrolment_id).id


def test_a_new_title_of_the_course_leaves_old_certificates_alone() -> None:
    first = published(course_files(title="Localizing the SDGs"))
    learner = person()
    code = issued(learner, enrolled(learner)).code
    published(course_files(title="Another title"), based_on=first.digest)
    found = read_again(code)
    assert (found.course_title, found.revision_number) == ("Localizing the SDGs", 1)


def test_a_certificate_belongs_to_whoever_was_enrolled() -> None:
    published()
    learner = person()
    enrolment_id = enrolled(learner)
    certificate = issued(learner, enrolment_id)
    assert find_owner(certificate) == learner.id
    assert codes_of(learner.id) == {enrolment_id: certificate.code}


def test_a_certificate_outlives_the_account_and_has_no_owner_then() -> None:
    published()
    learner = person(name="Amina Diallo")
    code = issued(learner, enrolled(learner)).code
    with transaction():
        db.session.execute(delete(User).where(User.id == learner.id))
    found = read_again(code)
    assert (found.learner_name, found.enrolment_id, find_owner(found)) == ("Amina Diallo", None, None)


def test_a_revoked_certificate_stays_findable_with_its_reason() -> None:
    published()
    learner = person()
    code = issued(learner, enrolled(learner)).code
    moment = datetime(2026, 9, 1, tzinfo=UTC)
    with clock.stopped_at(moment):
        revoke(code)
    found = read_again(code)
    assert (found.revoked_at, found.revocation_reason) == (moment, "Issued by mistake.")


def test_completing_again_does_not_give_a_revoked_certificate_back() -> None:
    published()
    learner = person()
    enrolment_id = enrolled(learner)
    revoke(issued(learner, enrolment_id).code)
    assert issued(learner, enrolment_id).revoked_at is not None


def test_an_enrolment_without_certificate_has_none() -> None:
    published()
    assert find_certificate_of_enrolment(enrolled(person())) is None
