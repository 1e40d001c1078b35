"""Profiles of who chose to be found, what they are found by, and letters among them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.database import Key, Model, Reference, Words

# Compared byte by byte, so that both databases find the same beginnings of words in every script.
KeyText = String(60).with_variant(String(60, collation="C"), "postgresql")


class Profile(Model):
    """What somebody says of what they do to support learning; seen by others only while it is listed."""

    __tablename__ = "profile"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"), unique=True)
    is_listed: Mapped[bool]
    # Whether others may write to them through the platform.
    takes_letters: Mapped[bool]
    # Set by UCLG Learning after an abuse: they write to nobody.
    is_barred: Mapped[bool] = mapped_column(default=False)
    answer: Mapped[Words]
    # Keys with a space between them, in the order they were given.
    languages: Mapped[str] = mapped_column(String(100))
    themes: Mapped[str] = mapped_column(String(400))
    sdgs: Mapped[str] = mapped_column(String(100))
    offers: Mapped[str] = mapped_column(String(400))
    needs: Mapped[str] = mapped_column(String(400))
    # One line each, in their own words.
    offer_words: Mapped[str] = mapped_column(String(200))
    need_words: Mapped[str] = mapped_column(String(200))
    updated_at: Mapped[datetime]


class ProfileKey(Model):
    """Something that a listed profile is found by; a profile that is not listed has none."""

    __tablename__ = "profile_key"

    key: Mapped[str] = mapped_column(KeyText, primary_key=True)
    profile_id: Mapped[int] = mapped_column(Reference, ForeignKey("profile.id", ondelete="CASCADE"), primary_key=True)

    __table_args__ = (
        # Asked in both directions: who has a key, and whether somebody has it.
        Index("ix_profile_key_profile_id_key", "profile_id", "key"),
        {"sqlite_with_rowid": False},
    )


class ContactMessage(Model):
    """What somebody wrote to somebody else through the platform; kept for a while, so that it can be reported."""

    __tablename__ = "contact_message"

    id: Mapped[Key]
    sender_id: Mapped[int] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"))
    recipient_id: Mapped[int] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    text: Mapped[Words]
    sent_at: Mapped[datetime] = mapped_column(index=True)
    # Set when the recipient asked UCLG Learning to look, with their reason, and when UCLG Learning has looked.
    reported_at: Mapped[datetime | None] = mapped_column(index=True)
    report: Mapped[str] = mapped_column(String(500), default="")
    settled_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_contact_message_sender_id_sent_at", "sender_id", "sent_at"),)


class BlockedSender(Model):
    """Somebody from whom a person wants no more letters."""

    __tablename__ = "blocked_sender"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"))
    sender_id: Mapped[int] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"), index=True)

    __table_args__ = (Index("ix_blocked_sender_user_id_sender_id", "user_id", "sender_id", unique=True),)
