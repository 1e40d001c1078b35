"""A course with an assignment to hand in, and somebody before it."""

from dataclasses import dataclass

from app.accounts.models import User
from app.content.course import Assignment
from app.peerreview.actions import Desk
from app.platform.database import db
from app.progress.queries import find_seat
from tests.builders import course_files, enrolled, person, published

SLUG = "localizing-the-sdgs"
KEY = "sheet"
UNIT = f"/learn/{SLUG}/{KEY}"
WORK = f"{UNIT}/work"
RUBRIC = """
::: rubric
| Criterion | 2 strong | 0 missing |
| --- | --- | --- |
| Reasons | told and weighed | none |
:::
"""
PLAIN = f"---\nkind: assignment\ntitle: A priority sheet\nwords: [3, 8]\n---\n\nChoose one target.\n{RUBRIC}"
WITH_FIELDS = f"""---
kind: assignment
title: A snapshot
links: [1, 2]
---

Choose one hazard.

::: field Which hazard? {{#hazard words=20}}
One only.
:::

::: table-to-fill The elements {{#elements}}
| Element | What you know |
| --- | --- |
| Hazard | how strong |
| People | who |
:::

::: table-to-fill Your actions {{#actions rows=1..4}}
| Action | Owner |
| --- | --- |
| what | who |
:::
{RUBRIC}"""
WITH_FILES = f"""---
kind: assignment
title: A folder
text: optional
files: {{number: [1, 3], kinds: [pdf, docx, images], largest: 1 MB}}
---

Show the place, and the plan for it.
{RUBRIC}"""
TEXT = "Waste collected in every street."


@dataclass(frozen=True)
class Seated:
    """Somebody, and their desk."""

    user: User
    desk: Desk


def seated(task: str = PLAIN, *, name: str = "Amina Diallo", organisation: str = "") -> Seated:
    """Publish a course with the assignment, and let somebody sit before it."""
    published(course_files(more={f"1-why-local/95-{KEY}.md": task}))
    user = person(name=name, organisation=organisation)
    enrolled(user)
    return Seated(user, desk_of(user))


def desk_of(user: User) -> Desk:
    """The desk of somebody who is enrolled."""
    seat = find_seat(user.id, SLUG)
    assert seat is not None
    assert seat.part is not None
    unit = seat.edition.places[KEY].unit
    assert isinstance(unit, Assignment)
    db.session.rollback()
    return Desk(seat.part, seat.edition, unit)
