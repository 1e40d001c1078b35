"""What an assignment asks for and how it is judged, as values: criteria, what is handed in, model examples."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

MEGABYTE = 1024 * 1024
LARGEST_FILE = 10 * MEGABYTE
"""Bytes a file handed in may have when the author does not say."""
MOST_MEGABYTES = 20
"""That an author may allow."""


class TextWanted(StrEnum):
    """Whether a text is handed in; `optional` leaves the choice between a text, files and links to the learner."""

    YES = "yes"
    OPTIONAL = "optional"
    NO = "no"


class FileKind(StrEnum):
    """A kind of file that can be handed in; images are PNG, JPEG, WebP and GIF."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    ODT = "odt"
    ODS = "ods"
    ODP = "odp"
    IMAGES = "images"
    CSV = "csv"
    TXT = "txt"


class Scoring(StrEnum):
    """How reviews become one score: by the model that knows how sure it is, or by their plain mean."""

    MODEL = "model"
    MEAN = "mean"


class ExampleUse(StrEnum):
    """What a model example is for: practice before reviewing, or a blind check among the work of others (gold)."""

    PRACTICE = "practice"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class RubricLevel:
    """A level of one criterion: its points, its name, what it looks like."""

    points: int
    name: str
    html: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """A row of the rubric, levels from most to fewest points.

    `key` is the same in all languages and never changes, `was` are the keys it had before; the points of a level are
    the key of the level. The points of a criterion count `weight` times.
    """

    name: str
    levels: tuple[RubricLevel, ...]
    key: str = ""
    weight: int = 1
    was: tuple[str, ...] = ()
    language: str = "en"

    @property
    def most(self) -> int:
        """The points of the best level, not weighted."""
        return self.levels[0].points


@dataclass(frozen=True, slots=True)
class FilesWanted:
    """How many files are handed in, of which kinds; `largest` is how many bytes each may have."""

    least: int = 0
    most: int = 1
    kinds: tuple[FileKind, ...] = tuple(FileKind)
    largest: int = LARGEST_FILE


@dataclass(frozen=True, slots=True)
class QuestionField:
    """A short question to answer in words; `html` tells more about it. `most_words` None means no limit."""

    key: str
    name: str
    html: str = ""
    least_words: int = 0
    most_words: int | None = None
    is_required: bool = True
    was: tuple[str, ...] = ()
    language: str = "en"
    kind: Literal["question"] = "question"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table to fill: its head, and a hint (plain text) on what to write there."""

    key: str
    name: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class GivenRow:
    """A row that the author wrote: its name stands in the first column, hints (plain text) in the others."""

    key: str
    name: str
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableField:
    """A table to fill.

    With `rows`, these are the rows, and the first column holds their names. Without, learners write from `least_rows`
    to `most_rows` rows of their own.
    """

    key: str
    name: str
    columns: tuple[Column, ...]
    html: str = ""
    rows: tuple[GivenRow, ...] = ()
    least_rows: int = 1
    most_rows: int = 1
    is_required: bool = True
    was: tuple[str, ...] = ()
    language: str = "en"
    kind: Literal["table"] = "table"

    @property
    def columns_to_fill(self) -> tuple[Column, ...]:
        """The columns that learners write in."""
        return self.columns[1:] if self.rows else self.columns


Field = QuestionField | TableField
# What stands in a field: of a question a text; of a table with given rows the cells by row and column; of a free table
# its rows with their cells by column.
Answer = str | dict[str, dict[str, str]] | list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class ExampleText:
    """A model example in one language.

    `markdown` is the text as a learner would have written it, `values` are those of the assignment's fields by their
    key, `links` what else was handed in; `html` is all of that, made safe. `reasons` say in plain text why the staff
    chose its level, by the key of the criterion.
    """

    language: str
    title: str
    markdown: str
    html: str
    reasons: Mapping[str, str]
    source: str = ""
    values: Mapping[str, Answer] = field(default_factory=dict)
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A piece of work that staff have scored: for each criterion, by its key, the points of the level they chose.

    The same in every language of the course; `texts` holds it in one or several. Nobody who has not been asked to
    review may see it, and nobody at all may see the scores of a check.
    """

    key: str
    use: ExampleUse
    points: Mapping[str, int]
    texts: tuple[ExampleText, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it can be read in, that of its own file first."""
        return tuple(text.language for text in self.texts)

    def text_in(self, language: str) -> ExampleText | None:
        """The example in a language; None when there is none."""
        return next((text for text in self.texts if text.language == language), None)
