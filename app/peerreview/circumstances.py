"""What moves scores besides the work and who reads it: reading a compatriot, or in a second language."""

from collections import Counter
from collections.abc import Sequence
from math import fsum

# Compatriots were found to give 3.6 points of 100 more (C. Kulkarni and others, Peer and Self Assessment in Massive
# Online Classes, TOCHI 2013), so what a circumstance adds is expected to be of that size.
CIRCUMSTANCE_VARIANCE = 3.6**2
# So many reviews under a circumstance, and as many without it, are needed before it is believed to add anything.
LEAST_FOR_A_CIRCUMSTANCE = 50


class Circumstances:
    """What circumstances add to scores, estimated beside leanings. Reviews under the same ones share a group.

    `of_reviews` are the circumstances of each review, `scores` what each gave.
    """

    def __init__(self, of_reviews: Sequence[Sequence[str]], scores: Sequence[float]) -> None:
        of_reviews = [sorted(set(names)) for names in of_reviews]
        count = Counter(name for names in of_reviews for name in names)
        self.names = sorted(
            name for name, number in count.items() if min(number, len(of_reviews) - number) >= LEAST_FOR_A_CIRCUMSTANCE
        )
        self._adds = [0.0] * len(self.names)
        if not self.names:
            return
        numbers = {name: number for number, name in enumerate(self.names)}
        known = [tuple(numbers[name] for name in names if name in numbers) for names in of_reviews]
        self._groups = sorted(set(known))
        places = {group: place for place, group in enumerate(self._groups)}
        self._group_of = [places[group] for group in known]
        self._scores = scores

    def added(self) -> dict[str, float]:
        """What each circumstance adds to a score; those of too few reviews are left out."""
        return dict(zip(self.names, self._adds, strict=True))

    def taken_off(
        self,
        works: Sequence[int],
        qualities: Sequence[float],
        readers: Sequence[int],
        bias: Sequence[float],
        precision: Sequence[float],
    ) -> list[float]:
        """Estimate anew from what quality and leanings leave over; the scores as given without what is added."""
        left = [0.0] * len(self._groups)
        weights = [0.0] * len(self._groups)
        for work, reader, group, score in zip(works, readers, self._group_of, self._scores, strict=True):
            left[group] += precision[reader] * (score - qualities[work] - bias[reader])
            weights[group] += precision[reader]
        for name in range(len(self.names)):
            own = [group for group, members in enumerate(self._groups) if name in members]
            others = [fsum(self._adds[one] for one in self._groups[group] if one != name) for group in own]
            surplus = fsum(left[group] - weights[group] * other for group, other in zip(own, others, strict=True))
            self._adds[name] = surplus / (1 / CIRCUMSTANCE_VARIANCE + fsum(weights[group] for group in own))
        offsets = [fsum(self._adds[name] for name in members) for members in self._groups]
        return [score - offsets[group] for score, group in zip(self._scores, self._group_of, strict=True)]
