"""Brings a site up to date before it serves, and makes people to try it with when asked."""

import re
import secrets
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import inspect, text

from app.accounts.actions import Registration, give_role, register
from app.accounts.passwords import hash_of
from app.accounts.queries import has_people
from app.accounts.roles import EVERYWHERE, ORGANISATION_ROLES, Role
from app.authoring.cli import publish_all
from app.forum.category_actions import open_categories_of_courses, open_first_categories
from app.migrating import FOLDER
from app.platform.catalogues import LANGUAGES
from app.platform.database import db, transaction
from app.search.rebuilding import rebuild_if_empty

_WORDS = """amber anchor apple autumn basket beacon bridge butter candle canyon cedar cherry cinder clover copper
coral cotton crystal dahlia ember fabric falcon feather fennel forest garden ginger granite harbor hazel indigo island
ivory jasmine juniper kettle lagoon lantern lavender lemon linden magnet maple marble meadow mellow mirror mosaic
nectar nutmeg oasis olive orchard pebble pepper pillow planet plaza prairie quartz rafter raven ribbon river saffron
sandal silver spruce summer sunset temple thistle timber tulip valley velvet violet walnut willow window winter""".split()
_RIVERTON = ("Municipality of Riverton (invented)", "SN")
# Colleagues do not review each other, so two are of other places.
_DEMO_PEOPLE = (
    ("Amina Diallo", "learner@example.org", None, _RIVERTON),
    ("Rafael Souza", "learner2@example.org", None, ("Municipality of Hillside (invented)", "BR")),
    ("Mara Okello", "mentor@example.org", Role.MENTOR, ("Lakeland Province (invented)", "UG")),
    ("Wanjiru Kamau", "facilitator@example.org", Role.FACILITATOR, _RIVERTON),
    ("Lucía Fernández", "author@example.org", Role.KNOWLEDGE_MANAGER, _RIVERTON),
    ("Tala Haddad", "manager@example.org", Role.ORGANISATION_MANAGER, _RIVERTON),
    ("Jonas Berg", "uclg@example.org", Role.UCLG_LEARNING, _RIVERTON),
    ("Mei Tanaka", "admin@example.org", Role.ADMINISTRATOR, _RIVERTON),
)


@click.command("prepare")
@with_appcontext
def prepare() -> None:
    """Migrate the database, publish the courses that changed, and index everything where nothing is."""
    prepare_site(with_demo=False)


def prepare_site(*, with_demo: bool) -> None:
    """Migrate and publish what changed; inside an application context.

    `with_demo` makes one person for each role where nobody has an account yet.
    """
    if not _is_migrated():
        _migrate()
    publish_all((), is_quiet=True)
    with transaction():
        open_first_categories(tuple(LANGUAGES))
        open_categories_of_courses()
    rebuild_if_empty()
    if with_demo and not has_people():
        _make_demo_people(Path(current_app.instance_path) / "demo-people.txt")


def _is_migrated() -> bool:
    """Whether the database is at the newest revision.

    Told from the files' text, since loading Alembic takes a good part of a second at every start.
    """
    if not inspect(db.engine).has_table("alembic_version"):
        return False
    with db.engine.connect() as connection:
        at = set(connection.scalars(text("SELECT version_num FROM alembic_version")))
    return at == _newest_revisions()


def _newest_revisions() -> set[str]:
    texts = [path.read_text("utf-8") for path in (FOLDER / "versions").glob("*.py")]
    named = {found[1] for source in texts if (found := re.search(r'^revision = "(.+)"$', source, re.M))}
    followed = {found[1] for source in texts if (found := re.search(r'^down_revision = "(.+)"$', source, re.M))}
    return named - followed


def _migrate() -> None:
    from flask_migrate import upgrade

    upgrade()


def _make_demo_people(kept: Path) -> None:
    lines = ["People to try this site with. They exist only where `make run` found an empty database.", ""]
    with transaction():
        for name, email, role, (organisation, country) in _DEMO_PEOPLE:
            password = "-".join(secrets.choice(_WORDS) for _ in range(4))
            user = register(Registration(name, email, hash_of(password), organisation, country))
            if role is not None:
                give_role(user.id, role, str(user.organisation_id) if role in ORGANISATION_ROLES else EVERYWHERE)
            lines.append(f"{role.value.replace('_', ' ') if role else 'learner':22}{email:26}{password}")
    kept.touch(mode=0o600)
    kept.write_text("\n".join(lines) + "\n", "utf-8")
    click.echo("\n".join(lines))
    click.echo(f"\nKept in {kept.parent.name}/{kept.name}.")
