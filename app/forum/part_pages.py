"""What a page of a thread shows of taking part, and the pages of what one follows."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.accounts.actors import Actor
from app.forum.drafting import SpotKind
from app.forum.kinds import Followed
from app.forum.models import Thread
from app.forum.part_policy import may_accept, may_set_status, may_vote
from app.forum.part_queries import (
    DraftKept,
    FileShown,
    Member,
    PostLine,
    ThreadLine,
    Ties,
    drafts_of,
    files_of_posts,
    find_member,
    followed_by,
    muted_by,
    names_of_people,
    newest_posts_by,
    threads_among,
    titles_of_threads,
)
from app.forum.policy import Place
from app.forum.queries import follows, places_for, readable
from app.forum.topics import Topic, find_topic
from app.forum.translation_queries import TranslationShown, translations_of
from app.platform.errors import NotFound
from app.platform.i18n import _, language
from app.platform.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class TakingPart:
    """What a reader of a thread has done there beside writing, and may do."""

    topics: tuple[Topic, ...]
    # By number of the post.
    files: Mapping[int, tuple[FileShown, ...]]
    translations: Mapping[int, TranslationShown]
    marked: frozenset[int]
    # People, by number.
    muted: frozenset[int]
    has_voted: bool
    has_draft: bool
    may_vote: Verdict
    may_accept: Verdict
    may_set_status: Verdict


@dataclass(frozen=True, slots=True)
class DraftLine:
    """Something that was begun; the title is empty where its place is not theirs to read any more."""

    draft: DraftKept
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class FollowedPerson:
    """Somebody who is followed or muted; the name is empty for who left."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class FollowingPage:
    """All that somebody follows, and whom they muted."""

    threads: list[ThreadLine]
    categories: list[Place]
    people: list[FollowedPerson]
    topics: list[Topic]
    muted: list[FollowedPerson]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to stop."""
        return not (self.threads or self.categories or self.people or self.topics or self.muted)


@dataclass(frozen=True, slots=True)
class MemberPage:
    """Somebody as their colleagues in the forum see them."""

    member: Member
    posts: list[PostLine]
    # The categories of these posts.
    places: list[Place]
    is_own: bool
    is_followed: bool
    is_muted: bool


def taking_part(actor: Actor, place: Place, thread: Thread, ties: Ties) -> TakingPart:
    """What one reader, with these ties to a page of a thread, did there and may do."""
    return TakingPart(
        topics=ties.topics,
        files=files_of_posts(ties.with_files),
        translations=translations_of(ties.translated, language()),
        marked=ties.marked,
        muted=ties.muted,
        has_voted=ties.has_voted,
        has_draft=ties.has_draft,
        may_vote=may_vote(actor, place, thread),
        may_accept=may_accept(actor, place, thread),
        may_set_status=may_set_status(actor, place, thread),
    )


def following_page(actor: Actor) -> FollowingPage:
    """What somebody follows, as far as they may read it."""
    assert actor.user_id is not None
    places = readable(places_for(actor), actor)
    followed = followed_by(actor.user_id)
    wanted = {int(target) for target in followed[Followed.CATEGORY]}
    people = [int(target) for target in followed[Followed.PERSON]]
    muted = sorted(muted_by(actor.user_id))
    names = names_of_people([*people, *muted])
    return FollowingPage(
        threads=threads_among([int(one) for one in followed[Followed.THREAD]], [place.id for place in places]),
        categories=[place for place in places if place.id in wanted],
        people=[FollowedPerson(number, names.get(number, "")) for number in people],
        topics=[topic for key in followed[Followed.TOPIC] if (topic := find_topic(key)) is not None],
        muted=[FollowedPerson(number, names.get(number, "")) for number in muted],
    )


def member_page(actor: Actor, user_id: int) -> MemberPage:
    """Somebody who wrote what one may read, or is in the who-is-who; raises NotFound for all others."""
    assert actor.user_id is not None
    member = find_member(user_id)
    places = readable(places_for(actor), actor)
    posts = newest_posts_by(user_id, [place.id for place in places]) if member else []
    if member is None or not (posts or member.profile_id is not None or user_id == actor.user_id):
        raise NotFound(_("There is nobody of this number whom you know from the forum."))
    return MemberPage(
        member=member,
        posts=posts,
        places=places if posts else [],
        is_own=user_id == actor.user_id,
        is_followed=follows(actor.user_id, Followed.PERSON, user_id),
        is_muted=user_id in muted_by(actor.user_id),
    )


def draft_lines(actor: Actor) -> list[DraftLine]:
    """What somebody has begun, each with where it belongs, as far as they may read that."""
    assert actor.user_id is not None
    drafts = drafts_of(actor.user_id)
    if not drafts:
        return []
    places = {place.id: place for place in readable(places_for(actor), actor)}
    threads = [draft.spot.id for draft in drafts if draft.spot.kind in (SpotKind.THREAD, SpotKind.SUMMARY)]
    posts = [draft.spot.id for draft in drafts if draft.spot.kind is SpotKind.POST]
    titles = titles_of_threads(threads, posts)
    lines = []
    for draft in drafts:
        title, tongue, category_id = titles.get(draft.spot.key, ("", "en", 0))
        if category_id not in places:
            title = ""
        if draft.spot.kind in (SpotKind.CATEGORY, SpotKind.FISHBOWL):
            title, tongue = str(draft.typed.get("title", "")), str(draft.typed.get("language", "en"))
        lines.append(DraftLine(draft, title, tongue))
    return lines
