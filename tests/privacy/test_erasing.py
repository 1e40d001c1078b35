"""Erasure leaves nothing by which somebody is found, and leaves others whole."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select, update

from app.accounts.actions import Registration, give_role, take_role
from app.accounts.consents import give_consent
from app.accounts.links import ask_for_link
from app.accounts.models import ConsentPurpose, Organisation, Purpose, User
from app.accounts.queries import find_user_by_email
from app.accounts.registering import ask_to_register
from app.accounts.roles import Role
from app.assessment.models import Attempt, Response
from app.certificates.actions import revoke_certificate
from app.certificates.models import Certificate
from app.certificates.queries import codes_of, find_certificate
from app.directory.actions import block, report, save_profile
from app.enrolment.models import Enrolment
from app.peerreview.exchange_models import Review
from app.platform import clock, fragments
from app.platform.audit import AuditEntry
from app.platform.database import Model, db, transaction
from app.platform.jobs import Hopeless, Job, enqueue, know_jobs, work_off
from app.platform.outbox import keep_for_sending
from app.privacy.columns import ERASED_NAME
from app.privacy.datamap import DATA_MAP
from app.privacy.models import Erasure
from app.progress.queries import attendance_by_course
from app.wiring import JOBS, ROUTINES
from tests.builders import (
    PASSWORD,
    PASSWORD_HASH,
    RIGHT_ANSWERS,
    course_files,
    enrolled,
    later,
    letters_in,
    person,
    published,
    send,
    sign_in,
)
from tests.directory.profiles import listed, sent
from tests.directory.profiles import told as told_of_profile
from tests.privacy.planting import plant

# In small letters too, since addresses and names are kept so; long enough that no digest holds it by chance.
MARK = "zyxmarker"
NAME = "Zyxmarker Person"
ADDRESS = "zyxmarker@example.org"
SLUG = "localizing-the-sdgs"
PAGE = "/account/erase"


def wish(client: FlaskClient, **fields: str) -> None:
    answer = send(client, PAGE, {"understood": "y", **fields})
    assert answer.status_code == 303, answer.text


@pytest.fixture
def marked(each_app: Flask) -> FlaskClient:
    """Somebody whose every text holds the mark, and who did all one can do; signed in."""
    published(course_files(lessons=1))
    somebody = person(name=NAME, email=ADDRESS, organisation=f"{MARK} city", country="SN")
    client = each_app.test_client()
    sign_in(client, somebody)
    enrolled(somebody, expectation=f"As {MARK} I hope.")
    send(client, f"/learn/{SLUG}/lesson-1", to=f"/learn/{SLUG}/lesson-1/completion")
    begun = send(client, f"/learn/{SLUG}/check", to=f"/learn/{SLUG}/check/attempts")
    send(client, begun.location, {**RIGHT_ANSWERS, "q-word": f"{MARK} answer", "step": "hand-in"})
    begun = send(client, f"/learn/{SLUG}/check", to=f"/learn/{SLUG}/check/attempts")
    send(client, begun.location, {"q-word": f"{MARK} draft", "step": "save"})
    client.get(f"/learn/{SLUG}")
    client.get("/account")
    know_jobs({**JOBS, "always-fails": _fails}, ROUTINES)
    with transaction():
        give_consent(somebody.id, ConsentPurpose.ORGANISATION_PROGRESS)
        give_role(somebody.id, Role.FACILITATOR, SLUG)
        take_role(somebody.id, Role.FACILITATOR, SLUG)
        ask_for_link(ADDRESS, Purpose.SIGN_IN, root="http://localhost", way_on=f"/courses?q={MARK}", language="en")
        ask_for_link(ADDRESS.upper(), Purpose.NEW_PASSWORD, root="http://localhost", way_on="", language="en")
        keep_for_sending("other@example.org", f"From {NAME}", f"{NAME} asks something.", f"<p>{NAME}</p>", "other")
        enqueue("always-fails", email=ADDRESS)
        told = Registration(NAME, ADDRESS, PASSWORD_HASH, f"{MARK} city", "SN")
        ask_to_register(told, root="http://localhost", way_on=f"/courses?q={MARK}", language="en")
        assert somebody.organisation_id is not None
        plant(somebody.id, somebody.organisation_id, ADDRESS, MARK)
    _other, others_profile = listed("Other Person")
    with transaction():
        words = told_of_profile(answer=f"{MARK} answers", offer_words=f"{MARK} offers", need_words=f"{MARK} needs")
        own_profile = save_profile(somebody.id, words).id
    sent(somebody.id, others_profile, f"{MARK} asks")
    to_them = sent(_other.id, own_profile, f"Dear {MARK}")
    with transaction():
        report(to_them, somebody.id, f"{MARK} is annoyed")
        block(somebody.id, _other.id)
    for code in codes_of(somebody.id).values():
        certificate = find_certificate(code)
        assert certificate is not None
        with transaction():
            revoke_certificate(db.session.get_one(Certificate, certificate.id), f"{NAME} was mistaken.")
    work_off()
    send(client, "/account/data", to="/account/data/exports")
    work_off()
    with transaction():
        ask_to_register(told, root="http://localhost", way_on="", language="en")
        # One that waits, and letters that wait for a server that does not answer.
        keep_for_sending(ADDRESS, f"To {NAME}", f"Hello {NAME}", f"<p>{NAME}</p>", "waiting")
        keep_for_sending("other@example.org", f"About {NAME}", "Somebody asks.", "<p></p>", "waiting")
        db.session.execute(update(Job).where(Job.done_at.is_(None)).values(due_at=clock.now() + timedelta(days=365)))
    (Path(each_app.instance_path) / "demo-people.txt").write_text(
        f"learner {ADDRESS} {PASSWORD}\nother o@example.org x\n"
    )
    return client


def _fails(email: str) -> None:
    raise Hopeless(f"No letter reaches {email}.")


def places_with(mark: str, app: Flask) -> Iterator[str]:
    """Where the mark is found: in tables, in the bytes of the database, in files, in memory."""
    for name, rows in Model.metadata.tables.items():
        for row in db.session.execute(select(rows)).mappings():
            for column, value in row.items():
                if mark in _as_text(value).casefold():
                    yield f"{name}.{column}"
    db.session.rollback()
    if db.engine.dialect.name == "sqlite":
        for path in sorted(Path(db.engine.url.database or "").parent.glob("*.sqlite*")):
            if mark.encode() in path.read_bytes().lower():
                yield path.name
    for path in sorted(Path(app.instance_path).rglob("*")):
        if path.is_file() and mark in path.read_text("utf-8", errors="replace").casefold():
            yield str(path.relative_to(app.instance_path))
    for key, piece in fragments._kept.items():
        if mark in f"{key}{_as_text(piece)}".casefold():
            yield f"the piece of HTML under {key}"


def _as_text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else str(value)


def test_the_mark_was_planted_in_every_text_of_the_person(each_app: Flask, marked: FlaskClient) -> None:
    found = set(places_with(MARK, each_app))
    assert {
        "user_account.name",
        "user_account.email",
        "user_account.email_key",
        "organisation.name",
        "organisation.name_key",
        "enrolment.expectation",
        "attempt.draft",
        "response.answer",
        "certificate.learner_name",
        "certificate.revocation_reason",
        "mailed_link.way_on",
        "outgoing_mail.recipient",
        "outgoing_mail.subject",
        "outgoing_mail.text",
        "job.arguments",
        "job.failure",
        "demo-people.txt",
    } <= found
    assert any(place.startswith("outbox/") for place in found)
    # Every text that the map calls somebody's words or address is among them, so that no new table is forgotten.
    told = {
        f"{table.name}.{name}"
        for table in DATA_MAP.values()
        for name, column in table.columns.items()
        if table.whose and column.kind.value in ("identity", "contact")
    }
    assert (
        told
        - found
        - {"user_account.country", "organisation.country", "outgoing_mail.html", "pending_registration.country"}
        - {"invitation.country"}
        - {"review_place.country", "shown_work.country"}
        # Two letters or a choice from a list: no room for the mark.
        - {"application.country", "application.organisation_kind", "application.gender"}
        # A list of keys, and a text that is only ever a choice of theirs.
        - {"profile.languages", "profile.themes", "profile.sdgs", "profile.offers", "profile.needs"}
        == set()
    )


def test_nothing_of_the_person_is_found_afterwards(each_app: Flask, marked: FlaskClient) -> None:
    wish(marked, takes_words="y")
    later(8)
    assert list(places_with(MARK, each_app)) == []
    assert find_user_by_email(ADDRESS) is None


def test_the_kept_pieces_of_pages_name_nobody_even_before(each_app: Flask, marked: FlaskClient) -> None:
    assert NAME in marked.get("/account").text
    assert [place for place in places_with(MARK, each_app) if "piece" in place] == []


def test_the_person_is_signed_out_and_can_register_anew(each_app: Flask, marked: FlaskClient) -> None:
    wish(marked)
    later(8)
    assert marked.get("/account").status_code == 302
    assert person(email=ADDRESS).id is not None


def test_nobody_signs_in_to_an_empty_shell(each_app: Flask, marked: FlaskClient) -> None:
    wish(marked)
    later(8)
    (shell,) = db.session.scalars(select(User).where(User.name == ERASED_NAME))
    for address in (shell.email_key, "", ERASED_NAME):
        refused = send(each_app.test_client(), "/sign-in", {"email": address, "password": ""})
        assert refused.status_code == 422


def test_figures_and_other_people_stay_whole(each_app: Flask, marked: FlaskClient) -> None:
    other = person(name="Zyx Marker", organisation=f"{MARK} city", country="SN")
    enrolled(other, expectation="I stay.")
    before = attendance_by_course()[SLUG]
    marks = list(db.session.execute(select(Attempt.percent, Attempt.has_passed).order_by(Attempt.id)))
    wish(marked)
    later(8)
    after = attendance_by_course()[SLUG]
    assert after.graduates == before.graduates == 1
    assert after.learners == before.learners - 1
    assert list(db.session.execute(select(Attempt.percent, Attempt.has_passed).order_by(Attempt.id))) == marks
    assert db.session.scalar(select(Enrolment.expectation).where(Enrolment.user_id == other.id)) == "I stay."
    assert db.session.scalar(select(User.name).where(User.id == other.id)) == "Zyx Marker"
    # They are not alone in it, so the organisation is not about the one who went.
    assert db.session.scalar(select(Organisation.name)) == f"{MARK} city"


def test_of_days_only_the_month_stays(each_app: Flask, marked: FlaskClient) -> None:
    wish(marked)
    later(8)
    shell = db.session.scalars(select(User).where(User.name == ERASED_NAME)).one()
    enrolment = db.session.scalars(select(Enrolment).where(Enrolment.user_id == shell.id)).one()
    for moment in (shell.created_at, enrolment.enrolled_at, enrolment.left_at, enrolment.last_seen_at):
        assert moment is not None
        assert (moment.day, moment.hour, moment.minute, moment.second) == (1, 0, 0, 0)
    assert set(map(str, db.session.scalars(select(Response.answer)))) == {"[]"}


def test_whoever_verifies_the_certificate_reads_that_it_was_withdrawn_and_nothing_else(
    each_app: Flask, marked: FlaskClient
) -> None:
    code = db.session.scalar(select(Certificate.code))
    wish(marked)
    later(8)
    shown = each_app.test_client().get(f"/verify/{code}")
    assert shown.status_code == 200
    assert "withdrawn at its holder" in shown.text
    for told in (NAME, "Localizing the SDGs", "Reason", "This certificate is valid", "It no longer counts"):
        assert told not in shown.text


def test_the_proof_says_what_was_done_and_not_to_whom(each_app: Flask, marked: FlaskClient) -> None:
    wish(marked)
    number = db.session.scalar(select(Erasure.number))
    later(8)
    proof = db.session.scalars(select(Erasure)).one()
    assert (proof.number, proof.user_id) == (number, None)
    assert proof.counts["user_account"] == {"emptied": 1}
    assert proof.counts["organisation"] == {"deleted": 1}
    assert proof.counts["response"]["emptied"] == 5
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "account.erased")).one()
    assert (entry.subject_kind, entry.subject_key) == ("erasure", str(proof.id))
    staff = each_app.test_client()
    sign_in(staff, person(Role.ADMINISTRATOR))
    assert str(number) in staff.get("/privacy/erasures").text


def test_until_the_day_comes_all_is_as_it_was_and_can_be_taken_back(each_app: Flask, marked: FlaskClient) -> None:
    wish(marked)
    later(days=6)
    assert find_user_by_email(ADDRESS) is not None
    assert "Keep my account" in marked.get("/account/data").text
    assert send(marked, "/account/data", to="/account/erase/take-back").status_code == 303
    later(8)
    assert find_user_by_email(ADDRESS) is not None
    assert db.session.scalars(select(Erasure)).all() == []


def test_the_letter_tells_number_and_day_and_how_to_keep_the_account(each_app: Flask) -> None:
    somebody = person(name="Amina Diallo")
    client = each_app.test_client()
    sign_in(client, somebody)
    wish(client)
    work_off()
    letter = letters_in(each_app)[-1]
    text = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert letter["To"] == somebody.email
    assert str(db.session.scalar(select(Erasure.number))) in text
    assert "/account/data" in text


def test_whoever_signed_in_long_ago_tells_their_password(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, person())
    assert "Your password" not in client.get(PAGE).text
    with clock.stopped_at(clock.now() + timedelta(hours=1)):
        assert "Your password" in client.get(PAGE).text
        refused = send(client, PAGE, {"understood": "y", "password": "a wrong one"})
        assert refused.status_code == 422
        assert "This is not your password" in refused.text
        assert db.session.scalars(select(Erasure)).all() == []
        wish(client, password=PASSWORD)


def test_without_the_tick_nothing_is_noted(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, person())
    refused = send(client, PAGE)
    assert refused.status_code == 422
    assert "Tick the box" in refused.text
    assert db.session.scalars(select(Erasure)).all() == []


def test_asking_twice_is_told_and_changes_nothing(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, person())
    wish(client)
    assert send(client, PAGE, {"understood": "y"}).status_code == 409


def test_a_letter_by_post_is_answered_by_command(each_app: Flask) -> None:
    person(name=NAME, email=ADDRESS)
    run = each_app.test_cli_runner().invoke
    preview = run(args=["privacy", "erase", ADDRESS])
    assert preview.exit_code == 0
    assert "Nothing was changed" in preview.output
    assert find_user_by_email(ADDRESS) is not None
    db.session.remove()
    done = run(args=["privacy", "erase", ADDRESS, "--yes", "--now"])
    assert done.exit_code == 0, done.output
    work_off()
    assert list(places_with(MARK, each_app)) == []
    assert "by_letter" in run(args=["privacy", "erasures"]).output
    assert run(args=["privacy", "erase", ADDRESS]).exit_code == 1


@pytest.mark.parametrize("told", [{"name": "Amina Diallo"}, {"people": ["a@example.org"]}, {"was": {"name": "A B"}}])
def test_the_audit_log_refuses_what_reads_like_a_name_or_an_address(app: Flask, told: dict[str, object]) -> None:
    from app.platform import audit

    with pytest.raises(ValueError, match="numbers, keys and states"), transaction():
        audit.note(None, "something.done", "person", 1, **told)
    assert db.session.scalars(select(AuditEntry)).all() == []


def test_no_fault_of_the_database_tells_what_people_typed(each_app: Flask) -> None:
    from sqlalchemy.exc import SQLAlchemyError

    with pytest.raises(SQLAlchemyError) as told, transaction():
        db.session.execute(insert(User), [{"name": NAME, "email": ADDRESS, "email_key": ADDRESS}])
    assert MARK not in str(told.value).split("DETAIL")[0].casefold()


def test_comments_written_for_others_stay_for_them_unless_their_author_is_named_in_them(
    each_app: Flask, marked: FlaskClient
) -> None:
    with transaction():
        db.session.execute(update(Review).values(overall="The reasons are well told."))
    wish(marked)
    later(8)
    review = db.session.scalars(select(Review)).one()
    assert review.overall == "The reasons are well told."
    assert review.comments == {"reasons": f"{MARK} comments"}, "one word alone may be anybody's"
    assert review.answer == ""


def test_comments_that_name_their_author_go_in_any_case(each_app: Flask, marked: FlaskClient) -> None:
    with transaction():
        db.session.execute(update(Review).values(comments={"reasons": f"Write to {ADDRESS}"}, overall=f"I, {NAME}"))
    wish(marked)
    later(8)
    review = db.session.scalars(select(Review)).one()
    assert (review.comments, review.overall) == ({}, "")
