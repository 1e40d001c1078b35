"""What the pages of invitations show, and how what is wrong with a table is said."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from app.accounts.actors import Actor
from app.accounts.roles import EVERYWHERE, Role
from app.content.course import Course
from app.invitations.batches import MOST_LETTERS, PAUSE, faulty_rows
from app.invitations.columns import Column
from app.invitations.letters import Invite, Occasion
from app.invitations.policy import Target, is_staff, may_see
from app.invitations.queries import (
    Batch,
    Invitee,
    Link,
    Standing,
    batches_by,
    branches_of,
    count_batches_by,
    count_links_by,
    count_to_be_reminded,
    faulty_rows_of,
    find_batch,
    find_link,
    inviter_of,
    links_by,
    people_in,
    standing_of,
    target_of,
)
from app.invitations.table import Fault, FaultKind, FaultyRow, Unreadable
from app.library.queries import all_editions, find_edition
from app.organisations.queries import named
from app.platform import clock
from app.platform.errors import NotFound
from app.platform.i18n import _, language, speaking
from app.platform.letters import Letter
from app.platform.paging import PageOf
from app.platform.spreadsheets import Cell

_ROWS = 50
_LINES = 20
_FAULTS = 50
# Ten thousand invitations take some seconds.
_LATE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Choice:
    """To what somebody may invite. `branch` is None for who may name any organisation."""

    courses: tuple[tuple[str, str], ...]
    branch: tuple[tuple[str, str], ...] | None
    # Whether they may invite to nothing but a course, or to a course alone besides.
    needs_course: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A batch in the list; `course` is None where there is none, or it is not published any more."""

    batch: Batch
    course: Course | None


@dataclass(frozen=True, slots=True)
class FaultLine:
    """A faulty row with what is wrong in it, in sentences."""

    row: FaultyRow
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BatchPage:
    """A batch: before it is sent what was read and a letter as it will be, afterwards what has become of it."""

    batch: Batch
    target: Target
    course: Course | None
    faults: tuple[FaultLine, ...]
    sample: Letter | None = None
    sample_language: str = ""
    standing: Standing | None = None
    people: PageOf[Invitee] | None = None
    # How many would get another letter now.
    to_be_reminded: int = 0
    # Whether the invitations should have been made by now.
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link in the list."""

    link: Link
    course: Course | None


def choice_of(actor: Actor) -> Choice:
    """The courses and organisations that somebody may invite to."""
    courses = tuple((slug, course.title) for slug, course in _courses().items())
    if is_staff(actor):
        return Choice(courses, None, needs_course=False)
    managed = {int(scope) for scope in actor.scopes_of(Role.ORGANISATION_MANAGER) if scope.isdecimal()}
    branch = tuple((str(number), name) for number, name in branches_of(managed))
    facilitated = actor.scopes_of(Role.FACILITATOR)
    if not managed and EVERYWHERE not in facilitated:
        courses = tuple(pair for pair in courses if pair[0] in facilitated)
    return Choice(courses, branch, needs_course=bool(facilitated))


def organisation_named(name: str) -> int | str | None:
    """The number of the organisation that staff mean, None for none, or a sentence on why it cannot be told."""
    if not name:
        return None
    found = named(name)
    if len(found) == 1:
        return found[0].id
    if not found:
        return _("There is no organisation of this name on the site. Check how it is written there.")
    told = ", ".join(f"{one.id} ({one.country})" for one in found[:5])
    return _("Several organisations have this name. Type the number of the one you mean: %(numbers)s", numbers=told)


def batches_page(actor: Actor, number: int) -> PageOf[Line]:
    """The batches that somebody sent, for staff all, the newest first."""
    whose = None if is_staff(actor) else actor.user_id
    courses = _courses()
    number = max(1, number)
    rows = [
        Line(one, courses.get(one.course_slug)) for one in batches_by(whose, offset=(number - 1) * _LINES, limit=_LINES)
    ]
    return PageOf(rows, number, _LINES, count_batches_by(whose))


def links_page(actor: Actor, number: int) -> PageOf[LinkLine]:
    """The links that somebody made, for staff all, the newest first."""
    whose = None if is_staff(actor) else actor.user_id
    courses = _courses()
    number = max(1, number)
    rows = [
        LinkLine(one, courses.get(one.course_slug))
        for one in links_by(whose, offset=(number - 1) * _LINES, limit=_LINES)
    ]
    return PageOf(rows, number, _LINES, count_links_by(whose))


def batch_seen_by(actor: Actor, batch_id: int) -> tuple[Batch, Target]:
    """A batch and what it invites to; raises NotFound for whoever may not see it."""
    batch = find_batch(batch_id)
    if batch is not None:
        target = target_of(batch.course_slug, batch.organisation_id)
        if may_see(actor, batch.made_by, target):
            return batch, target
    raise NotFound(
        _("There are no such invitations. They may have been forgotten: what is not sent is kept for a week.")
    )


def link_seen_by(actor: Actor, link_id: int) -> Link:
    """A link; raises NotFound for whoever may not see it."""
    link = find_link(link_id=link_id)
    if link is not None and may_see(actor, link.made_by, target_of(link.course_slug, link.organisation_id)):
        return link
    raise NotFound(_("There is no such link."))


def batch_page(actor: Actor, batch_id: int, number: int) -> BatchPage:
    """A batch as somebody may see it."""
    batch, target = batch_seen_by(actor, batch_id)
    course = _course(batch.course_slug)
    faults = tuple(FaultLine(row, sentences_on(row)) for row in faulty_rows(faulty_rows_of(batch.id)[:_FAULTS]))
    if batch.sent_at is None:
        if not batch.findings["ready"]:
            return BatchPage(batch, target, course, faults)
        spoken, sample = _sample(batch)
        return BatchPage(batch, target, course, faults, sample, spoken)
    number = max(1, number)
    standing = standing_of(batch.id)
    people = people_in(batch.id, offset=(number - 1) * _ROWS, limit=_ROWS)
    return BatchPage(
        batch,
        target,
        course,
        faults,
        standing=standing,
        people=PageOf(people, number, _ROWS, standing.all),
        to_be_reminded=count_to_be_reminded(batch.id, clock.now() - PAUSE, MOST_LETTERS),
        is_late=batch.rows_left > 0 and batch.sent_at < clock.now() - _LATE,
    )


def faults_header() -> Sequence[str]:
    """The columns of the table of faulty rows; those that we read are named so that we read them again."""
    return (*(column.value for column in Column), _("Row"), _("What is wrong"))


def faults_rows(batch_id: int) -> Iterator[Sequence[Cell]]:
    """Every faulty row with what is wrong in it."""
    for row in faulty_rows(faulty_rows_of(batch_id)):
        yield (*row.cells, row.number, " ".join(sentences_on(row)))


def sentences_on(row: FaultyRow) -> tuple[str, ...]:
    """What is wrong in a row."""
    return tuple(_sentence_on(fault) for fault in row.faults)


def _sentence_on(fault: Fault) -> str:
    value = fault.value
    if fault.kind is FaultKind.NO_EMAIL:
        return _("There is no e-mail address.")
    if fault.kind is FaultKind.NOT_AN_EMAIL:
        return _("“%(value)s” does not look like an e-mail address.", value=value)
    if fault.kind is FaultKind.TWICE:
        return _("“%(value)s” stands in row %(row)s already.", value=value, row=fault.other)
    if fault.kind is FaultKind.TOO_LONG:
        what = _("name") if fault.column == Column.NAME else _("organisation")
        return _("This is too long (%(what)s): use at most %(max)s characters.", what=what, max=fault.other)
    if fault.kind is FaultKind.LINK:
        return _("“%(value)s” holds a web address. Take it out.", value=value)
    if fault.kind is FaultKind.COUNTRY:
        return _(
            "“%(value)s” is no country that we know. Use its name or its two letters, or leave it empty.", value=value
        )
    if fault.kind is FaultKind.LANGUAGE:
        return _("“%(value)s” is no language of this site. Leave it empty to use that of the others.", value=value)
    if fault.kind is FaultKind.REFUSED:
        return _("“%(value)s” asked for no more invitations.", value=value)
    return _("“%(value)s” has this invitation already.", value=value)


def sentence_of(unreadable: Unreadable) -> str:
    """Why no table could be read, and what to do."""
    return {
        "empty": lambda: _("There is nobody in this table. Nothing was kept; check that it is the right file."),
        "workbook": lambda: _(
            "This is a workbook of a spreadsheet program. Save it as CSV there (“Save as”), and choose that file."
        ),
        "binary": lambda: _("This file is not a table of text. Choose a CSV file."),
        "rows": lambda: _("This table has more than 10,000 rows. Divide it into several."),
        "quote": lambda: _(
            'A quotation mark is opened and never closed, or a cell is much too long. Look for a single " and take it out.'
        ),
        "heading": lambda: _("No column is called “email”. Name the column of addresses so, and send the table again."),
    }[unreadable.why]()


def course_of(slug: str) -> Course | None:
    """The course in the reader's language, if it is published."""
    return _course(slug)


def _courses() -> Mapping[str, Course]:
    """All courses in the reader's language, by one statement."""
    return {one.course.slug: one.in_language(language()).course for one in all_editions()}


def _course(slug: str) -> Course | None:
    edition = find_edition(slug) if slug else None
    return None if edition is None else edition.in_language(language()).course


def _sample(batch: Batch) -> tuple[str, Letter]:
    """The language of the first one, and the letter that they get in it."""
    name, email, told, _has_account = batch.findings["first"][0]
    inviter, workplace = inviter_of(batch.made_by)
    edition = find_edition(batch.course_slug) if batch.course_slug else None
    occasion = Occasion(inviter, workplace, batch.organisation, edition)
    spoken = told or batch.language
    with speaking(spoken):
        return spoken, Invite("", "", email, name, spoken, occasion).compose()
