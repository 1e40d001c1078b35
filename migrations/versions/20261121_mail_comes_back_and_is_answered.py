"""Addresses that mail does not reach, and what came by mail; letters that can be answered.

Revision 0028, after 0027.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "unreached_address",
        sa.Column("email_digest", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", _MOMENT, nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("is_reported", sa.Boolean(), nullable=False),
        sa.Column("unreached_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("email_digest", name=op.f("pk_unreached_address")),
    )
    op.create_index("ix_unreached_address_failed_at", "unreached_address", ["failed_at"])
    op.create_table(
        "received_mail",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("user_id", _KEY, nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("received_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_received_mail_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received_mail")),
        sa.UniqueConstraint("digest", name=op.f("uq_received_mail_digest")),
    )
    op.create_index("ix_received_mail_received_at", "received_mail", ["received_at"])
    op.create_index("ix_received_mail_user_id_received_at", "received_mail", ["user_id", "received_at"])
    # Nothing on its way can be answered yet, and nobody knows who asked for it.
    op.add_column("outgoing_mail", sa.Column("reply_to", sa.String(length=320), nullable=False, server_default=""))
    op.add_column("outgoing_mail", sa.Column("is_asked_for", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("outgoing_mail") as table:
        table.drop_column("is_asked_for")
        table.drop_column("reply_to")
    op.drop_table("received_mail")
    op.drop_table("unreached_address")
