"""Categories, threads and posts, who has read how far, and who follows what."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.forum.kinds import Audience, Followed, IdeaStatus, PostState, ThreadKind
from app.platform.database import Key, Model, Reference, Words, enum_by_value, partial_index

LONGEST_TITLE = 160
LONGEST_POST = 20_000
_IS_REMOVED = text("removed_at IS NOT NULL")


class Category(Model):
    """Where threads stand: a subject for all members, or a course."""

    __tablename__ = "forum_category"

    id: Mapped[Key]
    # What stands in its address; of a course its slug.
    key: Mapped[str] = mapped_column(String(100), unique=True)
    audience: Mapped[Audience] = mapped_column(enum_by_value(Audience))
    # The course it belongs to, whose title is its own; None for the others.
    course_slug: Mapped[str | None] = mapped_column(String(100), unique=True)
    # By language; empty for a course.
    titles: Mapped[dict[str, str]] = mapped_column(JSON)
    summaries: Mapped[dict[str, str]] = mapped_column(JSON)
    position: Mapped[int]
    made_at: Mapped[datetime]
    # Since when nobody writes in it any more; what is there stays readable.
    archived_at: Mapped[datetime | None]


class Thread(Model):
    """Posts about one thing."""

    __tablename__ = "forum_thread"

    id: Mapped[Key]
    category_id: Mapped[int] = mapped_column(Reference, ForeignKey("forum_category.id"))
    kind: Mapped[ThreadKind] = mapped_column(enum_by_value(ThreadKind))
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    language: Mapped[str] = mapped_column(String(12))
    author_id: Mapped[int | None] = mapped_column(
        Reference, ForeignKey("user_account.id", ondelete="SET NULL"), index=True
    )
    made_at: Mapped[datetime]
    # The number of its last post, and how many answers everybody sees.
    last_number: Mapped[int]
    replies: Mapped[int] = mapped_column(default=0)
    # When the last post was written that everybody sees, and by whom.
    last_post_at: Mapped[datetime]
    last_author_id: Mapped[int | None] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="SET NULL"))
    pinned_at: Mapped[datetime | None]
    # Nobody answers any more.
    locked_at: Mapped[datetime | None]
    # Locked, and no longer among the threads of its category.
    archived_at: Mapped[datetime | None]
    # Seen by nobody but those who look after the category.
    removed_at: Mapped[datetime | None]
    # Since when it waits for somebody to look at its first post. Such a thread counts as removed too, so that nobody
    # comes upon it by whatever way; its author sees it all the same.
    held_at: Mapped[datetime | None]
    # Of a question; the post stands in this thread.
    accepted_post_id: Mapped[int | None] = mapped_column(Reference)
    # Of an idea.
    status: Mapped[IdeaStatus | None] = mapped_column(enum_by_value(IdeaStatus))
    votes: Mapped[int] = mapped_column(default=0)
    # The thread that took over its posts.
    merged_into_id: Mapped[int | None] = mapped_column(Reference, ForeignKey("forum_thread.id", ondelete="SET NULL"))

    __table_args__ = (
        Index("ix_forum_thread_category_id_last_post_at", "category_id", "last_post_at", "id"),
        Index("ix_forum_thread_last_post_at", "last_post_at", "id"),
    )


class Post(Model):
    """What somebody wrote in a thread. Its first post is what the thread is about."""

    __tablename__ = "forum_post"

    id: Mapped[Key]
    thread_id: Mapped[int] = mapped_column(Reference, ForeignKey("forum_thread.id", ondelete="CASCADE"))
    # From 1, without gaps.
    number: Mapped[int]
    author_id: Mapped[int | None] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="SET NULL"))
    language: Mapped[str] = mapped_column(String(12))
    # As it was typed, and as it is shown.
    source: Mapped[Words]
    html: Mapped[Words]
    # The post of the same thread that it answers, unless that is the first one.
    reply_to_id: Mapped[int | None] = mapped_column(
        Reference, ForeignKey("forum_post.id", ondelete="SET NULL"), index=True
    )
    made_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    state: Mapped[PostState] = mapped_column(enum_by_value(PostState))
    removed_at: Mapped[datetime | None]
    # Its author, or whoever looks after the category.
    removed_by: Mapped[int | None] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="SET NULL"))
    removal_reason: Mapped[str] = mapped_column(String(500), default="")
    # The rule of the conduct that it broke; empty where its author took it away.
    removal_rule: Mapped[str] = mapped_column(String(40), default="")
    # How many marked it as helpful.
    helpful: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        UniqueConstraint("thread_id", "number"),
        Index("ix_forum_post_author_id_made_at", "author_id", "made_at"),
        # What is new is compared with what was written of late, and with the little that was removed.
        Index("ix_forum_post_made_at", "made_at"),
        partial_index("ix_forum_post_removed_at", "removed_at", condition=_IS_REMOVED),
    )


class PostVersion(Model):
    """How a post read before it was changed."""

    __tablename__ = "forum_post_version"

    id: Mapped[Key]
    post_id: Mapped[int] = mapped_column(Reference, ForeignKey("forum_post.id", ondelete="CASCADE"), index=True)
    source: Mapped[Words]
    # From when on it read so, and who wrote that.
    written_at: Mapped[datetime]
    editor_id: Mapped[int | None] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="SET NULL"))


class Reading(Model):
    """How far somebody has read a thread."""

    __tablename__ = "forum_reading"

    user_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    thread_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("forum_thread.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    # The number of the last post they were shown.
    read_up_to: Mapped[int]
    read_at: Mapped[datetime]


class ForumVisit(Model):
    """When somebody visits the forum."""

    __tablename__ = "forum_visit"

    user_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    # What was written earlier is not new to them: when they came first, or said that they had read all.
    caught_up_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    # When the visit before this one ended.
    last_visit_at: Mapped[datetime | None]


class Follow(Model):
    """Somebody wants to be told of what is new in a thread or category, by a person, or about a topic."""

    __tablename__ = "forum_follow"

    user_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    what: Mapped[Followed] = mapped_column(enum_by_value(Followed), primary_key=True)
    # The number of a thread, category or person, or a topic's key.
    target: Mapped[str] = mapped_column(String(60), primary_key=True)
    since: Mapped[datetime]

    __table_args__ = (Index("ix_forum_follow_what_target", "what", "target"),)
