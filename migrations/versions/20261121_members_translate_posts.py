"""Members put posts into other languages.

Revision 0033, after 0032.
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "forum_translation",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("post_id", _KEY, nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("author_id", _KEY, nullable=True),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("is_machine", sa.Boolean(), nullable=False),
        sa.Column("provider", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["user_account.id"],
            name=op.f("fk_forum_translation_author_id_user_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["forum_post.id"], name=op.f("fk_forum_translation_post_id_forum_post"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_translation")),
        sa.UniqueConstraint("post_id", "language", name=op.f("uq_forum_translation_post_id_language")),
    )
    op.create_index(op.f("ix_forum_translation_author_id"), "forum_translation", ["author_id"])


def downgrade() -> None:
    op.drop_table("forum_translation")
