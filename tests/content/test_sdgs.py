"""The goals, their targets and the Sendai marks."""

import pytest

from app.content.sdgs import GOALS, SENDAI_MARKS, find_sdg, find_sendai


def test_seventeen_goals_have_169_targets() -> None:
    assert [goal.number for goal in GOALS] == list(range(1, 18))
    assert sum(len(goal.targets) for goal in GOALS) == 169


def test_107_targets_are_about_results_and_62_about_means() -> None:
    lettered = [target for goal in GOALS for target in goal.targets if target[-1].isalpha()]
    means = len(lettered) + len(GOALS[16].targets)
    assert (169 - means, means) == (107, 62)


@pytest.mark.parametrize("key", ["11", "11.3", "11.b", "17.19", "3.d", "11.B"])
def test_a_goal_or_a_target_is_found(key: str) -> None:
    label = find_sdg(key)
    assert label is not None
    assert label.key == key.lower()
    assert label.title == GOALS[int(key.partition(".")[0]) - 1].title


@pytest.mark.parametrize("key", ["0", "18", "11.8", "11.d", "17.a", "11.", "011", ""])
def test_what_is_no_goal_and_no_target_is_not_found(key: str) -> None:
    assert find_sdg(key) is None


@pytest.mark.parametrize(("key", "title"), [("E", "strategies"), ("p2", "governance"), ("P4", "Build Back Better")])
def test_a_sendai_mark_is_found(key: str, title: str) -> None:
    mark = find_sendai(key)
    assert mark is not None
    assert title in mark.title


def test_there_are_seven_sendai_targets_and_four_priorities() -> None:
    assert [mark.key for mark in SENDAI_MARKS] == ["A", "B", "C", "D", "E", "F", "G", "P1", "P2", "P3", "P4"]
    assert find_sendai("H") is None


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("goal", GOALS, ids=lambda goal: goal.title)
def test_the_text_on_every_goal_colour_can_be_read(goal) -> None:  # type: ignore[no-untyped-def]
    darker, lighter = sorted((_luminance(goal.colour), _luminance(goal.text_colour)))
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5
