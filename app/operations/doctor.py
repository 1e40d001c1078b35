"""What `flask doctor` looks at: a list of checks, each with what it found and how that is mended.

Its words are for whoever keeps the machine, in English like all commands.
"""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.models import SignInSession, User
from app.authoring.actions import check_folder
from app.authoring.folders import course_folders
from app.config import PREFIX, Settings
from app.files import keeping
from app.files.queries import files_without_content
from app.library.models import Revision
from app.migrating import standing_of_migrations
from app.operations.job_queries import oldest_due
from app.platform import clock
from app.platform.audit import AuditEntry
from app.platform.condition import database_kind, sqlite_faults, sqlite_state
from app.platform.database import db
from app.platform.jobs import Job
from app.platform.outbox import SmtpPost, post_of_this_site

SECRET_FILE = "secret-key"
_SHORTEST_SECRET, _FEWEST_SIGNS = 32, 10
_OLDEST_POSTGRES = (15,)
_LATE = timedelta(minutes=10)
# Machines that share a database differ by seconds.
_CLOCKS_APART = timedelta(minutes=2)
_LITTLE_ROOM, _NO_ROOM = 1024**3, 200 * 1024**2
# Below this nobody gains by packing a file.
_WORTH_PACKING = 50 * 1024**2
_ZONES = ("Africa/Nairobi", "America/Bogota", "Asia/Jakarta", "Europe/Paris", "Pacific/Auckland")


class State(StrEnum):
    """How a check ended: all is well, somebody should look, or something does not work."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found, and how to mend it; `mend` is empty when there is nothing to mend."""

    name: str
    state: State
    said: str
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look saw, without the name of the check."""

    state: State
    said: str
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """What the looks may look at."""

    settings: Settings
    secret: str
    static: Path
    static_digest: str

    @property
    def instance(self) -> Path:
        """The folder for what the site writes."""
        return self.settings.instance


@dataclass(frozen=True, slots=True)
class Check:
    """Something to look at; with a database that does not answer, those that need it are left out."""

    name: str
    look: Callable[[Site], Seen]
    needs_database: bool = False


def examine(app: Flask) -> list[Finding]:
    """Look at everything, one after the other. Inside an application context."""
    site = Site(
        settings=app.extensions["settings"],
        secret=str(app.config["SECRET_KEY"]),
        static=Path(app.root_path).parent / "static",
        static_digest=app.extensions["static_digest"],
    )
    return list(_findings(site))


def _findings(site: Site) -> Iterator[Finding]:
    has_database = True
    for check in CHECKS:
        if check.needs_database and not has_database:
            yield Finding(check.name, State.WARNING, "not looked at, because the database does not answer.")
            continue
        try:
            seen = check.look(site)
        except Exception as error:
            seen = Seen(
                State.FAULT,
                f"could not be looked at ({type(error).__name__}: {_first_line(error)}).",
                "Read the sentence in brackets; it names what stood in the way.",
            )
        finally:
            # A failed statement must not spoil the next check.
            db.session.remove()
        if check.look is _database_answers and seen.state is State.FAULT:
            has_database = False
        yield Finding(check.name, seen.state, seen.said, seen.mend)


def _fine(said: str) -> Seen:
    return Seen(State.OK, said)


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [""])[0][:200]


def _secret_is_strong(site: Site) -> Seen:
    if len(site.secret) < _SHORTEST_SECRET or len(set(site.secret)) < _FEWEST_SIGNS:
        return Seen(
            State.FAULT,
            "the secret that signs sessions is easy to guess.",
            f"Set {PREFIX}SECRET_KEY to 48 random characters, or remove it and {site.instance / SECRET_FILE}: "
            "a new one is made at the next start. Everybody signs in once more.",
        )
    return _fine("the secret that signs sessions is long enough.")


def _address_is_right(site: Site) -> Seen:
    settings = site.settings
    if settings.development:
        return Seen(
            State.WARNING,
            "the site runs as for writing courses: each page looks for changed files.",
            f"On a public site, remove {PREFIX}DEVELOPMENT.",
        )
    if not settings.address:
        return Seen(
            State.WARNING,
            "the site does not know its own address.",
            f"Set {PREFIX}ADDRESS to where people find it, as https://learning.example.org.",
        )
    if not settings.address.startswith("https://") or not settings.https:
        return Seen(
            State.WARNING,
            f"people reach the site at {settings.address}, and "
            + (
                "passwords travel unencrypted."
                if settings.address.startswith("http://")
                else "cookies are not kept to https."
            ),
            f"Put a web server with https in front, give {PREFIX}ADDRESS beginning with https:// and set {PREFIX}HTTPS=1.",
        )
    return _fine(f"people find the site at {settings.address}.")


def _database_answers(_site: Site) -> Seen:
    try:
        kind = database_kind()
    except Exception as error:
        return Seen(
            State.FAULT,
            f"the database does not answer ({_first_line(error)}).",
            f"Start it, or correct {PREFIX}DATABASE_URL.",
        )
    if not kind.is_sqlite and kind.version < _OLDEST_POSTGRES:
        return Seen(State.FAULT, f"{kind} is too old.", "Move the database to PostgreSQL 15 or later.")
    return _fine(f"{kind} answers.")


def _database_is_migrated(_site: Site) -> Seen:
    has, needs = standing_of_migrations()
    if has == needs:
        return _fine(f"the database is at revision {', '.join(sorted(has))}.")
    if has and not has <= needs and not _is_known(has):
        return Seen(
            State.FAULT,
            f"the database was made by a newer version of the site ({', '.join(sorted(has))}).",
            "Run that version, or restore a backup made before it.",
        )
    return Seen(
        State.FAULT,
        f"the database is at revision {', '.join(sorted(has)) or 'none'}; this version needs {', '.join(sorted(needs))}.",
        "Back up, then: flask db upgrade",
    )


def _is_known(revisions: frozenset[str]) -> bool:
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    from app.migrating import FOLDER

    try:
        return all(ScriptDirectory(str(FOLDER)).get_revision(one) is not None for one in revisions)
    except CommandError:
        return False


def _database_holds_together(site: Site) -> Seen:
    if not database_kind().is_sqlite:
        return _fine("PostgreSQL looks after itself.")
    state = sqlite_state()
    path = site.settings.database_url.partition(":///")[2]
    if state.journal != "wal" or not state.keeps_references:
        return Seen(
            State.FAULT,
            f"SQLite runs with journal_mode={state.journal} and foreign_keys={'on' if state.keeps_references else 'off'}.",
            "Put the file on a local disk: shared folders allow no write-ahead log. Then start the site again.",
        )
    if faults := sqlite_faults():
        return Seen(
            State.FAULT,
            f"the file is damaged: {faults[0]}",
            "Stop the site, keep a copy of the file, and restore the latest backup (docs/administration.md).",
        )
    if state.free > _WORTH_PACKING and state.free * 2 > state.size:
        return Seen(
            State.WARNING,
            f"{_megabytes(state.free)} of the file's {_megabytes(state.size)} are empty.",
            f"Stop the site, then: sqlite3 {path} VACUUM",
        )
    return _fine(f"the file is whole, {_megabytes(state.size)}.")


def _mail_is_taken(site: Site) -> Seen:
    post = post_of_this_site()
    if not isinstance(post, SmtpPost):
        try:
            post.greet()
        except OSError as error:
            return Seen(
                State.FAULT,
                f"letters cannot be kept ({_first_line(error)}).",
                f"Give the account that runs the site the folder {site.instance / 'outbox'}.",
            )
        return Seen(
            State.WARNING,
            "there is no mail server; letters are kept as files in the instance folder.",
            f"Set {PREFIX}MAIL, as smtp://name:password@mail.example.org:587.",
        )
    try:
        post.greet()
    except Exception as error:
        return Seen(
            State.FAULT,
            f"the mail server does not let the site in ({type(error).__name__}: {_first_line(error)}).",
            f"Check {PREFIX}MAIL: name, password, server, port. Letters wait meanwhile, and none is lost.",
        )
    return _fine("the mail server lets the site in.")


def _instance_is_ours(site: Site) -> Seen:
    folder = site.instance
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return Seen(
            State.FAULT,
            f"{folder} cannot be written to.",
            f"Give it to the account that runs the site: chown -R forum {folder}",
        )
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & 0o077:
        return Seen(State.FAULT, f"others on this machine can look into {folder} ({mode:o}).", f"chmod 700 {folder}")
    return _fine(f"{folder} is for this account alone.")


def _secret_is_ours(site: Site) -> Seen:
    path = site.instance / SECRET_FILE
    if "SECRET_KEY" in site.settings.given or not path.exists():
        return _fine("the secret comes from the settings.")
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        return Seen(
            State.FAULT,
            f"others on this machine can read {path} ({mode:o}).",
            f"rm {path}, and start the site again: a new one is made, and everybody signs in once more.",
        )
    return _fine(f"{path} is for this account alone.")


def _clock_goes_right(_site: Site) -> Seen:
    columns: tuple[InstrumentedAttribute[object], ...] = (
        User.created_at,
        SignInSession.seen_at,
        AuditEntry.done_at,
        Job.created_at,
        Revision.published_at,
    )
    moments = [moment for column in columns if (moment := db.session.scalar(select(func.max(column)))) is not None]
    now = clock.now()
    latest = max(moments, default=now)
    if latest > now + _CLOCKS_APART:
        return Seen(
            State.FAULT,
            f"this machine says {now:%Y-%m-%d %H:%M} UTC, and the database holds a row of {latest:%Y-%m-%d %H:%M}.",
            "Set the clock, and keep it right: timedatectl set-ntp true",
        )
    return _fine(f"it is {now:%Y-%m-%d %H:%M} UTC.")


def _zones_are_known(_site: Site) -> Seen:
    missing = []
    for name in _ZONES:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, OSError):
            missing.append(name)
    if missing:
        return Seen(
            State.FAULT,
            f"this machine does not know the time in {', '.join(missing)}.",
            ".ci/environment requirements.lock: it brings the time zones along (tzdata).",
        )
    return _fine("time zones are known.")


def _jobs_are_done(site: Site) -> Seen:
    now = clock.now()
    oldest = oldest_due(now)
    if oldest is not None and now - oldest > _LATE:
        mend = (
            "Start the site: its processes do what waits."
            if site.settings.works
            else f"Start `flask jobs work`, since {PREFIX}JOBS is elsewhere."
        )
        return Seen(State.FAULT, f"a job waits since {oldest:%Y-%m-%d %H:%M} UTC, and nobody does it.", mend)
    given_up = db.session.scalar(select(func.count(Job.id)).where(Job.given_up_at.is_not(None), Job.done_at.is_(None)))
    if given_up:
        return Seen(
            State.WARNING,
            f"jobs given up: {given_up}.",
            "flask jobs list says why. Mend the cause, then: flask jobs retry NUMBER",
        )
    return _fine("nothing waits longer than it should.")


def _courses_compile(site: Site) -> Seen:
    folders = course_folders(site.settings.courses)
    if not folders:
        return Seen(
            State.WARNING,
            f"there is no course in {site.settings.courses}.",
            f"Put a course folder there, or set {PREFIX}COURSES.",
        )
    faulty = [folder.name for folder in folders if check_folder(folder).faults]
    if faulty:
        return Seen(
            State.WARNING,
            f"courses with faults, which are not published: {', '.join(faulty)}.",
            f"flask courses check {site.settings.courses / faulty[0]}",
        )
    return _fine(f"courses that can be published: {len(folders)}.")


def _static_files_are_whole(site: Site) -> Seen:
    if site.settings.development:
        return _fine("files are served as they are while courses are written.")
    copies = site.instance / "static" / site.static_digest
    names = {path.relative_to(site.static) for path in site.static.rglob("*") if path.is_file()}
    missing = sorted(str(name) for name in names if not (copies / name).is_file())
    if missing:
        return Seen(
            State.FAULT,
            f"copies of styles and scripts are missing: {missing[0]}.",
            f"rm -r {copies}, and start the site again: it makes them anew.",
        )
    return _fine(f"styles and scripts are whole ({site.static_digest}).")


def _files_are_there(_site: Site) -> Seen:
    missing = list(files_without_content())
    if missing:
        return Seen(
            State.FAULT,
            f"files that people handed in whose content is missing: {len(missing)}, the first is number {missing[0]}.",
            f"Restore {keeping.folder()} from the backup that the database came from (docs/administration.md).",
        )
    return _fine("every file that people handed in is there.")


def _disk_has_room(site: Site) -> Seen:
    free = shutil.disk_usage(site.instance).free
    said = f"{_megabytes(free)} are free where {site.instance} is."
    if free < _LITTLE_ROOM:
        state = State.FAULT if free < _NO_ROOM else State.WARNING
        return Seen(state, said, "Make room: old backups, logs, letters in outbox/.")
    return _fine(said)


def _megabytes(size: int) -> str:
    return f"{size / 1024**2:.0f} MB"


CHECKS = (
    Check("secret", _secret_is_strong),
    Check("address", _address_is_right),
    Check("database", _database_answers),
    Check("migrations", _database_is_migrated, needs_database=True),
    Check("database file", _database_holds_together, needs_database=True),
    Check("mail", _mail_is_taken),
    Check("instance folder", _instance_is_ours),
    Check("secret file", _secret_is_ours),
    Check("clock", _clock_goes_right, needs_database=True),
    Check("time zones", _zones_are_known),
    Check("jobs", _jobs_are_done, needs_database=True),
    Check("courses", _courses_compile),
    Check("static files", _static_files_are_whole),
    Check("files handed in", _files_are_there, needs_database=True),
    Check("disk", _disk_has_room),
)
