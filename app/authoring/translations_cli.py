"""`flask courses translations …`: what is left to translate, and PO files out and in.

What reads texts is loaded by the command that needs it: it costs time and memory that readers need not pay.
"""

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask import current_app
from flask.cli import AppGroup

from app.authoring.folders import course_folders, read_folder
from app.content.madefrom import record_path, write_record
from app.content.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from app.content.worklist import FileWork

LANGUAGE = click.option(
    "--language", required=True, type=click.Choice(sorted(LANGUAGES)), metavar="CODE", help="As in fr, es or ar."
)
FOLDER = click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))


class _ListFirst(AppGroup):
    """A group whose first word may be a path instead of a command: then it lists."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] != "--help"):
            args = ["list", *args]
        return super().parse_args(ctx, args)


commands = _ListFirst("translations", help="Show what is left to translate; mark, export and import translations.")


@commands.command("list")
@click.argument("path", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--language", type=click.Choice(sorted(LANGUAGES)), metavar="CODE", help="Only this one.")
def show_list(path: Path | None, language: str | None) -> None:
    """List what is missing, stale or not recorded, block by block. This is what is done without a command."""
    from app.content.worklist import languages_of, work_on

    for folder in course_folders(path or current_app.config["COURSES"]):
        files = read_folder(folder)
        languages = (language,) if language else languages_of(files)
        for code in languages:
            _tell_work(folder.resolve().name, code, work_on(files, code))
        if not languages:
            click.echo(f"{folder.resolve().name}: no translations.")


@commands.command("mark")
@FOLDER
@LANGUAGE
@click.argument("names", nargs=-1, metavar="[FILE]…")
def mark(folder: Path, language: str, names: tuple[str, ...]) -> None:
    """Record that translated files (all, when none is named) follow the originals as they are now."""
    from app.content.worklist import marked

    files = read_folder(folder)
    record, reasons = marked(files, language, [_inside(folder, name) for name in names])
    _stop_for(reasons)
    (folder / record_path(language)).write_bytes(write_record(record))
    count = len(names) or len(record)
    click.echo(f"{record_path(language)} says now what {count} {'file was' if count == 1 else 'files were'} made from.")


@commands.command("export")
@FOLDER
@LANGUAGE
@click.argument("target", metavar="OUT.po", type=click.Path(path_type=Path, dir_okay=False))
def export(folder: Path, language: str, target: Path) -> None:
    """Write all texts with their translations into a PO file."""
    from app.authoring.translations import earlier_texts, export_po, stale_digests

    slug, files = folder.resolve().name, read_folder(folder)
    earlier = earlier_texts(slug, stale_digests(files, language))
    target.write_bytes(export_po(slug, files, language, earlier))
    click.echo(f"{target} is ready.")


@commands.command("import")
@FOLDER
@LANGUAGE
@click.argument("origin", metavar="IN.po", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def import_(folder: Path, language: str, origin: Path) -> None:
    """Write what a PO file holds into the folder; with a single fault in it, nothing is written."""
    from app.authoring.translations import import_po

    imported = import_po(folder.resolve().name, read_folder(folder), language, origin.read_bytes())
    _stop_for(imported.reasons)
    for name, content in imported.files.items():
        (folder / name).write_bytes(content)
        click.echo(f"{name} is written.")
    if not imported.files:
        click.echo("The folder holds all of this already.")
    for place in imported.left_out:
        click.echo(f"{place}: left out, because the original has no such text any more.", err=True)


def _stop_for(reasons: list[str] | tuple[str, ...]) -> None:
    if not reasons:
        return
    for reason in reasons:
        click.echo(reason, err=True)
    click.echo("Nothing was written.", err=True)
    sys.exit(1)


def _inside(folder: Path, name: str) -> str:
    """A file by its path in the course folder, however it was named."""
    path = Path(name)
    if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
        return path.resolve().relative_to(folder.resolve()).as_posix()
    return path.as_posix()


def _tell_work(slug: str, language: str, work_files: "tuple[FileWork, ...]") -> None:
    """Say what is left, shortest first: the whole, then every file that is not done."""
    whole: Counter[str] = Counter()
    for work_file in work_files:
        whole.update(work_file.counts)
    click.echo(f"{slug}, {language}: {_counted(whole)}")
    for work_file in work_files:
        counts = Counter[str](work_file.counts)
        if not counts.keys() - {"done"}:
            continue
        click.echo(f"  {work_file.path}: {_counted(counts) if work_file.translated else 'missing'}")
        for work in work_file.works if work_file.translated else ():
            if work.has_words and work.state in ("stale", "missing"):
                place = work.translated.line if work.translated else work.original.line
                beginning = " ".join(work.original.source.split())[:60]
                of = "line" if work.translated else "line of the original"
                click.echo(f"    {work.state}, {of} {place}: {beginning}")


def _counted(counts: Counter[str]) -> str:
    states = ("done", "stale", "missing", "not recorded")
    return ", ".join(f"{counts[state]} {state}" for state in states if counts[state]) or "nothing to translate"
