"""What happens to notices by themselves: mails go when they may, and what is old goes. Only these commit."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, delete, or_, update

from app.notifications.actions import let_go
from app.notifications.digesting import Plan, Waiting, plan, reads
from app.notifications.extracts import as_read_by, extracts_for, has_extracts
from app.notifications.kinds import cadence_of, is_for_its_language, thing_of
from app.notifications.letters import News, letter_to
from app.notifications.models import Notice
from app.notifications.queries import Kept, Reader, languages_of, people_due, readers_of, still_waiting, waiting_of
from app.platform import clock
from app.platform.catalogues import ORIGINAL
from app.platform.database import db, table_of, transaction, write_values
from app.platform.outbox import Message, keep_all_for_sending

log = logging.getLogger(__name__)

MAIL_NOTICES, FORGET_OLD = "mail-notices", "forget-old-notices"
EVERY = timedelta(minutes=5)
SEEN_KEPT, UNSEEN_KEPT = timedelta(days=90), timedelta(days=365)
# People whose mails are written before they are kept, all at once.
_AT_ONCE = 50
# More than these wait for the next round, so that other work gets its turn.
_MOST = 5000
_LATER = timedelta(days=1)
_notices = table_of(Notice)
_MAILED = update(_notices).where(_notices.c.id == bindparam("number")).values(look_at=None, mailed_at=bindparam("now"))
_LOOK_LATER = (
    update(_notices)
    .where(_notices.c.id == bindparam("number"), _notices.c.look_at.is_not(None))
    .values(look_at=bindparam("moment"))
)


@dataclass(frozen=True, slots=True)
class _Round:
    """What is decided for one person: the plan for these notices, and the mail, if one goes."""

    notice_ids: tuple[int, ...]
    plan: Plan
    message: Message | None = None

    @property
    def left(self) -> set[int]:
        """The notices to look at again later."""
        return set(self.notice_ids).difference(self.plan.mail, self.plan.let_go)


def mail_notices() -> None:
    """The job: write to everybody who is to be told something now, and note when to look at the others again."""
    for _turn in range(_MOST // _AT_ONCE):
        now = clock.now()
        user_ids = people_due(now, _AT_ONCE)
        if not user_ids:
            return
        rounds = _decide(user_ids, now)
        # Nothing of it is held while others write.
        db.session.rollback()
        with transaction():
            _carry_out(rounds, now)


def _decide(user_ids: Sequence[int], now: datetime) -> list[_Round]:
    """Plans and mails for these people, written before the transaction, for which others wait."""
    readers, waiting = readers_of(user_ids), waiting_of(user_ids)
    notices: dict[int, list[Kept]] = {user_id: [] for user_id in readers}
    for one in waiting:
        notices[one.user_id].append(one)
    plans = {user_id: _planned(reader, notices[user_id], now) for user_id, reader in readers.items()}
    mailed = [one for one in waiting if one.notice_id in plans[one.user_id].mail]
    fit = _as_mailed(mailed, readers)
    return [_written(reader, notices[user_id], plans[user_id], fit, now) for user_id, reader in readers.items()]


def _planned(reader: Reader, notices: Sequence[Kept], now: datetime) -> Plan:
    if not reader.may_get_mail:
        return Plan(let_go=tuple(one.notice_id for one in notices))
    waiting = [Waiting(one.notice_id, cadence_of(one.kind, reader.choices), one.made_at) for one in notices]
    return plan(now, waiting, reader.habits, reader.last_mail_at)


def _as_mailed(notices: Sequence[Kept], readers: Mapping[int, Reader]) -> dict[int, News]:
    """Notices as a mail tells them, in words that their readers understand where there are such.

    Without what is gone by now, and without what is in none of its readers' languages.
    """
    things = {one.notice_id: thing_of(one.kind, one.arguments) for one in notices}
    extracts = extracts_for((one.user_id, thing) for one in notices if (thing := things[one.notice_id]) is not None)
    picky = {one.user_id for one in notices if is_for_its_language(one.kind)}
    languages = languages_of(picky) if picky else {}
    fit = {}
    for one in notices:
        thing = things[one.notice_id]
        extract = None if thing is None else extracts.get((one.user_id, thing))
        if extract is None and has_extracts(thing):
            continue
        if extract:
            language = readers[one.user_id].language or ORIGINAL
            extract = as_read_by(extract, language, languages.get(one.user_id, ()))
            if is_for_its_language(one.kind) and not reads(languages[one.user_id], extract.language):
                continue
        fit[one.notice_id] = News(one, thing, extract)
    return fit


def _written(reader: Reader, notices: Sequence[Kept], decided: Plan, fit: Mapping[int, News], now: datetime) -> _Round:
    notice_ids = tuple(one.notice_id for one in notices)
    told = [fit[number] for number in decided.mail if number in fit]
    unfit = tuple(number for number in decided.mail if number not in fit)
    decided = replace(decided, mail=tuple(one.notice.notice_id for one in told), let_go=(*decided.let_go, *unfit))
    if not told:
        return _Round(notice_ids, decided)
    try:
        message = letter_to(reader, told)
    except Exception:
        # The others must not wait for this one; it is tried again, and the log says why.
        log.exception("the notices of person %s could not be written", reader.user_id)
        return _Round(notice_ids, Plan(again_at=now + _LATER))
    return _Round(notice_ids, decided, message)


def _carry_out(rounds: Sequence[_Round], now: datetime) -> None:
    """Keep the mails for sending, and note what was mailed, so that nobody is told a second time."""
    # Somebody may have seen it meanwhile, or another worker may have mailed it: then this mail does not go.
    waits = still_waiting([number for one in rounds for number in one.plan.mail])
    settled = [one for one in rounds if waits.issuperset(one.plan.mail)]
    keep_all_for_sending([one.message for one in settled if one.message is not None])
    if mailed := [{"number": number, "now": now} for one in settled for number in one.plan.mail]:
        write_values(_MAILED, mailed)
    let_go([number for one in settled for number in one.plan.let_go])
    if later := [{"number": number, "moment": one.plan.again_at} for one in settled for number in sorted(one.left)]:
        write_values(_LOOK_LATER, later)


def forget_old_notices() -> None:
    """The job: drop what was seen three months ago, and what nobody looked at for a year."""
    now = clock.now()
    old = or_(Notice.seen_at < now - SEEN_KEPT, and_(Notice.seen_at.is_(None), Notice.made_at < now - UNSEEN_KEPT))
    with transaction():
        db.session.execute(delete(Notice).where(old), execution_options={"synchronize_session": False})
