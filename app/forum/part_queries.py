"""Reads of marks, votes, topics, mutes, drafts, files of posts, and of what somebody follows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Select, String, and_, bindparam, cast, literal, or_, select, union_all

from app.accounts.models import Organisation, User
from app.directory.models import Profile
from app.files.kinds import PICTURES, Kind
from app.files.models import StoredFile
from app.files.queries import get_file
from app.forum.care_models import ThreadStep
from app.forum.drafting import Spot, SpotKind, find_spot
from app.forum.kinds import Followed, PostState
from app.forum.models import Follow, Post, Reading, Thread
from app.forum.part_models import Draft, HelpfulMark, IdeaVote, MutedPerson, PostFile, ThreadTopic
from app.forum.topics import Topic, known_among
from app.forum.translation_models import Translation
from app.platform.database import db, read_values
from app.platform.errors import NotFound
from app.platform.i18n import _, language
from app.platform.recent import recent

_MOST_POSTS = 20
_thread, _post, _follow = Thread.__table__.c, Post.__table__.c, Follow.__table__.c
_user, _organisation, _profile = User.__table__.c, Organisation.__table__.c, Profile.__table__.c
_mark, _vote, _muted, _topic = (
    HelpfulMark.__table__.c,
    IdeaVote.__table__.c,
    MutedPerson.__table__.c,
    ThreadTopic.__table__.c,
)
_translation, _reading, _step = Translation.__table__.c, Reading.__table__.c, ThreadStep.__table__.c
_of_post, _stored, _draft = PostFile.__table__.c, StoredFile.__table__.c, Draft.__table__.c


@dataclass(frozen=True, slots=True)
class FileShown:
    """A file of a post."""

    id: int
    kind: Kind
    name: str
    size: int
    description: str

    @property
    def is_picture(self) -> bool:
        """Whether a page may show it."""
        return self.kind in PICTURES


@dataclass(frozen=True, slots=True)
class DraftKept:
    """What somebody has begun to write at a form."""

    id: int
    spot: Spot
    typed: dict[str, Any]
    number: int
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the forum as others see them."""

    user_id: int
    name: str
    organisation: str
    country: str
    # None for whoever is not in the who-is-who.
    profile_id: int | None


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post in the list of what somebody wrote."""

    id: int
    number: int
    thread_id: int
    category_id: int
    title: str
    language: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """A thread that somebody follows."""

    id: int
    category_id: int
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class Ties:
    """What ties somebody to a page of a thread, and what belongs to it."""

    topics: tuple[Topic, ...]
    # Posts that they found helpful, posts that have files, and people whom they muted, by number.
    marked: frozenset[int]
    with_files: frozenset[int]
    # Posts that somebody put into their language.
    translated: frozenset[int]
    muted: frozenset[int]
    has_voted: bool
    has_draft: bool
    is_followed: bool
    # Whether anything was done to the thread by those who look after it.
    has_steps: bool
    # The number of the last post that they were shown; 0 for who never came.
    read_up_to: int


def _told_as(what: str, piece: Select[Any]) -> Any:
    one = piece.subquery()
    [column] = one.c
    return select(literal(what).label("what"), cast(column, String).label("told")).select_from(one)


_reader: BindParameter[Any] = bindparam("user_id")
_read: BindParameter[Any] = bindparam("thread_id")
_posts: BindParameter[Any] = bindparam("post_ids", expanding=True)
_PIECES: dict[str, Select[Any]] = {
    "topic": select(_topic.topic).where(_topic.thread_id == _read),
    "marked": select(_mark.post_id).where(_mark.user_id == _reader, _mark.post_id.in_(_posts)),
    "file": select(_of_post.post_id).where(_of_post.post_id.in_(_posts)),
    "translated": select(_translation.post_id).where(
        _translation.post_id.in_(_posts), _translation.language == bindparam("language")
    ),
    "muted": select(_muted.muted_id).where(_muted.user_id == _reader),
    "voted": select(_vote.thread_id).where(_vote.user_id == _reader, _vote.thread_id == _read),
    "draft": select(_draft.id).where(_draft.user_id == _reader, _draft.spot == bindparam("spot")),
    "followed": select(_follow.target).where(
        _follow.user_id == _reader, _follow.what == Followed.THREAD, _follow.target == bindparam("target")
    ),
    "step": select(_step.thread_id).where(_step.thread_id == _read).limit(1),
    "read": select(_reading.read_up_to).where(_reading.user_id == _reader, _reading.thread_id == _read),
}
_each = union_all(*(_told_as(what, piece) for what, piece in _PIECES.items())).subquery()
_TIES = select(_each.c.what, _each.c.told)


def ties_of(user_id: int, thread_id: int, post_ids: Collection[int]) -> Ties:
    """All that few pages have much of, in one statement."""
    spot = Spot(SpotKind.THREAD, thread_id).key
    found: dict[str, set[str]] = {what: set() for what in _PIECES}
    asked = {"user_id": user_id, "thread_id": thread_id, "post_ids": list(post_ids), "spot": spot}
    for row in read_values(_TIES, **asked, language=language(), target=str(thread_id)):
        found[row.what].add(row.told)
    return Ties(
        topics=known_among(found["topic"]),
        marked=frozenset(map(int, found["marked"])),
        with_files=frozenset(map(int, found["file"])),
        translated=frozenset(map(int, found["translated"])),
        muted=frozenset(map(int, found["muted"])),
        has_voted=bool(found["voted"]),
        has_draft=bool(found["draft"]),
        is_followed=bool(found["followed"]),
        has_steps=bool(found["step"]),
        read_up_to=max(map(int, found["read"]), default=0),
    )


def muted_by(user_id: int) -> frozenset[int]:
    """Whom somebody has muted."""
    return frozenset(read_values(select(MutedPerson.muted_id).where(MutedPerson.user_id == user_id)).scalars())


def topics_of(thread_id: int) -> tuple[Topic, ...]:
    """What a thread is about."""
    wanted = select(ThreadTopic.topic).where(ThreadTopic.thread_id == thread_id)
    return known_among(read_values(wanted).scalars())


def topics_in(category_ids: Collection[int]) -> tuple[Topic, ...]:
    """What the threads of these categories are about that their lists show; it may be a minute old."""
    by_category = recent("topics of the forum", _topics_by_category)
    return known_among({key for number in category_ids for key in by_category.get(number, ())})


def _topics_by_category() -> dict[int, set[str]]:
    rows = read_values(
        select(_thread.category_id, _topic.topic)
        .select_from(ThreadTopic.__table__.join(Thread.__table__, _thread.id == _topic.thread_id))
        .where(_thread.removed_at.is_(None), _thread.archived_at.is_(None), _thread.merged_into_id.is_(None))
        .distinct()
    )
    found: dict[int, set[str]] = {}
    for row in rows:
        found.setdefault(row.category_id, set()).add(row.topic)
    return found


def files_of_posts(post_ids: Collection[int]) -> dict[int, tuple[FileShown, ...]]:
    """By post, its files in the order in which they came; asks nothing when there are no posts."""
    if not post_ids:
        return {}
    rows = read_values(
        select(_of_post.post_id, _of_post.id, _stored.kind, _stored.name, _stored.size, _of_post.description)
        .join(StoredFile.__table__, _stored.id == _of_post.file_id)
        .where(_of_post.post_id.in_(post_ids), _stored.dropped_at.is_(None))
        .order_by(_of_post.id)
    )
    found: dict[int, tuple[FileShown, ...]] = {}
    for row in rows:
        file = FileShown(row.id, row.kind, row.name, row.size, row.description)
        found[row.post_id] = (*found.get(row.post_id, ()), file)
    return found


def get_post_file(number: int) -> tuple[int, StoredFile]:
    """The post a file belongs to, and the file; raises NotFound."""
    kept = db.session.get(PostFile, number)
    if kept is None:
        raise NotFound(_("There is no such file, or it was taken away."))
    return kept.post_id, get_file(kept.file_id)


def find_draft(user_id: int, spot: Spot) -> DraftKept | None:
    """What somebody has begun to write at a form."""
    return next(iter(_drafts(_draft.user_id == user_id, _draft.spot == spot.key)), None)


def get_draft(user_id: int, draft_id: int) -> DraftKept:
    """A draft of somebody; raises NotFound."""
    found = next(iter(_drafts(_draft.user_id == user_id, _draft.id == draft_id)), None)
    if found is None:
        raise NotFound(_("There is no such draft. It may have been sent, or dropped."))
    return found


def drafts_of(user_id: int) -> list[DraftKept]:
    """All that somebody has begun, the newest first."""
    return _drafts(_draft.user_id == user_id)


def _drafts(*whose: Any) -> list[DraftKept]:
    rows = read_values(
        select(_draft.id, _draft.spot, _draft.typed, _draft.number, _draft.saved_at)
        .where(*whose)
        .order_by(_draft.saved_at.desc(), _draft.id.desc())
    )
    return [
        DraftKept(row.id, spot, row.typed, row.number, row.saved_at)
        for row in rows
        if (spot := find_spot(row.spot)) is not None
    ]


def titles_of_threads(ids: Collection[int], post_ids: Collection[int]) -> dict[str, tuple[str, str, int]]:
    """By the spot of a form: title and language of the thread it is in, and the category; whoever asks checks that."""
    rows = read_values(
        select(_thread.id, _post.id.label("post_id"), _thread.title, _thread.language, _thread.category_id)
        .join(Post.__table__, and_(_post.thread_id == _thread.id, or_(_post.id.in_(post_ids), _post.number == 1)))
        .where(or_(_thread.id.in_(ids), _post.id.in_(post_ids)))
    )
    found: dict[str, tuple[str, str, int]] = {}
    for row in rows:
        told = (row.title, row.language, row.category_id)
        spots = (Spot(SpotKind.THREAD, row.id), Spot(SpotKind.SUMMARY, row.id), Spot(SpotKind.POST, row.post_id))
        found |= {spot.key: told for spot in spots}
    return found


def find_member(user_id: int) -> Member | None:
    """Somebody with an account; whoever asks decides whether they may be shown."""
    row = read_values(
        select(
            _user.id, _user.name, _organisation.name.label("organisation"), _user.country, _profile.id.label("profile")
        )
        .select_from(User.__table__)
        .outerjoin(Organisation.__table__, _organisation.id == _user.organisation_id)
        .outerjoin(Profile.__table__, and_(_profile.user_id == _user.id, _profile.is_listed))
        .where(_user.id == user_id, _user.email != "", _user.blocked_at.is_(None))
    ).first()
    return None if row is None else Member(row.id, row.name, row.organisation or "", row.country, row.profile)


def newest_posts_by(user_id: int, category_ids: Collection[int]) -> list[PostLine]:
    """What somebody wrote lately in these categories and everybody there reads."""
    rows = read_values(
        select(
            _post.id, _post.number, _post.thread_id, _thread.category_id, _thread.title, _thread.language, _post.made_at
        )
        .join(Thread.__table__, _thread.id == _post.thread_id)
        .where(
            _post.author_id == user_id,
            _post.state == PostState.SHOWN,
            _thread.category_id.in_(category_ids),
            _thread.removed_at.is_(None),
        )
        .order_by(_post.made_at.desc(), _post.id.desc())
        .limit(_MOST_POSTS)
    )
    return [PostLine(**row) for row in rows.mappings()]


def followed_by(user_id: int) -> dict[Followed, list[str]]:
    """All that somebody follows, by what it is; the newest first."""
    rows = read_values(
        select(_follow.what, _follow.target)
        .where(_follow.user_id == user_id)
        .order_by(_follow.since.desc(), _follow.target)
    )
    found: dict[Followed, list[str]] = {what: [] for what in Followed}
    for row in rows:
        found[row.what].append(row.target)
    return found


def threads_among(ids: Sequence[int], category_ids: Collection[int]) -> list[ThreadLine]:
    """Those of these threads that stand in the categories and are there, in the order asked for."""
    rows = read_values(
        select(_thread.id, _thread.category_id, _thread.title, _thread.language).where(
            _thread.id.in_(ids), _thread.category_id.in_(category_ids), _thread.removed_at.is_(None)
        )
    )
    found = {row["id"]: ThreadLine(**row) for row in rows.mappings()}
    return [found[number] for number in ids if number in found]


def names_of_people(user_ids: Collection[int]) -> dict[int, str]:
    """The names of these people."""
    rows = read_values(select(_user.id, _user.name).where(_user.id.in_(user_ids)))
    return {row.id: row.name for row in rows}


def who_muted(author_id: int | None) -> set[int]:
    """Those who want to be told nothing of somebody."""
    if author_id is None:
        return set()
    return set(read_values(select(MutedPerson.user_id).where(MutedPerson.muted_id == author_id)).scalars())
