"""Passwords: kept as hashes at one strength, checked in the same time whether or not there is an account."""

import pytest

from app.accounts import passwords


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
        ("seven quiet rivers", None),
        ("ночь улица фонарь", None),
        ("too short", "short"),
        ("x" * 201, "long"),
        ("aaaaaaaaaaaa", "common"),
        ("Password123", "common"),
        ("amina@example.org", "yours"),
        ("Amina Diallo", "yours"),
    ],
)
def test_only_what_is_easily_guessed_is_refused(password: str, fault: str | None) -> None:
    assert passwords.fault_of(password, email="amina@example.org", name="Amina Diallo") == fault
