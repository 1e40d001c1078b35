"""What pages show of the places in courses that threads are about."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.accounts.actors import Actor
from app.content.course import Unit
from app.enrolment.queries import find_enrolment
from app.forum.anchor_actions import anchor_of
from app.forum.anchor_queries import TalkOfUnit, find_anchor, find_talk, threads_about
from app.forum.anchoring import find_again
from app.forum.list_queries import Line, threads_in
from app.forum.pages import Named, ThreadPage, names_of
from app.forum.passages import Passage, passage_in
from app.forum.policy import Place, may_open_thread
from app.forum.queries import caught_up_of
from app.forum.wishes import Wish
from app.library.editions import Edition
from app.library.queries import find_edition
from app.platform.errors import NotFound
from app.platform.i18n import _, language
from app.platform.paging import PageOf
from app.platform.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class QuotedPlace:
    """What a thread is about, as it is shown above its first post; `quote` is empty for a whole unit."""

    course_slug: str
    unit_key: str
    # The title of the unit and its language; empty when the course has no such unit any more.
    title: str
    title_language: str
    quote: str
    quote_language: str
    # The number of the paragraph now; 0 for a whole unit, and where the paragraph is gone.
    number: int


@dataclass(frozen=True, slots=True)
class LessonTalk:
    """The threads about a unit or one of its paragraphs, and the paragraphs that one may ask about."""

    category: Named
    passage: Passage
    threads: PageOf[Line]
    by_paragraph: Mapping[int, int]
    may_open: Verdict


def quoted_place(page: ThreadPage) -> QuotedPlace | None:
    """What a thread is about, for its first page; threads outside courses are about nothing else."""
    slug = page.category.course_slug
    kept = find_anchor(page.id) if slug is not None and page.posts.number == 1 else None
    if kept is None:
        return None
    edition = find_edition(kept.course_slug)
    key = edition.renamed.get(kept.unit_key, kept.unit_key) if edition else kept.unit_key
    unit = _unit_in(edition.in_language(language()), key) if edition else None
    number = 0 if kept.is_gone or unit is None else kept.position
    if number and edition and edition.revision_id != kept.revision_id:
        # The thread was opened while this edition was published.
        asked = _in_language_of(edition, key, kept.language)
        number = find_again(anchor_of(kept), asked.paragraphs, asked.unit.language) or 0
    return QuotedPlace(
        course_slug=kept.course_slug,
        unit_key=key,
        title=unit.title if unit else "",
        title_language=unit.language if unit else "",
        quote=kept.quote,
        quote_language=kept.quote_language,
        number=number,
    )


def passage_asked(actor: Actor, place: Place, unit_key: str, number: int, mark: str = "") -> Passage:
    """A unit of the category's course, or one of its paragraphs, as its reader reads it; raises NotFound."""
    edition = find_edition(place.course_slug) if place.course_slug else None
    if edition is None:
        raise _no_such_unit()
    assert actor.user_id is not None
    enrolment = find_enrolment(actor.user_id, edition.course.slug)
    chosen = enrolment.content_language if enrolment else ""
    edition = edition.as_read(chosen=chosen or "", interface=language())
    unit = _unit_in(edition, edition.renamed.get(unit_key, unit_key))
    if unit is None:
        raise _no_such_unit()
    return passage_in(edition.course, unit, edition.revision_id, number, mark)


def lesson_talk(actor: Actor, place: Place, passage: Passage, wish: Wish) -> LessonTalk:
    """What is said about a unit or paragraph of a course whose category somebody reads."""
    assert actor.user_id is not None
    talk = find_talk(passage.course_slug)
    of_unit = talk.units.get(passage.unit.key, TalkOfUnit()) if talk else TalkOfUnit()
    return LessonTalk(
        category=names_of([place])[place.id],
        passage=passage,
        threads=threads_in(
            [place.id],
            actor.user_id,
            wish,
            caught_up_at=caught_up_of(actor.user_id),
            pinned_first=False,
            among=threads_about(passage.course_slug, passage.unit.key, passage.number),
        ),
        by_paragraph=of_unit.by_paragraph(len(passage.paragraphs)),
        may_open=may_open_thread(actor, place),
    )


def _in_language_of(edition: Edition, key: str, code: str) -> Passage:
    """A unit in this language where the course has it, else in that of the original."""
    editions = (edition, *edition.in_other_languages.values())
    units = [found for one in editions if (found := _unit_in(one, key)) is not None]
    unit = next((one for one in units if one.language == code), units[0])
    return passage_in(edition.course, unit, edition.revision_id, 0)


def _unit_in(edition: Edition, key: str) -> Unit | None:
    found = edition.places.get(key)
    return found.unit if found else None


def _no_such_unit() -> NotFound:
    return NotFound(_("This course has no such page any more. Its outline shows what there is; your progress is kept."))
