"""What can be answered by mail: features say it by the keys of things, as `wiring.REPLIES` lists them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.files.cleaning import CleanFile
from app.files.kinds import Rule
from app.platform.reply_addresses import takes_replies
from app.platform.telling import Thing
from app.platform.verdicts import Verdict

# Somebody answers the thing of this number with these words and files: inside a transaction, as an action does. Where
# the verdict is a refusal, or a DomainError is raised, nothing of it stays.
Take = Callable[[int, int, str, tuple[CleanFile, ...]], Verdict]
ANY_FILE = Rule()


@dataclass(frozen=True, slots=True)
class Answerable:
    """How answers to one kind of thing are taken: by what, on which page the thing stands, and with which files."""

    take: Take
    page: Callable[[int], str]
    rule: Rule = ANY_FILE
    most_files: int = 5


_answerable: dict[str, Answerable] = {}


def know_replies(replies: Mapping[str, Answerable]) -> None:
    """Replace what is known of answers by this; `factory` calls it once."""
    _answerable.clear()
    _answerable.update(replies)


def find_answerable(thing: Thing) -> Answerable | None:
    """How an answer to a thing is taken; None where none is."""
    return _answerable.get(thing.key)


def takes_answers(thing: Thing) -> bool:
    """Whether a mail about a thing can be answered on this site."""
    return takes_replies() and thing.key in _answerable
