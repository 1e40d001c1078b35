"""Accepted work is shown to others as an example, where its author agrees.

Revision 0025, after 0024.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "shown_work",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("submission_id", _KEY, nullable=False),
        sa.Column("author_id", _KEY, nullable=False),
        sa.Column("course_slug", sa.String(length=100), nullable=False),
        sa.Column("unit_key", sa.String(length=100), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("licence", sa.String(length=32), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("sdgs", sa.JSON(), nullable=False),
        sa.Column("shows_name", sa.Boolean(), nullable=False),
        sa.Column("consented_at", _MOMENT, nullable=False),
        sa.Column("consent_version", sa.Integer(), nullable=False),
        sa.Column("accepted_at", _MOMENT, nullable=True),
        sa.Column("accepted_by", _KEY, nullable=True),
        sa.Column("declined_at", _MOMENT, nullable=True),
        sa.Column("declined_by", _KEY, nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_shown_work_submission_id_submission"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_shown_work_author_id_user_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["accepted_by"],
            ["user_account.id"],
            name=op.f("fk_shown_work_accepted_by_user_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["declined_by"],
            ["user_account.id"],
            name=op.f("fk_shown_work_declined_by_user_account"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shown_work")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_shown_work_submission_id")),
    )
    op.create_index("ix_shown_work_author_id", "shown_work", ["author_id"])
    op.create_index("ix_shown_work_of_unit", "shown_work", ["course_slug", "unit_key", "accepted_at"])


def downgrade() -> None:
    op.drop_table("shown_work")
