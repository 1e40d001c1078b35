"""What staff did about reviews, and why.

Revision 0023, after 0022.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "review_step",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("submission_id", _KEY, nullable=False),
        sa.Column("review_id", _KEY, nullable=True),
        sa.Column("user_id", _KEY, nullable=True),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("done_by", _KEY, nullable=True),
        sa.Column("done_at", _MOMENT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["done_by"], ["user_account.id"], name=op.f("fk_review_step_done_by_user_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_review_step_review_id_review"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_review_step_submission_id_submission"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_review_step_user_id_user_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_step")),
    )
    op.create_index("ix_review_step_done_by", "review_step", ["done_by"])
    op.create_index("ix_review_step_review_id", "review_step", ["review_id"])
    op.create_index("ix_review_step_submission_id", "review_step", ["submission_id"])


def downgrade() -> None:
    op.drop_table("review_step")
