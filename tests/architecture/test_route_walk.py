"""Walks every route of the application as every role; a route that declares no expectation fails."""

from collections.abc import Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role, User
from app.certificates.queries import codes_of
from app.platform import throttle
from app.platform.database import db
from tests.builders import RIGHT_ANSWERS, course_files, enrolled, fields_of, person, published, send, sign_in

VISITOR = "visitor"
OUTSIDER = "outsider"
LEARNER = "learner"
KNOWLEDGE_MANAGER = "knowledge_manager"
CONTACT = "organisation_contact"
UCLG = "uclg_learning"
WALKERS = (VISITOR, OUTSIDER, LEARNER, KNOWLEDGE_MANAGER, CONTACT, UCLG)

# "in" leads to the sign-in page. A number for all, or numbers by walker with `None` for everybody else.
Expected = int | str | Mapping[str | None, int | str]
ENROLLED_ONLY: Expected = {VISITOR: "in", LEARNER: 200, None: 403}
AUTHORS_ONLY: Expected = {VISITOR: "in", KNOWLEDGE_MANAGER: 200, UCLG: 200, None: 403}
UCLG_ONLY: Expected = {VISITOR: "in", UCLG: 200, None: 403}
SIGNED_IN: Expected = {VISITOR: "in", None: 200}

SLUG = "localizing-the-sdgs"
EXPECTATIONS: dict[str, Expected] = {
    "GET /": 200,
    "GET /courses": 200,
    "GET /courses/<slug>": 200,
    "GET /courses/<slug>/glossary": 200,
    "GET /accessibility": 200,
    "GET /media/<string(length=32):digest>/<name>": 404,
    "GET /register": {VISITOR: 200, None: 302},
    "POST /register": {VISITOR: 422, None: 302},
    "GET /sign-in": {VISITOR: 200, None: 302},
    "POST /sign-in": {VISITOR: 422, None: 302},
    "POST /sign-out": 303,
    "GET /account": SIGNED_IN,
    "POST /account": {VISITOR: "in", None: 422},
    "GET /learn": SIGNED_IN,
    "GET /learn/<slug>": 302,
    "GET /learn/<slug>/enrol": {VISITOR: "in", LEARNER: 302, None: 200},
    "POST /learn/<slug>/enrol": {VISITOR: "in", LEARNER: 302, None: 303},
    "GET /learn/<slug>/completed": ENROLLED_ONLY,
    "GET /learn/<slug>/leave": ENROLLED_ONLY,
    "POST /learn/<slug>/leave": {VISITOR: "in", LEARNER: 303, None: 403},
    "GET /learn/<slug>/<unit_key>": ENROLLED_ONLY,
    "POST /learn/<slug>/<unit_key>/language": {VISITOR: "in", LEARNER: 422, None: 403},
    "POST /learn/<slug>/<unit_key>/completion": {VISITOR: "in", LEARNER: 303, None: 403},
    "POST /learn/<slug>/<unit_key>/attempts": {VISITOR: "in", LEARNER: 303, None: 403},
    "GET /learn/<slug>/<unit_key>/attempts/<int:number>": ENROLLED_ONLY,
    "POST /learn/<slug>/<unit_key>/attempts/<int:number>": {VISITOR: "in", LEARNER: 303, None: 403},
    # Whether somebody else has a certificate is nobody's business: 404 rather than 403.
    "GET /certificates/<code>": {VISITOR: "in", LEARNER: 200, UCLG: 200, None: 404},
    "GET /certificates/<code>.pdf": {VISITOR: "in", LEARNER: 200, UCLG: 200, None: 404},
    "GET /verify": 200,
    "GET /verify/<code>": 200,
    "GET /drafts": AUTHORS_ONLY,
    "GET /drafts/<slug>": {VISITOR: "in", KNOWLEDGE_MANAGER: 404, UCLG: 404, None: 403},
    "GET /drafts/<slug>/<unit_key>": {VISITOR: "in", KNOWLEDGE_MANAGER: 404, UCLG: 404, None: 403},
    "GET /drafts/<slug>/media/<string(length=32):digest>/<name>": {
        VISITOR: "in",
        KNOWLEDGE_MANAGER: 404,
        UCLG: 404,
        None: 403,
    },
    "GET /reporting/completions": UCLG_ONLY,
    "GET /reporting/completions.csv": UCLG_ONLY,
}


def routes_of(app: Flask) -> list[str]:
    return sorted(
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}
    )


def test_every_route_declares_what_each_role_may_expect(app: Flask) -> None:
    assert routes_of(app) == sorted(EXPECTATIONS)


class World:
    """A published course, a learner who completed it and begins another attempt, and somebody of each role."""

    def __init__(self, app: Flask) -> None:
        published(course_files(lessons=1))
        self.people: dict[str, User | None] = {
            VISITOR: None,
            OUTSIDER: person(name="Outsider"),
            LEARNER: person(name="Learner"),
            KNOWLEDGE_MANAGER: person(Role.KNOWLEDGE_MANAGER),
            CONTACT: person(Role.ORGANISATION_CONTACT),
            UCLG: person(Role.UCLG_LEARNING),
        }
        learner = self.people[LEARNER]
        assert learner is not None
        enrolled(learner)
        client = app.test_client()
        sign_in(client, learner)
        send(client, f"/learn/{SLUG}/lesson-1", to=f"/learn/{SLUG}/lesson-1/completion")
        begun = send(client, f"/learn/{SLUG}/check", to=f"/learn/{SLUG}/check/attempts")
        send(client, begun.location, {**RIGHT_ANSWERS, "step": "hand-in"})
        send(client, f"/learn/{SLUG}/check", to=f"/learn/{SLUG}/check/attempts")
        (self.code,) = codes_of(learner.id).values()

    def address(self, method: str, rule: str) -> str:
        quiz = "attempts" in rule
        return (
            rule.replace("<slug>", SLUG)
            .replace("<unit_key>", "check" if quiz else "lesson-1")
            .replace("<int:number>", "2")
            .replace("<string(length=32):digest>", "0" * 32)
            .replace("<name>", "picture.png")
            .replace("<code>", self.code)
        )


@pytest.fixture
def world(app: Flask) -> World:
    return World(app)


@pytest.mark.parametrize("walker", WALKERS)
def test_every_route_answers_each_role_as_declared(app: Flask, world: World, walker: str) -> None:
    wrong = []
    # What changes what the others would meet comes last.
    late = ("sign-out", "leave") if walker == LEARNER else ("sign-out", "enrol")
    for route in sorted(EXPECTATIONS, key=lambda name: (any(part in name for part in late), name)):
        method, rule = route.split(" ")
        throttle.forget_all()
        client = app.test_client()
        someone = world.people[walker]
        if someone is not None:
            sign_in(client, someone)
        status, location = visit(client, method, world.address(method, rule))
        db.session.remove()
        expected = EXPECTATIONS[route]
        if isinstance(expected, Mapping):
            expected = expected.get(walker, expected.get(None, 500))
        met: int | str = "in" if status == 302 and location.startswith("/sign-in") else status
        if met != expected:
            wrong.append(f"{route} as {walker}: expected {expected}, met {met}")
    assert not wrong, "\n".join(wrong)


def visit(client: FlaskClient, method: str, address: str) -> tuple[int, str]:
    if method == "GET":
        response = client.get(address)
    else:
        response = client.post(address, data={"csrf_token": token_for(client)})
    return response.status_code, response.location or ""


def token_for(client: FlaskClient) -> str:
    """A CSRF token of this browser, from a page with a form that anybody in its place may open."""
    for page in ("/account", "/sign-in"):
        shown = client.get(page)
        if shown.status_code == 200:
            return fields_of(shown.text)["csrf_token"]
    raise AssertionError("No page gave this browser a form.")


@pytest.mark.parametrize("walker", [LEARNER, UCLG])
def test_no_form_is_accepted_without_its_token(app: Flask, world: World, walker: str) -> None:
    someone = world.people[walker]
    assert someone is not None
    for route in EXPECTATIONS:
        method, rule = route.split(" ")
        if method == "GET":
            continue
        client = app.test_client()
        sign_in(client, someone)
        assert client.post(world.address(method, rule), data={}).status_code == 400, route
