"""Why somebody may see a page: what is told is what they really meet, and asking changes nothing."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from app.accounts.actions import block
from app.accounts.actors import VISITOR
from app.accounts.models import User
from app.accounts.queries import actor_behind
from app.accounts.roles import Role
from app.certificates.queries import codes_of
from app.operations.access import Explanation, Outcome, explain
from app.platform import throttle
from app.platform.audit import AuditEntry
from app.platform.database import Model, WouldWrite, db, is_only_reading, only_reading, transaction
from app.platform.errors import CannotBe
from app.platform.verdicts import require
from tests.builders import RIGHT_ANSWERS, enrolled, person, published, send, sign_in

SLUG = "localizing-the-sdgs"
NOBODY_HAS = "999999"


def asked(app: Flask, user: User | None, address: str) -> Explanation:
    with app.test_request_context("/staff/access"):
        return explain(actor_behind(db.session.get_one(User, user.id)) if user else VISITOR, address)


@pytest.fixture
def graduate(app: Flask) -> User:
    """Somebody who completed a course, so that every kind of row is there."""
    published()
    learner = person(name="Grace Graduate", email="grace@example.org")
    enrolled(learner)
    client = app.test_client()
    sign_in(client, learner)
    for number in (1, 2):
        send(client, f"/learn/{SLUG}/lesson-{number}", to=f"/learn/{SLUG}/lesson-{number}/completion")
    begun = send(client, f"/learn/{SLUG}/check", to=f"/learn/{SLUG}/check/attempts")
    send(client, begun.location, {**RIGHT_ANSWERS, "step": "hand-in"})
    send(client, f"/learn/{SLUG}/check", to=f"/learn/{SLUG}/check/attempts")
    return learner


def test_a_refusal_is_told_with_its_reason(app: Flask) -> None:
    told = asked(app, person(), "/reporting/completions")
    assert (told.outcome, told.status) == (Outcome.REFUSED, 403)
    assert "This report names people" in told.sentence
    assert [bool(verdict) for verdict in told.verdicts] == [False]


def test_what_is_allowed_is_told_with_its_reason(app: Flask) -> None:
    told = asked(app, person(Role.UCLG_LEARNING), "/reporting/completions?words=amina")
    assert (told.outcome, told.status) == (Outcome.SHOWN, 200)
    assert [verdict.reason for verdict in told.verdicts] == ["UCLG Learning sees what everybody has completed."]
    assert not told.is_for_everybody
    # What was looked for is not noted: it may name people.
    assert told.place == "/reporting/completions"


def test_a_private_page_is_told_from_one_that_is_not_there(app: Flask, graduate: User) -> None:
    (code,) = codes_of(graduate.id).values()
    stranger = person()
    hidden = asked(app, stranger, f"/certificates/{code}")
    assert (hidden.outcome, hidden.status) == (Outcome.HIDDEN, 404)
    assert "opened by the person who earned it" in hidden.verdicts[-1].reason
    assert asked(app, stranger, "/certificates/00000-00000-00000-00000").outcome is Outcome.NOT_THERE
    assert asked(app, graduate, f"/certificates/{code}").outcome is Outcome.SHOWN
    assert asked(app, graduate, f"/certificates/{code}.pdf").outcome is Outcome.SHOWN


@pytest.mark.parametrize(
    ("address", "outcome"),
    [
        ("/account", Outcome.SIGN_IN),
        ("/courses", Outcome.SHOWN),
        ("/no-such-page", Outcome.NOT_THERE),
        ("/sign-out", Outcome.FORM_ONLY),
        ("/verify?code=abc", Outcome.CANNOT_BE),
        ("/links/" + "x" * 43, Outcome.NOT_THERE),
    ],
)
def test_each_way_a_visitor_is_answered_has_its_word(app: Flask, address: str, outcome: Outcome) -> None:
    assert asked(app, None, address).outcome is outcome


def test_a_page_that_is_open_to_everybody_is_told_so(app: Flask) -> None:
    published()
    learner = person()
    assert asked(app, learner, "/courses").is_for_everybody
    assert not asked(app, learner, "/account").is_for_everybody


def test_being_led_on_is_told_with_where(app: Flask) -> None:
    published()
    told = asked(app, person(), f"/learn/{SLUG}")
    assert told.outcome is Outcome.LED_ON
    assert told.leads_to


def test_who_is_blocked_is_a_visitor_to_every_page(app: Flask) -> None:
    user = person(Role.UCLG_LEARNING)
    with transaction():
        block(user.id, by=None)
    db.session.remove()
    assert asked(app, user, "/reporting/completions").outcome is Outcome.SIGN_IN


def test_a_secret_address_is_not_noted(app: Flask) -> None:
    assert asked(app, None, "/links/" + "s" * 43).place == "/links/<secret>"


def test_a_fault_of_a_page_is_told_as_one(own_app: Flask) -> None:
    own_app.add_url_rule("/broken", "broken", lambda: str(1 / 0))
    assert asked(own_app, None, "/broken").outcome is Outcome.FAULT


def test_what_would_be_written_is_refused_and_told(own_app: Flask) -> None:
    @own_app.get("/noting")
    def noting() -> str:
        with transaction():
            raise AssertionError("This is never reached.")

    assert asked(own_app, None, "/noting").outcome is Outcome.WRITES


def test_no_transaction_begins_where_only_reading_is_wanted(each_app: Flask) -> None:
    with only_reading():
        assert is_only_reading()
        with pytest.raises(WouldWrite), transaction():
            raise AssertionError("This is never reached.")
    assert not is_only_reading()
    with transaction():
        pass


def test_a_rehearsal_is_nobodys_try(app: Flask) -> None:
    learner = person()
    for _time in range(130):
        asked(app, learner, "/verify/00000-00000-00000-00000")
    client = app.test_client()
    sign_in(client, learner)
    assert client.get("/verify/00000-00000-00000-00000").status_code == 404
    assert asked(app, learner, "/people").outcome is Outcome.SHOWN


def test_a_rehearsal_rehearses_no_other(app: Flask) -> None:
    with app.test_request_context("/staff/access"), only_reading(), pytest.raises(CannotBe):
        explain(VISITOR, "/courses")


def test_nothing_is_overheard_after_a_rehearsal(app: Flask) -> None:
    first = asked(app, person(), "/reporting/completions")
    with pytest.raises(Exception, match="This report names people"):
        require(first.verdicts[0])
    assert len(first.verdicts) == 1


def test_whoever_asks_stays_who_they_are(app: Flask) -> None:
    asker = person(Role.ADMINISTRATOR, name="Ada Admin")
    client = app.test_client()
    sign_in(client, asker)
    shown = client.get("/staff/access?person=&page=/account").text
    assert "They are asked to sign in" in shown
    assert "Account of Ada Admin" in shown
    assert client.get("/account").status_code == 200


# Nothing changes


def content_of_all_tables() -> dict[str, list[tuple[object, ...]]]:
    tables = Model.metadata.sorted_tables
    with db.engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr) for table in tables
        }


def get_addresses(app: Flask, code: str) -> Iterator[str]:
    """An address of each route that answers GET, once of something that is there and once of nothing."""
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()):
            continue
        address = rule.rule
        for part, there in {
            "<slug>": SLUG,
            "<unit_key>": "check" if "attempts" in address else "lesson-1",
            "<int:number>": "2",
            "<int:user_id>": "1",
            "<code>": code,
            "<name>": "picture.png",
            "<string(length=32):digest>": "0" * 32,
            "<secret>": "x" * 43,
        }.items():
            address = address.replace(part, there)
        yield address if "<" not in address else rule.rule.split("<")[0] + NOBODY_HAS


@pytest.mark.parametrize("role", [None, Role.UCLG_LEARNING, Role.ADMINISTRATOR])
def test_no_row_changes_whatever_page_is_asked_about(app: Flask, graduate: User, role: Role | None) -> None:
    (code,) = codes_of(graduate.id).values()
    who = graduate if role is None else person(role)
    addresses = list(get_addresses(app, code))
    assert len(addresses) > 35
    db.session.remove()
    before = content_of_all_tables()
    writes: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE", "BEGIN IMMEDIATE")):
            writes.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    for address in addresses:
        told = asked(app, who, address)
        assert told.outcome is not Outcome.FAULT, address
        db.session.remove()
    event.remove(db.engine, "before_cursor_execute", note)
    assert writes == []
    assert content_of_all_tables() == before


def test_what_is_told_is_what_is_met(app: Flask, graduate: User) -> None:
    (code,) = codes_of(graduate.id).values()
    client = app.test_client()
    sign_in(client, graduate)
    for address in get_addresses(app, code):
        throttle.forget_all()
        told = asked(app, graduate, address)
        met = client.get(address)
        met.close()
        if told.outcome is Outcome.SIGN_IN:
            assert met.status_code == 302, address
        else:
            assert met.status_code == told.status, address


# The page


@pytest.fixture
def admin(app: Flask) -> FlaskClient:
    client = app.test_client()
    sign_in(client, person(Role.ADMINISTRATOR, name="Ada Admin"))
    return client


def test_the_page_tells_person_roles_and_reasons(app: Flask, admin: FlaskClient) -> None:
    published()
    person(Role.FACILITATOR, scope=SLUG, name="Wanjiru", email="wanjiru@example.org")
    shown = admin.get("/staff/access?person=WANJIRU@example.org&page=/drafts").text
    assert "They may not see this page" in shown
    assert "Facilitator: Localizing the SDGs" in shown
    assert "Refused." in shown


def test_each_question_is_noted_and_nothing_else_changes(app: Flask, admin: FlaskClient) -> None:
    somebody = person(email="somebody@example.org")
    admin.get("/staff/access?person=somebody@example.org&page=/reporting/completions%3Fwords%3Dsecret")
    (entry,) = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "access.explained"))
    assert entry.subject_key == str(somebody.id)
    assert entry.details == {"page": "/reporting/completions"}


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("page=", "Paste the address of the page."),
        ("page=https://example.org/courses", "This address is of another site."),
        ("page=courses", "It begins with a slash"),
        ("page=http://[bad", "This is not an address."),
        ("page=/courses&person=nobody@example.org", "Nobody has an account with this address."),
    ],
)
def test_what_cannot_be_asked_is_told(admin: FlaskClient, query: str, sentence: str) -> None:
    answer = admin.get(f"/staff/access?{query}")
    assert answer.status_code == 422
    assert sentence in answer.text


def test_the_whole_address_of_this_site_is_understood(app: Flask, admin: FlaskClient) -> None:
    published()
    assert "They may see this page" in admin.get("/staff/access?page=http://localhost/courses").text


def test_a_page_may_be_asked_about_that_asks_itself(admin: FlaskClient) -> None:
    shown = admin.get("/staff/access?person=&page=/staff/access%3Fpage%3D/courses")
    assert shown.status_code == 200
    assert "They are asked to sign in" in shown.text
