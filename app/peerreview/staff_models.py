"""What staff did about work and reviews, with their reasons: the audit log keeps that it was done, and no words."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.peerreview.steps import Step
from app.platform.database import Key, Model, Reference, Words, enum_by_value


class ReviewStep(Model):
    """One step of staff in the story of a piece of work."""

    __tablename__ = "review_step"

    id: Mapped[Key]
    submission_id: Mapped[int] = mapped_column(Reference, ForeignKey("submission.id", ondelete="CASCADE"), index=True)
    # The review it is about, where it is about one.
    review_id: Mapped[int | None] = mapped_column(Reference, ForeignKey("review.id", ondelete="CASCADE"), index=True)
    # Whom it concerns besides: who was asked.
    user_id: Mapped[int | None] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="SET NULL"))
    step: Mapped[Step] = mapped_column(enum_by_value(Step))
    done_by: Mapped[int | None] = mapped_column(
        Reference, ForeignKey("user_account.id", ondelete="SET NULL"), index=True
    )
    done_at: Mapped[datetime]
    # Why, for those who look at it later; empty where the step says it all.
    reason: Mapped[Words] = mapped_column(default="")
    # What an appeal gave in each criterion, where it was decided by criteria.
    points: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
