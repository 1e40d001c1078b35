"""What people are told about organisations and titles; each comes as a letter of its own."""

from app.organisations.kinds import ThingKind, TitleKind, title_in_words
from app.platform.i18n import _, lazy
from app.platform.telling import Arguments, Group, Kind

INVITED, ADDED, TITLE, HANDED_OVER = (
    f"organisations.{name}" for name in ("invited", "added", "title-given", "handed-over")
)


def _title(told: Arguments) -> str:
    return title_in_words(TitleKind(told["title"]), ThingKind(told["on"]), told["thing"])


ORGANISATIONS = Group(
    "organisations",
    lazy("Organisations and titles"),
    (
        Kind(
            INVITED,
            lazy("An organisation asks whether you belong to it"),
            lambda told: _("The managers of %(organisation)s ask whether you belong there.", organisation=told["name"]),
            lambda _told: _("You are told because they gave your address."),
            lazy("Reply"),
            has_own_letter=True,
        ),
        Kind(
            ADDED,
            lazy("You were added to an organisation"),
            lambda told: _("You were added to %(organisation)s on the site.", organisation=told["name"]),
            lambda _told: _("You are told because people of the organisation see your name from now on."),
            lazy("Your organisations"),
            has_own_letter=True,
        ),
        Kind(
            TITLE,
            lazy("You have a title"),
            lambda told: _("You are now: %(title)s.", title=_title(told)),
            lambda _told: _("You are told because people with an account see your name with this title."),
            lazy("Your organisations"),
            has_own_letter=True,
        ),
        Kind(
            HANDED_OVER,
            lazy("Tasks that were handed over"),
            lambda told: _("Tasks were handed over from or to you. The mail about it says which."),
            lambda _told: _("You are told because you had these tasks, or have them now."),
            lazy("Your organisations"),
            has_own_letter=True,
        ),
    ),
)
