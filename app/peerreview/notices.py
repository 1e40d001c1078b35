"""What learners, mentors and facilitators are told about reviews; nobody is named, so who read whom stays unsaid."""

from collections.abc import Callable
from datetime import date

from app.platform.i18n import _, lazy, ngettext, show_date
from app.platform.telling import Arguments, Cadence, Group, Kind

(
    CALLED,
    DUTY_BACK,
    LEASE_ENDS,
    LEASE_OVER,
    RECEIVED,
    PROVISIONAL,
    FINAL,
    THANKED,
    APPEAL_OPENED,
    APPEAL_DECIDED,
    REPORT_SETTLED,
    MENTOR_ASKED,
    MENTORS_SILENT,
    APPEAL_TO_DECIDE,
    REPORT_TO_SETTLE,
    EXAMPLE_PUBLIC,
    EXAMPLE_DECLINED,
    EXAMPLES_WAITING,
) = (
    f"reviews.{name}"
    for name in (
        "called",
        "duty-back",
        "lease-ends",
        "lease-over",
        "received",
        "score-provisional",
        "score-final",
        "thanked",
        "appeal-opened",
        "appeal-decided",
        "report-settled",
        "mentor-asked",
        "mentors-silent",
        "appeal-to-decide",
        "report-to-settle",
        "example-public",
        "example-declined",
        "examples-waiting",
    )
)
Words = Callable[[Arguments], str]


def _until(told: Arguments) -> str:
    return show_date(date.fromisoformat(told["until"]))


def _reader(_told: Arguments) -> str:
    return _("You are told because you review the work of others.")


def _author(_told: Arguments) -> str:
    return _("You are told because you handed in this work.")


def _who_shows(_told: Arguments) -> str:
    return _("You are told because you agreed to show this work to others.")


def _reporter(_told: Arguments) -> str:
    return _("You are told because you reported it.")


def _mentor(_told: Arguments) -> str:
    return _("You are told because you mentor this course.")


def _staff(_told: Arguments) -> str:
    return _("You are told because you look after this course.")


REVIEWS = Group(
    "reviews",
    lazy("Reviews"),
    (
        Kind(
            CALLED,
            lazy("Work waits for your review"),
            lambda told: _(
                "Work in “%(assignment)s” waits for a review, and you are on call. Please come until %(until)s, or leave it"
                " to others.",
                assignment=told["assignment"],
                until=_until(told),
            ),
            lambda _told: _("You are told because you owe a review that was on hold, or said that you may be called."),
            lazy("See the work"),
        ),
        Kind(
            DUTY_BACK,
            lazy("A review on hold is owed again"),
            lambda told: ngettext(
                "Two calls for “%(assignment)s” passed, so one review on hold is owed again. You can do it whenever it"
                " suits you.",
                "Two calls for “%(assignment)s” passed, so %(num)s reviews on hold are owed again. You can do them"
                " whenever it suits you.",
                told["number"],
                assignment=told["assignment"],
            ),
            _reader,
            lazy("Review the work of others"),
        ),
        Kind(
            LEASE_ENDS,
            lazy("A review you began ends soon"),
            lambda told: _(
                "Your time for a review in “%(assignment)s” ends on %(until)s. What you write is kept in any case.",
                assignment=told["assignment"],
                until=_until(told),
            ),
            _reader,
            lazy("Go on writing"),
        ),
        Kind(
            LEASE_OVER,
            lazy("The time for a review is over"),
            lambda told: _(
                "Your time for a review in “%(assignment)s” is over, and the work is free for others. Your draft is"
                " kept: you can still finish it, and it counts as one of your reviews.",
                assignment=told["assignment"],
            ),
            _reader,
            lazy("See your draft"),
        ),
        Kind(
            RECEIVED,
            lazy("A review of your work"),
            lambda told: _(
                "Somebody has reviewed your work in “%(assignment)s”. Their comments are there to read.",
                assignment=told["assignment"],
            ),
            _author,
            lazy("Read the review"),
        ),
        Kind(
            PROVISIONAL,
            lazy("A first score of your work"),
            lambda told: _(
                "Your work in “%(assignment)s” has a first score. It may still change.", assignment=told["assignment"]
            ),
            _author,
            lazy("See the score"),
            cadence=Cadence.DAILY,
        ),
        Kind(
            FINAL,
            lazy("The score of your work is final"),
            lambda told: _("The score of your work in “%(assignment)s” is final.", assignment=told["assignment"]),
            _author,
            lazy("See the score"),
        ),
        Kind(
            THANKED,
            lazy("Thanks or an answer for your review"),
            lambda told: _(
                "The author of work you reviewed in “%(assignment)s” thanks you, or answers.",
                assignment=told["assignment"],
            ),
            _reader,
            lazy("See what they say"),
            cadence=Cadence.DAILY,
        ),
        Kind(
            APPEAL_OPENED,
            lazy("Somebody looks at your score again"),
            lambda told: _(
                "The reviews of your work in “%(assignment)s” leave its score in doubt, so somebody who had no part in"
                " it looks again. There is nothing you need to do.",
                assignment=told["assignment"],
            ),
            _author,
            lazy("See the reviews"),
            cadence=Cadence.DAILY,
        ),
        Kind(
            APPEAL_DECIDED,
            lazy("A decision on your score"),
            lambda told: _(
                "Somebody has looked again at the score of your work in “%(assignment)s” and decided.",
                assignment=told["assignment"],
            ),
            _author,
            lazy("Read the decision"),
        ),
        Kind(
            REPORT_SETTLED,
            lazy("An answer to your report"),
            lambda told: _(
                "Somebody has looked at what you reported in “%(assignment)s”.", assignment=told["assignment"]
            ),
            _reporter,
            lazy("See the answer"),
            cadence=Cadence.DAILY,
        ),
        Kind(
            MENTOR_ASKED,
            lazy("Work that waits for a mentor"),
            lambda told: _(
                "Work in “%(assignment)s” waits for a mentor's review. You are asked to write it until %(until)s.",
                assignment=told["assignment"],
                until=_until(told),
            ),
            _mentor,
            lazy("See what waits"),
            cadence=Cadence.DAILY,
        ),
        Kind(
            MENTORS_SILENT,
            lazy("Work that no mentor has taken"),
            lambda told: ngettext(
                "One piece of work in “%(assignment)s” is overdue, and no mentor has taken it.",
                "%(num)s pieces of work in “%(assignment)s” are overdue, and no mentor has taken them.",
                told["number"],
                assignment=told["assignment"],
            ),
            _staff,
            lazy("See who waits"),
            cadence=Cadence.DAILY,
        ),
        Kind(
            APPEAL_TO_DECIDE,
            lazy("A score to look at again"),
            lambda told: _("A score in “%(assignment)s” is to be looked at again.", assignment=told["assignment"]),
            _staff,
            lazy("See the appeal"),
            cadence=Cadence.DAILY,
        ),
        Kind(
            REPORT_TO_SETTLE,
            lazy("A report to look at"),
            lambda told: _("Somebody has reported something in “%(assignment)s”.", assignment=told["assignment"]),
            _staff,
            lazy("See the report"),
            cadence=Cadence.DAILY,
        ),
        Kind(
            EXAMPLE_PUBLIC,
            lazy("Your work is public as an example"),
            lambda told: _(
                "Your work in “%(assignment)s” is public now, as an example for others. You can withdraw it at any"
                " time.",
                assignment=told["assignment"],
            ),
            _who_shows,
            lazy("See what others see"),
            cadence=Cadence.DAILY,
        ),
        Kind(
            EXAMPLE_DECLINED,
            lazy("Your work is not shown as an example"),
            # The reason stands on the page alone: it may name people, and a sentence is also the subject of a mail.
            lambda told: _(
                "Your work in “%(assignment)s” is not shown to others. Those who look after the course say why; your"
                " score and your reviews stay as they are.",
                assignment=told["assignment"],
            ),
            _who_shows,
            lazy("Read the reason"),
            cadence=Cadence.DAILY,
        ),
        Kind(
            EXAMPLES_WAITING,
            lazy("Work to look at before it is public"),
            lambda told: _(
                "In “%(course)s”, work that its author agreed to show waits for somebody to look at it.",
                course=told["course"],
            ),
            _staff,
            lazy("See what waits"),
            cadence=Cadence.DAILY,
        ),
    ),
)
