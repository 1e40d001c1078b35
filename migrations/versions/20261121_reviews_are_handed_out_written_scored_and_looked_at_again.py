"""Reviews are handed out, written, scored and looked at again.

Revision 0019, after 0018.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "review_pool",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("course_slug", sa.String(length=100), nullable=False),
        sa.Column("unit_key", sa.String(length=100), nullable=False),
        sa.Column("secret", sa.String(length=32), nullable=False),
        sa.Column("scoring", sa.String(length=32), nullable=True),
        sa.Column("results_by", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_pool")),
        sa.UniqueConstraint("course_slug", "unit_key", name=op.f("uq_review_pool_course_slug_unit_key")),
    )
    op.create_table(
        "example_score",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("pool_id", _KEY, nullable=False),
        sa.Column("user_id", _KEY, nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("example_key", sa.String(length=100), nullable=False),
        sa.Column("rubric", sa.String(length=10), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("staff_points", sa.JSON(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("truth", sa.Double(), nullable=False),
        sa.Column("scored_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["pool_id"], ["review_pool.id"], name=op.f("fk_example_score_pool_id_review_pool"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_example_score_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_example_score")),
        sa.UniqueConstraint(
            "pool_id",
            "user_id",
            "attempt",
            "example_key",
            name=op.f("uq_example_score_pool_id_user_id_attempt_example_key"),
        ),
    )
    op.create_index("ix_example_score_user_id", "example_score", ["user_id"])

    op.create_table(
        "review_conflict",
        sa.Column("user_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("other_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("declared_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["other_id"], ["user_account.id"], name=op.f("fk_review_conflict_other_id_user_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_review_conflict_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "other_id", name=op.f("pk_review_conflict")),
    )
    op.create_index("ix_review_conflict_other_id", "review_conflict", ["other_id"])

    op.create_table(
        "review_hold",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("pool_id", _KEY, nullable=False),
        sa.Column("user_id", _KEY, nullable=False),
        sa.Column("held_at", _MOMENT, nullable=False),
        sa.Column("ignored", sa.Integer(), nullable=False),
        sa.Column("filled_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["pool_id"], ["review_pool.id"], name=op.f("fk_review_hold_pool_id_review_pool"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_review_hold_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_hold")),
    )
    op.create_index("ix_review_hold_pool", "review_hold", ["pool_id", "user_id"])
    op.create_index("ix_review_hold_user_id", "review_hold", ["user_id"])

    op.create_table(
        "review_part",
        sa.Column("pool_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("user_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("begun", sa.Integer(), nullable=False),
        sa.Column("begun_of_own_country", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("nothing_since", _MOMENT, nullable=True),
        sa.Column("settled_at", _MOMENT, nullable=True),
        sa.Column("calibration", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["pool_id"], ["review_pool.id"], name=op.f("fk_review_part_pool_id_review_pool"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_review_part_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("pool_id", "user_id", name=op.f("pk_review_part")),
    )
    op.create_index("ix_review_part_user_id", "review_part", ["user_id"])

    op.create_table(
        "review_reader",
        sa.Column("user_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("is_volunteer", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_review_reader_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_review_reader")),
    )
    op.create_table(
        "appeal",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("pool_id", _KEY, nullable=False),
        sa.Column("submission_id", _KEY, nullable=False),
        sa.Column("cause", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("opened_at", _MOMENT, nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("low", sa.Double(), nullable=False),
        sa.Column("high", sa.Double(), nullable=False),
        sa.Column("taken_by", _KEY, nullable=True),
        sa.Column("taken_at", _MOMENT, nullable=True),
        sa.Column("decided_by", _KEY, nullable=True),
        sa.Column("decided_at", _MOMENT, nullable=True),
        sa.Column("decision", sa.Double(), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["user_account.id"], name=op.f("fk_appeal_decided_by_user_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["pool_id"], ["review_pool.id"], name=op.f("fk_appeal_pool_id_review_pool"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_appeal_submission_id_submission"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["taken_by"], ["user_account.id"], name=op.f("fk_appeal_taken_by_user_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
    )
    op.create_index("ix_appeal_open", "appeal", ["pool_id", "decided_at"])
    op.create_index("ix_appeal_submission_id", "appeal", ["submission_id"])

    op.create_table(
        "mentor_request",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("pool_id", _KEY, nullable=False),
        sa.Column("submission_id", _KEY, nullable=False),
        sa.Column("mentor_id", _KEY, nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("taken_at", _MOMENT, nullable=True),
        sa.Column("declined_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["mentor_id"],
            ["user_account.id"],
            name=op.f("fk_mentor_request_mentor_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["pool_id"], ["review_pool.id"], name=op.f("fk_mentor_request_pool_id_review_pool"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_mentor_request_submission_id_submission"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_request")),
    )
    op.create_index("ix_mentor_request_mentor_id", "mentor_request", ["mentor_id"])
    op.create_index("ix_mentor_request_submission_id", "mentor_request", ["submission_id"])

    op.create_table(
        "review",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("pool_id", _KEY, nullable=False),
        sa.Column("submission_id", _KEY, nullable=True),
        sa.Column("example_key", sa.String(length=100), nullable=False),
        sa.Column("reader_id", _KEY, nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("revision_id", _KEY, nullable=False),
        sa.Column("rubric", sa.String(length=10), nullable=False),
        sa.Column("line", sa.String(length=20), nullable=False),
        sa.Column("draw", sa.Double(), nullable=False),
        sa.Column("is_relaxed", sa.Boolean(), nullable=False),
        sa.Column("circumstances", sa.JSON(), nullable=False),
        sa.Column("began_at", _MOMENT, nullable=False),
        sa.Column("ends_at", _MOMENT, nullable=False),
        sa.Column("drafted_at", _MOMENT, nullable=True),
        sa.Column("given_back_at", _MOMENT, nullable=True),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("comments", sa.JSON(), nullable=False),
        sa.Column("overall", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("saved_at", _MOMENT, nullable=True),
        sa.Column("handed_in_at", _MOMENT, nullable=True),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("worth", sa.String(length=32), nullable=True),
        sa.Column("truth", sa.Double(), nullable=True),
        sa.Column("is_held", sa.Boolean(), nullable=False),
        sa.Column("excluded_at", _MOMENT, nullable=True),
        sa.Column("excluded_by", _KEY, nullable=True),
        sa.Column("exclusion", sa.Text(), nullable=False),
        sa.Column("read_at", _MOMENT, nullable=True),
        sa.Column("thanked_at", _MOMENT, nullable=True),
        sa.Column("helpful", sa.Integer(), nullable=True),
        sa.Column("rated_at", _MOMENT, nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["excluded_by"], ["user_account.id"], name=op.f("fk_review_excluded_by_user_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["pool_id"], ["review_pool.id"], name=op.f("fk_review_pool_id_review_pool"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["user_account.id"], name=op.f("fk_review_reader_id_user_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_review_revision_id_revision")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_review_submission_id_submission"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("submission_id", "reader_id", name=op.f("uq_review_submission_id_reader_id")),
    )
    op.create_index("ix_review_reader", "review", ["reader_id", "pool_id"])
    op.create_index("ix_review_running", "review", ["pool_id", "handed_in_at", "ended_at", "ends_at"])

    op.create_table(
        "review_call",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("pool_id", _KEY, nullable=False),
        sa.Column("submission_id", _KEY, nullable=False),
        sa.Column("user_id", _KEY, nullable=False),
        sa.Column("called_at", _MOMENT, nullable=False),
        sa.Column("answered_at", _MOMENT, nullable=True),
        sa.Column("taken_at", _MOMENT, nullable=True),
        sa.Column("ignored_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["pool_id"], ["review_pool.id"], name=op.f("fk_review_call_pool_id_review_pool"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_review_call_submission_id_submission"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_review_call_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_call")),
    )
    op.create_index("ix_review_call_pool", "review_call", ["pool_id", "called_at"])
    op.create_index("ix_review_call_submission_id", "review_call", ["submission_id"])
    op.create_index("ix_review_call_user_id", "review_call", ["user_id"])

    op.create_table(
        "review_place",
        sa.Column("submission_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("pool_id", _KEY, nullable=False),
        sa.Column("author_id", _KEY, nullable=False),
        sa.Column("rubric", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("handed_in_at", _MOMENT, nullable=False),
        sa.Column("lot", sa.Integer(), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("out", sa.Integer(), nullable=False),
        sa.Column("author_done", sa.Integer(), nullable=False),
        sa.Column("author_is_settled", sa.Boolean(), nullable=False),
        sa.Column("is_disputed", sa.Boolean(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("line", sa.String(length=20), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("called_at", _MOMENT, nullable=True),
        sa.Column("granted_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_review_place_author_id_user_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["pool_id"], ["review_pool.id"], name=op.f("fk_review_place_pool_id_review_pool"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_review_place_submission_id_submission"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_review_place")),
    )
    op.create_index("ix_review_place_author", "review_place", ["author_id", "pool_id"])
    op.create_index("ix_review_place_line", "review_place", ["pool_id", "line", "handed_in_at", "lot"])
    op.create_index("ix_review_place_others", "review_place", ["pool_id", "line", "author_done", "handed_in_at", "lot"])

    op.create_table(
        "review_result",
        sa.Column("submission_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("pool_id", _KEY, nullable=False),
        sa.Column("reckoned_at", _MOMENT, nullable=False),
        sa.Column("method", sa.String(length=32), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("standard_error", sa.Double(), nullable=True),
        sa.Column("spread", sa.Double(), nullable=False),
        sa.Column("counting", sa.Integer(), nullable=False),
        sa.Column("readable", sa.Integer(), nullable=False),
        sa.Column("is_above_floor", sa.Boolean(), nullable=False),
        sa.Column("final_score", sa.Double(), nullable=True),
        sa.Column("final_at", _MOMENT, nullable=True),
        sa.Column("decided_score", sa.Double(), nullable=True),
        sa.Column("inputs", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pool_id"], ["review_pool.id"], name=op.f("fk_review_result_pool_id_review_pool"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_review_result_submission_id_submission"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_review_result")),
    )
    op.create_index("ix_review_result_pool_id", "review_result", ["pool_id"])

    op.create_table(
        "review_report",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("pool_id", _KEY, nullable=False),
        sa.Column("submission_id", _KEY, nullable=False),
        sa.Column("review_id", _KEY, nullable=True),
        sa.Column("reporter_id", _KEY, nullable=False),
        sa.Column("problem", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reported_at", _MOMENT, nullable=False),
        sa.Column("settled_at", _MOMENT, nullable=True),
        sa.Column("settled_by", _KEY, nullable=True),
        sa.Column("is_upheld", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pool_id"], ["review_pool.id"], name=op.f("fk_review_report_pool_id_review_pool"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["reporter_id"],
            ["user_account.id"],
            name=op.f("fk_review_report_reporter_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_review_report_review_id_review"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"],
            ["user_account.id"],
            name=op.f("fk_review_report_settled_by_user_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_review_report_submission_id_submission"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_report")),
    )
    op.create_index("ix_review_report_open", "review_report", ["pool_id", "settled_at"])
    op.create_index("ix_review_report_reporter_id", "review_report", ["reporter_id"])
    op.create_index("ix_review_report_review_id", "review_report", ["review_id"])
    op.create_index("ix_review_report_submission_id", "review_report", ["submission_id"])


def downgrade() -> None:
    for table in (
        "review_report",
        "review_result",
        "review_place",
        "review_call",
        "review",
        "mentor_request",
        "appeal",
        "review_reader",
        "review_part",
        "review_hold",
        "review_conflict",
        "example_score",
        "review_pool",
    ):
        op.drop_table(table)
