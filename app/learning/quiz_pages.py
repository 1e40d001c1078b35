"""What the pages of a quiz in the classroom show."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.accounts.actors import Actor
from app.assessment.grading import Answer
from app.assessment.pages import AttemptPage, attempt_page, quiz_panel, result_page
from app.assessment.queries import find_sitting
from app.assessment.sitting import Sitting
from app.content.course import Quiz
from app.enrolment.participation import Participation
from app.learning.pages import current_key, seat_in, seated
from app.library.editions import Edition, Place
from app.library.queries import edition_of_revision
from app.platform.errors import NotFound
from app.platform.i18n import _


@dataclass(frozen=True, slots=True)
class Desk:
    """A learner at an attempt: the course as it is now, the quiz as it was when the attempt began."""

    part: Participation
    edition: Edition
    place: Place
    quiz: Quiz
    # What tells the edition that the quiz is of from all others.
    begun: tuple[str, int, str]
    sitting: Sitting


def quiz_of(actor: Actor, slug: str, unit_key: str) -> tuple[Participation, Edition, Quiz]:
    """The actor's part, the course and the quiz as it is now; raises NotFound or Refused."""
    seat = seat_in(actor, slug)
    part = seated(seat)
    unit = seat.edition.places[current_key(seat.edition, unit_key)].unit
    if not isinstance(unit, Quiz):
        raise NotFound(_("There is no quiz at this address."))
    return part, seat.edition, unit


def desk_of(actor: Actor, slug: str, unit_key: str, number: int) -> Desk:
    """One of the actor's own attempts; raises NotFound or Refused."""
    seat = seat_in(actor, slug)
    part = seated(seat)
    sitting = find_sitting(part.enrolment_id, unit_key, number)
    if sitting is None:
        raise NotFound(_("There is no such attempt. The page of the quiz lists yours."))
    begun = (
        seat.edition if sitting.revision_id == seat.edition.revision_id else edition_of_revision(sitting.revision_id)
    )
    begun = begun.in_language(seat.edition.course.language)
    quiz = begun.places[unit_key].unit
    assert isinstance(quiz, Quiz)
    # A quiz that was taken out of the course since still shows its result, in the place it had.
    place = seat.edition.places.get(seat.edition.renamed.get(unit_key, unit_key)) or begun.places[unit_key]
    return Desk(
        part=part,
        edition=seat.edition,
        place=place,
        quiz=quiz,
        begun=begun.key,
        sitting=sitting,
    )


def open_page(desk: Desk, answers: Mapping[str, Answer]) -> AttemptPage:
    """The questions with the answers given so far."""
    return attempt_page(desk.edition, desk.place, desk.quiz, desk.begun, desk.sitting, answers)


def result_of(desk: Desk) -> AttemptPage:
    """Marks and feedback, and what may come next."""
    quiz = desk.place.unit if isinstance(desk.place.unit, Quiz) else desk.quiz
    return result_page(desk.edition, desk.place, desk.quiz, desk.begun, desk.sitting, quiz_panel(desk.part, quiz))
