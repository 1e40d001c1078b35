"""What the data map is made of: tables, columns, how a row leads to a person, and what erasure makes of it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum


class Kind(StrEnum):
    """What a column says."""

    IDENTITY = "identity"
    CONTACT = "contact"
    LEARNING = "learning record"
    CHOICE = "choice"
    POINTER = "number of a person or their record"
    SECRET = "secret"
    TECHNICAL = "technical"
    NONE = "nothing about people"


class Becomes(Enum):
    """What becomes of a column when its row stays; any other value is what it is replaced by."""

    STAYS = "stays"
    # The month stays, day and hour go: enough for the figures of a year, too little to recognise somebody by.
    MONTH = "only the month stays"
    # Made of the row's own number, where every row needs a value of its own.
    NUMBERED = "replaced by the number of the row"


STAYS, MONTH, NUMBERED = Becomes.STAYS, Becomes.MONTH, Becomes.NUMBERED


@dataclass(frozen=True, slots=True)
class IfAsked:
    """Words that somebody wrote for others: they stay, unless their author asks for it or is named in them."""

    empty: object


class Erasure(Enum):
    """What becomes of a person's rows."""

    GOES = "the row is deleted"
    EMPTIED = "the row stays, without the person"
    NOTHING = "nothing: it is about nobody"


GOES, EMPTIED, NOTHING = Erasure.GOES, Erasure.EMPTIED, Erasure.NOTHING


@dataclass(frozen=True, slots=True)
class Path:
    """How a row leads to a person: by this column, or by these from table to table, each a foreign key but the last."""

    steps: tuple[str, ...]

    def __init__(self, *steps: str) -> None:
        object.__setattr__(self, "steps", steps)

    def __str__(self) -> str:
        return " → ".join(self.steps)


@dataclass(frozen=True, slots=True)
class Either:
    """A row about several people at once, as a letter from one to another: it is everybody's to whom one way leads."""

    ways: tuple[Path, ...]

    def __init__(self, *ways: Path) -> None:
        object.__setattr__(self, "ways", ways)

    def __str__(self) -> str:
        return ", or ".join(map(str, self.ways))


@dataclass(frozen=True, slots=True)
class Found:
    """How a row leads to a person where no column does so by itself; `belongings` holds the rule of each such table."""

    words: str

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class Column:
    """What one column says, its name for people, and what becomes of it when its row stays."""

    kind: Kind
    label: str = ""
    becomes: object = STAYS


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the database; `title` is for people, and empty when none of it is about them."""

    name: str
    title: str
    why: str
    kept: str
    columns: Mapping[str, Column]
    whose: Path | Either | Found | None = None
    erasure: Erasure = NOTHING


def identity(label: str, becomes: object = STAYS) -> Column:
    """Says who somebody is, or holds words they wrote freely, in which they may have said so."""
    return Column(Kind.IDENTITY, label, becomes)


def contact(label: str, becomes: object = STAYS) -> Column:
    """Where somebody is reached."""
    return Column(Kind.CONTACT, label, becomes)


def learning(label: str, becomes: object = STAYS) -> Column:
    """What somebody did, when, and with what result."""
    return Column(Kind.LEARNING, label, becomes)


def choice(label: str, becomes: object = STAYS) -> Column:
    """What somebody set for themselves."""
    return Column(Kind.CHOICE, label, becomes)


def pointer(label: str = "", becomes: object = STAYS) -> Column:
    """The number of a person, or of a record of theirs. Numbers stay: without the account they lead to nobody."""
    return Column(Kind.POINTER, label, becomes)


def secret(label: str, becomes: object = STAYS) -> Column:
    """What would open an account. It is named in the copy of one's data, and not given."""
    return Column(Kind.SECRET, label, becomes)


def technical(label: str = "", becomes: object = STAYS) -> Column:
    """What the site needs to work, and says nothing of anybody by itself."""
    return Column(Kind.TECHNICAL, label, becomes)


def nobody(*names: str) -> Mapping[str, Column]:
    """Columns that say nothing about people who use the site."""
    return {name: Column(Kind.NONE) for name in names}


ERASED_NAME = "—"
"""What stands in place of a name; the same in every language."""
AS_THE_ACCOUNT = "As long as the account."
