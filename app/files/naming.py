"""Names of files: as their owner gave them, made harmless, and as reviewers see them, which tell of nobody. Pure."""

import re
import unicodedata

from app.files.kinds import Kind

LONGEST = 120
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")
# What separates folders, what systems do not allow, and what is not seen: it can turn the end of a name round.
_UNWANTED = re.compile(
    r'[\x00-\x1f\x7f<>:"|?*\\/\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]+'
)


def told_name(name: str) -> str:
    """The last part of the name that a browser told, to say to whoever chose the file which one is meant."""
    plain = _plain(name)
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1]}…"


def shown_name(name: str, kind: Kind) -> str:
    """The last part of the name that a browser told, with the ending of what the file really is."""
    stem = _ENDING.sub("", _plain(name)).strip(" .")
    ending = f".{kind.value}"
    return (stem[: LONGEST - len(ending)].strip(" .") or "file") + ending


def neutral_name(number: int, kind: Kind) -> str:
    """A name for those who must not know whose the file is: it says only the how-manieth of the work it is."""
    return f"file-{number}.{kind.value}"


def _plain(name: str) -> str:
    last = re.split(r"[\\/]", name)[-1]
    return " ".join(_UNWANTED.sub(" ", unicodedata.normalize("NFC", last)).split())
