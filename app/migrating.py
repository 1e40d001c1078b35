"""Flask-Migrate, loaded when somebody asks for it: it brings Alembic, which would slow down every start."""

from pathlib import Path

import click
from flask import Flask
from flask.cli import with_appcontext

from app.platform.database import db

FOLDER = Path(__file__).resolve().parent.parent / "migrations"


def know_migrations(app: Flask) -> None:
    """Tell the application of its migrations without loading what runs them."""
    app.extensions["migrate"] = _LateMigrate(app)


def is_of_models(_thing: object, name: str | None, _kind: str, _is_there: bool, _counterpart: object) -> bool:
    """Whether the models describe this; what searches texts stands in migrations only, as each database has its own."""
    return not (name or "").startswith("fts_")


class _LateMigrate:
    """Stands where Flask-Migrate's own object will, and becomes it when something is asked of it."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def __getattr__(self, name: str) -> object:
        from flask_migrate import Migrate

        # Its own command would be in the way of ours, which is there already.
        Migrate(self._app, db, directory=str(FOLDER), command="migrations", render_as_batch=True, compare_type=True)
        return getattr(self._app.extensions["migrate"], name)


def standing_of_migrations() -> tuple[frozenset[str], frozenset[str]]:
    """The revisions that the database has, and those that this version of the site needs."""
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    has = MigrationContext.configure(db.session.connection()).get_current_heads()
    return frozenset(has), frozenset(ScriptDirectory(str(FOLDER)).get_heads())


@click.command("db", add_help_option=False, context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
@with_appcontext
def commands(words: tuple[str, ...]) -> None:
    """Migrations of the database; `flask db --help` tells more."""
    from flask_migrate.cli import db as loaded

    loaded.main(args=list(words), prog_name="flask db", standalone_mode=False)
