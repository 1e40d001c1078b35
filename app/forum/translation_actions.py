"""Members put posts into other languages. Nothing here commits."""

from dataclasses import dataclass

from app.forum.actions import hold_with
from app.forum.finding import find_again
from app.forum.kinds import PostState
from app.forum.translation_models import Translation
from app.forum.translation_queries import find_translation
from app.forum.writing import html_of
from app.platform import clock
from app.platform.database import db
from app.platform.errors import CannotBe
from app.platform.i18n import _


@dataclass(frozen=True, slots=True)
class Translated:
    """A text in another language; `provider` is the name of the machine, empty for what somebody translated."""

    source: str
    language: str
    provider: str = ""


def add_translation(post_id: int, author_id: int, translated: Translated) -> Translation:
    """Add a post's translation, in place of the one before; what people translated is left alone by machines.

    Raises NotFound when the post is gone meanwhile, and CannotBe when nothing is added to it any more.
    """
    thread, post = hold_with(post_id)
    is_closed = thread.locked_at is not None or thread.archived_at is not None or thread.removed_at is not None
    if is_closed or post.state is not PostState.SHOWN:
        raise CannotBe(_("This post was removed or its thread closed meanwhile. Nothing was added."))
    if post.language == translated.language:
        raise CannotBe(_("The post is in this language by now. Nothing was added."))
    kept = find_translation(post_id, translated.language)
    if kept is not None and translated.provider and kept.source and not kept.is_machine:
        raise CannotBe(_("Somebody translated this post into that language meanwhile. Their translation stays."))
    if kept is None:
        kept = Translation(post_id=post_id, language=translated.language)
        db.session.add(kept)
    kept.source, kept.html = translated.source, html_of(translated.source, translated.language)
    kept.author_id, kept.made_at = author_id, clock.now()
    kept.is_machine, kept.provider = bool(translated.provider), translated.provider
    find_again(post)
    return kept


def take_translation_away(post_id: int, language: str) -> None:
    """Leave a post without its translation into a language."""
    _thread, post = hold_with(post_id)
    kept = find_translation(post_id, language)
    if kept is not None:
        db.session.delete(kept)
        find_again(post)
