"""An invitation is accepted by whoever holds the letter, once, and by nobody who opens it by chance."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import PendingRegistration, User
from app.accounts.queries import find_user_by_email, get_user
from app.accounts.roles import Role
from app.enrolment.queries import find_enrolment
from app.invitations.models import Invitation, UnwantedMail
from app.platform import clock
from app.platform.database import db, transaction
from tests.builders import PASSWORD, browser_of, course_files, enrolled, fields_of, person, published, send
from tests.invitations.inviting import COURSE, letters_to, link_in, prepare, press, sent, words_of

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
TOLD = {"name": "Ana Torres", "password": "eleven quiet mountains", "language": "es"}


def invited(app: Flask, people: str = "email,name\nAna@quito.ec,Ana\n", who: User | None = None, **told: str) -> str:
    """The link in the letter to Ana."""
    sent(browser_of(app, who or person(Role.UCLG_LEARNING)), people, **told)
    return link_in(letters_to(app, "Ana@quito.ec")[-1])


def test_a_newcomer_accepts_and_is_led_into_the_course(each_app: Flask) -> None:
    published()
    manager = person(Role.ORGANISATION_MANAGER, organisation="City of Quito", country="EC")
    link = invited(each_app, who=manager, branch=str(manager.organisation_id), course=COURSE)
    client = each_app.test_client()
    shown = client.get(link)
    assert "City of Quito" in shown.text
    assert 'value="Ana"' in shown.text
    assert find_user_by_email("ana@quito.ec") is None
    assert client.get("/account").status_code == 302
    answer = send(client, link, TOLD)
    assert answer.location == f"/learn/{COURSE}"
    assert client.get(f"/learn/{COURSE}/lesson-1").status_code == 200
    made = find_user_by_email("ana@quito.ec")
    assert made is not None
    assert (made.name, made.email, made.language) == ("Ana Torres", "Ana@quito.ec", "es")
    assert made.organisation_id == manager.organisation_id
    assert made.email_confirmed_at is not None
    assert (
        send(each_app.test_client(), "/sign-in", {"email": made.email, "password": TOLD["password"]}).status_code == 303
    )
    assert each_app.test_client().get(link).status_code == 404


def test_what_the_inviter_told_of_a_workplace_becomes_the_newcomers(each_app: Flask) -> None:
    link = invited(each_app, "email,organisation,country\nAna@quito.ec,City of Quito,Ecuador\n")
    client = each_app.test_client()
    assert "City of Quito" in client.get(link).text
    assert send(client, link, TOLD).location == "/learn"
    made = find_user_by_email("ana@quito.ec")
    assert made is not None
    with_place = get_user(made.id)
    assert with_place.organisation is not None
    assert (with_place.organisation.name, with_place.country) == ("City of Quito", "EC")


def test_a_weak_password_or_no_name_is_refused_and_nothing_is_made(each_app: Flask) -> None:
    link = invited(each_app)
    for fields in ({**TOLD, "password": "short"}, {**TOLD, "password": "ana@quito.ec"}, {**TOLD, "name": " "}):
        answer = send(each_app.test_client(), link, fields)
        assert answer.status_code == 422
    assert find_user_by_email("ana@quito.ec") is None
    assert each_app.test_client().get(link).status_code == 200


def test_who_has_an_account_signs_in_and_then_accepts(each_app: Flask) -> None:
    published()
    ana = person(email="ana@quito.ec", name="Ana of old", organisation="Old Town", country="EC")
    manager = person(Role.ORGANISATION_MANAGER, organisation="City of Quito", country="EC")
    link = invited(each_app, who=manager, branch=str(manager.organisation_id), course=COURSE)
    client = each_app.test_client()
    shown = client.get(link)
    assert "Sign in with it, and then accept." in words_of(shown)
    assert "new-password" not in shown.text
    path = link.partition("?")[0]
    assert f"/sign-in?next={path}" in shown.text.replace("%2F", "/")
    # Without signing in the letter changes nobody's account.
    token = fields_of(client.get("/sign-in").text)["csrf_token"]
    assert client.post(link, data={**TOLD, "csrf_token": token}).status_code == 200
    assert find_enrolment(ana.id, COURSE) is None
    signed = send(client, f"/sign-in?next={path}", {"email": ana.email, "password": PASSWORD, "next": path})
    assert signed.location == path
    assert send(client, path).location == f"/learn/{COURSE}"
    db.session.expire_all()
    assert get_user(ana.id).organisation_id == manager.organisation_id
    assert get_user(ana.id).name == "Ana of old"
    assert find_enrolment(ana.id, COURSE) is not None
    assert db.session.scalars(select(Invitation.accepted_by)).one() == ana.id


def test_accepting_with_another_account_says_which(each_app: Flask) -> None:
    link = invited(each_app)
    other = person(name="Luis Mena", email="luis@quito.ec")
    client = browser_of(each_app, other)
    said = words_of(client.get(link))
    assert "You are signed in as Luis Mena. The invitation was sent to Ana@quito.ec" in said
    assert send(client, link).status_code == 303
    assert find_user_by_email("ana@quito.ec") is None
    assert find_user_by_email("luis@quito.ec").email_confirmed_at is None  # type: ignore[union-attr]


def test_of_two_who_accept_with_one_letter_one_does(each_app: Flask) -> None:
    link = invited(each_app)
    one, another = browser_of(each_app, person()), browser_of(each_app, person())
    forms = [fields_of(client.get(link).text) for client in (one, another)]
    answers = [client.post(link, data=form).status_code for client, form in zip((one, another), forms, strict=True)]
    assert answers == [303, 404]


def test_an_account_made_meanwhile_is_not_made_again(each_app: Flask) -> None:
    link = invited(each_app)
    client = each_app.test_client()
    form = fields_of(client.get(link).text)
    person(email="ana@quito.ec")
    answer = client.post(link, data={**form, **TOLD})
    assert "Sign in with it, and then accept." in words_of(answer)
    assert db.session.scalars(select(Invitation.accepted_at)).one() is None


def test_what_was_typed_to_register_with_the_address_is_dropped(each_app: Flask) -> None:
    each_app.config["HAS_MAIL_SERVER"] = True
    stranger = {"name": "X", "email": "ana@quito.ec", "password": "known to somebody else"}
    send(each_app.test_client(), "/register", stranger)
    send(each_app.test_client(), invited(each_app), TOLD)
    assert db.session.scalar(select(func.count()).select_from(PendingRegistration)) == 0


def test_an_invitation_is_good_for_thirty_days(each_app: Flask) -> None:
    with clock.stopped_at(NOON):
        link = invited(each_app)
    with clock.stopped_at(NOON + timedelta(days=30, minutes=-1)):
        assert each_app.test_client().get(link).status_code == 200
    with clock.stopped_at(NOON + timedelta(days=30, minutes=1)):
        assert each_app.test_client().get(link).status_code == 404


def test_the_page_is_in_the_language_of_the_letter_and_its_address_is_told_to_nobody(app: Flask) -> None:
    link = invited(app, "email,language\nAna@quito.ec,ar\n")
    shown = app.test_client().get(link)
    assert '<html lang="ar" dir="rtl">' in shown.text
    assert shown.headers["Referrer-Policy"] == "same-origin"
    assert shown.headers["Cache-Control"] == "no-store"


def test_a_course_that_is_gone_leads_to_ones_own_courses(each_app: Flask) -> None:
    published()
    link = invited(each_app, course=COURSE)
    with transaction():
        db.session.connection().exec_driver_sql("DELETE FROM course")
    assert send(each_app.test_client(), link, TOLD).location == "/learn"


def test_an_invitation_goes_around_no_rule_of_a_course(each_app: Flask) -> None:
    """Its learners are chosen: whoever accepts is led to its page, where the call stands."""
    published(course_files(front="enrolment: selection"))
    link = invited(each_app, course=COURSE)
    client = each_app.test_client()
    assert send(client, link, TOLD).location == f"/courses/{COURSE}"
    ana = find_user_by_email("ana@quito.ec")
    assert ana is not None
    assert find_enrolment(ana.id, COURSE) is None
    assert client.get(f"/courses/{COURSE}").status_code == 200


def test_who_takes_part_already_keeps_their_place(each_app: Flask) -> None:
    published()
    ana = person(email="ana@quito.ec")
    enrolled(ana, expectation="A plan.")
    link = invited(each_app, course=COURSE)
    assert send(browser_of(each_app, ana), link).location == f"/learn/{COURSE}"
    enrolment = find_enrolment(ana.id, COURSE)
    assert enrolment is not None
    assert enrolment.expectation == "A plan."


def test_who_wants_no_more_gets_no_more(each_app: Flask) -> None:
    boss = person(Role.UCLG_LEARNING)
    accept = invited(each_app, who=boss)
    no_more = link_in(letters_to(each_app, "Ana@quito.ec")[0], "no-more")
    client = each_app.test_client()
    assert client.get(no_more).status_code == 200
    assert client.get(accept).status_code == 200
    assert send(client, no_more).location == "/invitations/no-more"
    assert "No more invitations will come" in client.get("/invitations/no-more").text
    # A second time is no error, and an invitation that was open is so no longer.
    assert send(client, no_more).status_code == 303
    assert client.get(accept).status_code == 404
    browser = browser_of(each_app, boss)
    address = prepare(browser, "ana@QUITO.ec\nluis@quito.ec").location
    said = words_of(browser.get(address))
    assert "“ana@QUITO.ec” asked for no more invitations." in said
    assert "1 person will be invited. 1 row cannot be." in said
    press(browser, address, f"{address}/send")
    assert len(letters_to(each_app, "Ana@quito.ec")) == 1
    assert len(letters_to(each_app, "luis@quito.ec")) == 1


def test_of_who_wants_no_more_only_a_digest_is_kept(each_app: Flask) -> None:
    invited(each_app)
    send(each_app.test_client(), link_in(letters_to(each_app, "Ana@quito.ec")[0], "no-more"))
    kept = db.session.scalars(select(UnwantedMail.email_digest)).one()
    assert re.fullmatch("[0-9a-f]{64}", kept)


def test_who_asks_between_preview_and_sending_is_left_out(each_app: Flask) -> None:
    boss = person(Role.UCLG_LEARNING)
    invited(each_app, who=boss)
    browser = browser_of(each_app, boss)
    published()
    prepared = prepare(browser, "Ana@quito.ec", course=COURSE).location
    send(each_app.test_client(), link_in(letters_to(each_app, "Ana@quito.ec")[0], "no-more"))
    press(browser, prepared, f"{prepared}/send")
    assert len(letters_to(each_app, "Ana@quito.ec")) == 1


@pytest.mark.parametrize("token", ["x", "0" * 64, "0" * 64 + ".AAAAAAAAAAAAAAAAAAAAAAAAAAA"])
def test_nobody_else_can_ask_for_an_address(app: Flask, token: str) -> None:
    assert app.test_client().get(f"/invitations/no-more/{token}").status_code == 404
