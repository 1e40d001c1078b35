"""What the site keeps, and how much room is left. Counting takes a while on a large site: it is done once a minute."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from flask import current_app

from app.files import keeping
from app.library.queries import media_in_all
from app.platform.condition import database_kind, database_size, rows_by_table
from app.platform.recent import recent


@dataclass(frozen=True, slots=True)
class Files:
    """How many files, and how many bytes they take together."""

    number: int
    size: int


@dataclass(frozen=True, slots=True)
class Storage:
    """Sizes are in bytes."""

    database: str
    database_size: int
    tables: tuple[tuple[str, int], ...]
    media: Files
    instance: Files
    outbox: Files
    handed_in: Files
    disk_free: int
    disk_size: int


def storage() -> Storage:
    """The figures, at most a minute old."""
    return recent("storage", _counted)


def files_in(folder: Path) -> Files:
    """The files under a folder, at whatever depth; a file that goes meanwhile is not counted."""
    number = size = 0
    for path in folder.rglob("*"):
        try:
            if path.is_file() and not path.is_symlink():
                size += path.stat().st_size
                number += 1
        except FileNotFoundError:
            continue
    return Files(number, size)


def _counted() -> Storage:
    instance = Path(current_app.instance_path)
    disk = shutil.disk_usage(instance)
    return Storage(
        database=str(database_kind()),
        database_size=database_size(),
        tables=tuple(rows_by_table()),
        media=Files(*media_in_all()),
        instance=files_in(instance),
        outbox=files_in(instance / "outbox"),
        handed_in=files_in(keeping.folder()),
        disk_free=disk.free,
        disk_size=disk.total,
    )
