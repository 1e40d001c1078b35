"""In which language a person meets the site."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.platform.catalogues import LANGUAGES
from app.platform.i18n import show_date, show_number
from tests.builders import PASSWORD, fields_of, person, published, send, sign_in


def language_of(client: FlaskClient, address: str = "/", accept: str = "") -> str:
    html = client.get(address, headers={"Accept-Language": accept}).text
    return html.partition('<html lang="')[2].partition('"')[0]


def test_a_visitor_reads_what_their_browser_prefers(client: FlaskClient) -> None:
    assert language_of(client, accept="fr-CA, en;q=0.5") == "fr"
    assert language_of(client, accept="sw, nl") == "en"
    assert language_of(client) == "en"


def test_an_explicit_choice_holds_for_the_visit(client: FlaskClient) -> None:
    assert language_of(client, "/?lang=es", accept="fr") == "es"
    assert language_of(client, "/courses", accept="fr") == "es"


@pytest.mark.parametrize("asked", ["xx", "", "../../etc/passwd", "EN"])
def test_a_language_that_is_not_offered_changes_nothing(client: FlaskClient, asked: str) -> None:
    assert language_of(client, f"/?lang={asked}", accept="pt") == "pt"


def test_the_account_comes_before_what_the_browser_prefers(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, person())
    form = fields_of(client.get("/account").text)
    client.post("/account", data={**form, "name": "Amina", "organisation": "", "country": "", "language": "ar"})
    assert language_of(client, accept="fr") == "ar"
    assert 'dir="rtl"' in client.get("/").text


def test_an_address_with_a_language_shows_it_to_everybody(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, person())
    assert language_of(client, "/courses?lang=fr", accept="es") == "fr"


def test_public_pages_say_where_they_are_in_other_languages(client: FlaskClient) -> None:
    published()
    for address in (
        "/",
        "/courses",
        "/courses/localizing-the-sdgs",
        "/courses/localizing-the-sdgs/glossary",
        "/accessibility",
        "/verify",
    ):
        html = client.get(address).text
        for language in LANGUAGES:
            assert f'hreflang="{language}" href="http://localhost{address}?lang={language}"' in html, address
            if language != "en":
                assert f'<a href="{address}?lang={language}"' in html, address


def test_what_was_searched_for_is_kept_when_the_language_changes(client: FlaskClient) -> None:
    assert "/courses?q=water&amp;sdg=6&amp;lang=fr" in client.get("/courses?q=water&sdg=6&lang=es").text


def test_the_choice_of_a_visitor_outlives_registering_and_signing_in(app: Flask) -> None:
    client = app.test_client()
    client.get("/?lang=pt")
    newcomer = {"name": "Amina Diallo", "email": "amina@example.org", "password": PASSWORD, "country": ""}
    send(client, "/register", newcomer)
    assert language_of(client, accept="fr") == "pt"
    elsewhere = app.test_client()
    send(elsewhere, "/sign-in", {"email": "amina@example.org", "password": PASSWORD})
    assert language_of(elsewhere, accept="fr") == "pt"
    other = app.test_client()
    other.get("/?lang=es")
    sign_in(other, person())
    assert language_of(other, accept="fr") == "es"


@pytest.mark.parametrize(
    ("language", "day"), [("en", "21 November 2026"), ("fr", "21 novembre 2026"), ("es", "21 de noviembre de 2026")]
)
def test_days_are_written_as_the_reader_writes_them(app: Flask, language: str, day: str) -> None:
    with app.test_request_context(f"/?lang={language}"):
        assert show_date(date(2026, 11, 21)) == day


@pytest.mark.parametrize(
    ("language", "day"), [("fr", "1er mai 2026"), ("es", "1 de mayo de 2026"), ("en", "1 May 2026")]
)
def test_the_first_of_a_month_is_an_ordinal_in_french_alone(app: Flask, language: str, day: str) -> None:
    with app.test_request_context(f"/?lang={language}"):
        assert show_date(date(2026, 5, 1)) == day


@pytest.mark.parametrize(("language", "number"), [("en", "2.5"), ("fr", "2,5"), ("es", "2,5"), ("pt", "2,5")])
def test_numbers_are_written_as_the_reader_writes_them(app: Flask, language: str, number: str) -> None:
    with app.test_request_context(f"/?lang={language}"):
        assert show_number(2.5) == number
        assert show_number(7) == "7"
