"""Which questions an attempt asks, and in which order."""

from hypothesis import given
from hypothesis import strategies as st

from app.assessment.drawing import options_shown, questions_drawn
from app.content.course import ChoiceQuestion, Option, Quiz


def quiz(*, number: int = 12, draw: int | None = None, shuffle: bool = False) -> Quiz:
    questions = tuple(
        ChoiceQuestion(
            key=f"q{place}",
            prompt_html="?",
            options=tuple(Option(key, key, key == "a") for key in "abcd"),
            several=False,
        )
        for place in range(number)
    )
    return Quiz("check", "Check", questions, draw=draw, shuffle_questions=shuffle, shuffle_options=shuffle)


@given(st.integers(0, 2**31), st.integers(1, 20), st.booleans())
def test_the_same_seed_draws_the_same_different_questions(seed: int, draw: int, shuffle: bool) -> None:
    pool = quiz(draw=draw, shuffle=shuffle)
    drawn = questions_drawn(pool, seed)
    assert drawn == questions_drawn(pool, seed)
    assert len({question.key for question in drawn}) == len(drawn) == min(draw, 12)


def test_without_shuffling_the_drawn_stand_in_the_order_written() -> None:
    places = [int(question.key[1:]) for question in questions_drawn(quiz(draw=5), seed=3)]
    assert places == sorted(places)


def test_every_question_of_a_pool_is_drawn_about_equally_often() -> None:
    pool = quiz(draw=4)
    counts = dict.fromkeys((question.key for question in pool.questions), 0)
    for seed in range(3000):
        for question in questions_drawn(pool, seed):
            counts[question.key] += 1
    assert all(850 < count < 1150 for count in counts.values()), counts


def test_shuffled_options_are_all_there_and_not_always_in_one_order() -> None:
    pool = quiz(shuffle=True)
    question = pool.questions[0]
    assert isinstance(question, ChoiceQuestion)
    orders = {tuple(option.key for option in options_shown(pool, question, seed)) for seed in range(50)}
    assert len(orders) > 10
    assert all(sorted(order) == list("abcd") for order in orders)
