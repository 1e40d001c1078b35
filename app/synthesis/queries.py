"""Reads of syntheses: those there are, what is being written, and what versions point at."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from app.accounts.models import Organisation, User
from app.forum.kinds import PostState, ThreadKind
from app.forum.models import Category, Post, Thread
from app.forum.translation_models import Translation
from app.forum.writing import own_text_of
from app.peerreview.sharing_models import ShownWork
from app.platform import clock
from app.platform.database import db, read_values
from app.platform.errors import NotFound
from app.platform.i18n import _
from app.platform.paging import PageOf
from app.synthesis.consenting import Answer
from app.synthesis.figures import Figures, figures_of
from app.synthesis.models import Synthesis, SynthesisItem, SynthesisQuotation, SynthesisSection, SynthesisVersion
from app.synthesis.passages import occurs_in
from app.synthesis.periods import Period
from app.synthesis.reach import Reach
from app.synthesis.written import ItemWritten, SectionWritten, Written, read

PAGE = 20
_synthesis, _version = Synthesis.__table__.c, SynthesisVersion.__table__.c
_quotation, _post, _thread, _user = (
    SynthesisQuotation.__table__.c,
    Post.__table__.c,
    Thread.__table__.c,
    User.__table__.c,
)
_category = Category.__table__.c
_organisation, _work, _translation = Organisation.__table__.c, ShownWork.__table__.c, Translation.__table__.c


@dataclass(frozen=True, slots=True)
class Line:
    """A synthesis in a list; `shown_to` is None for a draft."""

    id: int
    category_id: int
    number: int
    title: str
    language: str
    first_day: date
    last_day: date
    shown_to: Reach | None
    published_at: datetime | None
    revised_at: datetime | None


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version in the history."""

    number: int
    published_at: datetime


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A passage in the list of whoever wrote it."""

    id: int
    words: str
    language: str
    asked_at: datetime
    answer: Answer | None
    title: str


@dataclass(frozen=True, slots=True)
class PostFacts:
    """A post that is pointed at, as it is now; the author's words are empty for somebody who left."""

    id: int
    text: str
    language: str
    number: int
    category_id: int
    thread_title: str
    thread_language: str
    kind: ThreadKind
    is_accepted: bool
    # Whether everybody who reads its category reads it.
    is_shown: bool
    author_id: int | None
    author: str
    organisation: str
    country: str


@dataclass(frozen=True, slots=True)
class QuotationFacts:
    """A passage with its author's answer, and whether the post still says so."""

    id: int
    post_id: int
    author_id: int
    words: str
    language: str
    reach: Reach
    asked_at: datetime
    reminded_at: datetime | None
    answer: Answer | None
    has_agreed_before: bool
    is_still_said: bool


@dataclass(frozen=True, slots=True)
class WorkFacts:
    """Work that its author shows to everybody; the name is empty where they show it without."""

    id: int
    course_slug: str
    title: str
    language: str
    author: str
    place: str
    country: str


@dataclass(frozen=True, slots=True)
class PointedAt:
    """All that the items of a synthesis point at, by number; what is gone is left out."""

    posts: Mapping[int, PostFacts]
    quotations: Mapping[int, QuotationFacts]
    works: Mapping[int, WorkFacts]


def no_synthesis() -> NotFound:
    """What is raised for a synthesis that is not there, or of which its reader may not know."""
    return NotFound(_("There is no synthesis at this address. It may have been taken back, or be for others."))


def get_synthesis(synthesis_id: int) -> Synthesis:
    """A synthesis; raises NotFound."""
    found = db.session.get(Synthesis, synthesis_id)
    if found is None:
        raise no_synthesis()
    return found


def get_section(section_id: int) -> SynthesisSection:
    """A section; raises NotFound."""
    found = db.session.get(SynthesisSection, section_id)
    if found is None:
        raise NotFound(_("There is no such section. Somebody may have removed it."))
    return found


def get_item(item_id: int) -> SynthesisItem:
    """What a section points at; raises NotFound."""
    found = db.session.get(SynthesisItem, item_id)
    if found is None:
        raise NotFound(_("This is no longer in the synthesis. Somebody may have taken it out."))
    return found


def find_quotation(quotation_id: int) -> SynthesisQuotation | None:
    """A quotation by its number."""
    return db.session.get(SynthesisQuotation, quotation_id)


def sections_of(synthesis_id: int) -> Sequence[SynthesisSection]:
    """The sections as they are being written, in order."""
    wanted = select(SynthesisSection).where(SynthesisSection.synthesis_id == synthesis_id)
    return db.session.scalars(wanted.order_by(SynthesisSection.position, SynthesisSection.id)).all()


def items_of(synthesis_id: int) -> Sequence[SynthesisItem]:
    """What all sections point at, in order."""
    wanted = (
        select(SynthesisItem)
        .join(SynthesisSection, SynthesisSection.id == SynthesisItem.section_id)
        .where(SynthesisSection.synthesis_id == synthesis_id)
        .order_by(SynthesisItem.position, SynthesisItem.id)
    )
    return db.session.scalars(wanted).all()


def as_written(synthesis: Synthesis) -> Written:
    """A synthesis as it stands while it is being written, with the figures of its period."""
    items: dict[int, list[ItemWritten]] = {}
    for item in items_of(synthesis.id):
        found = ItemWritten(item.sentence, item.post_id, item.shown_work_id, item.quotation_id)
        items.setdefault(item.section_id, []).append(found)
    return Written(
        title=synthesis.title,
        language=synthesis.language,
        first_day=synthesis.first_day,
        last_day=synthesis.last_day,
        introduction=synthesis.introduction,
        sections=tuple(
            SectionWritten(section.heading, section.text, tuple(items.get(section.id, ())))
            for section in sections_of(synthesis.id)
        ),
        figures=count_figures(synthesis.category_id, Period(synthesis.first_day, synthesis.last_day)),
    )


def versions_of(synthesis_id: int) -> list[VersionLine]:
    """The versions that were published, the newest first."""
    wanted = select(_version.number, _version.published_at).where(_version.synthesis_id == synthesis_id)
    return [VersionLine(row.number, row.published_at) for row in read_values(wanted.order_by(_version.number.desc()))]


def written_in(synthesis_id: int, number: int) -> Written:
    """What a version holds; raises NotFound."""
    wanted = select(_version.content).where(_version.synthesis_id == synthesis_id, _version.number == number)
    content = read_values(wanted).scalar()
    if content is None:
        raise NotFound(_("There is no such version of this synthesis."))
    return read(content)


def syntheses_in(category_id: int, *, with_drafts: bool, circles: Collection[Reach]) -> list[Line]:
    """Those of a category that are shown to these circles, and the drafts where asked; the latest period first."""
    is_shown: ColumnElement[bool] = _synthesis.shown_to.in_(circles)
    wanted = or_(is_shown, _synthesis.shown_to.is_(None)) if with_drafts else is_shown
    rows = read_values(_LINES.where(_synthesis.category_id == category_id, wanted).order_by(*_LATEST))
    return [Line(**row) for row in rows.mappings()]


def shown_syntheses(circles: Collection[Reach], category_ids: Collection[int], page: int) -> PageOf[Line]:
    """A page of all that is shown to these circles, or to the readers of these categories; the latest first."""
    is_for_readers = (_synthesis.shown_to == Reach.CATEGORY) & _synthesis.category_id.in_(category_ids)
    wanted = or_(_synthesis.shown_to.in_(circles), is_for_readers)
    total = read_values(select(func.count()).select_from(Synthesis.__table__).where(wanted)).scalar_one()
    page = min(max(1, page), max(1, -(-total // PAGE)))
    rows = read_values(_LINES.where(wanted).order_by(*_LATEST).limit(PAGE).offset((page - 1) * PAGE))
    return PageOf([Line(**row) for row in rows.mappings()], page, PAGE, total)


def shown_by_category() -> dict[str, frozenset[Reach]]:
    """For whom there are published syntheses, by the key of their category."""
    rows = read_values(
        select(_category.key, _synthesis.shown_to)
        .join(Category.__table__, _category.id == _synthesis.category_id)
        .where(_synthesis.shown_to.is_not(None))
    )
    found: dict[str, set[Reach]] = {}
    for row in rows:
        found.setdefault(row.key, set()).add(row.shown_to)
    return {key: frozenset(circles) for key, circles in found.items()}


def last_days_in(category_id: int) -> list[date]:
    """The last days of the periods that the category's syntheses tell of."""
    return list(read_values(select(_synthesis.last_day).where(_synthesis.category_id == category_id)).scalars())


def drafts_in(category_id: int) -> list[Line]:
    """What may be picked into: all syntheses of a category, the latest period first, published ones too."""
    rows = read_values(_LINES.where(_synthesis.category_id == category_id).order_by(*_LATEST))
    return [Line(**row) for row in rows.mappings()]


def pointed_at(written: Written) -> PointedAt:
    """What the items point at, as it is now; at most four statements, however many there are."""
    quotations = [item.quotation_id for item in written.items if item.quotation_id is not None]
    posts = posts_with([item.post_id for item in written.items if item.post_id is not None])
    works = [item.shown_work_id for item in written.items if item.shown_work_id is not None]
    return PointedAt(posts, quotations_with(quotations, posts), _works_with(works))


def posts_with(post_ids: Collection[int]) -> dict[int, PostFacts]:
    """These posts, by number; no statement where there are none."""
    if not post_ids:
        return {}
    rows = read_values(
        select(
            _post.id,
            _post.html,
            _post.language,
            _post.number,
            _post.state,
            _post.author_id,
            _thread.category_id,
            _thread.title,
            _thread.language.label("thread_language"),
            _thread.kind,
            _thread.accepted_post_id,
            _thread.removed_at,
            _user.name.label("author"),
            _user.country,
            _organisation.name.label("organisation"),
        )
        .select_from(Post.__table__)
        .join(Thread.__table__, _thread.id == _post.thread_id)
        .outerjoin(User.__table__, _user.id == _post.author_id)
        .outerjoin(Organisation.__table__, _organisation.id == _user.organisation_id)
        .where(_post.id.in_(post_ids))
    )
    return {
        row.id: PostFacts(
            id=row.id,
            text=own_text_of(row.html),
            language=row.language,
            number=row.number,
            category_id=row.category_id,
            thread_title=row.title,
            thread_language=row.thread_language,
            kind=row.kind,
            is_accepted=row.accepted_post_id == row.id,
            is_shown=row.state is PostState.SHOWN and row.removed_at is None and bool(row.html),
            author_id=row.author_id,
            author=row.author or "",
            organisation=row.organisation or "",
            country=row.country or "",
        )
        for row in rows
    }


def quotations_with(quotation_ids: Collection[int], posts: Mapping[int, PostFacts]) -> dict[int, QuotationFacts]:
    """These quotations, by number, of these posts; no statement where there are none."""
    if not quotation_ids:
        return {}
    is_translation = (_translation.post_id == _quotation.post_id) & (_translation.language == _quotation.language)
    rows = read_values(
        select(
            _quotation.id,
            _quotation.post_id,
            _quotation.author_id,
            _quotation.words,
            _quotation.language,
            _quotation.reach,
            _quotation.asked_at,
            _quotation.reminded_at,
            _quotation.answer,
            _quotation.agreed_at,
            _translation.html,
        )
        .select_from(SynthesisQuotation.__table__.outerjoin(Translation.__table__, is_translation))
        .where(_quotation.id.in_(quotation_ids))
    )
    return {
        row.id: QuotationFacts(
            id=row.id,
            post_id=row.post_id,
            author_id=row.author_id,
            words=row.words,
            language=row.language,
            reach=row.reach,
            asked_at=row.asked_at,
            reminded_at=row.reminded_at,
            answer=row.answer,
            has_agreed_before=row.agreed_at is not None,
            is_still_said=_is_said(row.words, posts.get(row.post_id), row.html or ""),
        )
        for row in rows
    }


def quotations_of(user_id: int) -> list[AskedLine]:
    """What somebody was asked about, the newest first."""
    rows = read_values(
        select(_quotation.id, _quotation.words, _quotation.language, _quotation.asked_at, _quotation.answer)
        .add_columns(_synthesis.title)
        .join(Synthesis.__table__, _synthesis.id == _quotation.synthesis_id)
        .where(_quotation.author_id == user_id)
        .order_by(_quotation.asked_at.desc(), _quotation.id.desc())
    )
    return [AskedLine(**row) for row in rows.mappings()]


def translations_of(post_id: int) -> dict[str, str]:
    """The words of a post in the languages it was put into, by language."""
    wanted = select(_translation.language, _translation.html).where(
        _translation.post_id == post_id, _translation.html != ""
    )
    return {row.language: own_text_of(row.html) for row in read_values(wanted.order_by(_translation.language))}


def public_works_of(course_slug: str, period: Period) -> list[WorkFacts]:
    """The work of a course that became public in a period, the latest first."""
    accepted = _work.accepted_at.between(clock.beginning_of(period.first), clock.end_of(period.last))
    return _works(_work.course_slug == course_slug, accepted)


def find_work(shown_work_id: int) -> WorkFacts | None:
    """Work that everybody may read; None where it is not public."""
    return _works_with([shown_work_id]).get(shown_work_id)


def count_figures(category_id: int, period: Period) -> Figures:
    """What was written in a category in a period, and by how many; two statements."""
    first, last = clock.beginning_of(period.first), clock.end_of(period.last)
    is_there = (_thread.category_id == category_id, _thread.removed_at.is_(None), _thread.merged_into_id.is_(None))
    threads = select(func.count()).select_from(Thread.__table__).where(*is_there, _thread.made_at.between(first, last))
    # An empty country is none, and counts as none.
    country = func.nullif(_user.country, "")
    counted: list[ColumnElement[Any]] = [
        func.count().label("posts"),
        func.count(_post.author_id.distinct()).label("people"),
        func.count(_post.language.distinct()).label("languages"),
        func.count(country.distinct()).label("countries"),
    ]
    row = read_values(
        select(*counted)
        .select_from(Post.__table__)
        .join(Thread.__table__, _thread.id == _post.thread_id)
        .outerjoin(User.__table__, _user.id == _post.author_id)
        .where(*is_there, _post.state == PostState.SHOWN, _post.made_at.between(first, last))
    ).one()
    return figures_of(
        threads=read_values(threads).scalar_one(),
        posts=row.posts,
        people=row.people,
        languages=row.languages,
        countries=row.countries,
    )


def category_of(synthesis: Synthesis) -> Category:
    """The category that it is about."""
    return db.session.get_one(Category, synthesis.category_id)


def _is_said(words: str, post: PostFacts | None, translated: str) -> bool:
    if post is None or not post.is_shown:
        return False
    return occurs_in(words, post.text) or occurs_in(words, own_text_of(translated))


def _works_with(ids: Collection[int]) -> dict[int, WorkFacts]:
    return {work.id: work for work in _works(_work.id.in_(ids))} if ids else {}


def _works(*conditions: ColumnElement[bool]) -> list[WorkFacts]:
    rows = read_values(
        select(
            _work.id,
            _work.course_slug,
            _work.title,
            _work.language,
            _work.place,
            _work.country,
            _work.shows_name,
            _user.name,
        )
        .select_from(ShownWork.__table__.outerjoin(User.__table__, _user.id == _work.author_id))
        .where(_work.accepted_at.is_not(None), _work.declined_at.is_(None), _work.withdrawn_at.is_(None), *conditions)
        .order_by(_work.accepted_at.desc(), _work.id.desc())
    )
    return [
        WorkFacts(
            id=row.id,
            course_slug=row.course_slug,
            title=row.title,
            language=row.language,
            author=row.name if row.shows_name else "",
            place=row.place,
            country=row.country,
        )
        for row in rows
    ]


_LINES = select(
    _synthesis.id,
    _synthesis.category_id,
    _synthesis.number,
    _synthesis.title,
    _synthesis.language,
    _synthesis.first_day,
    _synthesis.last_day,
    _synthesis.shown_to,
    _synthesis.published_at,
    _synthesis.revised_at,
)
_LATEST = (_synthesis.last_day.desc(), _synthesis.id.desc())
