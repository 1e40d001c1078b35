"""How forms take files: each is checked and cleaned, and what is wrong with it is said beside the field."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms.validators import StopValidation

from app.files.cleaning import CleanFile, clean_file
from app.files.kinds import Rule
from app.files.naming import told_name
from app.files.refusals import Refusal, Unfit, too_large, too_many
from app.platform.i18n import show_size
from app.platform.turns import letting_others_go_first
from app.platform.uploads import is_too_large


class HandedInFile(FileField):
    """A file by a rule; once the form is valid, `clean` holds what may be kept, or None where nothing was chosen.

    The view is marked with `takes_files(rule.largest)`, and the field is drawn by `components/files.html`.
    """

    def __init__(self, label: object = None, *positional: Any, rule: Rule, **named: Any) -> None:
        super().__init__(label, *positional, **named)
        self.rule = rule
        self.clean: CleanFile | None = None

    def pre_validate(self, form: object) -> None:
        """Check and clean what was chosen; what is wrong with it stands beside the field."""
        self.clean = None
        if not self.data:
            return
        try:
            self.clean = _cleaned(self.data, self.rule)
        except Unfit as unfit:
            raise StopValidation(unfit.reason) from None


@dataclass(frozen=True, slots=True)
class Received:
    """Several files that arrived together: those that may be kept, and those that are not taken, with the reason."""

    clean: tuple[CleanFile, ...] = ()
    refused: tuple[Refusal, ...] = ()


def chosen(files: Iterable[FileStorage]) -> list[FileStorage]:
    """The files that were chosen: a field that was left empty sends one without a name."""
    return [file for file in files if file.filename]


def received(files: Iterable[FileStorage], rule: Rule, most: int) -> Received:
    """Check and clean files that were chosen in a field for several, `most` of them; none loses the others.

    The view is marked with `takes_files(…)`, and the field is drawn by `components/files.html`.
    """
    waiting = iter(files)
    clean, refused = [], []
    for file in islice(waiting, most):
        try:
            clean.append(_cleaned(file, rule))
        except Unfit as unfit:
            refused.append(_refusal(file, unfit.reason))
    refused += [_refusal(file, too_many(most)) for file in waiting]
    return Received(tuple(clean), tuple(refused))


def _cleaned(file: FileStorage, rule: Rule) -> CleanFile:
    if is_too_large(file):
        raise too_large(show_size(rule.largest))
    # One byte more tells that there is more.
    content = file.stream.read(rule.largest + 1)
    # To draw a picture anew may take a second, and asks nobody anything.
    with letting_others_go_first():
        return clean_file(content, file.filename or "", rule)


def _refusal(file: FileStorage, reason: str) -> Refusal:
    return Refusal(told_name(file.filename or ""), reason)
