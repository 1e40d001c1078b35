"""Pages that many people share but for a few places: written once, with the places filled in for each request."""

import secrets
from collections.abc import Callable, Hashable, Mapping

from flask import render_template, request, session
from markupsafe import Markup

from app.accounts.surroundings import alternates_html, footer_html, header_html
from app.platform.fragments import fragment
from app.platform.i18n import language

Slot = Callable[[], Markup]
_SURROUNDINGS: dict[str, Slot] = {
    "header_html": header_html,
    "footer_html": footer_html,
    "alternates_html": alternates_html,
}
# Stands on both sides of the name of a slot. Nobody outside this process can know it, so no author's text holds one.
_SECRET = secrets.token_hex(8)


def render_kept(
    template: str, key: tuple[Hashable, ...], slots: Mapping[str, Slot] | None = None, **facts: object
) -> str:
    """The page, written anew only when there is none under the key.

    Everything the page shows must follow from the template and the key, except its surroundings and the slots,
    which the template calls by name.
    """
    filled: dict[str, Slot] = {**_SURROUNDINGS, **(slots or {})}
    if "_flashes" in session:
        # A message is for one person and one moment.
        return render_template(template, **filled, **facts)
    frame = fragment((template, language(), request.root_path, *key), lambda: _frame(template, filled, facts))
    # Text and the name of a slot by turns.
    pieces: list[str] = str.split(frame, _SECRET)
    pieces[1::2] = [filled[name]() for name in pieces[1::2]]
    return "".join(pieces)


def _frame(template: str, slots: Mapping[str, Slot], facts: Mapping[str, object]) -> str:
    marks = {name: lambda name=name: _mark(name) for name in slots}
    return render_template(template, **marks, **facts)


def _mark(name: str) -> Markup:
    return Markup(f"{_SECRET}{name}{_SECRET}")
