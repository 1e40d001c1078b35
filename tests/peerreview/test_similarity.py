"""Work of different people that says nearly the same is found; what somebody takes over from themselves is not."""

from app.peerreview.similarity import WorkText, alike_works

TEXT = "Our town collects waste in every street twice a week, and the council weighs it by district before it plans routes."
OTHER = (
    "The river floods each spring; schools close for a week, and nobody has mapped the houses that stand in the way."
)


def test_two_people_with_one_text_are_shown_once() -> None:
    works = [WorkText(1, 10, TEXT), WorkText(2, 11, OTHER), WorkText(3, 12, TEXT.replace("twice", "once"))]
    (pair,) = alike_works(works)
    assert (pair.first.submission_id, pair.second.submission_id) == (1, 3)
    assert pair.likeness > 95


def test_a_further_round_of_ones_own_is_no_sign() -> None:
    assert alike_works([WorkText(1, 10, TEXT), WorkText(2, 10, TEXT)]) == ()
