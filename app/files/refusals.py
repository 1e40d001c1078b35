"""Why a file is not taken, in words fit to show: each says what to do instead. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.platform.i18n import _, lazy, ngettext


class Unfit(Exception):
    """A file that is not taken; `reason` is a sentence for whoever chose it."""

    def __init__(self, reason: object) -> None:
        super().__init__(reason)
        self._reason = reason

    @property
    def reason(self) -> str:
        """The sentence, in the language that is spoken now."""
        return str(self._reason)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One of several files that was not taken: its name as its owner knows it, and why."""

    name: str
    reason: str


EMPTY = lazy("This file is empty. Choose another one.")
DAMAGED = lazy("This file is damaged, or is not what it seems. Open it, save it again, and choose it once more.")
PROTECTED = lazy("This file is protected with a password. Save it without one, and choose it again.")
ARCHIVE = lazy("This is an archive, which holds other files. Take the files out and choose one of them.")
OLD_FORMAT = lazy("This was saved in an older format. Save it as DOCX, XLSX, PPTX or PDF, and choose that file.")
PHONE_PICTURE = lazy("Not everybody can open this kind of picture. Save it as JPEG or PNG, and choose that file.")
MOVING = lazy("This picture moves. Save one still picture of it as PNG or JPEG, and choose that file.")
TOO_MANY_PIXELS = lazy("This picture has more than 40 million pixels. Make it smaller, and choose it again.")
PROGRAM_CODE = lazy("This is a web page, or holds program code. Save it as PDF, and choose that file.")
MACROS = lazy(
    "This file holds macros, which are small programs. Save it without them, or as PDF, and choose that file."
)
STARTS_PROGRAMS = lazy("This file can start programs when somebody opens it. Save it as PDF, and choose that file.")
LOADS_MORE = lazy(
    "This file loads something from elsewhere when somebody opens it. Save it as PDF, and choose that file."
)
TOO_MUCH_INSIDE = lazy("Far more is packed into this file than it seems. Save it as PDF, or as a smaller file.")
ACTIVE_PDF = lazy(
    "This PDF holds a script, a form that sends itself, or other files. Print it into a new PDF, and choose that one."
)


def holds(name: str) -> Unfit:
    """Something else lies in the file, under this name."""
    return Unfit(_("Something else is inside this file: %(name)s. Take it out, or save the whole as PDF.", name=name))


def not_taken(endings: Sequence[str]) -> Unfit:
    """The file is of a kind that is not asked for."""
    return Unfit(
        _("Files of this kind are not taken here. Save it as one of these: %(kinds)s.", kinds=_(", ").join(endings))
    )


def too_many(most: int) -> str:
    """There are as many files as are asked for."""
    if not most:
        return _("No files are asked for here.")
    return ngettext(
        "Only one file is asked for. Take that one out, then choose this one again.",
        "Only %(num)s files are asked for. Take one out, then choose this one again.",
        most,
    )


def not_kept() -> str:
    """The file itself is fine; it could not be written down."""
    return _("This file could not be kept just now. Choose it again in some minutes.")


def too_large(largest: str) -> Unfit:
    """The file is larger than allowed; the size is told as people read it."""
    return Unfit(
        _("This file is larger than %(size)s. Use smaller pictures or fewer pages, and choose it again.", size=largest)
    )
