"""What a result was reckoned from, in a form that is kept, and the way back to the same score. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.peerreview.estimation import Fit, Method, Review, Reviewer, Score, score_of


def inputs_of(reviews: Sequence[Review], fitted: Fit) -> dict[str, Any]:
    """The reviews of one piece of work with what was known of their readers and circumstances, as plain values."""
    readers = sorted({one.reviewer_id for one in reviews})
    named = sorted({name for one in reviews for name in one.circumstances})
    return {
        "centre": fitted.centre,
        "reviews": [
            [one.review_id, one.submission_id, one.reviewer_id, one.score, one.counts, list(one.circumstances)]
            for one in reviews
        ],
        "readers": [
            [known.reviewer_id, known.bias, known.bias_variance, known.variance, known.reviews, known.gold]
            for known in map(fitted.reviewer, readers)
        ],
        "circumstances": {name: fitted.circumstances[name] for name in named if name in fitted.circumstances},
    }


def score_again(inputs: Mapping[str, Any], method: Method) -> Score | None:
    """The score that these inputs gave; None where no review counted."""
    reviews = [
        Review(review_id, submission_id, reader_id, score, counts, tuple(circumstances))
        for review_id, submission_id, reader_id, score, counts, circumstances in inputs["reviews"]
    ]
    readers = {one[0]: Reviewer(*one) for one in inputs["readers"]}
    return score_of(reviews, Fit(inputs["centre"], readers, inputs["circumstances"]), method)
