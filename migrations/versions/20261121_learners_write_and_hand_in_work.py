"""Learners write and hand in work.

Revision 0018, after 0017.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def _refers(table: str, column: str, to: str, when_gone: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"), ondelete=when_gone)


def upgrade() -> None:
    op.create_table(
        "unit_hand_in",
        sa.Column("enrolment_id", _KEY, nullable=False),
        sa.Column("unit_key", sa.String(length=100), nullable=False),
        sa.Column("handed_in_at", _MOMENT, nullable=False),
        _refers("unit_hand_in", "enrolment_id", "enrolment", "CASCADE"),
        sa.PrimaryKeyConstraint("enrolment_id", "unit_key", name=op.f("pk_unit_hand_in")),
    )
    op.create_table(
        "submission",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("enrolment_id", _KEY, nullable=False),
        sa.Column("author_id", _KEY, nullable=False),
        sa.Column("course_slug", sa.String(length=100), nullable=False),
        sa.Column("unit_key", sa.String(length=100), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("revision_id", _KEY, nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("begun_at", _MOMENT, nullable=False),
        sa.Column("current_number", sa.Integer(), nullable=False),
        sa.Column("handed_in_at", _MOMENT, nullable=True),
        sa.Column("handed_in_number", sa.Integer(), nullable=True),
        sa.Column("opened_at", _MOMENT, nullable=True),
        sa.Column("withdrawn_at", _MOMENT, nullable=True),
        _refers("submission", "enrolment_id", "enrolment", "CASCADE"),
        _refers("submission", "author_id", "user_account", "CASCADE"),
        _refers("submission", "revision_id", "revision"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint(
            "enrolment_id", "unit_key", "round", name=op.f("uq_submission_enrolment_id_unit_key_round")
        ),
    )
    op.create_index(op.f("ix_submission_author_id"), "submission", ["author_id"])
    op.create_index("ix_submission_line", "submission", ["course_slug", "unit_key", "handed_in_at"])
    op.create_table(
        "submission_version",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("submission_id", _KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("window_key", sa.String(length=24), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("filled", sa.JSON(), nullable=False),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("file_ids", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("saved_at", _MOMENT, nullable=False),
        _refers("submission_version", "submission_id", "submission", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_version")),
        sa.UniqueConstraint("submission_id", "number", name=op.f("uq_submission_version_submission_id_number")),
    )


def downgrade() -> None:
    for table in ("submission_version", "submission", "unit_hand_in"):
        op.drop_table(table)
