"""What people prove themselves with beyond a password: codes of an app, recovery codes, passkeys, an organisation."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.database import Key, Model, Reference, Words


class SecondStep(Model):
    """That somebody types a code of their app after the password; without a row they do not."""

    __tablename__ = "second_step"

    user_id: Mapped[int] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True)
    # The key that app and site share, encrypted with a key made from the site's secret.
    sealed_key: Mapped[str]
    # The half minute of the last code that was accepted: neither it nor an earlier one is good again.
    last_step: Mapped[int] = mapped_column(BigInteger)
    set_at: Mapped[datetime]


class RecoveryCode(Model):
    """A code on paper for who has lost the app, good once; only its digest is kept."""

    __tablename__ = "recovery_code"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("user_id", "digest"),)


class Passkey(Model):
    """A key that a device or a password manager keeps for somebody; the site knows its public half."""

    __tablename__ = "passkey"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    # As the browser names it, in base64url; at most 1023 bytes.
    credential_id: Mapped[str] = mapped_column(String(1364), unique=True)
    public_key: Mapped[Words]
    # How often it was used, as it says itself; many always say 0.
    sign_count: Mapped[int] = mapped_column(BigInteger)
    # What its owner calls it.
    name: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class OutsideIdentity(Model):
    """Somebody as their organisation's own sign-in knows them."""

    __tablename__ = "outside_identity"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"))
    issuer: Mapped[str]
    subject: Mapped[str]
    linked_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("issuer", "subject"), Index("ix_outside_identity_user_id", "user_id"))
