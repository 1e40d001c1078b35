"""Consent is given to words, by a button, and taken back as easily; what was agreed to stays known."""

import hashlib

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.consent_texts import CONSENTS
from app.accounts.consents import consented, give_consent
from app.accounts.models import Consent, ConsentPurpose, User
from app.platform.database import db, transaction
from tests.builders import fields_of, person, send, sign_in

PURPOSE = ConsentPurpose.ORGANISATION_PROGRESS
PAGE = "/account/data"
ADDRESS = f"{PAGE}/consents/{PURPOSE.value}"
# Of the words of each version: whoever changes a sentence raises the version and adds a line.
DIGESTS = {(PURPOSE, 1): "8054bdf7aa32a34b"}


def digest_of(purpose: ConsentPurpose) -> str:
    text = CONSENTS[purpose]
    return hashlib.sha256("\n".join(map(str, (text.title, *text.sentences))).encode()).hexdigest()[:16]


@pytest.fixture
def somebody(each_app: Flask) -> User:
    return person()


@pytest.fixture
def browser(each_app: Flask, somebody: User) -> FlaskClient:
    client = each_app.test_client()
    sign_in(client, somebody)
    return client


def agreeing() -> list[int]:
    db.session.rollback()
    return list(db.session.scalars(consented(PURPOSE)))


@pytest.mark.parametrize("purpose", ConsentPurpose)
def test_words_are_not_changed_without_a_new_version(purpose: ConsentPurpose) -> None:
    assert DIGESTS[(purpose, CONSENTS[purpose].version)] == digest_of(purpose)


def test_nobody_agrees_before_they_say_so(browser: FlaskClient) -> None:
    assert agreeing() == []
    assert "You do not agree, so nobody sees it." in browser.get(PAGE).text


def test_agreeing_is_kept_with_the_version_of_the_words_and_the_moment(browser: FlaskClient, somebody: User) -> None:
    assert send(browser, PAGE, {"step": "give"}, to=ADDRESS).status_code == 303
    assert agreeing() == [somebody.id]
    kept = db.session.scalars(select(Consent)).one()
    assert (kept.text_version, kept.withdrawn_at) == (CONSENTS[PURPOSE].version, None)
    assert "You agree, since" in browser.get(PAGE).text


def test_taking_it_back_holds_at_once_and_the_past_stays_known(browser: FlaskClient) -> None:
    send(browser, PAGE, {"step": "give"}, to=ADDRESS)
    send(browser, PAGE, {"step": "withdraw"}, to=ADDRESS)
    assert agreeing() == []
    assert db.session.scalars(select(Consent)).one().withdrawn_at is not None
    send(browser, PAGE, {"step": "give"}, to=ADDRESS)
    assert len(agreeing()) == 1
    assert len(db.session.scalars(select(Consent)).all()) == 2


def test_agreeing_twice_is_agreeing_once(somebody: User) -> None:
    for _time in range(2):
        with transaction():
            give_consent(somebody.id, PURPOSE)
    assert len(db.session.scalars(select(Consent)).all()) == 1


def test_nobody_agrees_to_words_they_did_not_see(browser: FlaskClient) -> None:
    fields = {**fields_of(browser.get(PAGE).text, ADDRESS), "step": "give", "version": "0"}
    assert browser.post(ADDRESS, data=fields).status_code == 409
    assert agreeing() == []


def test_new_words_that_ask_for_more_ask_everybody_anew(
    browser: FlaskClient, somebody: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    send(browser, PAGE, {"step": "give"}, to=ADDRESS)
    asks_more = {PURPOSE: replace(CONSENTS[PURPOSE], version=2, good_from=2)}
    monkeypatch.setattr("app.accounts.consents.CONSENTS", asks_more)
    monkeypatch.setattr("app.privacy.views.CONSENTS", asks_more)
    monkeypatch.setattr("app.privacy.pages.CONSENTS", asks_more)
    assert agreeing() == []
    send(browser, PAGE, {"step": "give"}, to=ADDRESS)
    assert agreeing() == [somebody.id]


def test_there_is_no_other_purpose(browser: FlaskClient) -> None:
    fields = {**fields_of(browser.get(PAGE).text, ADDRESS), "step": "give"}
    assert browser.post(f"{PAGE}/consents/anything", data=fields).status_code == 404
    fields = {**fields_of(browser.get(PAGE).text, ADDRESS), "step": "perhaps"}
    assert browser.post(ADDRESS, data=fields).status_code == 422
