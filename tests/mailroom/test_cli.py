"""A mail server hands messages over to a command, by a pipe or in a folder; it is told when to try again."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.mailroom.reading import LARGEST
from app.platform.reply_addresses import answer_address
from tests.mailroom.posting import POST, Board, boarded, message
from tests.notifications.telling import member


@pytest.fixture
def board(app: Flask) -> Iterator[Board]:
    with boarded(app) as board:
        yield board


def piped(app: Flask, raw: bytes, *options: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["mail", "receive", *options], input=raw)
    return done.exit_code, done.output.strip()


def maildir(folder: Path, **messages: bytes) -> Path:
    """A Maildir with these new messages."""
    for name in ("new", "cur", "tmp"):
        (folder / name).mkdir(parents=True)
    for name, raw in messages.items():
        (folder / "new" / name).write_bytes(raw)
    return folder


def test_a_pipe_hands_over_one_message(app: Flask, board: Board) -> None:
    amina = member()
    raw = message(amina, answer_address(amina.id, POST)).as_bytes()
    assert [piped(app, raw), piped(app, raw)] == [(0, "posted"), (0, "came before")]


def test_the_mail_server_says_to_which_address_it_came(app: Flask, board: Board) -> None:
    amina = member()
    raw = message(amina, "undisclosed-recipients:;").as_bytes()
    assert piped(app, raw, "--to", answer_address(amina.id, POST)) == (0, "posted")


def test_what_cannot_be_read_is_not_tried_again(app: Flask, board: Board) -> None:
    assert piped(app, b"x" * (LARGEST + 1))[0] == os.EX_DATAERR


def test_what_fails_is_tried_again(app: Flask, board: Board) -> None:
    amina = member()
    raw = message(amina, answer_address(amina.id, POST)).as_bytes()
    board.breaks_down = True
    assert piped(app, raw)[0] == os.EX_TEMPFAIL
    board.breaks_down = False
    assert piped(app, raw) == (0, "posted")


def test_a_folder_hands_over_all_that_is_new(app: Flask, board: Board, tmp_path: Path) -> None:
    amina = member()
    first, second = (message(amina, answer_address(amina.id, POST), text) for text in ("First.", "Second."))
    folder = maildir(tmp_path / "mail", a=first.as_bytes(), b=b"x" * (LARGEST + 1), c=second.as_bytes())
    code, said = piped(app, b"", "--folder", str(folder))
    assert (code, said.splitlines()[-1]) == (0, "Taken: 3. Failed: 0.")
    assert [post[2] for post in board.posts] == ["First.", "Second."]
    assert list((folder / "new").iterdir()) == []
    assert sorted(path.name for path in (folder / "cur").iterdir()) == ["a:2,S", "b:2,S", "c:2,S"]


def test_what_fails_stays_new_in_its_folder(app: Flask, board: Board, tmp_path: Path) -> None:
    amina = member()
    folder = maildir(tmp_path / "mail", a=message(amina, answer_address(amina.id, POST)).as_bytes())
    board.breaks_down = True
    assert piped(app, b"", "--folder", str(folder))[1].endswith("Taken: 0. Failed: 1.")
    assert [path.name for path in (folder / "new").iterdir()] == ["a"]


def test_a_folder_that_is_no_maildir_is_told(app: Flask, board: Board, tmp_path: Path) -> None:
    code, said = piped(app, b"", "--folder", str(tmp_path))
    assert (code, "no Maildir" in said) == (1, True)


def test_without_an_address_for_answers_nothing_is_taken(app: Flask) -> None:
    code, said = piped(app, b"")
    assert (code, "LEARNING_FORUM_REPLIES" in said) == (1, True)
