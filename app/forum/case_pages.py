"""What the pages about reports, decisions and silences show."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.accounts.actors import Actor
from app.forum.care_models import Case, Report
from app.forum.care_policy import (
    may_appeal,
    may_decide_appeal,
    may_see_decision,
    may_settle,
    may_silence,
    may_silence_everywhere,
)
from app.forum.case_queries import (
    CaseLine,
    ReportKept,
    SilenceKept,
    cases_in,
    find_report,
    get_case,
    get_silence,
    line_of,
    no_case,
    reports_of,
    silences,
)
from app.forum.models import Post, Thread
from app.forum.pages import Named, names_of
from app.forum.policy import Place, may_tend
from app.forum.queries import get_post, get_thread, place_of, places_for
from app.forum.tenders import tends
from app.platform import clock
from app.platform.paging import PageOf
from app.platform.verdicts import Verdict, require, require_or_hide


@dataclass(frozen=True, slots=True)
class QueuePage:
    """What waits for those who look after some categories, or what they decided."""

    cases: PageOf[CaseLine]
    names: Mapping[int, Named]
    is_decided: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    """One post to decide about."""

    line: CaseLine
    case: Case
    post: Post
    thread: Thread
    category: Named
    reports: tuple[ReportKept, ...]
    may_settle: Verdict
    may_decide_appeal: Verdict
    may_silence: Verdict
    may_silence_everywhere: Verdict
    is_mine: bool


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """What was decided about a post, for whoever wrote it."""

    case: Case
    post: Post
    thread: Thread
    may_appeal: Verdict


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """What became of a report, for whoever made it."""

    case: Case
    report: Report
    thread: Thread
    post: Post


@dataclass(frozen=True, slots=True)
class SilencesPage:
    """Who may not write now."""

    silences: tuple[SilenceKept, ...]
    names: Mapping[int, Named]


def tended_by(actor: Actor) -> list[Place]:
    """The categories that somebody looks after."""
    return [place for place in places_for(actor) if may_tend(actor, place)]


def queue_page(actor: Actor, page: int, *, is_decided: bool) -> QueuePage:
    """What waits in the categories that somebody looks after."""
    places = tended_by(actor)
    return QueuePage(
        cases_in([place.id for place in places], page, is_decided=is_decided), names_of(places), is_decided
    )


def case_page(actor: Actor, case_id: int) -> CasePage:
    """A post to decide about; that there is one is hidden from whoever does not look after its category."""
    case = get_case(case_id)
    post = get_post(case.post_id)
    thread = get_thread(post.thread_id)
    place = place_of(actor, thread.category_id)
    require_or_hide(may_tend(actor, place), str(no_case()))
    author_tends = post.author_id is not None and tends(post.author_id, place.course_slug)
    return CasePage(
        line=line_of(case_id),
        case=case,
        post=post,
        thread=thread,
        category=names_of([place])[place.id],
        reports=tuple(reports_of(case_id)),
        may_settle=may_settle(actor, place, case, post),
        may_decide_appeal=may_decide_appeal(actor, place, case, post),
        may_silence=may_silence(actor, place, post.author_id, author_tends=author_tends),
        may_silence_everywhere=may_silence_everywhere(actor),
        is_mine=case.claimed_by == actor.user_id,
    )


def decision_page(actor: Actor, case_id: int) -> DecisionPage:
    """What was decided about one's own post; others do not learn that there was anything to decide."""
    case = get_case(case_id)
    post = get_post(case.post_id)
    require_or_hide(may_see_decision(actor, case, post), str(no_case()))
    return DecisionPage(case, post, get_thread(post.thread_id), may_appeal(actor, case, post, clock.now()))


def answer_page(actor: Actor, case_id: int) -> AnswerPage:
    """What became of one's own report."""
    assert actor.user_id is not None
    case = get_case(case_id)
    report = find_report(case_id, actor.user_id)
    if report is None:
        raise no_case()
    post = get_post(case.post_id)
    return AnswerPage(case, report, get_thread(post.thread_id), post)


def silences_page(actor: Actor) -> SilencesPage:
    """Who may not write in the categories that somebody looks after; of the whole forum for UCLG Learning."""
    places = tended_by(actor)
    ids = None if may_silence_everywhere(actor) else [place.id for place in places]
    return SilencesPage(tuple(silences(ids)), names_of(places))


def seen_silence(actor: Actor, silence_id: int) -> tuple[SilenceKept, bool]:
    """A silence, for whom it concerns and for those who may lift it; and whether whoever asks may."""
    kept = get_silence(silence_id)
    may = may_lift(actor, kept)
    if kept.user_id != actor.user_id:
        require(may)
    return kept, bool(may) and kept.user_id != actor.user_id


def may_lift(actor: Actor, kept: SilenceKept) -> Verdict:
    """Whoever could silence them there."""
    if kept.category_id is None:
        return may_silence_everywhere(actor)
    return may_tend(actor, place_of(actor, kept.category_id))
