"""Writing a synthesis: its frame, its sections, and what they point at. Nothing here commits.

Whoever changes anything of a synthesis holds its row first, so of two who save at once the second sees the first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.platform import clock
from app.platform.database import db
from app.platform.errors import CannotBe, Conflict
from app.platform.i18n import _, speaking
from app.synthesis.asking import ask, ask_again, drop_unused
from app.synthesis.consenting import Answer
from app.synthesis.models import Synthesis, SynthesisItem, SynthesisQuotation, SynthesisSection
from app.synthesis.passages import occurs_in
from app.synthesis.periods import Period
from app.synthesis.queries import (
    find_work,
    get_item,
    get_section,
    get_synthesis,
    items_of,
    posts_with,
    sections_of,
    translations_of,
)
from app.synthesis.reach import Reach

MOST_SECTIONS = 20
MOST_ITEMS = 200


class SavedMeanwhile(Conflict):
    """Somebody else saved the same since it was opened."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the sections, and who is to read all of it."""

    title: str
    language: str
    period: Period
    introduction: str
    reach: Reach


@dataclass(frozen=True, slots=True)
class Pick:
    """A post, or shown work, with the sentence about it and the passage that is quoted; empty for none."""

    sentence: str
    post_id: int | None = None
    work_id: int | None = None
    passage: str = ""


def hold(synthesis_id: int) -> Synthesis:
    """A synthesis as it is now, changed by nobody else until the transaction ends; raises NotFound."""
    found = db.session.get(Synthesis, synthesis_id, with_for_update=True, populate_existing=True)
    return found if found is not None else get_synthesis(synthesis_id)


def begin(category_id: int, frame: Frame) -> Synthesis:
    """Begin a synthesis of a category with the sections that most have."""
    last = db.session.scalar(select(func.max(Synthesis.number)).where(Synthesis.category_id == category_id)) or 0
    synthesis = Synthesis(
        category_id=category_id,
        number=last + 1,
        title=frame.title,
        language=frame.language,
        first_day=frame.period.first,
        last_day=frame.period.last,
        introduction=frame.introduction,
        reach=frame.reach,
        made_at=clock.now(),
    )
    db.session.add(synthesis)
    db.session.flush()
    for position, heading in enumerate(usual_headings(frame.language), start=1):
        db.session.add(SynthesisSection(synthesis_id=synthesis.id, position=position, heading=heading, text=""))
    db.session.flush()
    return synthesis


def usual_headings(language: str) -> tuple[str, ...]:
    """The headings that a synthesis begins with, in its language."""
    with speaking(language):
        return (
            _("Where we agree"),
            _("Where we differ"),
            _("Open questions"),
            _("Practices worth knowing"),
            _("What comes next"),
        )


def change_frame(synthesis_id: int, frame: Frame, *, saves: int) -> int:
    """Change what stands around the sections; says how many authors are asked again. Raises SavedMeanwhile."""
    synthesis = hold(synthesis_id)
    _require_unchanged(synthesis.saves, saves)
    synthesis.title, synthesis.language, synthesis.introduction = frame.title, frame.language, frame.introduction
    synthesis.first_day, synthesis.last_day = frame.period.first, frame.period.last
    synthesis.reach = frame.reach
    synthesis.saves += 1
    db.session.flush()
    return ask_again(synthesis)


def add_section(synthesis_id: int, heading: str) -> SynthesisSection:
    """Add a section at the end; raises CannotBe where there are too many."""
    hold(synthesis_id)
    sections = sections_of(synthesis_id)
    if len(sections) >= MOST_SECTIONS:
        raise CannotBe(_("A synthesis has twenty sections at most."))
    position = max((section.position for section in sections), default=0) + 1
    section = SynthesisSection(synthesis_id=synthesis_id, position=position, heading=heading, text="")
    db.session.add(section)
    db.session.flush()
    return section


def change_section(section_id: int, heading: str, text: str, *, saves: int) -> None:
    """Change a section's words; raises SavedMeanwhile."""
    section = _held_section(section_id)
    _require_unchanged(section.saves, saves)
    section.heading, section.text = heading, text
    section.saves += 1
    db.session.flush()


def move_section(section_id: int, *, is_up: bool) -> None:
    """Let a section change places with the one before or after it."""
    section = _held_section(section_id)
    _change_places(sections_of(section.synthesis_id), section, is_up=is_up)


def remove_section(section_id: int) -> None:
    """Take a section out; raises CannotBe as long as it points at something."""
    section = _held_section(section_id)
    pointing = select(SynthesisItem.id).where(SynthesisItem.section_id == section_id)
    if db.session.scalars(pointing).first() is not None:
        raise CannotBe(_("There are still posts in this section. Move them to another one or take them out first."))
    db.session.delete(section)
    db.session.flush()


def pick(section_id: int, chosen: Pick) -> SynthesisItem:
    """Put a post or shown work at the end of a section, and ask its author where words of theirs are quoted.

    Raises CannotBe for what cannot be quoted, or stands no longer where it was chosen.
    """
    section = _held_section(section_id)
    synthesis = get_synthesis(section.synthesis_id)
    there = items_of(synthesis.id)
    if len(there) >= MOST_ITEMS:
        raise CannotBe(_("A synthesis points at two hundred posts at most."))
    if chosen.work_id is not None and find_work(chosen.work_id) is None:
        raise CannotBe(_("This work is not shown to everybody any more, so it cannot be put into the synthesis."))
    item = SynthesisItem(
        section_id=section_id,
        position=_behind(there, section_id),
        post_id=chosen.post_id,
        shown_work_id=chosen.work_id,
        sentence=chosen.sentence,
    )
    db.session.add(item)
    db.session.flush()
    _quote(synthesis, item, chosen.passage)
    return item


def change_item(item_id: int, section_id: int, sentence: str, passage: str, *, saves: int) -> None:
    """Say something else about what a section points at, quote other words of it, or move it to another section.

    Raises SavedMeanwhile, and CannotBe for words that do not stand in the post.
    """
    item, synthesis = _held_item(item_id)
    _require_unchanged(item.saves, saves)
    if section_id != item.section_id:
        if get_section(section_id).synthesis_id != synthesis.id:
            raise CannotBe(_("Choose a section of this synthesis."))
        item.section_id, item.position = section_id, _behind(items_of(synthesis.id), section_id)
    item.sentence = sentence
    item.saves += 1
    db.session.flush()
    _quote(synthesis, item, passage)


def move_item(item_id: int, *, is_up: bool) -> None:
    """Let an item change places with the one before or after it in its section."""
    item, synthesis = _held_item(item_id)
    _change_places([one for one in items_of(synthesis.id) if one.section_id == item.section_id], item, is_up=is_up)


def remove_item(item_id: int) -> None:
    """Take an item out; its author need not answer any more."""
    item, synthesis = _held_item(item_id)
    quoted = item.quotation_id
    db.session.delete(item)
    db.session.flush()
    if quoted is not None:
        drop_unused(synthesis.id, [quoted])


def _quote(synthesis: Synthesis, item: SynthesisItem, passage: str) -> None:
    """Let an item quote this passage, or nothing; who was asked about the same words already is not asked twice."""
    before = db.session.get(SynthesisQuotation, item.quotation_id) if item.quotation_id is not None else None
    # Words that were refused are asked about again only as other words.
    if (
        before is not None
        and before.words == passage
        and (before.reach.covers(synthesis.reach) or before.answer is Answer.NO)
    ):
        return
    item.quotation_id = _asked_about(synthesis, item.post_id, passage) if passage else None
    db.session.flush()
    if before is not None:
        drop_unused(synthesis.id, [before.id])


def _asked_about(synthesis: Synthesis, post_id: int | None, passage: str) -> int:
    post = posts_with([post_id]).get(post_id) if post_id is not None else None
    if post is None or not post.is_shown:
        raise CannotBe(_("This post is not shown any more, so it cannot be quoted."))
    if post.author_id is None:
        raise CannotBe(_("Whoever wrote this has left, and nobody can agree to be quoted. Leave the quotation empty."))
    texts = {post.language: post.text, **translations_of(post.id)}
    language = next((code for code, text in texts.items() if occurs_in(passage, text)), None)
    if language is None:
        raise CannotBe(
            _("These words do not stand in the post. Copy them from it as they are, without leaving anything out.")
        )
    return ask(synthesis, post.id, post.author_id, passage, language).id


def _held_section(section_id: int) -> SynthesisSection:
    hold(get_section(section_id).synthesis_id)
    return db.session.get_one(SynthesisSection, section_id, populate_existing=True)


def _held_item(item_id: int) -> tuple[SynthesisItem, Synthesis]:
    section = get_section(get_item(item_id).section_id)
    synthesis = hold(section.synthesis_id)
    return db.session.get_one(SynthesisItem, item_id, populate_existing=True), synthesis


def _require_unchanged(now: int, opened_at: int) -> None:
    if now != opened_at:
        raise SavedMeanwhile(
            _(
                "Somebody else saved this since you opened it. Their text is shown above yours; nothing of yours is lost."
            )
        )


def _behind(items: Sequence[SynthesisItem], section_id: int) -> int:
    return max((one.position for one in items if one.section_id == section_id), default=0) + 1


def _change_places(
    rows: Sequence[SynthesisSection] | Sequence[SynthesisItem], row: SynthesisSection | SynthesisItem, *, is_up: bool
) -> None:
    order = [one.id for one in rows]
    place = order.index(row.id)
    other = place - 1 if is_up else place + 1
    if not 0 <= other < len(order):
        return
    order[place], order[other] = order[other], order[place]
    for one in rows:
        one.position = order.index(one.id) + 1
    db.session.flush()
