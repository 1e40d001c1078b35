"""A course with a call, and people who apply, read and choose."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import UTC, datetime

from sqlalchemy import select

from app.accounts.models import User
from app.cohorts.actions import Told, add_to_panel, hand_in, hand_in_reading
from app.cohorts.models import Application, Cohort, Offer, Reading
from app.cohorts.steering import steer_cohorts
from app.content.calls import call_of
from app.library.queries import edition_of_revision
from app.platform import clock
from app.platform.database import db, transaction
from tests.builders import apart, course_files, person, published

SLUG = "localizing-the-sdgs"
KEY = "autumn-2027"
CALL = """
---
title: Autumn 2027
languages:
  - language: en
    places: {places}
opens: 2027-02-01
closes: 2027-03-15
starts: 2027-05-03
ends: 2027-06-25
{more}
questions:
  - id: why
    label: Why do you want to take part?
    longest: 300
  - id: job
    label: What is your job?
    type: choice
    choices: [Elected, Staff]
  - id: before
    label: Have you taken a course here before?
    type: yes or no
    required: no
criteria:
  - id: need
    label: Need
    weight: 2
    scale: [Not shown, Partly, Clearly]
  - id: plan
    label: Plan
    scale: [None, Begun, Ready]
---

Bring a **plan** of your town.
"""
FRENCH = """
---
title: Automne 2027
questions:
  - id: why
    label: Pourquoi voulez-vous participer ?
  - id: job
    label: Quel est votre métier ?
    choices: [Élu, Agent]
  - id: before
    label: Avez-vous déjà suivi un cours ici ?
criteria:
  - id: need
    label: Besoin
    scale: [Non démontré, En partie, Clairement]
  - id: plan
    label: Plan
    scale: [Aucun, Commencé, Prêt]
---

Apportez un plan de votre ville.
"""
BEFORE = datetime(2027, 1, 15, 12, tzinfo=UTC)
OPEN = datetime(2027, 3, 1, 12, tzinfo=UTC)
CLOSED = datetime(2027, 3, 17, 12, tzinfo=UTC)
OFFERED = datetime(2027, 3, 20, 12, tzinfo=UTC)
STARTED = datetime(2027, 5, 3, 12, tzinfo=UTC)
ANSWERS = {"q-why": "Our plan is old.", "q-job": "Staff", "q-before": "", "gender": ""}
FORM = {"language": "en", "country": "SN", "organisation_kind": "municipality", **ANSWERS}


def at(moment: datetime) -> AbstractContextManager[None]:
    return clock.stopped_at(moment)


def files_with_call(
    *, places: int = 2, more: str = "", enrolment: str = "selection", french: str = ""
) -> dict[str, bytes]:
    """A small course whose learners are chosen."""
    files = course_files(lessons=1, with_quiz=False, front=f"enrolment: {enrolment}")
    files[f"cohorts/{KEY}.md"] = CALL.format(places=places, more=more).strip().encode()
    if french:
        files[f"cohorts/{KEY}.fr.md"] = french.strip().encode()
    return files


def a_cohort(*, places: int = 2, more: str = "", enrolment: str = "selection") -> int:
    """A published course with a call; gives the number of its cohort."""
    published(files_with_call(places=places, more=more, enrolment=enrolment))
    return db.session.scalars(select(Cohort.id).where(Cohort.key == KEY)).one()


def applied(
    cohort_id: int, *, name: str = "Amina Diallo", country: str = "SN", organisation: str = "", email: str = ""
) -> User:
    """Somebody who has handed an application in."""
    user = person(name=name, country=country, organisation=organisation, email=email)
    told = Told({"why": f"{name} has a plan.", "job": "Staff", "before": ""}, "en", country, "municipality", "")
    with at(OPEN), transaction():
        hand_in(cohort_id, user.id, {**FORM, "country": country, "q-why": f"{name} has a plan."}, told, spoken="en")
    return apart(user)


def a_panel(cohort_id: int, number: int = 2) -> list[User]:
    """Readers of a cohort."""
    readers = [person(name=f"Reader {place}", organisation=f"Panel {place}") for place in range(1, number + 1)]
    with transaction():
        for reader in readers:
            add_to_panel(cohort_id, reader.id, by=None)
    return [apart(reader) for reader in readers]


def application_id_of(user: User) -> int:
    return db.session.scalars(select(Application.id).where(Application.user_id == user.id)).one()


def judged(cohort_id: int, ranked: Iterable[User], *, moment: datetime = CLOSED) -> None:
    """Close the call and let all readers judge, the first named best: 100, 83, 67, 50, 33, 17, 0."""
    with at(moment):
        steer_cohorts()
        points = [(2, 2), (2, 1), (1, 2), (1, 1), (0, 2), (0, 1), (0, 0)]
        for user, (need, plan) in zip(ranked, points, strict=False):
            number = application_id_of(user)
            readings = db.session.scalars(select(Reading.id).where(Reading.application_id == number)).all()
            for reading_id in readings:
                with transaction():
                    hand_in_reading(reading_id, cohort_id, {"need": need, "plan": plan}, "Well.")


def offered_to(user: User) -> Offer | None:
    """The offer somebody has, as it is in the database now."""
    db.session.expire_all()
    return db.session.scalar(
        select(Offer).join(Application, Application.id == Offer.application_id).where(Application.user_id == user.id)
    )


def call_in_force(cohort_id: int) -> str:
    """The title of the call that holds."""
    cohort = db.session.get_one(Cohort, cohort_id, populate_existing=True)
    call = call_of(edition_of_revision(cohort.revision_id).course.calls, cohort.key)
    assert call is not None
    return call.texts[0].title
