"""Reads of profiles, of who fits a search, and of letters among people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from app.accounts.models import Organisation, User
from app.directory.models import BlockedSender, ContactMessage, Profile, ProfileKey
from app.directory.searching import EVERYBODY, Condition, exactly
from app.platform.database import db, read_values, table_of
from app.platform.errors import NotFound
from app.platform.i18n import _
from app.platform.paging import PageOf

PAGE = 20
# A condition that more people fit than this is common; the rarest of the others leads the search.
_COMMON = 3000
# For each need, so many of the newest who offer it are compared.
_OFFERING = 500
_keys, _profile = table_of(ProfileKey).c, table_of(Profile).c
_user, _organisation = table_of(User).c, table_of(Organisation).c


@dataclass(frozen=True, slots=True)
class Person:
    """What others see of somebody; organisation and country are empty when not told. Addresses are not among it."""

    profile_id: int
    user_id: int
    name: str
    organisation: str
    country: str
    answer: str
    languages: tuple[str, ...]
    themes: tuple[str, ...]
    sdgs: tuple[str, ...]
    offers: tuple[str, ...]
    needs: tuple[str, ...]
    offer_words: str
    need_words: str
    takes_letters: bool


_PEOPLE = (
    select(
        _profile.id,
        _profile.user_id,
        _user.name,
        func.coalesce(_organisation.name, "").label("organisation"),
        _user.country,
        _profile.answer,
        _profile.languages,
        _profile.themes,
        _profile.sdgs,
        _profile.offers,
        _profile.needs,
        _profile.offer_words,
        _profile.need_words,
        _profile.takes_letters,
    )
    .join_from(table_of(Profile), table_of(User), _user.id == _profile.user_id)
    .outerjoin(table_of(Organisation), _organisation.id == _user.organisation_id)
)
# Listed by choice, and not of a blocked account.
_IS_SHOWN = (_profile.is_listed, _user.blocked_at.is_(None))
_LISTS = ("languages", "themes", "sdgs", "offers", "needs")


def find_people(conditions: Sequence[Condition], before: int | None = None, limit: int = PAGE) -> list[Person]:
    """Listed people who fit all conditions, those listed first last, from behind a profile on.

    Each page costs the same, however far down it is.
    """
    found = _fitting(conditions, before).limit(limit).subquery()
    statement = _PEOPLE.join(found, found.c.profile_id == _profile.id).where(*_IS_SHOWN)
    return [_person(row) for row in read_values(statement.order_by(_profile.id.desc()))]


def _fitting(conditions: Sequence[Condition], before: int | None) -> Select[tuple[int]]:
    """The numbers of profiles that fit, the newest first.

    Where a condition is rare, the few who fit it are asked about the others. Where all are common, everybody with one
    key is asked in order, and enough are soon found.
    """
    lead, rest = _led(conditions)
    statement = select(_keys.profile_id).where(_within(_keys.key, lead))
    number: ColumnElement[int] = _keys.profile_id
    if not _is_one_key(lead):
        statement = statement.distinct()
        # A sum, so that SQLite does not take the many numbers before this one for the shorter way to the few keys.
        number = number + 0
    if before is not None:
        statement = statement.where(number < before)
    for condition in rest:
        other = table_of(ProfileKey).alias()
        statement = statement.where(
            exists().where(other.c.profile_id == _keys.profile_id, _within(other.c.key, condition))
        )
    return statement.order_by(_keys.profile_id.desc())


def _led(conditions: Sequence[Condition]) -> tuple[Condition, list[Condition]]:
    if not conditions:
        return (exactly(EVERYBODY),), []
    if len(conditions) == 1 and _is_one_key(conditions[0]):
        return conditions[0], []
    counts = _counts(conditions)
    rarest = min(range(len(conditions)), key=counts.__getitem__)
    if counts[rarest] > _COMMON:
        single = [place for place, condition in enumerate(conditions) if _is_one_key(condition)]
        if not single:
            return (exactly(EVERYBODY),), list(conditions)
        rarest = single[0]
    return conditions[rarest], [one for place, one in enumerate(conditions) if place != rarest]


def _counts(conditions: Sequence[Condition]) -> list[int]:
    """How many keys fit each condition; counting ends where it is common."""
    fitting = (
        select(literal(1)).where(_within(_keys.key, condition)).limit(_COMMON + 1).subquery()
        for condition in conditions
    )
    return list(
        read_values(select(*(select(func.count()).select_from(one).scalar_subquery() for one in fitting))).one()
    )


def _within(key: ColumnElement[str], condition: Condition) -> ColumnElement[bool]:
    return or_(*(key == span.first if span.is_one else key.between(span.first, span.last) for span in condition))


def _is_one_key(condition: Condition) -> bool:
    return len(condition) == 1 and condition[0].is_one


def _person(row: Row[Any]) -> Person:
    told: dict[str, Any] = row._asdict()
    told["profile_id"] = told.pop("id")
    told.update({name: tuple(told[name].split()) for name in _LISTS})
    return Person(**told)


def find_listed(profile_id: int) -> Person | None:
    """A listed person by the number of their profile."""
    row = read_values(_PEOPLE.where(_profile.id == profile_id, *_IS_SHOWN)).first()
    return None if row is None else _person(row)


def find_shown(user_id: int) -> Person | None:
    """What others see of somebody; None while they are not listed, or may not sign in."""
    row = read_values(_PEOPLE.where(_profile.user_id == user_id, *_IS_SHOWN)).first()
    return None if row is None else _person(row)


def find_own(user_id: int) -> Person | None:
    """What others see, or would see, of somebody; None when they have written nothing yet."""
    row = read_values(_PEOPLE.where(_profile.user_id == user_id)).first()
    return None if row is None else _person(row)


def find_profile(user_id: int) -> Profile | None:
    """Somebody's profile, to change it."""
    return db.session.scalar(select(Profile).where(Profile.user_id == user_id))


def take_turn(user_id: int) -> None:
    """Wait, inside a transaction, until nobody else sends in this person's name; SQLite lets one write at a time."""
    db.session.execute(select(Profile.id).where(Profile.user_id == user_id).with_for_update())


def count_listed() -> int:
    """How many people are listed."""
    number: int = read_values(select(func.count()).where(_keys.key == EVERYBODY)).scalar_one()
    return number


def values_of(kind: str) -> list[str]:
    """The languages or countries that listed people have; leaps from one to the next, however many have each."""
    first, last = f"{kind}:", f"{kind};"
    steps = select(func.min(_keys.key).label("key")).where(_keys.key > first, _keys.key < last).cte(recursive=True)
    further = select(func.min(_keys.key)).where(_keys.key > steps.c.key, _keys.key < last).scalar_subquery()
    steps = steps.union_all(select(further).where(steps.c.key.is_not(None)))
    found = read_values(select(steps.c.key).where(steps.c.key.is_not(None))).scalars()
    return [key.removeprefix(first) for key in found]


def people_offering(themes: Sequence[str], but: int, limit: int) -> list[Person]:
    """Listed people who offer most of these themes, among the newest of each; without the profile `but`."""
    if not themes:
        return []
    newest = [
        select(_keys.profile_id)
        .where(_keys.key == f"offer:{theme}", _keys.profile_id != but)
        .order_by(_keys.profile_id.desc())
        .limit(_OFFERING)
        .subquery()
        for theme in themes
    ]
    each = union_all(*(select(one.c.profile_id) for one in newest)).subquery()
    found = (
        select(each.c.profile_id)
        .group_by(each.c.profile_id)
        .order_by(func.count().desc(), each.c.profile_id.desc())
        .limit(limit)
        .subquery()
    )
    statement = _PEOPLE.join(found, found.c.profile_id == _profile.id).where(*_IS_SHOWN)
    return [_person(row) for row in read_values(statement)]


@dataclass(frozen=True, slots=True)
class Received:
    """A letter as whoever got it sees it. The sender's profile is None when they are not listed any more."""

    message_id: int
    sender_id: int
    sender: str
    sender_profile_id: int | None
    text: str
    sent_at: datetime
    is_reported: bool
    is_blocked: bool


def find_received(message_id: int, recipient_id: int) -> Received | None:
    """A letter to this person; None when it is not theirs or kept no longer."""
    row = db.session.execute(
        select(ContactMessage, User.name, Profile.id, BlockedSender.id)
        .join(User, User.id == ContactMessage.sender_id)
        .outerjoin(Profile, and_(Profile.user_id == ContactMessage.sender_id, Profile.is_listed))
        .outerjoin(
            BlockedSender,
            and_(BlockedSender.user_id == recipient_id, BlockedSender.sender_id == ContactMessage.sender_id),
        )
        .where(ContactMessage.id == message_id, ContactMessage.recipient_id == recipient_id)
    ).first()
    if row is None:
        return None
    letter, name, profile_id, block_id = row
    return Received(
        message_id=letter.id,
        sender_id=letter.sender_id,
        sender=name,
        sender_profile_id=profile_id,
        text=letter.text,
        sent_at=letter.sent_at,
        is_reported=letter.reported_at is not None,
        is_blocked=block_id is not None,
    )


def is_blocked(user_id: int, sender_id: int) -> bool:
    """Whether this person wants no letters of that one."""
    blocked = select(BlockedSender.id).where(BlockedSender.user_id == user_id, BlockedSender.sender_id == sender_id)
    return db.session.scalar(blocked) is not None


def blocked_by(user_id: int) -> list[tuple[int, str]]:
    """Whom this person has blocked: the number of each block, and the name."""
    statement = (
        select(BlockedSender.id, User.name)
        .join(User, User.id == BlockedSender.sender_id)
        .where(BlockedSender.user_id == user_id)
        .order_by(BlockedSender.id)
    )
    return [(block_id, name) for block_id, name in db.session.execute(statement)]


@dataclass(frozen=True, slots=True)
class Sent:
    """How much somebody has written lately: to everybody, and to one person."""

    to_all: int
    to_one: int


def count_sent(sender_id: int, recipient_id: int, since: datetime) -> Sent:
    """How many letters somebody has sent since a moment."""
    to_one = func.count(case((ContactMessage.recipient_id == recipient_id, 1)))
    statement = select(func.count(), to_one).where(
        ContactMessage.sender_id == sender_id, ContactMessage.sent_at > since
    )
    return Sent(*db.session.execute(statement).one())


@dataclass(frozen=True, slots=True)
class Report:
    """A letter that UCLG Learning was asked to look at."""

    message_id: int
    sender: str
    sender_is_barred: bool
    recipient: str
    text: str
    report: str
    reported_at: datetime
    settled_at: datetime | None


def find_reports(number: int, size: int = PAGE) -> PageOf[Report]:
    """Reported letters, those nobody has looked at first, the newest of each first."""
    sender, recipient = aliased(User), aliased(User)
    total = db.session.scalar(select(func.count()).where(ContactMessage.reported_at.is_not(None))) or 0
    number = max(1, min(number, -(-total // size)))
    statement = (
        select(ContactMessage, sender.name, func.coalesce(Profile.is_barred, False), recipient.name)
        .join(sender, sender.id == ContactMessage.sender_id)
        .join(recipient, recipient.id == ContactMessage.recipient_id)
        .outerjoin(Profile, Profile.user_id == ContactMessage.sender_id)
        .where(ContactMessage.reported_at.is_not(None))
        .order_by(ContactMessage.settled_at.is_not(None), ContactMessage.reported_at.desc(), ContactMessage.id.desc())
        .offset((number - 1) * size)
        .limit(size)
    )
    rows = [
        Report(one.id, by, is_barred, to, one.text, one.report, one.reported_at, one.settled_at)
        for one, by, is_barred, to in db.session.execute(statement)
        if one.reported_at is not None
    ]
    return PageOf(rows, number, size, total)


def get_reported(message_id: int) -> ContactMessage:
    """A letter that was reported; raises NotFound when there is none."""
    found = db.session.scalar(
        select(ContactMessage).where(ContactMessage.id == message_id, ContactMessage.reported_at.is_not(None))
    )
    if found is None:
        raise NotFound(_("There is no such report. It may have been erased with an account."))
    return found
