"""Reads of translations."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from app.accounts.models import User
from app.forum.translation_models import Translation
from app.platform.database import db, read_values

_translation, _user = Translation.__table__.c, User.__table__.c


@dataclass(frozen=True, slots=True)
class TranslationShown:
    """A post in another language, and by whom; the name is empty for somebody who left."""

    post_id: int
    language: str
    html: str
    author_id: int | None
    author: str
    made_at: datetime
    is_machine: bool
    provider: str


def translations_of(post_ids: Collection[int], language: str) -> dict[int, TranslationShown]:
    """The translations of these posts into a language, by number of the post; no statement where there are no posts."""
    if not post_ids:
        return {}
    return {one.post_id: one for one in _shown(_translation.post_id.in_(post_ids), _translation.language == language)}


def all_translations_of(post_ids: Collection[int]) -> dict[int, list[TranslationShown]]:
    """The translations of these posts into whatever languages, by number of the post."""
    found: dict[int, list[TranslationShown]] = {}
    for one in _shown(_translation.post_id.in_(post_ids)):
        found.setdefault(one.post_id, []).append(one)
    return found


def _shown(*wanted: ColumnElement[bool]) -> list[TranslationShown]:
    rows = read_values(
        select(
            _translation.post_id,
            _translation.language,
            _translation.html,
            _translation.author_id,
            _user.name,
            _translation.made_at,
            _translation.is_machine,
            _translation.provider,
        )
        .select_from(Translation.__table__.outerjoin(User.__table__, _user.id == _translation.author_id))
        # Of words that went with an account, nothing is left.
        .where(*wanted, _translation.html != "")
        .order_by(_translation.post_id, _translation.language)
    )
    return [
        TranslationShown(
            post_id=row.post_id,
            language=row.language,
            html=row.html,
            author_id=row.author_id,
            author=row.name or "",
            made_at=row.made_at,
            is_machine=row.is_machine,
            provider=row.provider,
        )
        for row in rows
    ]


def find_translation(post_id: int, language: str) -> Translation | None:
    """A post's translation into a language."""
    return db.session.scalar(
        select(Translation).where(Translation.post_id == post_id, Translation.language == language)
    )
