"""What facilitators see of an assignment and of each piece of work: what needs a hand, figures, the whole story."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.accounts.actors import Actor
from app.accounts.people_queries import names_of
from app.content.course import Assignment, Unit
from app.library.queries import all_editions, edition_of_revision
from app.peerreview.allocation import Refusal
from app.peerreview.candidate_queries import Candidate, candidates_for
from app.peerreview.exchange_models import Review, ReviewPlace, ReviewResult
from app.peerreview.explanation import Explanation, ReviewLine, explain
from app.peerreview.handing_out import words_of_refusal
from app.peerreview.inputs import score_again
from app.peerreview.pages import WorkShown, languages_of_work, work_shown
from app.peerreview.pools import waiting_of
from app.peerreview.publication import Publication
from app.peerreview.queries import find_paper
from app.peerreview.results import METHODS, publication_of
from app.peerreview.rubric_points import A_HAIR
from app.peerreview.shown import CriterionShown, criteria_shown
from app.peerreview.staff_actions import may_be_asked
from app.peerreview.staff_models import ReviewStep
from app.peerreview.staff_policy import (
    Involvement,
    courses_facilitated,
    may_exclude,
    may_give_to_mentors,
    may_hold,
    may_include,
    may_release,
    may_replace,
)
from app.peerreview.staff_queries import (
    Figures,
    LineLength,
    Place,
    PoolLine,
    Show,
    Story,
    WorkLine,
    figures_of,
    find_place,
    find_result,
    find_review,
    get_place,
    involvement_of,
    line_lengths,
    longest_waiting,
    pools_in,
    reviews_of,
    steps_of,
    story_of,
    work_in,
)
from app.peerreview.steps import Step
from app.platform.i18n import _, language, language_name
from app.platform.paging import PageOf
from app.platform.verdicts import ALLOWED, Verdict, refused


@dataclass(frozen=True, slots=True)
class Face:
    """What stands at the head of each page of an assignment, in the reader's language where the course has it."""

    place: Place
    title: str
    language: str
    course_title: str
    course_language: str

    @property
    def address(self) -> dict[str, str]:
        """What the addresses of its pages name."""
        return self.place.address


@dataclass(frozen=True, slots=True)
class ListedPool:
    """An assignment in the list."""

    line: PoolLine
    unit: Unit
    course_title: str


class Hand(StrEnum):
    """What needs somebody's hand, the most urgent first."""

    REPORTS = "reports"
    APPEALS = "appeals"
    LATE = "late"
    MENTORS_SILENT = "mentors_silent"


@dataclass(frozen=True, slots=True)
class PoolPage:
    """The exchange of one assignment."""

    face: Face
    hands: tuple[tuple[Hand, int], ...]
    lines: tuple[LineLength, ...]
    longest: tuple[WorkLine, ...]
    figures: Figures
    has_mentors: bool


@dataclass(frozen=True, slots=True)
class WorkListPage:
    """Work of an assignment, page by page."""

    face: Face
    show: Show
    works: PageOf[WorkLine]


@dataclass(frozen=True, slots=True)
class Explained:
    """How a stored score came about, and whether reckoning it again from what is stored gave the same."""

    explanation: Explanation
    is_same: bool

    def line_of(self, review_id: int) -> ReviewLine | None:
        """What one review has in it."""
        return next((one for one in self.explanation.lines if one.review_id == review_id), None)


@dataclass(frozen=True, slots=True)
class ReviewSeen:
    """A review as staff see it: by whom, and what may be done about it."""

    review: Review
    reader: str
    criteria: tuple[CriterionShown, ...]
    line: ReviewLine | None
    may_exclude: Verdict
    may_include: Verdict
    may_hold: Verdict
    may_release: Verdict
    may_replace: Verdict


class Happened(StrEnum):
    """What happened to a piece of work."""

    HANDED_IN = "handed_in"
    WITHDRAWN = "withdrawn"
    CALLED = "called"
    MENTOR_ASKED = "mentor_asked"
    MENTOR_DECLINED = "mentor_declined"
    BEGAN = "began"
    GAVE_BACK = "gave_back"
    RAN_OUT = "ran_out"
    REVIEWED = "reviewed"
    REPORTED = "reported"
    SETTLED = "settled"
    FINAL = "final"
    APPEALED = "appealed"
    DOUBTED = "doubted"
    APPEAL_TAKEN = "appeal_taken"
    # What staff did (`steps.Step`).
    EXCLUDED = "excluded"
    INCLUDED = "included"
    HELD = "held"
    RELEASED = "released"
    REPLACED = "replaced"
    GRANTED = "granted"
    ASKED = "asked"
    LANGUAGE = "language"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Event:
    """One moment in the story of a piece of work: who did it, to whom, and in which words."""

    at: datetime
    what: Happened
    who: str = ""
    whom: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class WorkPage:
    """One piece of work with all that happened to it; `shown` is None when its author has taken it back."""

    face: Face
    row: ReviewPlace
    author: str
    shown: WorkShown | None
    reviews: tuple[ReviewSeen, ...]
    result: ReviewResult | None
    explained: Explained | None
    publication: Publication | None
    events: tuple[Event, ...]
    languages: tuple[str, ...]
    may_take: Verdict
    may_give_to_mentors: Verdict
    may_ask: Verdict


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One review about which staff do something."""

    face: Face
    seen: ReviewSeen
    author: str


@dataclass(frozen=True, slots=True)
class AskedFor:
    """Somebody who could be asked, and whether they may be."""

    one: Candidate
    may_be_asked: Verdict


@dataclass(frozen=True, slots=True)
class AskPage:
    """Whom one could ask to review a piece of work."""

    face: Face
    row: ReviewPlace
    author: str
    words: str
    people: tuple[AskedFor, ...]


def face_of(slug: str, unit_key: str) -> Face:
    """The assignment at this address; raises NotFound."""
    place = get_place(slug, unit_key)
    edition = place.edition.in_language(language())
    unit = edition.places[place.assignment.key].unit
    return Face(place, unit.title, unit.language, edition.course.title, edition.course.language)


def list_page(actor: Actor) -> tuple[ListedPool, ...]:
    """The assignments that somebody looks after; those no course has any more are left out."""
    editions = {edition.course.slug: edition.in_language(language()) for edition in all_editions()}
    found = []
    for line in pools_in(courses_facilitated(actor)):
        edition = editions.get(line.pool.course_slug)
        place = edition.places.get(edition.renamed.get(line.pool.unit_key, line.pool.unit_key)) if edition else None
        if edition is not None and place is not None:
            found.append(ListedPool(line, place.unit, edition.course.title))
    return tuple(found)


def pool_page(face: Face) -> PoolPage:
    """How the exchange of an assignment goes."""
    pool_id = face.place.pool.id
    figures = figures_of(pool_id)
    hands = {
        Hand.REPORTS: figures.reports,
        Hand.APPEALS: figures.appeals,
        Hand.LATE: figures.late,
        Hand.MENTORS_SILENT: figures.waiting_for_mentors,
    }
    return PoolPage(
        face=face,
        hands=tuple((hand, number) for hand, number in hands.items() if number),
        lines=tuple(line_lengths(pool_id)),
        longest=tuple(longest_waiting(pool_id)),
        figures=figures,
        has_mentors=face.place.task.has_mentors,
    )


def work_list_page(face: Face, show: Show, number: int) -> WorkListPage:
    """A page of the work of an assignment."""
    return WorkListPage(face, show, work_in(face.place.pool.id, show, number))


def explained(result: ReviewResult | None) -> Explained | None:
    """How a result came about, reckoned again from its stored inputs; None while no review counts."""
    if result is None:
        return None
    score = score_again(result.inputs, METHODS[result.method])
    if score is None:
        return None
    stored = (result.score, result.standard_error)
    again = (score.band.score, score.band.standard_error)
    is_same = all(one is not None and abs(one - other) <= A_HAIR for one, other in zip(stored, again, strict=True))
    return Explained(explain(score), is_same)


def work_page(face: Face, submission_id: int, user_id: int) -> WorkPage:
    """One piece of work, for somebody who may see all of it; raises NotFound."""
    task = face.place.task
    row = find_place(task.pool_id, submission_id)
    paper, reviews, result = find_paper(submission_id), reviews_of(submission_id), find_result(submission_id)
    steps, story = steps_of(submission_id), story_of(submission_id)
    names = names_of(_people_in(row, reviews, steps, story))
    assignment = assignment_then(face, story.submission.revision_id)
    told = explained(result)
    waiting = waiting_of(row)
    return WorkPage(
        face=face,
        row=row,
        author=names.get(row.author_id, ""),
        shown=work_shown(assignment, paper.work, f"work-{submission_id}-") if paper else None,
        reviews=tuple(_seen(one, names, assignment, told) for one in reviews),
        result=result,
        explained=told,
        publication=publication_of(task, row, result) if result else None,
        events=_events(reviews, steps, story, result, names),
        languages=languages_of_work(task.assignment, face.place.edition.course),
        may_take=_may_take(row, involvement_of(user_id, submission_id)),
        may_give_to_mentors=may_give_to_mentors(waiting, row.granted_at, has_mentors=task.has_mentors),
        may_ask=ALLOWED if row.is_open else refused(words_of_refusal(Refusal.CLOSED)),
    )


def review_page(face: Face, review_id: int) -> ReviewPage:
    """One review; raises NotFound."""
    review = find_review(face.place.pool.id, review_id)
    assert review.submission_id is not None
    row = find_place(face.place.pool.id, review.submission_id)
    names = names_of((review.reader_id, row.author_id))
    seen = _seen(review, names, assignment_then(face, review.revision_id), None)
    return ReviewPage(face, seen, names.get(row.author_id, ""))


def ask_page(face: Face, submission_id: int, words: str) -> AskPage:
    """Whom one could ask: those with this name, or else mentors and people on call."""
    row = find_place(face.place.pool.id, submission_id)
    people = candidates_for(face.place.task, row, words.strip())
    author = names_of((row.author_id,)).get(row.author_id, "")
    return AskPage(face, row, author, words.strip(), tuple(AskedFor(one, may_be_asked(one)) for one in people))


def assignment_then(face: Face, revision_id: int) -> Assignment:
    """The assignment of the edition that work was handed in with, or today's where that had none."""
    edition, now = edition_of_revision(revision_id), face.place.assignment
    for key in (now.key, *now.was):
        place = edition.places.get(key)
        if place is not None and isinstance(place.unit, Assignment):
            return place.unit
    return now


def _seen(review: Review, names: Mapping[int, str], assignment: Assignment, told: Explained | None) -> ReviewSeen:
    return ReviewSeen(
        review=review,
        reader=names.get(review.reader_id, ""),
        criteria=criteria_shown(assignment, review.points, review.comments),
        line=told.line_of(review.id) if told else None,
        may_exclude=may_exclude(review),
        may_include=may_include(review),
        may_hold=may_hold(review),
        may_release=may_release(review),
        may_replace=may_replace(review),
    )


def _may_take(row: ReviewPlace, who: Involvement) -> Verdict:
    """Whether the rules let somebody read a work that they chose."""
    reasons = {
        Refusal.CLOSED: not row.is_open,
        Refusal.OWN: who.is_author,
        Refusal.HELD_BEFORE: who.has_read_it,
        Refusal.SAME_ORGANISATION: who.is_colleague,
        Refusal.CONFLICT: who.has_conflict,
    }
    why = next((refusal for refusal, holds in reasons.items() if holds), None)
    return ALLOWED if why is None else refused(words_of_refusal(why))


def _people_in(row: ReviewPlace, reviews: Sequence[Review], steps: Sequence[ReviewStep], story: Story) -> set[int]:
    numbers: set[int | None] = {row.author_id}
    numbers.update(one.reader_id for one in reviews)
    for step in steps:
        numbers.update((step.done_by, step.user_id))
    numbers.update(one.user_id for one in story.calls)
    numbers.update(one.mentor_id for one in story.requests)
    for report in story.reports:
        numbers.update((report.reporter_id, report.settled_by))
    numbers.update(appeal.taken_by for appeal in story.appeals)
    return {number for number in numbers if number is not None}


def _events(
    reviews: Sequence[Review],
    steps: Sequence[ReviewStep],
    story: Story,
    result: ReviewResult | None,
    names: Mapping[int, str],
) -> tuple[Event, ...]:
    """Everything that happened, in order."""
    found = (*_of_work(story, result, names), *_of_reviews(reviews, names), *_of_steps(steps, reviews, names))
    # What happened at one moment stands in the order in which it usually happens.
    order = {what: number for number, what in enumerate(Happened)}
    return tuple(sorted(found, key=lambda event: (event.at, order[event.what])))


def _of_work(story: Story, result: ReviewResult | None, names: Mapping[int, str]) -> Iterator[Event]:
    work = story.submission
    moments: Iterable[tuple[datetime | None, Happened]] = (
        (work.handed_in_at, Happened.HANDED_IN),
        (work.withdrawn_at, Happened.WITHDRAWN),
        (result.final_at if result else None, Happened.FINAL),
    )
    yield from (Event(at, what, names.get(work.author_id, "")) for at, what in moments if at is not None)
    yield from (Event(one.called_at, Happened.CALLED, whom=names.get(one.user_id, "")) for one in story.calls)
    for asked in story.requests:
        mentor = names.get(asked.mentor_id, "")
        yield Event(asked.asked_at, Happened.MENTOR_ASKED, whom=mentor)
        if asked.declined_at is not None:
            yield Event(asked.declined_at, Happened.MENTOR_DECLINED, mentor)
    for report in story.reports:
        yield Event(report.reported_at, Happened.REPORTED, names.get(report.reporter_id, ""), words=report.words)
        if report.settled_at is not None:
            yield Event(report.settled_at, Happened.SETTLED, names.get(report.settled_by or 0, ""), words=report.answer)
    for appeal in story.appeals:
        what = Happened.APPEALED if appeal.words else Happened.DOUBTED
        yield Event(appeal.opened_at, what, names.get(work.author_id, ""), words=appeal.words)
        if appeal.taken_at is not None:
            yield Event(appeal.taken_at, Happened.APPEAL_TAKEN, names.get(appeal.taken_by or 0, ""))


def _of_reviews(reviews: Sequence[Review], names: Mapping[int, str]) -> Iterator[Event]:
    for review in reviews:
        moments: Iterable[tuple[datetime | None, Happened]] = (
            (review.began_at, Happened.BEGAN),
            (review.given_back_at, Happened.GAVE_BACK),
            (review.ended_at, Happened.RAN_OUT),
            (review.handed_in_at, Happened.REVIEWED),
        )
        yield from (Event(at, what, names.get(review.reader_id, "")) for at, what in moments if at is not None)


def _of_steps(steps: Sequence[ReviewStep], reviews: Sequence[Review], names: Mapping[int, str]) -> Iterator[Event]:
    readers = {review.id: names.get(review.reader_id, "") for review in reviews}
    for one in steps:
        whom = names.get(one.user_id or 0, "") or readers.get(one.review_id or 0, "")
        yield Event(one.done_at, Happened(one.step.value), names.get(one.done_by or 0, ""), whom, _reason_of(one))


def _reason_of(step: ReviewStep) -> str:
    """Why it was done; of a language, which it was and which it is."""
    was, _space, became = step.reason.partition(" ")
    if step.step is not Step.LANGUAGE or not became:
        return step.reason
    return _("%(was)s, now %(became)s", was=language_name(was), became=language_name(became))
