"""Reads of whom somebody may name in a place: never people who may not read it."""

from collections.abc import Collection

from sqlalchemy import and_, or_, select

from app.accounts.models import Organisation, RoleGrant, User
from app.accounts.roles import EVERYWHERE, Role
from app.directory.models import Profile
from app.directory.queries import Person, find_people
from app.directory.searching import beginning, exactly, words_of
from app.forum.kinds import PostState
from app.forum.mentions import Circle, Nameable, folded, spelling_of, tried_names
from app.forum.models import Category, Post
from app.forum.policy import Place
from app.forum.readers import who_still_read
from app.platform.database import db, read_values

MOST_SUGGESTED = 8
_MOST_COMPARED = 60
# Shorter beginnings would find half of the list.
_SHORTEST_WORD = 2
_CIRCLES = {True: Circle.THREAD, False: Circle.TENDING}
_user, _organisation, _profile = User.__table__.c, Organisation.__table__.c, Profile.__table__.c


def nameable_in(source: str, category: Category | Place, thread_id: int | None) -> list[Nameable]:
    """The people who may be meant in a text; asks nothing where nobody is named."""
    tried = tried_names(source)
    return _called(tried, category, thread_id) if tried else []


def suggested(asked: str, category: Category | Place, thread_id: int | None) -> list[tuple[Nameable, str]]:
    """A few people whose names have words that begin so, the nearest first, and how each is written."""
    words = words_of(asked)
    if not words:
        return []
    near = [one for one in _near(category, thread_id) if _begins(one.name, words)]
    if any(len(word) >= _SHORTEST_WORD for word in words):
        conditions = [(beginning(f"w:{word}"),) for word in words]
        near += [_listed(one) for one in find_people(conditions, limit=_MOST_COMPARED) if _begins(one.name, words)]
    found = _readers(near, category)[:MOST_SUGGESTED]
    same = _called({folded(one.name) for one in found}, category, thread_id)
    spelled = ((one, spelling_of(one, same)) for one in found)
    return [(one, written) for one, written in spelled if written is not None]


def _called(names: Collection[str], category: Category | Place, thread_id: int | None) -> list[Nameable]:
    """Those of all who may be named that are called so."""
    found = [one for one in _near(category, thread_id) if folded(one.name) in names]
    begun = {words[:2] for name in names if (words := words_of(name))}
    for words in sorted(begun):
        conditions = [(exactly(f"w:{word}"),) for word in words]
        people = find_people(conditions, limit=_MOST_COMPARED)
        found += [_listed(one) for one in people if folded(one.name) in names]
    return _readers(found, category)


def _near(category: Category | Place, thread_id: int | None) -> list[Nameable]:
    """Those who wrote in the thread, and those who look after the category."""
    tending = select(RoleGrant.user_id).where(
        or_(
            and_(RoleGrant.role == Role.UCLG_LEARNING, RoleGrant.scope == EVERYWHERE),
            and_(
                RoleGrant.role == Role.FACILITATOR,
                RoleGrant.scope.in_((EVERYWHERE, category.course_slug or EVERYWHERE)),
            ),
        ),
    )
    written = Post.author_id.is_not(None), Post.thread_id == (thread_id or 0), Post.state == PostState.SHOWN
    wrote = _user.id.in_(select(Post.author_id).where(*written))
    rows = read_values(
        select(
            _user.id,
            _user.name,
            _organisation.name.label("organisation"),
            _profile.id.label("profile"),
            wrote.label("has_written"),
        )
        .select_from(User.__table__)
        .outerjoin(Organisation.__table__, _organisation.id == _user.organisation_id)
        .outerjoin(Profile.__table__, and_(_profile.user_id == _user.id, _profile.is_listed))
        .where(or_(wrote, _user.id.in_(tending)))
    )
    return [
        Nameable(row.id, row.name, row.organisation or "", row.profile, _CIRCLES[bool(row.has_written)]) for row in rows
    ]


def _readers(people: Collection[Nameable], category: Category | Place) -> list[Nameable]:
    """Those who may read the category, each once, the nearest first."""
    nearest: dict[int, Nameable] = {}
    for one in sorted(people, key=lambda one: (one.circle, folded(one.name), one.user_id)):
        nearest.setdefault(one.user_id, one)
    reading = who_still_read(list(nearest), category) if nearest else set()
    return [one for one in nearest.values() if one.user_id in reading and words_of(one.name)]


def _listed(person: Person) -> Nameable:
    return Nameable(person.user_id, person.name, person.organisation, person.profile_id, Circle.LISTED)


def _begins(name: str, words: tuple[str, ...]) -> bool:
    own = words_of(name)
    return all(any(mine.startswith(word) for mine in own) for word in words)


def category_with(category_id: int) -> Category:
    """A category that is there."""
    return db.session.get_one(Category, category_id)
