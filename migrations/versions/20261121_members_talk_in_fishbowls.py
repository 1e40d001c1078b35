"""Members talk in fishbowls: some sit and speak, others listen and leave notes.

Revision 0034, after 0033.
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_PERSON, _FISHBOWL = "user_account.id", "forum_fishbowl.thread_id"


def upgrade() -> None:
    _fishbowl()
    _seats()
    _notes()


def downgrade() -> None:
    for table in ("forum_note_support", "forum_note", "forum_last_word", "forum_seat_wish", "forum_seat"):
        op.drop_table(table)
    op.drop_table("forum_fishbowl")


def _fishbowl() -> None:
    op.create_table(
        "forum_fishbowl",
        sa.Column("thread_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("facilitator_id", _KEY, nullable=True),
        sa.Column("ends_at", _MOMENT, nullable=False),
        sa.Column("quiet_since", _MOMENT, nullable=False),
        sa.Column("nudged", sa.Integer(), nullable=False),
        sa.Column("is_end_told", sa.Boolean(), nullable=False),
        sa.Column("round_until", _MOMENT, nullable=True),
        sa.Column("due_at", _MOMENT, nullable=True),
        sa.Column("closed_at", _MOMENT, nullable=True),
        *(
            sa.Column(f"{part}{form}", sa.Text(), nullable=False)
            for part in ("agreement", "disagreement", "questions")
            for form in ("", "_html")
        ),
        sa.Column("summary_language", sa.String(length=12), nullable=False),
        sa.Column("summed_up_by", _KEY, nullable=True),
        sa.Column("summed_up_at", _MOMENT, nullable=True),
        _to("forum_fishbowl", "thread_id", "forum_thread.id", "CASCADE"),
        _to("forum_fishbowl", "facilitator_id", _PERSON, "SET NULL"),
        _to("forum_fishbowl", "summed_up_by", _PERSON, "SET NULL"),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_forum_fishbowl")),
    )
    for column in ("due_at", "facilitator_id", "summed_up_by"):
        op.create_index(op.f(f"ix_forum_fishbowl_{column}"), "forum_fishbowl", [column])


def _seats() -> None:
    op.create_table(
        "forum_seat",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("thread_id", _KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("user_id", _KEY, nullable=True),
        sa.Column("offered_at", _MOMENT, nullable=False),
        sa.Column("taken_at", _MOMENT, nullable=True),
        sa.Column("until", _MOMENT, nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("is_warned", sa.Boolean(), nullable=False),
        sa.Column("is_kept", sa.Boolean(), nullable=False),
        sa.Column("call_note", sa.String(length=300), nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.Column("ending", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        _to("forum_seat", "thread_id", _FISHBOWL, "CASCADE"),
        _to("forum_seat", "user_id", _PERSON, "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_seat")),
    )
    live = sa.text("ended_at IS NULL")
    for name, column in (("ix_forum_seat_one_person", "number"), ("ix_forum_seat_one_seat", "user_id")):
        columns = ["thread_id", column]
        op.create_index(name, "forum_seat", columns, unique=True, sqlite_where=live, postgresql_where=live)
    op.create_index("ix_forum_seat_thread_id_user_id", "forum_seat", ["thread_id", "user_id"])
    op.create_index("ix_forum_seat_user_id", "forum_seat", ["user_id"])
    op.create_table(
        "forum_seat_wish",
        *_of_people("forum_seat_wish", "thread_id", _FISHBOWL),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("called_at", _MOMENT, nullable=True),
        sa.Column("call_note", sa.String(length=300), nullable=False),
    )
    op.create_table(
        "forum_last_word",
        *_of_people("forum_last_word", "thread_id", _FISHBOWL),
        sa.Column("said_at", _MOMENT, nullable=False),
    )
    for table in ("forum_seat_wish", "forum_last_word"):
        op.create_index(op.f(f"ix_{table}_user_id"), table, ["user_id"])


def _notes() -> None:
    op.create_table(
        "forum_note",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("thread_id", _KEY, nullable=False),
        sa.Column("author_id", _KEY, nullable=True),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("support", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("settled_at", _MOMENT, nullable=True),
        sa.Column("settled_by", _KEY, nullable=True),
        sa.Column("post_id", _KEY, nullable=True),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        _to("forum_note", "thread_id", _FISHBOWL, "CASCADE"),
        _to("forum_note", "author_id", _PERSON, "SET NULL"),
        _to("forum_note", "settled_by", _PERSON, "SET NULL"),
        _to("forum_note", "post_id", "forum_post.id", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_note")),
    )
    for column in ("thread_id", "author_id", "settled_by", "post_id"):
        op.create_index(op.f(f"ix_forum_note_{column}"), "forum_note", [column])
    op.create_table(
        "forum_note_support",
        *_of_people("forum_note_support", "note_id", "forum_note.id"),
        sa.Column("since", _MOMENT, nullable=False),
    )
    op.create_index(op.f("ix_forum_note_support_user_id"), "forum_note_support", ["user_id"])


def _of_people(table: str, what: str, leads_to: str) -> tuple[sa.Column | sa.Constraint, ...]:
    """One row at most for each person and thing; it goes with either."""
    return (
        sa.Column(what, _KEY, autoincrement=False, nullable=False),
        sa.Column("user_id", _KEY, autoincrement=False, nullable=False),
        _to(table, what, leads_to, "CASCADE"),
        _to(table, "user_id", _PERSON, "CASCADE"),
        sa.PrimaryKeyConstraint(what, "user_id", name=op.f(f"pk_{table}")),
    )


def _to(table: str, column: str, leads_to: str, gone: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{leads_to.partition('.')[0]}")
    return sa.ForeignKeyConstraint([column], [leads_to], name=name, ondelete=gone)
