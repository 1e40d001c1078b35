"""What those see who choose: the ranking, one application, the offers to be made, the balance."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.accounts.countries import country_name
from app.accounts.queries import find_user_by_email
from app.cohorts.actions import preview, ranking_of, state_in
from app.cohorts.balance import Balance, Cell, Dimension, Told, balance_of
from app.cohorts.forms import genders, organisation_kinds
from app.cohorts.pages import Answered, Face, answered, face_of
from app.cohorts.panel_pages import Judged, judged
from app.cohorts.policy import may_make_offers, may_override
from app.cohorts.queries import (
    ApplicationFacts,
    CohortFacts,
    Member,
    applications_in,
    find_application_in,
    get_cohort,
    panel_of,
    readings_of,
    reads_in,
)
from app.cohorts.ranking import Plan, Ranked
from app.cohorts.regions import region_names
from app.cohorts.scoring import leanings, reading_of
from app.cohorts.standing import State, phase_of
from app.platform import clock
from app.platform.errors import NotFound
from app.platform.i18n import _, language_name, locale
from app.platform.paging import PageOf
from app.platform.spreadsheets import Cell as Value
from app.platform.verdicts import Verdict

_ROWS = 50


@dataclass(frozen=True, slots=True)
class RankedLine:
    """A line of the ranking."""

    ranked: Ranked
    application: ApplicationFacts
    country: str
    group: str
    state: State


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member of the panel: given, read, and by how much milder than the panel; None before anything is read."""

    member: Member
    given: int
    done: int
    leaning: float | None


@dataclass(frozen=True, slots=True)
class SelectionPage:
    """Everybody who applied, ranked, and the panel that reads."""

    face: Face
    lines: PageOf[RankedLine]
    panel: tuple[MemberLine, ...]
    unread: int
    # Readers that the panel lacks, so that each application can be read as often as the call promises.
    missing_readers: int
    seated: int
    offered: int
    places: int
    may_offer: Verdict


@dataclass(frozen=True, slots=True)
class LanguagePreview:
    """What would happen in one language: who is offered a place, and how many wait."""

    language: str
    places: int
    offered: tuple[RankedLine, ...]
    waiting: int


@dataclass(frozen=True, slots=True)
class OffersPage:
    """The offers before they are made."""

    face: Face
    languages: tuple[LanguagePreview, ...]
    offers: int
    waiting: int
    refused: int
    held_back: int
    may_offer: Verdict


@dataclass(frozen=True, slots=True)
class ApplicationPage:
    """One application with its readings, for a decision beside them."""

    face: Face
    application: ApplicationFacts
    country: str
    organisation_kind: str
    answers: tuple[Answered, ...]
    readings: tuple[Judged, ...]
    open_readings: int
    state: State
    may_override: Verdict


@dataclass(frozen=True, slots=True)
class BalanceText:
    """A line of the balance in words."""

    name: str
    applied: Cell
    offered: Cell
    seated: Cell


@dataclass(frozen=True, slots=True)
class BalancePage:
    """Who applied, was offered a place and has a seat."""

    face: Face
    balance: Balance
    tables: tuple[tuple[str, tuple[BalanceText, ...]], ...]


def selection_page(slug: str, key: str, number: int) -> SelectionPage:
    """A page of the ranking; a number beyond the last page means the last."""
    cohort = get_cohort(slug, key)
    face = face_of(cohort)
    ranked, applications = ranking_of(cohort)
    number = min(max(1, number), PageOf((), 1, _ROWS, len(ranked)).last)
    shown = ranked[(number - 1) * _ROWS : number * _ROWS]
    lines = [_line(face, one, applications[one.application_id]) for one in shown]
    states = Counter(state_in(cohort, one.facts) for one in applications.values())
    panel = _panel(cohort)
    return SelectionPage(
        face=face,
        lines=PageOf(lines, number, _ROWS, len(ranked)),
        panel=panel,
        unread=sum(one.is_unread for one in ranked),
        missing_readers=max(0, cohort.call.readers - len(panel)),
        seated=states[State.SEATED],
        offered=states[State.OFFERED],
        places=sum(cohort.call.places.values()),
        may_offer=_may_offer(cohort, ranked),
    )


def offers_page(slug: str, key: str) -> OffersPage:
    """What would happen if the offers were made now."""
    cohort = get_cohort(slug, key)
    face = face_of(cohort)
    ranked, applications = ranking_of(cohort)
    plan = preview(cohort, ranked)
    by_number = {one.application_id: one for one in ranked}
    offered = [_line(face, by_number[number], applications[number]) for number in plan.offers]
    return OffersPage(
        face=face,
        languages=tuple(_language(code, places, offered, ranked, plan) for code, places in cohort.call.places.items()),
        offers=len(plan.offers),
        waiting=len(plan.waiting),
        refused=len(ranked) - len(plan.offers) - len(plan.waiting),
        held_back=plan.held_back,
        may_offer=_may_offer(cohort, ranked),
    )


def _language(
    code: str, places: int, offered: Sequence[RankedLine], ranked: Sequence[Ranked], plan: Plan
) -> LanguagePreview:
    own = tuple(line for line in offered if line.ranked.language == code)
    waiting = sum(one.application_id in plan.waiting for one in ranked if one.language == code)
    return LanguagePreview(code, places, own, waiting)


def application_page(slug: str, key: str, application_id: int) -> ApplicationPage:
    """One application of this cohort; raises NotFound for others."""
    cohort = get_cohort(slug, key)
    found = find_application_in(cohort.cohort_id, application_id)
    if found is None:
        raise NotFound(_("There is no such application here."))
    application, answers = found
    face = face_of(cohort)
    counting = [one for one in readings_of(application_id) if one.declined_at is None]
    state = state_in(cohort, application.facts)
    return ApplicationPage(
        face=face,
        application=application,
        country=country_name(application.country, locale()),
        organisation_kind=organisation_kinds().get(application.organisation_kind, ""),
        answers=answered(cohort.call, face.text, answers),
        readings=tuple(judged(face, one) for one in counting if one.handed_in_at is not None),
        open_readings=sum(one.handed_in_at is None for one in counting),
        state=state,
        may_override=may_override(state, offers_began=cohort.offers_began_at is not None),
    )


def balance_page(slug: str, key: str) -> BalancePage:
    """The report on balance."""
    cohort = get_cohort(slug, key)
    balance = balance_of(_told(one) for one in applications_in(cohort.cohort_id))
    tables = []
    for table in balance.tables:
        lines = tuple(
            BalanceText(_name_in(table.dimension, line.key), line.applied, line.offered, line.seated)
            for line in table.lines
        )
        tables.append((_heading_of(table.dimension), lines))
    return BalancePage(face_of(cohort), balance, tuple(tables))


def balance_header() -> tuple[str, ...]:
    """The names of the columns of `balance_rows`."""
    return (_("Counted by"), _("Group"), _("Applied"), _("Offered a place"), _("Have a seat"))


def balance_rows(page: BalancePage) -> Iterator[Sequence[Value]]:
    """The report line by line; numbers that are not shown are not in the table either."""
    hidden = _("not shown")
    for heading, lines in page.tables:
        for line in lines:
            numbers = (line.applied.number, line.offered.number, line.seated.number)
            yield (heading, line.name, *(hidden if number is None else number for number in numbers))


def find_person(email: str) -> int | None:
    """The number of the account with this address."""
    user = find_user_by_email(email)
    return None if user is None else user.id


def _may_offer(cohort: CohortFacts, ranked: Sequence[Ranked]) -> Verdict:
    return may_make_offers(
        phase_of(cohort.call, clock.now(), offers_began=cohort.offers_began_at is not None),
        offers_began=cohort.offers_began_at is not None,
        unread=sum(one.is_unread for one in ranked),
        candidates=len(ranked),
    )


def _line(face: Face, ranked: Ranked, application: ApplicationFacts) -> RankedLine:
    return RankedLine(
        ranked,
        application,
        country_name(application.country, locale()),
        face.text.reserves.get(ranked.group, ""),
        state_in(face.cohort, application.facts),
    )


def _panel(cohort: CohortFacts) -> tuple[MemberLine, ...]:
    reads = [read for read in reads_in(cohort.cohort_id) if not read.is_declined and read.reader_id is not None]
    given = Counter(read.reader_id for read in reads)
    done = Counter(read.reader_id for read in reads if read.is_handed_in)
    values = [
        (read.reader_id, reading_of(cohort.call.criteria, read.scores))
        for read in reads
        if read.is_handed_in and read.reader_id is not None
    ]
    lean = leanings(values)
    return tuple(
        MemberLine(member, given[member.user_id], done[member.user_id], lean.get(member.user_id))
        for member in panel_of(cohort.cohort_id)
    )


def _told(one: ApplicationFacts) -> Told:
    facts = one.facts
    return Told(
        country=one.country,
        language=one.language,
        organisation_kind=one.organisation_kind,
        gender=one.gender,
        is_offered=facts.answer_by is not None,
        is_seated=facts.seated_at is not None and facts.left_at is None,
    )


def _heading_of(dimension: Dimension) -> str:
    return {
        Dimension.REGION: _("Region of the world"),
        Dimension.LANGUAGE: _("Language"),
        Dimension.ORGANISATION: _("Type of organisation"),
        Dimension.GENDER: _("Gender"),
    }[dimension]


def _name_in(dimension: Dimension, key: str) -> str:
    """What a group is called; who told nothing is called so."""
    if not key:
        return _("Not told")
    if dimension is Dimension.LANGUAGE:
        return language_name(key)
    names = {
        Dimension.REGION: region_names,
        Dimension.ORGANISATION: organisation_kinds,
        Dimension.GENDER: genders,
    }[dimension]()
    return names.get(key, key)
