"""Which block of a translation belongs to which block of the original, as the original stands now."""

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass

from app.content.blocks import Block


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A block of the original, the translated block made from it (None when there is none), and whether it still says
    the same; both are positions."""

    original: int
    translated: int | None
    is_current: bool


def align(originals: Sequence[Block], made_from: Sequence[str], translated: Sequence[Block]) -> list[Counterpart]:
    """Find the counterpart of every block of the original; `made_from` tells what each translated block was made from.

    Equal digests belong together wherever they stand, so a moved block is no change. What is left is a new wording
    when a block of the same kind stood after the same neighbour. Takes time that grows with the number of blocks.
    """
    same = _same_blocks([one.digest for one in originals], made_from)
    taken = set(same)
    left_over: defaultdict[tuple[int | None, str], deque[int]] = defaultdict(deque)
    neighbour: int | None = None
    for position, one in enumerate(translated):
        if position in taken:
            neighbour = position
        else:
            left_over[(neighbour, one.kind)].append(position)

    found = []
    neighbour = None
    for number, (one, position_now) in enumerate(zip(originals, same, strict=True)):
        if position_now is not None:
            neighbour = position_now
            found.append(Counterpart(number, position_now, is_current=True))
            continue
        reworded = left_over.get((neighbour, one.kind))
        found.append(Counterpart(number, reworded.popleft() if reworded else None, is_current=False))
    return found


def _same_blocks(now: Sequence[str], before: Sequence[str]) -> list[int | None]:
    """The position before of everything that is there now."""
    most = min(len(now), len(before))
    # What is the same at both ends comes first, so that words that stand there twice are not taken for one another.
    start = next((place for place in range(most) if now[place] != before[place]), most)
    end = next((place for place in range(most - start) if now[-1 - place] != before[-1 - place]), most - start)
    waiting: defaultdict[str, deque[int]] = defaultdict(deque)
    for position in range(start, len(before) - end):
        waiting[before[position]].append(position)
    middle = [waiting[digest].popleft() if waiting.get(digest) else None for digest in now[start : len(now) - end]]
    return [*range(start), *middle, *range(len(before) - end, len(before))]
