"""What is shown to whoever reviews a course, and to those who look after it."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from math import fsum
from typing import TypeVar

from app.accounts.actors import Actor
from app.content.course import Course
from app.library.editions import Edition
from app.library.queries import get_edition
from app.peerreview.course_ratings import (
    FEWEST_IN_SUMMARY,
    CriterionFigures,
    Rating,
    criteria_figures,
    groups_shown,
)
from app.peerreview.course_review_models import CourseReview
from app.peerreview.course_review_policy import may_review_course
from app.peerreview.course_review_queries import Said, find_course_review, find_rating, said_about
from app.peerreview.course_reviewing import Reading
from app.peerreview.course_rubric import COURSE_RUBRIC, CourseReviewer
from app.platform.errors import NotFound
from app.platform.i18n import _, language, language_name
from app.platform.spreadsheets import Cell
from app.platform.verdicts import require
from app.progress.queries import Seat, find_course_completion, find_seat

Group = TypeVar("Group", bound=Hashable)

_ROLE_WORDS: dict[CourseReviewer, Callable[[], str]] = {
    CourseReviewer.LEARNER: lambda: _("Learners who completed it"),
    CourseReviewer.AUTHOR: lambda: _("Authors of other courses"),
}


@dataclass(frozen=True, slots=True)
class CourseReviewPage:
    """A course, and what somebody said about it before; None where they did not."""

    course: Course
    reading: Reading
    mine: CourseReview | None
    # Whether they may go back to the page on which they see what they completed.
    is_learner_still: bool


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """A group of those who answered; `mean` is in whole points from 0 to 100, so that groups cannot be subtracted."""

    name: str
    answers: int
    mean: int


@dataclass(frozen=True, slots=True)
class Division:
    """All who answered, divided by one trait; some groups may be too small to be shown."""

    name: str
    groups: tuple[GroupFigures, ...]
    hides_some: bool


@dataclass(frozen=True, slots=True)
class SummaryPage:
    """What was said about a course; nothing but the number of answers while they are few."""

    course: Course
    answers: int
    rating: Rating | None
    criteria: tuple[tuple[str, int, CriterionFigures], ...]
    divisions: tuple[Division, ...]
    helped: tuple[str, ...]
    change: tuple[str, ...]

    @property
    def missing(self) -> int:
        """How many answers are missing until more is shown."""
        return max(0, FEWEST_IN_SUMMARY - self.answers)


def course_review_page(actor: Actor, user_id: int, slug: str) -> CourseReviewPage:
    """The course for whoever may review it; raises NotFound or Refused."""
    seat = find_seat(user_id, slug)
    if seat is None:
        raise NotFound(_("There is no course at this address. It may have been renamed; look in the list of courses."))
    require(may_review_course(actor, slug, has_completed=seat.completed_at is not None))
    edition = _read(seat.edition, seat.part.content_language if seat.part else "")
    return CourseReviewPage(
        course=edition.course,
        reading=_reading(seat, edition),
        mine=find_course_review(user_id, slug),
        is_learner_still=seat.completed_at is not None and seat.part is not None and seat.part.is_active,
    )


def summary_page(slug: str) -> SummaryPage:
    """What was said about a course; raises NotFound."""
    course = _read(get_edition(slug), "").course
    said = said_about(slug)
    if len(said) < FEWEST_IN_SUMMARY:
        return SummaryPage(course, len(said), None, (), (), (), ())
    rating = find_rating(slug)
    named = {criterion.key: criterion for criterion in COURSE_RUBRIC}
    return SummaryPage(
        course=course,
        answers=len(said),
        # One of fewer would tell, beside the figures of today, what the latest has said.
        rating=rating if rating is not None and rating.answers >= FEWEST_IN_SUMMARY else None,
        criteria=tuple(
            (named[one.key].name, named[one.key].most, one) for one in criteria_figures([each.points for each in said])
        ),
        divisions=(
            _division(_("By language"), said, lambda one: one.language, language_name),
            _division(
                _("By edition"), said, lambda one: one.edition, lambda number: _("Edition %(number)s", number=number)
            ),
            _division(_("By who answered"), said, lambda one: one.role, lambda role: _ROLE_WORDS[role]()),
        ),
        helped=_words(one.helped for one in said),
        change=_words(one.change for one in said),
    )


def summary_header() -> tuple[str, ...]:
    """The names of the columns of `summary_rows`."""
    return (_("Part"), _("Name"), _("Answers"), _("Mean"), _("Spread"))


def summary_rows(page: SummaryPage) -> Iterator[Sequence[Cell]]:
    """The figures of a summary, then the words, as lines of a table."""
    for name, _most, figures in page.criteria:
        yield _("Criteria"), str(name), page.answers, round(figures.mean, 1), round(figures.spread, 1)
    for division in page.divisions:
        for group in division.groups:
            yield division.name, group.name, group.answers, group.mean, None
    for words in page.helped:
        yield _("What helped most?"), words, None, None, None
    for words in page.change:
        yield _("What should change?"), words, None, None, None


def _read(edition: Edition, chosen: str) -> Edition:
    return edition.as_read(chosen=chosen, interface=language())


def _reading(seat: Seat, edition: Edition) -> Reading:
    """What they review: learners the edition that they completed, fellow authors the one that stands now."""
    slug, code = edition.course.slug, edition.course.language
    completion = find_course_completion(seat.part.enrolment_id) if seat.part and seat.completed_at else None
    if completion is None:
        return Reading(slug, edition.revision_id, code, CourseReviewer.AUTHOR)
    return Reading(slug, completion.revision_id, code, CourseReviewer.LEARNER)


def _division(
    name: str, said: Sequence[Said], trait: Callable[[Said], Group], in_words: Callable[[Group], str]
) -> Division:
    scores: dict[Group, list[float]] = defaultdict(list)
    for one in said:
        scores[trait(one)].append(one.score)
    shown = groups_shown({group: len(own) for group, own in scores.items()})
    figures = [
        GroupFigures(in_words(group), len(scores[group]), round(fsum(scores[group]) / len(scores[group])))
        for group in shown
    ]
    ordered = sorted(figures, key=lambda group: (-group.answers, group.name))
    return Division(name, tuple(ordered), hides_some=len(shown) < len(scores))


def _words(texts: Iterator[str]) -> tuple[str, ...]:
    """Texts in the order of the alphabet, so that nothing tells which belong together."""
    return tuple(sorted((text for text in texts if text), key=str.casefold))
