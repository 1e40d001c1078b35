"""Who is who: profiles, what they are found by, letters among people.

Revision 0009, after 0008.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Compared byte by byte on both databases.
_KEY_TEXT = sa.String(length=60).with_variant(sa.String(length=60, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "profile",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("user_id", _KEY, nullable=False),
        sa.Column("is_listed", sa.Boolean(), nullable=False),
        sa.Column("takes_letters", sa.Boolean(), nullable=False),
        sa.Column("is_barred", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("languages", sa.String(length=100), nullable=False),
        sa.Column("themes", sa.String(length=400), nullable=False),
        sa.Column("sdgs", sa.String(length=100), nullable=False),
        sa.Column("offers", sa.String(length=400), nullable=False),
        sa.Column("needs", sa.String(length=400), nullable=False),
        sa.Column("offer_words", sa.String(length=200), nullable=False),
        sa.Column("need_words", sa.String(length=200), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        _of_a_person("profile", "user_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile")),
        sa.UniqueConstraint("user_id", name=op.f("uq_profile_user_id")),
    )
    op.create_table(
        "profile_key",
        sa.Column("key", _KEY_TEXT, nullable=False),
        sa.Column("profile_id", _KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profile.id"], name=op.f("fk_profile_key_profile_id_profile"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", "profile_id", name=op.f("pk_profile_key")),
        # The key is all there is, so SQLite keeps it once.
        sqlite_with_rowid=False,
    )
    op.create_index("ix_profile_key_profile_id_key", "profile_key", ["profile_id", "key"])
    op.create_table(
        "contact_message",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("sender_id", _KEY, nullable=False),
        sa.Column("recipient_id", _KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("report", sa.String(length=500), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        _of_a_person("contact_message", "sender_id"),
        _of_a_person("contact_message", "recipient_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_message")),
    )
    for name in ("recipient_id", "sent_at", "reported_at"):
        op.create_index(f"ix_contact_message_{name}", "contact_message", [name])
    op.create_index("ix_contact_message_sender_id_sent_at", "contact_message", ["sender_id", "sent_at"])
    op.create_table(
        "blocked_sender",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("user_id", _KEY, nullable=False),
        sa.Column("sender_id", _KEY, nullable=False),
        _of_a_person("blocked_sender", "user_id"),
        _of_a_person("blocked_sender", "sender_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocked_sender")),
    )
    op.create_index("ix_blocked_sender_user_id_sender_id", "blocked_sender", ["user_id", "sender_id"], unique=True)
    op.create_index("ix_blocked_sender_sender_id", "blocked_sender", ["sender_id"])


def _of_a_person(table: str, column: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_user_account")
    return sa.ForeignKeyConstraint([column], ["user_account.id"], name=name, ondelete="CASCADE")


def downgrade() -> None:
    for table in ("blocked_sender", "contact_message", "profile_key", "profile"):
        op.drop_table(table)
