"""What members and those who tend the forum are told of reports, decisions and silences."""

from app.platform.i18n import _, lazy, ngettext
from app.platform.telling import Arguments, Cadence, Kind

CASE_OPENED, CASES_WAIT, REPORT_ANSWERED, JUDGED, RELEASED, APPEAL_ANSWERED, SILENCED, SILENCE_LIFTED = (
    f"forum.{name}"
    for name in (
        "case-opened",
        "cases-wait",
        "report-answered",
        "judged",
        "released",
        "appeal-answered",
        "silenced",
        "silence-lifted",
    )
)


def _tends(_told: Arguments) -> str:
    return _("You are told because you look after the forum, or a part of it.")


def _wrote(_told: Arguments) -> str:
    return _("You are told because you wrote it.")


CARE = (
    Kind(
        REPORT_ANSWERED,
        lazy("What became of your reports"),
        lambda told: _("Somebody looked at what you reported in “%(thread)s”.", thread=told["thread"]),
        lambda _told: _("You are told because you reported it. Its author does not learn who did."),
        lazy("See the answer"),
    ),
    Kind(
        JUDGED,
        lazy("Decisions about what you wrote"),
        lambda told: _("There is a decision about what you wrote in “%(thread)s”.", thread=told["thread"]),
        _wrote,
        lazy("See the decision"),
    ),
    Kind(
        RELEASED,
        lazy("A post of yours was looked at and is shown"),
        lambda told: _("What you wrote in “%(thread)s” is seen by everybody now.", thread=told["thread"]),
        _wrote,
        lazy("See your post"),
    ),
    Kind(
        APPEAL_ANSWERED,
        lazy("Answers to your appeals"),
        lambda told: _("Somebody else looked again at what you wrote in “%(thread)s”.", thread=told["thread"]),
        lambda _told: _("You are told because you appealed."),
        lazy("See the answer"),
    ),
    Kind(
        SILENCED,
        lazy("You may not write for a time"),
        lambda _told: _("You may not write in the forum for a time."),
        lambda _told: _("You are told because it concerns what you may do here."),
        lazy("See why, and until when"),
    ),
    Kind(
        SILENCE_LIFTED,
        lazy("You may write again"),
        lambda _told: _("You may write in the forum again."),
        lambda _told: _("You are told because you could not for a time."),
        lazy("Go to the forum"),
    ),
    Kind(
        CASE_OPENED,
        lazy("Posts to look at"),
        lambda told: _("A post in “%(thread)s” waits for you to look at it.", thread=told["thread"]),
        _tends,
        lazy("Look at it"),
        cadence=Cadence.DAILY,
    ),
    Kind(
        CASES_WAIT,
        lazy("Posts that wait for longer than two days"),
        lambda told: ngettext(
            "%(num)s post in the forum waits for a decision for more than two days.",
            "%(num)s posts in the forum wait for a decision for more than two days.",
            told["number"],
        ),
        _tends,
        lazy("See what waits"),
    ),
)
