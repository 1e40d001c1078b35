"""The buttons under a post, as HTML.

They are written once for each choice of them; for each post its numbers and the keys of its forms are put in.
"""

import re
import secrets
from dataclasses import dataclass

from flask import get_template_attribute, request
from markupsafe import Markup

from app.forum.pages import PostShown, ThreadPage
from app.platform.forms import form_keys
from app.platform.fragments import fragment
from app.platform.i18n import language

# What stands for the numbers and keys meanwhile. Nobody outside this process can know it.
_POST, _NUMBER, _THREAD, _PAGE = (10**24 + secrets.randbelow(10**24) for _ in range(4))
_KEYS = secrets.token_hex(12)
_MARKS = re.compile("|".join((*map(str, (_POST, _NUMBER, _THREAD, _PAGE)), _KEYS)))


@dataclass(frozen=True, slots=True)
class Buttons:
    """Which buttons stand under a post, and what they say."""

    may_reply: bool
    may_mark: bool
    is_marked: bool
    helpful: int
    may_accept: bool
    is_accepted: bool
    may_translate: bool
    # Into a synthesis.
    may_pick: bool
    may_change: bool
    may_remove: bool
    may_report: bool


def buttons_html(post: PostShown, page: ThreadPage) -> Markup:
    """What may be done with a post by who reads it."""
    buttons = Buttons(
        may_reply=post.may_reply,
        may_mark=not post.is_own and not post.is_held,
        is_marked=post.id in page.part.marked,
        helpful=post.helpful,
        may_accept=bool(page.part.may_accept) and post.number > 1 and not post.is_held,
        is_accepted=post.is_accepted,
        may_translate=post.may_translate,
        may_pick=bool(page.may_tend) and not post.is_held,
        may_change=post.may_change,
        may_remove=post.may_remove,
        may_report=post.may_report,
    )
    written: str = fragment(("buttons", buttons, language(), request.root_path), lambda: _written(buttons))
    values = {str(_POST): post.id, str(_NUMBER): post.number, str(_THREAD): page.id, str(_PAGE): page.posts.number}
    return Markup(_MARKS.sub(lambda mark: str(values.get(mark[0]) or form_keys()), written))


def _written(buttons: Buttons) -> str:
    write = get_template_attribute("forum/_buttons.html", "buttons_under")
    return str(write(buttons, _POST, _NUMBER, _THREAD, _PAGE, Markup(_KEYS)))
