"""Invitations of a table that was sent are made in portions.

Revision 0022, after 0021.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Of every table that was sent before this, all invitations were made when it was.
    op.add_column("invitation_batch", sa.Column("rows_left", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("invitation_batch", "rows_left")
