"""Builds what a test needs, and asks only for what matters to it."""

import email
import email.policy
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from functools import lru_cache
from itertools import count
from pathlib import Path
from textwrap import dedent

from flask import Flask, session
from flask.testing import FlaskClient
from sqlalchemy import event, inspect
from werkzeug.test import TestResponse

from app.accounts import signing_in
from app.accounts.actions import Registration, give_role, register
from app.accounts.devices import device_of
from app.accounts.models import User
from app.accounts.passwords import hash_of
from app.accounts.roles import EVERYWHERE, Role
from app.accounts.sessions import begin_session
from app.content.compiler import compile_course
from app.content.course import Course
from app.enrolment.actions import enrol
from app.library.actions import Publication, publish
from app.platform import clock
from app.platform.database import db, transaction
from app.platform.flowing import joined
from app.platform.jobs import work_off
from app.progress.queries import Keys, keys_by_enrolment

PASSWORD = "seven quiet rivers"
PASSWORD_HASH = hash_of(PASSWORD)
_numbers = count(1)


def course_files(
    *,
    title: str = "Localizing the SDGs",
    lessons: int = 2,
    with_quiz: bool = True,
    front: str = "",
    more: Mapping[str, str] | None = None,
) -> dict[str, bytes]:
    """A course of one module: `lessons` lessons and a quiz with one question of each kind."""
    files = {
        "course.md": f"""
            ---
            title: {title}
            summary: Turn seventeen goals into a few priorities.
            language: en
            level: introductory
            effort: 1 h
            outcomes: [Explain what localizing means]
            audience: [Staff of municipalities]
            scope:
              in: [Planning]
              out: [Project finance]
            authors:
              - name: Learning Forum contributors
            licence: CC BY-SA 4.0
            contact: learning@example.org
            sdgs: [11, 16.7]
            agendas: [2030-agenda]
            {front}
            ---

            A course to begin with.
            """,
        "glossary.md": """
            ---
            title: Words
            ---

            Baseline | baselines
            : The value at the start.
            """,
        "1-why-local/module.md": """
            ---
            title: Why local
            ---
            """,
    }
    for number in range(1, lessons + 1):
        files[f"1-why-local/{number}-lesson-{number}.md"] = f"""
            ---
            title: Lesson {number}
            ---

            The text of lesson {number} with a [[baseline]] and the word kaleidoscope{number}.

            ## A heading

            More of it.
            """
    if with_quiz:
        files["1-why-local/90-check.md"] = QUIZ
    files.update(more or {})
    return {path: dedent(text).strip("\n").encode() + b"\n" for path, text in files.items()}


QUIZ = """
    ---
    kind: quiz
    title: Check what you know
    pass: 70
    ---

    Take your time.

    ## Where should telling begin? {#begin}

    - ( ) With schools only
      > Schools come later.
    - (x) Inside the town hall
      > Yes.

    ::: explanation
    Telling begins at home.
    :::

    ## Which enable? {#enabling}

    - [x] Clear powers
    - [ ] The same priorities everywhere
    - [x] Predictable transfers
    - [ ] More logos

    ## Only goal 11 concerns towns. {#only-eleven}

    - = false
      > Right.
    - != true
      > Look at 6.2.

    ## How many targets? {#targets}

    - = 169
    - != 17
      > That is the number of goals.
    - else
      > More than 100.

    ## The value at the start? {#word}

    - = "baseline"
"""

# The course of `course_files` in French, but for its second lesson.
IN_FRENCH = {
    "course.fr.md": """
        ---
        title: Localiser les ODD
        summary: Passer de dix-sept objectifs à quelques priorités.
        language: fr
        outcomes: [Expliquer ce que localiser veut dire]
        audience: [Personnel des communes]
        scope:
          in: [Planification]
          out: [Financement de projets]
        ---

        Un cours pour commencer.
        """,
    "glossary.fr.md": """
        ---
        title: Mots
        ---

        Valeur de départ | valeurs de départ {#baseline}
        : La valeur au début.
        """,
    "1-why-local/module.fr.md": """
        ---
        title: Pourquoi le local
        ---
        """,
    "1-why-local/1-lesson-1.fr.md": """
        ---
        title: Leçon 1
        ---

        Le texte de la leçon 1 avec une [[valeur de départ]].

        ## Un titre

        La suite.
        """,
    "1-why-local/90-check.fr.md": """
        ---
        kind: quiz
        title: Vérifiez vos connaissances
        ---

        Prenez votre temps.

        ## Où commencer à informer ? {#begin}

        - ( ) Dans les écoles seulement
          > Les écoles viennent plus tard.
        - (x) À la mairie
          > Oui.

        ::: explanation
        On commence chez soi.
        :::

        ## Qu'est-ce qui aide ? {#enabling}

        - [x] Des pouvoirs clairs
        - [ ] Les mêmes priorités partout
        - [x] Des transferts prévisibles
        - [ ] Plus de logos

        ## Seul l'objectif 11 concerne les villes. {#only-eleven}

        - = false
          > Juste.
        - != true
          > Voyez 6.2.

        ## Combien de cibles ? {#targets}

        - = 169
        - != 17
          > C'est le nombre d'objectifs.
        - else
          > Plus de 100.

        ## La valeur au début ? {#word}

        - = "valeur de départ"
    """,
}

RIGHT_ANSWERS = {
    "q-begin": "b",
    "q-enabling": ["a", "c"],
    "q-only-eleven": "false",
    "q-targets": "169",
    "q-word": "Base line",
}


def compiled(files: Mapping[str, bytes], slug: str = "localizing-the-sdgs") -> Course:
    """The course these files make; they must have no faults."""
    return _compiled(slug, tuple(files.items()))


@lru_cache(maxsize=50)
def _compiled(slug: str, files: tuple[tuple[str, bytes], ...]) -> Course:
    """Many tests publish the same few courses."""
    compilation = compile_course(slug, dict(files))
    assert compilation.course is not None, "\n".join(map(str, compilation.faults))
    return compilation.course


def published(
    files: Mapping[str, bytes] | None = None, *, slug: str = "localizing-the-sdgs", based_on: str | None = None
) -> Publication:
    """Publish a course; a small one when none is given."""
    files = course_files() if files is None else files
    with transaction():
        return publish(compiled(files, slug), files, based_on={based_on} if based_on else set())


def person(
    role: Role | None = None,
    *,
    scope: str | None = None,
    name: str = "Amina Diallo",
    email: str = "",
    organisation: str = "",
    country: str = "",
) -> User:
    """Somebody with an account and the password PASSWORD, with a role everywhere or in a scope.

    An organisation manager without a scope looks after their own organisation, which is made when none is named.
    """
    address = email or f"person{next(_numbers)}@example.org"
    if role is Role.ORGANISATION_MANAGER and scope is None:
        organisation = organisation or "Municipality of Riverton"
    with transaction():
        user = register(Registration(name, address, PASSWORD_HASH, organisation, country))
        if role is Role.ORGANISATION_MANAGER and scope is None:
            scope = str(user.organisation_id)
        if role is not None:
            give_role(user.id, role, scope or EVERYWHERE)
        return user


def enrolled(user: User, slug: str = "localizing-the-sdgs", expectation: str = "") -> int:
    """Enrol a person; returns the enrolment's id."""
    with transaction():
        return enrol(user.id, slug, expectation).id


def done_keys_of(enrolment_id: int) -> frozenset[str]:
    """Keys of the units that are done under an enrolment."""
    return keys_by_enrolment([enrolment_id]).get(enrolment_id, Keys()).done


def sign_in_by_form(client: FlaskClient, user: User) -> None:
    """Sign a person in as people do, with a password, which is slow to check on purpose."""
    response = send(client, "/sign-in", {"email": user.email, "password": PASSWORD})
    assert response.status_code == 303, response.text


def sign_in(client: FlaskClient, user: User) -> None:
    """Sign a person in past the form and its password."""
    app = client.application
    (user_id,) = inspect(user).identity or (0,)
    with transaction():
        name = db.session.get_one(User, user_id).name
        remembered = begin_session(user_id, device_of(""))
    with client.session_transaction() as kept, app.test_request_context():
        signing_in.sign_in(user_id, name, remembered)
        kept.update(session)


def browser_of(app: Flask, user: User) -> FlaskClient:
    """A browser in which somebody has signed in."""
    client = app.test_client()
    sign_in(client, user)
    return client


def apart(user: User) -> User:
    """A person as a value that outlives the session."""
    db.session.refresh(user)
    db.session.expunge(user)
    return user


def fields_of(html: str, action: str | None = None) -> dict[str, str]:
    """The hidden fields of the form that leads to `action`, or of the first form."""
    forms = re.findall(r"<form\b(.*?)>(.*?)</form>", html, re.S)
    for attributes, body in forms:
        if "post" not in attributes.lower():
            continue
        if action is not None and f'action="{action}"' not in attributes:
            continue
        hidden = re.findall(r"<input\b[^>]*>", body)
        found = {}
        for tag in hidden:
            if 'type="hidden"' in tag:
                name = re.search(r'name="([^"]*)"', tag)
                value = re.search(r'value="([^"]*)"', tag)
                if name:
                    found[name[1]] = value[1] if value else ""
        return found
    raise AssertionError(f"There is no form that leads to {action}.")


def send(
    client: FlaskClient,
    page: str,
    fields: Mapping[str, str | Sequence[str]] | None = None,
    *,
    to: str | None = None,
) -> TestResponse:
    """Open a page, fill its form and send it, as a browser without scripts does."""
    shown = client.get(page)
    assert shown.status_code == 200, f"{page} answered {shown.status_code}: {shown.text[:500]}"
    hidden = fields_of(shown.text, to)
    return client.post(to or page, data={**hidden, **(fields or {})})


@dataclass
class Statements:
    """The statements sent while counting, in order."""

    texts: list[str]

    def __len__(self) -> int:
        return len(self.texts)


@contextmanager
def counted_statements(app: Flask) -> Iterator[Statements]:
    """Count the SQL statements sent inside the block; BEGIN and COMMIT are not counted."""
    seen = Statements([])

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")):
            seen.texts.append(statement)

    engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def statements_of(app: Flask, client: FlaskClient, address: str, status: int = 200) -> int:
    """How many statements a page sends that was opened once before."""
    client.get(address)
    with counted_statements(app) as seen:
        assert client.get(address).status_code == status
    return len(seen)


def later(days: float) -> None:
    """Do all that is due then."""
    with clock.stopped_at(clock.now() + timedelta(days=days)):
        work_off()


def letters_in(app: Flask) -> list[EmailMessage]:
    """The letters that have left, in order, of a site that keeps them in its folder, as mail programs show them."""
    folder = Path(app.instance_path) / "outbox"
    found = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in sorted(folder.glob("*"))
    ]
    letters = [letter for letter in found if isinstance(letter, EmailMessage)]
    for letter in letters:
        plain = letter.get_body(("plain",))
        if plain is not None and plain.get_param("format") == "flowed":
            plain.set_content(joined(plain.get_content()))
    return letters
