"""The threat model promises only what is tested."""

import re
import stat
from pathlib import Path

import pytest
from flask import Flask

from app.factory import create_app

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TEXT.partition("\n## Walls\n")[2].partition("\n## ")[0].splitlines()
    if line.startswith("|")
][2:]


def test_every_threat_has_a_wall_and_a_test() -> None:
    assert len(ROWS) > 20
    assert [row for row in ROWS if len(row) != 3 or not row[1] or "`tests/" not in row[2]] == []


@pytest.mark.parametrize("named", sorted(set(re.findall(r"`(tests/[^`]+)`", TEXT))))
def test_every_test_that_the_threat_model_names_is_there(named: str) -> None:
    path, _, function = named.partition("::")
    assert (ROOT / path).is_file()
    assert not function or f"def {function}(" in (ROOT / path).read_text("utf-8")


@pytest.mark.parametrize("named", sorted(set(re.findall(r"`(app/[^`]+)`", TEXT))))
def test_every_file_that_the_threat_model_names_is_there(named: str) -> None:
    assert (ROOT / named).is_file()


def test_the_threat_model_stays_short_enough_to_be_read() -> None:
    assert len(TEXT.split()) < 2_600


def test_what_is_secret_on_disk_is_for_one_account(tmp_path: Path) -> None:
    app: Flask = create_app({"LEARNING_FORUM_INSTANCE": str(tmp_path / "instance")}, testing=True)
    folder = Path(app.instance_path)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "secret-key").stat().st_mode) == 0o600
