"""Who offers what somebody needs: the rule that ranks, and why each of them is shown. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


class Peer(Protocol):
    """What is compared of two people."""

    @property
    def profile_id(self) -> int:
        """The number of the profile; later ones are larger."""

    @property
    def languages(self) -> tuple[str, ...]:
        """What they can be written to in."""

    @property
    def sdgs(self) -> tuple[str, ...]:
        """The goals they work on."""

    @property
    def offers(self) -> tuple[str, ...]:
        """The themes they can help with."""

    @property
    def needs(self) -> tuple[str, ...]:
        """The themes they want help with."""


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody who may help, and why: what they offer of my needs, what they need of my offers, what we share."""

    peer_id: int
    offers: tuple[str, ...]
    needs: tuple[str, ...]
    languages: tuple[str, ...]
    sdgs: tuple[str, ...]


def matches_for(me: Peer, others: Iterable[Peer], most: int) -> list[Match]:
    """Who offers something I need, the best first.

    What they offer weighs most; then whether we can talk, whether I can give something back, and the goals we share.
    Among equals the newest profile comes first.
    """
    found = [_match(me, other) for other in others if other.profile_id != me.profile_id]
    return sorted((one for one in found if one.offers), key=_rank)[:most]


def _match(me: Peer, other: Peer) -> Match:
    return Match(
        peer_id=other.profile_id,
        offers=_shared(me.needs, other.offers),
        needs=_shared(me.offers, other.needs),
        languages=_shared(me.languages, other.languages),
        sdgs=_shared(me.sdgs, other.sdgs),
    )


def _shared(mine: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for one in mine if one in theirs)


def _rank(match: Match) -> tuple[int, bool, int, int, int]:
    return -len(match.offers), not match.languages, -len(match.needs), -len(match.sdgs), -match.peer_id
