"""The search knows translations.

Revision 0036, after 0035.
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    # Column by column: making the table anew would lose the triggers that keep the index of SQLite.
    op.add_column("search_entry", sa.Column("translated_from", sa.String(length=12), nullable=False, server_default=""))
    op.add_column("search_entry", sa.Column("translator_id", _KEY, nullable=True))
    where = sa.text("translator_id IS NOT NULL")
    op.create_index(
        "ix_search_entry_translator_id", "search_entry", ["translator_id"], sqlite_where=where, postgresql_where=where
    )


def downgrade() -> None:
    op.execute("DELETE FROM search_entry WHERE translated_from <> ''")
    op.drop_index("ix_search_entry_translator_id", "search_entry")
    op.drop_column("search_entry", "translator_id")
    op.drop_column("search_entry", "translated_from")
