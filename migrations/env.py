"""Runs migrations on the application's own database, SQLite or PostgreSQL."""

from typing import Literal

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from app.migrating import is_of_models
from app.platform.database import Model, UTCDateTime

config = context.config


def _render(kind: str, thing: object, _context: object) -> str | Literal[False]:
    """Write our own types as the plain ones under them, so that a migration never depends on the application."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, UTCDateTime) else False


def run(connection: Connection) -> None:
    """Bring the database of this connection to where it is wanted."""
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        render_as_batch=True,
        compare_type=True,
        include_object=is_of_models,
        render_item=_render,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


with current_app.extensions["migrate"].db.engine.connect() as open_connection:
    run(open_connection)
    open_connection.commit()
