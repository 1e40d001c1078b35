"""The files of a piece of work: what may be attached, what came and went, and what its reviewers see of it. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.content.assignments import FileKind, FilesWanted
from app.files.kinds import PICTURES, Kind, Rule
from app.peerreview.comparing import Change


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file as reviewers see it: by its number in the work, since what its author called it may tell who that is."""

    number: int
    file_id: int
    kind: Kind
    size: int


def rule_of(wanted: FilesWanted) -> Rule:
    """What may be attached where these files are asked for."""
    kinds = {kind for one in wanted.kinds for kind in (PICTURES if one is FileKind.IMAGES else (Kind(one.value),))}
    return Rule(frozenset(kinds), wanted.largest)


def number_among(file_ids: Sequence[int], file_id: int) -> int | None:
    """The how-manieth file of the work it is, from 1; None when it is none of them."""
    return file_ids.index(file_id) + 1 if file_id in file_ids else None


def compare_files(old: Sequence[int], new: Sequence[int]) -> Iterator[tuple[Change, int]]:
    """The files of both versions, each once, and what became of it."""
    for file_id in old:
        yield Change.SAME if file_id in new else Change.REMOVED, file_id
    yield from ((Change.ADDED, file_id) for file_id in new if file_id not in old)
