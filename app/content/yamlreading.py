"""Reads a small and strict YAML in which nothing can grow or surprise.

Loaded where a file is read: who writes to others needs the rest of this package and three megabytes less.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import yaml  # type: ignore[import-untyped]

from app.content.yamlnodes import Entry, Items, Node, Table, Text, Unreadable

MOST_NESTING = 6
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(text: str, first_line: int) -> Node | None:
    """Read YAML whose first line has the given number; None when there is nothing in it. Raises Unreadable."""
    try:
        return _document(yaml.parse(text, Loader=_LOADER), first_line)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Unreadable(first_line + (mark.line if mark else 0), _plainly(str(error.problem or ""))) from error
    except (yaml.YAMLError, ValueError, UnicodeError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(
            first_line, "There is a character in the block at the top that cannot be used; delete it."
        ) from error


def _plainly(problem: str) -> str:
    """Say what the parser stumbled over to somebody who does not know YAML."""
    if "mapping values" in problem:
        return 'A text with a colon in it needs quotation marks around it, as in `title: "Plan: act"`.'
    if "tab" in problem or "\\t" in problem:
        return "There is a tab here; indent with spaces."
    if "found unexpected end of stream" in problem or "scalar" in problem:
        return "A quotation mark is opened here and not closed."
    return "This line cannot be read. Write `name: value`, and put quotation marks around values with special signs such as : # [ { & * ! |."


def _document(events: Iterator[yaml.Event], first_line: int) -> Node | None:
    """The one document of the text."""
    reader = _Reader(events, first_line)
    node: Node | None = None
    for event in events:
        if isinstance(event, (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentEndEvent)):
            continue
        line = first_line + event.start_mark.line
        if isinstance(event, yaml.DocumentStartEvent):
            if node is not None or event.explicit:
                raise Unreadable(
                    line, "A line that begins with `---` or `...` cannot stand inside the block at the top; delete it."
                )
            continue
        node = reader.node(event, 0)
    return node


@dataclass(frozen=True, slots=True)
class _Reader:
    """Makes nodes from the events of the parser, one at a time, so that it can stop early."""

    events: Iterator[yaml.Event]
    first_line: int

    def node(self, event: yaml.Event, depth: int) -> Node:
        """The node that begins with this event."""
        line: int = self.first_line + event.start_mark.line
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Unreadable(
                line,
                "A text that begins with & or * needs quotation marks around it.",
            )
        if getattr(event, "tag", None):
            raise Unreadable(line, "A text that begins with an exclamation mark needs quotation marks around it.")
        if depth > MOST_NESTING:
            raise Unreadable(line, "Too many lists or groups lie inside one another here.")
        if isinstance(event, yaml.ScalarEvent):
            return Text(line, self._scalar(event, line))
        if isinstance(event, yaml.SequenceStartEvent):
            return Items(line, tuple(self._items(depth)))
        return Table(line, tuple(self._entries(depth)))

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> str:
        value: str = event.value
        if not event.style and value in ("~", "null", "Null", "NULL"):
            return ""
        if any("\ud800" <= character <= "\udfff" or character == "\0" for character in value):
            raise Unreadable(line, "There is a character here that cannot be used; delete it.")
        return value

    def _items(self, depth: int) -> Iterator[Node]:
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                return
            yield self.node(event, depth + 1)

    def _entries(self, depth: int) -> Iterator[Entry]:
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                return
            name = self.node(event, depth + 1)
            value = self.node(next(self.events), depth + 1)
            if not isinstance(name, Text):
                raise Unreadable(name.line, "The name before a colon must be a plain word.")
            yield Entry(name.text, name.line, value)
