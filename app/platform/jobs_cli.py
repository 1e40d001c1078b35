"""`flask jobs …`: do what is due, list what waits or has failed, try again."""

import click
from flask import current_app
from flask.cli import AppGroup

from app.platform.database import transaction
from app.platform.jobs import try_again, waiting_and_given_up, work_for_ever, work_off

commands = AppGroup("jobs", help="Work that waits: mail, exports, what is done every day.")


@commands.command("work")
@click.option("--once", is_flag=True, help="Do what is due now and end.")
def work(once: bool) -> None:
    """Do jobs as they fall due, until stopped; for sites whose web processes leave them to others."""
    if once:
        click.echo(f"Tried {work_off()} jobs.")
        return
    work_for_ever(current_app._get_current_object())  # type: ignore[attr-defined]


@commands.command("list")
def show_list() -> None:
    """List jobs that wait and jobs that were given up, with the reason."""
    waiting, given_up = waiting_and_given_up()
    click.echo(f"{len(waiting)} waiting, {len(given_up)} given up.")
    for job in (*given_up, *waiting):
        state = "given up" if job.given_up_at else f"due {job.due_at:%Y-%m-%d %H:%M} UTC"
        click.echo(f"{job.id:>8}  {job.kind:28}{state:26}{job.failure}")


@commands.command("retry")
@click.argument("number", type=int)
def retry(number: int) -> None:
    """Try a job again at once, by its number in the list."""
    with transaction():
        is_there = try_again(number)
    if not is_there:
        raise click.ClickException(f"No job {number} is waiting or was given up. `flask jobs list` shows which are.")
    click.echo(f"Job {number} will be tried at once.")
