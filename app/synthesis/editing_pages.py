"""What those see who write a synthesis: its sections, what they point at, who was asked, and what to pick from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.accounts.actors import Actor
from app.forum.kinds import PostState
from app.forum.pages import Named, PostPage, names_of, post_page
from app.forum.policy import Place, may_read
from app.forum.queries import place_of, places_for, readable
from app.platform import clock
from app.platform.errors import CannotBe
from app.platform.i18n import _, lazy, ngettext
from app.platform.verdicts import require, require_or_hide
from app.synthesis.candidate_queries import Piece, candidates_in, taken_by
from app.synthesis.candidates import Proposed, Reason, Sort, proposed
from app.synthesis.consenting import Answer, Asked, Shown, may_be_reminded, shown_of
from app.synthesis.document import Document
from app.synthesis.models import Synthesis, SynthesisItem, SynthesisQuotation, SynthesisSection
from app.synthesis.pages import Site, document_of, place_words, source_words, work_words
from app.synthesis.periods import Period
from app.synthesis.policy import may_write
from app.synthesis.queries import (
    PointedAt,
    QuotationFacts,
    VersionLine,
    WorkFacts,
    as_written,
    find_quotation,
    find_work,
    get_synthesis,
    items_of,
    no_synthesis,
    pointed_at,
    posts_with,
    sections_of,
    translations_of,
    versions_of,
)
from app.synthesis.reach import Reach
from app.synthesis.written import Written

_BEGINNING = 280
SORT_NAMES = {
    Sort.ANSWER: lazy("Answers"),
    Sort.QUESTION: lazy("Questions"),
    Sort.IDEA: lazy("Ideas"),
    Sort.FISHBOWL: lazy("Fishbowls"),
    Sort.POST: lazy("Other posts"),
    Sort.WORK: lazy("Work that is shown"),
}


class Standing(StrEnum):
    """Where the question to an author stands, as those see it who asked."""

    NONE = "none"
    WAITS = "waits"
    NAMED = "named"
    UNNAMED = "unnamed"
    REFUSED = "refused"
    # Its author agreed, and the post says something else by now.
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item in the editor."""

    id: int
    sentence: str
    source: str
    passage: str
    passage_language: str
    standing: Standing
    asked_at: datetime | None
    quotation_id: int | None
    may_remind: bool


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A section in the editor, with what it points at."""

    id: int
    heading: str
    text: str
    items: tuple[ItemLine, ...]


@dataclass(frozen=True, slots=True)
class EditorPage:
    """All of a synthesis as it is being written."""

    synthesis: Synthesis
    category: Named
    sections: tuple[SectionLine, ...]
    versions: tuple[VersionLine, ...]

    @property
    def lines(self) -> tuple[ItemLine, ...]:
        """All items."""
        return tuple(item for section in self.sections for item in section.items)

    @property
    def waiting(self) -> int:
        """How many authors have not answered."""
        return sum(item.standing is Standing.WAITS for item in self.lines)

    @property
    def agreed(self) -> int:
        """How many quotations may be shown."""
        return sum(item.standing in (Standing.NAMED, Standing.UNNAMED) for item in self.lines)


@dataclass(frozen=True, slots=True)
class Source:
    """A post or work that is about to be picked, or is in the synthesis, as those see it who choose words from it."""

    title: str
    title_language: str
    # The words in which passages are looked for, by language, that of the post first; none of work, or of what is gone.
    texts: dict[str, str]
    author: str
    address: str
    post_id: int | None = None
    work: WorkFacts | None = None


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """A candidate with the beginning of its words."""

    proposed: Proposed
    piece: Piece
    reasons: tuple[str, ...]
    is_taken: bool

    @property
    def beginning(self) -> str:
        """As much as one reads before opening it."""
        words = " ".join(self.piece.words.split())
        return words if len(words) <= _BEGINNING else f"{words[:_BEGINNING].rsplit(' ', 1)[0]} …"


@dataclass(frozen=True, slots=True)
class CandidatesPage:
    """What of the period may be worth picking, and by what it can be narrowed."""

    synthesis: Synthesis
    lines: tuple[CandidateLine, ...]
    sorts: tuple[Sort, ...]
    languages: tuple[str, ...]
    sort: str
    language: str


@dataclass(frozen=True, slots=True)
class AskedPage:
    """A question to an author, as they see it."""

    quotation: SynthesisQuotation
    title: str
    # Where it is read; 0 as long as it is not published, or not for them.
    synthesis_id: int
    # Whether they may still open the post.
    post_is_there: bool
    shown: Shown
    # Whether they must decide before anything is shown.
    is_open: bool


def written_by(actor: Actor, synthesis_id: int) -> tuple[Synthesis, Place]:
    """A synthesis that somebody may write; hidden where they may not read its category, refused where they may not."""
    synthesis = get_synthesis(synthesis_id)
    place = place_of(actor, synthesis.category_id)
    require_or_hide(may_read(actor, place), no_synthesis().sentence)
    require(may_write(actor, place))
    return synthesis, place


def editor_page(actor: Actor, synthesis_id: int) -> EditorPage:
    """A synthesis as it is being written."""
    synthesis, place = written_by(actor, synthesis_id)
    items = items_of(synthesis_id)
    there = pointed_at(as_written(synthesis))
    by_section: dict[int, list[ItemLine]] = {}
    for item in items:
        by_section.setdefault(item.section_id, []).append(_line(item, synthesis, there))
    return EditorPage(
        synthesis=synthesis,
        category=names_of([place])[place.id],
        sections=tuple(
            SectionLine(section.id, section.heading, section.text, tuple(by_section.get(section.id, ())))
            for section in sections_of(synthesis_id)
        ),
        versions=tuple(versions_of(synthesis_id)),
    )


def preview_of(actor: Actor, synthesis_id: int, site: Site) -> Document:
    """A synthesis as its readers would see it if it were published now."""
    synthesis, place = written_by(actor, synthesis_id)
    theirs = frozenset(one.id for one in readable(places_for(actor), actor))
    written: Written = as_written(synthesis)
    return document_of(synthesis, place, site, written, None, theirs, shown_to=synthesis.reach)


def candidates_page(actor: Actor, synthesis_id: int, sort: str, language: str) -> CandidatesPage:
    """What of its period is worth putting into a synthesis."""
    synthesis, place = written_by(actor, synthesis_id)
    found = candidates_in(place.id, place.course_slug, Period(synthesis.first_day, synthesis.last_day))
    taken = taken_by(synthesis_id)
    wanted = [one for one in found if sort in ("", one.sort.value) and language in ("", one.language)]
    lines = tuple(
        CandidateLine(
            one,
            found[one.candidate],
            tuple(reason_words(one, reason) for reason in one.reasons),
            one.candidate.id in (taken.work_ids if one.candidate.sort is Sort.WORK else taken.post_ids),
        )
        for one in proposed(wanted)
    )
    return CandidatesPage(
        synthesis=synthesis,
        lines=lines,
        sorts=tuple(one for one in Sort if any(candidate.sort is one for candidate in found)),
        languages=tuple(sorted({candidate.language for candidate in found})),
        sort=sort,
        language=language,
    )


def reason_words(one: Proposed, reason: Reason) -> str:
    """Why something is proposed, in words."""
    candidate = one.candidate
    match reason:
        case Reason.ACCEPTED:
            return _("Accepted as the answer")
        case Reason.HELPFUL:
            return ngettext("Helpful to %(num)s person", "Helpful to %(num)s people", candidate.helpful)
        case Reason.ANSWERED:
            return _("A question that was answered")
        case Reason.SUPPORTED:
            return ngettext("%(num)s vote", "%(num)s votes", candidate.votes)
        case Reason.DECIDED:
            return _("An idea with a decision")
        case Reason.DISCUSSED:
            return ngettext("%(num)s answer", "%(num)s answers", candidate.replies)
        case Reason.SUMMED_UP:
            return _("A fishbowl that was summed up")
        case Reason.SHOWN:
            return _("Accepted work that its author shows to everybody")


def source_of_post(actor: Actor, place: Place, post_id: int) -> Source:
    """A post of the category that is about to be picked; raises NotFound, and CannotBe for one of another category."""
    at: PostPage = post_page(actor, post_id)
    if at.place.id != place.id:
        raise CannotBe(_("This post stands in another category than the synthesis."))
    if at.post.state is not PostState.SHOWN or not at.post.html:
        raise CannotBe(_("This post is not shown to everybody, so it cannot be put into a synthesis."))
    return _post_source(place, post_id)


def source_of_work(place: Place, shown_work_id: int) -> Source:
    """Work of the course that is about to be picked; raises CannotBe where it is not public."""
    work = find_work(shown_work_id)
    if work is None or work.course_slug != place.course_slug:
        raise CannotBe(_("This work is not shown to everybody any more, so it cannot be put into the synthesis."))
    return _work_source(work)


def source_of_item(place: Place, item: SynthesisItem) -> Source:
    """What an item points at; with no words where that is gone."""
    if item.shown_work_id is not None:
        work = find_work(item.shown_work_id)
        return _work_source(work) if work is not None else _gone()
    return _post_source(place, item.post_id) if item.post_id is not None else _gone()


def section_choices(sections: Sequence[SynthesisSection]) -> list[tuple[int, str]]:
    """The sections by number, as forms offer them."""
    return [(section.id, section.heading) for section in sections]


def passage_of(item: SynthesisItem) -> str:
    """The words that an item quotes."""
    quotation = find_quotation(item.quotation_id) if item.quotation_id is not None else None
    return quotation.words if quotation is not None else ""


def asked_page(actor: Actor, quotation: SynthesisQuotation) -> AskedPage:
    """What an author is asked, with what is shown of it now."""
    synthesis = get_synthesis(quotation.synthesis_id)
    post = posts_with([quotation.post_id]).get(quotation.post_id)
    reads = frozenset(place.id for place in readable(places_for(actor), actor))
    asked = Asked(quotation.reach, quotation.answer, quotation.agreed_at is not None)
    shown_to = synthesis.shown_to
    may_open = shown_to is not None and (shown_to is not Reach.CATEGORY or synthesis.category_id in reads)
    return AskedPage(
        quotation=quotation,
        title=synthesis.title,
        synthesis_id=synthesis.id if may_open else 0,
        post_is_there=post is not None and post.is_shown and post.category_id in reads,
        shown=shown_of(asked, quotation.reach),
        is_open=quotation.answer is None,
    )


def _line(item: SynthesisItem, synthesis: Synthesis, there: PointedAt) -> ItemLine:
    post = there.posts.get(item.post_id) if item.post_id is not None else None
    work = there.works.get(item.shown_work_id) if item.shown_work_id is not None else None
    kept = there.quotations.get(item.quotation_id) if item.quotation_id is not None else None
    # What was moved elsewhere may be hidden there.
    is_here = post is not None and post.category_id == synthesis.category_id
    source = work_words(work.title) if work is not None else source_words(post, names_thread=is_here)
    return ItemLine(
        id=item.id,
        sentence=item.sentence,
        source=source or _("What stood here is gone; only your sentence is left."),
        passage=kept.words if kept is not None else "",
        passage_language=kept.language if kept is not None else "",
        standing=_standing(kept, synthesis.reach),
        asked_at=kept.asked_at if kept is not None else None,
        quotation_id=kept.id if kept is not None else None,
        may_remind=kept is not None and may_be_reminded(kept.asked_at, kept.reminded_at, kept.answer, clock.now()),
    )


def _standing(kept: QuotationFacts | None, reach: Reach) -> Standing:
    if kept is None:
        return Standing.NONE
    if kept.answer is None:
        return Standing.WAITS if kept.is_still_said else Standing.CHANGED
    if kept.answer is Answer.NO:
        return Standing.REFUSED
    if not kept.is_still_said or not kept.reach.covers(reach):
        return Standing.CHANGED
    return Standing.NAMED if kept.answer is Answer.NAMED else Standing.UNNAMED


def _post_source(place: Place, post_id: int) -> Source:
    post = posts_with([post_id]).get(post_id)
    if post is None or not post.is_shown or post.category_id != place.id:
        return _gone()
    return Source(
        title=post.thread_title,
        title_language=post.thread_language,
        texts={post.language: post.text, **translations_of(post_id)},
        author=place_words(post),
        address=f"/forum/posts/{post_id}",
        post_id=post_id,
    )


def _work_source(work: WorkFacts) -> Source:
    return Source(
        title=work.title,
        title_language=work.language,
        texts={},
        author=work.author,
        address=f"/courses/{work.course_slug}/examples/{work.id}",
        work=work,
    )


def _gone() -> Source:
    return Source(_("What stood here is gone; only your sentence is left."), "", {}, "", "")
