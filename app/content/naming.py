"""Names with a key behind them, as in `Data {#data was=evidence}`: of criteria, fields, columns and rows."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from app.content.faults import shorten
from app.content.page import Page
from app.content.vocabulary import is_key
from app.markup.markdown import slug_of
from app.markup.marks import HEADING_MARKS

MOST_IN_A_NAME = 200
MOST_IN_A_KEY = 80


@dataclass(frozen=True, slots=True)
class Named:
    """A name; `key` is empty when none was written or it cannot be one, `settings` holds what else stood in the braces.

    `has_marks` says that there were braces at all.
    """

    name: str
    key: str = ""
    was: tuple[str, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    has_marks: bool = False


def read_name(page: Page, line: int, written: str, what: str, allowed: Collection[str] = ("was",)) -> Named:
    """Take a name and its key apart; `what` says in words whose name it is, `allowed` what may follow the key."""
    text = " ".join(written.split())
    found = HEADING_MARKS.search(text[-250:])
    name = text[: len(text) - len(found[0])] if found else text
    if len(name) > MOST_IN_A_NAME:
        page.fault(line, f"The name of a {what} has at most {MOST_IN_A_NAME} characters; put the rest into the text.")
        name = name[:MOST_IN_A_NAME]
    if found is None:
        return Named(name)
    first, *others = found[1].split()
    key = first[1:]
    if not is_key(key):
        page.fault(line, f"`{shorten(key)}` cannot be the key of a {what}; use small letters a–z, digits and hyphens.")
        key = ""
    settings = {}
    for other in others:
        setting, _, value = other.partition("=")
        if setting not in allowed:
            known = ", ".join(f"`{one}`" for one in allowed)
            page.fault(line, f"`{shorten(other)}` is not understood here; after the key of a {what} can stand {known}.")
        settings[setting] = value
    return Named(name, key, _was(page, line, settings.get("was")), settings, has_marks=True)


def key_from(name: str) -> str:
    """The key a name gives when none is written; empty when it holds no letter and no digit."""
    return slug_of(name)[:MOST_IN_A_KEY].strip("-")


def span_in(text: str, highest: int) -> tuple[int, int] | None:
    """Least and most in `3..7`; in `7`, the most alone. None when it says neither, or more than the highest."""
    low, dots, high = text.partition("..")
    numbers = [low, high] if dots else ["0", low]
    if not all(number.isascii() and number.isdigit() and len(number) <= 6 for number in numbers):
        return None
    least, most = map(int, numbers)
    return (least, most) if least <= most <= highest and most > 0 else None


def check_keys(page: Page, what: str, named: Iterable[tuple[int, str, tuple[str, ...]]]) -> None:
    """Refuse a key that two have, or one has had and another has now; given are line, key and earlier keys."""
    entries = list(named)
    owners: dict[str, int] = {}
    for line, key, _was in entries:
        if key and key in owners:
            page.fault(line, f"Two {what} have the key `{key}`; the first is on line {owners[key]}.")
        owners.setdefault(key, line)
    earlier: dict[str, int] = {}
    for line, key, was in entries:
        for one in was:
            if one == key:
                page.fault(line, f"`was={one}` names the key that it has now; delete it.")
            elif one in owners:
                page.fault(line, f"`was={one}` names a key that line {owners[one]} has now.")
            elif one in earlier:
                page.fault(line, f"`was={one}` stands on line {earlier[one]} too; only one can have had this key.")
            earlier.setdefault(one, line)


def _was(page: Page, line: int, told: str | None) -> tuple[str, ...]:
    """The keys it had before."""
    if told is None:
        return ()
    keys = tuple(dict.fromkeys(told.split(",")))
    for key in keys:
        if not is_key(key):
            page.fault(line, f"`was={shorten(told)}` must name the key it had before, as in `was=old-key`.")
            return ()
    return keys
