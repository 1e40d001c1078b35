"""Scores of a large site: how long it takes to estimate all of them anew, and how much memory that needs.

    .venv/bin/python tests/benchmarks/estimating.py
    .venv/bin/python tests/benchmarks/estimating.py --reviews 1000000

Reviewers are estimated from all reviews together, then every score is made and explained. Prints a table and judges
nothing.
"""

import argparse
import gc
import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import TypeVar

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from app.peerreview.collusion import Favour, ReviewText, copied_texts, rings
from app.peerreview.estimation import Fit, GoldReview, Review, Score, fit, score_of, scores_of
from app.peerreview.explanation import explain
from tests.benchmarks.processes import peak_memory
from tests.benchmarks.tables import table

_R = 3
_GOLD = (55.0, 70.0, 85.0)
_WORDS = """access budget climate council data duty evidence goal group indicator map measure mission next owner people
plan priority reason region report resident risk road school service source step target team town water year""".split()
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: seconds of processor time, and the most megabytes this process held meanwhile."""

    name: str
    seconds: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Estimating:
    """All steps in their order; `start_megabytes` is what the process held before."""

    reviews: int
    reviewers: int
    start_megabytes: float
    steps: tuple[Step, ...]


def pool_of(reviews: int) -> tuple[list[Review], list[GoldReview]]:
    """So many reviews of a third as many submissions, every learner with one in each of three modules."""
    chance = Random("estimating")
    learners = max(_R + 1, reviews // _R // 3)
    leanings = [chance.gauss(0, 6) for _learner in range(learners)]
    made: list[Review] = []
    for submission in range(reviews // _R):
        quality = chance.gauss(70, 12)
        for reviewer in chance.sample(range(learners), _R):
            made.append(Review(len(made), submission, reviewer, _score(quality + leanings[reviewer], chance)))
    gold = [
        GoldReview(number, _score(truth + leaning, chance), truth)
        for number, leaning in enumerate(leanings)
        for truth in _GOLD
    ]
    return made, gold


def measure(number: int) -> Estimating:
    """Do all steps once, one after another."""
    start = peak_memory(anew=True)
    steps = []

    def timed(name: str, work: Callable[[], _T]) -> _T:
        gc.collect()
        peak_memory(anew=True)
        begun = time.process_time()
        made = work()
        steps.append(Step(name, time.process_time() - begun, peak_memory(anew=True)))
        return made

    reviews, gold = timed("make the reviews", lambda: pool_of(number))
    fitted = timed("estimate all reviewers", lambda: fit(reviews, gold))
    timed("make all scores, keep none", lambda: sum(1 for _score in scores_of(reviews, fitted)))
    scores = timed("make all scores, keep all", lambda: list(scores_of(reviews, fitted)))
    timed("explain all scores", lambda: sum(len(explain(score).lines) for score in scores))
    timed("make one score anew", lambda: _one_score(reviews, fitted))
    edges = timed("residuals of all reviews", lambda: _favours(scores))
    timed("look for rings", lambda: rings(edges))
    texts = _texts(number // 10)
    timed(f"look for copies in {len(texts):,} texts", lambda: copied_texts(texts))
    return Estimating(len(reviews), len(fitted.reviewers), start, tuple(steps))


def _one_score(reviews: list[Review], fitted: Fit) -> Score | None:
    return score_of(reviews[:_R], fitted)


def _favours(scores: list[Score]) -> list[Favour]:
    """Every submission's author is the learner whose turn it was."""
    return [
        Favour(part.review.review_id, part.review.reviewer_id, score.submission_id % (len(scores) // 3), part.residual)
        for score in scores
        for part in score.parts
        if part.residual is not None
    ]


def _texts(number: int) -> list[ReviewText]:
    chance = Random("texts")
    return [ReviewText(one, one, " ".join(chance.choices(_WORDS, k=80))) for one in range(number)]


def _score(given: float, chance: Random) -> float:
    return min(100.0, max(0.0, 5.0 * round((given + chance.gauss(0, 9)) / 5)))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What it costs to estimate all scores of a large site.")
    parser.add_argument("--reviews", type=int, default=100_000)
    parser.add_argument("--json", type=Path, help="a file for all figures")
    asked = parser.parse_args()
    found = measure(asked.reviews)
    heads = (f"{found.reviews:,} reviews, {found.reviewers:,} reviewers", "CPU seconds", "most MB held")
    rows = [["before", "", f"{found.start_megabytes:.0f}"]]
    rows += [[step.name, f"{step.seconds:.4g}", f"{step.megabytes:.0f}"] for step in found.steps]
    print(table(heads, rows))
    if asked.json:
        asked.json.write_text(json.dumps(asdict(found), indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
