"""What is proposed, in which order, and why."""

from app.synthesis.candidates import Candidate, Reason, Sort, proposed


def post(number: int, **facts: object) -> Candidate:
    plain: dict[str, object] = {"sort": Sort.POST, "language": "en", "author_id": number, "thread_id": number}
    return Candidate(id=number, **{**plain, **facts})  # type: ignore[arg-type]


def order(*candidates: Candidate) -> list[int]:
    return [one.candidate.id for one in proposed(candidates)]


def test_what_nobody_made_anything_of_is_not_proposed() -> None:
    assert order(post(1), post(2, sort=Sort.QUESTION), post(3, sort=Sort.IDEA)) == []


def test_an_accepted_answer_comes_before_one_that_helped_few() -> None:
    assert order(post(1, helpful=2), post(2, sort=Sort.ANSWER, is_accepted=True)) == [2, 1]


def test_each_is_told_with_all_its_reasons() -> None:
    (one,) = proposed([post(1, sort=Sort.ANSWER, is_accepted=True, helpful=3)])
    assert one.reasons == (Reason.ACCEPTED, Reason.HELPFUL)


def test_a_fishbowl_that_was_summed_up_comes_before_a_post_that_helped_few() -> None:
    assert order(post(1, helpful=2), post(2, sort=Sort.FISHBOWL, is_summed_up=True), post(3, sort=Sort.FISHBOWL)) == [
        2,
        1,
    ]


def test_one_voice_does_not_fill_the_list() -> None:
    loud = [post(number, helpful=9, author_id=1) for number in range(1, 6)]
    quiet = [post(number, helpful=4) for number in range(10, 13)]
    assert set(order(*loud, *quiet)[:4]) >= {10, 11, 12}


def test_one_language_does_not_fill_the_list() -> None:
    english = [post(number, helpful=5) for number in range(1, 15)]
    assert order(*english, post(20, helpful=3, language="fr")).index(20) < 10


def test_of_one_thread_not_everything_comes_first() -> None:
    same = [post(number, helpful=5, thread_id=1) for number in range(1, 4)]
    assert order(*same, post(9, helpful=4))[1] == 9


def test_an_idea_counts_by_its_votes_and_by_what_became_of_it() -> None:
    supported = post(1, sort=Sort.IDEA, votes=9)
    decided = post(2, sort=Sort.IDEA, votes=9, is_decided=True)
    assert order(supported, decided) == [2, 1]


def test_who_left_shares_no_place_with_others_who_left() -> None:
    assert order(*(post(number, helpful=4, author_id=None) for number in (1, 2))) == [1, 2]


def test_the_list_ends() -> None:
    assert len(proposed(post(number, helpful=1) for number in range(90))) == 30
