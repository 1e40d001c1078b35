"""The interface's texts as they stand in code and templates, and the catalogues brought up to date with them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from app.platform.catalogues import FOLDER, LANGUAGES, ORIGINAL

_ROOT = FOLDER.parent.parent
_WHERE = (("app", [("**.py", "python")]), ("templates", [("**.html", "jinja2")]))
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
_KEYWORDS = {"_": None, "lazy": None, "ngettext": (1, 2)}


def texts_in_code(root: Path = _ROOT) -> Catalog:
    """Every text that is marked for translation."""
    found = Catalog(charset="utf-8")
    for folder, methods in _WHERE:
        for file, _line, msgid, comments, _context in extract_from_dir(
            str(root / folder), method_map=methods, keywords=_KEYWORDS, comment_tags=("Translators:",)
        ):
            found.add(msgid, locations=[(f"{folder}/{file}", 0)], auto_comments=comments)
    return found


def path_of(language: str) -> Path:
    """The catalogue's file."""
    return FOLDER / f"{language}.po"


def read_catalogue(language: str) -> Catalog:
    """A catalogue as it is written."""
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def bring_up_to_date(language: str) -> tuple[int, int]:
    """Add new texts to a catalogue and drop those that are gone; returns how many texts there are, and how many lack.

    Nothing is guessed from similar texts: a guess that nobody checks is worse than a gap that a test reports.
    """
    known = read_catalogue(language) if path_of(language).is_file() else Catalog(locale=language)
    texts = texts_in_code()
    fresh = _empty_catalogue(language)
    for message in sorted(_messages(texts), key=lambda one: _key_of(one)):
        translated = known.get(message.id)
        fresh.add(
            message.id,
            string=translated.string if translated else "",
            locations=message.locations,
            auto_comments=message.auto_comments,
        )
    with path_of(language).open("wb") as file:
        write_po(file, fresh, width=110, include_lineno=False)
    lacking = sum(not is_translated(message) for message in _messages(fresh))
    return len(list(_messages(fresh))), lacking


def _empty_catalogue(language: str) -> Catalog:
    """A catalogue whose header holds nothing that changes with the day or the person."""
    return Catalog(
        locale=language,
        charset="utf-8",
        fuzzy=False,
        project="Learning Forum",
        version="1",
        msgid_bugs_address="",
        header_comment="# Texts of the interface. `flask interface update` adds new ones and drops those that are gone.",
        creation_date=_EPOCH,
        revision_date=_EPOCH,
        last_translator="",
        language_team="",
    )


def languages_to_translate() -> tuple[str, ...]:
    """All but the language the code is written in."""
    return tuple(code for code in LANGUAGES if code != ORIGINAL)


def is_translated(message: Message) -> bool:
    """Whether a text is translated in all its forms."""
    forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    return bool(forms) and all(forms)


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _key_of(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]
