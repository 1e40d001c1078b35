"""What people are told of syntheses, and why."""

from app.platform.i18n import _, lazy
from app.platform.telling import Cadence, Group, Kind

QUOTED, NEW_SYNTHESIS, SYNTHESIS_DUE = (f"syntheses.{name}" for name in ("quoted", "new", "due"))

SYNTHESES = Group(
    "syntheses",
    lazy("Syntheses"),
    (
        Kind(
            QUOTED,
            lazy("Somebody wants to quote you"),
            lambda told: _(
                "May words of yours stand in “%(synthesis)s”? Nothing is shown before you answer.",
                synthesis=told["synthesis"],
            ),
            lambda _told: _("You are told because you wrote what is to be quoted."),
            lazy("Read the words and answer"),
        ),
        Kind(
            NEW_SYNTHESIS,
            lazy("New syntheses of categories that you follow"),
            lambda told: _("There is a new synthesis: “%(synthesis)s”.", synthesis=told["synthesis"]),
            lambda _told: _("You are told because you follow the category, or are quoted in it."),
            lazy("Read the synthesis"),
            cadence=Cadence.WEEKLY,
        ),
        Kind(
            SYNTHESIS_DUE,
            lazy("A quarter without a synthesis"),
            lambda told: _(
                "Much was written in “%(category)s” last quarter, and no synthesis tells of it yet.",
                category=told["category"],
            ),
            lambda _told: _("You are told because you look after the category."),
            lazy("Write the synthesis"),
            cadence=Cadence.WEEKLY,
        ),
    ),
)
