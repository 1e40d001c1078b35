"""What is not needed any more goes by itself, on the day that the rules name."""

import ast
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from app.platform import clock
from app.platform.database import db, transaction
from app.platform.jobs import Job, work_off
from app.platform.outbox import keep_for_sending
from app.privacy.retention import RULES
from tests.builders import letters_in

APP = Path(__file__).parents[2] / "app"
AFTER = {rule.routine: rule.after for rule in RULES if rule.what != "Work that was given up"}


def test_copies_of_letters_go_with_the_letters(each_app: Flask) -> None:
    with transaction():
        keep_for_sending("amina@example.org", "A letter", "Words.", "<p>Words.</p>", "test")
    work_off()
    for days, left in ((AFTER["forget-sent-mail"].days - 1, 1), (AFTER["forget-sent-mail"].days + 1, 0)):
        with clock.stopped_at(clock.now() + timedelta(days=days)):
            work_off()
        assert len(letters_in(each_app)) == left


def test_work_that_was_given_up_goes_after_a_month(each_app: Flask) -> None:
    now = clock.now()
    with transaction():
        db.session.add(Job(kind="nothing", arguments={"email": "a@example.org"}, created_at=now, due_at=now))
    work_off()
    assert db.session.scalar(select(Job.id).where(Job.given_up_at.is_not(None))) is not None
    for days, is_there in ((29, True), (31, False)):
        with clock.stopped_at(now + timedelta(days=days)):
            work_off()
        assert (db.session.scalar(select(Job.id).where(Job.kind == "nothing")) is not None) is is_there


def test_no_line_of_the_audit_log_is_told_a_name_or_an_address() -> None:
    told = [
        f"{path.relative_to(APP)}:{call.lineno} tells {ast.unparse(part)}"
        for path in APP.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("audit.note")
        for part in ast.walk(call)
        if isinstance(part, ast.Attribute) and part.attr in ("name", "email", "email_key", "text", "answer")
    ]
    assert told == []
