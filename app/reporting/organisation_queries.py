"""Reads for the reports of organisations: names only of who agreed, and counts only of who did not."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select

from app.accounts.consents import consented
from app.accounts.countries import country_name
from app.accounts.models import ConsentPurpose, Organisation, User
from app.enrolment.models import Enrolment
from app.organisations.models import OrganisationLink
from app.organisations.queries import holds_on
from app.organisations.tree import LinkKind
from app.platform import clock
from app.platform.database import db
from app.platform.i18n import locale
from app.progress.models import CourseCompletion
from app.reporting.branches import Branches, branches_of
from app.reporting.queries import FACTS, AnySelect, EnrolmentFacts

_AGREES = User.id.in_(consented(ConsentPurpose.ORGANISATION_PROGRESS))


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """An organisation as a list names it."""

    id: int
    name: str
    # ISO 3166-1 alpha-2; empty when not told.
    country: str

    @property
    def country_name(self) -> str:
        """The country as the reader calls it; empty when not told."""
        return country_name(self.country, locale())


def find_organisation_line(organisation_id: int) -> OrganisationLine | None:
    """An organisation by its number."""
    found = organisations_of([organisation_id])
    return found[0] if found else None


def organisations_of(ids: Collection[int]) -> list[OrganisationLine]:
    """Organisations by their numbers, by name."""
    return _lines(_ORGANISATIONS.where(Organisation.id.in_(ids)))


def all_organisations(*, offset: int, limit: int) -> list[OrganisationLine]:
    """Some of all organisations, by name."""
    return _lines(_ORGANISATIONS.offset(offset).limit(limit))


def count_organisations() -> int:
    """How many organisations there are."""
    return db.session.scalar(select(func.count()).select_from(Organisation)) or 0


def present_branches() -> Branches:
    """Which organisation is part of which today."""
    links = select(OrganisationLink.child_id, OrganisationLink.parent_id).where(
        OrganisationLink.kind == LinkKind.PART_OF, holds_on(OrganisationLink, clock.today())
    )
    return branches_of((child, parent) for child, parent in db.session.execute(links))


# By course, whether it was completed, and organisation: how many people who did not agree to be named.
UnnamedCounts = Mapping[tuple[str, bool], Mapping[int, int]]


def unnamed_counts(organisation_ids: Collection[int]) -> UnnamedCounts:
    """How many members, who do not share their progress by name, completed each course or not."""
    is_completed = CourseCompletion.enrolment_id.is_not(None)
    columns = (Enrolment.course_slug, is_completed.label("is_completed"), User.organisation_id)
    rows = db.session.execute(
        _of_members(select(*columns, func.count()), organisation_ids).where(~_AGREES).group_by(*columns)
    )
    counts: dict[tuple[str, bool], dict[int, int]] = defaultdict(dict)
    for slug, completed, organisation_id, number in rows:
        counts[(slug, bool(completed))][organisation_id] = number
    return counts


def named_counts(organisation_ids: Collection[int]) -> Mapping[tuple[str, bool], int]:
    """How many members, who share their progress by name, completed each course or not."""
    is_completed = CourseCompletion.enrolment_id.is_not(None)
    columns = (Enrolment.course_slug, is_completed.label("is_completed"))
    rows = db.session.execute(
        _of_members(select(*columns, func.count()), organisation_ids).where(_AGREES).group_by(*columns)
    )
    return {(slug, bool(completed)): number for slug, completed, number in rows}


def named_enrolments(organisation_ids: Collection[int], *, offset: int, limit: int) -> Sequence[EnrolmentFacts]:
    """Some of the enrolments of members who share their progress, by name."""
    named = _of_members(select(*FACTS), organisation_ids).where(_AGREES)
    ordered = named.order_by(func.lower(User.name), Enrolment.id).offset(offset).limit(limit)
    return [EnrolmentFacts(*row) for row in db.session.execute(ordered)]


_ORGANISATIONS: Select[int, str, str] = select(Organisation.id, Organisation.name, Organisation.country).order_by(
    Organisation.name_key, Organisation.id
)


def _lines(statement: Select[int, str, str]) -> list[OrganisationLine]:
    return [OrganisationLine(*row) for row in db.session.execute(statement)]


def _of_members(statement: AnySelect, organisation_ids: Collection[int]) -> AnySelect:
    is_member: ColumnElement[bool] = User.organisation_id.in_(organisation_ids)
    return (
        statement.select_from(Enrolment)
        .join(User, User.id == Enrolment.user_id)
        .join(Organisation, Organisation.id == User.organisation_id)
        .outerjoin(CourseCompletion, CourseCompletion.enrolment_id == Enrolment.id)
        .where(is_member)
    )
