"""The doctor finds each thing that is broken, says how to mend it, and is content with a site that is well."""

import json
import os
import shutil
import sqlite3
from collections import namedtuple
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import text

from app.config import Settings
from app.files.actions import keep_file
from app.files.cleaning import CleanFile
from app.files.keeping import path_of
from app.files.kinds import Kind
from app.operations import doctor
from app.operations.doctor import Finding, State, examine
from app.platform import clock
from app.platform.condition import sqlite_state
from app.platform.database import db, transaction
from app.platform.jobs import Job
from app.platform.outbox import prepare_post
from tests.browsing import free_port
from tests.builders import course_files, person

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def site(each_app: Flask) -> Flask:
    """A site that is well."""
    return made_well(each_app)


@pytest.fixture
def own_site(own_each_app: Flask) -> Flask:
    """A site that is well and that no other test uses, to be damaged."""
    return made_well(own_each_app)


def made_well(app: Flask) -> Flask:
    """The same site with an address with https, a course, and a mail server that is taken for granted."""
    instance = Path(app.instance_path)
    instance.chmod(0o700)
    app.config["SECRET_KEY"] = "seventeen grey herons stand in the river"
    told(app, address="https://learning.example.org", https=True)
    write_course(instance / "courses" / "localizing-the-sdgs")
    return app


def told(app: Flask, **changes: Any) -> None:
    """Settings other than those it was started with."""
    settings: Settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, **changes)


def write_course(folder: Path, **more: str) -> None:
    for name, content in (course_files() | {path: told.encode() for path, told in more.items()}).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def found(app: Flask, name: str) -> Finding:
    (finding,) = (one for one in examine(app) if one.name == name)
    return finding


def assert_amiss(app: Flask, name: str, sentence: str, mend: str, state: State = State.FAULT) -> None:
    finding = found(app, name)
    assert finding.state is state, finding
    assert sentence in finding.said
    assert mend in finding.mend


def test_a_site_that_is_well_has_nothing_to_mend(site: Flask, mail_server: Controller) -> None:
    prepare_post(site, f"smtp://127.0.0.1:{mail_server.port}", "noreply@example.org")
    assert [one for one in examine(site) if one.state is not State.OK] == []


def test_every_finding_that_is_amiss_says_how_to_mend_it(app: Flask) -> None:
    app.config["SECRET_KEY"] = "x"
    told(app, courses=Path("/nowhere"))
    amiss = [one for one in examine(app) if one.state is not State.OK]
    assert len(amiss) >= 3
    assert all(one.mend for one in amiss)


def test_a_weak_secret(site: Flask) -> None:
    site.config["SECRET_KEY"] = "a" * 40
    assert_amiss(site, "secret", "easy to guess", "LEARNING_FORUM_SECRET_KEY")


@pytest.mark.parametrize(
    ("changes", "sentence", "mend"),
    [
        ({"address": ""}, "does not know its own address", "LEARNING_FORUM_ADDRESS"),
        ({"address": "http://learning.example.org"}, "unencrypted", "LEARNING_FORUM_HTTPS=1"),
        ({"https": False}, "cookies are not kept to https", "LEARNING_FORUM_HTTPS=1"),
        ({"development": True}, "writing courses", "LEARNING_FORUM_DEVELOPMENT"),
    ],
)
def test_an_address_that_is_not_fit_for_the_public(
    site: Flask, changes: dict[str, Any], sentence: str, mend: str
) -> None:
    told(site, **changes)
    assert_amiss(site, "address", sentence, mend, State.WARNING)


def test_a_database_that_does_not_answer(own_app: Flask, tmp_path: Path) -> None:
    db.session.remove()
    db.engine.dispose()
    file = next(tmp_path.glob("test.sqlite"))
    file.rename(tmp_path / "elsewhere")
    file.mkdir()
    assert_amiss(own_app, "database", "does not answer", "LEARNING_FORUM_DATABASE_URL")
    assert "not looked at" in found(own_app, "migrations").said


@pytest.mark.parametrize(
    ("revision", "sentence", "mend"),
    [("0005", "at revision 0005; this version needs", "flask db upgrade"), ("9999", "a newer version", "restore")],
)
def test_a_database_of_another_version(own_site: Flask, revision: str, sentence: str, mend: str) -> None:
    with transaction():
        db.session.execute(text("UPDATE alembic_version SET version_num = :told"), {"told": revision})
    assert_amiss(own_site, "migrations", sentence, mend)


def test_a_database_that_was_never_migrated(own_site: Flask) -> None:
    with transaction():
        db.session.execute(text("DELETE FROM alembic_version"))
    assert_amiss(own_site, "migrations", "at revision none", "flask db upgrade")


def test_a_damaged_file(own_app: Flask, tmp_path: Path) -> None:
    for _number in range(30):
        person()
    db.session.remove()
    db.engine.dispose()
    file = next(tmp_path.glob("test.sqlite"))
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'uq_user_account_email_key' OR name LIKE "
            "'sqlite_autoindex_user_account%' LIMIT 1"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    with file.open("r+b") as raw:
        raw.seek((page - 1) * size + 200)
        raw.write(b"\xff" * (size - 300))
    assert_amiss(own_app, "database file", "", "")
    assert found(own_app, "database file").state is State.FAULT


def test_a_file_without_its_log_of_writes(app: Flask, tmp_path: Path) -> None:
    db.session.remove()
    db.engine.dispose()
    # As on a folder that is shared between machines.
    state = sqlite_state()
    assert state.journal == "wal"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(doctor, "sqlite_state", lambda: replace(state, journal="delete"))
        assert_amiss(app, "database file", "journal_mode=delete", "local disk")
        patch.setattr(doctor, "sqlite_state", lambda: replace(state, keeps_references=False))
        assert_amiss(app, "database file", "foreign_keys=off", "start the site again")
        patch.setattr(doctor, "sqlite_state", lambda: replace(state, size=300 * 1024**2, free=200 * 1024**2))
        assert_amiss(app, "database file", "200 MB of the file's 300 MB are empty", "VACUUM", State.WARNING)


class Strict:
    """A mail server that knows one name and password."""

    async def handle_DATA(self, *_told: object) -> str:
        raise AssertionError("The doctor sends no letter.")


@pytest.fixture
def mail_server() -> Iterator[Controller]:
    controller = Controller(Strict(), hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller
    controller.stop()


def test_a_mail_server_that_is_not_there(site: Flask) -> None:
    prepare_post(site, f"smtp://127.0.0.1:{free_port()}", "noreply@example.org")
    assert_amiss(site, "mail", "ConnectionRefusedError", "LEARNING_FORUM_MAIL")


def test_a_mail_server_that_knows_no_such_name(site: Flask, mail_server: Controller) -> None:
    prepare_post(site, f"smtp://name:hush@127.0.0.1:{mail_server.port}", "noreply@example.org")
    assert_amiss(site, "mail", "does not let the site in", "name, password")
    assert "hush" not in found(site, "mail").said


def test_a_mail_server_is_greeted_and_sent_nothing(site: Flask, mail_server: Controller) -> None:
    prepare_post(site, f"smtp://127.0.0.1:{mail_server.port}", "noreply@example.org")
    assert found(site, "mail").state is State.OK


def test_no_mail_server_is_a_warning(site: Flask) -> None:
    assert_amiss(site, "mail", "kept as files", "LEARNING_FORUM_MAIL", State.WARNING)


def test_a_place_for_letters_that_is_none(site: Flask) -> None:
    (Path(site.instance_path) / "outbox").write_text("in the way")
    assert_amiss(site, "mail", "cannot be kept", "outbox")


def test_an_instance_folder_that_others_look_into(site: Flask) -> None:
    Path(site.instance_path).chmod(0o755)
    assert_amiss(site, "instance folder", "others on this machine", "chmod 700")


def test_an_instance_folder_that_cannot_be_written_to(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    # Whoever runs the tests may be allowed everything, so the answer of the system is given here.
    monkeypatch.setattr(os, "access", lambda *_asked: False)
    assert_amiss(site, "instance folder", "cannot be written to", "chown")


def test_a_secret_that_others_can_read(site: Flask) -> None:
    told(site, given=frozenset())
    path = Path(site.instance_path) / doctor.SECRET_FILE
    path.write_text("seventeen grey herons stand in the river")
    path.chmod(0o644)
    assert_amiss(site, "secret file", "can read", "rm ")
    path.chmod(0o600)
    assert found(site, "secret file").state is State.OK


def test_a_clock_that_goes_behind(site: Flask) -> None:
    person()
    with clock.stopped_at(clock.now() - timedelta(hours=3)):
        assert_amiss(site, "clock", "the database holds a row of", "set-ntp")


def test_time_zones_that_are_not_there(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_ZONES", ("Europe/Paris", "Atlantis/Centre"))
    assert_amiss(site, "time zones", "Atlantis/Centre", "tzdata")


@pytest.mark.parametrize(("works", "mend"), [(True, "Start the site"), (False, "flask jobs work")])
def test_jobs_that_nobody_does(site: Flask, works: bool, mend: str) -> None:
    told(site, works=works)
    long_ago = clock.now() - timedelta(hours=1)
    with transaction():
        db.session.add(Job(kind="send-mail", arguments={}, created_at=long_ago, due_at=long_ago, tries=0))
        db.session.flush()
    assert_amiss(site, "jobs", "a job waits since", mend)


def test_jobs_that_are_due_later_or_being_done_are_well(site: Flask) -> None:
    now = clock.now()
    long_ago, soon = now - timedelta(hours=1), now + timedelta(minutes=5)
    with transaction():
        db.session.add(Job(kind="a", arguments={}, created_at=long_ago, due_at=soon, tries=1))
        db.session.add(Job(kind="b", arguments={}, created_at=long_ago, due_at=long_ago, tries=0, claimed_until=soon))
        db.session.flush()
    assert found(site, "jobs").state is State.OK


def test_jobs_given_up(site: Flask) -> None:
    now = clock.now()
    with transaction():
        db.session.add(Job(kind="a", arguments={}, created_at=now, due_at=now, tries=7, given_up_at=now))
        db.session.flush()
    assert_amiss(site, "jobs", "jobs given up: 1", "flask jobs retry", State.WARNING)


def test_courses_with_faults(site: Flask) -> None:
    write_course(Path(site.instance_path) / "courses" / "with-faults", **{"course.md": "---\ntitle: [\n---\n"})
    assert_amiss(site, "courses", "with-faults", "flask courses check", State.WARNING)


def test_no_courses_at_all(site: Flask) -> None:
    told(site, courses=Path("/nowhere"))
    assert_amiss(site, "courses", "there is no course", "LEARNING_FORUM_COURSES", State.WARNING)


def test_styles_that_are_gone(own_site: Flask) -> None:
    copies = Path(own_site.instance_path) / "static" / own_site.extensions["static_digest"]
    (copies / "css" / "app.css").unlink()
    assert_amiss(own_site, "static files", "css/app.css", "start the site again")


@pytest.mark.parametrize(("free", "state"), [(500 * 1024**2, State.WARNING), (1024**2, State.FAULT)])
def test_a_disk_that_is_full(site: Flask, monkeypatch: pytest.MonkeyPatch, free: int, state: State) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(10**12, 10**12 - free, free))
    assert_amiss(site, "disk", "are free", "Make room", state)


def test_files_handed_in_that_are_lost(site: Flask) -> None:
    assert found(site, "files handed in").state is State.OK
    somebody = person()
    with transaction():
        file = keep_file(somebody.id, CleanFile("plan.txt", Kind.TXT, b"We listened first."))
    assert found(site, "files handed in").state is State.OK
    path_of(file.digest).unlink()
    assert_amiss(site, "files handed in", f"the first is number {file.id}", "from the backup")


def test_a_look_that_fails_is_told_and_the_others_go_on(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_site: object) -> doctor.Seen:
        raise OSError("the cable is out")

    monkeypatch.setattr(doctor, "CHECKS", (doctor.Check("cable", fails), *doctor.CHECKS))
    findings = examine(site)
    assert findings[0].state is State.FAULT
    assert "the cable is out" in findings[0].said
    assert len(findings) == len(doctor.CHECKS)


# The command


def test_the_command_says_what_is_amiss_and_ends_with_one(site: Flask) -> None:
    site.config["SECRET_KEY"] = "a" * 40
    said = site.test_cli_runner().invoke(args=["doctor"])
    assert said.exit_code == 1
    assert "FAULT   secret: the secret that signs sessions is easy to guess." in said.output
    assert "Mend: Set LEARNING_FORUM_SECRET_KEY" in said.output
    assert "1 to mend" in said.output


def test_the_command_ends_with_nought_where_there_are_warnings_only(site: Flask) -> None:
    said = site.test_cli_runner().invoke(args=["doctor"])
    assert said.exit_code == 0, said.output
    assert "0 to mend, 1 to look at." in said.output


def test_programs_read_a_list(site: Flask) -> None:
    said = site.test_cli_runner().invoke(args=["doctor", "--json"])
    findings = json.loads(said.output)
    assert {one["name"] for one in findings} == {check.name for check in doctor.CHECKS}
    assert {one["state"] for one in findings} <= {"ok", "warning", "fault"}
