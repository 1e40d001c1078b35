"""The interface's language: marks what is to be translated, and writes dates, durations and languages as people do.

A page asks for some thirty texts, so asking is kept to a dictionary's look and a format.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import has_request_context
from flask.globals import app_ctx
from flask_babel.speaklater import LazyString
from markupsafe import Markup

from app.platform.catalogues import LANGUAGES, NAMES, ORIGINAL, PSEUDO, catalogue_of, pseudo
from app.platform.language_names import OWN_NAMES

_choose: Callable[[], str] = lambda: ORIGINAL  # noqa: E731 - replaced once, at start
_spoken: ContextVar[str] = ContextVar("spoken", default="")
_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "ur", "yi"})


def choose_language_by(choose: Callable[[], str]) -> None:
    """Tell how the language of a request is found; the accounts do, since they know the person."""
    global _choose
    _choose = choose


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak a language for as long as the block lasts, whoever is asking; the original if it is none of ours.

    For letters, which are for somebody else than whoever caused them.
    """
    before = _spoken.set(code if code in LANGUAGES else ORIGINAL)
    try:
        yield
    finally:
        _spoken.reset(before)


def language() -> str:
    """The language of this request's interface, or of whom is spoken to; English outside any request."""
    spoken = _spoken.get()
    if spoken:
        return spoken
    if not has_request_context():
        return ORIGINAL
    # What is behind `g`, past the proxies: a page asks two hundred times.
    here = app_ctx._get_current_object().g  # type: ignore[attr-defined]
    if "language" not in here:
        here.language = _choose()
    found: str = here.language
    return found


def _(text: str, /, **values: object) -> str:
    """A text in the reader's language, with its values put in; HTML among them stays HTML."""
    told = language()
    if told != ORIGINAL:
        text = _translated(told, text)
    return _filled(text, values) if values else text


def ngettext(singular: str, plural: str, num: int, /, **values: object) -> str:
    """A text in the form that its number asks for; the number itself is `%(num)s`."""
    told = language()
    catalogue = catalogue_of(told)
    text = singular if num == 1 else plural
    if catalogue is not None and singular in catalogue.plurals:
        text = catalogue.plurals[singular][catalogue.plural_of(num)]
    elif told == PSEUDO:
        text = pseudo(text)
    return _filled(text, {"num": num, **values})


def _translated(told: str, text: str) -> str:
    catalogue = catalogue_of(told)
    if catalogue is not None:
        return catalogue.texts.get(text, text)
    return pseudo(text) if told == PSEUDO else text


def lazy(text: str) -> str:
    """A text that is put into the reader's language when it is shown."""
    late: str = LazyString(_, text)
    return late


def _filled(text: str, values: dict[str, object]) -> str:
    if any(hasattr(value, "__html__") for value in values.values()):
        return Markup.escape(text) % values
    return text % values


def direction() -> str:
    """The direction of this request's interface."""
    return direction_of(language())


def direction_of(code: str) -> str:
    """The direction a language is written in, as HTML's `dir` wants it."""
    return "rtl" if code.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=256)
def language_name(code: str) -> str:
    """A language's name for itself, as its readers look for it; an unknown code is shown as it is."""
    return NAMES.get(code) or OWN_NAMES.get(code, code)


def locale() -> str:
    """The name under which Babel knows the reader's language."""
    told = language()
    return ORIGINAL if told == PSEUDO else told


def show_date(moment: date | datetime) -> str:
    """A day as the reader writes it, with the month in words so that no one mistakes it."""
    told = language()
    text = _date_in(ORIGINAL if told == PSEUDO else told, moment.year, moment.month, moment.day)
    return pseudo(text) if told == PSEUDO else text


def minute_values(moment: datetime) -> dict[str, str]:
    """The parts of a moment as pages show it (`components/times.html`): for machines, the day, and the hour in UTC."""
    machine = f"{moment.isoformat(timespec='minutes')[:16]}Z"
    return {"moment": machine, "day": show_date(moment), "hour": machine[11:16]}


@lru_cache(maxsize=2048)
def _date_in(told: str, *day: int) -> str:
    # In English the day comes first here, so that readers of both sides of the Atlantic read the same.
    pattern = "d MMMM y" if told == ORIGINAL else "long"
    text = str(format_date(date(*day), pattern, locale=told))
    return text.replace("1", "1er", 1) if told == "fr" and day[2] == 1 else text


def show_number(value: float) -> str:
    """A number as the reader writes it: 2.5 or 2,5."""
    return _number_in(locale(), value)


@lru_cache(maxsize=2048)
def _number_in(told: str, value: float) -> str:
    return str(format_decimal(value, locale=told))


def show_size(size: int) -> str:
    """Bytes as people read them: 2.5 MB."""
    if size >= 1024**3:
        return _("%(number)s GB", number=show_number(round(size / 1024**3, 1)))
    if size >= 1024**2:
        return _("%(number)s MB", number=show_number(round(size / 1024**2, 1)))
    return _("%(number)s KB", number=show_number(round(size / 1024, 1)))


def duration(minutes: int) -> str:
    """Minutes as people say them: 45 min, 6 h, 6 h 30 min."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s min", minutes=rest)
    if not rest:
        return _("%(hours)s h", hours=hours)
    return _("%(hours)s h %(minutes)s min", hours=hours, minutes=rest)
