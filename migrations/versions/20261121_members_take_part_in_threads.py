"""Members mark, vote, mute and keep drafts; threads have topics, and posts have files.

Revision 0030, after 0029.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "forum_draft",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("user_id", _KEY, nullable=False),
        sa.Column("spot", sa.String(length=40), nullable=False),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("saved_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_forum_draft_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_draft")),
        sa.UniqueConstraint("user_id", "spot", name=op.f("uq_forum_draft_user_id_spot")),
    )
    op.create_index(op.f("ix_forum_draft_saved_at"), "forum_draft", ["saved_at"])
    op.create_table(
        "forum_muted",
        sa.Column("user_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("muted_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["muted_id"], ["user_account.id"], name=op.f("fk_forum_muted_muted_id_user_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_forum_muted_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "muted_id", name=op.f("pk_forum_muted")),
    )
    op.create_index(op.f("ix_forum_muted_muted_id"), "forum_muted", ["muted_id"])
    op.create_table(
        "forum_topic",
        sa.Column("thread_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["forum_thread.id"], name=op.f("fk_forum_topic_thread_id_forum_thread"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("thread_id", "topic", name=op.f("pk_forum_topic")),
    )
    op.create_index("ix_forum_topic_topic", "forum_topic", ["topic"])
    op.create_table(
        "forum_vote",
        sa.Column("thread_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("user_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("voted_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["forum_thread.id"], name=op.f("fk_forum_vote_thread_id_forum_thread"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_forum_vote_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("thread_id", "user_id", name=op.f("pk_forum_vote")),
    )
    op.create_index(op.f("ix_forum_vote_user_id"), "forum_vote", ["user_id"])
    op.create_table(
        "forum_file",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("post_id", _KEY, nullable=False),
        sa.Column("file_id", _KEY, nullable=False),
        sa.Column("description", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_forum_file_file_id_stored_file"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["forum_post.id"], name=op.f("fk_forum_file_post_id_forum_post"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_file")),
    )
    op.create_index(op.f("ix_forum_file_file_id"), "forum_file", ["file_id"])
    op.create_index(op.f("ix_forum_file_post_id"), "forum_file", ["post_id"])
    op.create_table(
        "forum_helpful",
        sa.Column("post_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("user_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("marked_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["forum_post.id"], name=op.f("fk_forum_helpful_post_id_forum_post"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_forum_helpful_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post_id", "user_id", name=op.f("pk_forum_helpful")),
    )
    op.create_index(op.f("ix_forum_helpful_user_id"), "forum_helpful", ["user_id"])


def downgrade() -> None:
    op.drop_table("forum_helpful")
    op.drop_table("forum_file")
    op.drop_table("forum_vote")
    op.drop_table("forum_topic")
    op.drop_table("forum_muted")
    op.drop_table("forum_draft")
