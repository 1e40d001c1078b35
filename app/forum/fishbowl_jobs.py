"""The routine that lets fishbowls go on by themselves, each in a transaction of its own."""

import logging

from app.forum.actions import hold
from app.forum.fishbowl_queries import due_fishbowls
from app.forum.fishbowl_steering import steer
from app.platform.database import transaction

log = logging.getLogger(__name__)

STEER = "steer-fishbowls"


def steer_fishbowls() -> None:
    """The job: do whatever is due; one statement finds where, and where nothing is, that is all."""
    failed = 0
    for thread_id in list(due_fishbowls()):
        try:
            with transaction():
                steer(hold(thread_id))
        except Exception:
            # The others must not wait for this one; the job itself fails, so that it is tried again and seen.
            log.exception("fishbowl %s could not be steered", thread_id)
            failed += 1
    if failed:
        raise RuntimeError(f"{failed} fishbowls could not be steered; the log says why.")
