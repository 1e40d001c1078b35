"""What happens in a cohort. Nothing here commits."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update

from app.cohorts import letters
from app.cohorts.assigning import Paper, assign
from app.cohorts.models import Application, Cohort, Offer, PanelMember, Reading, Seat
from app.cohorts.policy import may_answer, may_apply, may_make_offers, may_override, may_withdraw
from app.cohorts.queries import (
    ApplicationFacts,
    CohortFacts,
    applications_by_id,
    applications_in,
    cohort_of_id,
    find_application,
    find_application_in,
    panel_of,
    reads_in,
)
from app.cohorts.ranking import Plan, Ranked, Read, plan_of, rank_all
from app.cohorts.scoring import needs_another_reader, reading_of, score_of
from app.cohorts.standing import Facts, Outcome, Override, State, phase_of, state_of
from app.enrolment.actions import enrol
from app.platform import audit, clock
from app.platform.database import count_changed, db
from app.platform.errors import CannotBe, NotFound
from app.platform.i18n import _
from app.platform.verdicts import require

# An offer is called to mind so long before its end.
REMINDED_BEFORE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Told:
    """A whole application as it is handed in."""

    answers: Mapping[str, str]
    language: str
    country: str
    organisation_kind: str
    gender: str


def lock(cohort_id: int) -> CohortFacts:
    """The cohort as it is now, for this transaction alone: of two that give places at once, one waits."""
    db.session.execute(select(Cohort.id).where(Cohort.id == cohort_id).with_for_update())
    return cohort_of_id(cohort_id)


def state_in(cohort: CohortFacts, facts: Facts) -> State:
    """Where an application stands now."""
    now = clock.now()
    return state_of(facts, now, is_open=cohort.call.is_open_at(now), offers_began=cohort.offers_began_at is not None)


# Applying ------------------------------------------------------------------------------------------------------------


def save_draft(cohort_id: int, user_id: int, typed: Mapping[str, str], *, spoken: str) -> Application:
    """Keep what somebody has typed, whatever it is; refuses once the call is closed."""
    cohort = cohort_of_id(cohort_id)
    require(may_apply(phase_of(cohort.call, clock.now(), offers_began=False)))
    found = find_application(cohort_id, user_id)
    if found is None:
        application = Application(cohort_id=cohort_id, user_id=user_id)
        db.session.add(application)
    else:
        application = found[0]
    application.draft = dict(typed)
    application.saved_at = clock.now()
    application.letters_language = spoken
    db.session.flush()
    return application


def hand_in(cohort_id: int, user_id: int, typed: Mapping[str, str], told: Told, *, spoken: str) -> None:
    """Hand an application in, or what was changed in it; the letter tells of the first time only."""
    application = save_draft(cohort_id, user_id, typed, spoken=spoken)
    is_first = application.handed_in_at is None or application.withdrawn_at is not None
    application.answers = dict(told.answers)
    application.language = told.language
    application.country = told.country
    application.organisation_kind = told.organisation_kind
    application.gender = told.gender
    application.handed_in_at = clock.now()
    application.withdrawn_at = None
    db.session.flush()
    if is_first:
        letters.tell_received(cohort_of_id(cohort_id), applications_by_id([application.id])[application.id])


def withdraw(cohort_id: int, user_id: int) -> None:
    """Take an application back; a place that was offered goes to the next person."""
    cohort = lock(cohort_id)
    application, facts = _own(cohort, user_id)
    require(may_withdraw(state_in(cohort, facts)))
    application.withdrawn_at = clock.now()
    db.session.flush()
    _end_offer(application.id, Outcome.DECLINED)
    move_list(cohort)


def answer_offer(cohort_id: int, user_id: int, *, accepts: bool) -> None:
    """Take the place that was offered, and be enrolled; or leave it to the next person."""
    cohort = lock(cohort_id)
    application, facts = _own(cohort, user_id)
    require(may_answer(state_in(cohort, facts)))
    if not accepts:
        _end_offer(application.id, Outcome.DECLINED)
        move_list(cohort)
        return
    _end_offer(application.id, Outcome.ACCEPTED)
    db.session.add(Seat(application_id=application.id, user_id=user_id, taken_at=clock.now()))
    db.session.flush()
    enrol(user_id, cohort.slug, "")
    letters.tell_seated(cohort, applications_by_id([application.id])[application.id])


def give_up_seats(user_id: int, slug: str) -> None:
    """Free the seats of somebody who leaves a course whose cohort has not started yet."""
    rows = db.session.execute(
        select(Seat.id, Cohort.id)
        .join(Application, Application.id == Seat.application_id)
        .join(Cohort, Cohort.id == Application.cohort_id)
        .where(Seat.user_id == user_id, Seat.left_at.is_(None), Cohort.course_slug == slug)
    ).all()
    for seat_id, cohort_id in rows:
        cohort = lock(cohort_id)
        if clock.now() < cohort.call.starts_at:
            db.session.execute(update(Seat).where(Seat.id == seat_id).values(left_at=clock.now()))
            move_list(cohort)


def leave_all(user_id: int) -> None:
    """Give up every place, application and reading of somebody who goes for good, so that others move up."""
    slugs = select(Cohort.course_slug).join(Application).join(Seat, Seat.application_id == Application.id)
    for slug in list(db.session.scalars(slugs.where(Seat.user_id == user_id, Seat.left_at.is_(None)).distinct())):
        give_up_seats(user_id, slug)
    applied = select(Application.cohort_id).where(Application.user_id == user_id, Application.withdrawn_at.is_(None))
    for cohort_id in list(db.session.scalars(applied)):
        cohort = lock(cohort_id)
        _application, facts = _own(cohort, user_id)
        if may_withdraw(state_in(cohort, facts)):
            withdraw(cohort_id, user_id)
    for cohort_id in panels_of(user_id):
        remove_from_panel(cohort_id, user_id, by=None)


def panels_of(user_id: int) -> list[int]:
    """The cohorts that somebody reads for."""
    return list(db.session.scalars(select(PanelMember.cohort_id).where(PanelMember.user_id == user_id)))


def _own(cohort: CohortFacts, user_id: int) -> tuple[Application, Facts]:
    found = find_application(cohort.cohort_id, user_id)
    if found is None:
        raise NotFound(_("You have not applied here."))
    return found


def _end_offer(application_id: int, outcome: Outcome) -> None:
    db.session.execute(
        update(Offer)
        .where(Offer.application_id == application_id, Offer.outcome.is_(None))
        .values(outcome=outcome, ended_at=clock.now())
    )


# Reading -------------------------------------------------------------------------------------------------------------


def add_to_panel(cohort_id: int, user_id: int, *, by: int | None) -> None:
    """Ask somebody to read for a cohort; when readers are missing, they get their share at once."""
    cohort = lock(cohort_id)
    if any(member.user_id == user_id for member in panel_of(cohort_id)):
        raise CannotBe(_("This person is on the panel already."))
    db.session.add(PanelMember(cohort_id=cohort_id, user_id=user_id, added_at=clock.now()))
    audit.note(by, "panel.joined", "cohort", f"{cohort.slug}/{cohort.key}", person=user_id)
    db.session.flush()
    if cohort.closed_at is not None:
        assign_readers(cohort)


def remove_from_panel(cohort_id: int, user_id: int, *, by: int | None) -> None:
    """Let somebody go from the panel. What they judged stays; what they had not read goes to others."""
    cohort = lock(cohort_id)
    gone = delete(PanelMember).where(PanelMember.cohort_id == cohort_id, PanelMember.user_id == user_id)
    if not count_changed(gone):
        raise NotFound(_("This person is not on the panel."))
    own = select(Application.id).where(Application.cohort_id == cohort_id)
    db.session.execute(
        delete(Reading)
        .where(Reading.application_id.in_(own), Reading.reader_id == user_id, Reading.handed_in_at.is_(None))
        .execution_options(synchronize_session=False)
    )
    audit.note(by, "panel.left", "cohort", f"{cohort.slug}/{cohort.key}", person=user_id)
    if cohort.closed_at is not None:
        assign_readers(cohort)


def assign_readers(cohort: CohortFacts) -> int:
    """Give every application the readers it lacks, as far as the panel allows; gives how many it is too small for."""
    panel = panel_of(cohort.cohort_id)
    reads = reads_in(cohort.cohort_id)
    papers = [
        paper
        for one in applications_in(cohort.cohort_id)
        if (paper := _paper(cohort, one, [read for read in reads if read.application_id == one.application_id])).needs
    ]
    load = Counter(read.reader_id for read in reads if read.reader_id is not None and not read.is_declined)
    result = assign(papers, [member.reader for member in panel], load, cohort.draw)
    now = clock.now()
    for application_id, reader_id in result.pairs:
        db.session.add(Reading(application_id=application_id, reader_id=reader_id, assigned_at=now))
    db.session.flush()
    given = Counter(reader_id for _application, reader_id in result.pairs)
    for member in panel:
        if given[member.user_id]:
            letters.tell_reader(cohort, member, given[member.user_id])
    return len(result.short)


def _paper(cohort: CohortFacts, one: ApplicationFacts, reads: list[Read]) -> Paper:
    """An application with how many more readers it needs: those the call promises, and one where they lie far apart."""
    counting = [read for read in reads if not read.is_declined]
    call = cohort.call
    needs = max(0, call.readers - len(counting))
    score = score_of([reading_of(call.criteria, read.scores) for read in counting if read.is_handed_in])
    if needs_another_reader(score, asked=len(counting), expected=call.readers, threshold=call.spread):
        needs = 1
    asked = frozenset(read.reader_id for read in reads if read.reader_id is not None)
    return Paper(one.application_id, one.user_id, one.organisation_id, asked, needs)


def save_reading(reading_id: int, scores: Mapping[str, int], comment: str) -> None:
    """Keep what a reader has written so far."""
    reading = db.session.get_one(Reading, reading_id)
    reading.scores = dict(scores)
    reading.comment = comment
    db.session.flush()


def hand_in_reading(reading_id: int, cohort_id: int, scores: Mapping[str, int], comment: str) -> None:
    """Judge an application for good; where readers lie far apart, another one is asked."""
    cohort = lock(cohort_id)
    if cohort.offers_began_at is not None:
        raise CannotBe(_("The offers are made, so nothing can be judged any more. Nothing was changed."))
    save_reading(reading_id, scores, comment)
    db.session.get_one(Reading, reading_id).handed_in_at = clock.now()
    db.session.flush()
    assign_readers(cohort)


def declare_conflict(reading_id: int, cohort_id: int) -> None:
    """Give an application back that one should not judge; whatever was judged counts no more, and another reads it."""
    cohort = lock(cohort_id)
    if cohort.offers_began_at is not None:
        raise CannotBe(_("The offers are made, so nothing can be judged any more. Nothing was changed."))
    reading = db.session.get_one(Reading, reading_id)
    reading.declined_at = clock.now()
    audit.note(reading.reader_id, "reading.declined", "application", reading.application_id)
    db.session.flush()
    assign_readers(cohort)


# Giving places -------------------------------------------------------------------------------------------------------


def ranking_of(cohort: CohortFacts) -> tuple[list[Ranked], dict[int, ApplicationFacts]]:
    """Everybody who handed in, ranked, and who they are."""
    applications = {one.application_id: one for one in applications_in(cohort.cohort_id)}
    applied = [one.applied for one in applications.values()]
    return rank_all(cohort.call, applied, reads_in(cohort.cohort_id), clock.now(), cohort.draw), applications


def preview(cohort: CohortFacts, ranked: list[Ranked]) -> Plan:
    """What would happen if the offers were made now."""
    return plan_of(cohort.call, ranked, is_first_round=True, is_beginning=True)


def begin_offers(cohort_id: int, *, by: int | None) -> int:
    """Make the first offers, and tell everybody where they stand; gives how many were made."""
    cohort = lock(cohort_id)
    now = clock.now()
    ranked, applications = ranking_of(cohort)
    require(
        may_make_offers(
            phase_of(cohort.call, now, offers_began=False),
            offers_began=cohort.offers_began_at is not None,
            unread=sum(one.is_unread for one in ranked),
            candidates=len(ranked),
        )
    )
    plan = preview(cohort, ranked)
    db.session.execute(
        update(Cohort)
        .where(Cohort.id == cohort_id)
        .values(offers_began_at=now, first_round_ends_at=cohort.call.answer_by(now))
    )
    audit.note(by, "offers.made", "cohort", f"{cohort.slug}/{cohort.key}", offers=len(plan.offers))
    _make_offers(cohort, plan, applications)
    for number, place in plan.waiting.items():
        letters.tell_waiting(cohort, applications[number], place)
    answered = {*plan.offers, *plan.waiting}
    for number, one in applications.items():
        if number not in answered and state_of(one.facts, now, is_open=False, offers_began=True) is State.WAITING:
            _refuse(cohort, one)
    return len(plan.offers)


def move_list(cohort: CohortFacts) -> int:
    """Offer whatever is free to the next people, once the offers have begun and until the cohort starts."""
    now = clock.now()
    if cohort.offers_began_at is None or now >= cohort.call.starts_at:
        return 0
    ends = cohort.first_round_ends_at
    ranked, applications = ranking_of(cohort)
    plan = plan_of(cohort.call, ranked, is_first_round=ends is not None and now < ends)
    _make_offers(cohort, plan, applications)
    return len(plan.offers)


def override(cohort_id: int, application_id: int, decision: Override | None, reason: str, *, by: int | None) -> None:
    """Decide beside the readings, with a reason; None takes such a decision back."""
    cohort = lock(cohort_id)
    found = find_application_in(cohort_id, application_id)
    if found is None:
        raise NotFound(_("There is no such application here."))
    one = found[0]
    began = cohort.offers_began_at is not None
    require(may_override(state_in(cohort, one.facts), offers_began=began))
    application = db.session.get_one(Application, application_id)
    audit.note(
        by,
        "application.override",
        "application",
        application_id,
        decision=decision.value if decision else "",
        before=application.override.value if application.override else "",
    )
    application.override = decision
    application.override_reason = reason if decision else ""
    if began and decision is not Override.OUT:
        application.refused_at = None
    db.session.flush()
    if began and decision is Override.OUT and one.facts.refused_at is None:
        _refuse(cohort, one)
    move_list(cohort)


def _make_offers(cohort: CohortFacts, plan: Plan, applications: Mapping[int, ApplicationFacts]) -> None:
    now = clock.now()
    answer_by = cohort.call.answer_by(now)
    for number in plan.offers:
        db.session.add(Offer(application_id=number, made_at=now, answer_by=answer_by))
    db.session.flush()
    for number in plan.offers:
        letters.tell_offer(cohort, applications[number], answer_by)


def _refuse(cohort: CohortFacts, one: ApplicationFacts) -> None:
    db.session.execute(update(Application).where(Application.id == one.application_id).values(refused_at=clock.now()))
    letters.tell_no_seat(cohort, one)


# What happens by itself ----------------------------------------------------------------------------------------------


def steer(cohort_id: int) -> None:
    """Do whatever is due in a cohort: give out what is to be read, end and recall offers, move the list, settle."""
    cohort = lock(cohort_id)
    now = clock.now()
    if now < cohort.call.closes_at:
        return
    if cohort.closed_at is None:
        db.session.execute(update(Cohort).where(Cohort.id == cohort_id).values(closed_at=now))
    if cohort.offers_began_at is None:
        # Also for a panel that was too small, or a reader whose account is no more.
        assign_readers(cohort)
    _expire_offers(cohort)
    _remind(cohort)
    move_list(cohort)
    if now >= cohort.call.starts_at:
        _settle(cohort)


def _expire_offers(cohort: CohortFacts) -> None:
    ended = _open_offers(cohort, Offer.answer_by <= clock.now())
    people = applications_by_id([offer.application_id for offer in ended])
    for offer in ended:
        offer.outcome, offer.ended_at = Outcome.EXPIRED, clock.now()
        if people[offer.application_id].facts.withdrawn_at is None:
            letters.tell_expired(cohort, people[offer.application_id])
    db.session.flush()


def _remind(cohort: CohortFacts) -> None:
    now = clock.now()
    due = _open_offers(cohort, Offer.answer_by <= now + REMINDED_BEFORE, Offer.reminded_at.is_(None))
    people = applications_by_id([offer.application_id for offer in due])
    for offer in due:
        offer.reminded_at = now
        # An offer made for so short a time needs no second letter.
        if offer.answer_by - offer.made_at > REMINDED_BEFORE:
            letters.tell_reminder(cohort, people[offer.application_id], offer.answer_by)
    db.session.flush()


def _open_offers(cohort: CohortFacts, *which: object) -> list[Offer]:
    return list(
        db.session.scalars(
            select(Offer)
            .join(Application, Application.id == Offer.application_id)
            .where(Application.cohort_id == cohort.cohort_id, Offer.outcome.is_(None), *which)  # type: ignore[arg-type]
            .order_by(Offer.id)
        )
    )


def _settle(cohort: CohortFacts) -> None:
    """Once the cohort has started, tell whoever still waits that there is no seat."""
    for one in applications_in(cohort.cohort_id):
        state = state_of(one.facts, clock.now(), is_open=False, offers_began=True)
        if state is State.WAITING:
            _refuse(cohort, one)
    db.session.execute(update(Cohort).where(Cohort.id == cohort.cohort_id).values(settled_at=clock.now()))
