"""Whoever has their account erased says whether what they wrote for others goes too.

Revision 0020, after 0019b.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("erasure", sa.Column("takes_words", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("erasure") as table:
        table.drop_column("takes_words")
