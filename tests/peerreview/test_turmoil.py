"""§4.9.1 and 4.9.2 on databases: whatever happens in a pool, and at the same instant, its rules and counts hold."""

from random import Random

import pytest
from flask import Flask

from tests.peerreview.turmoil import Turmoil

# The full 10,000 are part of `make simulate`.
EVENTS = 280


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_is_lost_blocked_or_given_to_the_wrong_reader_whatever_happens(each_app: Flask, seed: int) -> None:
    turmoil = Turmoil(each_app, Random(seed))
    turmoil.begin()
    turmoil.run(EVENTS)
    for what in ("hand_in", "ask", "save", "complete", "give_back", "steer"):
        assert turmoil.happened[what], f"nobody did {what}: {turmoil.happened}"
