"""Which figures about few people are shown, so that no count of 1 to 4 people can be found out. Pure.

People are divided among the organisations of a tree, each person once. A figure is shown for an organisation with all
that is part of it, and for its own members:

1. Where there are fewer than five, nothing is shown.
2. Where an organisation's figure is shown, it is divided among its parts. When one of the parts is smaller than five,
   the smallest of the others is hidden as well, with all that are as small. When none is left to hide, none is shown.
3. Nothing is shown below what is hidden.
4. What is shown is rounded down to a multiple of five, so that the figures of two days do not tell who came between.

Why this suffices. Whoever knows the rule and every figure shown knows of the hidden parts of an organisation at most
their sum. Exchange the numbers of any two hidden parts: the rule shows the same. One of the hidden numbers is five or
more and another is less (or, when all are less than five, all but one could be zero), so each hidden part could be
either, and none is known exactly. What is a sum of hidden parts and shown ones is known only for all hidden parts of an
organisation together, and those are five or more.

Two reports never disagree and never divide the same people in two ways: everybody sees figures of the one tree, however
far up or down they may look. Other divisions (the courses, done or not done) are other people or other facts, with a
tree each and no sum over them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

FEWEST = 5


@dataclass(frozen=True, slots=True)
class Part:
    """People of one organisation: of its own, and of what is part of it."""

    key: int
    own: int
    parts: tuple["Part", ...] = ()
    # Everybody in it; added up once, since a tree may be deep.
    total: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "total", self.own + sum(part.total for part in self.parts))


@dataclass(frozen=True, slots=True)
class Figures:
    """What is shown: for whole organisations, and for their own members; what is missing is hidden."""

    whole: Mapping[int, int]
    own: Mapping[int, int]


def shown(root: Part, rounded: Callable[[int], int] = lambda number: number // FEWEST * FEWEST) -> Figures:
    """The figures of a tree that may be shown to anybody who may see some of them."""
    whole: dict[int, int] = {}
    own: dict[int, int] = {}
    waiting = [root] if root.total >= FEWEST else []
    while waiting:
        part = waiting.pop()
        whole[part.key] = rounded(part.total)
        least = _least_shown([part.own, *(inner.total for inner in part.parts)])
        if part.own >= least:
            own[part.key] = rounded(part.own)
        waiting += [inner for inner in part.parts if inner.total >= least]
    return Figures(whole, own)


def _least_shown(cells: list[int]) -> float:
    """From which number on the cells of one organisation are shown."""
    enough = sorted({cell for cell in cells if cell >= FEWEST})
    if all(cell >= FEWEST for cell in cells):
        return FEWEST
    return enough[1] if len(enough) > 1 else float("inf")


def tree_of(root: int, children: Mapping[int, tuple[int, ...]], counts: Mapping[int, int]) -> Part:
    """The tree below an organisation with how many people each has of its own."""
    inner = tuple(tree_of(child, children, counts) for child in children.get(root, ()))
    return Part(root, counts.get(root, 0), inner)
