"""The routine that lets cohorts go on by themselves, each in a transaction of its own."""

import logging

from app.cohorts.actions import steer
from app.cohorts.queries import unsettled_cohorts
from app.platform.database import transaction

log = logging.getLogger(__name__)

STEER = "steer-cohorts"


def steer_cohorts() -> None:
    """The job: do whatever is due in every cohort that is not settled yet."""
    failed = 0
    for cohort_id in list(unsettled_cohorts()):
        try:
            with transaction():
                steer(cohort_id)
        except Exception:
            # The others must not wait for this one; the job itself fails, so that it is tried again and seen.
            log.exception("cohort %s could not be steered", cohort_id)
            failed += 1
    if failed:
        raise RuntimeError(f"{failed} cohorts could not be steered; the log says why.")
