"""Making and arranging categories. Nothing here commits."""

from collections.abc import Mapping

from sqlalchemy import func, select

from app.forum.kinds import Audience
from app.forum.models import Category
from app.library.queries import titles_by_slug
from app.platform import clock
from app.platform.database import db, insert_missing, table_of
from app.platform.errors import Conflict
from app.platform.i18n import _, speaking

# Behind those that staff arranged.
_COURSES_FROM = 1000


def open_category(key: str, audience: Audience, titles: Mapping[str, str], summaries: Mapping[str, str]) -> Category:
    """Make a category after those there are; raises Conflict when there is one with this key."""
    if db.session.scalar(select(Category.id).where(Category.key == key)) is not None:
        raise Conflict(_("There is a category with this address already. Choose another one."))
    last = db.session.scalar(select(func.max(Category.position)).where(Category.course_slug.is_(None))) or 0
    category = Category(
        key=key,
        audience=audience,
        course_slug=None,
        titles=dict(titles),
        summaries=dict(summaries),
        position=last + 1,
        made_at=clock.now(),
        archived_at=None,
    )
    db.session.add(category)
    db.session.flush()
    return category


def change_category(
    category_id: int, audience: Audience, titles: Mapping[str, str], summaries: Mapping[str, str], *, is_archived: bool
) -> None:
    """Rename a category, say who reads it, archive it or open it again; of a course only the last."""
    category = db.session.get_one(Category, category_id, with_for_update=True, populate_existing=True)
    if category.course_slug is None:
        category.audience = audience
        category.titles, category.summaries = dict(titles), dict(summaries)
    if not is_archived:
        category.archived_at = None
    elif category.archived_at is None:
        category.archived_at = clock.now()
    db.session.flush()


def open_categories_of_courses() -> int:
    """Make a category for each published course that has none; says how many."""
    return sum(open_category_of(slug) for slug in titles_by_slug())


def open_category_of(course_slug: str) -> int:
    """Make the category of a course where there is none; says how many were made."""
    row = {
        "key": course_slug,
        "audience": Audience.COURSE,
        "course_slug": course_slug,
        "titles": {},
        "summaries": {},
        "position": _COURSES_FROM,
        "made_at": clock.now(),
        "archived_at": None,
    }
    return insert_missing(table_of(Category), [row])


def open_first_categories(languages: tuple[str, ...]) -> None:
    """On a site without any, make the categories that every forum of this kind wants."""
    if db.session.scalar(select(Category.id).where(Category.course_slug.is_(None)).limit(1)) is not None:
        return
    texts: dict[str, tuple[dict[str, str], dict[str, str]]] = {}
    for language in languages:
        with speaking(language):
            for key, title, summary in _first():
                titles, summaries = texts.setdefault(key, ({}, {}))
                titles[language], summaries[language] = title, summary
    for key, (titles, summaries) in texts.items():
        open_category(key, Audience.MEMBERS, titles, summaries)


def _first() -> tuple[tuple[str, str, str], ...]:
    return (
        (
            "help-each-other",
            _("Help each other"),
            _("Questions from daily work, and answers by people who did it before."),
        ),
        (
            "what-we-try",
            _("What we try in our municipalities"),
            _("What worked, what did not, and what it took."),
        ),
        ("this-platform", _("About this platform"), _("Questions and ideas about the Forum itself.")),
    )
