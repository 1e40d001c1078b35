"""`flask privacy …`: the map, erasure for those who ask by letter, and the proofs."""

from datetime import timedelta

import click
from flask import current_app
from flask.cli import AppGroup

from app.accounts.queries import find_user_by_email
from app.platform.database import transaction
from app.platform.errors import DomainError
from app.privacy.belongings import count_rows, whom
from app.privacy.datamap import DATA_MAP
from app.privacy.document import privacy_document
from app.privacy.erasing import ask_for_erasure, erase_one
from app.privacy.models import Cause
from app.privacy.queries import page_of_erasures
from app.privacy.retention import GRACE

commands = AppGroup("privacy", help="What is known of people, and its end.")


@commands.command("map")
def show_map() -> None:
    """Write `docs/privacy.md` anew: flask privacy map > docs/privacy.md."""
    click.echo(privacy_document(), nl=False)


@commands.command("erase")
@click.argument("email")
@click.option("--yes", is_flag=True, help="Do it. Without this, only what would happen is shown.")
@click.option("--words", is_flag=True, help="What they wrote for others goes too, as comments in reviews.")
@click.option("--now", is_flag=True, help="Without the days in which the person may take it back.")
def erase(email: str, yes: bool, words: bool, now: bool) -> None:
    """Erase somebody who asked by letter. Make sure first that it was they who asked."""
    user = find_user_by_email(email)
    if user is None:
        raise click.ClickException(f"Nobody has an account with {email}. Nothing was changed.")
    click.echo(f"Account {user.id}, {user.name}:")
    for name, rows in count_rows(whom(user)).items():
        click.echo(f"  {name:20}{rows:6}  {DATA_MAP[name].erasure.value}")
    if not yes:
        click.echo("Nothing was changed. To do it: the same again with --yes.")
        return
    root = str(current_app.config["ADDRESS"])
    try:
        with transaction():
            grace = timedelta(0) if now else GRACE
            erasure = ask_for_erasure(user, Cause.BY_LETTER, root=root, language="", grace=grace, takes_words=words)
            erasure_id, number, due_at = erasure.id, erasure.number, erasure.due_at
    except DomainError as error:
        raise click.ClickException(error.sentence) from None
    if now:
        erase_one(erasure_id)
        click.echo(f"Erased. Give the person this number, with which they can ask later: {number}")
    else:
        click.echo(f"To be erased on {due_at:%Y-%m-%d}; the person has a letter with the number {number}.")


@commands.command("erasures")
@click.option("--page", default=1, show_default=True)
def show_erasures(page: int) -> None:
    """List the proofs: number, when, why, and how many rows went or were emptied."""
    for erasure in page_of_erasures(page).rows:
        rows = sum(sum(of.values()) for of in erasure.counts.values())
        click.echo(f"{erasure.number}  {erasure.done_at:%Y-%m-%d}  {erasure.cause.value:10}{rows:6} rows")
