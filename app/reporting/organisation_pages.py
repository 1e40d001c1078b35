"""What the report of an organisation shows: figures that tell nobody on, and the progress of who agreed."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.accounts.actors import Actor
from app.accounts.roles import Role
from app.content.course import Course
from app.platform.errors import NotFound
from app.platform.i18n import _
from app.platform.paging import PageOf
from app.reporting.branches import Branches
from app.reporting.organisation_queries import (
    OrganisationLine,
    UnnamedCounts,
    all_organisations,
    count_organisations,
    find_organisation_line,
    named_counts,
    named_enrolments,
    organisations_of,
    present_branches,
    unnamed_counts,
)
from app.reporting.pages import LearnerLine, lines_of, published_courses
from app.reporting.policy import may_see_organisation
from app.reporting.suppression import shown, tree_of

_ROWS = 50


@dataclass(frozen=True, slots=True)
class Figure:
    """How many people: those who share their progress, exactly, and of the others at least so many, or None."""

    named: int
    others: int | None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.named and self.others is None


@dataclass(frozen=True, slots=True)
class CourseFigures:
    """One course; `course` is None when it is no longer published."""

    slug: str
    course: Course | None
    completed: Figure
    others: Figure


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """An organisation with all that is part of it; `parts` are those directly below it."""

    organisation: OrganisationLine
    parts: tuple[OrganisationLine, ...]
    courses: tuple[CourseFigures, ...]
    learners: PageOf[LearnerLine]


def organisation_page(actor: Actor, organisation_id: int, number: int) -> OrganisationPage:
    """The report of an organisation; raises NotFound for whoever may not see it, as if there were none."""
    branches = present_branches()
    organisation = find_organisation_line(organisation_id)
    if organisation is None or not may_see_organisation(actor, branches.above(organisation_id)):
        raise NotFound(_("There is no report at this address, or it is for those who look after that organisation."))
    branch = tuple(branches.below(organisation_id))
    named = named_counts(branch)
    courses = published_courses()
    total = sum(named.values())
    number = min(max(1, number), PageOf((), 1, _ROWS, total).last)
    facts = named_enrolments(branch, offset=(number - 1) * _ROWS, limit=_ROWS)
    return OrganisationPage(
        organisation=organisation,
        parts=tuple(organisations_of(branches.children.get(organisation_id, ()))),
        courses=_figures(organisation_id, branches, named, courses),
        learners=PageOf(lines_of(facts, courses), number, _ROWS, total),
    )


def organisations_page(actor: Actor, number: int) -> PageOf[OrganisationLine]:
    """The organisations that somebody may choose from: those they look after, or all."""
    if not may_see_organisation(actor, ()):
        scopes = actor.scopes_of(Role.ORGANISATION_MANAGER)
        mine = organisations_of([int(scope) for scope in scopes if scope.isdecimal()])
        return PageOf(mine, 1, max(1, len(mine)), len(mine))
    total = count_organisations()
    number = min(max(1, number), PageOf((), 1, _ROWS, total).last)
    return PageOf(all_organisations(offset=(number - 1) * _ROWS, limit=_ROWS), number, _ROWS, total)


def _figures(
    organisation_id: int,
    branches: Branches,
    named: Mapping[tuple[str, bool], int],
    courses: Mapping[str, Course],
) -> tuple[CourseFigures, ...]:
    """The courses of which there is anything to show; the whole tree decides what is hidden, not what is seen of it."""
    top = branches.above(organisation_id)[-1]
    told = _told(organisation_id, top, branches, unnamed_counts(tuple(branches.below(top))))
    slugs = {slug for slug, _is_completed in {*named, *told}}
    lines = [
        CourseFigures(slug, courses.get(slug), *(_figure(slug, done, named, told) for done in (True, False)))
        for slug in slugs
    ]
    seen = [line for line in lines if not (line.completed.is_empty and line.others.is_empty)]
    return tuple(sorted(seen, key=lambda line: (line.course.title if line.course else line.slug).casefold()))


def _told(
    organisation_id: int, top: int, branches: Branches, counts: UnnamedCounts
) -> Mapping[tuple[str, bool], int | None]:
    return {what: shown(tree_of(top, branches.children, of)).whole.get(organisation_id) for what, of in counts.items()}


def _figure(
    slug: str,
    is_completed: bool,
    named: Mapping[tuple[str, bool], int],
    told: Mapping[tuple[str, bool], int | None],
) -> Figure:
    what = (slug, is_completed)
    return Figure(named.get(what, 0), told.get(what))
