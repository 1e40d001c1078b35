"""What a call shows, and to its applicants where they stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.accounts.actors import Actor
from app.cohorts.actions import ranking_of, state_in
from app.cohorts.forms import QUESTION, answers_in
from app.cohorts.models import Application
from app.cohorts.policy import courses_to_select, may_answer, may_apply, may_select, may_withdraw
from app.cohorts.queries import (
    CohortFacts,
    all_cohorts,
    applications_of_person,
    count_applications,
    count_tasks,
    find_application,
    get_cohort,
)
from app.cohorts.ranking import plan_of
from app.cohorts.standing import Facts, Phase, State, phase_of
from app.content.calls import Call, CallText, QuestionType, last_day_before
from app.content.course import Course
from app.platform import clock
from app.platform.errors import NotFound, WayOn
from app.platform.i18n import _, language
from app.platform.paging import PageOf
from app.platform.verdicts import Verdict

# Calls on a page of those where somebody chooses.
PAGE = 20


@dataclass(frozen=True, slots=True)
class Face:
    """A call as it is named everywhere: in the reader's language, with its course and where it stands."""

    cohort: CohortFacts
    call: Call
    text: CallText
    course: Course
    phase: Phase


@dataclass(frozen=True, slots=True)
class MyApplication:
    """One of mine in a list."""

    face: Face
    state: State


@dataclass(frozen=True, slots=True)
class Selecting:
    """A cohort that somebody may choose learners for, with the number of its applications."""

    face: Face
    applications: int


@dataclass(frozen=True, slots=True)
class CallsPage:
    """The calls that are open or come, my applications, what I have to read, and where I choose."""

    open: tuple[Face, ...]
    mine: tuple[MyApplication, ...]
    selecting: PageOf[Selecting]
    # Of the calls where I choose, those are shown that hold these words; `chooses_in` counts all of them.
    words: str
    chooses_in: int
    tasks: int
    open_tasks: int


@dataclass(frozen=True, slots=True)
class CallPage:
    """A call before applying; `state` is None for who has not begun an application."""

    face: Face
    may_apply: Verdict
    may_select: Verdict
    state: State | None


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with the answer given, both in words."""

    label: str
    answer: str
    # The language of the label where it is not the reader's own.
    language: str


@dataclass(frozen=True, slots=True)
class MinePage:
    """An application as its applicant sees it; `place` is that on the waiting list, 0 when not on it."""

    face: Face
    state: State
    facts: Facts
    language: str
    place: int
    answer_until: date | None
    answers: tuple[Answered, ...]
    has_other_draft: bool
    may_change: Verdict
    may_withdraw: Verdict
    may_answer: Verdict


@dataclass(frozen=True, slots=True)
class FormPage:
    """The form of a call with what was typed before."""

    face: Face
    typed: Mapping[str, str]
    may_apply: Verdict
    state: State | None


def face_of(cohort: CohortFacts) -> Face:
    """A call as it is named."""
    edition = cohort.edition.as_read(chosen="", interface=language())
    phase = phase_of(cohort.call, clock.now(), offers_began=cohort.offers_began_at is not None)
    return Face(cohort, cohort.call, cohort.call.text_in(language()), edition.course, phase)


def calls_page(actor: Actor, words: str = "", number: int = 1) -> CallsPage:
    """Everything about calls that concerns somebody, or a visitor; of the calls where they choose, one page."""
    faces = [face_of(cohort) for cohort in all_cohorts()]
    coming = sorted(
        (face for face in faces if face.phase in (Phase.OPEN, Phase.COMING)), key=lambda face: face.call.closes
    )
    if actor.user_id is None:
        return CallsPage(tuple(coming), (), PageOf((), 1, PAGE, 0), "", chooses_in=0, tasks=0, open_tasks=0)
    applied = applications_of_person(actor.user_id)
    mine = [
        MyApplication(face, state_in(face.cohort, applied[face.cohort.cohort_id]))
        for face in faces
        if face.cohort.cohort_id in applied
    ]
    slugs = courses_to_select(actor)
    own = [face for face in faces if slugs is None or face.cohort.slug in slugs]
    found = [face for face in own if _is_named(face, words)]
    number = min(max(1, number), max(1, -(-len(found) // PAGE)))
    shown = found[(number - 1) * PAGE : number * PAGE]
    counts = count_applications(face.cohort.cohort_id for face in shown) if shown else {}
    selecting = [Selecting(face, counts.get(face.cohort.cohort_id, 0)) for face in shown]
    tasks, open_tasks = count_tasks(actor.user_id)
    return CallsPage(
        open=tuple(coming),
        mine=tuple(mine),
        selecting=PageOf(selecting, number, PAGE, len(found)),
        words=words,
        chooses_in=len(own),
        tasks=tasks,
        open_tasks=open_tasks,
    )


def _is_named(face: Face, words: str) -> bool:
    """Whether every word stands in the title of the call, or of its course."""
    titles = f"{face.text.title} {face.course.title}".casefold()
    return all(word in titles for word in words.casefold().split())


def call_page(actor: Actor, slug: str, key: str) -> CallPage:
    """A call as somebody who thinks of applying wants to see it; raises NotFound."""
    cohort = get_cohort(slug, key)
    face = face_of(cohort)
    found = find_application(cohort.cohort_id, actor.user_id) if actor.user_id is not None else None
    return CallPage(face, may_apply(face.phase), may_select(actor, slug), state_in(cohort, found[1]) if found else None)


def form_page(user_id: int, slug: str, key: str) -> FormPage:
    """The form with what this person has typed before; raises NotFound for a call that is not there."""
    cohort = get_cohort(slug, key)
    face = face_of(cohort)
    found = find_application(cohort.cohort_id, user_id)
    typed = found[0].draft if found else {}
    return FormPage(face, typed, may_apply(face.phase), state_in(cohort, found[1]) if found else None)


def mine_page(user_id: int, slug: str, key: str) -> MinePage:
    """Where somebody's application stands; raises NotFound for who has none."""
    cohort = get_cohort(slug, key)
    found = find_application(cohort.cohort_id, user_id)
    if found is None:
        way = WayOn("cohorts.show_call", {"slug": slug, "key": key}, _("See the call"))
        raise NotFound(_("You have not begun an application to this call."), way)
    application, facts = found
    face = face_of(cohort)
    state = state_in(cohort, facts)
    return MinePage(
        face=face,
        state=state,
        facts=facts,
        language=application.language,
        place=_place(cohort, application.id) if state is State.WAITING else 0,
        answer_until=last_day_before(facts.answer_by) if facts.answer_by else None,
        answers=answered(cohort.call, face.text, application.answers),
        has_other_draft=facts.handed_in_at is not None and _differs(application),
        may_change=may_apply(face.phase),
        may_withdraw=may_withdraw(state),
        may_answer=may_answer(state),
    )


def answered(call: Call, text: CallText, answers: Mapping[str, str]) -> tuple[Answered, ...]:
    """The answers in words, in the order asked."""
    found = []
    for question in call.questions:
        answer = answers.get(question.key, "")
        words = text.questions[question.key]
        if question.kind is QuestionType.CHOICE and answer in question.choices:
            answer = words.choices[question.choices.index(answer)]
        if question.kind is QuestionType.YES_NO and answer:
            answer = _("Yes") if answer == "yes" else _("No")
        found.append(Answered(words.label, answer, text.language))
    return tuple(found)


def _place(cohort: CohortFacts, application_id: int) -> int:
    ranked, _applications = ranking_of(cohort)
    ends = cohort.first_round_ends_at
    is_first = ends is not None and clock.now() < ends
    return plan_of(cohort.call, ranked, is_first_round=is_first).waiting.get(application_id, 0)


def _differs(application: Application) -> bool:
    """Whether something was typed after handing in that was not handed in."""
    draft = application.draft
    typed = {QUESTION + key: answer for key, answer in application.answers.items()}
    typed |= {
        "language": application.language,
        "country": application.country,
        "organisation_kind": application.organisation_kind,
        "gender": application.gender,
    }
    return any(draft.get(name, "") != value for name, value in typed.items()) or bool(
        answers_in(draft).keys() - application.answers.keys()
    )
