"""What a small and strict YAML is made of: text, lists and tables, each with its line (`yamlreading` reads it)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A single value as it was written; `no` is the word no, `1.10` is not a number."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    line: int
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A name with its value."""

    name: str
    line: int
    value: "Node"


@dataclass(frozen=True, slots=True)
class Table:
    """Names with values, in the order written; a name may stand there twice."""

    line: int
    entries: tuple[Entry, ...]


Node = Text | Items | Table


class Unreadable(ValueError):
    """The text cannot be read; `line` and `reason` say where and why."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"{line}: {reason}")
        self.line = line
        self.reason = reason
