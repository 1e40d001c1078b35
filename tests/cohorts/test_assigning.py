"""Applications are given to readers evenly, and to nobody who should not read them."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from app.cohorts.assigning import Paper, Reader, assign, has_conflict

organisations = st.one_of(st.none(), st.integers(1, 4))


def paper(number: int, *, applicant: int = 0, organisation: int | None = None, needs: int = 2) -> Paper:
    return Paper(number, applicant, organisation, frozenset(), needs)


@given(st.integers(0, 40), st.integers(2, 7))
def test_without_conflicts_nobody_reads_more_than_one_more_than_another(applications: int, panel: int) -> None:
    readers = [Reader(number, None) for number in range(1, panel + 1)]
    result = assign([paper(number) for number in range(applications)], readers, {}, "draw")
    load = Counter(reader for _application, reader in result.pairs)
    assert not result.short
    assert load.total() == 2 * applications
    assert max(load.values(), default=0) - min((load[one.user_id] for one in readers), default=0) <= 1


@given(st.lists(st.tuples(st.integers(1, 9), organisations), max_size=20), st.lists(organisations, max_size=6))
def test_nobody_reads_of_their_own_house_and_nobody_reads_twice(
    applicants: list[tuple[int, int | None]], panel: list[int | None]
) -> None:
    readers = {number: Reader(number, organisation) for number, organisation in enumerate(panel, start=1)}
    papers = {
        number: paper(number, applicant=applicant, organisation=organisation)
        for number, (applicant, organisation) in enumerate(applicants)
    }
    result = assign(list(papers.values()), list(readers.values()), {}, "draw")
    assert len(set(result.pairs)) == len(result.pairs)
    assert not any(has_conflict(readers[reader], papers[number]) for number, reader in result.pairs)
    read = Counter(number for number, _reader in result.pairs)
    for number, one in papers.items():
        fit = sum(not has_conflict(reader, one) for reader in readers.values())
        assert read[number] == min(2, fit)
        assert (number in result.short) == (fit < 2)


def test_whoever_was_asked_before_is_not_asked_again_and_load_counts() -> None:
    readers = [Reader(1, None), Reader(2, None), Reader(3, None)]
    result = assign([Paper(7, 0, None, frozenset({1}), 1)], readers, {2: 5, 3: 4}, "draw")
    assert result.pairs == ((7, 3),)


def test_two_people_without_an_organisation_are_not_of_the_same() -> None:
    assert not has_conflict(Reader(1, None), paper(1, applicant=2))
    assert has_conflict(Reader(2, None), paper(1, applicant=2))
