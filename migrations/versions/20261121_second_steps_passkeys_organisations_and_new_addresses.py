"""Second steps, passkeys, sign-in through an organisation, and links to a new address.

Revision 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _of_a_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["user_id"], ["user_account.id"], name=op.f(f"fk_{table}_user_id_user_account"), ondelete="CASCADE"
    )


def upgrade() -> None:
    op.create_table(
        "second_step",
        sa.Column("user_id", _KEY, nullable=False),
        sa.Column("sealed_key", sa.String(length=255), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        _of_a_person("second_step"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_second_step")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("user_id", _KEY, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        _of_a_person("recovery_code"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("user_id", "digest", name=op.f("uq_recovery_code_user_id_digest")),
    )
    op.create_table(
        "passkey",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("user_id", _KEY, nullable=False),
        sa.Column("credential_id", sa.String(length=1364), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        _of_a_person("passkey"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index("ix_passkey_user_id", "passkey", ["user_id"])
    op.create_table(
        "outside_identity",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("user_id", _KEY, nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        _of_a_person("outside_identity"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_identity")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_outside_identity_issuer_subject")),
    )
    op.create_index("ix_outside_identity_user_id", "outside_identity", ["user_id"])
    op.add_column("mailed_link", sa.Column("new_email", sa.String(length=254), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("mailed_link", "new_email")
    for table in ("outside_identity", "passkey", "recovery_code", "second_step"):
        op.drop_table(table)
