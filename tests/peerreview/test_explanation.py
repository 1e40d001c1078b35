"""A score is taken apart into what each review gave and weighed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.peerreview.calibration import Direction
from app.peerreview.estimation import Band, Fit, Method, Review, Reviewer, fit, score_of
from app.peerreview.explanation import Agreement, Explanation, Note, Sureness, agreement_of, explain, sureness_of


def explained(
    *scores: float, known: Fit | None = None, method: Method = Method.MODEL, silent: float | None = None
) -> Explanation:
    reviews = [Review(number, 1, number, score) for number, score in enumerate(scores, start=1)]
    if silent is not None:
        reviews.append(Review(9, 1, 9, silent, counts=False))
    score = score_of(reviews, fit(reviews) if known is None else known, method)
    assert score is not None
    return explain(score)


def test_two_reviewers_of_90_and_20_are_not_told_that_they_agree() -> None:
    found = explained(90, 20)
    assert [line.agreement for line in found.lines] == [Agreement.DIFFERS, Agreement.DIFFERS]
    assert Note.FAR_APART in found.notes
    assert found.sureness is Sureness.ROUGH


def test_whoever_stands_alone_in_the_middle_agrees_with_nobody() -> None:
    assert {line.agreement for line in explained(90, 55, 20).lines} == {Agreement.DIFFERS}


@pytest.mark.parametrize(
    ("given_score", "others", "agreement"),
    [
        (70, [], Agreement.ALONE),
        (70, [80], Agreement.AGREES),
        (70, [81], Agreement.DIFFERS),
        (70, [75, 20], Agreement.AGREES),
        (70, [75, 20, 10], Agreement.PARTLY),
    ],
)
def test_agreement_is_with_other_reviews(given_score: float, others: list[float], agreement: Agreement) -> None:
    assert agreement_of(given_score, others) is agreement


@given(st.floats(0, 100), st.floats(0, 100))
def test_of_two_reviewers_either_both_agree_or_none(one: float, other: float) -> None:
    first, second = explained(one, other).lines
    assert first.agreement is second.agreement
    assert (first.agreement is Agreement.AGREES) is (abs(one - other) <= 10)


@given(st.lists(st.integers(0, 20).map(lambda step: 5.0 * step), min_size=1, max_size=6), st.sampled_from(Method))
def test_what_the_reviews_bring_adds_up_to_the_score(scores: list[float], method: Method) -> None:
    found = explained(*scores, method=method)
    assert sum(line.brings for line in found.lines) == pytest.approx(found.before_the_edge)
    assert found.band.score == pytest.approx(min(100, max(0, found.before_the_edge)))
    assert [line.share for line in found.lines] == sorted((line.share for line in found.lines), reverse=True)
    assert all(line.given - line.taken_off == pytest.approx(line.corrected) for line in found.lines)


def test_a_strict_reviewer_is_seen_with_what_was_taken_off() -> None:
    known = Fit(reviewers={1: Reviewer(1, bias=-9, bias_variance=4, variance=49, reviews=12, gold=3)})
    line = next(line for line in explained(60, 70, 72, known=known).lines if line.reviewer_id == 1)
    assert (line.given, line.taken_off, line.corrected) == (60, -9, 69)
    assert (line.leaning.direction, line.leaning.points, line.leaning.is_sure) == (Direction.STRICTER, 9, True)
    assert (line.usual_error, line.reviews_before, line.gold_before) == (7, 12, 3)


def test_the_plain_mean_takes_nothing_off() -> None:
    known = Fit(reviewers={1: Reviewer(1, bias=-9)})
    found = explained(60, 70, known=known, method=Method.MEAN)
    assert [line.corrected for line in found.lines] == [60, 70]
    assert found.band.score == 65
    assert found.beside.score == pytest.approx(69.5)
    assert found.notes == (Note.PLAIN_MEAN,)


def test_notes_say_what_is_special() -> None:
    assert explained(60).notes == (Note.ONE_REVIEW, Note.NO_HISTORY)
    assert Note.HALF_EACH in explained(60, 62).notes
    assert Note.SOME_DO_NOT_COUNT in explained(60, 62, silent=100).notes
    trusted = Fit(reviewers={1: Reviewer(1, bias_variance=1, variance=9, reviews=30)})
    assert explained(60, 62, 64, known=trusted).notes == (Note.CAPPED,)
    strict = Fit(reviewers={1: Reviewer(1, bias=-10), 2: Reviewer(2, bias=-10)})
    edge = explained(98, 97, known=strict)
    assert Note.AT_THE_EDGE in edge.notes
    assert edge.band.score == 100
    assert edge.before_the_edge == pytest.approx(107.5)


@pytest.mark.parametrize(("error", "sureness"), [(4, Sureness.SURE), (7, Sureness.FAIRLY_SURE), (10, Sureness.ROUGH)])
def test_the_width_of_a_band_has_a_word(error: float, sureness: Sureness) -> None:
    assert sureness_of(Band(50, error)) is sureness
