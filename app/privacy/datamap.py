"""Every table and every column: what it says, about whom, why, how long it is kept, and what erasure does to it. Pure.

Whoever adds a table adds it to the file of its subject, `app/privacy/*_tables.py`, and whoever adds a column adds it to
its table: a test fails until then. What stands there is not a description but what happens: `docs/privacy.md` is
written from it, a copy of somebody's data is gathered by it, and erasure follows it.

    Table(
        "thread",                              # as in the database
        lazy("Questions you asked"),           # as a person reads it in the copy of their data
        "So that others can answer.",          # why there is such a table
        whose=Path("author_id"),               # how a row leads to a person; without it, it is about nobody
        kept="As long as the course.",
        erasure=EMPTIED,                       # GOES deletes the row; EMPTIED keeps it and changes some columns
        columns={
            "id": technical(),
            "author_id": pointer(),
            "title": identity(lazy("Question"), ""),   # on erasure it becomes ""
            "asked_at": learning(lazy("Asked"), MONTH),  # on erasure only the month stays
        },
    )

    Table("tag", "", "Words to find courses by.", kept="As long as the course.", columns=nobody("id", "word"))
"""

from collections.abc import Mapping

from app.privacy.account_tables import ACCOUNT_TABLES
from app.privacy.cohort_tables import COHORT_TABLES
from app.privacy.columns import Table
from app.privacy.directory_tables import DIRECTORY_TABLES
from app.privacy.fishbowl_tables import FISHBOWL_TABLES
from app.privacy.forum_care_tables import FORUM_CARE_TABLES
from app.privacy.forum_part_tables import FORUM_PART_TABLES
from app.privacy.forum_tables import FORUM_TABLES
from app.privacy.invitation_tables import INVITATION_TABLES
from app.privacy.learning_tables import LEARNING_TABLES, OUTCOME_TABLES
from app.privacy.organisation_tables import ORGANISATION_TABLES
from app.privacy.review_tables import REVIEW_TABLES
from app.privacy.sign_in_tables import SIGN_IN_TABLES
from app.privacy.site_tables import SITE_TABLES
from app.privacy.synthesis_tables import SYNTHESIS_TABLES

_ALL = (
    *ACCOUNT_TABLES,
    *DIRECTORY_TABLES,
    *LEARNING_TABLES,
    *REVIEW_TABLES,
    *FORUM_TABLES,
    *FORUM_PART_TABLES,
    *FORUM_CARE_TABLES,
    *FISHBOWL_TABLES,
    *OUTCOME_TABLES,
    *SITE_TABLES,
    *ORGANISATION_TABLES,
    *COHORT_TABLES,
    *SIGN_IN_TABLES,
    *INVITATION_TABLES,
    *SYNTHESIS_TABLES,
)

DATA_MAP: Mapping[str, Table] = {table.name: table for table in _ALL}


def tables_of_people() -> tuple[Table, ...]:
    """The tables with rows about people, in the order in which a person reads them."""
    return tuple(table for table in _ALL if table.whose is not None)
