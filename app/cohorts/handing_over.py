"""Whoever leaves hands over what they still have to read."""

from collections.abc import Callable, Sequence

from app.accounts.queries import get_user
from app.cohorts.actions import add_to_panel, panels_of, remove_from_panel
from app.platform.i18n import _


def hand_over_panels(leaver_id: int, successor_id: int | None) -> Sequence[Callable[[], str]]:
    """Let the successor read for the leaver's cohorts; without one nothing moves. Says what there is, or what moved."""
    cohorts = panels_of(leaver_id)
    if not cohorts:
        return ()
    number = len(cohorts)
    if successor_id is None:
        return (lambda: _("Reads applications of cohorts: %(number)s.", number=number),)
    for cohort_id in cohorts:
        if cohort_id not in panels_of(successor_id):
            add_to_panel(cohort_id, successor_id, by=None)
        remove_from_panel(cohort_id, leaver_id, by=None)
    name = get_user(successor_id).name
    return (lambda: _("%(name)s reads applications of cohorts: %(number)s.", name=name, number=number),)
