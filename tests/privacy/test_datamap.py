"""Every column of every table is on the data map, and the map can be followed."""

from dataclasses import replace
from pathlib import Path as File

import pytest
from flask import Flask
from sqlalchemy import Date, String

from app import wiring
from app.accounts.actions import give_role
from app.accounts.roles import Role
from app.platform.database import Model, UTCDateTime, transaction
from app.privacy import belongings
from app.privacy.columns import (
    EMPTIED,
    GOES,
    MONTH,
    NOTHING,
    NUMBERED,
    STAYS,
    Either,
    Kind,
    Path,
    Table,
)
from app.privacy.datamap import DATA_MAP, tables_of_people
from app.privacy.document import privacy_document
from app.privacy.retention import RULES
from tests.builders import person

DOCUMENT = File(__file__).parents[2] / "docs" / "privacy.md"
TABLES = Model.metadata.tables


def what_to_write(table: str, columns: set[str]) -> str:
    named = ", ".join(sorted(columns))
    return (
        f"Nobody has said what {table}.{{{named}}} knows of people. Add it to its file in app/privacy/*_tables.py: "
        f'"{sorted(columns)[0]}": identity(…), contact(…), learning(…), choice(…), pointer(), secret(…) or technical(), '
        "with a label when a person may read it, and what it becomes on erasure; then run "
        "`flask privacy map > docs/privacy.md`."
    )


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_column_is_classified(name: str) -> None:
    assert name in DATA_MAP, what_to_write(name, set(TABLES[name].columns.keys()))
    missing = set(TABLES[name].columns.keys()) - set(DATA_MAP[name].columns)
    assert not missing, what_to_write(name, missing)


def test_the_map_names_nothing_that_is_not_there() -> None:
    for name, table in DATA_MAP.items():
        assert name in TABLES, f"{name} is on the map and not in the database; take it out of DATA_MAP."
        assert set(table.columns) <= set(TABLES[name].columns.keys()), name


@pytest.mark.parametrize("table", tables_of_people(), ids=lambda table: table.name)
def test_every_row_about_somebody_leads_to_them_and_has_an_end(each_app: Flask, table: Table) -> None:
    assert table.erasure is not NOTHING, f"Say what erasure does to {table.name}: GOES or EMPTIED."
    assert table.title, f"Give {table.name} a title: people read it in the copy of their data."
    assert belongings.rows_of(belongings.whom(person()), table) is not None


def test_a_table_that_refers_to_people_is_about_somebody() -> None:
    for name, rows in TABLES.items():
        people = {key.column.table.name for key in rows.foreign_keys} & {"user_account", "enrolment", "attempt"}
        assert not people or DATA_MAP[name].whose, f"{name} refers to people; say in DATA_MAP whose its rows are."


def test_what_people_wrote_or_are_called_does_not_stay() -> None:
    for table in tables_of_people():
        for name, column in table.columns.items():
            if table.erasure is EMPTIED and column.kind in (Kind.IDENTITY, Kind.CONTACT, Kind.SECRET):
                assert column.becomes is not STAYS, f"{table.name}.{name} would stay after erasure"


def test_what_replaces_a_value_fits_its_column() -> None:
    for table in tables_of_people():
        if table.erasure is GOES:
            assert {column.becomes for column in table.columns.values() if column.becomes is not STAYS} == set()
        for name, column in table.columns.items():
            kept = TABLES[table.name].columns[name]
            if column.becomes is None:
                assert kept.nullable, f"{table.name}.{name} cannot be empty"
            if column.becomes is MONTH:
                assert isinstance(kept.type, (UTCDateTime, Date)), name
            if column.becomes is NUMBERED:
                assert isinstance(kept.type, String), name


def test_a_path_is_made_of_foreign_keys() -> None:
    for table in tables_of_people():
        for way in ways_of(table):
            rows = TABLES[table.name]
            for step in way.steps[:-1]:
                (key,) = rows.columns[step].foreign_keys
                rows = key.column.table
            assert way.steps[-1] in rows.columns


def ways_of(table: Table) -> tuple[Path, ...]:
    match table.whose:
        case Path():
            return (table.whose,)
        case Either(ways=ways):
            return ways
    return ()


def test_a_row_about_two_people_is_found_for_both(each_app: Flask) -> None:
    giver, holder, other = person(Role.ADMINISTRATOR), person(), person()
    with transaction():
        give_role(holder.id, Role.FACILITATOR, "a-course", by=giver.id)
    both = replace(DATA_MAP["role_grant"], whose=Either(Path("user_id"), Path("granted_by")))
    found = [len(belongings.rows_of(belongings.whom(one), both)) for one in (giver, holder, other)]
    assert found == [2, 1, 0]


def test_secrets_are_known_as_such() -> None:
    for name, rows in TABLES.items():
        for column in rows.columns.keys():  # noqa: SIM118 - a collection of columns gives columns
            if any(word in column for word in ("secret", "password", "token")) and DATA_MAP[name].whose:
                assert DATA_MAP[name].columns[column].kind is Kind.SECRET, f"{name}.{column}"


def test_the_document_is_as_the_map_writes_it(app: Flask) -> None:
    assert DOCUMENT.read_text("utf-8") == privacy_document(), "run: flask privacy map > docs/privacy.md"


def test_every_rule_of_retention_has_its_routine_and_every_routine_its_rule() -> None:
    routines = {routine.kind for routine in wiring.ROUTINES}
    assert {rule.routine for rule in RULES} <= routines
    assert {name for name in routines if "forget" in name or "erase" in name} <= {rule.routine for rule in RULES}
    assert routines <= set(wiring.JOBS)
