"""The record of what a translation was made from: `made-from.fr.yaml` beside `course.md`, kept by a command."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.content.faults import Faults, shorten
from app.content.vocabulary import LANGUAGES

FILE = re.compile(r"made-from\.([a-z]{2})\.yaml")
LINE = re.compile(r"([^\s:#][^\s:]*): \[([0-9a-f]{10}(?:, [0-9a-f]{10})*)?\]")
MOST_BYTES = 16 * 1024 * 1024
TOP = "# What each block was translated from. Written by `flask courses translations`; not meant to be edited."


def record_path(language: str) -> str:
    """Where the record of a language lies in the course folder."""
    return f"made-from.{language}.yaml"


def record_language(path: str) -> str:
    """The language of a record; empty when the path is that of another file."""
    found = FILE.fullmatch(path)
    return found[1] if found is not None and found[1] in LANGUAGES else ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one translated file was made from: the digests in the order of its blocks, and the line that says so."""

    line: int
    digests: tuple[str, ...]


def read_record(path: str, content: bytes, faults: Faults) -> dict[str, Entry]:
    """The entries by translated file; a line that cannot be read is a fault."""
    if len(content) > MOST_BYTES:
        faults.add(path, 1, f"This file is too large: at most {MOST_BYTES // 1024 // 1024} MB.")
        return {}
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.add(path, content.count(b"\n", 0, error.start) + 1, "This line is not UTF-8.")
        return {}
    record: dict[str, Entry] = {}
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        found = LINE.fullmatch(line.rstrip())
        if found is None:
            message = "This line cannot be read. Delete it, and write `flask courses translations mark` for its file."
            faults.add(path, number, message)
        elif found[1] in record:
            faults.add(path, number, f"`{shorten(found[1])}` stands here a second time; delete one of the two lines.")
        else:
            record[found[1]] = Entry(number, tuple(found[2].split(", ")) if found[2] else ())
    return record


def write_record(record: Mapping[str, Sequence[str]]) -> bytes:
    """The file that says this, sorted by path."""
    lines = [f"{path}: [{', '.join(digests)}]" for path, digests in sorted(record.items())]
    return "\n".join([TOP, *lines, ""]).encode()
