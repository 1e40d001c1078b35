"""Notices, and what people choose about mails of them; letters that mail programs can end.

Revision 0017, after 0016.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def _of_a_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["user_id"], ["user_account.id"], name=op.f(f"fk_{table}_user_id_user_account"), ondelete="CASCADE"
    )


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("user_id", _KEY, nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("leads_to", sa.String(length=500), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("seen_at", _MOMENT, nullable=True),
        sa.Column("mailed_at", _MOMENT, nullable=True),
        sa.Column("look_at", _MOMENT, nullable=True),
        _of_a_person("notice"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("kind", "about", "user_id", name=op.f("uq_notice_kind_about_user_id")),
    )
    op.create_index("ix_notice_person", "notice", ["user_id", "made_at"])
    _some("ix_notice_unseen", ["user_id", "leads_to"], "seen_at IS NULL")
    _some("ix_notice_waiting", ["look_at", "user_id"], "look_at IS NOT NULL")
    op.create_table(
        "notice_choice",
        sa.Column("user_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("what", sa.String(length=80), nullable=False),
        sa.Column("cadence", sa.String(length=32), nullable=False),
        _of_a_person("notice_choice"),
        sa.PrimaryKeyConstraint("user_id", "what", name=op.f("pk_notice_choice")),
    )
    op.create_table(
        "mail_habits",
        sa.Column("user_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_until", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        _of_a_person("mail_habits"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_mail_habits")),
    )
    # Nothing on its way can be ended by a mail program yet.
    op.add_column("outgoing_mail", sa.Column("no_more", sa.String(length=500), nullable=False, server_default=""))


def _some(name: str, columns: list[str], rows: str) -> None:
    """An index of a part of the rows."""
    op.create_index(name, "notice", columns, sqlite_where=sa.text(rows), postgresql_where=sa.text(rows))


def downgrade() -> None:
    with op.batch_alter_table("outgoing_mail") as table:
        table.drop_column("no_more")
    for table_name in ("mail_habits", "notice_choice", "notice"):
        op.drop_table(table_name)
