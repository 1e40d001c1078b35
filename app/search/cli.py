"""`flask search rebuild`: index everything anew."""

import click
from flask.cli import AppGroup

from app.indexing.sources import sources
from app.search.rebuilding import rebuild

commands = AppGroup("search", help="The index of everything that can be found.")


@commands.command("rebuild")
@click.option("--kind", "kinds", multiple=True, help="Only this kind, as `lesson`; may be given several times.")
def rebuild_index(kinds: tuple[str, ...]) -> None:
    """Index everything anew. Pages keep finding things meanwhile."""
    known = {source.kind: source for source in sources()}
    unknown = sorted(set(kinds) - set(known))
    if unknown:
        raise click.ClickException(
            f"There is no kind “{unknown[0]}”. There are: {', '.join(known)}. Nothing was changed."
        )
    for kind in kinds or known:
        click.echo(f"{kind}: {rebuild(known[kind]):,} entries.")
