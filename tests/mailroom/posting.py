"""A board that takes answers by mail, as a feature would, and messages as they come."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage

from flask import Flask

from app import wiring
from app.accounts.models import User
from app.files.actions import keep_file
from app.files.cleaning import CleanFile
from app.files.kinds import Kind as FileKind
from app.files.kinds import Rule
from app.mailroom.answers import Answerable, know_replies
from app.mailroom.models import Outcome
from app.mailroom.receiving import receive
from app.notifications.extracts import know_extracts
from app.notifications.kinds import know_kinds
from app.platform.database import db
from app.platform.errors import CannotBe
from app.platform.reply_addresses import answer_address
from app.platform.telling import Arguments, Cadence, Extract, Group, Kind, Thing
from app.platform.verdicts import ALLOWED, Verdict, refused
from tests.builders import letters_in

REPLIES = "replies@example.org"
POST = Thing("post", 7)
REPLY_TO_ME, NEW_POST = "board.reply", "board.new"


def _post(told: Arguments) -> Thing:
    return Thing("post", told["post"])


BOARD = Group(
    "board",
    "Board",
    (
        Kind(
            REPLY_TO_ME,
            "An answer to you",
            lambda told: f"Somebody answered you in “{told['thread']}”.",
            lambda _told: "You are told because you wrote there.",
            "Read it",
            thing=_post,
        ),
        Kind(
            NEW_POST,
            "New posts",
            lambda told: f"There is a new post in “{told['thread']}”.",
            lambda _told: "You are told because you follow it.",
            "Read it",
            Cadence.WEEKLY,
            thing=_post,
            only_in_my_languages=True,
        ),
    ),
)


@dataclass
class Board:
    """Posts as they were taken, and what may stand in mails of them."""

    posts: list[tuple[int, int, str, tuple[CleanFile, ...]]] = field(default_factory=list)
    extracts: dict[int, Extract] = field(default_factory=dict)
    # Posts that not everybody may read, with those who may.
    closed_to: dict[int, set[int]] = field(default_factory=dict)
    is_locked: bool = False
    is_gone: bool = False
    breaks_down: bool = False
    asked: int = 0

    def take(self, user_id: int, number: int, text: str, files: tuple[CleanFile, ...]) -> Verdict:
        """Post an answer; the files are kept before it is known that the board is locked."""
        for file in files:
            keep_file(user_id, file)
        if self.breaks_down:
            raise RuntimeError("Something is broken.")
        if self.is_gone:
            raise CannotBe("The post was deleted.")
        if self.is_locked:
            return refused("The board is locked.")
        self.posts.append((user_id, number, text, files))
        return ALLOWED

    def extracts_of(self, wanted: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Extract]:
        """What these people may read of these posts."""
        self.asked += 1
        return {
            (user_id, number): self.extracts[number]
            for user_id, number in wanted
            if number in self.extracts and user_id in self.closed_to.get(number, {user_id})
        }


@contextmanager
def boarded(app: Flask) -> Iterator[Board]:
    """The site with a board, as a line in `wiring` would have it, and with an address for answers."""
    board = Board()
    rule = Rule(frozenset({FileKind.PNG, FileKind.TXT}), 50_000)
    know_replies({"post": Answerable(board.take, lambda number: f"/board/{number}", rule, 2)})
    know_extracts({"post": board.extracts_of})  # type: ignore[dict-item]
    know_kinds((BOARD, *wiring.NOTICES))
    app.config["REPLIES"] = REPLIES
    try:
        yield board
    finally:
        app.config["REPLIES"] = ""
        know_replies(wiring.REPLIES)
        know_extracts(wiring.EXTRACTS)
        know_kinds(wiring.NOTICES)


def message(
    sender: User | str, to: str, text: str = "I agree.", *, subject: str = "Re: An answer", **headers: str
) -> EmailMessage:
    """A message; names of headers are written with _ in place of -."""
    made = EmailMessage()
    made["From"] = sender if isinstance(sender, str) else f"{sender.name} <{sender.email}>"
    made["To"] = to
    made["Subject"] = subject
    told = {"Message_ID": f"<{abs(hash((str(made['From']), to, text, subject)))}@mail.example>", **headers}
    for name, value in told.items():
        if value:
            made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def answered(person: User, text: str = "I agree.", thing: Thing = POST, **more: str) -> Outcome | None:
    """Somebody answers by mail."""
    return arrived(message(person, answer_address(person.id, thing), text, **more))


def arrived(mail: EmailMessage | bytes, to: str = "") -> Outcome | None:
    """A message came."""
    try:
        return receive(mail if isinstance(mail, bytes) else mail.as_bytes(), to)
    finally:
        db.session.remove()


def letters_about(app: Flask, subject: str) -> list[EmailMessage]:
    """The letters of the site under this subject."""
    return [one for one in letters_in(app) if one["Subject"] == subject]
