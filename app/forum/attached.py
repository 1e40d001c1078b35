"""Files that come with a post, as values. Pure."""

from dataclasses import dataclass

from app.files.cleaning import CleanFile

MOST_FILES = 5
"""Of one post."""


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that may be kept, and what its author says of it."""

    clean: CleanFile
    description: str
