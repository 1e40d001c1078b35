"""What reads like spam is told from what does not, once there is something to learn from."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.forum.spam import LEAST_TO_LEARN, Lesson, lesson_of, score_of, words_of
from app.forum.suspicion import Sign, is_to_be_held, links_in, pictures_in, signs_of, times_written

SPAM = [
    f"Cheap pills with discount number {number}, order now at https://pills{number}.example" for number in range(25)
]
GOOD = [
    f"In our municipality we asked neighbourhood council {number} about water, roads and waste" for number in range(25)
]
LESSON = lesson_of(SPAM, GOOD)
NOTHING = lesson_of([], [])


def test_words_of_spam_score_high_and_others_low() -> None:
    assert score_of("Order cheap pills now, discount!", LESSON) > 0.9
    assert score_of("How did your council decide about roads?", LESSON) < 0.1


def test_what_was_never_met_tells_nothing() -> None:
    assert score_of("Zebras juggle quietly", LESSON) == 0.5


def test_both_sides_at_once_are_doubtful() -> None:
    assert 0.2 < score_of("cheap pills discount order council water roads waste", LESSON) < 0.8


@pytest.mark.parametrize(("spam", "good"), [(LEAST_TO_LEARN - 1, 25), (25, LEAST_TO_LEARN - 1), (0, 0)])
def test_nothing_is_learned_from_a_few(spam: int, good: int) -> None:
    assert score_of("Order cheap pills now", lesson_of(SPAM[:spam], GOOD[:good])) == 0.5


def test_twenty_of_each_are_enough() -> None:
    assert score_of("Order cheap pills now", lesson_of(SPAM[:LEAST_TO_LEARN], GOOD[:LEAST_TO_LEARN])) > 0.9


@given(st.text(max_size=400))
def test_a_score_lies_between_nought_and_one(text: str) -> None:
    score = score_of(text, LESSON)
    assert math.isfinite(score)
    assert 0 <= score <= 1


def test_a_long_text_does_not_overflow() -> None:
    lesson = Lesson({f"word{n}": 40 for n in range(3000)}, {}, 40, 40)
    assert score_of(" ".join(f"word{n}" for n in range(3000)), lesson) > 0.99


@pytest.mark.parametrize("language", ["ar", "zh"])
def test_other_scripts_are_read_as_well(language: str) -> None:
    spam, good = {
        "ar": ("دواء رخيص اطلب الآن", "سألنا الناس عن الماء في البلدية"),
        "zh": ("便宜药品现在订购优惠", "我们的城市询问居民供水问题"),
    }[language]
    lesson = lesson_of([spam] * 20, [good] * 20)
    assert score_of(spam, lesson) > 0.9
    assert score_of(good, lesson) < 0.1


def test_of_a_link_its_host_is_a_word() -> None:
    assert "host:pills.example" in words_of("See https://pills.example/buy?now=1")


def test_links_and_pictures_are_counted() -> None:
    assert links_in("https://a.example, WWW.b.example and [c](http://c.example)") == 3
    assert pictures_in("![x](y) and ![z][w] but not [a](b)") == 2


def test_the_same_text_in_other_dress_is_the_same() -> None:
    text = "Our office sells water pumps for every village in the region."
    assert (
        times_written(text, [text.upper(), text.replace("every", "each"), "Something else entirely, and longer."]) == 2
    )
    assert times_written("Thank you!", ["Thank you!"] * 9) == 0


def test_a_text_for_the_third_time_is_held() -> None:
    text = "Our office sells water pumps for every village in the region."
    once = signs_of(text, NOTHING, recent=[text], removed=[], is_first=False)
    twice = signs_of(text, NOTHING, recent=[text, text], removed=[], is_first=False)
    assert not is_to_be_held(once)
    assert is_to_be_held(twice)


def test_what_is_like_something_removed_is_held_at_once() -> None:
    text = "Our office sells water pumps for every village in the region."
    assert is_to_be_held(signs_of(text, NOTHING, recent=[], removed=[text + "!"], is_first=False))


def test_one_weak_sign_holds_nothing_and_two_do() -> None:
    text = (
        "We wrote a report about this, and you find it at https://city.example/report with all the figures that we " * 2
    )
    first = signs_of(text, NOTHING, recent=[], removed=[], is_first=True)
    assert first == {Sign.LINK_IN_FIRST_POST}
    assert not is_to_be_held(first)
    assert is_to_be_held(signs_of("Look https://x.example", NOTHING, recent=[], removed=[], is_first=True))


def test_a_learned_text_is_held() -> None:
    assert is_to_be_held(signs_of("Order cheap pills now, discount!", LESSON, recent=[], removed=[], is_first=False))
