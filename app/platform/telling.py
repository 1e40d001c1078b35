"""Telling people what happened: features say what kinds of news there are, and tell it; whoever keeps the news listens.

A feature declares its kinds in a file `notices.py`, `wiring.NOTICES` lists them, and `tell` is called inside the
transaction in which the thing happens. `app/notifications` keeps what is told, shows it and mails it.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.platform.events import announce

# What is told of one happening: numbers, keys, days as 2026-05-31, and names of things; never text for people, and
# never people's names: `by` may hold the number of whoever did it, and is read as their name of that day.
Arguments = Mapping[str, Any]
Say = Callable[[Arguments], str]
BY = "by"


class Cadence(StrEnum):
    """How soon a mail tells it."""

    NOW = "now"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that was written, by a key of `wiring` and its number: mails quote it, and answers by mail go to it.

    The key is a word of small letters, 12 at most, as "post".
    """

    key: str
    number: int


@dataclass(frozen=True, slots=True)
class Extract:
    """The beginning of what was written, for a mail: the words, their language and where they stand, as a heading.

    An empty language is one that nobody knows. `translations` are the same words in other languages, and `remark` says
    by whom; None for words as they were written. `place` and `remark` are asked in the language of the mail.
    `conversation` names what the words are a part of, as "thread-7": mail programs put mails about one together.
    """

    words: str
    language: str = ""
    place: Callable[[], str] | None = None
    remark: Callable[[], str] | None = None
    translations: tuple["Extract", ...] = ()
    conversation: str = ""


# Extracts of things, each as this person may read it; what is gone, or is not for them any more, is left out.
Extracts = Callable[[Collection[tuple[int, int]]], Mapping[tuple[int, int], Extract]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of news.

    `say` and `because` are asked when it is read, in the reader's language; `button` is what following it does; `name`
    is what people choose by. Where the feature writes a letter of its own, the site tells it and no second mail does.

    `thing` finds what was written among the arguments: mails hold an extract of it, and can be answered where it takes
    answers. `only_in_my_languages` is for what is written to nobody in particular: mails tell it in its language only.
    """

    key: str
    name: str
    say: Say
    because: Say
    button: str
    cadence: Cadence = Cadence.NOW
    has_own_letter: bool = False
    thing: Callable[[Arguments], Thing] | None = None
    only_in_my_languages: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Kinds that belong together for whoever chooses; their keys begin with the group's and a dot."""

    key: str
    name: str
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class News:
    """Something happened that people should know.

    `abouts` has, by person, the name of the happening: nobody is told of it twice. `leads_to` is an address of this
    site, as "/courses".
    """

    kind: str
    abouts: Mapping[int, str]
    arguments: Arguments
    leads_to: str


@dataclass(frozen=True, slots=True)
class Told:
    """All of this happened, and people should know."""

    news: tuple[News, ...]


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What was told is so no longer: whoever has not seen it need not; `user_ids` is None for everybody."""

    kind: str
    about: str
    user_ids: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Whatever a group told of these happenings is not for these people any more; None for everybody."""

    group: str
    abouts: tuple[str, ...]
    user_ids: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """Somebody has read what these happenings are about, on whichever page: they know, and no mail tells them."""

    user_id: int
    group: str
    abouts: tuple[str, ...]


def tell(kind: str, *user_ids: int, about: object, leads_to: str, **arguments: Any) -> None:
    """Tell people something, each at most once, inside the transaction that makes it so."""
    tell_each(kind, dict.fromkeys(user_ids, about), leads_to=leads_to, **arguments)


def tell_each(kind: str, abouts: Mapping[int, object], *, leads_to: str, **arguments: Any) -> None:
    """The same, where the happening has another name for each: by person, what they are told of at most once."""
    tell_all(news_of(kind, abouts, leads_to=leads_to, **arguments))


def news_of(kind: str, abouts: Mapping[int, object], *, leads_to: str, **arguments: Any) -> News:
    """What `tell_each` would tell, to be told with something else."""
    return News(kind, {user_id: str(about) for user_id, about in abouts.items()}, arguments, leads_to)


def tell_all(*news: News) -> None:
    """Tell several things at once, inside the transaction that makes them so."""
    told = tuple(one for one in news if one.abouts)
    if told:
        announce(Told(told))


def take_back(kind: str, about: object, user_ids: Collection[int] | None = None) -> None:
    """Tell no longer what is so no longer, to these people or to everybody."""
    announce(TakenBack(kind, str(about), None if user_ids is None else tuple(user_ids)))


def withdraw(group: str, abouts: Collection[object], user_ids: Collection[int] | None = None) -> None:
    """Tell no longer what any kind of a group told of these happenings, to these people or to everybody."""
    announce(Withdrawn(group, tuple(map(str, abouts)), None if user_ids is None else tuple(user_ids)))


def have_read(user_id: int, group: str, abouts: Collection[object]) -> None:
    """Note that somebody has read what notices of a group may be about, where they lead to some other page."""
    announce(Read(user_id, group, tuple(map(str, abouts))))
