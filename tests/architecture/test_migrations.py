"""The migrations build, from nothing, just the tables the models describe, on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from app.migrating import is_of_models
from app.platform.database import Model, db
from app.preparing import _is_migrated, _newest_revisions


def test_migrating_from_empty_gives_the_models(own_each_app: Flask) -> None:
    with db.engine.connect() as connection:
        options = {"compare_type": True, "render_as_batch": True, "include_object": is_of_models}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Model.metadata) == []


def test_there_is_one_newest_revision_and_the_database_is_at_it(own_each_app: Flask) -> None:
    assert len(_newest_revisions()) == 1
    assert _is_migrated()


def test_migrating_loses_nobody(own_each_app: Flask) -> None:
    downgrade(revision="0001")
    with db.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO user_account (email, email_key, name, password_hash, country, role, session_stamp, created_at)"
                " VALUES ('a@example.org', 'a@example.org', 'Amina', 'x', '', 'learner', 's', '2027-01-01 00:00:00+00')"
            )
        )
    upgrade()
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT name, language FROM user_account")).all() == [("Amina", "")]


def test_migrations_go_back_and_forth(own_each_app: Flask) -> None:
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    assert not _is_migrated()
    upgrade()
    assert _is_migrated()


def test_whoever_said_where_they_work_belongs_there_since_they_have_the_account(own_each_app: Flask) -> None:
    downgrade(revision="0007")
    with db.engine.begin() as connection:
        connection.execute(text("INSERT INTO organisation (name, name_key, country) VALUES ('Dakar', 'dakar', 'SN')"))
        for name, organisation in (("amina", "(SELECT id FROM organisation)"), ("jonas", "NULL")):
            connection.execute(
                text(
                    "INSERT INTO user_account (email, email_key, name, password_hash, country, organisation_id, language,"
                    f" created_at) VALUES ('{name}', '{name}', '{name}', 'x', '', {organisation}, '',"
                    " '2026-01-01 00:00:00+00')"
                )
            )
    upgrade()
    with db.engine.connect() as connection:
        rows = connection.execute(
            text("SELECT name, function, since, until FROM membership JOIN user_account ON user_account.id = user_id")
        ).all()
    assert [(name, function, str(since), until) for name, function, since, until in rows] == [
        ("amina", "", "2026-01-01", None)
    ]
