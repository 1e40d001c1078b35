"""Compiled courses stand by themselves, so that pages need not go through them for the facts behind them.

Revision 0039, after 0038.
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_REFERENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "compiled_course",
        sa.Column("revision_id", _REFERENCE, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_compiled_course_revision_id_revision")),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_compiled_course")),
    )
    op.execute("INSERT INTO compiled_course (revision_id, text) SELECT id, compiled FROM revision")
    op.drop_column("revision", "compiled")


def downgrade() -> None:
    op.add_column("revision", sa.Column("compiled", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE revision SET compiled = (SELECT text FROM compiled_course WHERE revision_id = revision.id)")
    op.drop_table("compiled_course")
