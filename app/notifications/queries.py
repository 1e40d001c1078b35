"""Reads of notices and of what people choose about them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Integer, exists, func, literal_column, select

from app.accounts.models import User
from app.directory.models import Profile
from app.enrolment.models import Enrolment
from app.library.editions import language_to_read
from app.library.queries import all_editions
from app.notifications.digesting import NIGHT, Habits, Quiet
from app.notifications.models import MailHabits, Notice, NoticeChoice
from app.notifications.zones import zone_of
from app.platform.catalogues import ORIGINAL
from app.platform.database import db, read_values, table_of
from app.platform.paging import PageOf
from app.platform.telling import BY, Arguments, Cadence
from app.platform.unreached import unreached_among

PAGE = 20
# More than these are shown as "99+".
MOST_COUNTED = 100
_notice = table_of(Notice).c


@dataclass(frozen=True, slots=True)
class Kept:
    """A notice as it is kept; `arguments` hold the name of whoever did it where a number stands."""

    notice_id: int
    user_id: int
    kind: str
    arguments: Arguments
    leads_to: str
    made_at: datetime
    seen_at: datetime | None
    # Whether a mail may still tell it.
    waits: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom mails of notices go to, and when they want them."""

    user_id: int
    name: str
    email: str
    language: str
    habits: Habits
    choices: Mapping[str, Cadence]
    last_mail_at: datetime | None
    may_get_mail: bool


def news_of(user_id: ColumnElement[int], address: BindParameter[str]) -> tuple[ColumnElement[int], ColumnElement[bool]]:
    """How many notices a person has not seen, and whether one leads to this address.

    Parts of the statement that finds the person of a request, so that no page asks another question for its header.
    """
    unseen = (_notice.user_id == user_id, _notice.seen_at.is_(None))
    # Counted no further than is shown. The person is that of the statement around both.
    most = literal_column(str(MOST_COUNTED), Integer)
    some = (
        select(literal_column("1", Integer))
        .select_from(table_of(Notice))
        .where(*unseen)
        .correlate(user_id.table)
        .limit(most)
    )
    number = select(func.count()).select_from(some.subquery()).scalar_subquery()
    return number, exists().where(*unseen, _notice.leads_to == address).correlate(user_id.table)


def find_notices(user_id: int, number: int, size: int = PAGE) -> PageOf[Kept]:
    """A page of somebody's notices: those not seen first, the newest of each first."""
    own = _notice.user_id == user_id
    total: int = read_values(select(func.count()).where(own)).scalar_one()
    number = max(1, min(number, -(-total // size)))
    rows = read_values(
        select(table_of(Notice))
        .where(own)
        .order_by(_notice.seen_at.is_not(None), _notice.made_at.desc(), _notice.id.desc())
        .offset((number - 1) * size)
        .limit(size)
    ).all()
    return PageOf(_as_read(rows), number, size, total)


def find_notice(user_id: int, notice_id: int) -> Kept | None:
    """One of somebody's notices."""
    row = read_values(select(table_of(Notice)).where(_notice.id == notice_id, _notice.user_id == user_id)).first()
    return None if row is None else _as_read([row])[0]


def choices_of(user_id: int) -> Mapping[str, Cadence]:
    """What somebody chose, by the key of a kind or of a group."""
    chosen = select(NoticeChoice.what, NoticeChoice.cadence).where(NoticeChoice.user_id == user_id)
    return {what: cadence for what, cadence in db.session.execute(chosen)}


def find_habits(user_id: int) -> MailHabits | None:
    """When somebody said they want mail; None when they never did."""
    return db.session.get(MailHabits, user_id)


def people_due(now: datetime, most: int) -> list[int]:
    """People about whose notices it is to be decided now whether a mail goes, who waited longest first."""
    due = (
        select(_notice.user_id)
        .where(_notice.look_at <= now)
        .group_by(_notice.user_id)
        .order_by(func.min(_notice.look_at), _notice.user_id)
        .limit(most)
    )
    return list(read_values(due).scalars())


def waiting_of(user_ids: Collection[int]) -> list[Kept]:
    """The notices of these people that a mail may still tell, the oldest first."""
    rows = read_values(
        select(table_of(Notice))
        .where(_notice.user_id.in_(user_ids), _notice.look_at.is_not(None), _notice.seen_at.is_(None))
        .order_by(_notice.made_at, _notice.id)
    ).all()
    return _as_read(rows)


def still_waiting(notice_ids: Collection[int]) -> set[int]:
    """Those of these notices that a mail may still tell, held until the transaction ends: of two workers one waits."""
    held = (
        select(Notice.id)
        .where(Notice.id.in_(notice_ids), Notice.look_at.is_not(None), Notice.seen_at.is_(None))
        .order_by(Notice.id)
        .with_for_update()
    )
    return set(db.session.scalars(held))


def readers_of(user_ids: Collection[int]) -> dict[int, Reader]:
    """Who these people are to the mails, by their number."""
    rows = db.session.execute(
        select(User.id, User.name, User.email, User.language, User.country, User.blocked_at, MailHabits)
        .outerjoin(MailHabits, MailHabits.user_id == User.id)
        .where(User.id.in_(user_ids))
    ).all()
    unreached = unreached_among([row.email for row in rows])
    choices: dict[int, dict[str, Cadence]] = {}
    for choice in db.session.scalars(select(NoticeChoice).where(NoticeChoice.user_id.in_(user_ids))):
        choices.setdefault(choice.user_id, {})[choice.what] = choice.cadence
    last = select(Notice.user_id, func.max(Notice.mailed_at)).where(Notice.user_id.in_(user_ids))
    mailed = {user_id: moment for user_id, moment in db.session.execute(last.group_by(Notice.user_id))}
    return {
        user_id: Reader(
            user_id,
            name,
            email,
            language,
            habits_from(habits, country),
            choices.get(user_id, {}),
            mailed.get(user_id),
            # An erased account has no address.
            may_get_mail=bool(email) and blocked_at is None and email not in unreached,
        )
        for user_id, name, email, language, country, blocked_at, habits in rows
    }


def languages_of(user_ids: Collection[int]) -> dict[int, frozenset[str]]:
    """The languages that these people read: of the site, of their profile, and of the courses they take part in."""
    site = {
        user_id: language or ORIGINAL
        for user_id, language in db.session.execute(select(User.id, User.language).where(User.id.in_(user_ids)))
    }
    read = {user_id: {language} for user_id, language in site.items()}
    told = select(Profile.user_id, Profile.languages).where(Profile.user_id.in_(user_ids))
    for user_id, languages in db.session.execute(told):
        read[user_id].update(languages.split())
    learning = select(Enrolment.user_id, Enrolment.course_slug, Enrolment.content_language)
    learning = learning.where(Enrolment.user_id.in_(user_ids), Enrolment.left_at.is_(None))
    offered = {one.course.slug: (one.course.language, *one.in_other_languages) for one in all_editions()}
    for user_id, slug, chosen in db.session.execute(learning):
        read[user_id].add(language_to_read(offered.get(slug, ()), chosen=chosen, interface=site[user_id]))
    return {user_id: frozenset(languages - {""}) for user_id, languages in read.items()}


def habits_from(kept: MailHabits | None, country: str) -> Habits:
    """When somebody wants mail, as they said.

    Otherwise not at night where it is known when that is, and weekly mails on Mondays.
    """
    zone = zone_of(kept.zone if kept else "", country)
    if kept is None:
        return Habits(zone=zone, quiet=NIGHT) if zone is not None else Habits()
    quiet = Quiet(kept.quiet_from, kept.quiet_until) if kept.quiet_from != kept.quiet_until else None
    return Habits(zone or UTC, quiet, kept.weekday, kept.is_paused)


def _as_read(rows: Sequence[Any]) -> list[Kept]:
    names = _names_of({row.arguments[BY] for row in rows if BY in row.arguments})
    return [
        Kept(
            row.id,
            row.user_id,
            row.kind,
            row.arguments | {BY: names.get(row.arguments[BY], "—")} if BY in row.arguments else row.arguments,
            f"{row.leads_to}#{row.place}" if row.place else row.leads_to,
            row.made_at,
            row.seen_at,
            row.look_at is not None,
        )
        for row in rows
    ]


def _names_of(user_ids: Collection[int]) -> Mapping[int, str]:
    """Today's names, so that somebody who was erased stands in no notice."""
    if not user_ids:
        return {}
    found = db.session.execute(select(User.id, User.name).where(User.id.in_(user_ids)))
    return {user_id: name for user_id, name in found}
