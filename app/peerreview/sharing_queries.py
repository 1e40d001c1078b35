"""Reads of work that is shown to others."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select

from app.accounts.models import RoleGrant, User
from app.accounts.roles import EVERYWHERE, Role
from app.peerreview.models import Submission
from app.peerreview.sharing_models import ShownWork
from app.platform.database import db, read_values

MOST_LISTED = 12
_shown = ShownWork.__table__.c
_IS_PUBLIC = (_shown.accepted_at.is_not(None), _shown.declined_at.is_(None), _shown.withdrawn_at.is_(None))
_EXAMPLES = (
    select(_shown.id, _shown.title, _shown.language, _shown.place, _shown.country)
    .where(
        _shown.course_slug == bindparam("slug"),
        _shown.unit_key.in_(bindparam("keys", expanding=True)),
        *_IS_PUBLIC,
    )
    .order_by(_shown.accepted_at.desc(), _shown.id.desc())
    .limit(MOST_LISTED)
)


@dataclass(frozen=True, slots=True)
class ExampleLine:
    """Shown work in the list of its assignment."""

    id: int
    title: str
    language: str
    place: str
    country: str


def find_shown(shown_id: int) -> ShownWork | None:
    """Shown work by its number, whatever became of it."""
    return db.session.get(ShownWork, shown_id)


def find_shown_of(submission_id: int) -> ShownWork | None:
    """What became of a submission as an example; None when its author never offered it."""
    return db.session.scalar(select(ShownWork).where(ShownWork.submission_id == submission_id))


def examples_of(slug: str, keys: Sequence[str]) -> tuple[ExampleLine, ...]:
    """The public examples of an assignment under any of its keys, the latest first."""
    rows = read_values(_EXAMPLES, slug=slug, keys=list(keys))
    return tuple(ExampleLine(row.id, row.title, row.language, row.place, row.country) for row in rows)


def shown_in(slugs: Collection[str] | None) -> tuple[Sequence[ShownWork], Sequence[ShownWork]]:
    """What waits in these courses, the eldest first, and what is public, the latest first; None stands for all."""
    open_ones = select(ShownWork).where(_shown.declined_at.is_(None), _shown.withdrawn_at.is_(None))
    if slugs is not None:
        open_ones = open_ones.where(_shown.course_slug.in_(slugs))
    found = db.session.scalars(open_ones.order_by(_shown.consented_at, _shown.id)).all()
    waiting = [one for one in found if one.accepted_at is None]
    return waiting, [one for one in reversed(found) if one.accepted_at is not None]


def waiting_by_course() -> Mapping[str, Sequence[ShownWork]]:
    """What waits for a look, by course."""
    waiting = (_shown.accepted_at.is_(None), _shown.declined_at.is_(None), _shown.withdrawn_at.is_(None))
    found: dict[str, list[ShownWork]] = {}
    for one in db.session.scalars(select(ShownWork).where(*waiting).order_by(_shown.course_slug, _shown.id)):
        found.setdefault(one.course_slug, []).append(one)
    return found


def days_offered(slug: str) -> set[date]:
    """The days on which work of a course was offered."""
    return {moment.date() for moment in db.session.scalars(select(ShownWork.consented_at).filter_by(course_slug=slug))}


def lookers_of(slug: str) -> frozenset[int]:
    """Who looks at work of a course before it is public; where nobody looks after the course, UCLG Learning."""
    after_the_course = ((Role.FACILITATOR, Role.KNOWLEDGE_MANAGER), (slug, EVERYWHERE))
    for roles, scopes in (after_the_course, ((Role.UCLG_LEARNING,), (EVERYWHERE,))):
        wanted = (
            select(RoleGrant.user_id)
            .join(User, User.id == RoleGrant.user_id)
            .where(RoleGrant.role.in_(roles), RoleGrant.scope.in_(scopes), User.blocked_at.is_(None))
        )
        if found := frozenset(db.session.scalars(wanted)):
            return found
    return frozenset()


def has_later_round(work: Submission) -> bool:
    """Whether its author has handed in a further round, which their page then shows first."""
    later = select(Submission.id).where(
        Submission.enrolment_id == work.enrolment_id,
        Submission.unit_key == work.unit_key,
        Submission.round > work.round,
        Submission.handed_in_at.is_not(None),
    )
    return db.session.scalars(later.limit(1)).first() is not None


def name_of(user_id: int) -> str:
    """The name somebody has now."""
    return db.session.scalar(select(User.name).where(User.id == user_id)) or ""
