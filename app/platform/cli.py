"""`flask interface …`: the texts of the interface and their translations."""

import sys

import click
from flask.cli import AppGroup

commands = AppGroup("interface", help="Texts of the interface and their translations.")


@commands.command("update")
def update() -> None:
    """Add new texts to every catalogue in app/translations and drop those that are gone."""
    from app.platform.messages import bring_up_to_date, languages_to_translate

    is_complete = True
    for language in languages_to_translate():
        number, lacking = bring_up_to_date(language)
        is_complete = is_complete and not lacking
        click.echo(f"{language}: {number} texts, {lacking} still to translate.")
    if not is_complete:
        sys.exit(1)
