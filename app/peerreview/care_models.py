"""What people report, object to and keep apart from: reports, appeals, conflicts of interest."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.peerreview.objections import Cause, Problem
from app.platform.database import Key, Model, Reference, Words, enum_by_value


def _submission() -> Any:
    return mapped_column(Reference, ForeignKey("submission.id", ondelete="CASCADE"), index=True)


class ReviewReport(Model):
    """Somebody found something wrong with a piece of work, or with a review of their own work (`review_id`).

    Whoever reported a blind check does not know that it is none: `submission_id` is None, and `example_key` names it.
    """

    __tablename__ = "review_report"

    id: Mapped[Key]
    pool_id: Mapped[int] = mapped_column(Reference, ForeignKey("review_pool.id", ondelete="CASCADE"))
    submission_id: Mapped[int | None] = _submission()
    example_key: Mapped[str] = mapped_column(String(100), default="")
    review_id: Mapped[int | None] = mapped_column(Reference, ForeignKey("review.id", ondelete="CASCADE"), index=True)
    reporter_id: Mapped[int] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    problem: Mapped[Problem] = mapped_column(enum_by_value(Problem))
    words: Mapped[Words] = mapped_column(default="")
    reported_at: Mapped[datetime]
    # When staff have looked, who did, whether they found it so, and what they say about it.
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="SET NULL"))
    is_upheld: Mapped[bool | None]
    answer: Mapped[Words] = mapped_column(default="")

    __table_args__ = (Index("ix_review_report_open", "pool_id", "settled_at"),)


class Appeal(Model):
    """A score that somebody uninvolved looks at again; at most one of a piece of work is open at a time."""

    __tablename__ = "appeal"

    id: Mapped[Key]
    pool_id: Mapped[int] = mapped_column(Reference, ForeignKey("review_pool.id", ondelete="CASCADE"))
    submission_id: Mapped[int] = _submission()
    cause: Mapped[Cause] = mapped_column(enum_by_value(Cause))
    # What its author says; empty where it opened by itself.
    words: Mapped[Words] = mapped_column(default="")
    opened_at: Mapped[datetime]
    # The score and the ends of its band on that day.
    score: Mapped[float]
    low: Mapped[float]
    high: Mapped[float]
    taken_by: Mapped[int | None] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="SET NULL"))
    taken_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None]
    # From 0 to 100, and why; None until it is decided.
    decision: Mapped[float | None]
    reasons: Mapped[Words] = mapped_column(default="")

    __table_args__ = (Index("ix_appeal_open", "pool_id", "decided_at"),)


class ReviewConflict(Model):
    """Two people who must not review each other, as one of them said; what they are to each other, nobody asks."""

    __tablename__ = "review_conflict"

    user_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    other_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    declared_at: Mapped[datetime]
