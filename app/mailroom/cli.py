"""`flask mail …`: take what the mail server hands over."""

import fcntl
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import AppGroup

from app.mailroom.models import Outcome
from app.mailroom.reading import LARGEST, Unreadable
from app.mailroom.receiving import receive
from app.platform.database import db
from app.platform.reply_addresses import takes_replies

log = logging.getLogger(__name__)
commands = AppGroup("mail", help="What comes by mail: answers to notices, and letters that did not arrive.")
# By these a mail server knows that it should try again later, or that it need not (sysexits.h).
_TRY_AGAIN, _NO_MESSAGE = 75, 65


@commands.command("receive")
@click.option("--to", "recipient", default="", help="The address the message came to, as the mail server knows it.")
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Take all new messages of this Maildir instead.",
)
def receive_mail(recipient: str, folder: Path | None) -> None:
    """Take one message from standard input, or those of a folder."""
    if not takes_replies():
        raise click.ClickException("Set LEARNING_FORUM_REPLIES first: without it no letter has an address for answers.")
    if folder is not None:
        _receive_folder(folder)
        return
    try:
        # One byte more tells that there is more.
        told = _told(receive(sys.stdin.buffer.read(LARGEST + 1), recipient))
    except Unreadable as unreadable:
        click.echo(f"Not read: {unreadable}", err=True)
        sys.exit(_NO_MESSAGE)
    except Exception:
        log.exception("a message could not be taken; the mail server will try again")
        sys.exit(_TRY_AGAIN)
    click.echo(told)


def _receive_folder(folder: Path) -> None:
    """Take what is new in a Maildir; what was taken is kept there as read, what fails stays new."""
    if not (folder / "new").is_dir():
        raise click.ClickException(f"{folder} is no Maildir: it holds no folder “new”.")
    done = failed = 0
    with _alone(folder) as is_alone:
        if not is_alone:
            click.echo("Somebody else is taking the messages of this folder.")
            return
        (folder / "cur").mkdir(exist_ok=True)
        for path in sorted((folder / "new").iterdir()):
            try:
                with path.open("rb") as message:
                    told = _told(receive(message.read(LARGEST + 1)))
            except Unreadable as unreadable:
                told = f"Not read: {unreadable}"
            except Exception:
                log.exception("the message %s could not be taken; it stays new", path.name)
                failed += 1
                continue
            finally:
                db.session.remove()
            path.rename(folder / "cur" / f"{path.name.partition(':')[0]}:2,S")
            click.echo(f"{path.name}: {told}")
            done += 1
    click.echo(f"Taken: {done}. Failed: {failed}.")


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Hold the folder for as long as the block lasts; False where somebody else does."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(handle)


def _told(outcome: Outcome | None) -> str:
    return outcome.value if outcome is not None else "came before"
