"""The text of a mail in short lines, which programs that know `format=flowed` (RFC 3676) join again. Pure."""

from collections.abc import Iterator
from textwrap import TextWrapper

WIDTH = 72
_QUOTED = "> "
_SIGNATURE = "-- "
# One more sign, a space, tells that a line goes on.
_WRAP = TextWrapper(WIDTH - 1, break_long_words=False, break_on_hyphens=False, replace_whitespace=False)
_WRAP_QUOTED = TextWrapper(
    WIDTH - 1 - len(_QUOTED), break_long_words=False, break_on_hyphens=False, replace_whitespace=False
)


def flowed(text: str) -> str:
    """The text with lines of 72 signs at most, but for addresses; what is quoted stays marked in each of its lines."""
    return "\n".join(line for whole in text.split("\n") for line in _lines_of(whole))


def joined(text: str) -> str:
    """The text as a program shows it that knows how it was broken into lines."""
    whole: list[str] = []
    goes_on = False
    for line in text.split("\n"):
        is_quoted = line.startswith(">")
        words = line.removeprefix(_QUOTED) if is_quoted else line.removeprefix(" ")
        if goes_on:
            whole[-1] += words
        else:
            whole.append(_QUOTED + words if is_quoted else words)
        goes_on = line.endswith(" ") and line != _SIGNATURE
    return "\n".join(whole)


def _lines_of(whole: str) -> Iterator[str]:
    if whole == _SIGNATURE:
        yield whole
        return
    if whole.startswith(_QUOTED):
        lines = [_QUOTED + line for line in _WRAP_QUOTED.wrap(whole.removeprefix(_QUOTED))]
    else:
        lines = [_stuffed(line) for line in _WRAP.wrap(whole)]
    for line in lines[:-1]:
        yield f"{line} "
    yield lines[-1] if lines else ""


def _stuffed(line: str) -> str:
    """A line that would be taken for a quotation, or for the head of another message, after a space that says no."""
    return f" {line}" if line.startswith((" ", ">", "From ")) else line
