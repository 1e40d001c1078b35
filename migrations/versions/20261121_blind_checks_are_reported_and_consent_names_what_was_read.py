"""Reports of blind checks keep their words, and consent to show work names the version that was read.

Revision 0026, after 0025.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("review_report") as table:
        table.alter_column("submission_id", existing_type=_KEY, nullable=True)
        table.add_column(sa.Column("example_key", sa.String(length=100), nullable=False, server_default=""))
    op.add_column("shown_work", sa.Column("version_number", sa.Integer(), nullable=False, server_default="0"))
    # What was shown until now is what was handed in.
    op.execute(
        "UPDATE shown_work SET version_number = COALESCE("
        "(SELECT handed_in_number FROM submission WHERE submission.id = shown_work.submission_id), 0)"
    )


def downgrade() -> None:
    with op.batch_alter_table("shown_work") as table:
        table.drop_column("version_number")
    op.execute("DELETE FROM review_report WHERE submission_id IS NULL")
    with op.batch_alter_table("review_report") as table:
        table.drop_column("example_key")
        table.alter_column("submission_id", existing_type=_KEY, nullable=False)
