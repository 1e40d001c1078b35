"""Mail, jobs, mailed links and the audit log.

Revision 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_REFUSE_IN_POSTGRES = """
    CREATE FUNCTION refuse_change_of_audit() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'The audit log is never changed.'; END $$
"""


def upgrade() -> None:
    op.create_table(
        "job",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index("ix_job_waiting", "job", ["done_at", "given_up_at", "due_at"])
    op.create_table(
        "routine",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_routine")),
    )
    op.create_table(
        "outgoing_mail",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mail")),
    )
    op.create_index("ix_outgoing_mail_recipient", "outgoing_mail", ["recipient"])
    op.create_index("ix_outgoing_mail_created_at", "outgoing_mail", ["created_at"])
    op.create_table(
        "mailed_link",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("secret_digest", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("user_id", _KEY, nullable=False),
        sa.Column("way_on", sa.String(length=1000), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_mailed_link_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailed_link")),
        sa.UniqueConstraint("secret_digest", name=op.f("uq_mailed_link_secret_digest")),
    )
    op.create_index("ix_mailed_link_user_id", "mailed_link", ["user_id"])
    op.create_index("ix_mailed_link_expires_at", "mailed_link", ["expires_at"])
    op.create_table(
        "audit_entry",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", _KEY, nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_key", sa.String(length=100), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    for name in ("done_at", "actor_id", "action"):
        op.create_index(f"ix_audit_entry_{name}", "audit_entry", [name])
    op.create_index("ix_audit_entry_subject", "audit_entry", ["subject_kind", "subject_key"])
    _refuse_changes_of_audit()


def _refuse_changes_of_audit() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for what in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER refuse_{what.lower()}_of_audit BEFORE {what} ON audit_entry "
                "BEGIN SELECT RAISE(ABORT, 'The audit log is never changed.'); END"
            )
        return
    op.execute(_REFUSE_IN_POSTGRES)
    op.execute(
        "CREATE TRIGGER refuse_change_of_audit BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit()"
    )


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in ("audit_entry", "mailed_link", "outgoing_mail", "routine", "job"):
        op.drop_table(table)
    if not is_sqlite:
        op.execute("DROP FUNCTION refuse_change_of_audit()")
