"""From the call to the seat: applications, readers, offers, and a waiting list that moves by itself."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import User
from app.cohorts.actions import (
    Told,
    add_to_panel,
    answer_offer,
    begin_offers,
    declare_conflict,
    hand_in,
    hand_in_reading,
    override,
    remove_from_panel,
    withdraw,
)
from app.cohorts.models import Application, Cohort, Offer, Reading
from app.cohorts.pages import mine_page
from app.cohorts.policy import SeatHeld
from app.cohorts.queries import cohort_of_id, seat_held
from app.cohorts.standing import Outcome, Override, State
from app.cohorts.steering import steer_cohorts
from app.enrolment.actions import leave
from app.enrolment.queries import find_enrolment
from app.platform.audit import AuditEntry
from app.platform.database import db, transaction
from app.platform.errors import Refused
from app.platform.jobs import work_off
from tests.builders import letters_in, person, published
from tests.cohorts.calls import (
    CLOSED,
    FRENCH,
    KEY,
    OFFERED,
    OPEN,
    SLUG,
    STARTED,
    a_cohort,
    a_panel,
    application_id_of,
    applied,
    at,
    call_in_force,
    files_with_call,
    judged,
    offered_to,
)


def subjects(app: Flask, user: User) -> list[str]:
    """The letters somebody got, in order."""
    while work_off():
        pass
    return [str(letter["Subject"]) for letter in letters_in(app) if letter["To"] == user.email]


def state_of(user: User, moment: datetime) -> State:
    with at(moment):
        return mine_page(user.id, SLUG, KEY).state


def offers_made(cohort_id: int) -> int:
    with at(OFFERED), transaction():
        return begin_offers(cohort_id, by=None)


def accept(cohort_id: int, user: User, moment: datetime) -> None:
    with at(moment), transaction():
        answer_offer(cohort_id, user.id, accepts=True)


def test_the_best_are_offered_places_and_the_others_wait_in_order(each_app: Flask) -> None:
    cohort = a_cohort(places=2)
    people = [applied(cohort, name=name) for name in ("One", "Two", "Three", "Four")]
    a_panel(cohort)
    judged(cohort, people)
    assert offers_made(cohort) == 2
    assert [offered_to(one) is not None for one in people] == [True, True, False, False]
    with at(OFFERED):
        assert [mine_page(one.id, SLUG, KEY).place for one in people] == [0, 0, 1, 2]
    assert [state_of(one, OFFERED) for one in people[1:3]] == [State.OFFERED, State.WAITING]


def test_whoever_accepts_has_a_seat_and_is_enrolled(each_app: Flask) -> None:
    cohort = a_cohort(places=1)
    amina = applied(cohort)
    a_panel(cohort)
    judged(cohort, [amina])
    offers_made(cohort)
    accept(cohort, amina, OFFERED)
    enrolment = find_enrolment(amina.id, SLUG)
    assert enrolment is not None
    assert enrolment.left_at is None
    assert seat_held(amina.id, SLUG) is SeatHeld.HELD
    with at(OFFERED), transaction(), pytest.raises(Refused):
        answer_offer(cohort, amina.id, accepts=True)


def test_a_declined_place_goes_to_the_next_at_once(each_app: Flask) -> None:
    cohort = a_cohort(places=1)
    first, second = applied(cohort, name="First"), applied(cohort, name="Second")
    a_panel(cohort)
    judged(cohort, [first, second])
    offers_made(cohort)
    with at(OFFERED), transaction():
        answer_offer(cohort, first.id, accepts=False)
    assert offered_to(second) is not None
    assert state_of(first, OFFERED) is State.DECLINED


def test_an_offer_that_nobody_answers_ends_by_itself_and_the_list_moves(each_app: Flask) -> None:
    cohort = a_cohort(places=1)
    first, second = applied(cohort, name="First"), applied(cohort, name="Second")
    a_panel(cohort)
    judged(cohort, [first, second])
    offers_made(cohort)
    offer = offered_to(first)
    assert offer is not None
    # Seven days, until the last of them is over everywhere on Earth.
    assert offer.answer_by == datetime(2027, 3, 28, 12, tzinfo=UTC)
    with at(offer.answer_by - timedelta(seconds=1)):
        steer_cohorts()
    assert offered_to(second) is None
    with at(offer.answer_by):
        steer_cohorts()
    ended = offered_to(first)
    assert ended is not None
    assert ended.outcome is Outcome.EXPIRED
    assert offered_to(second) is not None
    with at(offer.answer_by), transaction(), pytest.raises(Refused):
        answer_offer(cohort, first.id, accepts=True)


def test_an_offer_cannot_be_taken_after_its_end_even_before_that_is_noted(app: Flask) -> None:
    cohort = a_cohort(places=1)
    amina = applied(cohort)
    a_panel(cohort)
    judged(cohort, [amina])
    offers_made(cohort)
    with at(datetime(2027, 3, 28, 12, 1, tzinfo=UTC)), transaction(), pytest.raises(Refused):
        answer_offer(cohort, amina.id, accepts=True)


def test_leaving_the_course_before_it_starts_makes_room_and_later_does_not(each_app: Flask) -> None:
    cohort = a_cohort(places=1)
    people = [applied(cohort, name=name) for name in ("One", "Two", "Three")]
    a_panel(cohort)
    judged(cohort, people)
    offers_made(cohort)
    accept(cohort, people[0], OFFERED)
    with at(OFFERED), transaction():
        leave(people[0].id, SLUG)
    assert seat_held(people[0].id, SLUG) is SeatHeld.GIVEN_UP
    assert offered_to(people[1]) is not None
    accept(cohort, people[1], OFFERED)
    with at(STARTED), transaction():
        leave(people[1].id, SLUG)
    assert seat_held(people[1].id, SLUG) is SeatHeld.HELD
    assert offered_to(people[2]) is None


def test_whoever_withdraws_makes_room_too(app: Flask) -> None:
    cohort = a_cohort(places=1)
    first, second = applied(cohort, name="First"), applied(cohort, name="Second")
    a_panel(cohort)
    judged(cohort, [first, second])
    offers_made(cohort)
    with at(OFFERED), transaction():
        withdraw(cohort, first.id)
    assert offered_to(second) is not None


def test_places_kept_for_a_group_go_to_its_best(each_app: Flask) -> None:
    reserved = "reserved:\n  - id: oceania\n    label: Oceania\n    regions: [oceania]\n    places: 1"
    cohort = a_cohort(places=2, more=reserved)
    people = [applied(cohort, name="One"), applied(cohort, name="Two"), applied(cohort, name="Fiji", country="FJ")]
    a_panel(cohort)
    judged(cohort, people)
    offers_made(cohort)
    assert [offered_to(one) is not None for one in people] == [True, False, True]


def test_what_is_kept_for_a_group_falls_open_when_the_first_offers_have_ended(each_app: Flask) -> None:
    reserved = "reserved:\n  - id: oceania\n    label: Oceania\n    regions: [oceania]\n    places: 1"
    cohort = a_cohort(places=2, more=reserved)
    people = [applied(cohort, name=name) for name in ("One", "Two")]
    a_panel(cohort)
    judged(cohort, people)
    assert offers_made(cohort) == 1
    accept(cohort, people[0], OFFERED)
    with at(datetime(2027, 3, 28, 12, tzinfo=UTC)):
        steer_cohorts()
    assert offered_to(people[1]) is not None


def test_each_application_is_read_by_two_who_are_not_of_the_same_house(each_app: Flask) -> None:
    cohort = a_cohort()
    amina = applied(cohort, organisation="Panel 1", country="SN")
    readers = [person(name=f"Reader {number}", organisation=f"Panel {number}", country="SN") for number in (1, 2, 3)]
    with transaction():
        for reader in readers:
            add_to_panel(cohort, reader.id, by=None)
    with at(CLOSED):
        steer_cohorts()
        steer_cohorts()
    asked = db.session.scalars(select(Reading.reader_id).where(Reading.application_id == application_id_of(amina)))
    assert set(asked) == {readers[1].id, readers[2].id}


def test_two_readers_who_lie_far_apart_are_joined_by_a_third(each_app: Flask) -> None:
    cohort = a_cohort()
    amina = applied(cohort)
    a_panel(cohort, 3)
    with at(CLOSED):
        steer_cohorts()
        of_hers = select(Reading).where(Reading.application_id == application_id_of(amina)).order_by(Reading.id)
        first, second = [one.id for one in db.session.scalars(of_hers)]
        with transaction():
            hand_in_reading(first, cohort, {"need": 2, "plan": 2}, "")
        assert len(db.session.scalars(of_hers).all()) == 2
        with transaction():
            hand_in_reading(second, cohort, {"need": 0, "plan": 0}, "")
        assert len(db.session.scalars(of_hers).all()) == 3
        with transaction(), pytest.raises(Refused, match="1 applications are not read"):
            begin_offers(cohort, by=None)


def test_a_conflict_is_declared_and_somebody_else_reads(each_app: Flask) -> None:
    cohort = a_cohort()
    amina = applied(cohort)
    a_panel(cohort, 3)
    with at(CLOSED):
        steer_cohorts()
        number = application_id_of(amina)
        first = db.session.scalars(select(Reading).where(Reading.application_id == number).limit(1)).one()
        with transaction():
            declare_conflict(first.id, cohort)
    open_ones = select(Reading.reader_id).where(Reading.application_id == number, Reading.declined_at.is_(None))
    readers = set(db.session.scalars(open_ones))
    assert len(readers) == 2
    assert first.reader_id not in readers


def test_a_panel_that_was_too_small_reads_as_soon_as_it_has_grown(app: Flask) -> None:
    cohort = a_cohort()
    applied(cohort)
    (first,) = a_panel(cohort, 1)
    with at(CLOSED):
        steer_cohorts()
        assert db.session.scalar(select(func.count(Reading.id))) == 1
        late = person(name="Late")
        with transaction():
            add_to_panel(cohort, late.id, by=None)
        assert db.session.scalar(select(func.count(Reading.id))) == 2
        with transaction():
            remove_from_panel(cohort, first.id, by=None)
    assert set(db.session.scalars(select(Reading.reader_id))) == {late.id}


def test_a_decision_beside_the_readings_is_noted_and_holds(each_app: Flask) -> None:
    cohort = a_cohort(places=1)
    staff = person(name="Marta Pons")
    best, last = applied(cohort, name="Best"), applied(cohort, name="Last")
    a_panel(cohort)
    judged(cohort, [best, last])
    with at(CLOSED), transaction():
        override(cohort, application_id_of(last), Override.FIRST, "A late place for an island.", by=staff.id)
    offers_made(cohort)
    assert offered_to(last) is not None
    assert offered_to(best) is None
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "application.override")).one()
    assert (entry.actor_id, entry.subject_key, entry.details) == (
        staff.id,
        str(application_id_of(last)),
        {"decision": "first", "before": ""},
    )


def test_whoever_has_an_answer_is_not_decided_on_again(app: Flask) -> None:
    cohort = a_cohort(places=1)
    amina = applied(cohort)
    a_panel(cohort)
    judged(cohort, [amina])
    offers_made(cohort)
    with at(OFFERED), transaction(), pytest.raises(Refused):
        override(cohort, application_id_of(amina), Override.OUT, "No.", by=None)


def test_nobody_below_the_least_score_is_offered_a_place_or_waits(app: Flask) -> None:
    cohort = a_cohort(places=2, more="least_score: 60")
    people = [applied(cohort, name=name) for name in ("100", "83", "67", "50")]
    a_panel(cohort)
    judged(cohort, people)
    offers_made(cohort)
    assert [state_of(one, OFFERED) for one in people] == [State.OFFERED, State.OFFERED, State.WAITING, State.NO_SEAT]


def test_the_waiting_list_has_its_length(app: Flask) -> None:
    cohort = a_cohort(places=1, more="waiting_list: 1")
    people = [applied(cohort, name=name) for name in ("One", "Two", "Three")]
    a_panel(cohort)
    judged(cohort, people)
    offers_made(cohort)
    assert [state_of(one, OFFERED) for one in people] == [State.OFFERED, State.WAITING, State.NO_SEAT]


def test_when_the_cohort_starts_whoever_still_waits_is_told_and_the_list_stands(each_app: Flask) -> None:
    cohort = a_cohort(places=1)
    first, second = applied(cohort, name="First"), applied(cohort, name="Second")
    a_panel(cohort)
    judged(cohort, [first, second])
    offers_made(cohort)
    accept(cohort, first, OFFERED)
    with at(STARTED):
        steer_cohorts()
    assert state_of(second, STARTED) is State.NO_SEAT
    assert db.session.get_one(Cohort, cohort).settled_at == STARTED


def test_everybody_is_written_to_in_their_turn(app: Flask) -> None:
    cohort = a_cohort(places=1, more="waiting_list: 1")
    people = [applied(cohort, name=name) for name in ("One", "Two", "Three")]
    readers = a_panel(cohort)
    judged(cohort, people)
    offers_made(cohort)
    with at(datetime(2027, 3, 26, 13, tzinfo=UTC)):
        steer_cohorts()
        steer_cohorts()
    with at(datetime(2027, 3, 28, 12, tzinfo=UTC)):
        steer_cohorts()
    accept(cohort, people[1], datetime(2027, 3, 29, 12, tzinfo=UTC))
    received = "We have your application to Autumn 2027"
    with at(datetime(2027, 3, 29, 12, tzinfo=UTC)):
        assert subjects(app, people[0]) == [
            received,
            "A place for you in Autumn 2027",
            "Your place in Autumn 2027 still waits for your answer",
            "The time to take your place in Autumn 2027 is over",
        ]
        assert subjects(app, people[1]) == [
            received,
            "You are on the waiting list of Autumn 2027",
            "A place for you in Autumn 2027",
            "Your seat in Autumn 2027 is confirmed",
        ]
        assert subjects(app, people[2]) == [received, "No place in Autumn 2027 this time"]
        assert subjects(app, readers[0]) == ["3 applications to read"]


def test_equal_scores_are_drawn_by_lot_and_not_by_who_came_first(app: Flask) -> None:
    cohort = a_cohort(places=3, more="readers: 2")
    people = [applied(cohort, name=f"Person {number}") for number in range(6)]
    a_panel(cohort)
    with at(CLOSED):
        steer_cohorts()
        for reading_id in db.session.scalars(select(Reading.id)).all():
            with transaction():
                hand_in_reading(reading_id, cohort, {"need": 1, "plan": 1}, "")
    offers_made(cohort)
    chosen = [offered_to(one) is not None for one in people]
    assert sum(chosen) == 3
    assert chosen != [True, True, True, False, False, False]


def test_a_new_edition_changes_an_open_call_and_leaves_a_closed_one(each_app: Flask) -> None:
    files = files_with_call()
    first = published(files)
    cohort = db.session.scalars(select(Cohort.id)).one()
    path = f"cohorts/{KEY}.md"
    second = files | {path: files[path].replace(b"title: Autumn 2027", b"title: Autumn, changed")}
    with at(OPEN):
        after = published(second, based_on=first.digest)
    assert call_in_force(cohort) == "Autumn, changed"
    third = files | {path: files[path].replace(b"title: Autumn 2027", b"title: Too late")}
    with at(CLOSED):
        published(third, based_on=after.digest)
    assert call_in_force(cohort) == "Autumn, changed"


def test_a_call_that_is_taken_away_goes_unless_somebody_has_applied(each_app: Flask) -> None:
    files = files_with_call()
    without = {path: content for path, content in files.items() if not path.startswith("cohorts/")}
    first = published(files)
    second = published(without, based_on=first.digest)
    assert db.session.scalar(select(func.count(Cohort.id))) == 0
    third = published(files | {"media/a.csv": b"a,b\n"}, based_on=second.digest)
    cohort = db.session.scalars(select(Cohort.id)).one()
    applied(cohort)
    published(without | {"media/a.csv": b"a,c\n"}, based_on=third.digest)
    assert cohort_of_id(cohort).call.key == KEY


def test_of_two_that_give_the_last_place_at_once_one_gives_it(each_app: Flask) -> None:
    """A second worker that steers the same cohort finds nothing left to do."""
    cohort = a_cohort(places=1)
    people = [applied(cohort, name=name) for name in ("One", "Two", "Three")]
    a_panel(cohort)
    judged(cohort, people)
    offers_made(cohort)
    ended = datetime(2027, 3, 28, 12, tzinfo=UTC)
    with at(ended):
        steer_cohorts()
        steer_cohorts()
    open_offers = select(func.count(Offer.id)).where(Offer.outcome.is_(None))
    assert db.session.scalar(open_offers) == 1


def test_an_account_that_goes_takes_its_application_and_leaves_what_it_judged(each_app: Flask) -> None:
    cohort = a_cohort()
    amina, tala = applied(cohort, name="Amina"), applied(cohort, name="Tala")
    reader, _other = a_panel(cohort)
    judged(cohort, [amina, tala])
    with transaction():
        db.session.delete(db.session.get_one(User, reader.id))
        db.session.delete(db.session.get_one(User, amina.id))
    db.session.expire_all()
    assert db.session.scalar(select(func.count(Application.id))) == 1
    assert db.session.scalar(select(func.count(Reading.id)).where(Reading.handed_in_at.is_not(None))) == 2
    assert offers_made(cohort) == 1


def test_letters_speak_the_language_of_the_applicant(app: Flask) -> None:
    published(files_with_call(french=FRENCH))
    cohort = db.session.scalars(select(Cohort.id)).one()
    reading_in_french, with_an_account_in_english = person(), person()
    with transaction():
        with_an_account_in_english = db.session.merge(with_an_account_in_english)
        with_an_account_in_english.language = "en"
        db.session.flush()
    told = Told({"why": "Oui."}, "en", "SN", "municipality", "")
    numbers = [reading_in_french.id, with_an_account_in_english.id]
    with at(OPEN):
        for number in numbers:
            with transaction():
                hand_in(cohort, number, {}, told, spoken="fr")
        while work_off():
            pass
    assert ["Automne 2027" in str(letter["Subject"]) for letter in letters_in(app)] == [True, False]
