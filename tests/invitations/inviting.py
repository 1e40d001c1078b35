"""What tests of invitations do again and again."""

import io
import re
from collections.abc import Mapping
from email.message import EmailMessage

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.invitations.batches import MAKE_INVITATIONS, make_invitations
from app.platform.database import db
from app.platform.jobs import Job, work_off
from tests.builders import fields_of, letters_in

COURSE = "localizing-the-sdgs"


def prepare(client: FlaskClient, people: str | bytes, **told: str) -> TestResponse:
    """Fill the form with people, pasted or as a file, and send it."""
    hidden = fields_of(client.get("/invitations/new").text)
    fields: Mapping[str, object] = {"language": "en", **told}
    by = {"people": people} if isinstance(people, str) else {"table": (io.BytesIO(people), "people.csv")}
    return client.post("/invitations/new", data={**hidden, **fields, **by})


def press(client: FlaskClient, page: str, action: str) -> TestResponse:
    """Press the one button of a form."""
    return client.post(action, data=fields_of(client.get(page).text, action))


def sent(client: FlaskClient, people: str | bytes, **told: str) -> str:
    """Prepare a table and send it at once; returns the batch's address."""
    address = prepare(client, people, **told).location
    assert address, "The table was refused."
    answer = press(client, address, f"{address}/send")
    assert answer.status_code == 303, answer.text
    return address


def make_next() -> None:
    """Make one portion of the invitations that were asked for, of each table; no letter is written."""
    asked = select(Job).where(Job.kind == MAKE_INVITATIONS, Job.done_at.is_(None)).order_by(Job.id)
    for arguments in [job.arguments for job in db.session.scalars(asked)]:
        make_invitations(**arguments)


def letters_to(app: Flask, address: str) -> list[EmailMessage]:
    """The letters that reached somebody, after all work was done."""
    work_off()
    return [letter for letter in letters_in(app) if letter["To"] == address]


def words_in(letter: EmailMessage) -> str:
    """What a letter says."""
    body = letter.get_body(("plain",))
    assert body is not None
    text: str = body.get_content()
    return text


def link_in(letter: EmailMessage, to: str = "accept") -> str:
    """The path of a link in a letter."""
    found = re.search(rf"http://localhost(/invitations/{to}/\S+)", words_in(letter))
    assert found is not None, words_in(letter)
    return found[1]


def words_of(page: TestResponse) -> str:
    """What a page says, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())
