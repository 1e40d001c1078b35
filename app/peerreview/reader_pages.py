"""What facilitators see of those who review, of examples, of signs, and of how scores are made."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median
from typing import TYPE_CHECKING, Any

from app.accounts.people_queries import names_of
from app.content.assignments import Example, ExampleText, Scoring
from app.peerreview.calibration import Leaning, drift_of, leaning_of
from app.peerreview.estimation import Part, Reviewer
from app.peerreview.filling import words_in_values
from app.peerreview.inputs import score_again
from app.peerreview.reader_queries import (
    Given,
    ReaderFacts,
    all_reviews,
    all_scores,
    blind_checks,
    examples_scored,
    readers_in,
    results_in,
    results_read_by,
    reviews_to_compare,
    works_to_compare,
)
from app.peerreview.results import METHODS, method_of
from app.peerreview.reviewing import scales_of
from app.peerreview.rubric_points import score_of_points
from app.peerreview.staff_pages import Face
from app.platform.i18n import _, language
from app.platform.paging import PageOf
from app.platform.spreadsheets import Cell

if TYPE_CHECKING:
    from app.peerreview.collusion import Copied, Ring, TooFast
    from app.peerreview.similarity import Alike

# A score that moves by less looks the same on every page.
LEAST_CHANGE = 0.05
# Of each kind of sign, so many are shown.
MOST_SIGNS = 50


@dataclass(frozen=True, slots=True)
class ReaderLine:
    """How somebody reviews. `leaning` and `usual_error` are None before any review of theirs is scored."""

    facts: ReaderFacts
    leaning: Leaning | None
    drift: Leaning | None
    usual_error: float | None


@dataclass(frozen=True, slots=True)
class ReadersPage:
    """Those who review, by name: never by what is known of them."""

    face: Face
    readers: PageOf[ReaderLine]


@dataclass(frozen=True, slots=True)
class Scored:
    """What several people gave to one example: how many, the middle, the lowest and the highest."""

    number: int
    middle: float
    lowest: float
    highest: float


@dataclass(frozen=True, slots=True)
class ExampleLine:
    """An example with the staff's score, beside what learners gave who knew it, and who did not."""

    example: Example
    text: ExampleText | None
    staff: float
    practised: Scored | None
    blind: Scored | None


@dataclass(frozen=True, slots=True)
class ExamplesPage:
    """The examples that staff scored."""

    face: Face
    examples: tuple[ExampleLine, ...]
    checks: int


@dataclass(frozen=True, slots=True)
class SignsPage:
    """Signs for staff to judge; `works` leads from reviews, and `of_author` from people, to the work they are about."""

    face: Face
    alike: "tuple[Alike, ...]"
    copied: "tuple[Copied, ...]"
    rings: "tuple[Ring, ...]"
    fast: "tuple[TooFast, ...]"
    names: Mapping[int, str]
    works: Mapping[int, int]
    compared_reviews: int
    compared_works: int

    @property
    def is_empty(self) -> bool:
        """Whether there is no sign at all."""
        return not (self.alike or self.copied or self.rings or self.fast)


@dataclass(frozen=True, slots=True)
class MethodPage:
    """How scores are made, and what the other way would change."""

    face: Face
    chosen: Scoring
    other: Scoring
    as_published: Scoring
    scored: int
    changed: int
    largest: float


def readers_page(face: Face, number: int) -> ReadersPage:
    """A page of those who review."""
    pool_id = face.place.pool.id
    found = readers_in(pool_id, number)
    known, residuals = _known(pool_id, [one.user_id for one in found.rows])
    lines = [_reader_line(one, known.get(one.user_id), residuals.get(one.user_id, {})) for one in found.rows]
    return ReadersPage(face, PageOf(lines, found.number, found.size, found.total))


def examples_page(face: Face) -> ExamplesPage:
    """The examples of an assignment, and how learners' scores lie beside the staff's."""
    pool_id, assignment = face.place.pool.id, face.place.assignment
    practised, blind = examples_scored(pool_id), blind_checks(pool_id)
    scales = scales_of(assignment)
    lines = tuple(
        ExampleLine(
            example=one,
            text=one.text_in(language()) or next(iter(one.texts), None),
            staff=score_of_points(scales, one.points),
            practised=_scored(practised.get(one.key, ())),
            blind=_scored(blind.get(one.key, ())),
        )
        for one in assignment.examples
    )
    return ExamplesPage(face, lines, sum(map(len, blind.values())))


def signs_page(face: Face) -> SignsPage:
    """What two texts have in common, who lifts whom, who was too fast; found when it is asked for."""
    # Comparing loads a library that no other page needs.
    from app.peerreview.collusion import (
        Duration,
        Favour,
        ReviewText,
        copied_texts,
        rings,
        too_fast,
    )
    from app.peerreview.similarity import WorkText, alike_works

    task = face.place.task
    reviews, works = reviews_to_compare(task.pool_id), works_to_compare(task)
    authors = {one.id: one.author_id for one in reviews}
    alike = alike_works(
        WorkText(one.id, one.author_id, f"{one.source}\n{words_in_values(one.filled)}") for one in works
    )[:MOST_SIGNS]
    copied = copied_texts(ReviewText(one.id, one.reader_id, _words_of(one)) for one in reviews)[:MOST_SIGNS]
    found = rings(
        Favour(part.review.review_id, part.review.reviewer_id, authors[part.review.review_id], part.residual)
        for part in _parts_in(task.pool_id)
        if part.residual is not None and part.review.review_id in authors
    )[:MOST_SIGNS]
    fast = too_fast(
        [Duration(one.id, one.reader_id, (one.handed_in_at - one.began_at).total_seconds()) for one in reviews]
    )[:MOST_SIGNS]
    people = {
        *(work.author_id for pair in alike for work in (pair.first, pair.second)),
        *(text.reviewer_id for pair in copied for text in (pair.first, pair.second)),
        *(person for ring in found for person in ring.people),
        *(one.duration.reviewer_id for one in fast),
    }
    return SignsPage(
        face=face,
        alike=alike,
        copied=copied,
        rings=found,
        fast=fast,
        names=names_of(people),
        works={one.id: one.submission_id for one in reviews},
        compared_reviews=len(reviews),
        compared_works=len(works),
    )


def method_page(face: Face) -> MethodPage:
    """How scores are made now, and how many the other way would move, by how much at most."""
    pool, task = face.place.pool, face.place.task
    chosen = method_of(pool, task)
    other = Scoring.MEAN if chosen is Scoring.MODEL else Scoring.MODEL
    scored, changes = 0, []
    for row in results_in(pool.id):
        again = score_again(row.inputs, METHODS[other])
        if again is None or row.score is None or row.decided_score is not None:
            continue
        scored += 1
        changes.append(abs(again.band.score - row.score))
    moved = [change for change in changes if change >= LEAST_CHANGE]
    return MethodPage(face, chosen, other, task.assignment.scoring, scored, len(moved), max(moved, default=0.0))


def reviews_header() -> tuple[str, ...]:
    """The names of the columns of `reviews_rows`."""
    return (
        _("Review"),
        _("Work"),
        _("Author"),
        _("Language"),
        _("Reader"),
        _("Read as"),
        _("Began"),
        _("Handed in"),
        _("Score"),
        _("Counts"),
        _("Words held"),
        _("Helpful, 1 to 3"),
        _("Thanked"),
    )


def reviews_rows(face: Face) -> Iterator[Sequence[Cell]]:
    """A line for each review handed in."""
    for row in all_reviews(face.place.pool.id):
        counts = row.worth == "score_and_credit" and row.excluded_at is None
        yield (
            row.id,
            row.submission_id,
            row.author,
            row.language,
            row.reader,
            row.role.value,
            row.began_at,
            row.handed_in_at,
            _rounded(row.score),
            int(counts),
            int(row.is_held),
            row.helpful,
            int(row.thanked_at is not None),
        )


def scores_header() -> tuple[str, ...]:
    """The names of the columns of `scores_rows`."""
    return (
        _("Work"),
        _("Author"),
        _("Language"),
        _("Handed in"),
        _("Reviews needed"),
        _("Reviews that count"),
        _("Reviews by its author"),
        _("Author's part is done"),
        _("Way of scoring"),
        _("Score"),
        _("Standard error"),
        _("Spread"),
        _("Model"),
        _("Plain mean"),
        _("Final score"),
        _("Final on"),
        _("Score by appeal"),
    )


def scores_rows(face: Face) -> Iterator[Sequence[Cell]]:
    """A line for each piece of work, with the model and the plain mean side by side."""
    for row in all_scores(face.place.pool.id):
        both = None if row.inputs is None else score_again(row.inputs, METHODS[row.method])
        yield (
            row.submission_id,
            row.name,
            row.language,
            row.handed_in_at,
            row.needed,
            row.done,
            row.author_done,
            int(row.author_is_settled),
            "" if row.method is None else row.method.value,
            _rounded(row.score),
            _rounded(row.standard_error),
            _rounded(row.spread),
            _rounded(both.model.score if both else None),
            _rounded(both.mean.score if both else None),
            _rounded(row.final_score),
            row.final_at,
            _rounded(row.decided_score),
        )


def _known(pool_id: int, reader_ids: Sequence[int]) -> tuple[Mapping[int, Reviewer], Mapping[int, Mapping[int, float]]]:
    """What the latest results say of these readers, and their residuals by review."""
    wanted = set(reader_ids)
    known: dict[int, Reviewer] = {}
    residuals: dict[int, dict[int, float]] = {}
    for row in results_read_by(pool_id, reader_ids):
        for part in _parts_of(row.inputs, row.method):
            reader_id = part.review.reviewer_id
            if reader_id in wanted:
                known.setdefault(reader_id, part.reviewer)
                if part.residual is not None:
                    residuals.setdefault(reader_id, {})[part.review.review_id] = part.residual
    return known, residuals


def _reader_line(facts: ReaderFacts, known: Reviewer | None, residuals: Mapping[int, float]) -> ReaderLine:
    if known is None:
        return ReaderLine(facts, None, None, None)
    # Numbers of reviews rise as they are begun, which is nearly the order in which they were handed in.
    in_order = [residual for _review, residual in sorted(residuals.items())]
    return ReaderLine(facts, leaning_of(known), drift_of(in_order, known.variance), sqrt(known.variance))


def _parts_in(pool_id: int) -> Iterator[Part]:
    for row in results_in(pool_id):
        yield from _parts_of(row.inputs, Scoring.MODEL)


def _parts_of(inputs: Mapping[str, Any], method: Scoring) -> tuple[Part, ...]:
    score = score_again(inputs, METHODS[method])
    return score.parts if score else ()


def _scored(given: Iterable[Given]) -> Scored | None:
    scores = [one.score for one in given]
    return Scored(len(scores), median(scores), min(scores), max(scores)) if scores else None


def _words_of(review: Any) -> str:
    return "\n".join((*review.comments.values(), review.overall))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
