"""People are found by words and choices: alike in both databases, in every script, whatever is typed."""

from collections.abc import Sequence
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.accounts.models import User
from app.directory import queries
from app.directory.actions import keep_findable, save_profile, withdraw
from app.directory.models import ProfileKey
from app.directory.queries import find_people, find_profile, values_of
from app.directory.searching import EVERYBODY, Findable, Wish, conditions_of, keys_of, words_of
from app.directory.themes import THEMES
from app.platform.database import db, transaction
from app.platform.folding import fold
from tests.builders import browser_of, fields_of, person
from tests.directory.profiles import listed, told


def found(**wish: str) -> list[str]:
    """The names of who fits."""
    names = {key: str(name) for key, name in THEMES.items()}
    return [one.name for one in find_people(conditions_of(Wish(**wish), names))]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Région", "region"),
        ("MÜNCHEN", "munchen"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("İstanbul", "istanbul"),
        ("Smørrebrød", "smorrebrod"),
        ("مُدُن", "مدن"),
        ("أكادير", "اكادير"),
        ("مدينـــة", "مدينه"),
    ],
)
def test_words_are_compared_without_accents_and_capitals(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_arabic_words_are_compared_without_their_article() -> None:
    assert words_of("المدينة والمدينة مدينة للمدينة") == ("مدينه",)
    assert words_of("الم") == ("الم",)


@given(st.text(max_size=300))
def test_folding_is_stable_and_no_text_breaks_the_keys(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    profile = Findable((text,), "", (), (), (), (), ())
    assert all(len(key) <= 60 for key in keys_of(profile))
    assert EVERYBODY in keys_of(profile)
    assert all(condition for condition in conditions_of(Wish(words=text), {}))


@pytest.mark.parametrize(
    "words",
    [
        "diallo",
        "DIÁLLO",
        "budg",
        "towns train",
        "riverton",
        "climate",
        "disaster",
        "amina disas",
        "kompost",
        "water",
    ],
)
def test_somebody_is_found_by_what_they_say(each_app: Flask, words: str) -> None:
    listed(organisation="City of Riverton", themes=("climate",), needs=("resilience",), offer_words="Kompost, wáter")
    listed("Jonas Berg", answer="Nothing of the kind.")
    assert found(words=words) == ["Amina Diallo"]


@pytest.mark.parametrize("words", ["المياه", "مياه", "المِيَاه", "بلدي"])
def test_somebody_is_found_by_arabic_words(each_app: Flask, words: str) -> None:
    listed("تالا حداد", answer="أعمل على المياه في بلديتي.")
    listed("Jonas Berg")
    assert found(words=words) == ["تالا حداد"]


@pytest.mark.parametrize("words", ["diallo berg", "udget", "budgeting", "x" * 200])
def test_nobody_is_found_by_what_they_do_not_say(each_app: Flask, words: str) -> None:
    listed()
    listed("Jonas Berg")
    assert found(words=words) == []


@pytest.mark.parametrize(
    "wish",
    [
        {"language": "ar"},
        {"theme": "climate"},
        {"sdg": "1"},
        {"country": "SN"},
        {"offer": "finance"},
        {"need": "data"},
        {"language": "ar", "sdg": "1", "offer": "finance", "words": "train"},
    ],
)
def test_somebody_is_found_by_what_they_chose(each_app: Flask, wish: dict[str, str]) -> None:
    listed(
        country="SN",
        languages=("fr", "ar"),
        themes=("climate",),
        sdgs=("11", "1"),
        offers=("finance",),
        needs=("data",),
    )
    listed("Jonas Berg", country="FR", sdgs=("11", "13"), themes=("data",), offers=("data",), needs=("finance",))
    assert found(**wish) == ["Amina Diallo"]


@pytest.mark.parametrize(
    "words",
    ["'", '"', "%", "_", "\\", "*", "a*", "NEAR(", "a:b", "&|!", ") OR 1=1 --", "\u202e", "🙂", " ", "\U0010ffff"],
)
def test_odd_words_find_nobody_by_accident_and_never_fail(each_app: Flask, words: str) -> None:
    listed("Zo Zo", answer="zzz")
    assert found(words=words) in ([], ["Zo Zo"])


@pytest.mark.parametrize("most", [0, 1, 10_000])
def test_who_fits_does_not_depend_on_how_common_conditions_are(
    each_app: Flask, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    people: list[tuple[str, Any]] = [
        ("Ada One", {"sdgs": ("11",), "languages": ("en",)}),
        ("Ada Two", {"sdgs": ("4",), "languages": ("en",), "themes": ("climate",)}),
        ("Bela Three", {"sdgs": ("11",), "languages": ("fr",), "offers": ("climate",)}),
        ("Ada Four", {"sdgs": ("11", "4"), "languages": ("en", "fr"), "needs": ("climate",), "answer": "climate"}),
    ]
    for name, choices in people:
        listed(name, **choices)
    monkeypatch.setattr(queries, "_COMMON", most)
    assert found(words="ada") == ["Ada Four", "Ada Two", "Ada One"]
    assert found(words="ada", sdg="11") == ["Ada Four", "Ada One"]
    assert found(words="climate") == ["Ada Four", "Bela Three", "Ada Two"]
    assert found(words="ada climate") == ["Ada Four", "Ada Two"]
    assert found(language="fr", sdg="11", words="climate") == ["Ada Four", "Bela Three"]
    _ada, bela = find_people(conditions_of(Wish(sdg="11", words="climate"), {"climate": "Climate"}))
    assert [one.name for one in find_people(conditions_of(Wish(sdg="11"), {}), bela.profile_id)] == ["Ada One"]
    assert find_people(conditions_of(Wish(words="climate"), {}), bela.profile_id) == []


def test_the_list_goes_on_behind_the_last_one_and_repeats_nobody(each_app: Flask) -> None:
    for number in range(45):
        listed(f"Person {number:02}")
    names, last = [], None
    while page := find_people(conditions_of(Wish(words="person"), {}), last):
        names += [one.name for one in page]
        last = page[-1].profile_id
        if len(names) == 20:
            listed("Person of late")
    assert names == [f"Person {number:02}" for number in reversed(range(45))]


def keys_kept() -> int:
    return len(db.session.scalars(select(ProfileKey.key)).all())


def test_who_withdraws_is_found_by_nothing_from_that_moment(each_app: Flask) -> None:
    user, _number = listed(themes=("climate",))
    with transaction():
        withdraw(user.id)
    assert found() == found(words="diallo") == found(theme="climate") == []
    assert keys_kept() == 0


def test_who_is_not_listed_has_no_keys(each_app: Flask) -> None:
    listed(is_listed=False)
    assert found() == []
    assert keys_kept() == 0


def test_a_changed_profile_is_found_by_what_it_says_now(each_app: Flask) -> None:
    user, _number = listed(answer="kaleidoscope", sdgs=("4",))
    with transaction():
        save_profile(user.id, told(answer="xylophone", sdgs=("11",)))
    assert found(words="kaleidoscope") == found(sdg="4") == []
    assert found(words="xylophone", sdg="11") == ["Amina Diallo"]


def test_saving_the_same_again_changes_no_key(each_app: Flask) -> None:
    user, _number = listed()
    before = keys_kept()
    with transaction():
        profile = find_profile(user.id)
        assert profile is not None
        keep_findable(profile)
    assert keys_kept() == before


def test_a_changed_account_is_found_by_its_new_name(app: Flask) -> None:
    user, _number = listed(country="SN")
    client = browser_of(app, user)
    form = fields_of(client.get("/account").text)
    client.post("/account", data={**form, "name": "Amina Sow", "organisation": "Coast Region", "country": "ML"})
    assert found(words="diallo") == found(country="SN") == []
    assert found(words="sow coast", country="ML") == ["Amina Sow"]


def test_an_erased_account_leaves_nothing_to_be_found_by(each_app: Flask) -> None:
    user, _number = listed()
    with transaction():
        db.session.delete(db.session.get_one(User, user.id))
    assert keys_kept() == 0


@pytest.mark.parametrize("codes", [(), ("SN",), ("FR", "SN", "SN", "AR")])
def test_the_choices_are_those_that_somebody_listed_has(each_app: Flask, codes: Sequence[str]) -> None:
    person(country="DE")
    for code in codes:
        listed(country=code)
    assert sorted(values_of("country")) == sorted(set(codes))
