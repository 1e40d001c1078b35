"""What the public pages show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.accounts.actors import Actor
from app.catalogue.finding import Wish, find_courses, goal_of
from app.catalogue.opinions import Rated, opinions
from app.cohorts.entering import way_into
from app.content.calls import Call
from app.content.course import Course, Term, Unit
from app.content.vocabulary import place_in_alphabet
from app.enrolment.participation import Participation
from app.library.editions import Edition
from app.library.queries import all_editions, get_edition
from app.organisations.policy import may_arrange, may_see_names
from app.organisations.queries import Holder, titles_by_course
from app.platform import clock
from app.platform.errors import NotFound
from app.platform.i18n import _, language
from app.platform.recent import recent
from app.platform.verdicts import Verdict
from app.progress.completion import Standing, standing_in
from app.progress.queries import Attendance, attendance_by_course, find_seat, studies_of

_COURSES_AT_HOME = 3
_NOBODY = Attendance(learners=0, graduates=0)


@dataclass(frozen=True, slots=True)
class CourseCard:
    """A course in a list; goals are numbers as text."""

    edition: Edition
    course: Course
    goals: tuple[str, ...]
    graduates: int


@dataclass(frozen=True, slots=True)
class Resume:
    """The course somebody stopped in."""

    course: Course
    standing: Standing


@dataclass(frozen=True, slots=True)
class HomePage:
    """Who this is for, three courses worth the time, where I stopped."""

    cards: tuple[CourseCard, ...]
    number_of_courses: int
    resume: Resume | None


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer: only what at least one course has."""

    sdgs: tuple[str, ...]
    agendas: tuple[str, ...]
    languages: tuple[str, ...]
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """The list of courses, with the wish it answers."""

    cards: tuple[CourseCard, ...]
    wish: Wish
    choices: Choices
    number_of_courses: int


@dataclass(frozen=True, slots=True)
class CoursePage:
    """A course before enrolling."""

    edition: Edition
    course: Course
    goals: tuple[str, ...]
    learners: int
    graduates: int
    part: Participation | None
    standing: Standing | None
    is_completed: bool
    lessons: int
    quizzes: int
    assignments: int
    # The call to apply to where learners are chosen: the one that is open, or else the next; None where there is none.
    call: Call | None
    may_enrol: Verdict

    @property
    def is_call_open(self) -> bool:
        """Whether somebody can apply now."""
        return self.call is not None and self.call.is_open_at(clock.now())

    # Named to people with an account; empty for visitors.
    titles: tuple[Holder, ...]
    may_give_titles: Verdict
    # What people think of it; None while too few have said so.
    rating: Rated | None
    may_review: Verdict
    may_see_reviews: Verdict


@dataclass(frozen=True, slots=True)
class GlossaryPage:
    """The words a course explains."""

    course: Course
    # In the order of the alphabet.
    words: tuple[Term, ...]


def home_page(actor: Actor) -> HomePage:
    """The front page for a visitor, or for a person who may have stopped somewhere."""
    editions = all_editions()
    attendance = _attendance()
    cards = [_card(edition, attendance) for edition in find_courses(editions, Wish())]
    return HomePage(
        cards=tuple(cards[:_COURSES_AT_HOME]),
        number_of_courses=len(editions),
        resume=_resume(actor),
    )


def catalogue_page(wish: Wish) -> CataloguePage:
    """The courses that answer a wish."""
    editions = all_editions()
    attendance = _attendance()
    return CataloguePage(
        cards=tuple(_card(edition, attendance) for edition in find_courses(editions, wish)),
        wish=wish,
        choices=_choices([edition.course for edition in editions]),
        number_of_courses=len(editions),
    )


def course_page(actor: Actor, slug: str, wanted: str) -> CoursePage:
    """A course as somebody who thinks of enrolling wants to see it; raises NotFound.

    `wanted` is the language asked for, empty for the one the visitor reads the site in.
    """
    seat = find_seat(actor.user_id, slug)
    if seat is None:
        raise NotFound(_("There is no course at this address. It may have been renamed; look in the list of courses."))
    edition = _read(seat.edition, wanted or (seat.part.content_language if seat.part else ""))
    course = edition.course
    attendance = _attendance().get(slug, _NOBODY)
    units = list(course.units())
    return CoursePage(
        edition=edition,
        course=course,
        goals=_goals(course),
        learners=attendance.learners,
        graduates=attendance.graduates,
        part=seat.part,
        standing=standing_in(course, seat.done_keys) if seat.part else None,
        is_completed=seat.completed_at is not None,
        lessons=_count(units, "lesson"),
        quizzes=_count(units, "quiz"),
        assignments=_count(units, "assignment"),
        call=_call_of(course),
        may_enrol=way_into(course, actor.user_id, seat.part),
        titles=tuple(_titles().get(slug, ())) if may_see_names(actor) else (),
        may_give_titles=may_arrange(actor),
        rating=recent("ratings of courses", opinions().ratings).get(slug),
        may_review=opinions().may_review(actor, slug, has_completed=seat.completed_at is not None),
        may_see_reviews=opinions().may_see(actor, slug),
    )


def _call_of(course: Course) -> Call | None:
    """The call that is open, or else the one that opens next; read from the course, so that no statement is needed."""
    coming = (call for call in course.calls if clock.now() < call.closes_at)
    return min(coming, key=lambda call: (call.closes, call.key), default=None)


def glossary_page(slug: str, wanted: str) -> GlossaryPage:
    """The words of a course, in the language wanted or else in that of the site; raises NotFound."""
    course = _read(get_edition(slug), wanted).course
    return GlossaryPage(course, tuple(sorted(course.glossary, key=lambda term: place_in_alphabet(term.name))))


def _read(edition: Edition, wanted: str) -> Edition:
    return edition.as_read(chosen=wanted, interface=language())


def _attendance() -> Mapping[str, Attendance]:
    return recent("attendance", attendance_by_course)


def _titles() -> Mapping[str, Sequence[Holder]]:
    return recent("titles on courses", titles_by_course)


def _card(edition: Edition, attendance: Mapping[str, Attendance]) -> CourseCard:
    edition = _read(edition, "")
    course = edition.course
    return CourseCard(edition, course, _goals(course), attendance.get(course.slug, _NOBODY).graduates)


def _goals(course: Course) -> tuple[str, ...]:
    return tuple(dict.fromkeys(goal_of(mark) for mark in course.sdgs))


def _count(units: list[Unit], kind: str) -> int:
    return sum(unit.kind == kind for unit in units)


def _resume(actor: Actor) -> Resume | None:
    """The course seen last of those that are neither left nor completed."""
    if actor.user_id is None:
        return None
    for study in studies_of(actor.user_id):
        if study.part.is_active and study.completed_at is None and study.edition is not None:
            course = _read(study.edition, study.part.content_language).course
            return Resume(course, standing_in(course, study.done_keys))
    return None


def _choices(courses: list[Course]) -> Choices:
    return Choices(
        sdgs=tuple(sorted({goal for course in courses for goal in _goals(course)}, key=int)),
        agendas=tuple(sorted({agenda for course in courses for agenda in course.agendas})),
        languages=tuple(sorted({language for course in courses for language in course.languages})),
        levels=tuple(dict.fromkeys(level for level in _LEVELS if any(course.level == level for course in courses))),
    )


_LEVELS = ("introductory", "intermediate", "advanced")
