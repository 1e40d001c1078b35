"""What applicants and readers are told; each comes as a letter of its own."""

from collections.abc import Callable
from datetime import date

from app.platform.i18n import _, lazy, ngettext, show_date
from app.platform.telling import Arguments, Group, Kind

OFFERED, ENDS_SOON, EXPIRED, WAITING, NO_SEAT, SEATED, TO_READ = (
    f"applications.{name}"
    for name in (
        "place-offered",
        "offer-ends-soon",
        "offer-expired",
        "on-waiting-list",
        "no-seat",
        "seat-confirmed",
        "applications-to-read",
    )
)


def _applied(_told: Arguments) -> str:
    return _("You are told because you applied.")


def _day(told: Arguments, name: str) -> str:
    return show_date(date.fromisoformat(told[name]))


def _kind(key: str, name: str, say: Callable[[Arguments], str], button: str) -> Kind:
    return Kind(key, name, say, _applied, button, has_own_letter=True)


APPLICATIONS = Group(
    "applications",
    lazy("Applications"),
    (
        _kind(
            OFFERED,
            lazy("A place for you"),
            lambda told: _(
                "A place in %(call)s is offered to you. Please answer until %(day)s.",
                call=told["call"],
                day=_day(told, "until"),
            ),
            lazy("Accept or decline the place"),
        ),
        _kind(
            ENDS_SOON,
            lazy("A place that still waits for your answer"),
            lambda told: _(
                "Your place in %(call)s still waits for your answer, until %(day)s.",
                call=told["call"],
                day=_day(told, "until"),
            ),
            lazy("Accept or decline the place"),
        ),
        _kind(
            EXPIRED,
            lazy("The time to take a place is over"),
            lambda told: _("The time to take your place in %(call)s is over", call=told["call"]),
            lazy("See your application"),
        ),
        _kind(
            WAITING,
            lazy("You are on a waiting list"),
            lambda told: _("You are on the waiting list of %(call)s", call=told["call"]),
            lazy("See your application"),
        ),
        _kind(
            NO_SEAT,
            lazy("There is no place for you this time"),
            lambda told: _("No place in %(call)s this time", call=told["call"]),
            lazy("See your application"),
        ),
        _kind(
            SEATED,
            lazy("Your seat is confirmed"),
            lambda told: _("Your seat in %(call)s is confirmed", call=told["call"]),
            lazy("See your application"),
        ),
        Kind(
            TO_READ,
            lazy("Applications to read"),
            lambda told: ngettext(
                "One application to %(call)s waits for you to read it",
                "%(num)s applications to %(call)s wait for you to read them",
                told["number"],
                call=told["call"],
            ),
            lambda _told: _("You are told because you are on the panel of readers."),
            lazy("See what to read"),
            has_own_letter=True,
        ),
    ),
)
