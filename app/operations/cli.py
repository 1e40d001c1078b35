"""`flask doctor`: look at everything the site needs, and say how to mend what is amiss."""

import json
from dataclasses import asdict

import click
from flask import current_app
from flask.cli import with_appcontext

from app.operations.doctor import State, examine

_SIGNS = {State.OK: "ok      ", State.WARNING: "warning ", State.FAULT: "FAULT   "}


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="For programs: a list of findings.")
@with_appcontext
def doctor(as_json: bool) -> None:
    """Check settings, database, mail, files, clock and jobs; the exit code is 1 when something must be mended."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    findings = examine(app)
    if as_json:
        click.echo(json.dumps([asdict(one) for one in findings], indent=2))
    else:
        for one in findings:
            click.echo(f"{_SIGNS[one.state]}{one.name}: {one.said}")
            if one.mend:
                click.echo(f"        Mend: {one.mend}")
        amiss = sum(one.state is State.FAULT for one in findings)
        warned = sum(one.state is State.WARNING for one in findings)
        click.echo(f"{len(findings)} checks, {amiss} to mend, {warned} to look at.")
    if any(one.state is State.FAULT for one in findings):
        raise SystemExit(1)
