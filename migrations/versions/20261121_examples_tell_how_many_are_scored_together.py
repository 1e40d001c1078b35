"""Examples tell how many are scored together.

Revision 0020, after 0019.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("example_score") as table:
        table.add_column(sa.Column("size", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("example_score") as table:
        table.alter_column("size", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("example_score") as table:
        table.drop_column("size")
