"""A post as HTML, with its buttons: a pattern for each of the few shapes, filled in for each post."""

from dataclasses import dataclass

from flask import get_template_attribute
from markupsafe import Markup

from app.accounts.countries import country_name
from app.forum.bylines import is_there
from app.forum.pages import PostShown, ThreadPage
from app.platform.forms import form_keys
from app.platform.i18n import direction_of, locale, minute_values, ngettext, show_number
from app.platform.patterns import Value, filled


@dataclass(frozen=True, slots=True)
class Buttons:
    """Which buttons stand under a post."""

    may_reply: bool
    may_mark: bool
    is_marked: bool
    # Whether anybody found it helpful.
    is_helpful: bool
    may_accept: bool
    may_translate: bool
    # Into a synthesis.
    may_pick: bool
    may_change: bool
    may_remove: bool
    may_report: bool


@dataclass(frozen=True, slots=True)
class PostShape:
    """What stands on a post, apart from the values."""

    has_author: bool
    has_organisation: bool
    has_country: bool
    is_muted: bool
    is_accepted: bool
    is_edited: bool
    is_new: bool
    # Whether it answers another than the first one, and whether who wrote that is still there.
    is_answer: bool
    has_answered: bool
    # Nothing but words as they were written; the rest of a post that has more is drawn for itself.
    is_plain: bool
    # None where the post was removed.
    buttons: Buttons | None


def post_html(post: PostShown, page: ThreadPage) -> Markup:
    """A post as its reader sees it on this page."""
    author, part = post.author, page.part
    is_plain = not (post.is_removed or post.is_held or post.id in part.files or post.id in part.translations)
    buttons = None if post.is_removed else _buttons_of(post, page)
    shape = PostShape(
        has_author=is_there(author.name),
        has_organisation=bool(author.organisation),
        has_country=bool(author.country),
        is_muted=author.id in part.muted,
        is_accepted=post.is_accepted,
        is_edited=post.edited_at is not None,
        is_new=post.is_new,
        is_answer=post.reply_to is not None,
        has_answered=is_there(post.reply_to_author),
        is_plain=is_plain,
        buttons=buttons,
    )
    values: dict[str, Value] = {
        "post_id": post.id,
        "number": post.number,
        "thread_id": page.id,
        "page": page.posts.number,
        "author_id": author.id or 0,
        "author": author.name,
        "organisation": author.organisation,
        "country": country_name(author.country, locale()) if author.country else "",
        "answered_id": post.reply_to_id or 0,
        "answered_number": post.reply_to or 0,
        "answered": post.reply_to_author,
        "language": post.language,
        "direction": direction_of(post.language),
        "words": Markup(post.html) if is_plain else _body(post, page),
        "helpful": show_number(post.helpful) if post.helpful else "",
        "helpful_to": ngettext("Helpful to %(num)s person", "Helpful to %(num)s people", post.helpful)
        if post.helpful
        else "",
        "form_keys": form_keys() if buttons and buttons.may_mark else "",
        "more_form_keys": form_keys() if buttons and buttons.may_accept else "",
        **minute_values(post.made_at),
    }
    return filled("forum/_post.html", "post_of", shape, values)


def _buttons_of(post: PostShown, page: ThreadPage) -> Buttons:
    """What may be done with a post by who reads it."""
    return Buttons(
        may_reply=post.may_reply,
        may_mark=not post.is_own and not post.is_held,
        is_marked=post.id in page.part.marked,
        is_helpful=post.helpful > 0,
        may_accept=page.part.may_accept.is_allowed and post.number > 1 and not post.is_held,
        may_translate=post.may_translate,
        may_pick=page.may_tend.is_allowed and not post.is_held,
        may_change=post.may_change,
        may_remove=post.may_remove,
        may_report=post.may_report,
    )


def _body(post: PostShown, page: ThreadPage) -> Markup:
    return Markup(get_template_attribute("forum/_post.html", "body_of")(post, page))
