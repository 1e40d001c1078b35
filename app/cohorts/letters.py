"""Letters to applicants and readers, each in the language of its reader."""

from collections.abc import Callable
from datetime import datetime

from app.cohorts import notices
from app.cohorts.queries import ApplicationFacts, CohortFacts, Member
from app.content.calls import last_day_before
from app.platform import clock
from app.platform.i18n import _, language, ngettext, show_date
from app.platform.letters import Letter, post_letter, site_root
from app.platform.telling import take_back, tell

Said = tuple[str, tuple[str, ...], str]


def tell_received(cohort: CohortFacts, to: ApplicationFacts) -> None:
    """The application has arrived."""
    _write(
        cohort,
        to,
        "application-received",
        lambda title: (
            _("We have your application to %(call)s", call=title),
            (
                _("Your application has arrived. You can change it until %(day)s.", day=show_date(cohort.call.closes)),
                _(
                    "After that it is read by at least %(num)s people who do not see your name.",
                    num=cohort.call.readers,
                ),
                _("We write to you as soon as it is decided. You need not do anything until then."),
            ),
            _("See your application"),
        ),
    )


def tell_offer(cohort: CohortFacts, to: ApplicationFacts, answer_by: datetime) -> None:
    """A place is offered."""
    _write(
        cohort,
        to,
        "place-offered",
        lambda title: (
            _("A place for you in %(call)s", call=title),
            (
                _("We are glad to offer you a place."),
                _(
                    "Please answer until %(day)s. After that day the place goes to the next person.",
                    day=_until(answer_by),
                ),
                _("The cohort starts on %(day)s.", day=show_date(cohort.call.starts)),
            ),
            _("Accept or decline the place"),
        ),
    )
    take_back(notices.WAITING, to.application_id)
    _tell(cohort, to, notices.OFFERED, until=last_day_before(answer_by).isoformat())


def tell_reminder(cohort: CohortFacts, to: ApplicationFacts, answer_by: datetime) -> None:
    """An offer ends soon."""
    _write(
        cohort,
        to,
        "offer-ends-soon",
        lambda title: (
            _("Your place in %(call)s still waits for your answer", call=title),
            (
                _(
                    "Please answer until %(day)s. After that day the place goes to the next person.",
                    day=_until(answer_by),
                ),
            ),
            _("Accept or decline the place"),
        ),
    )
    _tell(cohort, to, notices.ENDS_SOON, until=last_day_before(answer_by).isoformat())


def tell_expired(cohort: CohortFacts, to: ApplicationFacts) -> None:
    """An offer was not answered."""
    _write(
        cohort,
        to,
        "offer-expired",
        lambda title: (
            _("The time to take your place in %(call)s is over", call=title),
            (
                _("You did not answer our offer in time, so the place went to the next person."),
                _("You are welcome to apply again in the next call."),
            ),
            _("See your application"),
        ),
    )
    for kind in (notices.OFFERED, notices.ENDS_SOON):
        take_back(kind, to.application_id)
    _tell(cohort, to, notices.EXPIRED)


def tell_waiting(cohort: CohortFacts, to: ApplicationFacts, place: int) -> None:
    """There is no place yet."""
    _write(
        cohort,
        to,
        "on-waiting-list",
        lambda title: (
            _("You are on the waiting list of %(call)s", call=title),
            (
                _(
                    "All places are offered to others for now. You are number %(place)s on the waiting list.",
                    place=place,
                ),
                _(
                    "When somebody does not take their place, we offer it to the next person and write at once. This goes on until %(day)s.",
                    day=show_date(cohort.call.starts),
                ),
                _("You need not do anything."),
            ),
            _("See your application"),
        ),
    )
    _tell(cohort, to, notices.WAITING)


def tell_no_seat(cohort: CohortFacts, to: ApplicationFacts) -> None:
    """There is no place."""
    _write(
        cohort,
        to,
        "no-seat",
        lambda title: (
            _("No place in %(call)s this time", call=title),
            (
                _(
                    "Thank you for your application. More people applied than there are places, and we cannot offer you one."
                ),
                _("You are welcome to apply again in the next call."),
            ),
            _("See your application"),
        ),
    )
    take_back(notices.WAITING, to.application_id)
    _tell(cohort, to, notices.NO_SEAT)


def tell_seated(cohort: CohortFacts, to: ApplicationFacts) -> None:
    """The place is taken."""
    _write(
        cohort,
        to,
        "seat-confirmed",
        lambda title: (
            _("Your seat in %(call)s is confirmed", call=title),
            (
                _("You are enrolled in the course. The cohort starts on %(day)s.", day=show_date(cohort.call.starts)),
                _(
                    "If you cannot come after all, leave the course before that day: then somebody who waits gets your seat."
                ),
            ),
            _("See your application"),
        ),
    )
    take_back(notices.WAITING, to.application_id)
    _tell(cohort, to, notices.SEATED)


def tell_reader(cohort: CohortFacts, to: Member, number: int) -> None:
    """There is something to read."""

    def letter() -> Letter:
        title = cohort.call.text_in(language()).title
        return Letter(
            subject=ngettext("One application to read", "%(num)s applications to read", number),
            greeting=_("Hello %(name)s,", name=to.name),
            paragraphs=(
                _("You are on the panel of %(call)s, and applications wait for you.", call=title),
                _("You judge each by the same few criteria. If you know an applicant too well to judge, say so there."),
            ),
            because=_("You get this because you are on a panel of readers. Nobody can answer to it."),
            button=(_("See what to read"), f"{site_root()}/readings"),
        )

    post_letter(
        letter, to=to.email, language=to.language or cohort.edition.course.language, kind="applications-to-read"
    )
    tell(
        notices.TO_READ,
        to.user_id,
        about=f"{cohort.cohort_id}/{clock.now().isoformat()}",
        leads_to="/readings",
        call=cohort.call.text_in(to.language).title,
        number=number,
    )


def _tell(cohort: CohortFacts, to: ApplicationFacts, kind: str, **told: str) -> None:
    """Tell on the site what the letter tells."""
    title = cohort.call.text_in(to.speaks).title
    at = f"/calls/{cohort.slug}/{cohort.key}/mine"
    tell(kind, to.user_id, about=to.application_id, leads_to=at, call=title, **told)


def _until(answer_by: datetime) -> str:
    return show_date(last_day_before(answer_by))


def _write(cohort: CohortFacts, to: ApplicationFacts, kind: str, say: Callable[[str], Said]) -> None:
    def letter() -> Letter:
        subject, paragraphs, words = say(cohort.call.text_in(language()).title)
        return Letter(
            subject=subject,
            greeting=_("Hello %(name)s,", name=to.name),
            paragraphs=paragraphs,
            because=_("You get this because you applied on this site. Nobody can answer to it."),
            button=(words, f"{site_root()}/calls/{cohort.slug}/{cohort.key}/mine"),
        )

    post_letter(letter, to=to.email, language=to.speaks, kind=kind)
