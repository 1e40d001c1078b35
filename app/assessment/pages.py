"""What the quiz pages show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.assessment.drawing import options_shown, questions_drawn
from app.assessment.grading import Answer, Grade, Mark, grade_of_the_day
from app.assessment.policy import attempts_left, may_start_attempt
from app.assessment.queries import attempts_at, given_in
from app.assessment.sitting import Sitting
from app.content.course import ChoiceQuestion, Course, Question, Quiz, Unit
from app.enrolment.participation import Participation
from app.library.editions import Edition, Place
from app.platform.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """One earlier attempt in a list."""

    number: int
    submitted_at: datetime
    percent: int
    has_passed: bool


@dataclass(frozen=True, slots=True)
class QuizPanel:
    """A quiz before it is taken: the rules, the attempts so far, and whether another may begin."""

    quiz: Quiz
    attempts: tuple[AttemptLine, ...]
    open_number: int | None
    left: int | None
    may_start: Verdict
    best: AttemptLine | None


@dataclass(frozen=True, slots=True)
class OptionShown:
    """An option as this attempt shows it."""

    key: str
    html: str
    is_chosen: bool
    is_right: bool
    feedback_html: str


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """A question with what was answered; `mark` is None until the attempt is handed in."""

    number: int
    question: Question
    name: str
    options: tuple[OptionShown, ...]
    typed: str
    is_answered: bool
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class AttemptPage:
    """An attempt, open or handed in."""

    course: Course
    place: Place
    quiz: Quiz
    # What tells the edition that the quiz is of from all others: the one in which the attempt was begun.
    begun: tuple[str, int, str]
    number: int
    questions: tuple[QuestionShown, ...]
    left_out: tuple[QuestionShown, ...]
    grade: Grade | None
    panel: QuizPanel | None = None


def quiz_panel(part: Participation, quiz: Unit) -> QuizPanel:
    """The state of a quiz for one learner."""
    assert isinstance(quiz, Quiz)
    attempts = attempts_at(part.enrolment_id, (quiz.key, *quiz.was))
    lines = tuple(
        AttemptLine(one.number, one.submitted_at, one.percent or 0, bool(one.has_passed))
        for one in attempts
        if one.submitted_at is not None
    )
    open_numbers = [one.number for one in attempts if one.submitted_at is None and one.unit_key == quiz.key]
    return QuizPanel(
        quiz=quiz,
        attempts=lines,
        open_number=open_numbers[0] if open_numbers else None,
        left=attempts_left(quiz, len(lines)),
        may_start=may_start_attempt(quiz, len(lines)),
        best=max(lines, key=lambda line: line.percent, default=None),
    )


def field_name(question: Question) -> str:
    """The name of a question's field in the form."""
    return f"q-{question.key}"


def attempt_page(
    edition: Edition,
    place: Place,
    quiz: Quiz,
    begun: tuple[str, int, str],
    sitting: Sitting,
    answers: Mapping[str, Answer],
) -> AttemptPage:
    """An open attempt with the answers given so far."""
    return _page(edition, place, quiz, begun, sitting, questions_drawn(quiz, sitting.seed), answers)


def result_page(
    edition: Edition, place: Place, quiz: Quiz, begun: tuple[str, int, str], sitting: Sitting, panel: QuizPanel
) -> AttemptPage:
    """An attempt handed in, with the marks it got that day and feedback in the language it is read in now."""
    given = given_in(sitting.attempt_id)
    answers = {key: one.answer for key, one in given.items()}
    questions = questions_drawn(quiz, sitting.seed)
    result = grade_of_the_day(questions, given, sitting.percent or 0, bool(sitting.has_passed))
    return _page(edition, place, quiz, begun, sitting, questions, answers, result, panel)


def _page(
    edition: Edition,
    place: Place,
    quiz: Quiz,
    begun: tuple[str, int, str],
    sitting: Sitting,
    questions: tuple[Question, ...],
    answers: Mapping[str, Answer],
    result: Grade | None = None,
    panel: QuizPanel | None = None,
) -> AttemptPage:
    marks = result.marks if result else (None,) * len(questions)
    shown = tuple(
        _shown(quiz, sitting, question, number, answers.get(question.key, ()), earned)
        for number, (question, earned) in enumerate(zip(questions, marks, strict=True), start=1)
    )
    return AttemptPage(
        course=edition.course,
        place=place,
        quiz=quiz,
        begun=begun,
        number=sitting.number,
        questions=shown,
        left_out=tuple(one for one in shown if not one.is_answered),
        grade=result,
        panel=panel,
    )


def _shown(
    quiz: Quiz, sitting: Sitting, question: Question, number: int, answer: Answer, earned: Mark | None
) -> QuestionShown:
    options: tuple[OptionShown, ...] = ()
    if isinstance(question, ChoiceQuestion):
        options = tuple(
            OptionShown(option.key, option.html, option.key in answer, option.is_right, option.feedback_html)
            for option in options_shown(quiz, question, sitting.seed)
        )
    return QuestionShown(
        number=number,
        question=question,
        name=field_name(question),
        options=options,
        typed="" if options else (answer[0] if answer else ""),
        is_answered=any(part.strip() for part in answer),
        mark=earned,
    )
