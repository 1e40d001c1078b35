"""Accounts are blocked, and changes to many people are taken back.

Revision 0014, after 0013.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    # Nobody is blocked yet.
    op.add_column("user_account", sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "bulk_action",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("scope", sa.String(length=100), nullable=False),
        sa.Column("actor_id", _KEY, nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", _KEY, nullable=True),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_bulk_action_actor_id_user_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["undone_by"], ["user_account.id"], name=op.f("fk_bulk_action_undone_by_user_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_action")),
    )
    op.create_index("ix_bulk_action_done_at", "bulk_action", ["done_at"])


def downgrade() -> None:
    op.drop_table("bulk_action")
    # Without a copy of the table, which would take away everything that refers to people on SQLite.
    op.drop_column("user_account", "blocked_at")
