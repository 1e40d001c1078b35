"""A second step lets nobody in without a good code, and a code is good once."""

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.codes import (
    address_of_key,
    digest_of_recovery_code,
    new_recovery_codes,
    step_of_code,
    tidy_code,
)
from app.accounts.models import SignInSession, User
from app.accounts.ways_in import RecoveryCode, SecondStep
from app.platform import clock, throttle
from app.platform.audit import AuditEntry
from app.platform.database import db
from app.platform.jobs import work_off
from tests.builders import PASSWORD, counted_statements, fields_of, letters_in, person, send, sign_in

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
HALF_MINUTE = timedelta(seconds=30)
SET_UP = "/account/security/second-step"
KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(key: str, moment: datetime) -> str:
    """What an app shows at this moment."""
    return pyotp.TOTP(key).at(moment)


def set_up(client: FlaskClient) -> tuple[str, list[str]]:
    """Set the second step up at noon; the key, and the recovery codes as they are shown."""
    found = re.search(r"secret=([A-Z2-7]+)", client.get(SET_UP).text)
    assert found is not None
    done = send(client, SET_UP, {"code": code(found[1], clock.now())})
    assert (done.status_code, done.location) == (303, "/account/security/recovery-codes")
    return found[1], re.findall(r"<code>([A-Z0-9-]{19})</code>", client.get(done.location).text)


@pytest.fixture
def stepping(each_app: Flask) -> tuple[Flask, User, str, list[str]]:
    """Somebody with a second step, its key and recovery codes, at noon."""
    user = person()
    client = each_app.test_client()
    with clock.stopped_at(NOON):
        sign_in(client, user)
        key, codes = set_up(client)
    return each_app, user, key, codes


@pytest.fixture
def asked(stepping: tuple[Flask, User, str, list[str]]) -> tuple[FlaskClient, str, list[str]]:
    """A browser in which the first step was taken a minute later, the key and the codes."""
    app, user, key, codes = stepping
    client = app.test_client()
    with clock.stopped_at(NOON + 2 * HALF_MINUTE):
        answer = send(client, "/sign-in?next=/account", {"email": user.email, "password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/sign-in/code")
    return client, key, codes


def test_codes_are_known_by_their_half_minute() -> None:
    now = int(NOON.timestamp()) // 30
    for by in (-1, 0, 1):
        assert step_of_code(KEY, code(KEY, NOON + by * HALF_MINUTE), NOON, after=0) == now + by
    for by in (-2, 2):
        assert step_of_code(KEY, code(KEY, NOON + by * HALF_MINUTE), NOON, after=0) is None
    assert step_of_code(KEY, code(KEY, NOON), NOON, after=now) is None
    assert step_of_code(KEY, "", NOON, after=0) is None


@pytest.mark.parametrize("typed", ["123 456", "123-456", " 123456 ", "١٢٣٤٥٦", "१२३४५६"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert tidy_code(typed) == "123456"


def test_recovery_codes_are_different_and_read_in_small_letters() -> None:
    codes = new_recovery_codes()
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"([A-HJ-NP-Z2-9]{4}-){3}[A-HJ-NP-Z2-9]{4}", one) for one in codes)
    assert digest_of_recovery_code(codes[0].lower().replace("-", " ")) == digest_of_recovery_code(codes[0])


def test_the_address_of_a_key_names_site_and_account() -> None:
    parsed = pyotp.parse_uri(address_of_key(KEY, account="a+b@example.org", site="Learning: Forum & more"))
    assert parsed.secret == KEY
    assert parsed.issuer == "Learning: Forum & more"


def test_nothing_is_asked_before_a_right_code_confirms_the_key(each_app: Flask) -> None:
    user = person()
    client = each_app.test_client()
    sign_in(client, user)
    assert send(client, SET_UP, {"code": "000000"}).status_code == 422
    assert db.session.scalars(select(SecondStep)).all() == []
    sign_in(each_app.test_client(), user)
    # The key stays the one that was scanned, and whoever reads the cookie does not learn it.
    keys = {re.findall(r"secret=([A-Z2-7]+)", client.get(SET_UP).text)[0] for _look in range(2)}
    assert len(keys) == 1
    cookie = client.get_cookie("session")
    assert cookie is not None
    assert keys.pop() not in cookie.value


def test_after_the_password_a_code_is_asked_and_leads_on(asked: tuple[FlaskClient, str, list[str]]) -> None:
    client, key, _codes = asked
    assert client.get("/account").status_code == 302
    with clock.stopped_at(NOON + 3 * HALF_MINUTE):
        done = send(client, "/sign-in/code", {"code": code(key, clock.now())})
    assert (done.status_code, done.location) == (303, "/account")
    assert client.get("/account").status_code == 200


def test_no_session_begins_before_the_code(stepping: tuple[Flask, User, str, list[str]]) -> None:
    app, user, _key, _codes = stepping
    before = len(db.session.scalars(select(SignInSession)).all())
    send(app.test_client(), "/sign-in", {"email": user.email, "password": PASSWORD})
    db.session.rollback()
    assert len(db.session.scalars(select(SignInSession)).all()) == before


def test_a_code_is_good_once(stepping: tuple[Flask, User, str, list[str]]) -> None:
    app, user, key, _codes = stepping
    statuses = []
    with clock.stopped_at(NOON + 3 * HALF_MINUTE):
        # The code that confirmed the key is spent, one before it as well; the present one is good for the first only.
        for moment in (
            NOON,
            NOON + 2 * HALF_MINUTE,
            NOON + 3 * HALF_MINUTE,
            NOON + 3 * HALF_MINUTE,
            clock.now() - HALF_MINUTE,
        ):
            client = app.test_client()
            send(client, "/sign-in", {"email": user.email, "password": PASSWORD})
            statuses.append(send(client, "/sign-in/code", {"code": code(key, moment)}).status_code)
    assert statuses == [422, 303, 303, 422, 422]


def test_a_code_sent_twice_leads_to_the_same_place(
    stepping: tuple[Flask, User, str, list[str]], asked: tuple[FlaskClient, str, list[str]]
) -> None:
    client, key, _codes = asked
    with clock.stopped_at(NOON + 3 * HALF_MINUTE):
        form = {**fields_of(client.get("/sign-in/code").text), "code": code(key, clock.now())}
        twin = stepping[0].test_client()
        cookie = client.get_cookie("session")
        assert cookie is not None
        twin.set_cookie("session", cookie.value)
        assert client.post("/sign-in/code", data=form).location == "/account"
        again = twin.post("/sign-in/code", data=form)
    assert (again.status_code, again.location) == (303, "/account")


def test_the_first_step_is_good_for_five_minutes(asked: tuple[FlaskClient, str, list[str]]) -> None:
    client, key, _codes = asked
    with clock.stopped_at(NOON + timedelta(minutes=6, seconds=1)):
        late = client.get("/sign-in/code")
        assert (late.status_code, late.location) == (303, "/sign-in")
        assert "Please begin again" in client.get("/sign-in").text
        form = fields_of(client.get("/sign-in").text)
        assert client.post("/sign-in/code", data={**form, "code": code(key, clock.now())}).location == "/sign-in"
    assert client.get("/account").status_code == 302


def test_a_recovery_code_lets_in_once_and_is_told_by_mail(stepping: tuple[Flask, User, str, list[str]]) -> None:
    app, user, _key, codes = stepping
    assert len(codes) == 10
    statuses = []
    for _time in range(2):
        client = app.test_client()
        send(client, "/sign-in", {"email": user.email, "password": PASSWORD})
        statuses.append(send(client, "/sign-in/code", {"code": codes[3].lower()}).status_code)
    assert statuses == [303, 422]
    work_off()
    letter = next(one for one in letters_in(app) if one["Subject"] == "A recovery code was used")
    body = letter.get_body(("plain",))
    assert body is not None
    assert "9 codes are left." in body.get_content()


def test_only_digests_of_codes_and_a_sealed_key_are_kept(stepping: tuple[Flask, User, str, list[str]]) -> None:
    _app, _user, key, codes = stepping
    kept = db.session.scalars(select(RecoveryCode.digest)).all()
    assert sorted(kept) == sorted(digest_of_recovery_code(one) for one in codes)
    sealed = db.session.scalars(select(SecondStep.sealed_key)).one()
    assert key not in sealed


def test_recovery_codes_are_shown_until_they_are_kept(app: Flask, client: FlaskClient) -> None:
    sign_in(client, person())
    _key, codes = set_up(client)
    page = "/account/security/recovery-codes"
    shown = client.get(page)
    assert codes[0] in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert send(client, page, to=f"{page}/kept").location == "/account/security"
    assert client.get(page).location == "/account/security"


def test_recovery_codes_are_shown_for_ten_minutes(app: Flask, client: FlaskClient) -> None:
    with clock.stopped_at(NOON):
        sign_in(client, person())
        set_up(client)
    with clock.stopped_at(NOON + timedelta(minutes=11)):
        assert client.get("/account/security/recovery-codes").status_code == 302


def test_new_recovery_codes_replace_the_old_ones(stepping: tuple[Flask, User, str, list[str]]) -> None:
    app, user, key, codes = stepping
    client = app.test_client()
    with clock.stopped_at(NOON + 2 * HALF_MINUTE):
        send(client, "/sign-in", {"email": user.email, "password": PASSWORD})
        send(client, "/sign-in/code", {"code": code(key, clock.now())})
        made = send(client, "/account/security", to="/account/security/recovery-codes")
        fresh = re.findall(r"<code>([A-Z0-9-]{19})</code>", client.get(made.location).text)
    assert len(fresh) == 10
    assert not set(fresh) & set(codes)
    statuses = []
    for one in (codes[0], fresh[0]):
        other = app.test_client()
        send(other, "/sign-in", {"email": user.email, "password": PASSWORD})
        statuses.append(send(other, "/sign-in/code", {"code": one}).status_code)
    assert statuses == [422, 303]


@pytest.mark.parametrize("step", ["sign-in", "password"])
def test_a_mailed_link_does_not_go_round_the_second_step(
    stepping: tuple[Flask, User, str, list[str]], step: str
) -> None:
    app, user, _key, codes = stepping
    client = app.test_client()
    send(client, "/sign-in/mail?next=/account", {"email": user.email, "step": step})
    work_off()
    body = letters_in(app)[-1].get_body(("plain",))
    assert body is not None
    found = re.search(r"http://localhost(/links/\S+)", body.get_content())
    assert found is not None
    fields = {"password": "eleven quiet mountains"} if step == "password" else {}
    assert send(client, found[1], fields).location == "/sign-in/code"
    assert client.get("/account").status_code == 302
    assert send(client, "/sign-in/code", {"code": codes[0]}).location == "/account"
    assert db.session.scalars(select(SecondStep)).one()


@pytest.mark.parametrize("proof", ["password", "code", "recovery code"])
def test_turning_it_off_asks_for_password_or_code(stepping: tuple[Flask, User, str, list[str]], proof: str) -> None:
    app, user, key, codes = stepping
    client = app.test_client()
    with clock.stopped_at(NOON + 2 * HALF_MINUTE):
        send(client, "/sign-in", {"email": user.email, "password": PASSWORD})
        send(client, "/sign-in/code", {"code": code(key, clock.now())})
    with clock.stopped_at(NOON + 4 * HALF_MINUTE):
        assert send(client, f"{SET_UP}/off", {"proof": "000000"}).status_code == 422
        proofs = {"password": PASSWORD, "code": code(key, clock.now()), "recovery code": codes[1]}
        assert send(client, f"{SET_UP}/off", {"proof": proofs[proof]}).status_code == 303
        work_off()
    sign_in(app.test_client(), user)
    assert db.session.scalars(select(RecoveryCode)).all() == []
    assert "You sign in without a code from now on" in [one["Subject"] for one in letters_in(app)]


def test_guessing_codes_is_slowed_down_here_and_keeps_nobody_out_elsewhere(
    stepping: tuple[Flask, User, str, list[str]],
) -> None:
    app, user, _key, codes = stepping
    thief, owner = app.test_client(), app.test_client()
    thief.environ_base["REMOTE_ADDR"] = "203.0.113.5"
    for client in (thief, owner):
        send(client, "/sign-in", {"email": user.email, "password": PASSWORD})
    statuses = [send(thief, "/sign-in/code", {"code": f"00000{digit}"}).status_code for digit in range(6)]
    assert statuses == [422] * 5 + [429]
    assert send(owner, "/sign-in/code", {"code": codes[0]}).status_code == 303
    work_off()
    told = [one["Subject"] for one in letters_in(app)]
    assert told.count("Somebody tries codes for your account") == 1


def test_where_the_secret_of_the_site_was_changed_recovery_codes_still_let_in(
    stepping: tuple[Flask, User, str, list[str]],
) -> None:
    app, user, key, codes = stepping
    app.config["SECRET_KEY"] = "another secret, as long as it has to be"
    client = app.test_client()
    with clock.stopped_at(NOON + 4 * HALF_MINUTE):
        send(client, "/sign-in", {"email": user.email, "password": PASSWORD})
        refused = send(client, "/sign-in/code", {"code": code(key, clock.now())})
        assert refused.status_code == 422
        assert "cannot check codes of apps any more" in refused.text
        assert send(client, "/sign-in/code", {"code": codes[0]}).status_code == 303
        assert "its secret was changed" in client.get("/account/security").text


def test_an_administrator_helps_who_has_lost_phone_and_paper(stepping: tuple[Flask, User, str, list[str]]) -> None:
    app, user, _key, _codes = stepping
    told = app.test_cli_runner().invoke(args=["people", "no-second-step", user.email])
    assert told.exit_code == 0, told.output
    sign_in(app.test_client(), user)
    assert "second-step.dropped" in db.session.scalars(select(AuditEntry.action)).all()
    again = app.test_cli_runner().invoke(args=["people", "no-second-step", user.email])
    assert again.exit_code == 1


def test_the_answer_to_a_wrong_password_is_the_same_with_and_without_a_second_step(
    stepping: tuple[Flask, User, str, list[str]],
) -> None:
    app, user, _key, _codes = stepping
    answers = []
    for address in (user.email, person().email, "stranger@example.org"):
        client = app.test_client()
        form = {**fields_of(client.get("/sign-in").text), "email": address, "password": "wrong one"}
        with counted_statements(app) as seen:
            answer = client.post("/sign-in", data=form)
        answers.append((answer.status_code, len(seen), re.sub(r'(value|data-options)="[^"]*"', "", answer.text)))
    assert answers[0] == answers[1] == answers[2]


def test_setting_up_asks_who_signed_in_long_ago_to_prove_who_they_are(app: Flask, client: FlaskClient) -> None:
    with clock.stopped_at(NOON):
        sign_in(client, person())
    with clock.stopped_at(NOON + timedelta(minutes=16)):
        assert client.get(SET_UP).location == f"/account/prove?next={SET_UP}"
        throttle.forget_all()
        assert send(client, f"/account/prove?next={SET_UP}", {"proof": "wrong"}).status_code == 422
        assert client.get(SET_UP).status_code == 302
        assert send(client, f"/account/prove?next={SET_UP}", {"proof": PASSWORD}).location == SET_UP
        assert client.get(SET_UP).status_code == 200
