"""Threads are bound to a place in a course, and go along with it. Nothing here commits."""

from sqlalchemy import select

from app.content.course import Course
from app.content.paragraphs import paragraphs_of, with_places
from app.forum.anchor_models import ThreadAnchor
from app.forum.anchor_queries import forget_counts
from app.forum.anchoring import Anchor, anchor_to, moved_on
from app.forum.passages import Passage
from app.platform.database import db


def bind_thread(thread_id: int, passage: Passage) -> None:
    """Keep which unit or paragraph a thread is about."""
    kept = ThreadAnchor(
        thread_id=thread_id,
        course_slug=passage.course_slug,
        unit_key=passage.unit.key,
        quote=passage.words,
        quote_language=passage.unit.language,
        is_gone=False,
        revision_id=passage.revision_id,
    )
    _note(kept, anchor_to(passage.paragraphs, passage.number, passage.unit.language) if passage.number else _WHOLE)
    db.session.add(kept)
    db.session.flush()
    forget_counts(passage.course_slug)


def take_along(course: Course, revision_id: int) -> None:
    """Look for the paragraphs of all threads about a course in its new edition."""
    anchors = db.session.scalars(select(ThreadAnchor).where(ThreadAnchor.course_slug == course.slug)).all()
    if not anchors:
        return
    course = with_places(course)
    originals = {unit.key: unit for unit in course.units()}
    units = {(unit.key, unit.language): unit for one in (*course.variants, course) for unit in one.units()}
    renamed = {earlier: unit.key for unit in course.units() for earlier in unit.was}
    for kept in anchors:
        kept.unit_key = renamed.get(kept.unit_key, kept.unit_key)
        kept.revision_id = revision_id
        if not kept.quote:
            continue
        # In the language it was asked about where there still is one, else in that of the original.
        unit = units.get((kept.unit_key, kept.language)) or originals.get(kept.unit_key)
        moved = moved_on(anchor_of(kept), paragraphs_of(unit.html), unit.language) if unit else None
        kept.is_gone = moved is None
        if moved is not None:
            _note(kept, moved)
    db.session.flush()
    forget_counts(course.slug)


def anchor_of(kept: ThreadAnchor) -> Anchor:
    """What is kept, as the rules see it."""
    return Anchor(kept.words, kept.before, kept.after, kept.position, kept.total, kept.language)


_WHOLE = Anchor(words="", before="", after="", position=0, total=0, language="")


def _note(kept: ThreadAnchor, anchor: Anchor) -> None:
    kept.words, kept.before, kept.after = anchor.words, anchor.before, anchor.after
    kept.position, kept.total, kept.language = anchor.position, anchor.total, anchor.language
