"""Signing in through an organisation, against a provider that is not ours: who it does not vouch for stays out."""

import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts.models import User
from app.accounts.queries import find_user_by_email
from app.accounts.ways_in import OutsideIdentity
from app.config import OrganisationSignIn
from app.platform.database import db
from app.platform.jobs import work_off
from tests.builders import PASSWORD, fields_of, letters_in, person, send, sign_in
from tests.outside_provider import CLIENT_ID, CLIENT_SECRET, Organisation, organisation

AWAY = "/sign-in/with/riverton"
BACK = f"http://localhost{AWAY}/back"
AMINA: dict[str, Any] = {"email": "amina@riverton.example", "email_verified": True, "name": "Amina Diallo"}


@pytest.fixture
def riverton() -> Iterator[Organisation]:
    """The provider of a town."""
    with organisation(BACK) as provider:
        yield provider


def know(app: Flask, provider: Organisation, **more: str) -> None:
    """Set the provider up as an administrator does."""
    settings = {"issuer": provider.issuer, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET} | more
    app.config["ORGANISATIONS"] = {"riverton": OrganisationSignIn("riverton", "Riverton", **settings, hosts=())}


@pytest.fixture
def town(each_app: Flask, riverton: Organisation) -> tuple[Flask, Organisation]:
    """The site with the town's provider, in which Amina is signed in."""
    know(each_app, riverton)
    riverton.knows("amina", **AMINA)
    return each_app, riverton


def leave(client: FlaskClient, next_page: str = "") -> str:
    """Follow the button on the sign-in page; where the provider sends the person back to."""
    left = client.get(f"{AWAY}?next={next_page}" if next_page else AWAY)
    assert left.status_code == 302, left.text
    came = requests.get(left.location, allow_redirects=False, timeout=5)
    assert came.status_code == 302, came.text
    assert came.headers["Location"].startswith(BACK)
    return came.headers["Location"].removeprefix("http://localhost")


def go(client: FlaskClient, next_page: str = "") -> TestResponse:
    """Go there and come back."""
    return client.get(leave(client, next_page))


def accounts() -> list[User]:
    db.session.rollback()
    return list(db.session.scalars(select(User).order_by(User.id)))


def test_the_sign_in_page_names_the_organisation_and_asks_by_code_with_pkce(town: tuple[Flask, Organisation]) -> None:
    app, riverton = town
    client = app.test_client()
    assert "Sign in with Riverton" in client.get("/sign-in").text
    left = client.get(AWAY).location
    asked = parse_qs(urlsplit(left).query)
    assert left.startswith(f"{riverton.issuer}/authorize?")
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [BACK]
    assert all(len(asked[name][0]) >= 32 for name in ("state", "nonce", "code_challenge"))


def test_a_verified_address_without_an_account_gets_one(town: tuple[Flask, Organisation]) -> None:
    app, _riverton = town
    client = app.test_client()
    done = go(client, "/account")
    assert (done.status_code, done.location) == (303, "/account")
    page = client.get("/account").text
    assert "Amina Diallo" in page
    assert "amina@riverton.example" in page
    # There is no password that somebody could guess.
    for password in ("", "amina"):
        assert send(app.test_client(), "/sign-in", {"email": AMINA["email"], "password": password}).status_code == 422


def test_who_was_here_before_comes_to_the_same_account_whatever_their_address_is_now(
    town: tuple[Flask, Organisation],
) -> None:
    app, riverton = town
    go(app.test_client())
    riverton.people["amina"] = {**AMINA, "email": "other@riverton.example", "email_verified": False}
    client = app.test_client()
    assert go(client).status_code == 303
    assert "amina@riverton.example" in client.get("/account").text
    assert len(accounts()) == 1


def test_an_account_is_not_taken_over_but_linked_by_its_owner(town: tuple[Flask, Organisation]) -> None:
    app, _riverton = town
    person(email="amina@riverton.example")
    client = app.test_client()
    assert go(client, "/learn").location == "/sign-in/linking"
    asked = client.get("/sign-in/linking").text
    assert "There is an account with the address" in asked
    assert client.get("/account").status_code == 302
    assert db.session.scalars(select(OutsideIdentity)).all() == []
    fields = {"email": "amina@riverton.example", "password": PASSWORD}
    assert send(client, "/sign-in?next=/sign-in/linking", fields).location == "/sign-in/linking"
    assert send(client, "/sign-in/linking").location == "/learn"
    assert len(accounts()) == 1
    work_off()
    assert "Your organisation opens your account" in [one["Subject"] for one in letters_in(app)]
    fresh = app.test_client()
    assert go(fresh, "/account").location == "/account"
    assert fresh.get("/account").status_code == 200


def test_nothing_is_linked_without_being_asked_for(town: tuple[Flask, Organisation]) -> None:
    app, _riverton = town
    user = person()
    client = app.test_client()
    sign_in(client, user)
    assert go(client).location == "/sign-in/linking"
    db.session.rollback()
    assert db.session.scalars(select(OutsideIdentity)).all() == []
    assert client.post("/sign-in/linking", data={}).status_code == 400


def test_who_is_signed_in_links_and_unlinks(town: tuple[Flask, Organisation]) -> None:
    app, _riverton = town
    client = app.test_client()
    sign_in(client, person())
    assert "Link with Riverton" in client.get("/account/security").text
    go(client, "/account/security")
    assert send(client, "/sign-in/linking").location == "/account/security"
    assert "Unlink" in client.get("/account/security").text
    (identity,) = db.session.scalars(select(OutsideIdentity.id)).all()
    stranger = app.test_client()
    sign_in(stranger, person())
    address = f"/account/security/organisations/{identity}/unlink"
    form = fields_of(stranger.get("/account").text, "/sign-out")
    assert stranger.post(address, data=form).status_code == 404
    assert send(client, "/account/security", to=address).location == "/account/security"
    assert go(app.test_client()).status_code == 303
    assert len(accounts()) == 3


def test_what_is_linked_already_is_not_linked_to_another_account(town: tuple[Flask, Organisation]) -> None:
    app, riverton = town
    go(app.test_client())
    riverton.knows("jonas", email="jonas@riverton.example", email_verified=True)
    client = app.test_client()
    sign_in(client, person(email="other@example.org"))
    go(client)
    riverton.somebody = "jonas"
    go(app.test_client())
    assert send(client, "/sign-in/linking").status_code == 409
    assert len(db.session.scalars(select(OutsideIdentity)).all()) == 2


@pytest.mark.parametrize("verified", [False, None, "true", "false", 1])
def test_an_address_that_is_not_verified_makes_and_opens_nothing(
    app: Flask, riverton: Organisation, verified: object
) -> None:
    know(app, riverton)
    person(email="amina@riverton.example")
    riverton.knows("amina", email="amina@riverton.example")
    riverton.changes = {"email": "amina@riverton.example", "email_verified": verified}
    client = app.test_client()
    refused = go(client)
    assert refused.status_code == 403
    assert "has not verified your e-mail address" in refused.text
    assert "Password" in refused.text
    assert len(accounts()) == 1
    assert client.get("/account").status_code == 302


def test_the_second_step_is_asked_after_the_organisation(town: tuple[Flask, Organisation]) -> None:
    app, _riverton = town
    client = app.test_client()
    go(client)
    page = "/account/security/second-step"
    found = re.search(r"secret=([A-Z2-7]+)", client.get(page).text)
    assert found is not None
    shown = send(client, page, {"code": pyotp.TOTP(found[1]).now()}).location
    codes = re.findall(r"<code>([A-Z0-9-]{19})</code>", client.get(shown).text)
    fresh = app.test_client()
    assert go(fresh, "/account").location == "/sign-in/code"
    assert fresh.get("/account").status_code == 302
    assert send(fresh, "/sign-in/code", {"code": codes[0]}).location == "/account"


def test_who_declines_there_finds_the_other_ways(town: tuple[Flask, Organisation]) -> None:
    app, riverton = town
    riverton.somebody = None
    client = app.test_client()
    refused = go(client, "/account")
    assert refused.status_code == 403
    assert "Riverton did not let you in" in refused.text
    assert "Have a link mailed to you" in refused.text
    # The way on is kept for the other ways.
    assert (
        send(client, "/sign-in?next=/account", {"email": person().email, "password": PASSWORD}).location == "/account"
    )
    assert 'value="/account"' in refused.text


@pytest.mark.parametrize("change", ["state", "code", "other browser", "twice"])
def test_an_answer_that_was_not_asked_for_opens_nothing(app: Flask, riverton: Organisation, change: str) -> None:
    know(app, riverton)
    riverton.knows("amina", **AMINA)
    client = app.test_client()
    back = leave(client)
    if change == "twice":
        assert client.get(back).status_code == 303
        client = app.test_client()
    elif change == "other browser":
        client = app.test_client()
    elif change == "state":
        back = back.replace("state=", "state=x")
    else:
        back = back.replace("code=", "code=x")
    refused = client.get(back)
    assert refused.status_code in (422, 502)
    assert client.get("/account").status_code == 302


def test_a_code_of_another_persons_browser_is_worth_nothing_without_its_verifier(
    app: Flask, riverton: Organisation
) -> None:
    know(app, riverton)
    riverton.knows("amina", **AMINA)
    stolen = parse_qs(urlsplit(leave(app.test_client())).query)["code"][0]
    thief = app.test_client()
    state = parse_qs(urlsplit(leave(thief)).query)["state"][0]
    assert thief.get(f"{AWAY}/back?code={stolen}&state={state}").status_code == 502
    assert accounts() == []


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://login.evil.example"},
        {"aud": "somebody-else"},
        {"aud": [CLIENT_ID, "somebody-else"], "azp": "somebody-else"},
        {"nonce": "another"},
        {"exp": int(time.time()) - 3600},
        {"iat": int(time.time()) + 3600, "nbf": int(time.time()) + 3600},
        {"sub": ""},
        {"sub": "x" * 256},
    ],
    ids=lambda changes: "-".join(changes),
)
def test_a_token_that_says_something_else_opens_nothing(
    app: Flask, riverton: Organisation, changes: dict[str, object]
) -> None:
    know(app, riverton)
    riverton.knows("amina", **AMINA)
    riverton.changes = changes
    client = app.test_client()
    refused = go(client)
    assert refused.status_code == 502
    assert "Password" in refused.text
    assert accounts() == []


@pytest.mark.parametrize("signed_by", ["a false key", "nobody", "client secret"])
def test_a_token_that_the_organisation_has_not_signed_opens_nothing(
    app: Flask, riverton: Organisation, signed_by: str
) -> None:
    know(app, riverton)
    riverton.knows("amina", **AMINA)
    riverton.is_signed_by = signed_by
    assert go(app.test_client()).status_code == 502
    assert accounts() == []


def test_facts_about_somebody_else_are_refused(app: Flask, riverton: Organisation) -> None:
    know(app, riverton)
    riverton.knows("amina", **AMINA)
    riverton.answers["/userinfo"] = lambda: {**AMINA, "sub": "somebody else"}
    assert go(app.test_client()).status_code == 502
    assert accounts() == []


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/jwks", "/userinfo"])
@pytest.mark.parametrize("fault", ["error", "nonsense", "redirect", "too much", "no facts"])
def test_whatever_goes_wrong_there_the_other_ways_are_open(
    app: Flask, riverton: Organisation, path: str, fault: str
) -> None:
    know(app, riverton)
    riverton.knows("amina", **AMINA)
    faults = {
        "error": lambda: ("", 500),
        "nonsense": lambda: "<h1>Welcome</h1>",
        "redirect": lambda: ("", 302, {"Location": f"{riverton.issuer}/elsewhere"}),
        "too much": lambda: {"text": "x" * 600_000},
        "no facts": lambda: ("[]", 200, {"Content-Type": "application/json"}),
    }
    riverton.answers[path] = faults[fault]  # type: ignore[assignment]
    client = app.test_client()
    refused = client.get(AWAY) if path.startswith("/.well") else go(client)
    assert refused.status_code == 502
    assert "Riverton did not answer as it should" in refused.text
    assert "Password" in refused.text
    assert "/elsewhere" not in riverton.asked
    assert accounts() == []


def test_an_organisation_that_is_down_is_told_and_who_is_signed_in_stays_so(app: Flask, riverton: Organisation) -> None:
    know(app, riverton, issuer="http://127.0.0.1:9")
    assert app.test_client().get(AWAY).status_code == 502
    client = app.test_client()
    sign_in(client, person())
    refused = client.get(AWAY)
    assert "Riverton did not answer as it should" in refused.text
    assert "How you sign in" in refused.text
    assert client.get("/account").status_code == 200


def test_an_issuer_that_calls_itself_otherwise_is_not_believed(app: Flask, riverton: Organisation) -> None:
    know(app, riverton, issuer=riverton.issuer.replace("127.0.0.1", "localhost"))
    assert app.test_client().get(AWAY).status_code == 502


def test_only_the_issuer_is_asked(app: Flask, riverton: Organisation) -> None:
    with organisation(BACK) as other:
        know(app, riverton)
        riverton.knows("amina", **AMINA)
        told = requests.get(f"{riverton.issuer}/.well-known/openid-configuration", timeout=5).json()
        riverton.answers["/.well-known/openid-configuration"] = lambda: {**told, "jwks_uri": f"{other.issuer}/jwks"}
        assert go(app.test_client()).status_code == 502
        assert other.asked == []


def test_a_wrong_secret_of_the_site_is_told_as_trouble(app: Flask, riverton: Organisation) -> None:
    know(app, riverton, client_secret="outdated")
    riverton.knows("amina", **AMINA)
    assert go(app.test_client()).status_code == 502
    assert find_user_by_email("amina@riverton.example") is None
