"""The who-is-who: who is seen by whom, what stands on the pages, and that nothing typed is lost."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts.actions import block, unblock
from app.accounts.models import User
from app.accounts.roles import Role
from app.directory.models import Profile
from app.directory.queries import find_own
from app.platform import throttle
from app.platform.database import db, transaction
from tests.builders import browser_of, counted_statements, fields_of, person, send, sign_in
from tests.directory.profiles import ANSWER, listed

CHANGE = "/account/profile/change"


@pytest.fixture
def reader(app: Flask) -> FlaskClient:
    """The browser of somebody without a profile."""
    return browser_of(app, person(name="Reader"))


def test_a_visitor_sees_nobody(client: FlaskClient) -> None:
    _user, number = listed()
    for address in ("/people", f"/people/{number}", f"/people/{number}/write"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer.location.startswith("/sign-in")


def test_a_person_is_shown_with_what_they_say_and_without_their_address(reader: FlaskClient) -> None:
    user, number = listed(
        organisation="City of Riverton", country="SN", themes=("climate",), sdgs=("11",), offer_words="Compost"
    )
    for address in ("/people", f"/people/{number}"):
        shown = reader.get(address).text
        assert [one for one in (user.name, "City of Riverton", "Senegal", ANSWER) if one not in shown] == []
        assert "Sustainable cities and communities" in shown
        assert user.email not in shown
        assert "@" not in shown.partition("<main")[2].partition("</main>")[0]
    assert "Climate and energy" in reader.get(f"/people/{number}").text
    assert "Compost" in reader.get(f"/people/{number}").text


def test_what_people_write_is_text_and_never_html(reader: FlaskClient) -> None:
    _user, number = listed(
        "<b>Amina</b>", organisation="<i>City</i>", answer="<script>alert(1)</script>", offer_words="<a href=x>"
    )
    for address in ("/people", f"/people/{number}"):
        shown = reader.get(address).text
        assert "<script>alert" not in shown
        assert "<b>Amina" not in shown
        assert "<i>City" not in shown
        assert "<a href=x>" not in shown


@pytest.mark.parametrize("state", ["unlisted", "withdrawn", "nobody"])
def test_the_number_of_who_is_not_listed_tells_nothing(app: Flask, reader: FlaskClient, state: str) -> None:
    user, number = listed(is_listed=state == "withdrawn")
    if state == "withdrawn":
        send(browser_of(app, user), "/account/profile", to="/account/profile/withdraw")
    asked = 999_999 if state == "nobody" else number
    answers = [reader.get(f"/people/{one}{rest}") for one in (asked, 888_888) for rest in ("", "/write")]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert "Amina" not in "".join(answer.text for answer in answers)
    assert "Amina" not in reader.get("/people").text


def test_a_blocked_person_is_not_shown_until_they_are_let_in_again(reader: FlaskClient) -> None:
    user, number = listed("Jonas Berg")
    for is_blocked in (True, False):
        with transaction():
            if is_blocked:
                block(user.id, by=None)
            else:
                unblock(user.id, by=None)
        assert ("Jonas Berg" in reader.get("/people").text) is not is_blocked
        assert ("Jonas Berg" in reader.get("/people?q=jonas").text) is not is_blocked
        assert reader.get(f"/people/{number}").status_code == (404 if is_blocked else 200)


def test_nobody_is_found_by_their_address(reader: FlaskClient) -> None:
    user, _number = listed()
    for words in (user.email, user.email.partition("@")[0], "example.org"):
        assert "Nobody fits all of this" in reader.get("/people", query_string={"words": words}).text


def test_an_empty_list_says_how_to_begin(reader: FlaskClient) -> None:
    shown = reader.get("/people").text
    assert "Nobody is listed yet" in shown
    assert CHANGE in shown


def test_a_search_without_a_hit_says_what_to_do(reader: FlaskClient) -> None:
    listed()
    shown = reader.get("/people?words=xylophone&sdg=4").text
    assert "Nobody fits all of this" in shown
    assert 'value="xylophone"' in shown


@pytest.mark.parametrize(
    "query",
    [
        "before=0",
        "before=-7",
        "before=99999999999999999999",
        "before=x",
        "sdg=99&language=xx&theme=none&country=12345&offer=%27&need=%00"[:-9],
        "country=sn",
        "words=" + "a" * 5000,
        "words=%22%27%25_%5C",
        "words=%ff%fe",
        "words[]=a",
    ],
)
def test_an_odd_address_is_answered(reader: FlaskClient, query: str) -> None:
    listed()
    assert reader.get(f"/people?{query}").status_code == 200


def test_the_list_leads_on_to_everybody_once(reader: FlaskClient) -> None:
    for number in range(41):
        listed(f"Person {number:02}")
    seen, address = [], "/people?language=fr"
    while address:
        shown = reader.get(address).text
        seen += re.findall(r"Person \d\d", shown)
        onward = re.search(r'rel="next" href="([^"]+)"', shown)
        address = onward[1].replace("&amp;", "&") if onward else ""
    assert seen == [f"Person {number:02}" for number in reversed(range(41))]


@pytest.mark.parametrize("people", [1, 20])
def test_the_list_asks_no_more_for_twenty_than_for_one(each_app: Flask, people: int) -> None:
    for number in range(people):
        listed(f"Person {number}", organisation=f"City {number}", sdgs=("11", "4"), offers=("data",))
    client = browser_of(each_app, person(name="Reader"))
    for address, most in (("/people", 2), ("/people?words=person&sdg=11", 3)):
        client.get(address)
        with counted_statements(each_app) as seen:
            assert client.get(address).text.count('<li class="entry">') == people
        assert len(seen) <= most, seen.texts


@pytest.mark.parametrize("people", [1, 20])
def test_ones_own_profile_asks_no_more_for_twenty_than_for_one(each_app: Flask, people: int) -> None:
    me, _number = listed("Me", needs=("data", "finance"))
    for number in range(people):
        listed(f"Person {number}", offers=("data", "finance"))
    client = browser_of(each_app, me)
    client.get("/account/profile")
    with counted_statements(each_app) as seen:
        assert "Can help with what you look for" in client.get("/account/profile").text
    assert len(seen) <= 5, seen.texts


@pytest.mark.parametrize("reports", [1, 20])
def test_the_reports_ask_no_more_for_twenty_than_for_one(each_app: Flask, reports: int) -> None:
    from tests.directory.test_letters import reported

    for _number in range(reports):
        reported()
    client = browser_of(each_app, person(Role.UCLG_LEARNING))
    client.get("/people/reports")
    with counted_statements(each_app) as seen:
        assert client.get("/people/reports").text.count("<blockquote") == reports
    assert len(seen) <= 3, seen.texts


def fill(client: FlaskClient, **fields: object) -> dict[str, object]:
    """The form of one's own profile, filled."""
    return {
        **fields_of(client.get(CHANGE).text),
        "answer": ANSWER,
        "languages": ["fr", "", "ar"],
        "is_listed": "y",
        "takes_letters": "y",
        **fields,
    }


def test_a_profile_is_listed_only_when_its_owner_says_so(app: Flask) -> None:
    me = person(name="Amina Diallo")
    client, other = browser_of(app, me), browser_of(app, person(name="Other"))
    form = fill(client)
    del form["is_listed"]
    assert client.post(CHANGE, data=form).status_code == 303
    assert "Amina" not in other.get("/people").text
    assert client.post(CHANGE, data=fill(client)).status_code == 303
    assert "Amina" in other.get("/people").text
    own = find_own(me.id)
    assert own is not None
    assert own.languages == ("fr", "ar")


def test_a_preview_shows_what_was_typed_and_keeps_nothing(app: Flask) -> None:
    client = browser_of(app, person(name="Amina Diallo"))
    shown = client.post(CHANGE, data=fill(client, answer="A kaleidoscope.", themes=["climate"], step="preview"))
    assert shown.status_code == 200
    assert shown.text.count("A kaleidoscope.") == 2
    assert "Nothing is saved yet" in shown.text
    assert db.session.scalar(select(func.count()).select_from(Profile)) == 0
    # The same form can be saved afterwards.
    again = {**fill(client, answer="A kaleidoscope."), **fields_of(shown.text)}
    assert client.post(CHANGE, data=again).status_code == 303


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"answer": " "}, "Write a sentence or two"),
        ({"answer": "…!?"}, "Write a sentence or two"),
        ({"answer": "x" * 1201}, "Please keep to 1200 characters"),
        ({"themes": ["climate", "made-up"]}, "Please choose from the list"),
        ({"offers": ["climate", "data", "finance", "culture", "housing", "mobility", "migration"]}, "Choose at most 6"),
        ({"languages": ["fr", "ar", "en", "es"]}, "Choose at most 3"),
        ({"sdgs": ["18"]}, "Please choose from the list"),
        ({"offer_words": "x" * 201}, "Please keep to 200 characters"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(app: Flask, fields: dict[str, object], said: str) -> None:
    client = browser_of(app, person())
    answer = client.post(CHANGE, data=fill(client, need_words="Keep this kaleidoscope", **fields))
    assert answer.status_code == 422
    assert said in answer.text
    assert "Keep this kaleidoscope" in answer.text
    assert db.session.scalar(select(func.count()).select_from(Profile)) == 0


def test_twelve_hundred_signs_with_line_ends_of_a_browser_are_not_too_many(app: Flask) -> None:
    client = browser_of(app, person())
    assert client.post(CHANGE, data=fill(client, answer="a\r\n" * 599 + "bb")).status_code == 303


def test_the_form_sent_twice_makes_one_profile(app: Flask) -> None:
    client = browser_of(app, person())
    form = fill(client)
    assert [client.post(CHANGE, data=form).status_code for _time in range(2)] == [303, 303]
    assert db.session.scalar(select(func.count()).select_from(Profile)) == 1


def test_ones_own_profile_tells_who_may_help_and_why(app: Flask) -> None:
    me, _number = listed("Me Myself", needs=("data",), offers=("finance",), languages=("fr",))
    listed("Jonas Berg", offers=("data",), needs=("finance",), languages=("fr", "en"))
    listed("Tala Haddad", offers=("housing",))
    listed("Hidden One", offers=("data",), is_listed=False)
    shown = browser_of(app, me).get("/account/profile").text
    assert "Jonas Berg" in shown
    assert "Can help with what you look for: Data, indicators and monitoring." in shown
    assert "Looks for what you can help with: Local finance." in shown
    assert 'You can both write in: <bdi lang="fr">Français</bdi>.' in shown
    assert "Tala Haddad" not in shown
    assert "Hidden One" not in shown


def test_looking_at_people_by_the_hundred_is_slowed_down(reader: FlaskClient) -> None:
    throttle.forget_all()
    assert [reader.get("/people").status_code for _time in range(120)] == [200] * 120
    assert reader.get("/people").status_code == 429


def test_a_person_sees_their_own_page_without_a_form_to_themselves(app: Flask) -> None:
    me, number = listed()
    client = browser_of(app, me)
    assert "Change your profile" in client.get(f"/people/{number}").text
    answer = client.get(f"/people/{number}/write")
    assert answer.status_code == 403
    assert "This is your own profile." in answer.text


def test_the_profile_belongs_to_whoever_is_signed_in(app: Flask) -> None:
    amina, _number = listed()
    jonas: User = person(name="Jonas")
    client = app.test_client()
    sign_in(client, jonas)
    send(client, CHANGE, {"answer": "Mine.", "user_id": str(amina.id)})
    kept = find_own(amina.id)
    assert kept is not None
    assert kept.answer == ANSWER
