"""Translations as PO files: what translators are given to work in, and how it comes back into the folder."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, write_po
from sqlalchemy import select
from sqlalchemy.exc import OperationalError, ProgrammingError

from app.content.blocks import block_digest, front_digest, front_texts
from app.content.compiler import compile_course
from app.content.faults import Faults
from app.content.layout import layout_of
from app.content.madefrom import read_record, record_path, write_record
from app.content.rewriting import Wording, rewritten
from app.content.worklist import UNKNOWN, FileWork, State, Work, originals_in, read_text, work_on
from app.library.models import Revision
from app.library.queries import files_of
from app.platform.database import db

MADE_FROM = re.compile(r"made from ([0-9a-f]{10})")


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import would write, or the reasons why it writes nothing; `left_out` names entries without a place."""

    files: Mapping[str, bytes]
    reasons: tuple[str, ...]
    left_out: tuple[str, ...]


def export_po(slug: str, files: Mapping[str, bytes], language: str, earlier: Mapping[str, str]) -> bytes:
    """The course in one PO file, with what is translated already; `earlier` gives the older texts by their digest."""
    catalog = Catalog(_locale(language), project=slug, version="", fuzzy=False)
    catalog.header_comment = f"# The texts of the course {slug}. Entries marked as fuzzy were reworded in the original."
    for work_file in work_on(files, language):
        for work in work_file.works:
            if work.number == 0:
                _add_front(catalog, work_file, work)
            elif work.has_words:
                _add_block(catalog, work_file, work, earlier)
    written = BytesIO()
    write_po(written, catalog, width=0, include_previous=True)
    return written.getvalue()


def stale_digests(files: Mapping[str, bytes], language: str) -> set[str]:
    """The digests of the older texts that translations were made from."""
    works = (work for work_file in work_on(files, language) for work in work_file.works)
    return {work.made_from for work in works if work.state is State.STALE}


def earlier_texts(slug: str, digests: Collection[str]) -> dict[str, str]:
    """The texts behind these digests, as far as a published revision holds them."""
    wanted = set(digests)
    found: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    try:
        revisions = db.session.scalars(
            select(Revision).where(Revision.course_slug == slug).order_by(Revision.number.desc())
        ).all()
    except (OperationalError, ProgrammingError):
        # A folder can be translated before there is a database.
        db.session.rollback()
        return {}
    for revision in revisions:
        if wanted <= found.keys():
            break
        contents = files_of(revision)
        for path in originals_in(layout_of(contents, Faults()), contents):
            if (path, revision.manifest[path]) in seen:
                continue
            seen.add((path, revision.manifest[path]))
            found |= {
                block.digest: block.source
                for block in read_text(path, contents[path]).blocks
                if block.digest in wanted and block.digest not in found
            }
    return found


def import_po(slug: str, files: Mapping[str, bytes], language: str, content: bytes) -> Imported:
    """Read a PO file back. Nothing is written here; where there are reasons, there is nothing to write."""
    try:
        catalog = read_po(BytesIO(content), locale=_locale(language), abort_invalid=True)
    except (PoFileError, UnicodeError, ValueError, TypeError, IndexError) as error:
        return Imported({}, (f"The file cannot be read as PO: {error}",), ())
    entries = _Entries(message for message in catalog if message.id and message.context)
    place = record_path(language)
    known = read_record(place, files[place], Faults()) if place in files else {}
    record = {path: entry.digests for path, entry in known.items() if path in files}
    changed: dict[str, bytes] = {}
    reasons: list[str] = []
    for work_file in work_on(files, language):
        front, front_made_from = _front(work_file, entries)
        now = files.get(work_file.path)
        file = rewritten(work_file, now, front, front_made_from, _wordings(work_file, entries))
        if file.reason:
            reasons.append(file.reason)
        if file.content is None:
            continue
        record[work_file.path] = file.made_from
        if file.content != now:
            changed[work_file.path] = file.content
    if not entries.used:
        reasons.append("No entry of this file belongs to the course.")
    record_now = write_record(record)
    if files.get(place) != record_now:
        changed[place] = record_now
    if not reasons:
        reasons = [str(fault) for fault in compile_course(slug, {**files, **changed}).faults]
    return Imported({} if reasons else changed, tuple(reasons), tuple(entries.left()))


def _locale(language: str) -> Locale | None:
    """The language as Babel knows it."""
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return None


def _context(path: str, number: int, name: str = "") -> str:
    return f"{path}:{number} {name}".rstrip()


def _add_front(catalog: Catalog, work_file: FileWork, work: Work) -> None:
    """What stands at the top of a file: an entry for every text."""
    own = dict(front_texts(work_file.translated.source.front)) if work_file.translated else {}
    path = work_file.original.source.file
    for name, text in front_texts(work_file.original.source.front):
        catalog.add(
            text,
            own.get(name, ""),
            context=_context(path, 0, name),
            locations=[(path, 1)],
            flags=["fuzzy"] if work.state is State.STALE and name in own else [],
            auto_comments=[name.partition(".")[0], *_made_from(work)],
        )


def _add_block(catalog: Catalog, work_file: FileWork, work: Work, earlier: Mapping[str, str]) -> None:
    """A block of the text."""
    is_stale = work.state is State.STALE
    path = work_file.original.source.file
    catalog.add(
        work.original.source,
        work.translated.source if work.translated else "",
        context=_context(path, work.number, work.original.group),
        locations=[(path, work.original.line)],
        flags=["fuzzy"] if is_stale else [],
        previous_id=[earlier[work.made_from]] if is_stale and work.made_from in earlier else [],
        auto_comments=[work.original.kind, *_made_from(work)],
    )


def _made_from(work: Work) -> list[str]:
    return [f"made from {work.made_from}"] if work.state is State.STALE and work.made_from else []


def _front(work_file: FileWork, entries: "_Entries") -> tuple[dict[str, str], str]:
    """The texts at the top of a translated file, and what they were made from."""
    path = work_file.original.source.file
    own = dict(front_texts(work_file.translated.source.front)) if work_file.translated else {}
    texts = front_texts(work_file.original.source.front)
    found = {name: entries.find(path, 0, name, text) for name, text in texts}
    told = {name: _one(message.string) if message else own.get(name, "") for name, message in found.items()}
    front = {name: text for name, text in told.items() if text}
    if any(message and message.fuzzy for message in found.values()) or not any(found.values()):
        return front, work_file.made_from[0] if work_file.made_from else UNKNOWN
    return front, front_digest(
        [
            (name, _one(message.id) if message else text)
            for (name, text), message in zip(texts, found.values(), strict=True)
        ]
    )


def _wordings(work_file: FileWork, entries: "_Entries") -> dict[int, Wording]:
    """The words of every block that is translated, from the entries or, where there is none, from the folder."""
    path = work_file.original.source.file
    found = {}
    for work in entries.in_good_order(path, work_file.works[1:]):
        block = work.original
        message = entries.find(path, work.number, block.group, block.source) if work.has_words else None
        if message is None:
            if work.translated is not None:
                found[work.number] = Wording(work.translated.source, work.made_from or block.digest)
        elif words := _one(message.string):
            found[work.number] = Wording(words, _origin(message, work))
    return found


def _origin(message: Message, work: Work) -> str:
    """The digest of what an entry was made from: its own text, or for one to be looked at the older text."""
    if not message.fuzzy:
        return block_digest(_one(message.id), work.original.frame)
    for comment in message.auto_comments:
        if told := MADE_FROM.fullmatch(comment):
            return told[1]
    return UNKNOWN


class _Entries:
    """The entries of a PO file, found by what they translate; each is used once."""

    def __init__(self, messages: Iterable[Message]) -> None:
        self.used: set[str] = set()
        self._by_context: dict[str, Message] = {}
        self._by_text: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
        for message in messages:
            context = str(message.context)
            place, _, name = context.partition(" ")
            self._by_context[context] = message
            self._by_text[(place.rpartition(":")[0], name, _one(message.id))].append(context)

    def in_good_order(self, path: str, works: Iterable[Work]) -> list[Work]:
        """First the blocks whose very words were translated, so that no other takes their entry."""
        return sorted(works, key=lambda work: (path, work.original.group, work.original.source) not in self._by_text)

    def find(self, path: str, number: int, name: str, text: str) -> Message | None:
        """The entry for a text: at its place, or elsewhere in the file when the text moved.

        Failing both, the entry that was made for its place before the original was reworded.
        """
        here = _context(path, number, name)
        places = [here, *self._by_text.get((path, name, text), ())]
        for context in places:
            message = self._by_context.get(context)
            if message is not None and context not in self.used and _one(message.id) == text:
                self.used.add(context)
                return message
        if here in self._by_context and here not in self.used:
            self.used.add(here)
            return self._by_context[here]
        return None

    def left(self) -> Iterator[str]:
        """The contexts of entries that are translated and have no place any more."""
        return (place for place, message in self._by_context.items() if place not in self.used and message.string)


def _one(text: str | Iterable[str] | None) -> str:
    return text if isinstance(text, str) else "".join(text or ())
