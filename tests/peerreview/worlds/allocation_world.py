"""The rows of §4.8 beside what the production rules, and the rules of others, come to in the same world."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import stdev

from tests.peerreview.worlds.a_year import (
    BUSY,
    CANVAS,
    FEWEST,
    ORA2,
    OTHERS_BY_AGE,
    PRODUCTION,
    QUIET,
    THREE_LANGUAGES,
    TWO_TIERS,
    Course,
    Figures,
    Way,
    Year,
    mean_of,
)
from tests.peerreview.worlds.steered import SteeredYear

BUSY_YEARS, QUIET_YEARS = 5, 24
# Points of 100 from the reference that are asked for.
WITHIN = 5.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A course, and what the design says of it: percent within 7 days, within 14, never; percent written by mentors."""

    course: Course
    reference: tuple[float, float, float] | None
    by_mentors: float = 0.0

    @property
    def years(self) -> int:
        """How many years its mean is taken over."""
        return BUSY_YEARS if self.course.arrivals > 1 else QUIET_YEARS


@dataclass(frozen=True, slots=True)
class Row:
    """A way of handing out work, R, K, and its cells."""

    name: str
    way: Way
    needed: int
    owed: int
    cells: tuple[Cell, ...]
    kind: type[Year] = Year

    def years(self, cell: Cell, years: int | None = None) -> list[Figures]:
        """So many seeded years."""
        seeds = range(1, (years or cell.years) + 1)
        return [self.kind(cell.course, self.way, self.needed, self.owed, seed).run().figures() for seed in seeds]

    def figures(self, cell: Cell, years: int | None = None) -> Figures:
        """The mean of them."""
        return mean_of(self.years(cell, years))


def cells(
    busy: tuple[float, float, float] | None,
    quiet: tuple[float, float, float] | None,
    languages: tuple[float, float, float] | None,
    mentors: Sequence[float] = (),
    answered: float | None = 0.5,
    answer_days: float = 1.5,
) -> tuple[Cell, ...]:
    """The three courses; without shares of mentors they have none."""
    shares = mentors or (0.0, 0.0, 0.0)
    return tuple(
        Cell(replace(course, has_mentors=bool(mentors), answered=answered, answer_days=answer_days), reference, share)
        for course, reference, share in zip(
            (BUSY, QUIET, THREE_LANGUAGES), (busy, quiet, languages), shares, strict=True
        )
        if reference is not None
    )


SECOND_LANGUAGE = replace(THREE_LANGUAGES, second_language=0.6)
THREE_NEEDED = Row(
    "§4.2, R=3, mentors", PRODUCTION, 3, 3, cells((60, 100, 0), (7, 86, 0), (4, 67, 0.4), mentors=(3, 27, 39))
)
TWO_NEEDED = Row(
    "§4.2, R=2, mentors", PRODUCTION, 2, 3, cells((93, 100, 0), (46, 98, 0), (29, 94, 0), mentors=(1, 17, 29))
)
WITHOUT_MENTORS = Row("§4.2, R=2, no mentors", PRODUCTION, 2, 3, cells((90, 100, 0), (30, 67, 0), (14, 30, 2)))
FEW_ANSWER = Row(
    "§4.2, R=2, mentors, 30 % answer",
    PRODUCTION,
    2,
    3,
    cells((90, 100, 0), (36, 98, 0), (19, 89, 0), mentors=(2, 20, 35), answered=0.3),
)
TWO_LANGUAGES = Row("§4.2, R=2, mentors, second language", PRODUCTION, 2, 3, (Cell(SECOND_LANGUAGE, (34, 94, 0), 24),))
# "Everyone on hold answers within a day": assumed, after half a day on average.
CEILING = Row(
    "Ceiling: R=2, K=4, all on hold answer",
    PRODUCTION,
    2,
    4,
    cells((100, 100, 0), (99, 100, 0), None, mentors=(2, 2, 2), answered=1.0, answer_days=0.5),
)
OURS = (THREE_NEEDED, TWO_NEEDED, WITHOUT_MENTORS, FEW_ANSWER, TWO_LANGUAGES, CEILING)
# No figures of the design stand beside these: they are rows above as production's steering has them, and as another
# reading of one sentence would.
STEERED = Row("§4.2, R=2, mentors, as production steers", PRODUCTION, 2, 3, TWO_NEEDED.cells, SteeredYear)
BY_AGE = Row("§4.2, R=3, mentors, others by age alone", OTHERS_BY_AGE, 3, 3, THREE_NEEDED.cells[:1])

TIERS_ALONE = Row("Two tiers alone, R=3", TWO_TIERS, 3, 3, cells((79, 100, 0), (5, 23, 1), (2, 4, 10)))
OTHERS = (
    Row("ORA2 5/3, R=3", ORA2, 3, 5, cells((99, 100, 0), (18, 49, 0), (6, 13, 8))),
    Row("ORA2 3/3, R=3", ORA2, 3, 3, cells((0, 0, 30), (1, 2, 32), (2, 3, 33))),
    Row("ORA2, R=2, K=3", ORA2, 2, 3, cells((73, 91, 0), (22, 48, 0), (7, 20, 8))),
    Row("Canvas 2026, R=3, K=5", CANVAS, 3, 5, cells((78, 80, 8), (16, 41, 11), (7, 14, 15))),
    Row("Canvas 2026, R=2, K=3", CANVAS, 2, 3, cells((82, 84, 14), (23, 42, 15), (12, 22, 19))),
    Row("Fewest reviews, R=3, K=3", FEWEST, 3, 3, cells((0, 0, 99), (1, 2, 92), (1, 2, 84))),
    Row("Fewest reviews, R=3, K=5", FEWEST, 3, 5, cells((94, 99, 0), (19, 45, 2), (7, 17, 12))),
    TIERS_ALONE,
)
# Never scored of those who came in the last 30 days, percent, at 0.3 a day.
END_OF_THE_POOL = {"§4.2, R=2, mentors": 4, "ORA2 5/3, R=3": 56, "ORA2 3/3, R=3": 100, "Canvas 2026, R=3, K=5": 70,
                   "Fewest reviews, R=3, K=5": 64}  # fmt: skip


def allocation_table(busy_years: int = BUSY_YEARS, quiet_years: int = QUIET_YEARS) -> str:
    """Every row, each cell beside the reference: what came about, then the design's figure in brackets."""
    lines = [
        "Who is served when (peer-review.md §4.8): authors who do their reviews; percent within 7 d / within 14 d / never,",
        f"percent of reviews by mentors; in brackets the reference. Mean of {busy_years} busy or {quiet_years} quiet years.",
        f"{'':46}{'busy, 2 a day':34}{'quiet, 0.3 a day':34}{'quiet, three languages':34}reviews per work",
    ]
    end: list[str] = []
    far: list[str] = []
    for row in (*OURS, STEERED, BY_AGE, *OTHERS):
        texts = {"busy": "—", "quiet": "—", "languages": "—"}
        made: list[float] = []
        for cell in row.cells:
            years = row.years(cell, busy_years if cell.years == BUSY_YEARS else quiet_years)
            figures = mean_of(years)
            made.append(figures.reviews)
            texts[_column(cell)] = _beside(figures, cell)
            if row in OURS:
                far += _far_from_reference(row, cell, years)
            if row.name in END_OF_THE_POOL and _column(cell) == "quiet":
                end.append(f"{row.name}: {100 * figures.never_at_the_end:.0f} ({END_OF_THE_POOL[row.name]})")
        reviews = f"{min(made):.1f}–{max(made):.1f}"
        lines.append(f"{row.name:46}" + "".join(f"{text:34}" for text in texts.values()) + reviews)
    lines.append("Closing pool, 0.3 a day, last 30 days, never scored, percent: " + "; ".join(end))
    lines.append(f"More than {WITHIN:g} points from the reference: " + ("; ".join(far) or "nothing of ours."))
    return "\n".join(lines)


def _far_from_reference(row: Row, cell: Cell, years: Sequence[Figures]) -> list[str]:
    """What lies further from the design than is asked for, each with how sure the mean of the years is."""
    texts = []
    for number, title in enumerate(("7 d", "14 d", "never")):
        values = [one.percent()[number] for one in years]
        mean, reference = sum(values) / len(values), (cell.reference or ())[number]
        if abs(mean - reference) > WITHIN:
            error = stdev(values) / math.sqrt(len(values)) if len(values) > 1 else math.inf
            texts.append(
                f"{row.name}, {_column(cell)}, {title}: {mean:.1f} ({reference:g}), standard error {error:.1f},"
                f" years from {min(values):.0f} to {max(values):.0f}"
            )
    return texts


def _column(cell: Cell) -> str:
    if cell.course.arrivals > 1:
        return "busy"
    return "quiet" if len(cell.course.languages) == 1 else "languages"


def _beside(figures: Figures, cell: Cell) -> str:
    came = "/".join(f"{value:.0f}" for value in figures.percent())
    reference = "/".join(f"{value:g}" for value in cell.reference or ())
    if not cell.course.has_mentors:
        return f"{came} ({reference})"
    return f"{came} ({reference}) m {100 * figures.by_mentors:.0f} ({cell.by_mentors:g})"
