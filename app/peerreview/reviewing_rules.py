"""What a review still lacks before it can be handed in. Pure."""

from collections.abc import Mapping, Sequence

from app.peerreview.rubric_points import Scale


def missing_points(scales: Sequence[Scale], points: Mapping[str, int]) -> tuple[str, ...]:
    """The keys of the criteria for which no level is chosen, in the order of the rubric."""
    return tuple(scale.key for scale in scales if not 0 <= points.get(scale.key, -1) <= scale.most)
