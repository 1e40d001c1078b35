"""What the pages about shown work show: to its author, to whoever looks at it first, to everybody."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from app.accounts.actors import Actor
from app.accounts.models import User
from app.content.course import Assignment, Course
from app.library.queries import edition_of_revision
from app.peerreview.anonymity import Found, traces_in
from app.peerreview.pages import WorkShown, all_words, identity_of, work_shown
from app.peerreview.queries import Paper, find_paper
from app.peerreview.received import RoundKept
from app.peerreview.sharing import LICENCES, LicenceText, State
from app.peerreview.sharing_models import ShownWork
from app.peerreview.sharing_policy import courses_looked_after, is_accepted, may_accept, may_decline
from app.peerreview.sharing_queries import find_shown, find_shown_of, name_of, shown_in
from app.platform.errors import Gone, NotFound
from app.platform.i18n import _, language
from app.platform.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class SharingPanel:
    """Whether accepted work is shown to others, for its author; `state` is None where it never was."""

    state: State | None
    shown_id: int
    title: str
    answer: str
    withdrawn_at: datetime | None
    is_accepted: bool

    @property
    def may_be_offered(self) -> bool:
        """Whether the way to offer it is there."""
        return self.is_accepted and self.state not in (State.WAITING, State.PUBLIC)


@dataclass(frozen=True, slots=True)
class SharePage:
    """Just what everybody would read, of the version with this number, and what in it tells who wrote it."""

    number: int
    shown: WorkShown
    has_words: bool
    traces: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class ExamplePage:
    """Shown work with all that its author told of it; `author` is empty where they are not named."""

    id: int
    state: State
    title: str
    licence: LicenceText
    place: str
    country: str
    sdgs: tuple[str, ...]
    author: str
    consented_at: datetime
    course: Course
    assignment: Assignment
    shown: WorkShown


@dataclass(frozen=True, slots=True)
class LookPage:
    """Shown work before it is public, and what may be done with it."""

    example: ExamplePage
    may_accept: Verdict
    may_decline: Verdict


@dataclass(frozen=True, slots=True)
class ShownLine:
    """Shown work in the list of those who look at it."""

    id: int
    title: str
    language: str
    place: str
    moment: datetime


@dataclass(frozen=True, slots=True)
class ShownList:
    """What waits for a look, the eldest first, and what is public, the latest first."""

    waiting: tuple[ShownLine, ...]
    public: tuple[ShownLine, ...]


def sharing_panel(kept: RoundKept) -> SharingPanel | None:
    """What the page of reviews says of showing a round; None for work that was neither offered nor may be."""
    shown = find_shown_of(kept.submission_id)
    has_passed = is_accepted(kept.value)
    if shown is None:
        return SharingPanel(None, 0, "", "", None, is_accepted=True) if has_passed else None
    return SharingPanel(
        state=shown.state,
        shown_id=shown.id,
        title=shown.title,
        answer=shown.answer,
        withdrawn_at=shown.withdrawn_at,
        is_accepted=has_passed,
    )


def share_page(submission_id: int, author: User) -> SharePage:
    """What offering a submission would show; raises NotFound when it is withdrawn."""
    paper = _paper(submission_id)
    _course, _assignment, shown = _shown(paper)
    words = all_words(shown.work)
    return SharePage(paper.number, shown, bool(words.strip()), traces_in(words, identity_of(author)))


def example_page(slug: str, shown_id: int) -> ExamplePage:
    """A public example; raises NotFound, and Gone where there was one."""
    shown = find_shown(shown_id)
    if shown is None or shown.course_slug != slug or shown.accepted_at is None:
        raise NotFound(_("There is no example at this address."))
    if shown.state is not State.PUBLIC:
        raise Gone(_("This example was withdrawn. It is shown nowhere on this site any more."))
    return _example(shown)


def look_page(shown: ShownWork, user_id: int) -> LookPage:
    """Shown work as those see it who decide on it."""
    return LookPage(_example(shown), may_accept(shown.state, shown.author_id, user_id), may_decline(shown.state))


def shown_list(actor: Actor) -> ShownList:
    """The work that is or wants to be shown in the courses somebody looks after."""
    waiting, public = shown_in(courses_looked_after(actor))
    return ShownList(_lines(waiting), _lines(public))


def _lines(found: Collection[ShownWork]) -> tuple[ShownLine, ...]:
    return tuple(
        ShownLine(one.id, one.title, one.language, one.place, one.accepted_at or one.consented_at) for one in found
    )


def _example(shown: ShownWork) -> ExamplePage:
    paper = _paper(shown.submission_id)
    if paper.number != shown.version_number:
        raise Gone(_("Its author agreed to show another version of this work, so this one is not shown."))
    course, assignment, work = _shown(paper)
    return ExamplePage(
        id=shown.id,
        state=shown.state,
        title=shown.title,
        licence=LICENCES[shown.licence],
        place=shown.place,
        country=shown.country,
        sdgs=tuple(shown.sdgs),
        author=name_of(shown.author_id) if shown.shows_name else "",
        consented_at=shown.consented_at,
        course=course,
        assignment=assignment,
        shown=work,
    )


def _paper(submission_id: int) -> Paper:
    paper = find_paper(submission_id)
    if paper is None:
        raise NotFound(_("This work was withdrawn. Nothing was changed."))
    return paper


def _shown(paper: Paper) -> tuple[Course, Assignment, WorkShown]:
    """The work as its reviewers saw it, but for its files: nobody can be sure which names stand in them."""
    edition = edition_of_revision(paper.revision_id).in_language(language())
    unit = edition.places[edition.renamed.get(paper.unit_key, paper.unit_key)].unit
    assert isinstance(unit, Assignment)
    return edition.course, unit, work_shown(unit, replace(paper.work, file_ids=()))
