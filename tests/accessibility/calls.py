"""A course whose learners are chosen, with a call in every stage."""

from datetime import timedelta

from sqlalchemy import select

from app.accounts.models import User
from app.cohorts.actions import Told, add_to_panel, begin_offers, hand_in, hand_in_reading
from app.cohorts.models import Application, Cohort, Reading
from app.cohorts.steering import steer_cohorts
from app.platform import clock
from app.platform.database import db, transaction
from tests.accessibility.scenes import CHOSEN, GIVEN_CALL, JUDGED_CALL, OPEN_CALL, READ_CALL
from tests.builders import course_files, person, published

_CALL = """
    ---
    title: {title}
    languages:
      - language: en
        places: 2
    opens: {opens}
    closes: {closes}
    starts: {starts}
    ends: {starts}
    reserved:
      - id: islands
        label: Small islands of the Pacific
        regions: [oceania]
        places: 1
    questions:
      - id: why
        label: Why do you want to take part?
        hint: In two or three sentences.
      - id: job
        label: What is your job?
        type: choice
        choices: [Elected, Staff]
    criteria:
      - id: need
        label: Need
        weight: 2
        scale: [Not shown, Partly, Clearly]
      - id: plan
        label: Plan
        scale: [None, Ready]
    ---

    Bring a **plan** of your town.
    """


def publish_calls(learner: User, reader: User) -> dict[str, str]:
    """Publish the course, and bring each call to its stage; gives the numbers that addresses need.

    `learner` applies everywhere but to the open call and is offered a place; `reader` has one application left to read.
    """
    today = clock.today()
    closed_since = {OPEN_CALL: -20, READ_CALL: 5, JUDGED_CALL: 7, GIVEN_CALL: 10}
    calls = {
        f"cohorts/{key}.md": _CALL.format(
            title=f"The {key} call",
            opens=today - timedelta(days=60),
            closes=today - timedelta(days=days),
            starts=today + timedelta(days=60),
        )
        for key, days in closed_since.items()
    }
    files = course_files(title="For a chosen few", lessons=1, with_quiz=False, front="enrolment: selection", more=calls)
    published(files, slug=CHOSEN)
    cohorts = {cohort.key: cohort.id for cohort in db.session.scalars(select(Cohort))}
    island = person(name="Sefo Fuimaono", country="WS")
    learner_id, island_id, reader_id, second_id = learner.id, island.id, reader.id, person(name="Tala Haddad").id
    told = Told({"why": "We begin.", "job": "Staff"}, "en", "SN", "municipality", "")
    with clock.stopped_at(clock.now() - timedelta(days=30)), transaction():
        for key in (READ_CALL, JUDGED_CALL, GIVEN_CALL):
            hand_in(cohorts[key], learner_id, {}, told, spoken="en")
            hand_in(cohorts[key], island_id, {}, Told(told.answers, "en", "WS", "region", "man"), spoken="en")
            add_to_panel(cohorts[key], reader_id, by=None)
            add_to_panel(cohorts[key], second_id, by=None)
    steer_cohorts()
    for reading_id, key in _readings():
        if key != READ_CALL:
            with transaction():
                hand_in_reading(reading_id, cohorts[key], {"need": 2, "plan": 1}, "It is **clear**.")
    with transaction():
        begin_offers(cohorts[GIVEN_CALL], by=None)
    return {
        "reading": str(
            db.session.scalar(
                select(Reading.id)
                .join(Application, Application.id == Reading.application_id)
                .where(Reading.reader_id == reader_id, Application.cohort_id == cohorts[READ_CALL])
            )
        ),
        "application": str(
            db.session.scalar(select(Application.id).where(Application.cohort_id == cohorts[GIVEN_CALL]))
        ),
    }


def _readings() -> list[tuple[int, str]]:
    joined = select(Reading.id, Cohort.key).join(Application, Application.id == Reading.application_id)
    return [
        (number, key) for number, key in db.session.execute(joined.join(Cohort, Cohort.id == Application.cohort_id))
    ]
