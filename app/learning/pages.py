"""What the pages of the classroom show."""

from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup

from app.accounts.actors import Actor
from app.assessment.pages import QuizPanel, quiz_panel
from app.certificates.queries import codes_of, find_certificate_of_enrolment
from app.content.course import Assignment, Course, Unit
from app.enrolment.participation import Participation
from app.learning.desk_pages import ReviewPanel, review_panel
from app.learning.outline import unit_to_resume
from app.learning.outline_html import outline_html, progress_html
from app.learning.policy import may_study
from app.learning.received_pages import ReceivedPanel, received_panel
from app.library.editions import Edition, Place, language_to_read
from app.peerreview.pages import WorkPanel, work_panel
from app.peerreview.sharing_queries import ExampleLine, examples_of
from app.peerreview.stages import Stage
from app.peerreview.whereabouts import tasks_to_review
from app.platform.errors import NotFound, Refused, WayOn
from app.platform.i18n import _, language
from app.progress.completion import Standing, is_done, standing_in, units_waiting
from app.progress.queries import Seat, Study, find_seat, studies_of


@dataclass(frozen=True, slots=True)
class EnrolmentPage:
    """Before the classroom: what the course is, and what the learner hopes for."""

    edition: Edition
    course: Course
    part: Participation | None


@dataclass(frozen=True, slots=True)
class UnitPage:
    """A lesson, quiz or assignment with all that surrounds it."""

    edition: Edition
    course: Course
    part: Participation
    place: Place
    unit: Unit
    is_done: bool
    is_course_completed: bool
    done_keys: frozenset[str]
    handed_in_keys: frozenset[str]
    quiz: QuizPanel | None
    work: WorkPanel | None
    # None before the first work is handed in.
    reviewing: ReviewPanel | None
    received: ReceivedPanel | None
    # Work that colleagues show for this assignment.
    examples: tuple[ExampleLine, ...]

    @property
    def progress_html(self) -> Markup:
        """How far the learner is in the course."""
        return progress_html(standing_in(self.course, self.done_keys))

    @property
    def outline_html(self) -> Markup:
        """The outline beside the unit."""
        return outline_html(self.edition, self.done_keys, self.handed_in_keys, self.unit.key)


@dataclass(frozen=True, slots=True)
class CompletionPage:
    """How the course stands for one learner: what is missing, or that it is completed."""

    edition: Edition
    course: Course
    part: Participation
    standing: Standing
    completed_at: datetime | None
    certificate_code: str | None
    resume: Unit


@dataclass(frozen=True, slots=True)
class MyCourse:
    """A course of mine; `resume` is None when the course is no longer published.

    `handed_in` are the units whose work is handed in and that are not done yet; `to_review` those for which somebody
    else's work can be reviewed now.
    """

    slug: str
    title: str
    language: str
    standing: Standing | None
    handed_in: tuple[Unit, ...]
    to_review: tuple[Unit, ...]
    resume: Unit | None
    resume_module: int
    completed_at: datetime | None
    certificate_code: str | None
    has_left: bool


@dataclass(frozen=True, slots=True)
class MyLearningPage:
    """All my courses: the one to go on with, the others, the completed, those I left."""

    now: MyCourse | None
    others: tuple[MyCourse, ...]
    completed: tuple[MyCourse, ...]
    left: tuple[MyCourse, ...]


def seat_in(actor: Actor, slug: str) -> Seat:
    """The course with the actor's part in it, in the language they read it in; raises NotFound."""
    seat = find_seat(actor.user_id, slug)
    if seat is None:
        raise NotFound(_("There is no course at this address. It may have been renamed; look in the list of courses."))
    return replace(seat, edition=seat.edition.in_language(reading_language(seat)))


def reading_language(seat: Seat) -> str:
    """The language in which the actor reads the course."""
    chosen = seat.part.content_language if seat.part else ""
    return language_to_read(seat.edition.course.languages, chosen=chosen, interface=language())


def seated(seat: Seat) -> Participation:
    """The actor's part in the course; raises Refused with the way in for whoever has none."""
    verdict = may_study(seat.part)
    if seat.part is None or not verdict:
        slug = seat.edition.course.slug
        raise Refused(verdict.reason, WayOn("learning.enrol", {"slug": slug}, _("Enrol in this course")))
    return seat.part


def current_key(edition: Edition, unit_key: str) -> str:
    """The key a unit has now, for one it has or had; raises NotFound."""
    key = edition.renamed.get(unit_key, unit_key)
    if key not in edition.places:
        raise NotFound(
            _("This course has no such page any more. Its outline shows what there is; your progress is kept.")
        )
    return key


def unit_page(seat: Seat, unit_key: str) -> UnitPage:
    """A unit as its learner sees it; raises NotFound or Refused."""
    part = seated(seat)
    course = seat.edition.course
    place = seat.edition.places[current_key(seat.edition, unit_key)]
    work = work_panel(part, place.unit) if place.unit.kind == "assignment" else None
    return UnitPage(
        edition=seat.edition,
        course=course,
        part=part,
        place=place,
        unit=place.unit,
        is_done=is_done(place.unit, seat.done_keys),
        is_course_completed=seat.completed_at is not None,
        done_keys=seat.done_keys,
        handed_in_keys=seat.handed_in_keys,
        quiz=quiz_panel(part, place.unit) if place.unit.kind == "quiz" else None,
        work=work,
        reviewing=_reviewing(part, place.unit, work) if work else None,
        received=received_panel(part, place.unit, work) if work else None,
        examples=_examples(part, place.unit, work) if work else (),
    )


def _to_review(edition: Edition, tasks: frozenset[tuple[str, str]]) -> tuple[Unit, ...]:
    keys = {key for slug, key in tasks if slug == edition.course.slug}
    if not keys:
        return ()
    return tuple(
        unit
        for unit in edition.course.units()
        if isinstance(unit, Assignment) and not keys.isdisjoint((unit.key, *unit.was))
    )


def _reviewing(part: Participation, unit: Unit, work: WorkPanel) -> ReviewPanel | None:
    """Where they stand in the exchange, asked once there is more than a first draft."""
    if work.mine is None or not isinstance(unit, Assignment) or (work.stage is Stage.DRAFT and work.mine.round == 1):
        return None
    return review_panel(part.course_slug, unit, part.user_id)


def _examples(part: Participation, unit: Unit, work: WorkPanel) -> tuple[ExampleLine, ...]:
    """What colleagues show, for those who have handed in their own work: before, it would be copied."""
    has_handed_in = work.stage in (Stage.HANDED_IN, Stage.OPENED) or (work.mine is not None and work.mine.round > 1)
    if not has_handed_in or not isinstance(unit, Assignment):
        return ()
    return examples_of(part.course_slug, (unit.key, *unit.was))


def completion_page(seat: Seat) -> CompletionPage:
    """Where the learner stands in the whole course; raises Refused."""
    part = seated(seat)
    course = seat.edition.course
    certificate = find_certificate_of_enrolment(part.enrolment_id) if seat.completed_at else None
    return CompletionPage(
        edition=seat.edition,
        course=course,
        part=part,
        standing=standing_in(course, seat.done_keys),
        completed_at=seat.completed_at,
        certificate_code=certificate.code if certificate else None,
        resume=unit_to_resume(course, seat.done_keys, part.last_unit_key),
    )


def _my_course(study: Study, certificate_code: str | None, tasks: frozenset[tuple[str, str]]) -> MyCourse:
    part = study.part
    if study.edition is None:
        return MyCourse(
            slug=part.course_slug,
            title=part.course_slug,
            language="",
            standing=None,
            handed_in=(),
            to_review=(),
            resume=None,
            resume_module=0,
            completed_at=study.completed_at,
            certificate_code=certificate_code,
            has_left=not part.is_active,
        )
    edition = study.edition.as_read(chosen=part.content_language, interface=language())
    course = edition.course
    resume = unit_to_resume(course, study.done_keys, part.last_unit_key)
    return MyCourse(
        slug=course.slug,
        title=course.title,
        language=course.language,
        standing=standing_in(course, study.done_keys),
        handed_in=units_waiting(course, study.done_keys, study.handed_in_keys) if study.handed_in_keys else (),
        to_review=_to_review(edition, tasks) if part.is_active else (),
        resume=resume,
        resume_module=edition.places[resume.key].module_number,
        completed_at=study.completed_at,
        certificate_code=certificate_code,
        has_left=not part.is_active,
    )


def my_learning_page(user_id: int) -> MyLearningPage:
    """All courses of a person, the one seen last first."""
    studies = studies_of(user_id)
    codes = codes_of(user_id) if any(study.completed_at for study in studies) else {}
    tasks = tasks_to_review(user_id) if any(study.handed_in_keys for study in studies) else frozenset()
    mine = [_my_course(study, codes.get(study.part.enrolment_id), tasks) for study in studies]
    going_on = [course for course in mine if not course.has_left and course.completed_at is None]
    return MyLearningPage(
        now=going_on[0] if going_on else None,
        others=tuple(going_on[1:]),
        completed=tuple(course for course in mine if course.completed_at is not None),
        left=tuple(course for course in mine if course.has_left and course.completed_at is None),
    )
