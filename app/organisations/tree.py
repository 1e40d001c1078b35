"""Which organisation is part of which, and since when: what may stand in the tree. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.organisations.periods import Period


class LinkKind(StrEnum):
    """How an organisation belongs to another: as a part of it, in its branch, or as a member with its own say."""

    PART_OF = "part_of"
    MEMBER_OF = "member_of"


@dataclass(frozen=True, slots=True)
class Link:
    """The child belongs to the parent in this way for this time."""

    child_id: int
    parent_id: int
    kind: LinkKind
    period: Period


def fault_of_link(new: Link, others: Iterable[Link]) -> str | None:
    """Why a link cannot join these: "itself", "backwards", "twice", "parents" or "circle"; None when it can.

    Circles are looked for within a kind: a city may be a member of the committee that is a part of that city.
    """
    same_kind = [one for one in others if one.kind is new.kind]
    if new.child_id == new.parent_id:
        return "itself"
    if new.period.is_empty:
        return "backwards"
    meanwhile = [one for one in same_kind if one.child_id == new.child_id and new.period.shared_with(one.period)]
    if any(one.parent_id == new.parent_id for one in meanwhile):
        return "twice"
    if new.kind is LinkKind.PART_OF and meanwhile:
        return "parents"
    if any(above == new.child_id for above in _all_above(new.parent_id, new.period, same_kind)):
        return "circle"
    return None


def is_in_circle(organisation_id: int, links: Iterable[Link]) -> bool:
    """Whether an organisation stands above itself on some day, by links of one kind."""
    known = list(links)
    for kind in LinkKind:
        same_kind = [one for one in known if one.kind is kind]
        for one in same_kind:
            is_own = one.child_id == organisation_id
            if is_own and organisation_id in _all_above(one.parent_id, one.period, same_kind):
                return True
    return False


def _all_above(organisation_id: int, period: Period, links: Iterable[Link]) -> Iterator[int]:
    """The organisation itself and whatever stands above it on at least one day of the period."""
    by_child: dict[int, list[Link]] = {}
    for link in links:
        by_child.setdefault(link.child_id, []).append(link)
    seen = {(organisation_id, period)}
    waiting = [(organisation_id, period)]
    while waiting:
        here, while_there = waiting.pop()
        yield here
        for link in by_child.get(here, ()):
            shared = while_there.shared_with(link.period)
            if shared is not None and (link.parent_id, shared) not in seen:
                seen.add((link.parent_id, shared))
                waiting.append((link.parent_id, shared))
