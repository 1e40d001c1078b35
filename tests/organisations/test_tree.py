"""What may stand in the tree of organisations, and on which days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.organisations.periods import Period
from app.organisations.tree import Link, LinkKind, fault_of_link, is_in_circle

BEFORE, THEN, NOW = date(2020, 1, 1), date(2023, 1, 1), date(2026, 1, 1)
CITY, ASSOCIATION, SECTION = 1, 2, 3


def part(child: int, parent: int, since: date = BEFORE, until: date | None = None) -> Link:
    return Link(child, parent, LinkKind.PART_OF, Period(since, until))


def member(child: int, parent: int, since: date = BEFORE, until: date | None = None) -> Link:
    return Link(child, parent, LinkKind.MEMBER_OF, Period(since, until))


def test_a_period_holds_its_first_day_and_not_its_last() -> None:
    period = Period(BEFORE, THEN)
    assert period.holds(BEFORE)
    assert period.holds(THEN - timedelta(days=1))
    assert not period.holds(THEN)
    assert not period.holds(BEFORE - timedelta(days=1))


def test_what_ends_on_the_day_another_begins_shares_no_day_with_it() -> None:
    assert Period(BEFORE, THEN).shared_with(Period(THEN)) is None
    assert Period(BEFORE, NOW).shared_with(Period(THEN)) == Period(THEN, NOW)


@pytest.mark.parametrize(
    ("new", "others", "fault"),
    [
        (part(CITY, ASSOCIATION), [], None),
        (part(CITY, CITY), [], "itself"),
        (part(CITY, ASSOCIATION, THEN, BEFORE), [], "backwards"),
        (part(CITY, ASSOCIATION, THEN), [part(CITY, ASSOCIATION)], "twice"),
        (part(CITY, ASSOCIATION, THEN), [part(CITY, ASSOCIATION, BEFORE, THEN)], None),
        (part(CITY, ASSOCIATION), [part(CITY, SECTION)], "parents"),
        (part(CITY, ASSOCIATION, THEN), [part(CITY, SECTION, BEFORE, THEN)], None),
        (part(ASSOCIATION, CITY), [part(CITY, ASSOCIATION)], "circle"),
        (part(SECTION, CITY), [part(CITY, ASSOCIATION), part(ASSOCIATION, SECTION)], "circle"),
        # The two ways up are never open on one day.
        (part(SECTION, CITY, THEN), [part(CITY, ASSOCIATION, BEFORE, THEN), part(ASSOCIATION, SECTION)], None),
        (part(ASSOCIATION, CITY, THEN), [part(CITY, ASSOCIATION, BEFORE, THEN)], None),
        # A city is a member of several, also of the committee that is a part of it.
        (member(CITY, ASSOCIATION), [member(CITY, SECTION), part(CITY, SECTION)], None),
        (member(CITY, ASSOCIATION), [part(ASSOCIATION, CITY)], None),
        (member(CITY, ASSOCIATION), [member(ASSOCIATION, CITY)], "circle"),
    ],
)
def test_a_link_joins_the_others_where_the_tree_stays_a_tree(new: Link, others: list[Link], fault: str | None) -> None:
    assert fault_of_link(new, others) == fault


def test_a_circle_is_found_from_each_of_its_members_and_from_nobody_else() -> None:
    links = [part(CITY, ASSOCIATION), part(ASSOCIATION, CITY, THEN), part(SECTION, CITY), member(SECTION, SECTION)]
    assert [is_in_circle(number, links[:3]) for number in (CITY, ASSOCIATION, SECTION)] == [True, True, False]
    assert is_in_circle(SECTION, links)
    assert not is_in_circle(CITY, [part(CITY, ASSOCIATION, BEFORE, THEN), part(ASSOCIATION, CITY, THEN)])


days = st.integers(0, 5).map(lambda number: BEFORE + timedelta(days=number))
links = st.builds(
    Link,
    st.integers(1, 5),
    st.integers(1, 5),
    st.just(LinkKind.PART_OF),
    st.builds(Period, days, st.one_of(st.none(), days)),
)


@given(st.lists(links, max_size=12))
def test_whatever_is_let_in_one_after_the_other_no_day_has_a_circle_or_two_parents(offered: list[Link]) -> None:
    tree: list[Link] = []
    for link in offered:
        if fault_of_link(link, tree) is None:
            tree.append(link)
    assert not any(is_in_circle(number, tree) for number in range(1, 6))
    for number in range(8):
        today = BEFORE + timedelta(days=number)
        parents = [(link.child_id, link.parent_id) for link in tree if link.period.holds(today)]
        assert len({child for child, _parent in parents}) == len(parents)
        for child, _parent in parents:
            assert child not in above(child, dict(parents))


def above(child: int, parent_of: dict[int, int]) -> list[int]:
    """Everything above an organisation on one day, found by walking up; stops after as many steps as there are."""
    found, here = [], child
    for _step in range(6):
        if here not in parent_of:
            break
        here = parent_of[here]
        found.append(here)
    return found
