"""Work that its author shows to others, with what they agreed to and who looked at it."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.peerreview.sharing import Licence, State, state_of
from app.platform.database import Key, Model, Reference, Words, enum_by_value


class ShownWork(Model):
    """A submission that its author agreed to publish; it is public once somebody who looks after the course accepts it.

    What is shown is the work itself, as it was handed in: nothing of it is copied here, so it cannot outlive it.
    """

    __tablename__ = "shown_work"

    id: Mapped[Key]
    submission_id: Mapped[int] = mapped_column(Reference, ForeignKey("submission.id", ondelete="CASCADE"), unique=True)
    # The version its author read when they agreed: no other is ever shown.
    version_number: Mapped[int]
    # These four follow from the submission; they stand here for the lists of a course and of an assignment.
    author_id: Mapped[int] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    course_slug: Mapped[str] = mapped_column(String(100))
    unit_key: Mapped[str] = mapped_column(String(100))
    language: Mapped[str] = mapped_column(String(12))
    # What its author says of it; empty once they have withdrawn it.
    title: Mapped[str] = mapped_column(String(120))
    licence: Mapped[Licence] = mapped_column(enum_by_value(Licence))
    place: Mapped[str] = mapped_column(String(120))
    country: Mapped[str] = mapped_column(String(2))
    # Keys of goals and targets, as "11.3".
    sdgs: Mapped[list[str]] = mapped_column(JSON)
    shows_name: Mapped[bool]
    # When they agreed, and to which version of the words (`sharing.CONSENT`).
    consented_at: Mapped[datetime]
    consent_version: Mapped[int]
    accepted_at: Mapped[datetime | None]
    accepted_by: Mapped[int | None] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="SET NULL"))
    declined_at: Mapped[datetime | None]
    declined_by: Mapped[int | None] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="SET NULL"))
    # What staff say to its author about it.
    answer: Mapped[Words] = mapped_column(default="")
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_shown_work_of_unit", "course_slug", "unit_key", "accepted_at"),)

    @property
    def state(self) -> State:
        """Where it stands."""
        return state_of(self.accepted_at, self.declined_at, self.withdrawn_at)
