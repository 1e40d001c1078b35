"""Kinds of notices are declared by features, each with a key of its own, and can be said in every language."""

from collections.abc import Iterator
from datetime import date
from itertools import product

import pytest

from app import wiring
from app.forum.fishbowl_models import SeatEnd
from app.forum.fishbowl_notices import END_REACHED, LONG_QUIET, QUIET, ROUND_OVER
from app.notifications.kinds import cadence_of, know_kinds, words_of
from app.platform.catalogues import LANGUAGES
from app.platform.i18n import speaking
from app.platform.telling import Cadence, Group, Kind

# All that any sentence may be told.
ARGUMENTS = {
    "call": "Next cohort",
    "until": date(2027, 3, 1).isoformat(),
    "number": 3,
    "course": "Localizing",
    "role": "facilitator",
    "place": "Localizing",
    "by": "Jonas",
    "name": "Riverton",
    "title": "coach",
    "on": "course",
    "thing": "Localizing",
    "assignment": "A priority sheet",
    "thread": "Where do you begin?",
    "synthesis": "What we learnt",
    "category": "Water",
}
# Of some kinds the sentence depends on a reason, or on whether there is a summary.
REASONS = (*SeatEnd, QUIET, LONG_QUIET, END_REACHED, ROUND_OVER)
# What keeps a name's direction where it runs another way than the sentence.
SET_APART = str.maketrans({"\u2068": None, "\u2069": None})


@pytest.fixture(autouse=True)
def wired() -> Iterator[None]:
    know_kinds(wiring.NOTICES)
    yield
    know_kinds(wiring.NOTICES)


def kind(key: str) -> Kind:
    return Kind(key, "A kind", lambda _told: "Said.", lambda _told: "Why.", "See it")


def test_a_key_stands_once_and_in_its_group() -> None:
    for group in (Group("a", "A", (kind("b.c"),)), Group("a", "A", (kind("a.b"), kind("a.b")))):
        with pytest.raises(ValueError, match="key of its own"):
            know_kinds((group,))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_can_be_said_in_every_language(language: str) -> None:
    with speaking(language):
        kinds = [one for group in wiring.NOTICES for one in group.kinds]
        for one, reason, has_summary in product(kinds, REASONS, (True, False)):
            told = {**ARGUMENTS, "why": reason, "has_summary": has_summary}
            words = words_of(one.key, told)
            assert words.sentence.translate(SET_APART) == one.say(told).translate(SET_APART), one.key
            assert words.because
            assert words.button


def test_the_choice_for_a_kind_goes_before_its_groups_and_that_before_what_is_proposed() -> None:
    key = "courses.certificate"
    assert cadence_of(key, {}) is Cadence.NOW
    assert cadence_of(key, {"courses": Cadence.WEEKLY}) is Cadence.WEEKLY
    assert cadence_of(key, {"courses": Cadence.WEEKLY, key: Cadence.DAILY}) is Cadence.DAILY


def test_what_has_its_own_letter_and_what_is_gone_is_never_mailed() -> None:
    assert cadence_of("people.message", {"people": Cadence.NOW}) is Cadence.NEVER
    assert cadence_of("forum.no-such-kind", {}) is Cadence.NEVER
