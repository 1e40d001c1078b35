"""What the pages about reviewing for an assignment show its learner."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask import url_for

from app.content.assignments import Example, ExampleText
from app.content.course import Assignment
from app.peerreview.actions import Desk
from app.peerreview.calibration import State
from app.peerreview.pages import languages_to_write
from app.peerreview.practice import Attempt, Practice
from app.peerreview.practising import Given, examples_in, find_given, find_practice
from app.peerreview.review_policy import may_ask
from app.peerreview.reviews_given import MyReview, reviews_by
from app.peerreview.shown import CriterionShown, criteria_shown
from app.peerreview.whereabouts import Whereabouts, find_whereabouts
from app.platform.errors import NotFound
from app.platform.i18n import _, ngettext
from app.platform.verdicts import Verdict, require


class Way(StrEnum):
    """The next useful thing a learner can do for others."""

    # Nothing, until their own work is handed in.
    HAND_IN = "hand_in"
    # They are writing a review; a call that came meanwhile waits for its end.
    GO_ON = "go_on"
    CALL = "call"
    EXAMPLES = "examples"
    ASK = "ask"
    # All they owe is done or on hold; whoever wants to reviews more.
    ASK_MORE = "ask_more"


@dataclass(frozen=True, slots=True)
class ReviewPanel:
    """Where one's work stands, what one owes and what comes next, on the assignment's own page and on the desk."""

    where: Whereabouts
    may_ask: Verdict
    way: Way

    @property
    def address(self) -> str:
        """Where the review they are writing is written; empty when they write none."""
        return address_of_review(self.where.running.review_id) if self.where.running else ""


@dataclass(frozen=True, slots=True)
class DeskPage:
    """The desk; `panel` and `practice` are None while nobody at all has handed in anything."""

    panel: ReviewPanel | None
    practice: Practice | None
    may_ask: Verdict
    reviews: tuple[MyReview, ...]
    # The languages they may say they read, besides the one they write in.
    offered: tuple[str, ...]

    @property
    def to_finish(self) -> tuple[MyReview, ...]:
        """Reviews that are begun and not handed in."""
        return tuple(one for one in self.reviews if one.handed_in_at is None)

    @property
    def handed_in(self) -> tuple[MyReview, ...]:
        """Reviews that their authors have."""
        return tuple(one for one in self.reviews if one.handed_in_at is not None)


@dataclass(frozen=True, slots=True)
class ExamplesPage:
    """How far somebody has come with the examples, and what follows for their reviews."""

    practice: Practice
    calibration: State


@dataclass(frozen=True, slots=True)
class ExamplePage:
    """One example to score, with the levels chosen so far and what is missing."""

    practice: Practice
    text: ExampleText
    chosen: Mapping[str, int]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CriterionBeside:
    """A criterion of an example: the learner's level, the staff's, and why they chose it."""

    mine: CriterionShown
    staff: CriterionShown

    @property
    def is_same(self) -> bool:
        """Whether both chose the same level."""
        return self.mine.points == self.staff.points


@dataclass(frozen=True, slots=True)
class ExampleBeside:
    """An example as it was scored; `text` is None when it is in the course no longer."""

    number: int
    text: ExampleText | None
    criteria: tuple[CriterionBeside, ...]
    distance: float


@dataclass(frozen=True, slots=True)
class TryPage:
    """A try beside what staff gave; `is_last` when it is the one that decides."""

    attempt: Attempt
    examples: tuple[ExampleBeside, ...]
    practice: Practice
    calibration: State
    is_last: bool


def review_panel(course_slug: str, assignment: Assignment, user_id: int) -> ReviewPanel | None:
    """Where somebody stands in the exchange; None while nobody has handed in anything."""
    where = find_whereabouts(course_slug, assignment, user_id)
    if where is None:
        return None
    # Who has examples left to score is asked for them here; whether they are all gone by now, the desk finds out.
    state = where.calibration
    if state in (State.NOT_BEGUN, State.NOT_NEEDED):
        state = State.NOT_BEGUN if examples_in(assignment, where.reads) else State.NOT_NEEDED
    return _panel(where, state)


def desk_page(desk: Desk) -> DeskPage:
    """Everything about one's reviews for an assignment."""
    user_id = desk.part.user_id
    where = find_whereabouts(desk.part.course_slug, desk.assignment, user_id)
    if where is None:
        may = may_ask(has_handed_in=False, calibration=State.NOT_NEEDED)
        return DeskPage(None, None, may, (), languages_offered(desk, where))
    practice = find_practice(where.task, user_id, where.secret, where.reads)
    panel = _panel(where, calibration_in(where, practice))
    reviews = reviews_by(user_id, where.task.pool_id)
    return DeskPage(panel, practice, panel.may_ask, reviews, languages_offered(desk, where))


def calibration_in(where: Whereabouts, practice: Practice) -> State:
    """What holds of somebody's reviews. Examples decide until they are scored, the reckoning of all reviews after."""
    if where.calibration in (State.NOT_BEGUN, State.NOT_NEEDED) or not practice.has_examples:
        return practice.state
    return where.calibration


def languages_offered(desk: Desk, where: Whereabouts | None) -> tuple[str, ...]:
    """The languages in which work for the assignment may be written, without the one they write in themselves."""
    own = where.language if where else ""
    return tuple(code for code in languages_to_write(desk) if code != own)


def whereabouts_of(desk: Desk) -> Whereabouts:
    """Where somebody stands who has handed in; raises Refused."""
    where = find_whereabouts(desk.part.course_slug, desk.assignment, desk.part.user_id)
    require(may_ask(has_handed_in=where is not None and where.has_handed_in, calibration=State.NOT_NEEDED))
    assert where is not None
    return where


def examples_page(desk: Desk) -> ExamplesPage:
    """The examples as a whole; raises Refused before handing in, NotFound where there are none for this learner."""
    where = whereabouts_of(desk)
    practice = _practice(desk, where)
    return ExamplesPage(practice, calibration_in(where, practice))


def example_page(
    desk: Desk, chosen: Mapping[str, int] | None = None, missing: tuple[str, ...] = ()
) -> ExamplePage | None:
    """The example to score next; None when none is, for now. Raises Refused and NotFound."""
    where = whereabouts_of(desk)
    practice = _practice(desk, where)
    if practice.key is None:
        return None
    example = examples_in(desk.assignment, where.reads)[practice.key]
    return ExamplePage(practice, text_for(example, desk, where), chosen or {}, missing)


def try_page(desk: Desk, number: int) -> TryPage:
    """A try that is whole, beside the staff's scores; raises Refused and NotFound."""
    where = whereabouts_of(desk)
    practice = _practice(desk, where)
    attempt = next((one for one in practice.whole if one.number == number), None)
    if attempt is None:
        raise NotFound(_("There is no such try, or not all of its examples are scored yet."))
    known = {one.key: one for one in desk.assignment.examples}
    given = find_given(where.task.pool_id, desk.part.user_id, number)
    return TryPage(
        attempt=attempt,
        examples=tuple(
            _beside(place, one, known.get(one.key), desk, where) for place, one in enumerate(given, start=1)
        ),
        practice=practice,
        calibration=calibration_in(where, practice),
        is_last=attempt is practice.whole[-1],
    )


def text_for(example: Example, desk: Desk, where: Whereabouts) -> ExampleText:
    """The example in the language they write in, else the one they read the course in, else one they read."""
    wanted = (where.language, desk.edition.course.language, *sorted(where.languages))
    readable = (text for code in wanted if code in where.reads and (text := example.text_in(code)))
    return next(readable, example.texts[0])


def address_of_review(review_id: int) -> str:
    """Where a review is written."""
    return url_for("reviews.write_review", review_id=review_id)


def what_is_missing(missing: tuple[str, ...]) -> str:
    """What to do about criteria without a level."""
    return ngettext("One criterion has no level yet.", "%(num)s criteria have no level yet.", len(missing))


def _panel(where: Whereabouts, calibration: State) -> ReviewPanel:
    may = may_ask(has_handed_in=where.has_handed_in, calibration=calibration)
    return ReviewPanel(where, may, way_on(where, may))


def way_on(where: Whereabouts, may: Verdict) -> Way:
    """What leads on best."""
    if where.running is not None:
        return Way.GO_ON
    if not where.has_handed_in:
        return Way.HAND_IN
    if not may:
        return Way.EXAMPLES
    if where.awaited is not None:
        return Way.CALL
    return Way.ASK if where.duties.left else Way.ASK_MORE


def _practice(desk: Desk, where: Whereabouts) -> Practice:
    practice = find_practice(where.task, desk.part.user_id, where.secret, where.reads)
    if not practice.has_examples:
        raise NotFound(_("There are no examples for this assignment in a language that you read. You can review."))
    return practice


def _beside(place: int, given: Given, example: Example | None, desk: Desk, where: Whereabouts) -> ExampleBeside:
    text = text_for(example, desk, where) if example else None
    mine = criteria_shown(desk.assignment, given.points)
    staff = criteria_shown(desk.assignment, given.staff_points, text.reasons if text else None)
    return ExampleBeside(
        number=place,
        text=text,
        criteria=tuple(
            CriterionBeside(one, other)
            for one, other in zip(mine, staff, strict=True)
            if one.level is not None and other.level is not None
        ),
        distance=abs(given.score - given.truth),
    )
