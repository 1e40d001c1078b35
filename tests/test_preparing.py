"""What `make run` does before it serves: migrate, publish, people to try the site with; and nothing twice."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import User
from app.accounts.queries import people_with_roles
from app.accounts.roles import Role
from app.library.queries import find_edition
from app.platform.database import db
from app.preparing import prepare_site
from tests.builders import course_files, send
from tests.conftest import make_app


@pytest.fixture
def empty_app(tmp_path: Path) -> Flask:
    """A site whose database does not exist yet."""
    instance = tmp_path / "instance"
    app = make_app(instance, f"sqlite:///{tmp_path / 'new.sqlite'}")
    for name, content in course_files().items():
        path = instance / "courses" / "localizing-the-sdgs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return app


def people() -> int:
    return db.session.scalar(select(func.count()).select_from(User)) or 0


def test_an_empty_folder_becomes_a_site_with_somebody_of_each_role(empty_app: Flask) -> None:
    with empty_app.app_context():
        prepare_site(with_demo=True)
        edition = find_edition("localizing-the-sdgs")
        assert edition is not None
        assert {grant.role for grant, _user in people_with_roles()} == set(Role)
        # Colleagues do not review each other: two who learn and one who mentors are of three places.
        trying = select(User.organisation_id).where(
            User.email_key.startswith("learner") | User.email_key.startswith("m")
        )
        assert len(set(db.session.scalars(trying))) == 3
        db.engine.dispose()
    kept = Path(empty_app.instance_path) / "demo-people.txt"
    assert kept.stat().st_mode & 0o077 == 0
    line = next(line for line in kept.read_text("utf-8").splitlines() if "learner@example.org" in line)
    fields = {"email": "learner@example.org", "password": line.split()[-1]}
    assert send(empty_app.test_client(), "/sign-in", fields).status_code == 303


def test_preparing_again_changes_nothing(empty_app: Flask) -> None:
    kept = Path(empty_app.instance_path) / "demo-people.txt"
    with empty_app.app_context():
        prepare_site(with_demo=True)
        before = kept.read_text("utf-8")
        db.session.remove()
        prepare_site(with_demo=True)
        edition = find_edition("localizing-the-sdgs")
        assert edition is not None
        assert (edition.number, people(), kept.read_text("utf-8")) == (1, 8, before)
        db.engine.dispose()


def test_the_command_never_makes_demo_people(empty_app: Flask) -> None:
    told = empty_app.test_cli_runner().invoke(args=["prepare"])
    assert told.exit_code == 0, told.output
    with empty_app.app_context():
        assert people() == 0
        db.engine.dispose()
    assert not (Path(empty_app.instance_path) / "demo-people.txt").exists()


def test_a_course_with_faults_does_not_keep_the_site_from_starting(empty_app: Flask) -> None:
    broken = Path(empty_app.instance_path) / "courses" / "broken" / "course.md"
    broken.parent.mkdir()
    broken.write_text("no front matter")
    with empty_app.app_context():
        prepare_site(with_demo=False)
        assert find_edition("broken") is None
        assert find_edition("localizing-the-sdgs") is not None
        db.engine.dispose()
