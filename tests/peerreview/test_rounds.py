"""Which round counts, and when a further one may begin."""

from app.peerreview.policy import may_begin_again
from app.peerreview.rounds import MOST_ROUNDS, Round, counting_round, rounds_left
from app.peerreview.stages import Stage


def final(number: int, score: float, *, has_passed: bool = False) -> Round:
    return Round(number, is_final=True, score=score, has_passed=has_passed)


def test_the_best_final_score_counts_whichever_round_it_is_of() -> None:
    first, second, third = final(1, 60), final(2, 82, has_passed=True), final(3, 71, has_passed=True)
    assert counting_round([first, second, third]) is second
    assert counting_round([second, first]) is second


def test_what_passed_counts_before_what_scored_more_and_of_two_alike_the_earlier() -> None:
    # More points in sum, and too few in one criterion.
    below_the_floor, passed = final(1, 80), final(2, 75, has_passed=True)
    assert counting_round([below_the_floor, passed]) is passed
    one, other = final(1, 75, has_passed=True), final(2, 75, has_passed=True)
    assert counting_round([other, one]) is one


def test_a_round_that_is_not_final_or_withdrawn_does_not_count() -> None:
    provisional = Round(2, score=90, has_passed=True)
    withdrawn = Round(3, is_final=True, score=95, has_passed=True, is_withdrawn=True)
    first = final(1, 40)
    assert counting_round([first, provisional, withdrawn]) is first
    assert counting_round([Round(1)]) is None
    assert counting_round([]) is None


def test_a_further_round_begins_after_a_final_score_whether_or_not_it_passed() -> None:
    for has_passed in (True, False):
        assert may_begin_again(Stage.OPENED, [final(1, 60, has_passed=has_passed)])
    assert not may_begin_again(Stage.OPENED, [Round(1, score=60)])
    assert not may_begin_again(Stage.OPENED, [Round(1)])
    assert not may_begin_again(None)


def test_while_a_further_round_is_written_or_read_no_other_begins() -> None:
    assert not may_begin_again(Stage.HANDED_IN, [final(1, 60), Round(2)])
    assert may_begin_again(Stage.WITHDRAWN, [final(1, 60), Round(2, is_withdrawn=True)])


def test_rounds_that_were_reviewed_to_the_end_are_limited() -> None:
    rounds = [final(number, 50) for number in range(1, MOST_ROUNDS + 1)]
    assert rounds_left(rounds[:1]) == MOST_ROUNDS - 1
    assert may_begin_again(Stage.OPENED, rounds[:-1])
    for stage in (Stage.OPENED, Stage.WITHDRAWN):
        refusal = may_begin_again(stage, rounds)
        assert not refusal
        assert "The best score counts" in refusal.reason
