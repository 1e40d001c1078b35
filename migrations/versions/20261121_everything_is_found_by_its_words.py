"""Everything is found by its words, in one index.

Revision 0029, after 0028.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Words and keys arrive ready, with a space between them, so no parser of the database takes them apart. The last three
# say near which others an entry was written: a question about common words is asked of the newest entries first.
_WORDS_IN_POSTGRES = """
    CREATE FUNCTION search_words(id bigint, title_words text, words text, key_words text) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1000 AS
    $$ BEGIN RETURN array_to_tsvector(array_remove(string_to_array(
        title_words || ' ' || words || ' ' || key_words
        || ' :near15:' || (id >> 15) || ' :near18:' || (id >> 18) || ' :near21:' || (id >> 21), ' '), '')); END $$
"""
_COLUMNS = "title_words, words, key_words"


def upgrade() -> None:
    op.create_table(
        "search_entry",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("reference", sa.String(length=220), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("context", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("title_words", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("key_words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", _KEY, nullable=True),
        sa.Column("course_slug", sa.String(length=100), nullable=False),
        sa.Column("category", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_search_entry_author_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("kind", "reference", "language", name=op.f("uq_search_entry_kind_reference_language")),
    )
    op.create_index("ix_search_entry_author_id", "search_entry", ["author_id"])
    op.create_index("ix_search_entry_course_slug_kind", "search_entry", ["course_slug", "kind"])
    if op.get_bind().dialect.name == "sqlite":
        _index_in_sqlite()
    else:
        op.execute(_WORDS_IN_POSTGRES)
        # What is written is found at once: no list of what is still to be sorted in, which every search would read.
        op.execute(
            f"CREATE INDEX fts_search_entry ON search_entry USING gin (search_words(id, {_COLUMNS}))"
            " WITH (fastupdate = off)"
        )


def _index_in_sqlite() -> None:
    # The words stay in the table. Signs that are no ASCII belong to words, and those of keys do too; nothing is looked
    # for by its place in a text, so places are not kept.
    op.execute(
        f"CREATE VIRTUAL TABLE fts_search_entry USING fts5({_COLUMNS}, content='search_entry', content_rowid='id',"
        " detail=none, columnsize=0, tokenize=\"ascii tokenchars ':._-'\")"
    )
    put = f"INSERT INTO fts_search_entry (rowid, {_COLUMNS}) VALUES (new.id, new.title_words, new.words, new.key_words)"
    take = (
        f"INSERT INTO fts_search_entry (fts_search_entry, rowid, {_COLUMNS})"
        " VALUES ('delete', old.id, old.title_words, old.words, old.key_words)"
    )
    op.execute(f"CREATE TRIGGER fts_search_entry_put AFTER INSERT ON search_entry BEGIN {put}; END")
    op.execute(f"CREATE TRIGGER fts_search_entry_take AFTER DELETE ON search_entry BEGIN {take}; END")
    op.execute(
        f"CREATE TRIGGER fts_search_entry_change AFTER UPDATE OF id, {_COLUMNS} ON search_entry BEGIN {take}; {put}; END"
    )


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.drop_table("search_entry")
    if is_sqlite:
        op.execute("DROP TABLE fts_search_entry")
    else:
        op.execute("DROP FUNCTION search_words(bigint, text, text, text)")
