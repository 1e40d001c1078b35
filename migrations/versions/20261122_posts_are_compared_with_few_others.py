"""Posts are compared with few others.

Revision 0037, after 0036.
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_forum_post_made_at", "forum_post", ["made_at"])
    where = sa.text("removed_at IS NOT NULL")
    op.create_index(
        "ix_forum_post_removed_at", "forum_post", ["removed_at"], sqlite_where=where, postgresql_where=where
    )


def downgrade() -> None:
    op.drop_index("ix_forum_post_removed_at", "forum_post")
    op.drop_index("ix_forum_post_made_at", "forum_post")
