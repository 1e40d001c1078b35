"""People are invited by letters and by links.

Revision 0015, after 0014.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def _refers(table: str, column: str, to: str, when_gone: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"), ondelete=when_gone)


def upgrade() -> None:
    op.create_table(
        "invitation_batch",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("made_by", _KEY, nullable=True),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("organisation_id", _KEY, nullable=True),
        sa.Column("course_slug", sa.String(length=100), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("faulty", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("sent_at", _MOMENT, nullable=True),
        _refers("invitation_batch", "made_by", "user_account", "SET NULL"),
        _refers("invitation_batch", "organisation_id", "organisation", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_batch")),
    )
    for column in ("made_by", "made_at", "organisation_id"):
        op.create_index(f"ix_invitation_batch_{column}", "invitation_batch", [column])
    op.create_table(
        "invitation",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("batch_id", _KEY, nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("secret_digest", sa.String(length=64), nullable=True),
        sa.Column("written_at", _MOMENT, nullable=True),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("mail_id", _KEY, nullable=True),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("accepted_at", _MOMENT, nullable=True),
        sa.Column("withdrawn_at", _MOMENT, nullable=True),
        sa.Column("refused_at", _MOMENT, nullable=True),
        sa.Column("accepted_by", _KEY, nullable=True),
        _refers("invitation", "batch_id", "invitation_batch", "CASCADE"),
        _refers("invitation", "accepted_by", "user_account", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("secret_digest", name=op.f("uq_invitation_secret_digest")),
    )
    op.create_index("ix_invitation_batch", "invitation", ["batch_id", "written_at", "id"])
    for column in ("email_digest", "expires_at", "accepted_by"):
        op.create_index(f"ix_invitation_{column}", "invitation", [column])
    op.create_table(
        "unwanted_mail",
        sa.Column("email_digest", sa.String(length=64), nullable=False),
        sa.Column("refused_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("email_digest", name=op.f("pk_unwanted_mail")),
    )
    op.create_table(
        "join_link",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("code", sa.String(length=43), nullable=False),
        sa.Column("made_by", _KEY, nullable=True),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("organisation_id", _KEY, nullable=True),
        sa.Column("course_slug", sa.String(length=100), nullable=False),
        sa.Column("ends_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.Column("most_uses", sa.Integer(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        _refers("join_link", "made_by", "user_account", "SET NULL"),
        _refers("join_link", "organisation_id", "organisation", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_link")),
        sa.UniqueConstraint("code", name=op.f("uq_join_link_code")),
    )
    for column in ("made_by", "organisation_id"):
        op.create_index(f"ix_join_link_{column}", "join_link", [column])
    op.create_table(
        "join_link_use",
        sa.Column("link_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("user_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("used_at", _MOMENT, nullable=False),
        _refers("join_link_use", "link_id", "join_link", "CASCADE"),
        _refers("join_link_use", "user_id", "user_account", "CASCADE"),
        sa.PrimaryKeyConstraint("link_id", "user_id", name=op.f("pk_join_link_use")),
    )
    op.create_index("ix_join_link_use_user_id", "join_link_use", ["user_id"])


def downgrade() -> None:
    for table in ("join_link_use", "join_link", "unwanted_mail", "invitation", "invitation_batch"):
        op.drop_table(table)
