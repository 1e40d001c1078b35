"""Categories have syntheses, which quote their authors by consent.

Revision 0035, after 0034.
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "synthesis",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("category_id", _KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("reach", sa.String(length=32), nullable=False),
        sa.Column("shown_to", sa.String(length=32), nullable=True),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("published_at", _MOMENT, nullable=True),
        sa.Column("revised_at", _MOMENT, nullable=True),
        sa.Column("saves", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["forum_category.id"],
            name=op.f("fk_synthesis_category_id_forum_category"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synthesis")),
        sa.UniqueConstraint("category_id", "number", name=op.f("uq_synthesis_category_id_number")),
    )
    op.create_table(
        "synthesis_section",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("synthesis_id", _KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("heading", sa.String(length=160), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("saves", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["synthesis_id"],
            ["synthesis.id"],
            name=op.f("fk_synthesis_section_synthesis_id_synthesis"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synthesis_section")),
    )
    op.create_index(op.f("ix_synthesis_section_synthesis_id"), "synthesis_section", ["synthesis_id"])
    op.create_table(
        "synthesis_quotation",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("synthesis_id", _KEY, nullable=False),
        sa.Column("post_id", _KEY, nullable=False),
        sa.Column("author_id", _KEY, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("reach", sa.String(length=32), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("reminded_at", _MOMENT, nullable=True),
        sa.Column("answer", sa.String(length=32), nullable=True),
        sa.Column("answered_at", _MOMENT, nullable=True),
        sa.Column("agreed_at", _MOMENT, nullable=True),
        sa.Column("consent_version", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["user_account.id"],
            name=op.f("fk_synthesis_quotation_author_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["forum_post.id"], name=op.f("fk_synthesis_quotation_post_id_forum_post"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["synthesis_id"],
            ["synthesis.id"],
            name=op.f("fk_synthesis_quotation_synthesis_id_synthesis"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synthesis_quotation")),
    )
    op.create_index("ix_synthesis_quotation_author_id_asked_at", "synthesis_quotation", ["author_id", "asked_at"])
    op.create_index(op.f("ix_synthesis_quotation_post_id"), "synthesis_quotation", ["post_id"])
    op.create_index(op.f("ix_synthesis_quotation_synthesis_id"), "synthesis_quotation", ["synthesis_id"])
    op.create_table(
        "synthesis_item",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("section_id", _KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("post_id", _KEY, nullable=True),
        sa.Column("shown_work_id", _KEY, nullable=True),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("quotation_id", _KEY, nullable=True),
        sa.Column("saves", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["forum_post.id"], name=op.f("fk_synthesis_item_post_id_forum_post"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["quotation_id"],
            ["synthesis_quotation.id"],
            name=op.f("fk_synthesis_item_quotation_id_synthesis_quotation"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["section_id"],
            ["synthesis_section.id"],
            name=op.f("fk_synthesis_item_section_id_synthesis_section"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shown_work_id"],
            ["shown_work.id"],
            name=op.f("fk_synthesis_item_shown_work_id_shown_work"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synthesis_item")),
    )
    for column in ("post_id", "quotation_id", "section_id", "shown_work_id"):
        op.create_index(op.f(f"ix_synthesis_item_{column}"), "synthesis_item", [column])
    op.create_table(
        "synthesis_version",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("synthesis_id", _KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("published_at", _MOMENT, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["synthesis_id"],
            ["synthesis.id"],
            name=op.f("fk_synthesis_version_synthesis_id_synthesis"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synthesis_version")),
        sa.UniqueConstraint("synthesis_id", "number", name=op.f("uq_synthesis_version_synthesis_id_number")),
    )


def downgrade() -> None:
    for table in ("version", "item", "quotation", "section"):
        op.drop_table(f"synthesis_{table}")
    op.drop_table("synthesis")
