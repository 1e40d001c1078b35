"""One language chosen among all there are: a long list, written once for all who read the site in one language."""

from typing import Any

from markupsafe import Markup, escape
from wtforms import StringField
from wtforms.validators import ValidationError
from wtforms.widgets import html_params

from app.content.vocabulary import LANGUAGES
from app.directory.forms import language_choices
from app.platform.catalogues import LANGUAGES as OF_THE_SITE
from app.platform.fragments import fragment
from app.platform.i18n import _, language, lazy

_NOT_OFFERED = lazy("Please choose from the list.")


class _List:
    """The list as HTML: the language of the page and the others of the site first, as they are chosen most."""

    input_type = "select"

    def __call__(self, field: "LanguageField", **attributes: object) -> Markup:
        """The control."""
        unset = None if field.unset is None else str(field.unset)
        options: str = fragment(("languages", language(), unset), lambda: _options(unset))
        chosen = field.data if field.data in LANGUAGES else ""
        # As plain text, since this is HTML already.
        options = str.replace(options, f'<option value="{chosen}">', f'<option selected value="{chosen}">', 1)
        named = {"id": field.id, "name": field.name, **attributes}
        return Markup(f"<select {html_params(**named)}>{options}</select>")


class LanguageField(StringField):
    """One of all languages. `unset` is what leaving it open is called; None where one must be chosen."""

    widget = _List()

    def __init__(self, label: str, *, unset: str | None = None, **named: Any) -> None:
        super().__init__(label, **named)
        self.unset = unset

    def pre_validate(self, form: object) -> None:
        """Refuse what is not on the list."""
        if self.data not in LANGUAGES and (self.data or self.unset is None):
            raise ValidationError(_NOT_OFFERED)


def _options(unset: str | None) -> str:
    names = dict(language_choices())
    first = list(dict.fromkeys((language(), *OF_THE_SITE)))
    head = [] if unset is None else [("", unset)]
    rest = [pair for pair in names.items() if pair[0] not in first]
    return (
        _lines(head + [(code, names[code]) for code in first if code in names])
        + f'<optgroup label="{escape(_("More languages"))}">{_lines(rest)}</optgroup>'
    )


def _lines(pairs: list[tuple[str, str]]) -> str:
    return "".join(f'<option value="{code}">{escape(name)}</option>' for code, name in pairs)
