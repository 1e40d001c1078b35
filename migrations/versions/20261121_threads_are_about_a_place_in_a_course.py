"""Threads are about a place in a course.

Revision 0032, after 0031.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "forum_anchor",
        sa.Column("thread_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("course_slug", sa.String(length=100), nullable=False),
        sa.Column("unit_key", sa.String(length=100), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("quote_language", sa.String(length=12), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("is_gone", sa.Boolean(), nullable=False),
        sa.Column("revision_id", _KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["forum_thread.id"], name=op.f("fk_forum_anchor_thread_id_forum_thread"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_forum_anchor")),
    )
    op.create_index("ix_forum_anchor_course_slug_unit_key", "forum_anchor", ["course_slug", "unit_key"])


def downgrade() -> None:
    op.drop_table("forum_anchor")
