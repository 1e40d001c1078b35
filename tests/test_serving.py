"""Starting: what prepares a site ends before it is served, and leaves nothing of itself in memory."""

import subprocess
import sys
from pathlib import Path

from tests.builders import course_files

ROOT = Path(__file__).parents[1]

STARTING = """
import sys
from app import serving
serving._do_apart(serving._prepare, False)
app = serving._loaded_app()
with app.app_context():
    from app.library.queries import titles_by_slug
    print(sorted(titles_by_slug()))
for name in ("alembic", "app.content.compiler", "bleach", "sqlalchemy.dialects.postgresql", "yaml"):
    if name in sys.modules:
        print("loaded:", name)
"""


def started(instance: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "LEARNING_FORUM_INSTANCE": str(instance),
        "LEARNING_FORUM_COURSES": str(instance / "courses"),
        "PATH": "",
        **settings,
    }
    return subprocess.run(
        [sys.executable, "-c", STARTING], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )


def test_what_only_preparing_needs_is_not_in_the_process_that_serves(tmp_path: Path) -> None:
    for name, content in course_files().items():
        path = tmp_path / "courses" / "localizing-the-sdgs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    told = started(tmp_path)
    assert told.stdout.splitlines()[-1] == "['localizing-the-sdgs']", told.stdout + told.stderr
    assert list((tmp_path / "templates").iterdir())


def test_nothing_is_served_when_preparing_fails(tmp_path: Path) -> None:
    told = started(tmp_path, LEARNING_FORUM_WORKES="3")
    assert told.returncode == 1
    assert "LEARNING_FORUM_WORKES" in told.stderr
    assert "_loaded_app" not in told.stderr
    assert told.stdout == ""
