"""Cohorts with applications, readings, offers and seats.

Revision 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _moment(name: str, *, is_known: bool = False) -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=not is_known)


def _belongs_to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{other}"
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(name), ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "cohort",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("course_slug", sa.String(length=100), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("revision_id", _KEY, nullable=False),
        _moment("closed_at"),
        _moment("offers_began_at"),
        _moment("first_round_ends_at"),
        _moment("settled_at"),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_cohort_revision_id_revision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort")),
        sa.UniqueConstraint("course_slug", "key", name=op.f("uq_cohort_course_slug_key")),
    )
    op.create_index("ix_cohort_revision_id", "cohort", ["revision_id"])
    op.create_table(
        "panel_member",
        sa.Column("cohort_id", _KEY, nullable=False),
        sa.Column("user_id", _KEY, nullable=False),
        _moment("added_at", is_known=True),
        _belongs_to("panel_member", "cohort_id", "cohort"),
        _belongs_to("panel_member", "user_id", "user_account"),
        sa.PrimaryKeyConstraint("cohort_id", "user_id", name=op.f("pk_panel_member")),
    )
    op.create_index("ix_panel_member_user_id", "panel_member", ["user_id"])
    op.create_table(
        "application",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("cohort_id", _KEY, nullable=False),
        sa.Column("user_id", _KEY, nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        _moment("saved_at", is_known=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("organisation_kind", sa.String(length=32), nullable=False),
        sa.Column("gender", sa.String(length=32), nullable=False),
        sa.Column("letters_language", sa.String(length=12), nullable=False),
        _moment("handed_in_at"),
        _moment("withdrawn_at"),
        _moment("refused_at"),
        sa.Column("override", sa.String(length=32), nullable=True),
        sa.Column("override_reason", sa.Text(), nullable=False),
        _belongs_to("application", "cohort_id", "cohort"),
        _belongs_to("application", "user_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("cohort_id", "user_id", name=op.f("uq_application_cohort_id_user_id")),
    )
    op.create_index("ix_application_user_id", "application", ["user_id"])
    op.create_table(
        "reading",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("application_id", _KEY, nullable=False),
        sa.Column("reader_id", _KEY, nullable=True),
        _moment("assigned_at", is_known=True),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        _moment("handed_in_at"),
        _moment("declined_at"),
        _belongs_to("reading", "application_id", "application"),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["user_account.id"], name=op.f("fk_reading_reader_id_user_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
        sa.UniqueConstraint("application_id", "reader_id", name=op.f("uq_reading_application_id_reader_id")),
    )
    op.create_index("ix_reading_reader_id", "reading", ["reader_id"])
    op.create_table(
        "offer",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("application_id", _KEY, nullable=False),
        _moment("made_at", is_known=True),
        _moment("answer_by", is_known=True),
        _moment("reminded_at"),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        _moment("ended_at"),
        _belongs_to("offer", "application_id", "application"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("application_id", name=op.f("uq_offer_application_id")),
    )
    op.create_index("ix_offer_open", "offer", ["outcome", "answer_by"])
    op.create_table(
        "seat",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("application_id", _KEY, nullable=False),
        sa.Column("user_id", _KEY, nullable=False),
        _moment("taken_at", is_known=True),
        _moment("left_at"),
        _belongs_to("seat", "application_id", "application"),
        _belongs_to("seat", "user_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
        sa.UniqueConstraint("application_id", name=op.f("uq_seat_application_id")),
    )
    op.create_index("ix_seat_user_id", "seat", ["user_id"])


def downgrade() -> None:
    for table in ("seat", "offer", "reading", "application", "panel_member", "cohort"):
        op.drop_table(table)
