"""A copy of everything about a person: a ZIP with a page to read, the same as JSON, table by table, and their files.

What goes in follows from the data map, so nothing can be forgotten. Secrets are named and not given. Nothing here
commits but the jobs.
"""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import current_app, render_template
from sqlalchemy import delete, select

from app.accounts.queries import get_user
from app.accounts.writing import Notice, write_to
from app.files.keeping import content_with
from app.files.queries import files_of
from app.peerreview.received_copy import ReviewCopied, RoundCopied, reviews_received_by
from app.peerreview.roles import ReaderRole
from app.platform import clock
from app.platform.database import db, transaction
from app.platform.errors import NotFound, TooMany
from app.platform.i18n import _, show_date, show_number, speaking
from app.platform.jobs import enqueue
from app.privacy.belongings import Whom, rows_of, whom
from app.privacy.columns import Column, Kind, Table
from app.privacy.datamap import tables_of_people
from app.privacy.models import DataExport
from app.privacy.retention import EXPORTS_KEPT

MAKE_EXPORT = "make-export"
_AGAIN_AFTER = timedelta(hours=1)
# What others wrote for somebody: rows about whoever wrote them, so no table of the map holds these.
REVIEWS_RECEIVED = "reviews_received.json"
_NOT_GIVEN = "kept, and not given: it would open your account"
# No letters as pages beside the same letters as text; and what somebody said who reported a letter is between them and
# those who look at it.
LEFT_OUT = frozenset(
    {
        ("outgoing_mail", "html"),
        ("contact_message", "report"),
        # It names the readers by number, and says what has not been published yet.
        ("review_result", "inputs"),
        ("review_result", "score"),
        ("review_result", "standard_error"),
        ("review_result", "spread"),
        # Whether what somebody read was a check, and where its author is from.
        ("review", "truth"),
        ("review", "example_key"),
        ("review", "submission_id"),
        ("review", "line"),
        ("review", "draw"),
        ("review", "circumstances"),
        ("review", "worth"),
        ("review", "read_at"),
        ("review_report", "submission_id"),
        ("review_report", "example_key"),
        ("invitation_batch", "rows"),
        ("invitation_batch", "faulty"),
    }
)


@dataclass(frozen=True, slots=True)
class Record:
    """One row as a person reads it: pairs of a label and a value."""

    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One table as a person reads it."""

    title: str
    records: tuple[Record, ...]


def ask_for_export(user_id: int, *, root: str, language: str) -> None:
    """Have a copy made; raises TooMany when the last one was asked for within the hour."""
    latest = find_latest_export(user_id)
    if latest is not None and clock.now() - latest.asked_at < _AGAIN_AFTER:
        raise TooMany(_("You asked for a copy within the last hour. That one is or will be on this page."))
    db.session.execute(delete(DataExport).where(DataExport.user_id == user_id))
    asked = DataExport(user_id=user_id, asked_at=clock.now(), made_at=None, size=None, content=None)
    db.session.add(asked)
    db.session.flush()
    enqueue(MAKE_EXPORT, export_id=asked.id, root=root, language=language)


def find_latest_export(user_id: int) -> DataExport | None:
    """The copy asked for last, ready or not, without what is in it."""
    mine = select(DataExport).where(DataExport.user_id == user_id)
    return db.session.scalar(mine.order_by(DataExport.asked_at.desc(), DataExport.id.desc()).limit(1))


def content_of_export(user_id: int, export_id: int) -> bytes:
    """The copy itself, for its owner and for nobody else; raises NotFound."""
    found = db.session.scalar(
        select(DataExport.content).where(DataExport.id == export_id, DataExport.user_id == user_id)
    )
    if found is None:
        raise NotFound(_("There is no such copy, or it is gone: we keep a copy for 7 days. Ask for a new one."))
    return found


def make_export(export_id: int, root: str, language: str) -> None:
    """The job: gather everything, keep it for a week, and write to the person."""
    with transaction():
        asked = db.session.get(DataExport, export_id)
        if asked is None or asked.made_at is not None:
            return
        user = get_user(asked.user_id)
        with speaking(user.language or language):
            content = zipped(whom(user))
        asked.made_at, asked.size, asked.content = clock.now(), len(content), content
        until = asked.asked_at + EXPORTS_KEPT
        write_to(user, lambda: _notice(until, root), language=language, kind="export-ready")


def forget_old_exports() -> None:
    """The job: drop copies after a week."""
    with transaction():
        db.session.execute(delete(DataExport).where(DataExport.asked_at < clock.now() - EXPORTS_KEPT))


def zipped(person: Whom) -> bytes:
    """Everything about the person, in the language that is spoken."""
    found = [(table, rows_of(person, table)) for table in tables_of_people()]
    received = reviews_received_by(person.user_id)
    chapters = [Chapter(str(table.title), _records(table, rows)) for table, rows in found if rows]
    if received:
        chapters.append(Chapter(_("Reviews you received"), tuple(_reviews(received))))
    page = render_template(
        "privacy/export.html",
        person=person,
        chapters=chapters,
        empty=[str(table.title) for table, rows in found if not rows],
        made_on=clock.now(),
        site=current_app.jinja_env.globals["site_name"],
    )
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as file:
        _add(file, "index.html", page.encode())
        for table, rows in found:
            _add(file, f"{table.name}.json", _json([_given(table, row) for row in rows]))
        _add(file, REVIEWS_RECEIVED, _json([asdict(one) for one in received]))
        for one in files_of(person.user_id):
            # What is lost with a disk must not keep the rest from its owner.
            with suppress(FileNotFoundError):
                _add(file, f"files/{one.id}-{one.name}", content_with(one.digest))
    return kept.getvalue()


def _json(told: Sequence[Mapping[str, Any]]) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1, default=date.isoformat).encode()


def _reviews(received: Sequence[RoundCopied]) -> Iterator[Record]:
    """Reviews as a person reads them, each with the work it is about."""
    for one in received:
        head = [(_("Course"), one.course), (_("Assignment"), one.assignment), (_("Round"), show_number(one.round))]
        if one.score is not None:
            told = _("%(points)s of 100", points=show_number(one.score))
            head.append((_("Final score") if one.is_final else _("Score so far"), told))
        for review in one.reviews:
            yield Record((*head, *_review_lines(review)))


def _review_lines(review: ReviewCopied) -> Iterator[tuple[str, str]]:
    number = show_number(review.number)
    writers = {
        ReaderRole.MENTOR: _("Reviewer %(number)s, a mentor", number=number),
        ReaderRole.STAFF: _("Reviewer %(number)s, who looks after the course", number=number),
    }
    yield _("Written by"), writers.get(review.role, _("Reviewer %(number)s", number=number))
    yield _("Handed in"), show_date(review.handed_in_on)
    if review.is_held:
        yield _("Words"), _("kept back, because somebody reported the review or staff look at it first")
    for criterion in review.criteria:
        level = ""
        if criterion.points is not None:
            shown = {"points": show_number(criterion.points), "most": show_number(criterion.most or 0)}
            level = _("%(points)s of %(most)s", **shown) + (f" ({criterion.level})" if criterion.level else "")
        if told := "\n".join(filter(None, (level, criterion.comment))):
            yield criterion.name, told
    if review.overall:
        yield _("On the whole"), review.overall
    if review.answer:
        yield _("Your answer"), review.answer


def _add(file: zipfile.ZipFile, name: str, content: bytes) -> None:
    now = clock.now()
    # A ZIP cannot tell of years before 1980, and knows no time zones.
    entry = zipfile.ZipInfo(name, (now.year, now.month, now.day, now.hour, now.minute, now.second))
    entry.compress_type = zipfile.ZIP_DEFLATED
    file.writestr(entry, content)


def _given(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _as_json(column, row[name]) for name, column in table.columns.items() if _is_given(table, name)}


def _is_given(table: Table, name: str) -> bool:
    return (table.name, name) not in LEFT_OUT


def _as_json(column: Column, value: Any) -> Any:
    if column.kind is Kind.SECRET:
        return _NOT_GIVEN if value else None
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _records(table: Table, rows: Sequence[Mapping[str, Any]]) -> tuple[Record, ...]:
    return tuple(Record(tuple(_lines(table, row))) for row in rows)


def _lines(table: Table, row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, column in table.columns.items():
        value = row[name]
        if not column.label or not _is_given(table, name) or value in (None, "", [], {}):
            continue
        is_secret = column.kind is Kind.SECRET
        yield str(column.label), _("kept, and not given: it would open your account") if is_secret else _told(value)


def _told(value: Any) -> str:
    match value:
        case bool():
            return _("Yes") if value else _("No")
        case datetime():
            return f"{show_date(value)}, {value.astimezone(UTC):%H:%M} UTC"
        case date():
            return show_date(value)
        case float():
            return show_number(value)
        case list():
            return _(", ").join(_told(one) for one in value)
        case dict():
            return _(", ").join(f"{name}: {_told(one)}" for name, one in value.items())
    return str(value)


def _notice(until: datetime, root: str) -> Notice:
    return Notice(
        _("The copy of your data is ready"),
        (
            _("You asked for a copy of everything we know of you. You find it on the page about your data."),
            _("It stays there until %(date)s. Only you can fetch it, when you are signed in.", date=show_date(until)),
        ),
        (_("Your data"), f"{root}/account/data"),
    )
