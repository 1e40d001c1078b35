"""People choose the language of the interface.

Revision 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Nobody has chosen yet.
    op.add_column("user_account", sa.Column("language", sa.String(length=12), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("user_account") as table:
        table.drop_column("language")
