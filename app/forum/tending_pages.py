"""What the pages of those who look after threads show."""

from collections.abc import Collection
from dataclasses import dataclass

from app.accounts.actors import Actor
from app.forum.case_pages import tended_by
from app.forum.case_queries import StepKept, steps_of
from app.forum.kinds import PostState
from app.forum.models import Thread
from app.forum.pages import Named, names_of, post_page
from app.forum.policy import Place, may_tend
from app.forum.tending_actions import is_restorable
from app.forum.thread_queries import PostKept, posts_between
from app.platform.errors import CannotBe
from app.platform.i18n import _
from app.platform.paging import PageOf
from app.platform.verdicts import Verdict, refused

SPLIT_PAGE = 100


@dataclass(frozen=True, slots=True)
class TendingPage:
    """A thread, what can be done to it, and what was."""

    thread: Thread
    category: Named
    # Where else it may go: number and title.
    categories: tuple[tuple[str, str], ...]
    steps: tuple[StepKept, ...]


@dataclass(frozen=True, slots=True)
class SplitPage:
    """The posts to choose from; `chosen` are those that were ticked before."""

    thread: Thread
    category: Named
    posts: PageOf[PostKept]
    chosen: Collection[int]


def tended_thread(thread: Thread) -> Thread:
    """A thread that still has posts; raises CannotBe for one that was merged into another."""
    if thread.merged_into_id is not None:
        raise CannotBe(_("This thread was merged into another one. What can be done is done there."))
    return thread


def tending_page(actor: Actor, thread: Thread, place: Place) -> TendingPage:
    """All that can be done to a thread, and what was."""
    others = [one for one in tended_by(actor) if one.id != place.id and one.archived_at is None]
    names = names_of([place, *others])
    categories = tuple((str(one.id), names[one.id].title) for one in others)
    return TendingPage(thread, names[place.id], categories, tuple(steps_of(thread.id)))


def split_page(thread: Thread, place: Place, asked: int, chosen: Collection[int]) -> SplitPage:
    """The posts of a thread to choose from."""
    number = min(max(1, asked), max(1, -(-thread.last_number // SPLIT_PAGE)))
    posts = posts_between(thread.id, (number - 1) * SPLIT_PAGE + 1, number * SPLIT_PAGE)
    page = PageOf(posts, number, SPLIT_PAGE, thread.last_number)
    return SplitPage(thread, names_of([place])[place.id], page, chosen)


def may_restore_post(actor: Actor, post_id: int) -> Verdict:
    """Whoever looks after the category, where the words are still kept."""
    at = post_page(actor, post_id)
    may = may_tend(actor, at.place)
    if may and not is_restorable(at.post):
        if at.post.state is PostState.REMOVED:
            return refused(_("Its author took it away, and its words are not kept."))
        return refused(_("This post is not removed."))
    return may
