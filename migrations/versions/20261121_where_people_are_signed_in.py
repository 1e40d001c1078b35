"""Where people are signed in.

Revision 0006, after 0005. Everybody signs in once more: sessions that nobody can list are not taken over.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "sign_in_session",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("user_id", _KEY, nullable=False),
        sa.Column("secret_digest", sa.String(length=64), nullable=False),
        sa.Column("browser", sa.String(length=40), nullable=False),
        sa.Column("system", sa.String(length=40), nullable=False),
        sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_sign_in_session_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
    )
    op.create_index("ix_sign_in_session_user_id", "sign_in_session", ["user_id"])
    op.create_index("ix_sign_in_session_seen_at", "sign_in_session", ["seen_at"])
    # Without a copy of the table, which would take away everything that refers to people on SQLite.
    op.drop_column("user_account", "session_stamp")


def downgrade() -> None:
    op.add_column("user_account", sa.Column("session_stamp", sa.String(length=32), nullable=False, server_default=""))
    op.drop_table("sign_in_session")
