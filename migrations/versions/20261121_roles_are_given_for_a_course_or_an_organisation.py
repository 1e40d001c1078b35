"""Roles are given for a course or an organisation.

Revision 0007, after 0006. Knowledge managers keep all courses, and whoever spoke for an organisation looks after it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "role_grant",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("user_id", _KEY, nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("scope", sa.String(length=100), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_by", _KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_role_grant_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["granted_by"], ["user_account.id"], name=op.f("fk_role_grant_granted_by_user_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
        sa.UniqueConstraint("user_id", "role", "scope", name=op.f("uq_role_grant_user_id_role_scope")),
    )
    op.create_index("ix_role_grant_role_scope", "role_grant", ["role", "scope"])
    op.execute(
        """
        INSERT INTO role_grant (user_id, role, scope, granted_at)
        SELECT id, role, '', CURRENT_TIMESTAMP FROM user_account WHERE role IN ('knowledge_manager', 'uclg_learning')
        """
    )
    op.execute(
        """
        INSERT INTO role_grant (user_id, role, scope, granted_at)
        SELECT id, 'organisation_manager', CAST(organisation_id AS VARCHAR), CURRENT_TIMESTAMP
        FROM user_account WHERE role = 'organisation_contact' AND organisation_id IS NOT NULL
        """
    )
    # Without a copy of the table, which would take away everything that refers to people on SQLite.
    op.drop_column("user_account", "role")


def downgrade() -> None:
    op.add_column("user_account", sa.Column("role", sa.String(length=32), nullable=False, server_default="learner"))
    op.execute(
        """
        UPDATE user_account SET role = 'organisation_contact'
        WHERE id IN (SELECT user_id FROM role_grant WHERE role = 'organisation_manager')
        """
    )
    for role in ("knowledge_manager", "uclg_learning"):
        op.execute(
            f"""
            UPDATE user_account SET role = '{role}'
            WHERE id IN (SELECT user_id FROM role_grant WHERE role = '{role}')
            """
        )
    op.drop_table("role_grant")
