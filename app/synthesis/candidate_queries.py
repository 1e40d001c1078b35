"""Reads what of a period may be worth putting into its synthesis."""

from dataclasses import dataclass

from sqlalchemy import and_, case, or_, select

from app.forum.fishbowl_models import Fishbowl
from app.forum.kinds import IdeaStatus, PostState, ThreadKind
from app.forum.models import Post, Thread
from app.forum.writing import gist_of
from app.platform import clock
from app.platform.database import read_values
from app.synthesis.candidates import MANY_REPLIES, Candidate, Sort
from app.synthesis.models import SynthesisItem, SynthesisSection
from app.synthesis.periods import Period
from app.synthesis.queries import public_works_of

# Of a busy quarter the most helpful; nobody reads further.
_MOST_WEIGHED = 500
_post, _thread, _fishbowl = Post.__table__.c, Thread.__table__.c, Fishbowl.__table__.c
_item, _section = SynthesisItem.__table__.c, SynthesisSection.__table__.c


@dataclass(frozen=True, slots=True)
class Piece:
    """How a candidate is shown: its title, and the beginning of its words where there are any."""

    title: str
    title_language: str
    words: str
    course_slug: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a synthesis points at already."""

    post_ids: frozenset[int]
    work_ids: frozenset[int]


def candidates_in(category_id: int, course_slug: str | None, period: Period) -> dict[Candidate, Piece]:
    """What was written and shown in a category in a period, with how it is shown."""
    found = _posts(category_id, period)
    for work in public_works_of(course_slug, period) if course_slug else ():
        found[Candidate(Sort.WORK, work.id, work.language, None)] = Piece(
            work.title, work.language, "", work.course_slug
        )
    return found


def taken_by(synthesis_id: int) -> Taken:
    """What a synthesis points at already."""
    rows = read_values(
        select(_item.post_id, _item.shown_work_id)
        .join(SynthesisSection.__table__, _section.id == _item.section_id)
        .where(_section.synthesis_id == synthesis_id)
    ).all()
    return Taken(
        frozenset(row.post_id for row in rows if row.post_id is not None),
        frozenset(row.shown_work_id for row in rows if row.shown_work_id is not None),
    )


def _posts(category_id: int, period: Period) -> dict[Candidate, Piece]:
    opens = and_(
        _post.number == 1,
        or_(_thread.kind.in_((ThreadKind.QUESTION, ThreadKind.IDEA)), _thread.replies >= MANY_REPLIES),
    )
    days = clock.beginning_of(period.first), clock.end_of(period.last)
    # A fishbowl belongs to the period in which it was summed up, whenever it was opened.
    is_summed_up = and_(_post.number == 1, _fishbowl.summed_up_at.between(*days))
    is_worth_weighing = or_(_post.helpful > 0, _thread.accepted_post_id == _post.id, opens)
    rows = read_values(
        select(
            _post.id,
            _post.number,
            _post.language,
            _post.author_id,
            _post.thread_id,
            _post.helpful,
            _post.html,
            _thread.title,
            _thread.language.label("title_language"),
            _thread.kind,
            _thread.accepted_post_id,
            _thread.votes,
            _thread.status,
            _thread.replies,
            _fishbowl.summed_up_at,
            _fishbowl.agreement_html,
            _fishbowl.disagreement_html,
            _fishbowl.questions_html,
        )
        .select_from(Post.__table__)
        .join(Thread.__table__, _thread.id == _post.thread_id)
        .outerjoin(Fishbowl.__table__, _fishbowl.thread_id == _thread.id)
        .where(
            _thread.category_id == category_id,
            _thread.removed_at.is_(None),
            _post.state == PostState.SHOWN,
            _post.html != "",
            or_(and_(_post.made_at.between(*days), is_worth_weighing), is_summed_up),
        )
        .order_by(case((is_summed_up, 0), else_=1), _post.helpful.desc(), _post.id.desc())
        .limit(_MOST_WEIGHED)
    )
    found = {}
    for row in rows:
        opens_thread = row.number == 1
        is_accepted = row.accepted_post_id == row.id
        candidate = Candidate(
            sort=_sort(row.kind, opens_thread, is_accepted),
            id=row.id,
            language=row.language,
            author_id=row.author_id,
            thread_id=row.thread_id,
            helpful=row.helpful,
            is_accepted=is_accepted,
            is_answered=opens_thread and row.accepted_post_id is not None,
            votes=row.votes if opens_thread else 0,
            is_decided=opens_thread and row.status not in (None, IdeaStatus.OPEN),
            replies=row.replies if opens_thread else 0,
            is_summed_up=opens_thread and row.summed_up_at is not None,
        )
        summary = (row.agreement_html, row.disagreement_html, row.questions_html) if candidate.is_summed_up else ()
        found[candidate] = Piece(row.title, row.title_language, gist_of(" ".join(filter(None, summary)) or row.html))
    return found


def _sort(kind: ThreadKind, opens_thread: bool, is_accepted: bool) -> Sort:
    if is_accepted:
        return Sort.ANSWER
    if opens_thread and kind is ThreadKind.QUESTION:
        return Sort.QUESTION
    if opens_thread and kind is ThreadKind.IDEA:
        return Sort.IDEA
    if opens_thread and kind is ThreadKind.FISHBOWL:
        return Sort.FISHBOWL
    return Sort.ANSWER if kind is ThreadKind.QUESTION else Sort.POST
