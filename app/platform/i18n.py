"""The interface's language: marks what is to be translated, and writes dates, durations and languages as people do."""

from datetime import date, datetime

from babel import Locale, UnknownLocaleError
from flask_babel import Babel, format_date, gettext, lazy_gettext, ngettext

__all__ = [
    "_",
    "babel",
    "direction",
    "direction_of",
    "duration",
    "language",
    "language_name",
    "lazy",
    "ngettext",
    "show_date",
]

babel = Babel(default_locale="en", default_timezone="UTC")
_ = gettext
lazy = lazy_gettext
_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "ur", "yi"})


def language() -> str:
    """The language of this request's interface. English, until there are catalogues for others."""
    return "en"


def direction() -> str:
    """The direction of this request's interface."""
    return direction_of(language())


def direction_of(code: str) -> str:
    """The direction a language is written in, as HTML's `dir` wants it."""
    return "rtl" if code.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"


def language_name(code: str) -> str:
    """A language's name for itself, as its readers look for it; an unknown code is shown as it is."""
    try:
        name = Locale.parse(code, sep="-").get_display_name(code.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return code
    return name[:1].upper() + name[1:] if name else code


def show_date(moment: date | datetime) -> str:
    """A day as the reader writes it, with the month in words so that no one mistakes it."""
    return str(format_date(moment, "d MMMM y"))


def duration(minutes: int) -> str:
    """Minutes as people say them: 45 min, 6 h, 6 h 30 min."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        text = gettext("%(minutes)s min", minutes=rest)
    elif not rest:
        text = gettext("%(hours)s h", hours=hours)
    else:
        text = gettext("%(hours)s h %(minutes)s min", hours=hours, minutes=rest)
    return str(text)
