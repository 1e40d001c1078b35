"""The exchange of reviews: who waits, who reads what, who owes what, and what came of it.

Whoever changes a place, a lease or a duty holds the row of its pool locked, so that of two at one instant one comes
second. What counts (`done`, `out`, `line`) is kept beside what it is counted from, because it is asked for at every
hand-out.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.content.assignments import Scoring
from app.peerreview.calibration import State
from app.peerreview.leases import Worth
from app.peerreview.roles import ReaderRole
from app.platform.database import Key, Model, Reference, Words, enum_by_value


def _person() -> Any:
    return mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"))


def _pool() -> Any:
    return mapped_column(Reference, ForeignKey("review_pool.id", ondelete="CASCADE"))


class ReviewPool(Model):
    """Everything that is handed out and owed for one assignment of one course; its row is the lock of all of it."""

    __tablename__ = "review_pool"

    id: Mapped[Key]
    course_slug: Mapped[str] = mapped_column(String(100))
    # The key the assignment had when the first work was handed in; it is found by any key it has or had.
    unit_key: Mapped[str] = mapped_column(String(100))
    # Nobody outside knows it, so nobody foresees what is drawn.
    secret: Mapped[str] = mapped_column(String(32))
    # What staff chose in place of what the assignment says; None where they left it.
    scoring: Mapped[Scoring | None] = mapped_column(enum_by_value(Scoring))
    # The day all results were promised for; None where the course goes on.
    results_by: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("course_slug", "unit_key"),)


class ReviewPlace(Model):
    """The place of a piece of work in the line of its pool, from handing in on; `allocation.Waiting` is its value."""

    __tablename__ = "review_place"

    submission_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    pool_id: Mapped[int] = _pool()
    author_id: Mapped[int] = _person()
    # The version of the rubric it is judged by (`content.points.rubric_version`).
    rubric: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(12))
    # Of its author when they handed it in; empty when they told none.
    country: Mapped[str] = mapped_column(String(2), default="")
    handed_in_at: Mapped[datetime]
    # Drawn when it was handed in; breaks ties.
    lot: Mapped[int]
    # Reviews it needs, that count in its score, and that are being written.
    needed: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    out: Mapped[int] = mapped_column(default=0)
    # What its author has done for others: kept here because the lines are ordered by it.
    author_done: Mapped[int] = mapped_column(default=0)
    author_is_settled: Mapped[bool] = mapped_column(default=False)
    is_disputed: Mapped[bool] = mapped_column(default=False)
    # No longer when it was taken back or withdrawn, or is reported and nobody has looked at it yet.
    is_open: Mapped[bool] = mapped_column(default=True)
    # The line it stands in (`allocation.Tier`), empty for none.
    line: Mapped[str] = mapped_column(String(20), default="")
    # Rounds of calls that went out for it, and when the last did.
    rounds: Mapped[int] = mapped_column(default=0)
    called_at: Mapped[datetime | None]
    # When staff gave it to mentors although its author has not done their part.
    granted_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_review_place_line", "pool_id", "line", "handed_in_at", "lot"),
        Index("ix_review_place_others", "pool_id", "line", "author_done", "handed_in_at", "lot"),
        Index("ix_review_place_author", "author_id", "pool_id"),
    )


class ReviewPart(Model):
    """One learner's part in a pool: what they have done for others, and whether it is enough."""

    __tablename__ = "review_part"

    pool_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("review_pool.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    user_id: Mapped[int] = mapped_column(
        Reference,
        ForeignKey("user_account.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
    # Reviews they began, those of them of work from their own country, and those they handed in.
    begun: Mapped[int] = mapped_column(default=0)
    begun_of_own_country: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    # Since when they have found nothing fit to read; None when they found something the last time.
    nothing_since: Mapped[datetime | None]
    # Since when their part is done or on hold.
    settled_at: Mapped[datetime | None]
    calibration: Mapped[State] = mapped_column(enum_by_value(State), default=State.NOT_BEGUN)


class Review(Model):
    """A lease and the review written under it: one row for each piece of work that somebody was ever handed.

    `submission_id` is None for a blind check, which reads an example (`example_key`) instead.
    """

    __tablename__ = "review"

    id: Mapped[Key]
    pool_id: Mapped[int] = _pool()
    submission_id: Mapped[int | None] = mapped_column(Reference, ForeignKey("submission.id", ondelete="CASCADE"))
    example_key: Mapped[str] = mapped_column(String(100), default="")
    reader_id: Mapped[int] = _person()
    role: Mapped[ReaderRole] = mapped_column(enum_by_value(ReaderRole), default=ReaderRole.PEER)
    # The edition whose rubric the reader holds the work to, and that rubric's version.
    revision_id: Mapped[int] = mapped_column(Reference, ForeignKey("revision.id"))
    rubric: Mapped[str] = mapped_column(String(10))
    # How it came to be handed out: the line it stood in, the number drawn, and whether the day around was set aside.
    line: Mapped[str] = mapped_column(String(20), default="")
    draw: Mapped[float] = mapped_column(default=0.0)
    is_relaxed: Mapped[bool] = mapped_column(default=False)
    # What may move the score besides the work and the reader: "same-country", "es>en".
    circumstances: Mapped[list[str]] = mapped_column(JSON, default=list)
    # The lease (`leases.Lease`); `ended_at` is when its place went back to the line because it ran out.
    began_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    drafted_at: Mapped[datetime | None]
    given_back_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    # The review, from the first draft on: points and comments by the key of their criterion, and a word on the whole.
    points: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    comments: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    overall: Mapped[Words] = mapped_column(default="")
    language: Mapped[str] = mapped_column(String(12), default="")
    saved_at: Mapped[datetime | None]
    handed_in_at: Mapped[datetime | None]
    # Both None until it is handed in; the score runs from 0 to 100.
    score: Mapped[float | None]
    worth: Mapped[Worth | None] = mapped_column(enum_by_value(Worth))
    # What staff had given to the example of a blind check.
    truth: Mapped[float | None]
    # Whether staff or a report that nobody has looked at yet keep its words from its author.
    is_held: Mapped[bool] = mapped_column(default=False)
    # Staff took it out of the score, and why.
    excluded_at: Mapped[datetime | None]
    excluded_by: Mapped[int | None] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="SET NULL"))
    exclusion: Mapped[Words] = mapped_column(default="")
    # What its author made of it: read, thanked, how helpful from 1 to 3 (None: they passed), and an answer.
    read_at: Mapped[datetime | None]
    thanked_at: Mapped[datetime | None]
    helpful: Mapped[int | None]
    rated_at: Mapped[datetime | None]
    answer: Mapped[Words] = mapped_column(default="")
    answered_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("submission_id", "reader_id"),
        Index("ix_review_reader", "reader_id", "pool_id"),
        # Finds the leases that run.
        Index("ix_review_running", "pool_id", "handed_in_at", "ended_at", "ends_at"),
    )


class ReviewHold(Model):
    """A duty on hold (`duties.Slot`): its owner is called when work arrives."""

    __tablename__ = "review_hold"

    id: Mapped[Key]
    pool_id: Mapped[int] = _pool()
    user_id: Mapped[int] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    held_at: Mapped[datetime]
    # Calls left without an answer, since the last that had one.
    ignored: Mapped[int] = mapped_column(default=0)
    filled_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_review_hold_pool", "pool_id", "user_id"),)


class ReviewCall(Model):
    """Somebody was called for a piece of work (`duties.Call`)."""

    __tablename__ = "review_call"

    id: Mapped[Key]
    pool_id: Mapped[int] = _pool()
    submission_id: Mapped[int] = mapped_column(Reference, ForeignKey("submission.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    called_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    # When the work needed nobody more.
    taken_at: Mapped[datetime | None]
    # When it was found to be ignored, and counted against the duties of whoever was called.
    ignored_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_review_call_pool", "pool_id", "called_at"),)


class MentorRequest(Model):
    """A mentor was asked to write a review that nobody else will."""

    __tablename__ = "mentor_request"

    id: Mapped[Key]
    pool_id: Mapped[int] = _pool()
    submission_id: Mapped[int] = mapped_column(Reference, ForeignKey("submission.id", ondelete="CASCADE"), index=True)
    mentor_id: Mapped[int] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    asked_at: Mapped[datetime]
    # When they took it, or declined.
    taken_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]


class ReviewReader(Model):
    """What somebody reads besides the language they write in, and whether they may be called though nothing is owed."""

    __tablename__ = "review_reader"

    user_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    is_volunteer: Mapped[bool] = mapped_column(default=False)


class ExampleScore(Model):
    """What somebody gave to an example to learn how the rubric is meant; all of one `attempt` are scored together."""

    __tablename__ = "example_score"

    id: Mapped[Key]
    pool_id: Mapped[int] = _pool()
    user_id: Mapped[int] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    # 1 for the first.
    attempt: Mapped[int]
    # How many make up that attempt; before all of them are scored it says nothing of anybody.
    size: Mapped[int] = mapped_column(default=1)
    example_key: Mapped[str] = mapped_column(String(100))
    rubric: Mapped[str] = mapped_column(String(10))
    points: Mapped[dict[str, int]] = mapped_column(JSON)
    # The staff's points of that day, because examples may be scored anew.
    staff_points: Mapped[dict[str, int]] = mapped_column(JSON)
    score: Mapped[float]
    truth: Mapped[float]
    scored_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("pool_id", "user_id", "attempt", "example_key"),)


class ReviewResult(Model):
    """What the reviews of a piece of work have come to, with all that it was reckoned from."""

    __tablename__ = "review_result"

    submission_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    pool_id: Mapped[int] = mapped_column(Reference, ForeignKey("review_pool.id", ondelete="CASCADE"), index=True)
    reckoned_at: Mapped[datetime]
    method: Mapped[Scoring] = mapped_column(enum_by_value(Scoring))
    # None while no review counts; the band is the one of the method.
    score: Mapped[float | None]
    standard_error: Mapped[float | None]
    spread: Mapped[float] = mapped_column(default=0.0)
    # Reviews that count, and reviews whose comments may be read.
    counting: Mapped[int] = mapped_column(default=0)
    readable: Mapped[int] = mapped_column(default=0)
    is_above_floor: Mapped[bool] = mapped_column(default=True)
    # What was published as final, which only rises; what an appeal decided, which nothing else moves.
    final_score: Mapped[float | None]
    final_at: Mapped[datetime | None]
    decided_score: Mapped[float | None]
    # The reviews and what was known of their readers, so that `inputs.score_again` finds the same score again.
    inputs: Mapped[dict[str, Any]] = mapped_column(JSON)
