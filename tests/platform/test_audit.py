"""What staff did stays as it was written."""

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from app.accounts.actions import give_role
from app.accounts.roles import Role
from app.platform.audit import AuditEntry
from app.platform.database import db, transaction
from tests.builders import person


def test_giving_a_role_is_written_down_without_names(each_app: Flask) -> None:
    user = person(name="Lucía Fernández")
    with transaction():
        give_role(user.id, Role.KNOWLEDGE_MANAGER, "localizing-the-sdgs", by=user.id)
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.subject_kind, entry.subject_key) == ("role.given", "person", str(user.id))
    assert entry.details == {"role": "knowledge_manager", "scope": "localizing-the-sdgs"}


@pytest.mark.parametrize("change", [update(AuditEntry).values(action="nothing"), delete(AuditEntry)])
def test_the_database_refuses_to_change_a_line(each_app: Flask, change: object) -> None:
    user = person()
    with transaction():
        give_role(user.id, Role.KNOWLEDGE_MANAGER, "localizing-the-sdgs", by=user.id)
    with pytest.raises(DBAPIError, match="never changed"), transaction():
        db.session.execute(change)  # type: ignore[call-overload]
    assert db.session.scalars(select(AuditEntry.action)).all() == ["role.given"]
