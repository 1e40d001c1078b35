"""Letters belong to conversations.

Revision 0038, after 0037.
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outgoing_mail", sa.Column("conversation", sa.String(length=60), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("outgoing_mail", "conversation")
