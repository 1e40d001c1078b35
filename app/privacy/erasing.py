"""Erasing a person, as the data map says: rows go, or stay without them. Nothing here commits but the jobs.

The account's row stays as an empty shell, so that whatever refers to it stays whole: the figures of a course, and what
others wrote in answer.
"""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy import Table as SqlTable

from app.accounts.models import Organisation, User
from app.accounts.writing import Notice, write_to
from app.certificates.models import Certificate
from app.cohorts.actions import leave_all
from app.enrolment.models import Enrolment
from app.files.actions import forget_dropped_files
from app.forum.fishbowl_actions import leave_fishbowls
from app.indexing.actions import forget_dropped_words
from app.peerreview.leaving import leave_reviews
from app.platform import audit, clock
from app.platform.database import Model, count_changed, db, sweep, transaction
from app.platform.errors import Conflict, NotFound
from app.platform.i18n import _, show_date
from app.platform.jobs import enqueue
from app.platform.outbox import OutgoingMail, drop_kept_letters, words_of
from app.privacy.belongings import Whom, belongs_to, sql_table, whom
from app.privacy.columns import EMPTIED, GOES, MONTH, NUMBERED, STAYS, IfAsked, Table
from app.privacy.datamap import tables_of_people
from app.privacy.models import Cause, Erasure
from app.privacy.presence import was_here_since
from app.privacy.retention import GRACE

SWEEP = "sweep-after-erasure"
_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
# The database itself refuses to change these; they hold numbers only.
_UNCHANGEABLE = frozenset({"audit_entry"})
_DEMO_PEOPLE = "demo-people.txt"


def new_number() -> str:
    """The number of an erasure, easy to read out: it tells nothing about whose it is."""
    signs = "".join(secrets.choice(_SIGNS) for _time in range(10))
    return f"{signs[:5]}-{signs[5:]}"


def ask_for_erasure(
    user: User, cause: Cause, *, root: str, language: str, grace: timedelta = GRACE, takes_words: bool = False
) -> Erasure:
    """Have an account erased after a time to think, and write to its owner; raises Conflict when it waits already.

    `takes_words`: what they wrote for others goes too, as comments in reviews.
    """
    if find_waiting(user.id) is not None:
        raise Conflict(_("Your account is to be erased already. Nothing was changed."))
    now = clock.now()
    erasure = Erasure(
        number=new_number(),
        user_id=user.id,
        cause=cause,
        asked_at=now,
        due_at=now + grace,
        done_at=None,
        counts={},
        takes_words=takes_words,
    )
    db.session.add(erasure)
    db.session.flush()
    number, due_at = erasure.number, erasure.due_at
    compose = _unused_letter if cause is Cause.UNUSED else _asked_letter
    write_to(user, lambda: compose(number, due_at, root), language=language, kind="erasure-asked")
    return erasure


def take_back(user_id: int) -> None:
    """Keep the account after all; raises NotFound when nothing was asked, or it is done."""
    waiting = delete(Erasure).where(Erasure.user_id == user_id, Erasure.done_at.is_(None))
    if not count_changed(waiting):
        raise NotFound(_("Nobody asked to erase this account. Nothing was changed."))


def find_waiting(user_id: int) -> Erasure | None:
    """The erasure that waits for its day."""
    return db.session.scalar(select(Erasure).where(Erasure.user_id == user_id, Erasure.done_at.is_(None)))


def erase(erasure: Erasure, user: User) -> Mapping[str, Mapping[str, int]]:
    """Erase the person, and make the request into its own proof; returns how many rows went or were emptied."""
    person, organisation_id = whom(user), user.organisation_id
    db.session.execute(
        update(Enrolment).where(Enrolment.user_id == user.id, Enrolment.left_at.is_(None)).values(left_at=clock.now())
    )
    leave_all(user.id)
    leave_reviews(user.id)
    leave_fishbowls(user.id)
    mine = select(Enrolment.id).where(Enrolment.user_id == user.id)
    db.session.execute(
        update(Certificate).where(Certificate.enrolment_id.in_(mine)).values(withdrawn_at=_month(clock.now()))
    )
    counts = {
        table.name: _erase_rows(person, table, takes_words=erasure.takes_words)
        for table in _in_order()
        if table.name != "organisation"
    }
    counts["organisation"] = {"deleted": _drop_if_deserted(organisation_id)}
    told = {name: {what: number for what, number in of.items() if number} for name, of in counts.items()}
    proof = {name: of for name, of in sorted(told.items()) if of}
    done = update(Erasure).where(Erasure.id == erasure.id)
    db.session.execute(done.values(user_id=None, done_at=clock.now(), counts=proof))
    audit.note(None, "account.erased", "erasure", erasure.id, cause=erasure.cause.value)
    db.session.expire_all()
    enqueue(SWEEP)
    return proof


def erase_due_accounts() -> None:
    """The job: erase everybody whose day has come; whoever was here since a letter called them unused stays."""
    due = select(Erasure.id).where(Erasure.done_at.is_(None), Erasure.due_at <= clock.now()).order_by(Erasure.due_at)
    for erasure_id in list(db.session.scalars(due)):
        erase_one(erasure_id)


def erase_one(erasure_id: int) -> None:
    """Erase one person in a transaction of its own, unless they took it back a moment ago or came back."""
    erasure = db.session.get(Erasure, erasure_id)
    user = db.session.get(User, erasure.user_id) if erasure and erasure.user_id else None
    if user is None:
        return
    forget_files(whom(user))
    with transaction():
        waiting = db.session.scalar(select(Erasure).where(Erasure.id == erasure_id, Erasure.done_at.is_(None)))
        if waiting is None or waiting.user_id is None:
            return
        owner = db.session.get_one(User, waiting.user_id)
        if waiting.cause is Cause.UNUSED and _came_back(owner.id, waiting.asked_at):
            take_back(owner.id)
        else:
            erase(waiting, owner)


def forget_files(person: Whom) -> None:
    """Drop what lies in files: letters of a site without a mail server, and the list of people to try it with."""
    drop_kept_letters(lambda letter: person.is_named_in(words_of(letter)))
    kept = Path(current_app.instance_path) / _DEMO_PEOPLE
    if kept.exists():
        lines = kept.read_text("utf-8").splitlines(keepends=True)
        kept.write_text("".join(line for line in lines if not person.is_named_in(line)), "utf-8")


def sweep_after_erasure() -> None:
    """The job: have the database, and the folder of files, forget for good what was erased."""
    forget_dropped_files()
    with transaction():
        forget_dropped_words()
    sweep()


def _came_back(user_id: int, since: datetime) -> bool:
    return db.session.scalar(select(User.id).where(User.id == user_id, was_here_since(since))) is not None


def _in_order() -> list[Table]:
    """The tables with rows about people, those that refer to others before those."""
    by_name = {table.name: table for table in tables_of_people()}
    return [by_name[rows.name] for rows in reversed(Model.metadata.sorted_tables) if rows.name in by_name]


def _erase_rows(person: Whom, table: Table, *, takes_words: bool) -> dict[str, int]:
    if table.name in _UNCHANGEABLE:
        return {}
    rows = sql_table(table.name)
    condition = belongs_to(person, table)
    if table.name == "outgoing_mail":
        condition = or_(condition, _names(person, rows))
    if table.erasure is GOES:
        return {"deleted": count_changed(delete(rows).where(condition))}
    assert table.erasure is EMPTIED, table
    return {"emptied": _empty(person, table, rows, condition, takes_words=takes_words)}


def _empty(person: Whom, table: Table, rows: SqlTable, condition: ColumnElement[bool], *, takes_words: bool) -> int:
    """Keep the rows and replace what says something of the person, row by row: each has its own month and number."""
    changing = {name: one.becomes for name, one in table.columns.items() if one.becomes is not STAYS}
    keys = list(rows.primary_key)
    found = db.session.execute(select(rows).where(condition)).mappings().all()
    for row in found:
        values = {
            name: _replaced(row[name], becomes, row[keys[0].name])
            for name, becomes in changing.items()
            if takes_words or not isinstance(becomes, IfAsked) or person.is_named_in(_text_of(row[name]))
        }
        if values:
            db.session.execute(update(rows).where(*(key == row[key.name] for key in keys)).values(values))
    return len(found)


def _replaced(value: object, becomes: object, number: int) -> object:
    if becomes is MONTH:
        return None if value is None else _month(value)
    if isinstance(becomes, IfAsked):
        return becomes.empty
    return f"erased/{number}" if becomes is NUMBERED else becomes


def _text_of(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _month(moment: object) -> object:
    if isinstance(moment, datetime):
        return moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return moment.replace(day=1)  # type: ignore[attr-defined]


def _names(person: Whom, rows: SqlTable) -> ColumnElement[bool]:
    """Letters to others that have not left yet and name the person; those that have left keep no words."""
    words = (OutgoingMail.id, OutgoingMail.subject, OutgoingMail.text)
    unsent = db.session.execute(select(*words).where(OutgoingMail.sent_at.is_(None)))
    return rows.c.id.in_([number for number, subject, text in unsent if person.is_named_in(f"{subject}\n{text}")])


def _drop_if_deserted(organisation_id: int | None) -> int:
    """Delete the organisation of somebody who was alone in it, unless anything else refers to it."""
    if organisation_id is None:
        return 0
    for rows in Model.metadata.tables.values():
        for column in rows.columns:
            refers = any(key.column.table.name == Organisation.__tablename__ for key in column.foreign_keys)
            if refers and db.session.scalar(select(func.count()).where(column == organisation_id)):
                return 0
    return count_changed(delete(Organisation).where(Organisation.id == organisation_id))


def _asked_letter(number: str, due_at: datetime, root: str) -> Notice:
    return Notice(
        _("Your account will be erased on %(date)s", date=show_date(due_at)),
        (
            _(
                "You asked us to erase your account. We wait until %(date)s, in case you change your mind.",
                date=show_date(due_at),
            ),
            _("If this was not you, keep your account with the button, and then set a new password."),
            _(
                "Your number is %(number)s. Keep it: we will not know your address any more and cannot write to you.",
                number=number,
            ),
            _("With the number you can ask us later whether it was done."),
        ),
        (_("Keep my account"), f"{root}/account/data"),
    )


def _unused_letter(number: str, due_at: datetime, root: str) -> Notice:
    return Notice(
        _("Your account will be erased on %(date)s", date=show_date(due_at)),
        (
            _("Nobody has used your account for a long time, and we keep nothing that nobody needs."),
            _("To keep it, sign in before %(date)s. Everything will be as you left it.", date=show_date(due_at)),
            _(
                "If you do nothing, it will be erased. Your number is %(number)s; with it you can ask us later whether it was done.",
                number=number,
            ),
        ),
        (_("Sign in"), f"{root}/sign-in"),
    )
