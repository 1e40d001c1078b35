"""`flask courses …`: check, publish, pull, list, new."""

import re
import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.authoring.actions import (
    Checked,
    check_folder,
    find_published_as_is,
    publish_folder,
    pull_course,
    step_in_line,
)
from app.authoring.folders import course_folders
from app.authoring.starter import starter_course
from app.authoring.translations_cli import commands as translations
from app.content.course import Assignment
from app.content.likeness import checks_never_used
from app.library.queries import all_editions, revisions_of
from app.platform.database import transaction
from app.platform.errors import DomainError

commands = AppGroup("courses", help="Check, publish, fetch and translate courses.")
commands.add_command(translations)
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@commands.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def check(paths: tuple[Path, ...]) -> None:
    """List every fault in course folders as file:line: message. Exit code 1 if there is any."""
    faults = 0
    for checked in map(check_folder, _folders(paths)):
        faults += len(checked.faults)
        _tell_faults(checked)
        _tell_remarks(checked)
        if not checked.faults:
            click.echo(f"{checked.slug}: no faults.")
    if faults:
        click.echo(f"{faults} {'fault' if faults == 1 else 'faults'}. Nothing was published or changed.", err=True)
        sys.exit(1)


@commands.command("publish")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--note", default="", help="What changed, for those who look at the list of revisions.")
@click.option("--replacing", type=int, help="Replace this revision, although the folder was not made from it.")
def publish(paths: tuple[Path, ...], note: str, replacing: int | None) -> None:
    """Publish course folders that have no faults. Learners see the new revision at once."""
    if replacing is not None and len(_folders(paths)) != 1:
        raise click.ClickException("Name the one course folder whose revision is to be replaced.")
    if not publish_all(paths, note=note, replacing=replacing):
        sys.exit(1)


def publish_all(
    paths: tuple[Path, ...], *, note: str = "", replacing: int | None = None, is_quiet: bool = False
) -> bool:
    """Publish each folder by itself; returns whether all went well. What cannot be published is told and left."""
    outcomes = [_publish(folder, note=note, replacing=replacing, is_quiet=is_quiet) for folder in _folders(paths)]
    return all(outcomes)


def _publish(folder: Path, *, note: str, replacing: int | None, is_quiet: bool) -> bool:
    same = find_published_as_is(folder)
    if same is not None:
        step_in_line(folder, same)
        if not is_quiet:
            click.echo(f"{folder.resolve().name}: revision {same.number} holds the same; nothing to do.")
        return True
    checked = check_folder(folder)
    if checked.faults:
        _tell_faults(checked)
        click.echo(f"{checked.slug}: not published, because of the faults above.", err=True)
        return False
    try:
        with transaction():
            publication = publish_folder(checked, note=note, replacing=replacing)
    except DomainError as error:
        click.echo(f"{checked.slug}: not published. {error.sentence}", err=True)
        return False
    step_in_line(folder, publication)
    if publication.is_new:
        click.echo(f"{checked.slug}: published as revision {publication.number}.")
    return True


@commands.command("pull")
@click.argument("slug")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
def pull(slug: str, folder: Path | None) -> None:
    """Write a published course into a new or empty folder (default: courses/SLUG)."""
    target = folder or _courses() / slug
    try:
        number = pull_course(slug, target)
    except DomainError as error:
        raise click.ClickException(error.sentence) from None
    except FileExistsError:
        raise click.ClickException(
            f"{_shown(target)} is not empty, and nothing was written. Name another folder: "
            f"flask courses pull {slug} NEW-FOLDER"
        ) from None
    click.echo(f"{slug}: revision {number} is now in {_shown(target)}.")


@commands.command("list")
@click.argument("slug", required=False)
def show_list(slug: str | None) -> None:
    """List published courses, or the revisions of one."""
    if slug is None:
        for edition in all_editions():
            date = edition.published_at.date().isoformat()
            click.echo(f"{edition.course.slug}  revision {edition.number}  {date}  {edition.course.title}")
        return
    revisions = revisions_of(slug)
    if not revisions:
        raise click.ClickException(f"There is no published course called “{slug}”.")
    for number, digest, published_at, note in revisions:
        click.echo(f"{number}  {published_at:%Y-%m-%d %H:%M}  {digest[:12]}  {note}".rstrip())


@commands.command("new")
@click.argument("slug")
@click.option("--title", default=None, help="The title; made from the name when left out.")
def new(slug: str, title: str | None) -> None:
    """Make a small course to start from, in courses/SLUG."""
    folder = Path(slug) if "/" in slug else _courses() / slug
    if not _SLUG.fullmatch(folder.name):
        raise click.ClickException("The name may hold small letters a–z, digits and single hyphens, as in my-course.")
    if folder.exists():
        raise click.ClickException(f"{_shown(folder)} exists already, and nothing was written.")
    for name, content in starter_course(title or folder.name.replace("-", " ").capitalize()).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    click.echo(f"{_shown(folder)} is ready. Edit it, then: flask courses check {_shown(folder)}")


def _folders(paths: tuple[Path, ...]) -> list[Path]:
    """The course folders meant; those of the site when none is named."""
    folders: list[Path] = []
    for path in paths or (_courses(),):
        found = course_folders(path)
        if not found and path.is_dir() and paths:
            # Let the compiler say what a course needs, in its own words.
            found = [path]
        if not found and paths:
            raise click.ClickException(f"There is no course at {path}: no folder with a course.md.")
        folders += found
    return folders


def _tell_faults(checked: Checked) -> None:
    for fault in checked.faults:
        click.echo(f"{_shown(checked.folder)}/{fault}")


def _tell_remarks(checked: Checked) -> None:
    """What stands in nobody's way, and is hardly meant so."""
    course = checked.compilation.course
    for unit in course.units() if course else ():
        for text in checks_never_used(unit) if isinstance(unit, Assignment) else ():
            click.echo(
                f"{_shown(checked.folder)}/{text.source}: remark: nobody is given this check, because the assignment"
                " asks for files and an example has none."
            )


def _courses() -> Path:
    folder: Path = current_app.config["COURSES"]
    return folder


def _shown(path: Path) -> str:
    """A path as short as it can be from here."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix() or "."
    except ValueError:
        return path.as_posix()
