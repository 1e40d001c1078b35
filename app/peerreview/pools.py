"""Reads of the exchange, as the values that the pure rules take."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select, union
from sqlalchemy.orm import aliased

from app.accounts.models import Organisation, RoleGrant, User
from app.accounts.roles import EVERYWHERE, Role
from app.content.course import Assignment
from app.content.points import rubric_version
from app.organisations.models import Membership
from app.peerreview.allocation import Lines, Reader, Rules, Tier, Waiting, blackout_holds, wants_other_countries
from app.peerreview.care_models import ReviewConflict
from app.peerreview.duties import Duties, Slot, duties_of
from app.peerreview.exchange_models import Review, ReviewHold, ReviewPart, ReviewPlace, ReviewPool, ReviewReader
from app.peerreview.leases import Lease
from app.platform import clock
from app.platform.database import db

# Of a line, so much is read at once; what fits is nearly always among it.
_PAGE = 20


@dataclass(frozen=True, slots=True)
class Task:
    """An assignment as the exchange sees it."""

    pool_id: int
    course_slug: str
    assignment: Assignment
    # Whether somebody is there who reads what no peer comes for.
    has_mentors: bool

    @property
    def rubric(self) -> str:
        """The version of its rubric."""
        return rubric_version(self.assignment.rubric)

    @property
    def rules(self) -> Rules:
        """What is set for it. Where there are mentors, the day around one's own work is never set aside."""
        rules = Rules(needed=self.assignment.reviews_needed, owed=self.assignment.reviews_owed)
        if not self.has_mentors:
            return rules
        return Rules(needed=rules.needed, owed=rules.owed, relaxed_after=None)


def find_pool(course_slug: str, unit_keys: Sequence[str], *, to_change: bool = False) -> ReviewPool | None:
    """The pool of an assignment under any of its keys; `to_change` locks it until the transaction ends."""
    wanted = select(ReviewPool).where(ReviewPool.course_slug == course_slug, ReviewPool.unit_key.in_(unit_keys))
    if to_change:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(wanted.order_by(ReviewPool.id).limit(1)).first()


def lock_pool(pool_id: int) -> ReviewPool:
    """Hold a pool until the transaction ends; what was read of it before may have changed."""
    wanted = select(ReviewPool).where(ReviewPool.id == pool_id).with_for_update()
    return db.session.scalars(wanted.execution_options(populate_existing=True)).one()


def organisations_of(user_ids: Iterable[int]) -> Mapping[int, frozenset[int]]:
    """The organisations each of these people belongs to today, whatever names they have become one under."""
    ids = list(user_ids)
    today = clock.now().date()
    belongs = union(
        select(User.id.label("person"), User.organisation_id.label("organisation")).where(
            User.id.in_(ids), User.organisation_id.is_not(None)
        ),
        select(Membership.user_id, Membership.organisation_id).where(Membership.user_id.in_(ids), _holds(today)),
    ).subquery()
    whole = select(belongs.c.person, func.coalesce(Organisation.merged_into_id, Organisation.id)).join(
        Organisation, Organisation.id == belongs.c.organisation
    )
    found: dict[int, set[int]] = {}
    for person, organisation in db.session.execute(whole):
        found.setdefault(person, set()).add(organisation)
    return {person: frozenset(numbers) for person, numbers in found.items()}


def _holds(today: date) -> ColumnElement[bool]:
    return and_(Membership.since <= today, or_(Membership.until.is_(None), Membership.until > today))


def waiting_of(place: ReviewPlace, organisations: frozenset[int] = frozenset()) -> Waiting:
    """A place as its value; whoever chooses readers tells the organisations its author belongs to."""
    return Waiting(
        submission_id=place.submission_id,
        author_id=place.author_id,
        task=place.rubric,
        language=place.language,
        submitted_at=place.handed_in_at,
        needed=place.needed,
        done=place.done,
        out=place.out,
        author_done=place.author_done,
        author_is_settled=place.author_is_settled,
        is_disputed=place.is_disputed,
        is_open=place.is_open,
        country=place.country,
        organisations=organisations,
        lot=place.lot,
    )


def place_of_author(pool_id: int, user_id: int) -> ReviewPlace | None:
    """Where the latest work of somebody stands, whether or not it may still be read; None when none was handed in."""
    return next(iter(places_of_author(pool_id, user_id)), None)


def places_of_author(pool_id: int, user_id: int) -> Sequence[ReviewPlace]:
    """Where the work of somebody stands in each round that was handed in, the latest first."""
    mine = select(ReviewPlace).where(ReviewPlace.author_id == user_id, ReviewPlace.pool_id == pool_id)
    return db.session.scalars(mine.order_by(ReviewPlace.submission_id.desc())).all()


def part_of(pool_id: int, user_id: int) -> ReviewPart | None:
    """Somebody's part in a pool; None before they hand in or review anything."""
    return db.session.get(ReviewPart, (pool_id, user_id))


def holds_of(pool_id: int, user_id: int) -> Sequence[ReviewHold]:
    """Somebody's duties on hold, past ones too, the eldest first."""
    mine = select(ReviewHold).where(ReviewHold.pool_id == pool_id, ReviewHold.user_id == user_id)
    return db.session.scalars(mine.order_by(ReviewHold.held_at, ReviewHold.id)).all()


def slot_of(hold: ReviewHold) -> Slot:
    """A duty on hold as its value."""
    return Slot(hold.held_at, hold.ignored, hold.filled_at is not None)


def lease_of(review: Review) -> Lease:
    """The lease under which a review is written."""
    return Lease(review.began_at, review.ends_at, review.drafted_at, review.given_back_at)


def running_of(pool_id: int, user_id: int) -> Review | None:
    """The review somebody is writing now; there is never more than one in a pool."""
    mine = select(Review).where(Review.reader_id == user_id, Review.pool_id == pool_id, is_running(clock.now()))
    return db.session.scalars(mine.order_by(Review.id).limit(1)).first()


def is_running(now: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
    """Whether a review is being written under a lease that holds its place."""
    return and_(
        Review.handed_in_at.is_(None),
        Review.given_back_at.is_(None),
        Review.ended_at.is_(None),
        Review.ends_at > now,
    )


def duties_in(task: Task, user_id: int) -> Duties:
    """What somebody owes, and how it stands; a blind check is a review like any other to whoever writes it."""
    now = clock.now()
    part = part_of(task.pool_id, user_id)
    return duties_of(
        task.assignment.reviews_owed,
        part.done if part else 0,
        1 if running_of(task.pool_id, user_id) else 0,
        map(slot_of, holds_of(task.pool_id, user_id)),
        now,
    )


def languages_read(user_id: int, *, besides: Iterable[str] = ()) -> frozenset[str]:
    """The languages somebody reads: those they named, and these."""
    chosen = db.session.get(ReviewReader, user_id)
    return frozenset((*(chosen.languages if chosen else ()), *besides))


def languages_in_order(pool_id: int, user_id: int) -> tuple[str, ...]:
    """The languages in which an example is given to somebody: the one they write in, then what else they read."""
    own = place_of_author(pool_id, user_id)
    return (*((own.language,) if own else ()), *sorted(languages_read(user_id)))


def people_in_conflict_with(user_id: int) -> frozenset[int]:
    """Everybody with whom either of the two declared a conflict."""
    other = case((ReviewConflict.user_id == user_id, ReviewConflict.other_id), else_=ReviewConflict.user_id)
    either = or_(ReviewConflict.user_id == user_id, ReviewConflict.other_id == user_id)
    return frozenset(db.session.scalars(select(other).where(either)))


def reader_in(task: Task, user_id: int, country: str, rubric: str, place: ReviewPlace | None) -> Reader:
    """Somebody who asks for work of one version of the rubric, with all that the rules ask about them.

    `place` is where their own latest work stands; None when they handed in none.
    """
    part = part_of(task.pool_id, user_id)
    held = select(Review.submission_id).where(
        Review.reader_id == user_id, Review.pool_id == task.pool_id, Review.submission_id.is_not(None)
    )
    mine = aliased(ReviewPlace)
    readers = (
        select(Review.reader_id)
        .join(mine, mine.submission_id == Review.submission_id)
        .where(mine.author_id == user_id, mine.pool_id == task.pool_id)
        .distinct()
    )
    return Reader(
        user_id=user_id,
        task=rubric,
        languages=languages_read(user_id, besides=[place.language] if place else ()),
        submitted_at=place.handed_in_at if place else None,
        organisations=organisations_of([user_id]).get(user_id, frozenset()),
        country=country,
        held=frozenset(number for number in db.session.scalars(held) if number is not None),
        readers_of_mine=frozenset(db.session.scalars(readers)),
        conflicts=people_in_conflict_with(user_id),
        begun=part.begun if part else 0,
        begun_of_own_country=part.begun_of_own_country if part else 0,
        nothing_since=part.nothing_since if part else None,
    )


def lines_for(task: Task, reader: Reader) -> Lines:
    """The lines as this reader may walk along them: what the head of `allocation` says a query may leave out, is."""
    return Lines(*(_line(task, reader, tier) for tier in (Tier.RECIPROCATORS, Tier.OTHERS, Tier.DISPUTED)))


def _line(task: Task, reader: Reader, tier: Tier) -> Iterator[Waiting]:
    held = exists().where(Review.submission_id == ReviewPlace.submission_id, Review.reader_id == reader.user_id)
    wanted = select(ReviewPlace).where(
        ReviewPlace.pool_id == task.pool_id,
        ReviewPlace.line == tier,
        ReviewPlace.rubric == reader.task,
        ReviewPlace.language.in_(sorted(reader.languages)),
        ReviewPlace.author_id != reader.user_id,
        ~held,
    )
    if reader.readers_of_mine:
        wanted = wanted.where(ReviewPlace.author_id.not_in(sorted(reader.readers_of_mine)))
    if reader.submitted_at is not None and blackout_holds(reader, clock.now(), task.rules):
        around = task.rules.blackout
        begins, ends = reader.submitted_at - around, reader.submitted_at + around
        wanted = wanted.where(or_(ReviewPlace.handed_in_at < begins, ReviewPlace.handed_in_at > ends))
    if wants_other_countries(reader, task.rules):
        wanted = wanted.order_by(case((ReviewPlace.country == reader.country, 1), else_=0))
    if tier is Tier.OTHERS:
        wanted = wanted.order_by(ReviewPlace.author_done.desc())
    wanted = wanted.order_by(ReviewPlace.handed_in_at, ReviewPlace.lot, ReviewPlace.submission_id)
    start = 0
    while page := db.session.scalars(wanted.limit(_PAGE).offset(start)).all():
        belongs = organisations_of(place.author_id for place in page)
        yield from (waiting_of(place, belongs.get(place.author_id, frozenset())) for place in page)
        if len(page) < _PAGE:
            return
        start += _PAGE


def mentors_of(course_slug: str) -> frozenset[int]:
    """Everybody who mentors a course."""
    mentors = (
        select(RoleGrant.user_id)
        .join(User, User.id == RoleGrant.user_id)
        .where(
            RoleGrant.role == Role.MENTOR,
            RoleGrant.scope.in_((course_slug, EVERYWHERE)),
            User.blocked_at.is_(None),
        )
    )
    return frozenset(db.session.scalars(mentors))


def staff_of(course_slug: str) -> frozenset[int]:
    """Who facilitates a course; where nobody does, UCLG Learning."""
    for role, scopes in ((Role.FACILITATOR, (course_slug, EVERYWHERE)), (Role.UCLG_LEARNING, (EVERYWHERE,))):
        wanted = (
            select(RoleGrant.user_id)
            .join(User, User.id == RoleGrant.user_id)
            .where(RoleGrant.role == role, RoleGrant.scope.in_(scopes), User.blocked_at.is_(None))
        )
        if found := frozenset(db.session.scalars(wanted)):
            return found
    return frozenset()
