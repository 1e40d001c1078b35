"""Which organisation is part of which, as the reports need it. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Branches:
    """Every organisation that is part of another one today, with that other one: each has one at most."""

    parents: Mapping[int, int]
    children: Mapping[int, tuple[int, ...]]

    def above(self, organisation_id: int) -> tuple[int, ...]:
        """The organisation and what it is part of, up to the one that is part of none."""
        found = [organisation_id]
        while (parent := self.parents.get(found[-1])) is not None and parent not in found:
            found.append(parent)
        return tuple(found)

    def below(self, organisation_id: int) -> Iterator[int]:
        """The organisation and all that is part of it."""
        yield organisation_id
        for child in self.children.get(organisation_id, ()):
            yield from self.below(child)


def branches_of(links: Iterable[tuple[int, int]]) -> Branches:
    """The branches that these pairs of child and parent make."""
    parents = dict(links)
    children: dict[int, list[int]] = defaultdict(list)
    for child, parent in sorted(parents.items()):
        children[parent].append(child)
    return Branches(parents, {parent: tuple(those) for parent, those in children.items()})
