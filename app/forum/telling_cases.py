"""Who is told what of reports and decisions, in the transaction that makes it so: one function for each happening."""

from collections.abc import Collection

from app.forum.care_models import Case, Outcome
from app.forum.care_notices import (
    APPEAL_ANSWERED,
    CASE_OPENED,
    JUDGED,
    RELEASED,
    REPORT_ANSWERED,
)
from app.forum.models import Category, Post, Thread
from app.forum.notices import POST_REMOVED
from app.forum.telling_posts import about_post, post_address
from app.forum.tenders import who_tend
from app.platform.telling import take_back, tell


def case_address(case_id: int) -> str:
    """Where those who look after the forum decide it."""
    return f"/forum/reports/{case_id}"


def decision_address(case_id: int) -> str:
    """Where the author of a post reads what was decided."""
    return f"/forum/decisions/{case_id}"


def answer_address(case_id: int) -> str:
    """Where somebody who reported a post reads what became of that."""
    return f"/forum/reported/{case_id}"


def tell_opened(category: Category, thread: Thread, post: Post, case: Case) -> None:
    """A post waits to be looked at: to those who look after its category."""
    people = who_tend(category.course_slug, without=[post.author_id])
    tell(CASE_OPENED, *people, about=_about(case), leads_to=case_address(case.id), thread=thread.title)


def tell_appealed(category: Category, thread: Thread, post: Post, case: Case) -> None:
    """A decision waits to be looked at again: to those who did not make it."""
    people = who_tend(category.course_slug, without=[post.author_id, case.settled_by])
    tell(CASE_OPENED, *people, about=f"{_about(case)}-appeal", leads_to=case_address(case.id), thread=thread.title)


def tell_released(thread: Thread, post: Post, case: Case) -> None:
    """A post that was held is shown: to its author."""
    if post.author_id is not None:
        leads_to = post_address(post.id)
        tell(RELEASED, post.author_id, about=about_post(post.id), leads_to=leads_to, thread=thread.title)


def tell_settled(thread: Thread, post: Post, case: Case, reporters: Collection[int], *, was_held: bool) -> None:
    """There is a decision: to those who reported, and to the author, who does not learn who they are."""
    take_back(CASE_OPENED, _about(case))
    _tell_reporters(thread, case, reporters, _about(case))
    if post.author_id is None or (was_held and case.outcome is Outcome.NOTHING_WRONG):
        return
    leads_to = decision_address(case.id)
    if case.outcome in (Outcome.REMOVED, Outcome.SILENCED):
        tell(POST_REMOVED, post.author_id, about=about_post(post.id), leads_to=leads_to, thread=thread.title)
    else:
        tell(JUDGED, post.author_id, about=_about(case), leads_to=leads_to, thread=thread.title)


def tell_taken_back(thread: Thread, case: Case, reporters: Collection[int]) -> None:
    """An author took away what was reported: to those who reported it."""
    take_back(CASE_OPENED, _about(case))
    _tell_reporters(thread, case, reporters, _about(case))


def tell_appeal_decided(thread: Thread, post: Post, case: Case, reporters: Collection[int]) -> None:
    """Somebody looked again: to the author, and to those who reported where something else was decided."""
    about = f"{_about(case)}-appeal"
    take_back(CASE_OPENED, about)
    _tell_reporters(thread, case, reporters, about)
    if post.author_id is not None:
        leads_to = decision_address(case.id)
        tell(APPEAL_ANSWERED, post.author_id, about=about, leads_to=leads_to, thread=thread.title)


def _tell_reporters(thread: Thread, case: Case, reporters: Collection[int], about: str) -> None:
    tell(REPORT_ANSWERED, *reporters, about=about, leads_to=answer_address(case.id), thread=thread.title)


def _about(case: Case) -> str:
    return f"case-{case.id}"
