"""Organisations belong to others, people to them, and hold titles.

Revision 0012, after 0011. Whoever said in their account where they work belongs there since they have the account.
"""

from datetime import UTC

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_IS_OPEN = sa.text("until IS NULL")


def upgrade() -> None:
    # Written out, because Alembic would copy the whole table on SQLite to add what refers to itself.
    number = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE organisation ADD COLUMN merged_into_id {number} "
        "CONSTRAINT fk_organisation_merged_into_id_organisation REFERENCES organisation (id)"
    )
    op.create_index("ix_organisation_merged_into_id", "organisation", ["merged_into_id"])
    op.create_table(
        "organisation_facts",
        sa.Column("organisation_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("population", sa.String(length=32), nullable=False),
        sa.Column("website", sa.String(length=300), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("is_listed", sa.Boolean(), nullable=False),
        _reference("organisation_facts", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_organisation_facts")),
    )
    op.create_table(
        "organisation_link",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("child_id", _KEY, nullable=False),
        sa.Column("parent_id", _KEY, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        _reference("organisation_link", "child_id", "organisation"),
        _reference("organisation_link", "parent_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_link")),
    )
    op.create_index("ix_organisation_link_child_id", "organisation_link", ["child_id"])
    op.create_index("ix_organisation_link_parent_id", "organisation_link", ["parent_id"])
    membership = op.create_table(
        "membership",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("user_id", _KEY, nullable=False),
        sa.Column("organisation_id", _KEY, nullable=False),
        sa.Column("function", sa.String(length=120), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("is_contact", sa.Boolean(), nullable=False),
        sa.Column("is_deputy", sa.Boolean(), nullable=False),
        _reference("membership", "user_id", "user_account"),
        _reference("membership", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index("ix_membership_organisation", "membership", ["organisation_id", "until"])
    op.create_index("ix_membership_person", "membership", ["user_id", "until"])
    op.create_index(
        "uq_membership_open",
        "membership",
        ["user_id", "organisation_id"],
        unique=True,
        sqlite_where=_IS_OPEN,
        postgresql_where=_IS_OPEN,
    )
    op.create_table(
        "organisation_invitation",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("organisation_id", _KEY, nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("function", sa.String(length=120), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("is_contact", sa.Boolean(), nullable=False),
        sa.Column("is_deputy", sa.Boolean(), nullable=False),
        sa.Column("invited_by", _KEY, nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        _reference("organisation_invitation", "organisation_id", "organisation"),
        _reference("organisation_invitation", "invited_by", "user_account", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_invitation")),
        sa.UniqueConstraint(
            "organisation_id", "email_key", name=op.f("uq_organisation_invitation_organisation_id_email_key")
        ),
    )
    op.create_index("ix_organisation_invitation_email_key", "organisation_invitation", ["email_key"])
    op.create_index("ix_organisation_invitation_invited_at", "organisation_invitation", ["invited_at"])
    op.create_table(
        "title",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("user_id", _KEY, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("thing_kind", sa.String(length=32), nullable=False),
        sa.Column("thing_key", sa.String(length=100), nullable=False),
        sa.Column("thing_name", sa.String(length=300), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("given_by", _KEY, nullable=True),
        _reference("title", "user_id", "user_account"),
        _reference("title", "given_by", "user_account", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_title")),
    )
    op.create_index("ix_title_thing", "title", ["thing_kind", "thing_key", "until"])
    op.create_index("ix_title_person", "title", ["user_id", "until"])
    op.create_index(
        "uq_title_open",
        "title",
        ["user_id", "kind", "thing_kind", "thing_key"],
        unique=True,
        sqlite_where=_IS_OPEN,
        postgresql_where=_IS_OPEN,
    )
    op.create_table(
        "departure",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("user_id", _KEY, nullable=False),
        sa.Column("organisation_id", _KEY, nullable=False),
        sa.Column("left_on", sa.Date(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        _reference("departure", "user_id", "user_account"),
        _reference("departure", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departure")),
    )
    for name in ("user_id", "organisation_id", "settled_on"):
        op.create_index(f"ix_departure_{name}", "departure", [name])
    _let_people_belong_where_they_work(membership)


def _let_people_belong_where_they_work(membership: sa.Table) -> None:
    people = sa.table(
        "user_account",
        sa.column("id", _KEY),
        sa.column("organisation_id", _KEY),
        sa.column("created_at", sa.DateTime(timezone=True)),
    )
    columns = (people.c.id, people.c.organisation_id, people.c.created_at)
    told = op.get_bind().execute(sa.select(*columns).where(people.c.organisation_id.is_not(None))).all()
    op.bulk_insert(
        membership,
        [
            {
                "user_id": user_id,
                "organisation_id": organisation_id,
                "function": "",
                # SQLite keeps moments in UTC without saying so.
                "since": (created_at.astimezone(UTC) if created_at.tzinfo else created_at).date(),
                "until": None,
                "is_contact": False,
                "is_deputy": False,
            }
            for user_id, organisation_id, created_at in told
        ],
    )


def _reference(table: str, column: str, to: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"), ondelete=ondelete)


def downgrade() -> None:
    for table in (
        "departure",
        "title",
        "organisation_invitation",
        "membership",
        "organisation_link",
        "organisation_facts",
    ):
        op.drop_table(table)
    op.drop_index("ix_organisation_merged_into_id", "organisation")
    op.drop_column("organisation", "merged_into_id")
