"""Lessons with what their authors did to them, read from the files beside this one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FILES = Path(__file__).parent / "edits"


@dataclass(frozen=True, slots=True)
class Written:
    """A paragraph with the names under which a reader knows it; two of them after a join."""

    names: frozenset[str]
    words: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A lesson as one edition showed it, with the names of what was edited for it and how."""

    language: str
    paragraphs: tuple[Written, ...]
    edited: dict[str, str]

    def words(self) -> list[str]:
        """The paragraphs as they are read."""
        return [one.words for one in self.paragraphs]

    def number_of(self, name: str) -> int | None:
        """Where a paragraph stands; None when it is gone."""
        return next((number for number, one in enumerate(self.paragraphs, start=1) if name in one.names), None)


@dataclass(frozen=True, slots=True)
class Case:
    """A paragraph asked about in one edition, and where it is in a later one; `edits` is what happened to it since."""

    lesson: str
    name: str
    before: Stage
    # The editions that came after that, the one it is looked for in last.
    later: tuple[Stage, ...]
    edits: tuple[str, ...]

    @property
    def right(self) -> int | None:
        """The answer of a reader."""
        return self.later[-1].number_of(self.name)


def lessons() -> dict[str, list[Stage]]:
    """Every lesson with its editions, the first one first."""
    return {path.stem: _read(path.read_text(encoding="utf-8")) for path in sorted(_FILES.glob("*.txt"))}


def cases() -> Iterator[Case]:
    """Every paragraph of every edition, seen from every later one."""
    for lesson, stages in lessons().items():
        for first, before in enumerate(stages):
            for last in range(first + 1, len(stages)):
                for name in sorted(set().union(*(one.names for one in before.paragraphs))):
                    later = tuple(stages[first + 1 : last + 1])
                    edits = tuple(stage.edited[name] for stage in later if name in stage.edited)
                    yield Case(lesson, name, before, later, edits)


def _read(text: str) -> list[Stage]:
    stages: list[Stage] = []
    for part in re.split(r"^== edition ", text, flags=re.MULTILINE)[1:]:
        head, *lines = part.splitlines()
        now = list(stages[-1].paragraphs) if stages else []
        edited: dict[str, str] = {}
        whole = [line.split("| ", 1) for line in lines if re.match(r"\d+'?\| ", line)]
        if whole:
            given = [(frozenset({name}), words) for name, words in whole]
            kept = {name: one.names for one in now for name in one.names}
            now = [Written(kept.get(next(iter(names)), names), words) for names, words in given]
            edited = {name: "translate" for one in now for name in one.names} if stages else {}
        else:
            for order in re.findall(r"^(\S.*)\n?((?:^ .*\n?)*)", "\n".join(lines), flags=re.MULTILINE):
                _edit(now, edited, order[0], [line.strip() for line in order[1].splitlines()])
        stages.append(Stage(head.rpartition(", ")[2].strip(), tuple(now), edited))
    return stages


def _edit(now: list[Written], edited: dict[str, str], order: str, texts: list[str]) -> None:
    """Do what one line of a file says."""
    what, *names = order.replace(",", "").split()
    touched: frozenset[str]
    if what == "add":
        now.insert(_at(now, names[2]) + 1, Written(frozenset({names[0]}), texts[0]))
        return
    at = _at(now, names[0])
    touched = now[at].names
    match what:
        case "reword":
            now[at] = Written(touched, texts[0])
        case "delete":
            del now[at]
        case "split":
            stays, other = int(names[2]) - 1, frozenset({f"{names[0]}'"})
            now[at : at + 1] = [Written(touched if n == stays else other, words) for n, words in enumerate(texts)]
        case "join":
            touched |= now.pop(_at(now, names[1])).names
            now[_at(now, names[0])] = Written(touched, texts[0])
        case "move":
            moved = now.pop(at)
            now.insert(_at(now, names[2]) + 1, moved)
        case _:
            raise ValueError(order)
    edited.update(dict.fromkeys(touched, what))


def _at(now: list[Written], name: str) -> int:
    return next(position for position, one in enumerate(now) if name in one.names)
