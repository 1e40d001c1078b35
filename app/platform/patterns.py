"""HTML that many things share but for the values in it: drawn once for each shape, and filled in for each thing.

A shape is all that decides which words and tags stand there. What is kept in memory is nobody's: no name, no text and
no key of a form, so nothing stays there after it was changed or erased.
"""

import secrets
from collections.abc import Hashable, Mapping
from types import SimpleNamespace

from flask import get_template_attribute
from markupsafe import Markup, escape

from app.platform.addresses import root_path
from app.platform.fragments import fragment
from app.platform.i18n import language

Value = str | int
# What needs no escaping.
_PLAIN = (int, Markup)
# Marks have so many digits that nobody guesses one.
_LEAST_MARK = 10**24


def filled(template: str, macro: str, shape: Hashable, values: Mapping[str, Value]) -> Markup:
    """What a macro draws of a shape, with the values in their places; text is escaped, and `Markup` is not.

    The macro is given the shape and, under the names of the values, what marks their places. Apart from the shape only
    the language and the root of the site may decide what it draws.
    """
    key = (template, macro, shape, language(), root_path())
    pattern = fragment(key, lambda: _pattern(template, macro, shape, values))
    texts = {name: value if not value or isinstance(value, _PLAIN) else escape(value) for name, value in values.items()}
    # As plain text: that of `Markup` escapes anew, value by value.
    return Markup(str.__mod__(pattern, texts))


def _pattern(template: str, macro: str, shape: Hashable, values: Mapping[str, Value]) -> str:
    """What the macro draws, with places in the way of `%(name)s`.

    Meanwhile numbers stand there that nobody outside this process can know: they fit into any address, and nobody's
    words hold them.
    """
    marks = {name: _LEAST_MARK + secrets.randbelow(_LEAST_MARK) for name in values}
    places = SimpleNamespace(
        **{name: mark if isinstance(values[name], int) else Markup(str(mark)) for name, mark in marks.items()}
    )
    drawn = str(get_template_attribute(template, macro)(shape, places)).replace("%", "%%")
    for name, mark in marks.items():
        drawn = drawn.replace(str(mark), f"%({name})s")
    return drawn
