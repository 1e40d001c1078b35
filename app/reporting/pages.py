"""What the report shows, on a page and as a table to take away."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.accounts.countries import country_name, in_alphabet
from app.accounts.people_queries import told_countries
from app.content.course import Course
from app.library.queries import all_editions
from app.platform.i18n import _, locale
from app.platform.paging import PageOf
from app.platform.spreadsheets import Cell
from app.progress.completion import Standing, standing_in
from app.progress.queries import Keys, keys_by_enrolment
from app.reporting.filters import Filters, Order, Status, share, status_of
from app.reporting.queries import (
    CourseCounts,
    EnrolmentFacts,
    PeopleCounts,
    all_enrolments,
    count_people,
    counts_by_course,
    enrolled_course_slugs,
    find_enrolments,
)

_ROWS = 50


@dataclass(frozen=True, slots=True)
class LearnerLine:
    """One person in one course; `course` and `standing` are None when the course is no longer published."""

    facts: EnrolmentFacts
    country: str
    course: Course | None
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class CourseLine:
    """What became of everybody in one course; `course` is None when it is no longer published."""

    counts: CourseCounts
    course: Course | None
    percent_completed: int


@dataclass(frozen=True, slots=True)
class CompletionsPage:
    """Who completed what: one figure, the courses, the people. The pairs hold value and label for the lists."""

    filters: Filters
    order: Order
    people: PeopleCounts
    courses: tuple[CourseLine, ...]
    learners: PageOf[LearnerLine]
    course_choices: tuple[tuple[str, str], ...]
    country_choices: tuple[tuple[str, str], ...]


def completions_page(filters: Filters, order: Order, number: int) -> CompletionsPage:
    """A page of the report; a number beyond the last page means the last."""
    courses = published_courses()
    counts = counts_by_course(filters)
    total = sum(each.enrolled for each in counts)
    number = min(max(1, number), PageOf((), 1, _ROWS, total).last)
    facts = find_enrolments(filters, order, offset=(number - 1) * _ROWS, limit=_ROWS)
    return CompletionsPage(
        filters=filters,
        order=order,
        people=count_people(filters),
        courses=tuple(
            CourseLine(each, courses.get(each.course_slug), share(each.completed, each.enrolled)) for each in counts
        ),
        learners=PageOf(lines_of(facts, courses), number, _ROWS, total),
        course_choices=_course_choices(courses, filters.within),
        country_choices=_country_choices(),
    )


def completions_header() -> tuple[str, ...]:
    """The names of the columns of `completions_rows`."""
    return (
        _("Name"),
        _("E-mail"),
        _("Organisation"),
        _("Country"),
        _("Country code"),
        _("Course"),
        _("Course address"),
        _("Status"),
        _("Units done"),
        _("Units required"),
        _("Per cent done"),
        _("Enrolled on"),
        _("Last seen on"),
        _("Completed on"),
        _("Left on"),
    )


def completions_rows(filters: Filters) -> Iterator[Sequence[Cell]]:
    """Every enrolment that matches, in the order in which people enrolled. Days are in UTC."""
    courses = published_courses()
    names = {
        Status.IN_PROGRESS: _("in progress"),
        Status.COMPLETED: _("completed"),
        Status.LEFT: _("left before completing"),
    }
    for batch in all_enrolments(filters):
        for line in lines_of(batch, courses):
            yield _cells(line, names)


def _cells(line: LearnerLine, names: Mapping[Status, str]) -> tuple[Cell, ...]:
    facts, standing = line.facts, line.standing
    return (
        facts.name,
        facts.email,
        facts.organisation,
        line.country,
        facts.country,
        line.course.title if line.course else facts.course_slug,
        facts.course_slug,
        names[status_of(completed_at=facts.completed_at, left_at=facts.left_at)],
        standing.done if standing else None,
        standing.required if standing else None,
        standing.percent if standing else None,
        _day(facts.enrolled_at),
        _day(facts.last_seen_at),
        _day(facts.completed_at),
        _day(facts.left_at),
    )


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()


def lines_of(batch: Sequence[EnrolmentFacts], courses: Mapping[str, Course]) -> list[LearnerLine]:
    """Enrolments with their courses and how far each person is."""
    keys_of = keys_by_enrolment(facts.enrolment_id for facts in batch)
    lines = []
    for facts in batch:
        course = courses.get(facts.course_slug)
        standing = standing_in(course, keys_of.get(facts.enrolment_id, Keys()).done) if course else None
        lines.append(LearnerLine(facts, country_name(facts.country, locale()), course, standing))
    return lines


def published_courses() -> dict[str, Course]:
    """The courses that learners see now, by slug."""
    return {edition.course.slug: edition.course for edition in all_editions()}


def _course_choices(courses: Mapping[str, Course], within: frozenset[str] | None) -> tuple[tuple[str, str], ...]:
    unpublished = {slug: slug for slug in enrolled_course_slugs() if slug not in courses}
    every = {slug: course.title for slug, course in courses.items()} | unpublished
    titles = {slug: title for slug, title in every.items() if within is None or slug in within}
    return tuple(sorted(titles.items(), key=lambda pair: pair[1].casefold()))


def _country_choices() -> tuple[tuple[str, str], ...]:
    names = {code: country_name(code, locale()) for code in told_countries()}
    return in_alphabet(names.items())
