"""The text files of a course: bytes in, decoded and parsed text out, with every reason they could not be read."""

import re

from markdown_it.token import Token

from app.content.faults import Faults
from app.content.frontmatter import Source, split
from app.markup.markdown import MOST_BRACKETS, MOST_IN_A_BLOCK, BlockTooLong, TooDeep, TooManyBrackets, parse

MOST_BYTES = 500 * 1024
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read_source(file: str, content: bytes, faults: Faults) -> Source:
    """Decode a file and take its front matter off; what cannot be read is a fault, and stands empty."""
    if len(content) > MOST_BYTES:
        faults.add(file, 1, f"This text is too large: {len(content) // 1024:,} KB; at most {MOST_BYTES // 1024} KB.")
        return Source.unreadable(file, "", faults)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        faults.add(file, line, "This line is not UTF-8; save the file with the encoding UTF-8.")
        return Source.unreadable(file, "", faults)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    control = CONTROL.search(text)
    if control is not None:
        faults.add(
            file,
            text.count("\n", 0, control.start()) + 1,
            "There is an invisible control character on this line; delete it.",
        )
        text = CONTROL.sub(" ", text)
    return split(file, text, faults)


def parse_body(source: Source, faults: Faults, *, answers: bool = False) -> list[Token] | None:
    """Parse the text under the front matter; None when a fault says already that it cannot be read."""
    if not source.front.is_readable and not source.body.strip():
        return None
    try:
        return parse(source.body, answers=answers)
    except TooDeep as error:
        faults.add(source.file, error.line, "Too many lists or quotes lie inside one another here.")
    except BlockTooLong as error:
        faults.add(
            source.file,
            error.line,
            f"More than {MOST_IN_A_BLOCK:,} characters without an empty line; divide the text into paragraphs.",
        )
    except TooManyBrackets as error:
        faults.add(
            source.file, error.line, f"More than {MOST_BRACKETS:,} brackets `[` in one text; divide it into two files."
        )
    return None
