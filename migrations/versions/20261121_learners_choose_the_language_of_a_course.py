"""Learners choose the language of a course, and revisions remember since when each block reads as it does.

Revision 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("enrolment", sa.Column("content_language", sa.String(length=12), nullable=False, server_default=""))
    # Of revisions published before, nothing is known; the next one dates all its blocks.
    op.add_column("revision", sa.Column("block_dates", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    with op.batch_alter_table("revision") as table:
        table.drop_column("block_dates")
    with op.batch_alter_table("enrolment") as table:
        table.drop_column("content_language")
