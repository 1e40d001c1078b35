"""Places are given by rank; what is kept for a group goes to its best; the list moves by itself."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.cohorts.seating import Candidate, Seating, Stand, keep_waiting, seat

RESERVES = {"africa": 3, "islands": 2}
candidates = st.lists(
    st.tuples(st.sampled_from(["", "africa", "islands"]), st.sampled_from(list(Stand))), max_size=30
).map(lambda rows: [Candidate(number, group, stand) for number, (group, stand) in enumerate(rows)])
fresh = st.lists(st.sampled_from(["", "africa", "islands"]), max_size=30).map(
    lambda groups: [Candidate(number, group, Stand.WAITING) for number, group in enumerate(groups)]
)
places = st.integers(min_value=5, max_value=20)


def seated_by(ranked: list[Candidate], number: int, *, is_first_round: bool = False) -> Seating:
    return seat(ranked, number, RESERVES, is_first_round=is_first_round)


@given(candidates, places, st.booleans())
def test_there_are_never_more_offers_than_free_places(ranked: list[Candidate], number: int, first: bool) -> None:
    taken = sum(one.stand in (Stand.OFFERED, Stand.SEATED) for one in ranked)
    result = seated_by(ranked, number, is_first_round=first)
    assert len(result.offers) + result.held_back <= max(0, number - taken)


@given(candidates, places, st.booleans())
def test_whoever_waits_is_offered_a_place_or_waits_on(ranked: list[Candidate], number: int, first: bool) -> None:
    result = seated_by(ranked, number, is_first_round=first)
    waiting = [one.application_id for one in ranked if one.stand is Stand.WAITING]
    assert sorted([*result.offers, *result.waiting]) == waiting
    assert list(result.offers) == sorted(result.offers)
    assert list(result.waiting) == sorted(result.waiting)


@given(fresh, places, st.booleans())
def test_a_group_gets_its_least_number_when_enough_of_it_applied(
    ranked: list[Candidate], number: int, first: bool
) -> None:
    groups = {one.application_id: one.group for one in ranked}
    offered = [groups[application] for application in seated_by(ranked, number, is_first_round=first).offers]
    for group, least in RESERVES.items():
        applied = sum(one.group == group for one in ranked)
        assert offered.count(group) >= min(least, applied)


@given(candidates, places, st.booleans())
def test_nobody_overtakes_somebody_better_of_the_same_group(ranked: list[Candidate], number: int, first: bool) -> None:
    result = seated_by(ranked, number, is_first_round=first)
    groups = {one.application_id: one.group for one in ranked}
    for group in ("", *RESERVES):
        offered = [one for one in result.offers if groups[one] == group]
        left = [one for one in result.waiting if groups[one] == group]
        assert not offered or not left or max(offered) < min(left)


@given(fresh, places)
def test_nobody_without_a_group_is_passed_over_but_for_a_promise(ranked: list[Candidate], number: int) -> None:
    """Whoever of a group has a place while somebody better waits is one of the least number."""
    result = seated_by(ranked, number)
    groups = {one.application_id: one.group for one in ranked}
    for group, least in RESERVES.items():
        offered = [one for one in result.offers if groups[one] == group]
        for passed in result.waiting:
            overtaking = [one for one in offered if one > passed]
            assert not overtaking or len(offered) <= least


@given(fresh, places, st.data())
def test_a_place_that_comes_free_goes_to_somebody_who_waits(
    ranked: list[Candidate], number: int, data: st.DataObject
) -> None:
    first = seated_by(ranked, number)
    if not first.offers:
        return
    gone = data.draw(st.sampled_from(first.offers))
    later = [
        replace(
            one,
            stand=Stand.GONE
            if one.application_id == gone
            else Stand.SEATED
            if one.application_id in first.offers
            else Stand.WAITING,
        )
        for one in ranked
    ]
    assert len(seated_by(later, number).offers) == min(1, len(first.waiting))


@given(candidates, places)
def test_the_same_facts_give_the_same_places(ranked: list[Candidate], number: int) -> None:
    assert seated_by(ranked, number) == seated_by(list(ranked), number)


@given(fresh, places)
def test_after_the_first_round_no_place_stays_empty_while_somebody_waits(ranked: list[Candidate], number: int) -> None:
    result = seated_by(ranked, number)
    assert result.held_back == 0
    assert len(result.offers) == min(number, len(ranked))


def test_what_is_kept_for_a_group_is_held_until_the_first_round_is_over() -> None:
    ranked = [Candidate(number, "", Stand.WAITING) for number in range(10)]
    first = seat(ranked, 5, {"africa": 2}, is_first_round=True)
    assert (first.offers, first.held_back) == ((0, 1, 2), 2)
    ranked = [replace(one, stand=Stand.OFFERED) if one.application_id in first.offers else one for one in ranked]
    assert seat(ranked, 5, {"africa": 2}, is_first_round=False).offers == (3, 4)


def test_the_best_of_a_group_take_its_places_first_and_the_rest_compete() -> None:
    """With two of the group at the top anyway, the two kept places do not add to them."""
    groups = ["africa", "africa", "", "", "africa"]
    ranked = [Candidate(number, group, Stand.WAITING) for number, group in enumerate(groups)]
    assert seat(ranked, 4, {"africa": 2}, is_first_round=True).offers == (0, 1, 2, 3)


@given(st.lists(st.sampled_from(["", "africa", "islands"]), max_size=30), st.integers(0, 20))
def test_the_waiting_list_keeps_its_length_and_the_first_of_each_group(groups: list[str], longest: int) -> None:
    waiting = list(enumerate(groups))
    staying = keep_waiting(waiting, longest, RESERVES)
    assert staying <= {number for number, _group in waiting}
    assert set(range(min(longest, len(waiting)))) <= staying
    assert len(staying) <= longest + sum(RESERVES.values())
    for group, least in RESERVES.items():
        of_group = [number for number, one in waiting if one == group]
        assert set(of_group[:least]) <= staying
