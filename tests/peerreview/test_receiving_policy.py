"""What authors may do with what they received."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app.peerreview.publication import Stage
from app.peerreview.receiving_policy import (
    ScoreNow,
    may_answer,
    may_ask_for_another,
    may_ask_to_look_again,
    may_report,
    may_respond,
)

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
FINAL = ScoreNow(
    Stage.FINAL,
    shows_score=True,
    counting=2,
    coming=0,
    further=False,
    is_open=True,
    is_latest=True,
    has_appeal=False,
    is_decided=False,
)


@dataclass(frozen=True)
class Given:
    is_held: bool = False
    answered_at: datetime | None = None
    reported_at: datetime | None = None


def test_a_review_is_answered_once_and_reported_once() -> None:
    assert may_answer(Given())
    assert may_report(Given())
    assert not may_answer(Given(answered_at=NOON))
    assert may_report(Given(answered_at=NOON))
    assert not may_report(Given(reported_at=NOON))


def test_what_is_kept_back_is_neither_thanked_for_nor_answered() -> None:
    held = Given(is_held=True)
    assert not may_respond(held)
    assert not may_answer(held)
    assert not may_report(held)


def test_with_two_reviews_one_more_may_be_asked_for() -> None:
    assert may_ask_for_another(FINAL)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"shows_score": False}, "no score yet"),
        ({"is_open": False}, "Nobody reads this work"),
        ({"is_latest": False}, "a newer version"),
        ({"is_decided": True}, "has decided"),
        ({"coming": 1}, "on its way"),
        ({"further": True}, "can be done once"),
        ({"counting": 3}, "several reviews"),
        ({"counting": 1}, "No review is left"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_one_review_more_is_refused_with_a_reason_where_it_makes_no_sense(change: dict[str, Any], reason: str) -> None:
    refusal = may_ask_for_another(replace(FINAL, **change))
    assert not refusal
    assert reason in refusal.reason


def test_a_final_score_is_looked_at_again_whatever_it_rests_on() -> None:
    assert may_ask_to_look_again(FINAL)
    assert may_ask_to_look_again(replace(FINAL, counting=5, coming=1, further=True, is_latest=False))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"shows_score": False}, "not final yet"),
        ({"stage": Stage.PROVISIONAL}, "not final yet"),
        ({"has_appeal": True}, "looks at this work already"),
        ({"has_appeal": True, "is_decided": True}, "That stays so"),
        ({"is_open": False}, "withdrew"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_nobody_looks_again_where_nothing_is_final_or_somebody_has(change: dict[str, Any], reason: str) -> None:
    refusal = may_ask_to_look_again(replace(FINAL, **change))
    assert not refusal
    assert reason in refusal.reason
