"""What reviews of courses say together: how sure they are, what leniency does, and what is too little to be shown."""

from collections.abc import Mapping

import pytest

from app.peerreview.course_ratings import Answer, criteria_figures, groups_shown, ratings_of
from app.peerreview.course_rubric import COURSE_RUBRIC, COURSE_SCALES
from app.peerreview.rubric_points import score_of_points


def answers(slug: str, *scores: float, first: int = 1) -> list[Answer]:
    return [Answer(slug, first + number, score) for number, score in enumerate(scores)]


def test_each_criterion_has_four_levels_from_the_best_down_and_all_count_alike() -> None:
    assert len(COURSE_RUBRIC) == 5, "the page says so"
    for criterion in COURSE_RUBRIC:
        assert [level.points for level in criterion.levels] == [3, 2, 1, 0]
    assert score_of_points(COURSE_SCALES, {scale.key: scale.most for scale in COURSE_SCALES}) == 100
    assert score_of_points(COURSE_SCALES, {scale.key: 0 for scale in COURSE_SCALES}) == 0


def test_more_answers_make_a_rating_surer() -> None:
    few = ratings_of(answers("a", 70, 80, 60))["a"]
    many = ratings_of(answers("a", *[70, 80, 60] * 10))["a"]
    assert (few.answers, many.answers) == (3, 30)
    assert few.low < few.score < few.high
    assert many.high - many.low < few.high - few.low


def test_a_rating_is_public_from_five_answers_on() -> None:
    assert not ratings_of(answers("a", 70, 70, 70, 70))["a"].is_public
    assert ratings_of(answers("a", 70, 70, 70, 70, 70))["a"].is_public


def test_a_course_read_by_strict_people_alone_is_not_held_against_it() -> None:
    """Person 1 gives every course less than others do, which moves the mean and is evened out beside it."""
    others = [
        one
        for number in range(8)
        for one in (Answer(f"other-{number}", 1, 50), *answers(f"other-{number}", 80, 80, first=9))
    ]
    given = [Answer("a", 1, 50), Answer("a", 2, 80)]
    rating = ratings_of([*others, *given])["a"]
    assert rating.score == 65
    assert rating.weighed > 70


def test_one_whom_the_course_failed_counts_as_much_as_each_who_praises_it() -> None:
    rating = ratings_of(answers("a", 100, 100, 0))["a"]
    assert rating.score == 67
    assert rating.weighed > 80
    assert rating.high - rating.low > 50, "they do not agree, so it is not sure"


def test_the_order_in_which_people_answer_changes_nothing() -> None:
    given = [*answers("a", 70, 80, 60), *answers("b", 20, 90)]
    assert ratings_of(given) == ratings_of(reversed(given))


def test_no_answer_is_no_rating() -> None:
    assert ratings_of([]) == {}


def test_mean_and_spread_are_of_those_who_judged_the_criterion() -> None:
    figures = {one.key: one for one in criteria_figures([{"use": 3, "place": 1}, {"use": 1}])}
    assert (figures["use"].mean, figures["use"].spread) == (2, 1)
    assert (figures["place"].mean, figures["place"].spread) == (1, 0)
    assert "effort" not in figures


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"en": 3, "fr": 4}, {"en", "fr"}),
        ({"en": 2}, set()),
        # Two small ones hide each other.
        ({"en": 9, "fr": 2, "es": 2}, {"en"}),
        # What is left of all would be the one who reads French.
        ({"en": 9, "fr": 1}, set()),
        ({"en": 9, "es": 4, "fr": 1}, {"en"}),
        ({"en": 4, "es": 4, "fr": 1}, set()),
        ({}, set()),
    ],
    ids=["enough", "too few", "two small", "one is left", "the smallest goes too", "as small go too", "nobody"],
)
def test_groups_of_few_are_not_shown_nor_what_would_give_them_away(sizes: Mapping[str, int], shown: set[str]) -> None:
    assert groups_shown(sizes) == shown
