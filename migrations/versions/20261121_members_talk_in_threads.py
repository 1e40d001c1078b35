"""Members talk in threads of categories, follow them, and see what they have not read.

Revision 0027, after 0026.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "forum_category",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column(
            "audience",
            sa.Enum("members", "course", "staff", name="audience", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("course_slug", sa.String(length=100), nullable=True),
        sa.Column("titles", sa.JSON(), nullable=False),
        sa.Column("summaries", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("archived_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_category")),
        sa.UniqueConstraint("course_slug", name=op.f("uq_forum_category_course_slug")),
        sa.UniqueConstraint("key", name=op.f("uq_forum_category_key")),
    )
    op.create_table(
        "forum_follow",
        sa.Column("user_id", _KEY, autoincrement=False, nullable=False),
        sa.Column(
            "what",
            sa.Enum("thread", "category", "person", "topic", name="followed", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("target", sa.String(length=60), nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_forum_follow_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "what", "target", name=op.f("pk_forum_follow")),
    )
    op.create_index("ix_forum_follow_what_target", "forum_follow", ["what", "target"])
    op.create_table(
        "forum_thread",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("category_id", _KEY, nullable=False),
        sa.Column(
            "kind",
            sa.Enum("discussion", "question", "idea", "announcement", name="threadkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("author_id", _KEY, nullable=True),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("replies", sa.Integer(), nullable=False),
        sa.Column("last_post_at", _MOMENT, nullable=False),
        sa.Column("last_author_id", _KEY, nullable=True),
        sa.Column("pinned_at", _MOMENT, nullable=True),
        sa.Column("locked_at", _MOMENT, nullable=True),
        sa.Column("archived_at", _MOMENT, nullable=True),
        sa.Column("removed_at", _MOMENT, nullable=True),
        sa.Column("accepted_post_id", _KEY, nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "open", "planned", "under_way", "done", "declined", name="ideastatus", native_enum=False, length=32
            ),
            nullable=True,
        ),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("merged_into_id", _KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_forum_thread_author_id_user_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["category_id"], ["forum_category.id"], name=op.f("fk_forum_thread_category_id_forum_category")
        ),
        sa.ForeignKeyConstraint(
            ["last_author_id"],
            ["user_account.id"],
            name=op.f("fk_forum_thread_last_author_id_user_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"],
            ["forum_thread.id"],
            name=op.f("fk_forum_thread_merged_into_id_forum_thread"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_thread")),
    )
    op.create_index(op.f("ix_forum_thread_author_id"), "forum_thread", ["author_id"])
    op.create_index("ix_forum_thread_category_id_last_post_at", "forum_thread", ["category_id", "last_post_at", "id"])
    op.create_index("ix_forum_thread_last_post_at", "forum_thread", ["last_post_at", "id"])
    op.create_table(
        "forum_visit",
        sa.Column("user_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("caught_up_at", _MOMENT, nullable=False),
        sa.Column("seen_at", _MOMENT, nullable=False),
        sa.Column("last_visit_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_forum_visit_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_forum_visit")),
    )
    op.create_table(
        "forum_post",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("thread_id", _KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author_id", _KEY, nullable=True),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("reply_to_id", _KEY, nullable=True),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("edited_at", _MOMENT, nullable=True),
        sa.Column(
            "state", sa.Enum("shown", "held", "removed", name="poststate", native_enum=False, length=32), nullable=False
        ),
        sa.Column("removed_at", _MOMENT, nullable=True),
        sa.Column("removed_by", _KEY, nullable=True),
        sa.Column("removal_reason", sa.String(length=500), nullable=False),
        sa.Column("helpful", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_forum_post_author_id_user_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["removed_by"], ["user_account.id"], name=op.f("fk_forum_post_removed_by_user_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["reply_to_id"], ["forum_post.id"], name=op.f("fk_forum_post_reply_to_id_forum_post"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["forum_thread.id"], name=op.f("fk_forum_post_thread_id_forum_thread"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_post")),
        sa.UniqueConstraint("thread_id", "number", name=op.f("uq_forum_post_thread_id_number")),
    )
    op.create_index("ix_forum_post_author_id_made_at", "forum_post", ["author_id", "made_at"])
    op.create_index(op.f("ix_forum_post_reply_to_id"), "forum_post", ["reply_to_id"])
    op.create_table(
        "forum_reading",
        sa.Column("user_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("thread_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("read_up_to", sa.Integer(), nullable=False),
        sa.Column("read_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["forum_thread.id"], name=op.f("fk_forum_reading_thread_id_forum_thread"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_forum_reading_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "thread_id", name=op.f("pk_forum_reading")),
    )
    op.create_index(op.f("ix_forum_reading_thread_id"), "forum_reading", ["thread_id"])
    op.create_table(
        "forum_post_version",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("post_id", _KEY, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("written_at", _MOMENT, nullable=False),
        sa.Column("editor_id", _KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["editor_id"],
            ["user_account.id"],
            name=op.f("fk_forum_post_version_editor_id_user_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["forum_post.id"], name=op.f("fk_forum_post_version_post_id_forum_post"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_post_version")),
    )
    op.create_index(op.f("ix_forum_post_version_post_id"), "forum_post_version", ["post_id"])


def downgrade() -> None:
    for table in ("post_version", "reading", "post", "visit", "thread", "follow", "category"):
        op.drop_table(f"forum_{table}")
