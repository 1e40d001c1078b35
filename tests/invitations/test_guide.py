"""What the guide for administrators shows can be used as it stands."""

import re
from pathlib import Path

from app.invitations.table import read_table

GUIDE = (Path(__file__).parents[2] / "docs" / "administration.md").read_text("utf-8")


def test_the_table_in_the_guide_is_read_without_a_fault() -> None:
    (table,) = re.findall(r"```csv\n(.+?)```", GUIDE, re.S)
    read = read_table(table)
    assert read.faulty == ()
    assert [(row.country, row.language) for row in read.rows] == [("KE", "en"), ("SN", "fr"), ("EC", "")]
