"""The block at the top of a file: taken off, read, asked for what it says, with a fault for what it should not say."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from app.content import yamlnodes
from app.content.faults import Faults, shorten
from app.content.yamlnodes import Items, Node, Table, Text

MOST_CHARACTERS = 20_000
MOST_IN_A_VALUE = 2_000

YES = frozenset({"yes", "true"})
NO = frozenset({"no", "false"})

HOURS_AND_MINUTES = re.compile(r"([0-9]{1,4}) ?(?:h|hours?)(?:,? ?([0-9]{1,5}) ?(?:m|min|minutes?)?)?")
MINUTES = re.compile(r"([0-9]{1,5}) ?(?:m|min|minutes?)")

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Source:
    """A text file in two parts. The body keeps the file's line numbers: empty lines stand where the block was."""

    file: str
    front: "FrontMatter"
    body: str

    @classmethod
    def unreadable(cls, file: str, body: str, faults: Faults) -> "Source":
        """A file whose block could not be read; nothing more is asked of it."""
        return cls(file, FrontMatter(file, {}, faults, is_readable=False), body)


def split(file: str, text: str, faults: Faults) -> Source:
    """Take a file apart; a missing or unreadable block is a fault, and then the block says nothing."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        faults.add(
            file, 1, "The file must begin with a line `---`, then at least a line `title: …`, then a second line `---`."
        )
        return Source.unreadable(file, text, faults)
    end = next((number for number in range(1, len(lines)) if lines[number].rstrip() == "---"), None)
    if end is None:
        faults.add(file, 1, "The block that begins here is never closed; put a line `---` under it.")
        return Source.unreadable(file, "", faults)
    body = "\n" * (end + 1) + "\n".join(lines[end + 1 :])
    return Source(file, _front_matter(file, "\n".join(lines[1:end]), faults), body)


def _front_matter(file: str, text: str, faults: Faults) -> "FrontMatter":
    """Read the block."""
    unreadable = FrontMatter(file, {}, faults, is_readable=False)
    if len(text) > MOST_CHARACTERS:
        faults.add(
            file, 1, f"The block at the top is longer than {MOST_CHARACTERS:,} characters; long text belongs under it."
        )
        return unreadable
    from app.content import yamlreading

    try:
        node = yamlreading.read(text, first_line=2)
    except yamlnodes.Unreadable as error:
        faults.add(file, error.line, error.reason)
        return unreadable
    if node is not None and not isinstance(node, Table):
        faults.add(file, node.line, "Between the two lines `---`, write names with values, as in `title: Why local`.")
        return unreadable
    entries = node.entries if node is not None else ()
    return FrontMatter(file, _without_repeats(file, entries, faults), faults)


def _without_repeats(file: str, entries: Iterable[yamlnodes.Entry], faults: Faults) -> dict[str, yamlnodes.Entry]:
    """The entries by name; a second one of the same name is a fault."""
    by_name: dict[str, yamlnodes.Entry] = {}
    for entry in entries:
        if entry.name in by_name:
            message = (
                f"`{shorten(entry.name)}` stands here a second time; the first is on line {by_name[entry.name].line}."
            )
            faults.add(file, entry.line, message)
            continue
        by_name[entry.name] = entry
    return by_name


class FrontMatter:
    """What the block says. Every question gives an answer to go on with, and notes a fault when that is made up."""

    def __init__(
        self,
        file: str,
        entries: Mapping[str, yamlnodes.Entry],
        faults: Faults,
        *,
        is_readable: bool = True,
        inside: str = "",
        first_line: int = 1,
    ) -> None:
        self.file = file
        self.is_readable = is_readable
        self._entries = entries
        self._faults = faults
        self._inside = inside
        self._first_line = first_line

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def line(self, name: str) -> int:
        """The line of a name; the first of the file or the group when it is not there."""
        return self._entries[name].line if name in self._entries else self._first_line

    def only(self, names: Iterable[str]) -> None:
        """Note a fault for every name that is not one of these."""
        known = tuple(names)
        place = f" in `{self._inside}`" if self._inside else " in this file"
        for entry in self._entries.values():
            if entry.name not in known:
                message = f"`{shorten(entry.name)}` is not a known name{place}."
                self._faults.add(self.file, entry.line, message, near=(entry.name.lower(), known))

    def fault(self, name: str, message: str, *, near: tuple[str, Iterable[str]] | None = None) -> None:
        """Note a fault about a name."""
        self._faults.add(self.file, self.line(name), message, near=near)

    def text(self, name: str, *, is_required: bool = False) -> str:
        """A text on one line, empty when not told."""
        entry = self._entries.get(name)
        value = self._text_of(entry.value, name) if entry else None
        if value:
            return value
        if is_required and self.is_readable and (entry is None or value == ""):
            place = f" in `{self._inside}`" if self._inside else ""
            self.fault(name, f"`{name}` is missing{place}." if entry is None else f"`{name}` is empty.")
        return ""

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; a single text counts as a list of one."""
        return tuple(text for _, text in self.texts_with_lines(name))

    def texts_with_lines(self, name: str) -> list[tuple[int, str]]:
        """A list of texts, each with its line."""
        entry = self._entries.get(name)
        if entry is None:
            return []
        nodes = entry.value.items if isinstance(entry.value, Items) else (entry.value,)
        found = []
        for node in nodes:
            text = self._text_of(node, name)
            if text:
                found.append((node.line, text))
            elif text == "" and isinstance(entry.value, Items):
                self._faults.add(self.file, node.line, f"There is an empty item in `{name}`.")
        return found

    def flag(self, name: str, default: bool) -> bool:
        """Yes or no."""
        text = self.text(name)
        if not text or text.lower() in YES:
            return True if text else default
        if text.lower() not in NO:
            self.fault(name, f"`{name}` must be yes or no; here it says {shorten(text)}.")
        return False

    def whole(self, name: str, what: str, lowest: int, highest: int, default: int) -> int:
        """A whole number; `what` says in words what it counts, for the fault."""
        text = self.text(name)
        if not text:
            return default
        number = _whole(text)
        if number is None or not lowest <= number <= highest:
            self.fault(name, f"`{name}` must be {what} from {lowest:,} to {highest:,}; here it says {shorten(text)}.")
            return default
        return number

    def optional_whole(self, name: str, what: str, lowest: int, highest: int) -> int | None:
        """A whole number, or None when not told."""
        return self.whole(name, what, lowest, highest, lowest) if self.text(name) else None

    def choice(self, name: str, choices: type[Choice], default: Choice) -> Choice:
        """One of a few words."""
        text = self.text(name)
        if not text:
            return default
        words = [choice.value for choice in choices]
        if text.lower() not in words:
            self.fault(
                name, f"`{name}` must be {_either(words)}; here it says {shorten(text)}.", near=(text.lower(), words)
            )
            return default
        return choices(text.lower())

    def table(self, name: str) -> "FrontMatter":
        """The names and values under a name."""
        entry = self._entries.get(name)
        if entry is None:
            return FrontMatter(self.file, {}, self._faults, is_readable=False, inside=name)
        return self._table_of(entry.value, name)

    def tables(self, name: str) -> list["FrontMatter"]:
        """A list of names with values; an item that is a text alone counts as its `name`."""
        entry = self._entries.get(name)
        if entry is None:
            return []
        nodes = entry.value.items if isinstance(entry.value, Items) else (entry.value,)
        return [
            self._table_of(
                Table(node.line, (yamlnodes.Entry("name", node.line, node),)) if isinstance(node, Text) else node, name
            )
            for node in nodes
        ]

    def _table_of(self, node: Node, name: str) -> "FrontMatter":
        if not isinstance(node, Table):
            self._faults.add(
                self.file, node.line, f"`{name}` needs names with values under it, as in the example of the guide."
            )
            return FrontMatter(self.file, {}, self._faults, is_readable=False, inside=name)
        entries = _without_repeats(self.file, node.entries, self._faults)
        return FrontMatter(self.file, entries, self._faults, inside=name, first_line=node.line)

    def _text_of(self, node: Node, name: str) -> str | None:
        """The text of a value on one line; None after a fault."""
        if not isinstance(node, Text):
            kind = "a list" if isinstance(node, Items) else "a group of names"
            self._faults.add(self.file, node.line, f"`{name}` takes one single value here, not {kind}.")
            return None
        if len(node.text) > MOST_IN_A_VALUE:
            self._faults.add(self.file, node.line, f"`{name}` is longer than {MOST_IN_A_VALUE:,} characters.")
            return None
        # French keeps a space that does not break before its signs.
        return " ".join(re.split(r"[ \t\n]+", node.text.strip())) if node.text.strip() else ""


def minutes_in(text: str) -> int | None:
    """Read `45 min`, `6 h` or `6 h 30 min`; None for anything else."""
    found = HOURS_AND_MINUTES.fullmatch(text.strip().lower())
    if found is not None:
        return int(found[1]) * 60 + int(found[2] or 0)
    found = MINUTES.fullmatch(text.strip().lower())
    return int(found[1]) if found is not None else None


def _whole(text: str) -> int | None:
    """Read a whole number."""
    return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else None


def _either(words: list[str]) -> str:
    """`a, b or c`."""
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))
