"""What the pages of the forum show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from app.accounts.actors import Actor
from app.forum.answering import floor_for
from app.forum.case_queries import StepKept, traces_of
from app.forum.conduct import RULES_BY_KEY, Rule
from app.forum.fishbowl_panel import FishbowlPanel, fishbowl_panel
from app.forum.kinds import Followed, IdeaStatus, PostState, ThreadKind
from app.forum.list_queries import Listed, Threads, listed_in, threads_in
from app.forum.models import Post, Thread
from app.forum.numbering import first_unread, page_with, page_within, span_of
from app.forum.part_pages import DraftLine, TakingPart, draft_lines, taking_part
from app.forum.part_queries import ties_of, topics_in
from app.forum.policy import (
    Place,
    may_add,
    may_open_thread,
    may_read,
    may_reply,
    may_see_thread,
    may_see_words,
    may_tend,
)
from app.forum.queries import (
    Attendance,
    attendance_of,
    find_thread,
    follows,
    get_place,
    get_post,
    no_thread,
    places_for,
    readable,
)
from app.forum.thread_queries import Author, PostKept, VersionKept, posts_between, posts_with, read_up_to, versions_of
from app.forum.topics import Topic
from app.forum.visits import Visit
from app.forum.wishes import Wish
from app.library.editions import Edition
from app.library.queries import all_editions
from app.platform.i18n import _, language
from app.platform.paging import PageOf
from app.platform.verdicts import ALLOWED, Verdict, refused, require_or_hide

# A fishbowl is opened by a form of its own.
_KINDS_OF_ONE_FORM = tuple(kind for kind in ThreadKind if kind is not ThreadKind.FISHBOWL)


@dataclass(frozen=True, slots=True)
class Named:
    """A category as it is shown: its words in the reader's language, or the next best."""

    id: int
    key: str
    title: str
    summary: str
    # The language of its words.
    language: str
    course_slug: str | None
    is_archived: bool


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """A category in the list of all, with what goes on in it."""

    category: Named
    threads: int
    last_post_at: datetime | None


@dataclass(frozen=True, slots=True)
class HomePage:
    """The categories somebody reads, and the threads of them all."""

    categories: tuple[CategoryLine, ...]
    of_courses: tuple[CategoryLine, ...]
    threads: Threads
    wish: Wish
    names: Mapping[int, Named]
    visit: Visit | None
    topics: tuple[Topic, ...]
    drafts: list[DraftLine]


@dataclass(frozen=True, slots=True)
class CategoryPage:
    """One category with its threads."""

    category: Named
    threads: Threads
    wish: Wish
    may_open: Verdict
    may_tend: Verdict
    is_followed: bool
    visit: Visit | None
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class TopicPage:
    """The threads about one topic."""

    threads: Threads
    wish: Wish
    names: Mapping[int, Named]
    is_followed: bool


@dataclass(frozen=True, slots=True)
class Opening:
    """Where a thread is about to be opened, and of which kinds it may be."""

    category: Named
    kinds: tuple[ThreadKind, ...]


@dataclass(frozen=True, slots=True)
class PostShown:
    """A post as its reader sees it; `html` is empty where it was removed."""

    id: int
    number: int
    author: Author
    language: str
    html: str
    made_at: datetime
    edited_at: datetime | None
    is_removed: bool
    is_held: bool
    # Whether its own author took it away; otherwise whoever looks after the category did.
    is_taken_back: bool
    removal_reason: str
    # The rule that it broke; None where its author took it away.
    removal_rule: Rule | None
    helpful: int
    reply_to: int | None
    reply_to_id: int | None
    reply_to_author: str
    is_own: bool
    is_new: bool
    is_accepted: bool
    may_reply: bool
    may_change: bool
    may_translate: bool
    may_remove: bool
    may_report: bool
    may_restore: bool


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """One page of a thread, and what its reader may do there."""

    id: int
    category: Named
    kind: ThreadKind
    title: str
    language: str
    status: IdeaStatus | None
    votes: int
    posts: PageOf[PostShown]
    # The question or idea itself, and the accepted answer, where they stand on another page.
    accepted: PostShown | None
    is_followed: bool
    is_pinned: bool
    is_locked: bool
    is_archived: bool
    is_removed: bool
    # Its author and those who look after the category see it before others do.
    is_held: bool
    # Where posts went to and came from.
    traces: tuple[StepKept, ...]
    may_reply: Verdict
    may_tend: Verdict
    # How far the reader had read before they were shown this page, and how far it goes.
    read_up_to: int
    shown_up_to: int
    part: TakingPart
    # Seats, notes and voices; None for other threads.
    fishbowl: FishbowlPanel | None

    @property
    def first_new(self) -> int | None:
        """The number of the first post on this page that is new, unless it is the one at the top."""
        new = next((post.number for post in self.posts.rows if post.is_new), None)
        return None if new is None or new == self.posts.rows[0].number else new


@dataclass(frozen=True, slots=True)
class PostPage:
    """One post with the thread in which it stands."""

    post: Post
    thread: Thread
    category: Named
    place: Place


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """How a post read before, the newest first, ahead of how it reads now."""

    at: PostPage
    author: Author
    versions: tuple[VersionKept, ...]


def home_page(actor: Actor, wish: Wish) -> HomePage:
    """The whole forum, as far as somebody may read it."""
    assert actor.user_id is not None
    places = readable(places_for(actor), actor)
    ids, named = [place.id for place in places], names_of(places)
    attendance = attendance_of(actor.user_id)
    wish = replace(wish, mine=languages_of(attendance, places, named))
    listed = listed_in(ids, wish.mine)
    threads = threads_in(
        ids,
        actor.user_id,
        wish,
        caught_up_at=attendance.caught_up_at,
        pinned_first=False,
        counted=_counted(wish, listed.values()) if wish.is_for_all else None,
    )
    lines = [
        CategoryLine(named[place.id], found.threads, found.last_post_at)
        if (found := listed.get(place.id))
        else CategoryLine(named[place.id], 0, None)
        for place in places
    ]
    return HomePage(
        categories=tuple(line for line in lines if line.category.course_slug is None),
        of_courses=tuple(line for line in lines if line.category.course_slug is not None),
        threads=threads,
        wish=wish,
        names=named,
        visit=attendance.visit,
        topics=topics_in(ids),
        drafts=draft_lines(actor) if attendance.has_drafts else [],
    )


def _counted(wish: Wish, listed: Iterable[Listed]) -> tuple[int, int]:
    """Of threads of all kinds, how many a wish shows, and how many are in languages that its reader does not read."""
    found = list(listed)
    whole = sum(one.threads for one in found)
    shown = sum(one.in_languages for one in found) if wish.is_in_mine else whole
    return shown, whole - shown


def topic_page(actor: Actor, topic: Topic, wish: Wish) -> TopicPage:
    """The threads about a topic, as far as somebody may read them."""
    assert actor.user_id is not None
    places = readable(places_for(actor), actor)
    attendance, named = attendance_of(actor.user_id), names_of(places)
    wish = replace(wish, topic=topic.key, mine=languages_of(attendance, places, named))
    threads = threads_in(
        [place.id for place in places],
        actor.user_id,
        wish,
        caught_up_at=attendance.caught_up_at,
        pinned_first=False,
    )
    return TopicPage(threads, wish, named, follows(actor.user_id, Followed.TOPIC, topic.key))


def category_page(actor: Actor, key: str, wish: Wish) -> CategoryPage:
    """One category; raises NotFound where it is not there, and Refused where somebody may not read it."""
    assert actor.user_id is not None
    place = readable_place(actor, key)
    attendance, named = attendance_of(actor.user_id), names_of([place])
    wish = replace(wish, mine=languages_of(attendance, [place], named))
    threads = threads_in([place.id], actor.user_id, wish, caught_up_at=attendance.caught_up_at, pinned_first=True)
    return CategoryPage(
        category=named[place.id],
        threads=threads,
        wish=wish,
        may_open=may_open_thread(actor, place),
        may_tend=may_tend(actor, place),
        is_followed=follows(actor.user_id, Followed.CATEGORY, place.id),
        visit=attendance.visit,
        topics=topics_in([place.id]),
    )


def readable_place(actor: Actor, key: str) -> Place:
    """A category that somebody may read; that others are there is hidden."""
    place = get_place(actor, key)
    require_or_hide(may_read(actor, place), _("There is no such category in the forum."))
    return place


def opening(actor: Actor, place: Place) -> Opening:
    """Where a thread is about to be opened."""
    kinds = tuple(kind for kind in _KINDS_OF_ONE_FORM if may_open_thread(actor, place, kind))
    return Opening(names_of([place])[place.id], kinds)


def seen_thread(actor: Actor, thread_id: int) -> tuple[Thread, Place]:
    """A thread and its category; raises NotFound where somebody may not know of it."""
    found = find_thread(actor, thread_id)
    if found is None:
        raise no_thread()
    thread, place = found
    require_or_hide(may_see_thread(actor, place, thread), str(no_thread()))
    return found


def thread_page(actor: Actor, thread: Thread, place: Place, asked: int) -> ThreadPage:
    """A page of a thread that somebody may see."""
    assert actor.user_id is not None
    number = page_within(asked, thread.last_number)
    first, last = span_of(number)
    floor = floor_for(actor, place, thread)
    may = may_reply(actor, place, thread, floor)
    may_add_here, tends = may_add(actor, place, thread), may_tend(actor, place)
    kept = posts_between(thread.id, first, last)
    accepted = next((one for one in kept if one.id == thread.accepted_post_id), None)
    if accepted is None and thread.accepted_post_id is not None and number == 1:
        accepted = next(iter(posts_with([thread.accepted_post_id])), None)
    ties = ties_of(actor.user_id, thread.id, [*(one.id for one in kept), *([accepted.id] if accepted else [])])
    context = _Reader(actor, place, thread, bool(may), bool(may_add_here), bool(tends), ties.read_up_to)
    return ThreadPage(
        id=thread.id,
        category=names_of([place])[place.id],
        kind=thread.kind,
        title=thread.title,
        language=thread.language,
        status=thread.status,
        votes=thread.votes,
        posts=PageOf(
            [context.shown(one) for one in kept if context.sees(one)], number, last - first + 1, thread.last_number
        ),
        accepted=context.shown(accepted) if accepted is not None and number == 1 else None,
        is_followed=ties.is_followed,
        is_pinned=thread.pinned_at is not None,
        is_locked=thread.locked_at is not None,
        is_archived=thread.archived_at is not None or place.archived_at is not None,
        is_removed=thread.removed_at is not None and thread.held_at is None,
        is_held=thread.held_at is not None,
        traces=_traces(thread, place) if ties.has_steps else (),
        may_reply=may,
        may_tend=tends,
        read_up_to=ties.read_up_to,
        shown_up_to=min(last, thread.last_number),
        part=taking_part(actor, place, thread, ties),
        fishbowl=fishbowl_panel(actor, place, thread, floor, may_add_here, number) if floor else None,
    )


def _traces(thread: Thread, place: Place) -> tuple[StepKept, ...]:
    """Where posts went to and came from, as far as that is in the same category: what is elsewhere may be hidden."""
    return tuple(step for step in traces_of(thread.id) if step.other_category_id in (None, place.id))


def unread_at(user_id: int, thread: Thread) -> tuple[int, int]:
    """The page of a thread on which somebody goes on reading, and the number of the post."""
    number = first_unread(read_up_to(user_id, thread.id), thread.last_number)
    return page_with(number), number


def post_page(actor: Actor, post_id: int) -> PostPage:
    """A post that somebody may know of; raises NotFound."""
    post = get_post(post_id)
    thread, place = seen_thread(actor, post.thread_id)
    return PostPage(post, thread, names_of([place])[place.id], place)


def history_page(actor: Actor, post_id: int) -> HistoryPage:
    """How a post read before."""
    at = post_page(actor, post_id)
    author = next(iter(posts_with([post_id]))).author
    return HistoryPage(at, author, tuple(reversed(versions_of(post_id))))


def may_see_history(actor: Actor, at: PostPage) -> Verdict:
    """Whoever reads the post."""
    if may_see_words(actor, at.place, at.post):
        return ALLOWED
    return refused(_("This post was removed, and so was how it read before."))


def languages_of(attendance: Attendance, places: list[Place], named: Mapping[int, Named]) -> tuple[str, ...]:
    """What somebody reads: the language of the pages, those of their profile, and of the courses they take."""
    of_courses = [one.reads_in or named[one.id].language for one in places if one.takes_part]
    return tuple(dict.fromkeys((language(), *attendance.languages, *of_courses)))


def names_of(places: list[Place]) -> dict[int, Named]:
    """The words of categories in the reader's language, or else in English, or else in any."""
    editions = {place.edition.course.slug: place.edition for place in places if place.edition is not None}
    if any(place.course_slug and place.edition is None for place in places):
        editions = {edition.course.slug: edition for edition in all_editions()}
    return {place.id: _named(place, editions) for place in places}


def _named(place: Place, editions: Mapping[str, Edition]) -> Named:
    is_archived = place.archived_at is not None
    edition = editions.get(place.course_slug or "")
    if edition is not None:
        course = edition.in_language(language()).course
        return Named(place.id, place.key, course.title, course.summary, course.language, place.course_slug, is_archived)
    tongue = next((one for one in (language(), "en", *place.titles) if one in place.titles), "en")
    title, summary = place.titles.get(tongue, place.key), place.summaries.get(tongue, "")
    return Named(place.id, place.key, title, summary, tongue, place.course_slug, is_archived)


@dataclass(frozen=True, slots=True)
class _Reader:
    """What is the same for all posts on a page."""

    actor: Actor
    place: Place
    thread: Thread
    may_reply: bool
    may_add: bool
    tends: bool
    read_up_to: int

    def sees(self, kept: PostKept) -> bool:
        """Whether a post stands on the page; what waits to be looked at is not there for others."""
        is_own = kept.author.id is not None and kept.author.id == self.actor.user_id
        return kept.state is not PostState.HELD or is_own or self.tends

    def shown(self, kept: PostKept) -> PostShown:
        """A post as this reader sees it."""
        is_own = kept.author.id is not None and kept.author.id == self.actor.user_id
        # Of what went with an account that was erased, the words are empty.
        is_removed = kept.state is PostState.REMOVED or not kept.html
        is_held = kept.state is PostState.HELD
        is_shown = not is_removed and (not is_held or is_own or self.tends)
        return PostShown(
            id=kept.id,
            number=kept.number,
            author=kept.author,
            language=kept.language,
            html=kept.html if is_shown else "",
            made_at=kept.made_at,
            edited_at=kept.edited_at,
            is_removed=is_removed,
            is_held=is_held,
            is_taken_back=is_removed and kept.removed_by in (None, kept.author.id),
            removal_reason=kept.removal_reason,
            removal_rule=RULES_BY_KEY.get(kept.removal_rule),
            helpful=kept.helpful,
            reply_to=kept.reply_to,
            reply_to_id=kept.reply_to_id,
            reply_to_author=kept.reply_to_author,
            is_own=is_own,
            is_new=kept.number > self.read_up_to and not is_own,
            is_accepted=kept.id == self.thread.accepted_post_id,
            may_reply=self.may_reply and is_shown and not is_held,
            may_change=is_own and is_shown and self.may_add,
            may_translate=self.may_add and is_shown and not is_held,
            may_remove=is_shown and (is_own or self.tends),
            may_report=is_shown and not is_held and not is_own,
            may_restore=kept.state is PostState.REMOVED and self.tends and bool(kept.html),
        )
