"""The field of a form that takes a file: it checks and cleans, and says what is wrong like any other field."""

from typing import Any

from flask_wtf.file import FileField
from wtforms.validators import StopValidation

from app.files.cleaning import CleanFile, clean_file
from app.files.kinds import Rule
from app.files.refusals import Unfit, too_large
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
            if is_too_large(self.data):
                raise too_large(show_size(self.rule.largest))
            # One byte more tells that there is more.
            content = self.data.stream.read(self.rule.largest + 1)
            # To draw a picture anew may take a second, and asks nobody anything.
            with letting_others_go_first():
                self.clean = clean_file(content, self.data.filename or "", self.rule)
        except Unfit as unfit:
            raise StopValidation(unfit.reason) from None
