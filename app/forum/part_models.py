"""How members take part beside writing: marks, votes, topics, whom they mute, what they have begun, files of posts."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.database import Key, Model, Reference


class HelpfulMark(Model):
    """Somebody found a post helpful."""

    __tablename__ = "forum_helpful"

    post_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("forum_post.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    user_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    marked_at: Mapped[datetime]


class IdeaVote(Model):
    """Somebody supports an idea."""

    __tablename__ = "forum_vote"

    thread_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("forum_thread.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    user_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    voted_at: Mapped[datetime]


class ThreadTopic(Model):
    """A goal, a priority or an agenda that a thread is about."""

    __tablename__ = "forum_topic"

    thread_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("forum_thread.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    # As `topics.Topic.key` writes it.
    topic: Mapped[str] = mapped_column(String(60), primary_key=True)

    __table_args__ = (Index("ix_forum_topic_topic", "topic"),)


class MutedPerson(Model):
    """Somebody whose posts a person wants folded."""

    __tablename__ = "forum_muted"

    user_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    muted_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    since: Mapped[datetime]


class Draft(Model):
    """What somebody has begun to write at one place of the forum and not sent."""

    __tablename__ = "forum_draft"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"))
    # The form, as `drafting.Spot.key` writes it: of a new thread, an answer or a change.
    spot: Mapped[str] = mapped_column(String(40))
    # The fields as they were typed.
    typed: Mapped[dict[str, Any]] = mapped_column(JSON)
    # Goes up with each save, so that one window knows of another.
    number: Mapped[int]
    saved_at: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = (UniqueConstraint("user_id", "spot"),)


class PostFile(Model):
    """A picture or another file that belongs to a post."""

    __tablename__ = "forum_file"

    id: Mapped[Key]
    post_id: Mapped[int] = mapped_column(Reference, ForeignKey("forum_post.id", ondelete="CASCADE"), index=True)
    file_id: Mapped[int] = mapped_column(Reference, ForeignKey("stored_file.id", ondelete="CASCADE"), index=True)
    # What a picture shows, for those who do not see it; what another file is, where its author told.
    description: Mapped[str] = mapped_column(String(500))
