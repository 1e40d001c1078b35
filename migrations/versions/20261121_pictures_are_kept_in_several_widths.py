"""Pictures are kept in several widths.

Revision 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "media_variant",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["digest"], ["source_file.digest"], name=op.f("fk_media_variant_digest_source_file"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", "width", name=op.f("pk_media_variant")),
    )


def downgrade() -> None:
    op.drop_table("media_variant")
