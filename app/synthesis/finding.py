"""Published syntheses as the search finds them: by the words of those who wrote them, not by what they quote."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, func, select

from app.forum.models import Category
from app.indexing import actions as index
from app.indexing.entries import MEMBERS, PUBLIC, Entry, scope_of_category
from app.platform.database import db
from app.synthesis.models import Synthesis, SynthesisVersion
from app.synthesis.reach import Reach
from app.synthesis.written import Written, read

KIND = "synthesis"


def find_again(synthesis: Synthesis) -> None:
    """Let a synthesis be found as its newest version reads, by those it is published for; a draft by nobody."""
    db.session.flush()
    index.drop(KIND, [str(synthesis.id)])
    index.put(_entries(Synthesis.id == synthesis.id))


def all_entries() -> Iterator[Entry]:
    """Every published synthesis, oldest first."""
    yield from _entries()


def _entries(*conditions: ColumnElement[bool]) -> Iterator[Entry]:
    newest = (
        select(SynthesisVersion.synthesis_id, func.max(SynthesisVersion.number).label("number"))
        .group_by(SynthesisVersion.synthesis_id)
        .subquery()
    )
    is_newest = (SynthesisVersion.synthesis_id == newest.c.synthesis_id) & (SynthesisVersion.number == newest.c.number)
    wanted = (
        select(Synthesis, SynthesisVersion.content, Category)
        .join(Category, Category.id == Synthesis.category_id)
        .join(SynthesisVersion, SynthesisVersion.synthesis_id == Synthesis.id)
        .join(newest, is_newest)
        .where(Synthesis.shown_to.is_not(None), *conditions)
        .order_by(Synthesis.id)
    )
    for synthesis, content, category in db.session.execute(wanted).all():
        yield _entry(synthesis, read(content), category)


def _entry(synthesis: Synthesis, written: Written, category: Category) -> Entry:
    assert synthesis.shown_to is not None
    assert synthesis.revised_at is not None
    return Entry(
        kind=KIND,
        reference=str(synthesis.id),
        language=written.language,
        title=written.title,
        text=_plain(written.words),
        at=synthesis.revised_at,
        scope=_scope(synthesis.shown_to, category),
        course_slug=category.course_slug or "",
        category=category.key,
    )


def _scope(shown_to: Reach, category: Category) -> str:
    match shown_to:
        case Reach.PUBLIC:
            return PUBLIC
        case Reach.MEMBERS:
            return MEMBERS
        case Reach.CATEGORY:
            return scope_of_category(category.key)


def _plain(markdown: str) -> str:
    # What reads Markdown is large, and a start of the site needs none of it.
    from app.markup.markdown import Unreadable, parse, plain_text

    try:
        return plain_text(parse(markdown))
    except Unreadable:
        return markdown
