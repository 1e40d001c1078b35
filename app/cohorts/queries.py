"""Reads of cohorts: what a page or a job needs, loaded at once."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, or_, select

from app.accounts.models import Organisation, User
from app.cohorts.assigning import Reader
from app.cohorts.models import Application, Cohort, Offer, PanelMember, Reading, Seat
from app.cohorts.policy import SeatHeld
from app.cohorts.ranking import Applied, Read
from app.cohorts.standing import Facts
from app.content.calls import Call, call_of
from app.library.editions import Edition
from app.library.models import Revision
from app.library.queries import REVISION_COLUMNS, edition_behind
from app.platform.database import db
from app.platform.errors import NotFound
from app.platform.i18n import _

AnySelect = Select[*tuple[Any, ...]]
_FACTS = (
    Application.handed_in_at,
    Application.withdrawn_at,
    Application.refused_at,
    Application.override,
    Offer.answer_by,
    Offer.outcome,
    Seat.taken_at,
    Seat.left_at,
)
_COHORT = (
    Cohort.id,
    Cohort.course_slug,
    Cohort.key,
    Cohort.closed_at,
    Cohort.offers_began_at,
    Cohort.first_round_ends_at,
    Cohort.settled_at,
)


@dataclass(frozen=True, slots=True)
class CohortFacts:
    """A cohort as it was read, with the call that holds and the edition of the course it stands in."""

    cohort_id: int
    slug: str
    key: str
    closed_at: datetime | None
    offers_began_at: datetime | None
    first_round_ends_at: datetime | None
    settled_at: datetime | None
    edition: Edition
    call: Call

    @property
    def draw(self) -> str:
        """The name of the lots drawn in this cohort."""
        return f"{self.slug}/{self.key}"


@dataclass(frozen=True, slots=True)
class ApplicationFacts:
    """An application with its person, for those who may know them; organisation is empty when not told."""

    application_id: int
    cohort_id: int
    user_id: int
    name: str
    email: str
    user_language: str
    letters_language: str
    organisation_id: int | None
    organisation: str
    language: str
    country: str
    organisation_kind: str
    gender: str
    override_reason: str
    facts: Facts

    @property
    def applied(self) -> Applied:
        """What decides on its place."""
        return Applied(self.application_id, self.language, self.country, self.facts)

    @property
    def speaks(self) -> str:
        """The language letters are written in."""
        return self.user_language or self.letters_language


@dataclass(frozen=True, slots=True)
class ReadingFacts:
    """A reading with what its reader may know of the application before they judged it."""

    reading_id: int
    application_id: int
    reader_id: int | None
    reader: str
    scores: dict[str, int]
    comment: str
    handed_in_at: datetime | None
    declined_at: datetime | None


def find_cohort(slug: str, key: str) -> CohortFacts | None:
    """A cohort by its address."""
    row = db.session.execute(_cohorts().where(Cohort.course_slug == slug, Cohort.key == key)).first()
    return None if row is None else _with_call(row)


def get_cohort(slug: str, key: str) -> CohortFacts:
    """A cohort by its address; raises NotFound when there is none."""
    cohort = find_cohort(slug, key)
    if cohort is None:
        raise NotFound(_("There is no call at this address. It may have been renamed; look in the list of calls."))
    return cohort


def cohort_of_id(cohort_id: int) -> CohortFacts:
    """A cohort that is known to be there."""
    return _with_call(db.session.execute(_cohorts().where(Cohort.id == cohort_id)).one())


def all_cohorts(slugs: Collection[str] | None = None) -> list[CohortFacts]:
    """Every cohort, or those of some courses; the call that closes last first."""
    statement = _cohorts() if slugs is None else _cohorts().where(Cohort.course_slug.in_(slugs))
    found = [_with_call(row) for row in db.session.execute(statement)]
    return sorted(found, key=lambda cohort: (cohort.call.closes, cohort.slug, cohort.key), reverse=True)


def _cohorts() -> AnySelect:
    return select(*_COHORT, *REVISION_COLUMNS).join(Revision, Revision.id == Cohort.revision_id)


def _with_call(row: Row[Any]) -> CohortFacts:
    edition = edition_behind(row)
    call = call_of(edition.course.calls, row.key)
    assert call is not None, "A cohort refers to an edition that holds its call."
    return CohortFacts(
        row.id,
        row.course_slug,
        row.key,
        row.closed_at,
        row.offers_began_at,
        row.first_round_ends_at,
        row.settled_at,
        edition,
        call,
    )


def find_application(cohort_id: int, user_id: int) -> tuple[Application, Facts] | None:
    """Somebody's own application with what became of it."""
    statement: AnySelect = select(Application, *_FACTS).where(
        Application.cohort_id == cohort_id, Application.user_id == user_id
    )
    row = db.session.execute(_with_outcome(statement)).first()
    return None if row is None else (row[0], _facts(row))


def applications_of_person(user_id: int) -> dict[int, Facts]:
    """Somebody's applications by cohort."""
    statement: AnySelect = select(Application.cohort_id, *_FACTS).where(Application.user_id == user_id)
    return {row.cohort_id: _facts(row) for row in db.session.execute(_with_outcome(statement))}


def _with_outcome(statement: AnySelect) -> AnySelect:
    return statement.outerjoin(Offer, Offer.application_id == Application.id).outerjoin(
        Seat, Seat.application_id == Application.id
    )


def applications_in(cohort_id: int) -> list[ApplicationFacts]:
    """What was handed in to a cohort and not withdrawn, with the people."""
    is_whole = (Application.handed_in_at.is_not(None), Application.withdrawn_at.is_(None))
    return _applications(Application.cohort_id == cohort_id, *is_whole)


def find_application_in(cohort_id: int, application_id: int) -> tuple[ApplicationFacts, dict[str, str]] | None:
    """One application that was handed in to a cohort, with its answers."""
    found = _applications(
        Application.cohort_id == cohort_id, Application.id == application_id, Application.handed_in_at.is_not(None)
    )
    if not found:
        return None
    return found[0], db.session.scalars(select(Application.answers).where(Application.id == application_id)).one()


def applications_by_id(numbers: Collection[int]) -> dict[int, ApplicationFacts]:
    """Some applications with their people."""
    return {one.application_id: one for one in _applications(Application.id.in_(numbers))}


def _applications(*which: ColumnElement[bool]) -> list[ApplicationFacts]:
    statement: AnySelect = (
        select(
            Application.id,
            Application.cohort_id,
            Application.user_id,
            User.name,
            User.email,
            User.language.label("user_language"),
            Application.letters_language,
            User.organisation_id,
            func.coalesce(Organisation.name, "").label("organisation"),
            Application.language,
            Application.country,
            Application.organisation_kind,
            Application.gender,
            Application.override_reason,
            *_FACTS,
        )
        .join(User, User.id == Application.user_id)
        .outerjoin(Organisation, Organisation.id == User.organisation_id)
        .where(*which)
        .order_by(Application.id)
    )
    return [ApplicationFacts(*(*row[:14], _facts(row))) for row in db.session.execute(_with_outcome(statement))]


def _facts(row: Row[Any]) -> Facts:
    return Facts(
        handed_in_at=row.handed_in_at,
        withdrawn_at=row.withdrawn_at,
        refused_at=row.refused_at,
        answer_by=row.answer_by,
        outcome=row.outcome,
        seated_at=row.taken_at,
        left_at=row.left_at,
        override=row.override,
    )


def count_applications(cohort_ids: Iterable[int]) -> dict[int, int]:
    """How many applications were handed in to each cohort."""
    rows = db.session.execute(
        select(Application.cohort_id, func.count())
        .where(
            Application.cohort_id.in_(list(cohort_ids)),
            Application.handed_in_at.is_not(None),
            Application.withdrawn_at.is_(None),
        )
        .group_by(Application.cohort_id)
    )
    return {cohort_id: number for cohort_id, number in rows}


def reads_in(cohort_id: int) -> list[Read]:
    """All readings of a cohort, as rules need them; without those that nobody is there any more to finish."""
    rows = db.session.execute(
        select(Reading.application_id, Reading.reader_id, Reading.scores, Reading.handed_in_at, Reading.declined_at)
        .join(Application, Application.id == Reading.application_id)
        .where(
            Application.cohort_id == cohort_id,
            or_(Reading.reader_id.is_not(None), Reading.handed_in_at.is_not(None)),
        )
        .order_by(Reading.id)
    )
    return [
        Read(row.application_id, row.reader_id, row.scores, row.handed_in_at is not None, row.declined_at is not None)
        for row in rows
    ]


def readings_of(application_id: int) -> list[ReadingFacts]:
    """The readings of one application, with their readers."""
    rows = db.session.execute(
        select(Reading, func.coalesce(User.name, ""))
        .outerjoin(User, User.id == Reading.reader_id)
        .where(Reading.application_id == application_id)
        .order_by(Reading.id)
    )
    return [
        ReadingFacts(
            reading.id,
            reading.application_id,
            reading.reader_id,
            name,
            reading.scores,
            reading.comment,
            reading.handed_in_at,
            reading.declined_at,
        )
        for reading, name in rows
    ]


def find_reading(reading_id: int, reader_id: int) -> tuple[ReadingFacts, int] | None:
    """A reading of this reader's own, with the number of its cohort; None also when it is somebody else's."""
    row = db.session.execute(
        select(Reading, Application.cohort_id)
        .join(Application, Application.id == Reading.application_id)
        .where(Reading.id == reading_id, Reading.reader_id == reader_id, Reading.declined_at.is_(None))
    ).first()
    if row is None:
        return None
    reading = row[0]
    facts = ReadingFacts(
        reading.id,
        reading.application_id,
        reader_id,
        "",
        reading.scores,
        reading.comment,
        reading.handed_in_at,
        reading.declined_at,
    )
    return facts, row.cohort_id


@dataclass(frozen=True, slots=True)
class Task:
    """A reading in somebody's list."""

    reading_id: int
    application_id: int
    cohort_id: int
    country: str
    language: str
    is_begun: bool
    handed_in_at: datetime | None


def tasks_of(reader_id: int, *, offset: int, limit: int) -> list[Task]:
    """What somebody has to read, open ones first, then the one given to them first."""
    statement: AnySelect = (
        select(
            Reading.id,
            Reading.application_id,
            Application.cohort_id,
            Application.country,
            Application.language,
            Reading.scores,
            Reading.handed_in_at,
        )
        .join(Application, Application.id == Reading.application_id)
        .where(*_tasks(reader_id))
        .order_by(Reading.handed_in_at.is_not(None), Reading.id)
        .offset(offset)
        .limit(limit)
    )
    return [Task(*(*row[:5], bool(row.scores), row.handed_in_at)) for row in db.session.execute(statement)]


def count_tasks(reader_id: int) -> tuple[int, int]:
    """How many applications somebody was given to read, and how many of them are still open."""
    all_of_them, done = db.session.execute(
        select(func.count(Reading.id), func.count(Reading.handed_in_at))
        .join(Application, Application.id == Reading.application_id)
        .where(*_tasks(reader_id))
    ).one()
    return all_of_them, all_of_them - done


def _tasks(reader_id: int) -> tuple[ColumnElement[bool], ...]:
    return (Reading.reader_id == reader_id, Reading.declined_at.is_(None), Application.withdrawn_at.is_(None))


def next_task(reader_id: int) -> int | None:
    """The next reading that is still open."""
    rows = tasks_of(reader_id, offset=0, limit=1)
    return rows[0].reading_id if rows and rows[0].handed_in_at is None else None


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a panel with how much they were given and have read."""

    user_id: int
    name: str
    email: str
    language: str
    organisation_id: int | None
    organisation: str

    @property
    def reader(self) -> Reader:
        """What decides on what they may read."""
        return Reader(self.user_id, self.organisation_id)


def panel_of(cohort_id: int) -> list[Member]:
    """Who reads for a cohort, by name."""
    rows = db.session.execute(
        select(
            User.id, User.name, User.email, User.language, User.organisation_id, func.coalesce(Organisation.name, "")
        )
        .join(PanelMember, PanelMember.user_id == User.id)
        .outerjoin(Organisation, Organisation.id == User.organisation_id)
        .where(PanelMember.cohort_id == cohort_id)
        .order_by(User.name, User.id)
    )
    return [Member(*row) for row in rows]


def seat_held(user_id: int, slug: str) -> SeatHeld:
    """What somebody has of a course whose learners are chosen."""
    left = db.session.execute(
        select(Seat.left_at)
        .join(Application, Application.id == Seat.application_id)
        .join(Cohort, Cohort.id == Application.cohort_id)
        .where(Seat.user_id == user_id, Cohort.course_slug == slug)
    ).all()
    if not left:
        return SeatHeld.NEVER
    return SeatHeld.HELD if any(row.left_at is None for row in left) else SeatHeld.GIVEN_UP


def unsettled_cohorts() -> Sequence[int]:
    """The cohorts in which something may still happen by itself."""
    return db.session.scalars(select(Cohort.id).where(Cohort.settled_at.is_(None)).order_by(Cohort.id)).all()
