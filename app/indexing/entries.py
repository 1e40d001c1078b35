"""A thing that can be found, who may find it, and by what its finding can be narrowed. Pure."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta

PUBLIC = "public"
MEMBERS = "members"
LONGEST_TEXT = 60_000
# Keys hold only what the tokenizer of SQLite keeps together.
_SAFE = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-.")


def scope_of_course(slug: str) -> str:
    """What only those may find who take part in a course."""
    return f"course.{slug}"


def scope_of_category(key: str) -> str:
    """What only those may find who may read a category of the forum."""
    return f"category.{key}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in one language.

    `reference` names it within its kind for ever. Its title weighs most and is shown; `context` is shown beside it, as
    the course of a lesson or the thread of a reply, and finds it as its text does. Extracts are made of `text` alone:
    `unshown` only finds. `scope` is a circle of readers; whoever is not in it meets no trace of the entry.
    `author_id` is who wrote the thing itself, whoever translated it.
    """

    kind: str
    reference: str
    language: str
    title: str
    text: str
    at: datetime
    scope: str
    context: str = ""
    unshown: str = ""
    author_id: int | None = None
    course_slug: str = ""
    category: str = ""
    # What sort of thread it belongs to; empty for what is no post.
    thread_kind: str = ""
    # The language of the original, where somebody put it into this one, and who did; empty for what is no translation.
    translated_from: str = ""
    translator_id: int | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """What is looked for besides words; an empty part asks for nothing. `since` is one of PERIODS."""

    kind: str = ""
    course: str = ""
    category: str = ""
    thread: str = ""
    language: str = ""
    by: int | None = None
    since: str = ""

    @property
    def number(self) -> int:
        """How many parts ask for something, but for the kind."""
        return sum(bool(getattr(self, field.name)) for field in fields(self) if field.name != "kind")


# Periods back from now, by the days they last.
PERIODS = {"week": 7, "month": 31, "year": 366}
_BY_DAY = 40


def keys_of(entry: Entry) -> str:
    """The keys that an entry is narrowed by, with a space between them."""
    keys = (
        key("kind", entry.kind),
        key("scope", entry.scope),
        key("lang", entry.language),
        key("course", entry.course_slug),
        key("cat", entry.category),
        key("thread", entry.thread_kind),
        key("by", "" if entry.author_id is None else str(entry.author_id)),
        f":day:{entry.at:%Y-%m-%d}",
        f":month:{entry.at:%Y-%m}",
    )
    return " ".join(filter(None, keys))


def key(name: str, value: str) -> str:
    """One key; empty for an empty value. What a key cannot hold is written by its number, so no two values are one.

    It begins with a sign that no word has, so that nobody finds a key by how it begins.
    """
    if not value:
        return ""
    return f":{name}:" + "".join(sign if sign in _SAFE else f"_{ord(sign):x}_" for sign in value)


def conditions_of(filters: Filters, now: datetime) -> list[tuple[str, ...]]:
    """Of each of these, an entry has at least one key; the kind is left to whoever asks kind by kind."""
    single = (
        key("course", filters.course),
        key("cat", filters.category),
        key("thread", filters.thread),
        key("lang", filters.language),
        key("by", "" if filters.by is None else str(filters.by)),
    )
    found: list[tuple[str, ...]] = [(one,) for one in single if one]
    since = since_of(filters, now)
    return [*found, _keys_since(since, now)] if since else found


def since_of(filters: Filters, now: datetime) -> datetime | None:
    """The moment from which on something is looked for; None for any time."""
    days = PERIODS.get(filters.since)
    return None if days is None else now - timedelta(days=days)


def _keys_since(since: datetime, now: datetime) -> tuple[str, ...]:
    """Days or months that hold every moment since; a day more, because clocks differ."""
    days = (now - since).days + 1
    if days <= _BY_DAY:
        return tuple(f":day:{now + timedelta(days=1 - back):%Y-%m-%d}" for back in range(days + 2))
    moments = (now + timedelta(days=1 - back) for back in range(days + 2))
    return tuple(dict.fromkeys(f":month:{moment:%Y-%m}" for moment in moments))
