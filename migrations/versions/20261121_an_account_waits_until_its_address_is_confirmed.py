"""An account waits until its address is confirmed.

Revision 0008, after 0007. Accounts there are keep working; their addresses count as confirmed once mail reached them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("user_account", sa.Column("email_confirmed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "pending_registration",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("secret_digest", sa.String(length=64), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("organisation", sa.String(length=255), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("way_on", sa.String(length=1000), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_registration")),
        sa.UniqueConstraint("secret_digest", name=op.f("uq_pending_registration_secret_digest")),
    )
    op.create_index("ix_pending_registration_email_key", "pending_registration", ["email_key"])
    op.create_index("ix_pending_registration_expires_at", "pending_registration", ["expires_at"])


def downgrade() -> None:
    op.drop_table("pending_registration")
    op.drop_column("user_account", "email_confirmed_at")
