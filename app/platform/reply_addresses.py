"""Addresses by which mail finds its way back: `replies+TOKEN@example.org` says whose answer it is and to what, or which
letter could not be delivered.

The token is signed, so it needs no table and nobody can make one. It is written in small letters and digits, since mail
servers may change the case of what stands before the @, and all before it fits into 64 signs.
"""

import hashlib
import hmac
import re
from base64 import b32encode
from dataclasses import dataclass
from datetime import date, timedelta

from flask import current_app

from app.platform import clock
from app.platform.telling import Thing

GOOD_FOR = timedelta(days=90)
_FIRST_DAY = date(2026, 1, 1)
# 80 bits: nobody tries so many, and the address stays short.
_SIGNED = 10
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_NUMBER = "[0-9a-z]{1,12}"
_ANSWER = re.compile(rf"r-({_NUMBER})-({_NUMBER})-([a-z]{{1,12}})-({_NUMBER})")
_RETURN = re.compile(rf"b-({_NUMBER})")


@dataclass(frozen=True, slots=True)
class AnswerTo:
    """What an address for answers was made for: who may answer by it, to what; for three months."""

    user_id: int
    thing: Thing
    is_expired: bool


@dataclass(frozen=True, slots=True)
class ReturnOf:
    """What a return address was made for: the letter of this number."""

    mail_id: int


def address_for_answers() -> str:
    """The site's address for answers, without a token; empty where it takes none."""
    address: str = current_app.config["REPLIES"]
    return address


def takes_replies() -> bool:
    """Whether the site has an address for answers."""
    return bool(address_for_answers())


def answer_address(user_id: int, thing: Thing) -> str:
    """Where an answer of this person to this thing goes; empty where the site takes none."""
    last_day = (clock.today() + GOOD_FOR - _FIRST_DAY).days
    return _address(f"r-{_written(user_id)}-{_written(last_day)}-{thing.key}-{_written(thing.number)}")


def return_address(mail_id: int) -> str:
    """Where it is reported that this letter did not arrive; empty where the site takes no mail."""
    return _address(f"b-{_written(mail_id)}")


def read_address(address: str) -> AnswerTo | ReturnOf | None:
    """What an address was made for; None when we did not make it."""
    told = _told(address)
    if found := _ANSWER.fullmatch(told):
        last_day = _FIRST_DAY + timedelta(days=int(found[2], 36))
        return AnswerTo(int(found[1], 36), Thing(found[3], int(found[4], 36)), clock.today() > last_day)
    if found := _RETURN.fullmatch(told):
        return ReturnOf(int(found[1], 36))
    return None


def is_ours(address: str) -> bool:
    """Whether this is the site's address for answers, with a token or without."""
    local, _at, domain = address_for_answers().lower().partition("@")
    name, _sign, of = address.lower().partition("@")
    return bool(local) and of == domain and name.partition("+")[0] == local


def _told(address: str) -> str:
    """What a token says; empty when its signature is not ours."""
    if not is_ours(address):
        return ""
    token = address.lower().partition("@")[0].partition("+")[2]
    told, _dash, signature = token.rpartition("-")
    return told if hmac.compare_digest(signature.encode(), _signature(told).encode()) else ""


def _address(told: str) -> str:
    if not takes_replies():
        return ""
    local, _at, domain = address_for_answers().partition("@")
    return f"{local}+{told}-{_signature(told)}@{domain}"


def _signature(told: str) -> str:
    secret = str(current_app.config["SECRET_KEY"]).encode()
    key = hashlib.sha256(b"learning forum: addresses for answers" + secret).digest()
    return b32encode(hmac.new(key, told.encode(), hashlib.sha256).digest()[:_SIGNED]).decode().lower()


def _written(number: int) -> str:
    """A number in digits and small letters, as `int(…, 36)` reads it."""
    digits = ""
    while number or not digits:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits
