"""The forum is kept a good place: its conduct is accepted, posts are reported and held, and members silenced.

Revision 0031, after 0030.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "forum_conduct_accepted",
        sa.Column("user_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("accepted_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_forum_conduct_accepted_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", "version", name=op.f("pk_forum_conduct_accepted")),
    )
    op.create_table(
        "forum_case",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("post_id", _KEY, nullable=False),
        sa.Column(
            "cause",
            sa.Enum("reported", "suspected", "seen", name="cause", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("opened_at", _MOMENT, nullable=False),
        sa.Column("was_shown", sa.Boolean(), nullable=False),
        sa.Column("waiting_since", _MOMENT, nullable=True),
        sa.Column("reminded", sa.Integer(), nullable=False),
        sa.Column("claimed_by", _KEY, nullable=True),
        sa.Column("claimed_at", _MOMENT, nullable=True),
        sa.Column("is_of_thread", sa.Boolean(), nullable=False),
        sa.Column("settled_at", _MOMENT, nullable=True),
        sa.Column("settled_by", _KEY, nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "nothing_wrong",
                "warned",
                "removed",
                "silenced",
                "taken_back",
                name="outcome",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("appealed_at", _MOMENT, nullable=True),
        sa.Column("appeal", sa.Text(), nullable=False),
        sa.Column("decided_at", _MOMENT, nullable=True),
        sa.Column("decided_by", _KEY, nullable=True),
        sa.Column("is_upheld", sa.Boolean(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claimed_by"], ["user_account.id"], name=op.f("fk_forum_case_claimed_by_user_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["user_account.id"], name=op.f("fk_forum_case_decided_by_user_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["forum_post.id"], name=op.f("fk_forum_case_post_id_forum_post"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["user_account.id"], name=op.f("fk_forum_case_settled_by_user_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_case")),
    )
    op.create_index(op.f("ix_forum_case_post_id"), "forum_case", ["post_id"])
    op.create_index(op.f("ix_forum_case_waiting_since"), "forum_case", ["waiting_since"])
    op.create_table(
        "forum_thread_step",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("thread_id", _KEY, nullable=False),
        sa.Column("post_id", _KEY, nullable=True),
        sa.Column(
            "step",
            sa.Enum(
                "pinned",
                "unpinned",
                "locked",
                "unlocked",
                "archived",
                "brought_back",
                "moved",
                "changed",
                "merged_in",
                "merged_away",
                "split_off",
                "split_from",
                "removed",
                "restored",
                "post_held",
                "post_released",
                "post_removed",
                "post_restored",
                "warned",
                name="step",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("done_by", _KEY, nullable=True),
        sa.Column("done_at", _MOMENT, nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("other_id", _KEY, nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["done_by"],
            ["user_account.id"],
            name=op.f("fk_forum_thread_step_done_by_user_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["forum_thread.id"],
            name=op.f("fk_forum_thread_step_other_id_forum_thread"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["forum_post.id"], name=op.f("fk_forum_thread_step_post_id_forum_post"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["forum_thread.id"],
            name=op.f("fk_forum_thread_step_thread_id_forum_thread"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_thread_step")),
    )
    op.create_index(op.f("ix_forum_thread_step_post_id"), "forum_thread_step", ["post_id"])
    op.create_index(op.f("ix_forum_thread_step_thread_id"), "forum_thread_step", ["thread_id"])
    op.create_table(
        "forum_report",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("case_id", _KEY, nullable=False),
        sa.Column("reporter_id", _KEY, nullable=True),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["forum_case.id"], name=op.f("fk_forum_report_case_id_forum_case"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["reporter_id"],
            ["user_account.id"],
            name=op.f("fk_forum_report_reporter_id_user_account"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_report")),
        sa.UniqueConstraint("case_id", "reporter_id", name=op.f("uq_forum_report_case_id_reporter_id")),
    )
    op.create_index(op.f("ix_forum_report_reporter_id"), "forum_report", ["reporter_id"])
    op.create_table(
        "forum_silence",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("user_id", _KEY, nullable=False),
        sa.Column("category_id", _KEY, nullable=True),
        sa.Column("case_id", _KEY, nullable=True),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.Column("until", _MOMENT, nullable=False),
        sa.Column("given_by", _KEY, nullable=True),
        sa.Column("lifted_at", _MOMENT, nullable=True),
        sa.Column("lifted_by", _KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["forum_case.id"], name=op.f("fk_forum_silence_case_id_forum_case"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["forum_category.id"],
            name=op.f("fk_forum_silence_category_id_forum_category"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["given_by"], ["user_account.id"], name=op.f("fk_forum_silence_given_by_user_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by"],
            ["user_account.id"],
            name=op.f("fk_forum_silence_lifted_by_user_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_forum_silence_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_silence")),
    )
    op.create_index(op.f("ix_forum_silence_case_id"), "forum_silence", ["case_id"])
    op.create_index(op.f("ix_forum_silence_category_id"), "forum_silence", ["category_id"])
    op.create_index("ix_forum_silence_user_id_until", "forum_silence", ["user_id", "until"])
    op.add_column("forum_post", sa.Column("removal_rule", sa.String(length=40), nullable=False, server_default=""))
    op.add_column("forum_thread", sa.Column("held_at", _MOMENT, nullable=True))


def downgrade() -> None:
    for table in ("silence", "report", "thread_step", "case", "conduct_accepted"):
        op.drop_table(f"forum_{table}")
    op.drop_column("forum_post", "removal_rule")
    op.drop_column("forum_thread", "held_at")
