"""Reads of reports, decisions and silences."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.forum.care_models import Case, Cause, Outcome, Report, Silence, Step, ThreadStep
from app.forum.models import Post, Thread
from app.platform import clock
from app.platform.database import db, read_values
from app.platform.errors import NotFound
from app.platform.i18n import _
from app.platform.paging import PageOf

PAGE = 30
_case, _post, _thread, _report = Case.__table__.c, Post.__table__.c, Thread.__table__.c, Report.__table__.c
_silence, _step = Silence.__table__.c, ThreadStep.__table__.c
_author, _claimer, _doer, _other = (
    aliased(User.__table__),
    aliased(User.__table__),
    aliased(User.__table__),
    aliased(Thread.__table__),
)


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A post that is looked at, in a list."""

    id: int
    post_id: int
    number: int
    thread_id: int
    title: str
    language: str
    category_id: int
    author_id: int | None
    author: str
    cause: Cause
    opened_at: datetime
    waiting_since: datetime | None
    is_appeal: bool
    claimed_by: int | None
    claimer: str
    claimed_at: datetime | None
    reports: int
    outcome: Outcome | None
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReportKept:
    """What somebody reported; `name` is empty for somebody who left."""

    name: str
    rule: str
    words: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class StepKept:
    """One thing that was done to a thread."""

    step: Step
    post_id: int | None
    done_by: str
    done_at: datetime
    rule: str
    reason: str
    other_id: int | None
    other_title: str
    other_category_id: int | None
    is_other_seen: bool
    posts: int


@dataclass(frozen=True, slots=True)
class SilenceKept:
    """Somebody who may not write for a time."""

    id: int
    user_id: int
    name: str
    category_id: int | None
    rule: str
    reason: str
    since: datetime
    until: datetime
    giver: str
    lifted_at: datetime | None


def cases_in(category_ids: Collection[int], page: int, *, is_decided: bool) -> PageOf[CaseLine]:
    """What waits in these categories, the oldest first; or what was decided, the newest first."""
    is_waiting = _case.waiting_since.is_not(None)
    chosen = _LINES.where(_thread.category_id.in_(category_ids), ~is_waiting if is_decided else is_waiting)
    order = (_case.settled_at.desc(), _case.id.desc()) if is_decided else (_case.waiting_since, _case.id)
    total: int = read_values(select(func.count().label("number")).select_from(chosen.subquery())).scalar_one()
    number = min(max(1, page), max(1, -(-total // PAGE)))
    rows = read_values(chosen.order_by(*order).limit(PAGE).offset((number - 1) * PAGE))
    return PageOf([_line(row) for row in rows], number, PAGE, total)


def get_case(case_id: int) -> Case:
    """A case; raises NotFound."""
    case = db.session.get(Case, case_id)
    if case is None:
        raise no_case()
    return case


def no_case() -> NotFound:
    """What is raised for a report that is not there, or not for its reader."""
    return NotFound(_("There is no such report."))


def line_of(case_id: int) -> CaseLine:
    """A case as it stands in the list."""
    return _line(read_values(_LINES.where(_case.id == case_id)).one())


def reports_of(case_id: int) -> list[ReportKept]:
    """What people reported of a post, the first report first."""
    rows = read_values(
        select(_author.c.name, _report.rule, _report.words, _report.made_at)
        .select_from(Report.__table__)
        .outerjoin(_author, _author.c.id == _report.reporter_id)
        .where(_report.case_id == case_id)
        .order_by(_report.id)
    )
    return [ReportKept(row.name or "", row.rule, row.words, row.made_at) for row in rows]


def find_report(case_id: int, reporter_id: int) -> Report | None:
    """What somebody reported in a case."""
    wanted = select(Report).where(Report.case_id == case_id, Report.reporter_id == reporter_id)
    return db.session.scalars(wanted).first()


def has_reported(post_id: int, reporter_id: int) -> bool:
    """Whether somebody reported a post that nobody has decided about yet."""
    wanted = (
        select(_report.id)
        .join(Case.__table__, _case.id == _report.case_id)
        .where(_case.post_id == post_id, _case.settled_at.is_(None), _report.reporter_id == reporter_id)
    )
    return read_values(wanted).first() is not None


def steps_of(thread_id: int) -> list[StepKept]:
    """All that was done to a thread, the newest first."""
    rows = read_values(_STEPS.where(_step.thread_id == thread_id).order_by(_step.id.desc()))
    return [_step_kept(row) for row in rows]


def traces_of(thread_id: int) -> list[StepKept]:
    """Where posts of a thread went to, and came from, for all who read it; the oldest first."""
    shown = _step.step.in_((Step.SPLIT_OFF, Step.SPLIT_FROM, Step.MERGED_IN))
    rows = read_values(_STEPS.where(_step.thread_id == thread_id, shown).order_by(_step.id))
    return [_step_kept(row) for row in rows]


def silences(category_ids: Collection[int] | None) -> list[SilenceKept]:
    """Who may not write now, in these categories or in all; None for every category."""
    now = clock.now()
    going_on = and_(_silence.until > now, _silence.lifted_at.is_(None))
    chosen = _SILENCES.where(going_on)
    if category_ids is not None:
        chosen = chosen.where(_silence.category_id.in_(category_ids))
    return [_silence_kept(row) for row in read_values(chosen.order_by(_silence.until))]


def get_silence(silence_id: int) -> SilenceKept:
    """A silence; raises NotFound."""
    row = read_values(_SILENCES.where(_silence.id == silence_id)).first()
    if row is None:
        raise NotFound(_("There is no such silence."))
    return _silence_kept(row)


_LINES = (
    select(
        _case.id,
        _case.post_id,
        _post.number,
        _post.thread_id,
        _thread.title,
        _thread.language,
        _thread.category_id,
        _post.author_id,
        _author.c.name.label("author"),
        _case.cause,
        _case.opened_at,
        _case.waiting_since,
        _case.appealed_at,
        _case.claimed_by,
        _claimer.c.name.label("claimer"),
        _case.claimed_at,
        _case.outcome,
        _case.settled_at,
        select(func.count()).where(_report.case_id == _case.id).scalar_subquery().label("reports"),
    )
    .select_from(Case.__table__)
    .join(Post.__table__, _post.id == _case.post_id)
    .join(Thread.__table__, _thread.id == _post.thread_id)
    .outerjoin(_author, _author.c.id == _post.author_id)
    .outerjoin(_claimer, _claimer.c.id == _case.claimed_by)
)
_STEPS = (
    select(
        _step.step,
        _step.post_id,
        _doer.c.name.label("done_by"),
        _step.done_at,
        _step.rule,
        _step.reason,
        _step.other_id,
        _other.c.title.label("other_title"),
        _other.c.category_id.label("other_category_id"),
        _other.c.removed_at.label("other_removed_at"),
        _step.facts,
    )
    .select_from(ThreadStep.__table__)
    .outerjoin(_doer, _doer.c.id == _step.done_by)
    .outerjoin(_other, _other.c.id == _step.other_id)
)
_SILENCES = (
    select(
        _silence.id,
        _silence.user_id,
        _author.c.name.label("name"),
        _silence.category_id,
        _silence.rule,
        _silence.reason,
        _silence.since,
        _silence.until,
        _doer.c.name.label("giver"),
        _silence.lifted_at,
    )
    .select_from(Silence.__table__)
    .join(_author, _author.c.id == _silence.user_id)
    .outerjoin(_doer, _doer.c.id == _silence.given_by)
)


def _line(row: object) -> CaseLine:
    kept = dict(row._mapping)  # type: ignore[attr-defined]
    is_appeal = kept.pop("appealed_at") is not None
    return CaseLine(**kept | {"author": kept["author"] or "", "claimer": kept["claimer"] or "", "is_appeal": is_appeal})


def _step_kept(row: object) -> StepKept:
    kept = row._mapping  # type: ignore[attr-defined]
    return StepKept(
        step=kept["step"],
        post_id=kept["post_id"],
        done_by=kept["done_by"] or "",
        done_at=kept["done_at"],
        rule=kept["rule"],
        reason=kept["reason"],
        other_id=kept["other_id"],
        other_title=kept["other_title"] or "",
        other_category_id=kept["other_category_id"],
        is_other_seen=kept["other_id"] is not None and kept["other_removed_at"] is None,
        posts=kept["facts"].get("posts", 0),
    )


def _silence_kept(row: object) -> SilenceKept:
    kept = dict(row._mapping)  # type: ignore[attr-defined]
    return SilenceKept(**kept | {"giver": kept["giver"] or ""})
