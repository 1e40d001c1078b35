"""Passwords: kept as hashes at one strength, checked in the same time whether or not there is an account."""

from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.accounts import guessing, passwords

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


def fault_of(password: str) -> str | None:
    """What is wrong with a password of Amina's."""
    return passwords.fault_of(
        password,
        email="amina.d87@example.org",
        name="Amina Diallo",
        organisation="Ville de Dakar",
        site="Learning Forum",
    )


def test_a_password_belongs_to_its_hash_alone() -> None:
    kept = passwords.hash_of("seven quiet rivers")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.is_right(kept, "seven quiet rivers")
    assert not passwords.is_right(kept, "seven quiet river")
    assert kept != passwords.hash_of("seven quiet rivers")


def test_nobodys_password_is_never_right_and_is_checked_at_todays_strength() -> None:
    assert not passwords.is_right(None, "")
    assert not passwords.is_outdated(passwords._NOBODY)


def test_a_hash_of_another_kind_is_no_match_and_no_crash() -> None:
    assert not passwords.is_right("scrypt:32768:8:1$salt$hash", "seven quiet rivers")


def test_a_hash_of_other_strength_is_outdated() -> None:
    assert passwords.is_outdated(passwords._NOBODY.replace("t=2", "t=3"))


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("nine char", "short"),
        ("ten  chars", None),
        ("a blue bicycle, " * 12 + "it rains", None),
        ("a blue bicycle, " * 12 + "it pours.", "long"),
    ],
)
def test_a_password_has_ten_to_two_hundred_characters(password: str, fault: str | None) -> None:
    assert fault_of(password) == fault


@pytest.mark.parametrize(
    "password",
    """qwerty123456 1qaz2wsx3edc 1q2w3e4r5t administrator changeme123 iloveyou123 4815162342 motdepasse1 contraseña1 senha12345
    correcthorsebatterystaple fallenangel municipality bienvenido1""".split(),
)
def test_a_listed_password_is_refused(password: str) -> None:
    assert fault_of(password) == "common"


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("PaSsWoRd123", "case"),
        ("P4$$w0rd2024", "signs for letters"),
        ("5un5h1n3!!!", "signs for letters"),
        ("Ba5keTba11", "1 for l"),
        ("enihsnus2024", "backwards"),
        ("Sunshine27051984", "a date after it"),
        ("123sunshine!!", "something on both sides"),
        ("sunshineqwerty", "a row of keys after it"),
        ("p.a.s.s.w.o.r.d", "signs in between"),
        ("pass word 2024", "a space in it"),
        ("passwordpassword", "twice"),
        ("Dragon-dragon-dragon", "three times, with hyphens"),
        ("dragondragon2024", "twice, and a year"),
        ("Fatima1987!", "a name and a year"),
        ("Sénégal2024", "a country and a year"),
        ("Casablanca 2030", "a city and a year"),
        ("Septiembre24", "a month and a year"),
        ("Mairie2024!", "a word of the work and a year"),
        ("كلمة السر ١٢٣", "another script, and digits of another script"),
    ],
)
def test_a_variant_of_something_listed_is_refused(password: str, why: str) -> None:
    assert fault_of(password) == "common", why


@pytest.mark.parametrize(
    "password",
    """aaaaaaaaaaaa abababababab abaabbacab xK9$xK9$xK9$ 719271927192 0123456789 9876543210 1122334455 1234554321 abcdefghij a1b2c3d4e5 z9y8x7w6v5 abc-def-ghi
    qwertyuiop azertyuiop1 poiuytrewq qazwsxedcrfv asdfghjkl; !@#$%^&*() ضصثقفغعهخح йцукенгшщз ابتثجحخدذر ١٢٣٤٥٦٧٨٩٠
    12/03/1987 1987-03-12 03.12.1987!""".split(),
)
def test_repetitions_sequences_rows_of_keys_and_dates_are_refused(password: str) -> None:
    assert fault_of(password) == "common"


@pytest.mark.parametrize(
    "password",
    """amina.d87@example.org aminadiallo AminaDiallo1987 diallo.amina Amina1987!! 4m1n4d14ll0 amina.d87!! VilleDeDakar
    Dakar2024!! LearningForum learning-forum-2025 ForumForum12""".split(),
)
def test_what_is_known_of_a_person_and_the_site_is_refused(password: str) -> None:
    assert fault_of(password) == "yours"


@pytest.mark.parametrize(
    "password",
    [
        "seven quiet rivers",
        "the kettle sings at noon",
        "market day is tuesday",
        "correct horse battery",
        "2 goats, 3 hens",
        "le vélo bleu de ma grand-mère",
        "trois chèvres au marché",
        "la vie est belle",
        "el gato duerme bajo la mesa",
        "mi casa es tu casa",
        "la niña come mangos",
        "البحر هادئ في الصباح",
        "قطتي تحب الحليب الدافئ",
        "عندي ثلاثة اولاد",
        "o rio corre devagar",
        "minha avó faz bolo de milho",
        "jardim azul 27 pedras",
        "ночь улица фонарь",
        "我喜欢在河边散步吃苹果",
        "amina cooks rice well",
        "dakar by the green sea",
        "river-lamp-goat",
        "Zwölf Boxkämpfer",
        "kJ8sPq2LmX",
        "xK9$vQ2!mZ",
        "8273645182",
        "dragon 4827195038",
    ],
)
def test_a_few_words_or_chance_characters_are_accepted(password: str) -> None:
    assert fault_of(password) is None


def test_a_person_of_whom_nothing_is_known_may_choose_as_well() -> None:
    assert passwords.fault_of("seven quiet rivers", email="", name="") is None
    assert passwords.fault_of("learningforum", email="", name="") == "yours"


def test_a_short_name_does_not_stand_in_every_number() -> None:
    assert passwords.fault_of("8027519406", email="bo@example.org", name="Bo Li") is None
    assert passwords.fault_of("Bo Li 1987!", email="bo@example.org", name="Bo Li") == "yours"


def test_the_list_holds_what_the_rules_look_for_and_nothing_that_they_cannot_meet() -> None:
    words = guessing.listed_words()
    assert len(words) > 50_000
    assert guessing.LISTED.stat().st_size < 300_000
    assert all(guessing.SHORTEST_LISTED <= len(word) <= guessing.LONGEST_LISTED for word in words)
    assert {guessing.plain(word) for word in words} == words


@given(st.text(max_size=250), st.text(), st.text(), st.text())
@example("", "", "", "")
@example("\u0301" * 12, "@", "-", "\u0301")
@example("ﷺ" * 200, "ﷺ@ﷺ", "ﷺ", "ﷺ")
def test_any_text_has_one_of_the_faults_or_none(password: str, email: str, name: str, organisation: str) -> None:
    fault = passwords.fault_of(password, email=email, name=name, organisation=organisation)
    assert fault in {"short", "long", "common", "yours", None}
    assert (fault == "short") == (len(password) < 10)
    assert (fault == "long") == (len(password) > 200)


@given(st.sampled_from(["password", "sunshine", "dragon", "motdepasse"]), st.integers(0, 99_999_999), st.booleans())
def test_a_number_and_capitals_around_a_listed_word_never_help(word: str, number: int, before: bool) -> None:
    loud = word.title() if number % 2 else word.upper()
    password = f"{number:04}{loud}" if before else f"{loud}{number:04}"
    assert fault_of(password) == "common"


@given(st.integers(0, 2**64), st.text(max_size=90), st.text(max_size=90))
@example(0, "password", "1234567890")
@example(0, "a" * 90, "a" * 90)
@example(0, "Amina Diallo", "amina.d87@example.org")
def test_nothing_added_to_twenty_chance_characters_makes_them_common(seed: int, before: str, after: str) -> None:
    chance = "".join(Random(seed).choices(ALPHABET, k=20))
    assert fault_of(before + chance + after) is None
