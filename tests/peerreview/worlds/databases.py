"""Fresh databases for worlds, one after another: an empty SQLite file is migrated once and copied."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from app.platform.database import db


def migrated(make_app: Callable[[Path, str], Flask], folder: Path) -> Path:
    """An empty database."""
    path = folder / "template.sqlite"
    app = make_app(folder, f"sqlite:///{path}")
    with app.app_context():
        upgrade()
        db.engine.dispose()
    with app.app_context(), db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.rollback()
    return path


@contextmanager
def fresh(make_app: Callable[[Path, str], Flask], template: Path, folder: Path) -> Iterator[Flask]:
    """An application on a copy of an empty database, within its context."""
    folder.mkdir(parents=True)
    path = folder / "world.sqlite"
    shutil.copyfile(template, path)
    app = make_app(folder / "instance", f"sqlite:///{path}")
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    shutil.rmtree(folder)
