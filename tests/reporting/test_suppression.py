"""No count of one to four people can be found out from all figures together, by whoever knows the rule as well."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reporting.suppression import FEWEST, Figures, Part, shown, tree_of

MOST = 13
"""People in a small world."""
# The shapes of trees, as parts within parts.
SHAPES: dict[str, tuple[object, ...]] = {
    "alone": (),
    "one part": ((),),
    "two parts": ((), ()),
    "three parts": ((), (), ()),
    "a part with a part": (((),),),
    "a part with two parts": (((), ()),),
    "a part beside a part with a part": ((), ((),)),
}


def of_shape(shape: tuple[object, ...], numbers: Iterator[int], keys: Iterator[int]) -> Part:
    key, own = next(keys), next(numbers)
    return Part(key, own, tuple(of_shape(inner, numbers, keys) for inner in shape))  # type: ignore[arg-type]


def size_of(shape: tuple[object, ...]) -> int:
    return 1 + sum(size_of(inner) for inner in shape if isinstance(inner, tuple))


@cache
def numbers_of(size: int) -> list[tuple[int, ...]]:
    return [world for world in product(range(MOST + 1), repeat=size) if sum(world) <= MOST]


Rule = Callable[[Part], Figures]


def exactly(part: Part) -> Figures:
    return shown(part, rounded=lambda number: number)


def naively(part: Part) -> Figures:
    """What most would do first: hide what is small, and nothing else."""
    parts = list(all_parts(part))
    return Figures(
        {one.key: one.total for one in parts if one.total >= FEWEST},
        {one.key: one.own for one in parts if one.own >= FEWEST},
    )


def without_the_smallest_of_others(part: Part) -> Figures:
    """Complementary suppression as it is often done: of equal ones only the first is hidden."""
    whole = {}
    own = {}
    waiting = [part] if part.total >= FEWEST else []
    while waiting:
        here = waiting.pop()
        whole[here.key] = here.total
        cells: list[tuple[int, Part | None]] = [(here.own, None), *((inner.total, inner) for inner in here.parts)]
        left = [cell for cell in cells if cell[0] >= FEWEST]
        if len(left) < len(cells) and left:
            left.remove(min(left, key=lambda cell: cell[0]))
        for number, inner in left:
            if inner is None:
                own[here.key] = number
            else:
                waiting.append(inner)
    return Figures(whole, own)


def all_parts(part: Part) -> Iterator[Part]:
    yield part
    for inner in part.parts:
        yield from all_parts(inner)


def found_out(shape: tuple[object, ...], rule: Rule) -> list[str]:
    """Every group of organisations whose number of people, one to four, is the same in all worlds that look alike."""
    size = size_of(shape)
    alike = defaultdict(list)
    for world in numbers_of(size):
        figures = rule(of_shape(shape, iter(world), iter(range(size))))
        alike[(tuple(sorted(figures.whole.items())), tuple(sorted(figures.own.items())))].append(world)
    groups = [group for length in range(1, size + 1) for group in combinations(range(size), length)]
    found = []
    for seen, worlds in alike.items():
        for group in groups:
            numbers = {sum(world[place] for place in group) for world in worlds}
            if len(numbers) == 1 and 0 < min(numbers) < FEWEST:
                found.append(f"{seen}: {group} are {numbers}")
    return found


@pytest.mark.parametrize("rule", [shown, exactly], ids=["as shown", "even if it were not rounded"])
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_all_figures_together_tell_no_small_number_exactly(shape: tuple[object, ...], rule: Rule) -> None:
    assert found_out(shape, rule) == []


@pytest.mark.parametrize("rule", [naively, without_the_smallest_of_others])
def test_this_test_finds_out_what_weaker_rules_tell(rule: Rule) -> None:
    assert found_out(SHAPES["three parts"], rule) != []


@dataclass(frozen=True)
class Report:
    """What somebody sees who looks after one organisation: it, and what is directly part of it."""

    of: int
    lines: tuple[tuple[str, int], ...]


def reports_of(part: Part, figures: Figures) -> list[Report]:
    found = []
    for one in all_parts(part):
        lines = [("whole", figures.whole.get(one.key, -1)), ("own", figures.own.get(one.key, -1))]
        lines += [(f"part {inner.key}", figures.whole.get(inner.key, -1)) for inner in one.parts]
        found.append(Report(one.key, tuple(lines)))
    return found


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_no_pair_of_reports_tells_a_small_number_exactly(shape: tuple[object, ...]) -> None:
    size = size_of(shape)
    pairs = list(combinations(range(size), 2)) or [(0, 0)]
    groups = [group for length in range(1, size + 1) for group in combinations(range(size), length)]
    alike: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    for world in numbers_of(size):
        part = of_shape(shape, iter(world), iter(range(size)))
        reports = reports_of(part, exactly(part))
        for first, second in pairs:
            alike[(first, second, reports[first], reports[second])].append(world)
    for seen, worlds in alike.items():
        for group in groups:
            numbers = {sum(world[place] for place in group) for world in worlds}
            assert len(numbers) > 1 or not 0 < min(numbers) < FEWEST, (seen, group, numbers)


# The figures of a larger tree, where not every world can be tried: hidden numbers may change places.
NUMBERS = st.lists(st.integers(0, 30), min_size=2, max_size=9)


@given(NUMBERS, st.data())
def test_two_hidden_parts_may_change_places_and_nobody_sees_it(numbers: list[int], data: st.DataObject) -> None:
    root = Part(0, numbers[0], tuple(Part(key, number) for key, number in enumerate(numbers[1:], 1)))
    figures = exactly(root)
    hidden = [part.key for part in root.parts if part.key not in figures.whole]
    if len(hidden) < 2:
        return
    one, other = data.draw(st.permutations(hidden))[:2]
    swapped = {one: numbers[other], other: numbers[one]}
    changed = replace(root, parts=tuple(replace(part, own=swapped.get(part.key, part.own)) for part in root.parts))
    assert exactly(changed) == figures


@given(NUMBERS)
def test_nothing_small_is_shown_and_what_is_hidden_is_together_not_small(numbers: list[int]) -> None:
    root = Part(0, numbers[0], tuple(Part(key, number) for key, number in enumerate(numbers[1:], 1)))
    figures = exactly(root)
    assert all(number >= FEWEST for number in (*figures.whole.values(), *figures.own.values()))
    if figures.whole:
        told = figures.own.get(0, 0) + sum(figures.whole.get(part.key, 0) for part in root.parts)
        assert root.total - told == 0 or root.total - told >= FEWEST


def test_what_can_be_shown_is_shown() -> None:
    children = {1: (2, 3, 4), 3: (5,)}
    figures = shown(tree_of(1, children, {1: 0, 2: 12, 3: 6, 4: 8, 5: 9}))
    # The organisation itself has none of its own, so the smallest of its parts is hidden with that.
    assert figures.whole == {1: 35, 2: 10, 3: 15, 5: 5}
    assert figures.own == {2: 10, 3: 5, 5: 5}


def test_rounding_hides_that_one_person_came() -> None:
    assert shown(Part(1, 7)) == shown(Part(1, 8))


def test_under_five_nothing_is_shown() -> None:
    assert shown(Part(1, 2, (Part(2, 2),))) == Figures({}, {})
