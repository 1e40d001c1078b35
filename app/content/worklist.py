"""What is left to translate: every text of a course with its translation, block by block."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.content.alignment import align
from app.content.blocks import RULE, VALUE, Block, cut, cut_quiz, front_block
from app.content.faults import Faults
from app.content.frontmatter import Source
from app.content.glossary import glossary_blocks
from app.content.layout import COURSE_FILE, GLOSSARY_FILE, MODULE_FILE, Layout, layout_of
from app.content.madefrom import read_record, record_language, record_path
from app.content.texts import parse_body, read_source
from app.content.units import kind_of

UNKNOWN = "0" * 10
"""Stands for an original that nobody knows: it is never up to date."""


class State(StrEnum):
    """How a block of the original stands in a translation."""

    DONE = "done"
    STALE = "stale"
    MISSING = "missing"
    UNRECORDED = "not recorded"


@dataclass(frozen=True, slots=True)
class Text:
    """A text file and its blocks; the first is what stands at its top."""

    source: Source
    kind: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """A block of the original (`number` counts from 0, the top of the file) and the translated block, if there is one.

    `made_from` is the digest the translated block was made from, empty when there is none or nobody recorded it.
    """

    number: int
    original: Block
    translated: Block | None
    state: State
    made_from: str = ""

    @property
    def has_words(self) -> bool:
        """Whether there is anything to translate: a number, true or false are the same in all languages."""
        return self.original.kind not in (VALUE, RULE) and bool(self.original.source)


@dataclass(frozen=True, slots=True)
class FileWork:
    """A text with its translation, which is None when there is no such file.

    `made_from` tells what each block of the translation was made from, whether recorded or by its position.
    """

    path: str
    original: Text
    translated: Text | None
    made_from: tuple[str, ...]
    works: tuple[Work, ...]

    @property
    def counts(self) -> Counter[State]:
        """How many blocks stand how."""
        return Counter(work.state for work in self.works if work.has_words)


def languages_of(files: Collection[str]) -> tuple[str, ...]:
    """The languages a course is being translated into."""
    layout = layout_of(files, Faults())
    recorded = (record_language(path) for path in files)
    return tuple(sorted({language for _original, language in layout.translations.values()} | {*filter(None, recorded)}))


def translated_path(original: str, language: str) -> str:
    """Where the translation of a text lies."""
    return f"{original.removesuffix('.md')}.{language}.md"


def work_on(files: Mapping[str, bytes], language: str) -> tuple[FileWork, ...]:
    """Every text of the course in reading order, with what there is of it in a language."""
    faults = Faults()
    path = record_path(language)
    record = read_record(path, files[path], faults) if path in files else {}
    found = []
    for original in originals_in(layout_of(files, faults), files):
        text = read_text(original, files[original])
        place = translated_path(original, language)
        translated = read_text(place, files[place], kind=text.kind) if place in files else None
        made_from = record[place].digests if place in record and translated is not None else None
        if translated is not None and made_from is not None and len(made_from) != len(translated.blocks):
            made_from = None
        works = _works(text, translated, made_from)
        found.append(FileWork(place, text, translated, _made_from(text, translated, made_from), works))
    return tuple(found)


def originals_in(layout: Layout, files: Collection[str]) -> list[str]:
    """The paths of all texts in the language of the course, in reading order."""
    paths = [COURSE_FILE, *([GLOSSARY_FILE] if layout.has_glossary else [])]
    for module in layout.modules:
        paths += [module.path, *(unit.path for unit in module.units)]
    return [path for path in paths if path in files]


def read_text(path: str, content: bytes, kind: str = "") -> Text:
    """Read a text and its blocks, as far as it can be read; `kind` is that of the original."""
    faults = Faults()
    source = read_source(path, content, faults)
    kind = kind or _kind_of(path, source)
    if kind == "glossary":
        return Text(source, kind, glossary_blocks(source))
    tokens = parse_body(source, faults, answers=kind == "quiz") or []
    pieces = (cut_quiz if kind == "quiz" else cut)(tokens, source.body)
    return Text(source, kind, (front_block(source.front), *(piece.block for piece in pieces)))


def marked(
    files: Mapping[str, bytes], language: str, paths: Collection[str]
) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """The record of a language once these translations (all, when none is named) follow the originals as they are now.

    Also gives what stands in the way, a sentence each: a translation must have the same blocks as its original.
    """
    place = record_path(language)
    known = read_record(place, files[place], Faults()) if place in files else {}
    record = {file: entry.digests for file, entry in known.items() if file in files}
    works = {work.path: work for work in work_on(files, language) if work.translated is not None}
    reasons = [f"There is no translation {path}." for path in paths if path not in works]
    for file in paths or works:
        work = works.get(file)
        if work is None or work.translated is None:
            continue
        digests = _digests_for(work.original, work.translated)
        if digests is None:
            ours, theirs = len(work.translated.blocks) - 1, len(work.original.blocks) - 1
            reasons.append(f"{file} has {ours} blocks of text, its original has {theirs}; it must have the same ones.")
        else:
            record[file] = digests
    return record, reasons


def _kind_of(path: str, source: Source) -> str:
    if path == GLOSSARY_FILE:
        return "glossary"
    if path == COURSE_FILE or path.endswith(f"/{MODULE_FILE}"):
        return "text"
    return kind_of(source.front)


def _digests_for(original: Text, translated: Text) -> tuple[str, ...] | None:
    """The digest of the original's block for each block of the translation; None when they do not agree."""
    theirs, ours = _by_group(original.blocks), _by_group(translated.blocks)
    if theirs.keys() != ours.keys() or any(len(theirs[group]) != len(ours[group]) for group in theirs):
        return None
    # Words of a glossary may stand in another order, since the alphabet orders them otherwise.
    waiting = {group: iter(blocks) for group, blocks in theirs.items()}
    return tuple(next(waiting[block.group])[1].digest for block in translated.blocks)


def _made_from(original: Text, translated: Text | None, made_from: tuple[str, ...] | None) -> tuple[str, ...]:
    if translated is None:
        return ()
    return made_from or _digests_for(original, translated) or (UNKNOWN,) * len(translated.blocks)


def _by_group(blocks: Sequence[Block]) -> dict[str, list[tuple[int, Block]]]:
    found: defaultdict[str, list[tuple[int, Block]]] = defaultdict(list)
    for number, block in enumerate(blocks):
        found[block.group].append((number, block))
    return dict(found)


def _works(original: Text, translated: Text | None, made_from: Sequence[str] | None) -> tuple[Work, ...]:
    if translated is None:
        return tuple(Work(number, block, None, State.MISSING) for number, block in enumerate(original.blocks))
    ours = _by_group(translated.blocks)
    found: list[Work] = []
    for group, theirs in _by_group(original.blocks).items():
        own = ours.get(group, [])
        if made_from is None:
            found += _by_position(theirs, own)
        else:
            found += _by_digest(theirs, own, made_from)
    return tuple(sorted(found, key=lambda work: work.number))


def _by_position(theirs: Sequence[tuple[int, Block]], ours: Sequence[tuple[int, Block]]) -> list[Work]:
    """Blocks of which nobody recorded anything."""
    pairs = [block for _number, block in ours]
    return [
        Work(number, block, pairs[place], State.UNRECORDED)
        if place < len(pairs)
        else Work(number, block, None, State.MISSING)
        for place, (number, block) in enumerate(theirs)
    ]


def _by_digest(
    theirs: Sequence[tuple[int, Block]], ours: Sequence[tuple[int, Block]], made_from: Sequence[str]
) -> list[Work]:
    """Blocks whose originals are recorded."""
    digests = [made_from[number] for number, _block in ours]
    found = []
    for one in align([block for _number, block in theirs], digests, [block for _number, block in ours]):
        number, block = theirs[one.original]
        if one.translated is None:
            found.append(Work(number, block, None, State.MISSING))
            continue
        state = State.DONE if one.is_current else State.STALE
        found.append(Work(number, block, ours[one.translated][1], state, digests[one.translated]))
    return found
