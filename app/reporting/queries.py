"""Reads across features for reports. Nothing here loads more than what is shown or one batch of a download."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, or_, select

from app.accounts.models import Organisation, User
from app.accounts.queries import key_of
from app.enrolment.models import Enrolment
from app.platform import clock
from app.platform.database import db
from app.progress.models import CourseCompletion
from app.reporting.filters import Filters, Order, Status

_BATCH = 1000
AnySelect = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class EnrolmentFacts:
    """One enrolment with its person; organisation and country are empty when not told."""

    enrolment_id: int
    name: str
    email: str
    organisation: str
    country: str
    course_slug: str
    enrolled_at: datetime
    last_seen_at: datetime
    completed_at: datetime | None
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class CourseCounts:
    """How many people a course has, and what became of them: each is in progress, completed or left."""

    course_slug: str
    enrolled: int
    completed: int
    left: int

    @property
    def in_progress(self) -> int:
        """How many are still on their way."""
        return self.enrolled - self.completed - self.left


@dataclass(frozen=True, slots=True)
class PeopleCounts:
    """How many people enrolled, and how many of them completed a course; whoever takes several counts once."""

    enrolled: int
    completed: int


FACTS = (
    Enrolment.id,
    User.name,
    User.email,
    func.coalesce(Organisation.name, ""),
    User.country,
    Enrolment.course_slug,
    Enrolment.enrolled_at,
    Enrolment.last_seen_at,
    CourseCompletion.completed_at,
    Enrolment.left_at,
)
_FACTS_WITHOUT_ADDRESS = tuple(literal("") if fact is User.email else fact for fact in FACTS)
_ORDERED = {
    Order.ENROLLED: (Enrolment.enrolled_at.desc(), Enrolment.id.desc()),
    Order.COMPLETED: (CourseCompletion.completed_at.desc().nulls_last(), Enrolment.id.desc()),
    Order.NAME: (func.lower(User.name), Enrolment.id),
}


def counts_by_course(filters: Filters) -> list[CourseCounts]:
    """What became of the enrolments that match, course by course."""
    completed = func.count(CourseCompletion.enrolment_id)
    left = func.count(case((CourseCompletion.enrolment_id.is_(None), Enrolment.left_at)))
    statement = _counting(select(Enrolment.course_slug, func.count(), completed, left), filters)
    rows = db.session.execute(statement.group_by(Enrolment.course_slug).order_by(Enrolment.course_slug))
    return [CourseCounts(*row) for row in rows]


def count_people(filters: Filters) -> PeopleCounts:
    """How many people stand behind the enrolments that match."""
    has_completed = case((CourseCompletion.enrolment_id.is_not(None), Enrolment.user_id))
    statement = select(func.count(Enrolment.user_id.distinct()), func.count(has_completed.distinct()))
    return PeopleCounts(*db.session.execute(_counting(statement, filters)).one())


def find_enrolments(filters: Filters, order: Order, *, offset: int, limit: int) -> list[EnrolmentFacts]:
    """Some of the enrolments that match, in this order."""
    statement = _listing(filters).order_by(*_ORDERED[order]).offset(offset).limit(limit)
    return [EnrolmentFacts(*row) for row in db.session.execute(statement)]


def all_enrolments(filters: Filters) -> Iterator[list[EnrolmentFacts]]:
    """All enrolments that match, in the order in which people enrolled, batch by batch.

    Each batch begins behind the last row of the one before, so that rows added meanwhile move none of the others.
    """
    statement = _listing(filters).order_by(Enrolment.id).limit(_BATCH)
    last = 0
    while batch := [EnrolmentFacts(*row) for row in db.session.execute(statement.where(Enrolment.id > last))]:
        yield batch
        last = batch[-1].enrolment_id


def enrolled_course_slugs() -> list[str]:
    """The courses that anybody has enrolled in, published or not."""
    return list(db.session.scalars(select(Enrolment.course_slug).distinct()))


def _listing(filters: Filters) -> AnySelect:
    facts = FACTS if filters.within is None else _FACTS_WITHOUT_ADDRESS
    return (
        select(*facts)
        .select_from(Enrolment)
        .join(User, User.id == Enrolment.user_id)
        .outerjoin(Organisation, Organisation.id == User.organisation_id)
        .outerjoin(CourseCompletion, CourseCompletion.enrolment_id == Enrolment.id)
        .where(*_conditions(filters))
    )


def _counting(statement: AnySelect, filters: Filters) -> AnySelect:
    """Count over enrolments; people are looked up only where a filter asks about them."""
    statement = statement.select_from(Enrolment).outerjoin(
        CourseCompletion, CourseCompletion.enrolment_id == Enrolment.id
    )
    if filters.words or filters.country or filters.organisation:
        statement = statement.join(User, User.id == Enrolment.user_id)
    if filters.organisation:
        statement = statement.join(Organisation, Organisation.id == User.organisation_id)
    return statement.where(*_conditions(filters))


def _conditions(filters: Filters) -> Iterator[ColumnElement[bool]]:
    if filters.within is not None:
        yield Enrolment.course_slug.in_(filters.within)
    if filters.course:
        yield Enrolment.course_slug == filters.course
    if filters.country:
        yield User.country == filters.country
    if filters.organisation:
        yield Organisation.name_key.contains(key_of(filters.organisation), autoescape=True)
    for word in filters.words.split():
        in_name = User.name.icontains(word, autoescape=True)
        # Who may not read addresses must not learn them letter by letter either.
        if filters.within is not None:
            yield in_name
        else:
            yield or_(in_name, User.email_key.contains(key_of(word), autoescape=True))
    if filters.status is not None:
        yield from _standing(filters.status)
    if filters.enrolled_from is not None:
        yield Enrolment.enrolled_at >= clock.beginning_of(filters.enrolled_from)
    if filters.enrolled_to is not None:
        yield Enrolment.enrolled_at <= clock.end_of(filters.enrolled_to)
    if filters.completed_from is not None:
        yield CourseCompletion.completed_at >= clock.beginning_of(filters.completed_from)
    if filters.completed_to is not None:
        yield CourseCompletion.completed_at <= clock.end_of(filters.completed_to)


def _standing(status: Status) -> Iterator[ColumnElement[bool]]:
    if status is Status.COMPLETED:
        yield CourseCompletion.enrolment_id.is_not(None)
        return
    yield CourseCompletion.enrolment_id.is_(None)
    yield Enrolment.left_at.is_(None) if status is Status.IN_PROGRESS else Enrolment.left_at.is_not(None)
