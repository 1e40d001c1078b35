"""What the pages show on which a review is written, looked over, and read again by whoever wrote it.

A blind check is shown just as work is: nothing on these pages may tell its reader which of the two they have.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from app.accounts.actors import Actor
from app.accounts.models import User
from app.content.assignments import Criterion
from app.content.course import Assignment
from app.enrolment.queries import find_enrolment
from app.library.queries import edition_of_revision
from app.peerreview.anonymity import Found, Identity, traces_in
from app.peerreview.care_models import ReviewReport
from app.peerreview.commenting import Comment, CommentHint, Hint, hints_for, needs_comment
from app.peerreview.drafting import base_of, written_in
from app.peerreview.examples import text_for, work_of
from app.peerreview.exchange_models import Review, ReviewPool
from app.peerreview.leases import runs
from app.peerreview.models import Submission
from app.peerreview.pages import WorkShown, work_shown
from app.peerreview.placing import task_of
from app.peerreview.pools import Task, languages_in_order, languages_read, lease_of
from app.peerreview.queries import PaperFile, find_file_of_paper, find_paper
from app.peerreview.reporting_actions import find_report_of
from app.peerreview.review_policy import may_read_for_review, may_write_review
from app.peerreview.reviewing import Written, scales_of
from app.peerreview.reviewing_rules import missing_points
from app.peerreview.roles import ReaderRole
from app.peerreview.shown import CriterionShown, criteria_shown
from app.peerreview.tasks import find_task
from app.peerreview.work import Work
from app.platform import clock
from app.platform.catalogues import LANGUAGES
from app.platform.database import db
from app.platform.errors import NotFound
from app.platform.i18n import _, language, lazy, ngettext, show_number
from app.platform.verdicts import Verdict, require_or_hide

# What an author said of a review, by how helpful they found it.
HELPFUL = {
    1: lazy("Its author did not find it helpful this time."),
    2: lazy("Its author found it somewhat helpful."),
    3: lazy("Its author found it very helpful."),
}


@dataclass(frozen=True, slots=True)
class ReviewDesk:
    """A reader before what they were handed.

    The assignment is of the edition the work was handed in with, in the language they read the course in.
    """

    review: Review
    pool: ReviewPool
    assignment: Assignment

    @property
    def is_for_a_peer(self) -> bool:
        """Whether they read as one learner among others, rather than as a mentor or staff."""
        return self.review.role is ReaderRole.PEER

    @property
    def may_write(self) -> Verdict:
        """Whether it can still be written."""
        return may_write_review(self.review)


@dataclass(frozen=True, slots=True)
class CriterionToFill:
    """One criterion of the form: what is chosen and said so far, and what would make that more helpful."""

    criterion: Criterion
    points: int | None = None
    comment: str = ""
    # Whether the level chosen asks for a comment.
    asks_comment: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ReviewWritingPage:
    """The work, and the form beside it; `refusal` says why what was typed could not be kept."""

    shown: WorkShown
    criteria: tuple[CriterionToFill, ...]
    written: Written
    # What the form goes on from.
    base: str
    languages: tuple[str, ...]
    until: datetime
    is_late: bool
    # Whether the first text that is saved gives more time.
    is_renewed_by_saving: bool
    refusal: str = ""
    # What another window saved meanwhile, when one did.
    met: tuple[CriterionShown, ...] = ()
    met_overall: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """A criterion without a level."""

    key: str
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Hinted:
    """What would make the comment on a criterion more helpful."""

    key: str
    name: str
    language: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ReviewHandInPage:
    """Just what the author will read, what is missing, and what would make it more helpful."""

    criteria: tuple[CriterionShown, ...]
    written: Written
    base: str
    missing: tuple[Missing, ...]
    hints: tuple[Hinted, ...]
    # What would tell the author who wrote it.
    traces: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A review that is handed in, or a draft that is kept; `shown` is None when the work is not theirs to read."""

    shown: WorkShown | None
    criteria: tuple[CriterionShown, ...]
    written: Written
    reason: str
    is_handed_in: bool
    is_thanked: bool
    helpful: str
    answer: str
    # What its reader reported of the work, and what staff answered.
    report: ReviewReport | None

    @property
    def has_words(self) -> bool:
        """Whether anything of it was written or chosen."""
        return bool(self.written.points or any(self.written.comments.values()) or self.written.overall)


def review_desk(actor: Actor, review_id: int) -> ReviewDesk:
    """The actor before what they were handed; raises NotFound for everybody else."""
    hidden = _("There is no such review, or it was handed to somebody else.")
    review = db.session.get(Review, review_id)
    if review is None or actor.user_id is None:
        raise NotFound(hidden)
    require_or_hide(may_read_for_review(review.reader_id, actor.user_id), hidden)
    pool = db.session.get_one(ReviewPool, review.pool_id)
    return ReviewDesk(review, pool, _assignment_of(review, pool))


def task_before(desk: ReviewDesk) -> Task:
    """The assignment with its pool as it is now, or as it was where the course has it no more."""
    return find_task(desk.pool.id) or task_of(desk.pool, desk.assignment)


def review_writing_page(
    desk: ReviewDesk, *, typed: Written | None = None, base: str | None = None, refusal: str = "", has_met: bool = False
) -> ReviewWritingPage | None:
    """The page to write on, with what was typed and not saved, if anything was; None when there is nothing to read."""
    work = _work_before(desk)
    if work is None:
        return None
    review, kept = desk.review, written_in(desk.review)
    written = typed or kept
    is_late = is_over(review)
    return ReviewWritingPage(
        shown=_shown(desk, work),
        criteria=criteria_to_fill(desk.assignment, written),
        written=replace(written, language=written.language or work.language),
        base=base_of(review) if base is None else base,
        languages=_languages_to_review_in(review, work),
        until=review.ends_at,
        is_late=is_late,
        is_renewed_by_saving=not is_late and review.drafted_at is None,
        refusal=refusal,
        met=criteria_shown(desk.assignment, kept.points, kept.comments) if has_met else (),
        met_overall=kept.overall if has_met else "",
    )


def review_hand_in_page(desk: ReviewDesk, reader: User) -> ReviewHandInPage:
    """What handing in would hand in."""
    written = written_in(desk.review)
    missing = missing_points(scales_of(desk.assignment), written.points)
    by_key = {one.key: one for one in desk.assignment.rubric}
    words = "\n".join((*written.comments.values(), written.overall))
    organisation = reader.organisation.name if reader.organisation else ""
    return ReviewHandInPage(
        criteria=criteria_shown(desk.assignment, written.points, written.comments),
        written=written,
        base=base_of(desk.review),
        missing=tuple(Missing(key, by_key[key].name, by_key[key].language) for key in missing),
        hints=tuple(
            Hinted(one.key, by_key[one.key].name, by_key[one.key].language, words_of_hint(one))
            for one in _hints(desk.assignment, written)
        ),
        traces=traces_in(words, Identity(reader.name, reader.email, organisation)),
    )


def review_page(desk: ReviewDesk) -> ReviewPage:
    """What was handed in, with what its author made of it; or the draft of what is out of one's hands."""
    review, written = desk.review, written_in(desk.review)
    work = _work_before(desk) if review.given_back_at is None else None
    reason = desk.may_write.reason
    report = find_report_of(review) if review.given_back_at is not None else None
    if report is not None:
        reason = _("You reported this work and gave it back. What you wrote is kept and goes nowhere.")
    if review.handed_in_at is None and review.given_back_at is None:
        reason = _("Its author has withdrawn this work. What you wrote is kept and goes nowhere.")
    return ReviewPage(
        shown=_shown(desk, work) if work else None,
        criteria=criteria_shown(desk.assignment, written.points, written.comments),
        written=written,
        reason=reason,
        is_handed_in=review.handed_in_at is not None,
        is_thanked=review.thanked_at is not None,
        helpful=str(HELPFUL.get(review.helpful or 0, "")),
        answer=review.answer,
        report=report,
    )


def file_before(desk: ReviewDesk, file_id: int) -> PaperFile:
    """A file of the work in somebody's hands; raises NotFound when it is none of it, or no longer theirs to read."""
    review = desk.review
    is_theirs = review.submission_id is not None and review.given_back_at is None
    found = find_file_of_paper(review.submission_id or 0, file_id) if is_theirs else None
    if found is None:
        raise NotFound(_("There is no such file, or it was taken away."))
    return found


def criteria_to_fill(assignment: Assignment, written: Written) -> tuple[CriterionToFill, ...]:
    """The rubric as a form that holds a review."""
    hints = {one.key: words_of_hint(one) for one in _hints(assignment, written)}
    return tuple(
        CriterionToFill(
            criterion=criterion,
            points=written.points.get(criterion.key),
            comment=written.comments.get(criterion.key, ""),
            asks_comment=needs_comment(scale, written.points.get(criterion.key)),
            hint=hints.get(criterion.key, ""),
        )
        for criterion, scale in zip(assignment.rubric, scales_of(assignment), strict=True)
    )


def words_of_hint(hint: CommentHint) -> str:
    """A hint as a sentence: advice, and never a reproach."""
    if hint.hint is Hint.MISSING:
        return _("The level is low, and nothing says why yet. Tell what is missing, and one next step.")
    if hint.hint is Hint.EMPTY_PRAISE:
        return _("This is kind, and does not say what is good. Name it, so that the author can do it again.")
    return ngettext(
        "This comment has one word.", "This comment has %(num)s words.", hint.words, num=show_number(hint.words)
    ) + (" " + _("With a few more it can tell what is missing, and one next step."))


def hints_by_key(assignment: Assignment, written: Written) -> dict[str, str]:
    """The hints for a script to show, by the key of their criterion."""
    return {one.key: words_of_hint(one) for one in _hints(assignment, written)}


def is_over(review: Review) -> bool:
    """Whether the place is free for others by now; what is written still counts for whoever writes it."""
    return review.ended_at is not None or not runs(lease_of(review), clock.now())


def languages_to_review_in(desk: ReviewDesk) -> tuple[str, ...]:
    """The languages a review may be written in; none when there is nothing to read any more."""
    work = _work_before(desk)
    return () if work is None else _languages_to_review_in(desk.review, work)


def _languages_to_review_in(review: Review, work: Work) -> tuple[str, ...]:
    """That of the work first, then what its reader reads, and those of the site."""
    kept = (review.language,) if review.language else ()
    return tuple(dict.fromkeys((work.language, *kept, *sorted(languages_read(review.reader_id)), *LANGUAGES)))


def _assignment_of(review: Review, pool: ReviewPool) -> Assignment:
    edition = edition_of_revision(review.revision_id)
    enrolment = find_enrolment(review.reader_id, pool.course_slug)
    chosen = enrolment.content_language if enrolment else ""
    edition = edition.as_read(chosen=chosen, interface=language())
    submission = db.session.get(Submission, review.submission_id) if review.submission_id is not None else None
    # The pool is called as the assignment was when the first work came in, which may be later than this edition.
    known = {pool.unit_key, submission.unit_key if submission else pool.unit_key}
    for unit in edition.course.units():
        if isinstance(unit, Assignment) and not known.isdisjoint((unit.key, *unit.was)):
            return unit
    raise NotFound(_("The course has no such assignment any more."))


def _work_before(desk: ReviewDesk) -> Work | None:
    """What there is to read; None when it was withdrawn."""
    review = desk.review
    if review.submission_id is not None:
        paper = find_paper(review.submission_id)
        return paper.work if paper else None
    example = next((one for one in desk.assignment.examples if one.key == review.example_key), None)
    if example is None:
        return None
    return work_of(text_for(languages_in_order(review.pool_id, review.reader_id), example))


def _shown(desk: ReviewDesk, work: Work) -> WorkShown:
    """As reviewers see it, of an example too."""
    if desk.review.submission_id is None:
        return example_shown(desk.assignment, work)
    return work_shown(desk.assignment, work)


def example_shown(assignment: Assignment, work: Work) -> WorkShown:
    """An example as it was given to a reviewer; one from before examples had fields holds all of them in its text."""
    is_whole = not work.values and any(field.is_required for field in assignment.fields)
    return work_shown(replace(assignment, fields=()) if is_whole else assignment, work)


def _hints(assignment: Assignment, written: Written) -> tuple[CommentHint, ...]:
    return hints_for(
        [
            Comment(scale, written.points.get(scale.key), written.comments.get(scale.key, ""))
            for scale in scales_of(assignment)
        ]
    )
