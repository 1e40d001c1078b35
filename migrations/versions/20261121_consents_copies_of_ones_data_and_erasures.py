"""Consents, copies of one's data, and erasures.

Revision 0013, after 0012.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("user_account", sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("certificate", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "consent",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("user_id", _KEY, nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_consent_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index("ix_consent_user_id", "consent", ["user_id"])
    _one_open("uq_consent_given", "consent", ["user_id", "purpose"], "withdrawn_at IS NULL")
    op.create_table(
        "data_export",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("user_id", _KEY, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_data_export_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_export")),
    )
    op.create_index("ix_data_export_user_id", "data_export", ["user_id"])
    op.create_index("ix_data_export_asked_at", "data_export", ["asked_at"])
    op.create_table(
        "erasure",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("user_id", _KEY, nullable=True),
        sa.Column("cause", sa.String(length=32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_erasure_user_id_user_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sa.UniqueConstraint("number", name=op.f("uq_erasure_number")),
    )
    op.create_index("ix_erasure_due_at", "erasure", ["due_at"])
    op.create_index("ix_erasure_done_at", "erasure", ["done_at"])
    _one_open("uq_erasure_waiting", "erasure", ["user_id"], "done_at IS NULL")


def _one_open(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, unique=True, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for table in ("erasure", "data_export", "consent"):
        op.drop_table(table)
    op.drop_column("certificate", "withdrawn_at")
    op.drop_column("user_account", "seen_at")
