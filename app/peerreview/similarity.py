"""Pieces of work of different people that say nearly the same, for staff to judge. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.peerreview.collusion import ReviewText, copied_texts


@dataclass(frozen=True, slots=True)
class WorkText:
    """All that somebody wrote in one piece of work."""

    submission_id: int
    author_id: int
    text: str


@dataclass(frozen=True, slots=True)
class Alike:
    """Two pieces of work that say nearly the same; `likeness` runs to 100. The earlier one comes first."""

    first: WorkText
    second: WorkText
    likeness: float


def alike_works(works: Iterable[WorkText]) -> tuple[Alike, ...]:
    """Pairs of works by different people, the most alike first; what somebody takes over from themselves is theirs.

    Narrowed and measured as copied review texts are.
    """
    by_number: Mapping[int, WorkText] = {work.submission_id: work for work in works}
    texts = [ReviewText(one.submission_id, one.author_id, one.text) for one in by_number.values()]
    return tuple(
        Alike(by_number[pair.first.review_id], by_number[pair.second.review_id], pair.likeness)
        for pair in copied_texts(texts)
        if not pair.is_by_one_reviewer
    )
