"""What staff do about work and reviews. Nothing here commits; all of it is noted, with numbers and keys only."""

from datetime import datetime

from sqlalchemy import update

from app.content.assignments import Scoring
from app.peerreview.appealing import decide_appeal
from app.peerreview.candidate_queries import Candidate, find_candidate
from app.peerreview.care_models import Appeal
from app.peerreview.exchange_models import MentorRequest, Review, ReviewCall, ReviewPlace
from app.peerreview.handing_out import Asker, take
from app.peerreview.jobs import SCORE_COURSE
from app.peerreview.models import Submission
from app.peerreview.placing import free_place, hold_task, restand, steer_soon
from app.peerreview.pools import Task, waiting_of
from app.peerreview.reporting_actions import settle_report
from app.peerreview.reviewing import SCORE_WORK
from app.peerreview.roles import ReaderRole
from app.peerreview.sharing_models import ShownWork
from app.peerreview.staff_models import ReviewStep
from app.peerreview.staff_policy import (
    may_exclude,
    may_give_to_mentors,
    may_hold,
    may_include,
    may_release,
    may_replace,
    may_take_appeal,
    words_about_reader,
)
from app.peerreview.staff_queries import find_appeal, find_place, find_report, find_review, involvement_of
from app.peerreview.steps import Step
from app.peerreview.telling_reviews import review_is_kept_back, tell_called, tell_mentors_asked, tell_review_received
from app.platform import clock
from app.platform.audit import note
from app.platform.database import db
from app.platform.errors import Conflict, NotFound
from app.platform.i18n import _
from app.platform.jobs import enqueue
from app.platform.verdicts import Verdict, refused, require

_WORK, _REVIEW = "submission", "review"


def take_on(task: Task, asker: Asker, submission_id: int, role: ReaderRole) -> Review:
    """Take a work to review it: in a mentor's place, or as the measure by which others are known. Raises as `take`."""
    review = take(task, asker, submission_id, role)
    db.session.flush()
    note(asker.user_id, "review.taken", _WORK, submission_id, review=review.id, role=role.value)
    return review


def give_to_mentors(task: Task, submission_id: int, *, by: int) -> None:
    """Let mentors write what is missing now; raises Refused."""
    place = _place(task, submission_id)
    require(may_give_to_mentors(waiting_of(place), place.granted_at, has_mentors=task.has_mentors))
    place.granted_at = clock.now()
    _keep(place.submission_id, Step.GRANTED, by)
    note(by, "work.given_to_mentors", _WORK, submission_id)
    steer_soon(task.pool_id)


def may_be_asked(one: Candidate) -> Verdict:
    """Whether somebody can be asked to review a work: as the rules have it, and not twice."""
    if one.refusal is not None and one.has_handed_in:
        return refused(words_about_reader(one.refusal))
    if not one.has_handed_in:
        return refused(_("They have handed in nothing here, and mentor no course like this."))
    if not one.has_calibrated:
        return refused(_("They have not scored the examples yet."))
    if one.is_asked:
        return refused(_("They were asked, and have not answered yet."))
    return Verdict(True)


def ask_person(task: Task, submission_id: int, user_id: int, *, by: int) -> ReviewCall | MentorRequest:
    """Ask one person, by name, to review a work; where it needs nobody, it needs one more from now on.

    Raises Refused, with the reason, for whom the rules do not allow.
    """
    place = _place(task, submission_id)
    one = find_candidate(task, place, user_id)
    if one is None:
        raise NotFound(_("There is no such person."))
    require(may_be_asked(one))
    if not waiting_of(place).needs:
        place.needed = place.done + place.out + 1
        restand(task, [place])
    now = clock.now()
    asked: ReviewCall | MentorRequest
    if one.is_mentor:
        asked = MentorRequest(pool_id=task.pool_id, submission_id=submission_id, mentor_id=user_id, asked_at=now)
    else:
        asked = ReviewCall(pool_id=task.pool_id, submission_id=submission_id, user_id=user_id, called_at=now)
    db.session.add(asked)
    (tell_mentors_asked if one.is_mentor else tell_called)(task, submission_id, [user_id], now)
    _keep(submission_id, Step.ASKED, by, user_id=user_id)
    note(by, "review.asked_for", _WORK, submission_id, person=user_id)
    return asked


def replace_reader(task: Task, review_id: int, reason: str, *, by: int) -> None:
    """End a lease, so that the place is free. What was written stays with its reader; raises Refused."""
    review = _review(task, review_id)
    require(may_replace(review))
    review.ends_at = review.ended_at = clock.now()
    free_place(task, review)
    _about(review, Step.REPLACED, by, reason)
    note(by, "review.replaced", _REVIEW, review_id, submission=review.submission_id)
    steer_soon(task.pool_id)


def exclude(task: Task, review_id: int, reason: str, *, by: int) -> None:
    """Take a review out of the score; raises Refused."""
    review = _review(task, review_id)
    require(may_exclude(review))
    review.excluded_at, review.excluded_by, review.exclusion = clock.now(), by, reason
    review_is_kept_back(review)
    _about(review, Step.EXCLUDED, by, reason)
    note(by, "review.excluded", _REVIEW, review_id, submission=review.submission_id)
    _score(task, review)


def include(task: Task, review_id: int, reason: str, *, by: int) -> None:
    """Count a review again that was taken out; raises Refused."""
    review = _review(task, review_id)
    require(may_include(review))
    review.excluded_at, review.excluded_by, review.exclusion = None, None, ""
    _about(review, Step.INCLUDED, by, reason)
    note(by, "review.included", _REVIEW, review_id, submission=review.submission_id)
    _score(task, review)


def hold_words(task: Task, review_id: int, reason: str, *, by: int) -> None:
    """Keep the words of a review from its author; raises Refused."""
    review = _review(task, review_id)
    require(may_hold(review))
    review.is_held = True
    review_is_kept_back(review)
    _about(review, Step.HELD, by, reason)
    note(by, "review.held", _REVIEW, review_id, submission=review.submission_id)
    _score(task, review)


def release_words(task: Task, review_id: int, reason: str, *, by: int) -> None:
    """Let its author read a review whose words were held; raises Refused."""
    review = _review(task, review_id)
    require(may_release(review))
    review.is_held = False
    if review.submission_id is not None:
        tell_review_received(task, find_place(task.pool_id, review.submission_id), review)
    _about(review, Step.RELEASED, by, reason)
    note(by, "review.released", _REVIEW, review_id, submission=review.submission_id)
    _score(task, review)


def change_language(task: Task, submission_id: int, language: str, *, by: int) -> None:
    """Say in which language a work is, and put it back in the line of that language; raises Conflict when withdrawn.

    What was handed in never changes: what its author had said stays with the version, and this stands before it.
    """
    place = _place(task, submission_id)
    submission = db.session.get_one(Submission, submission_id, populate_existing=True)
    if submission.handed_in_at is None or submission.withdrawn_at is not None:
        raise Conflict(_("Its author has taken this work back."))
    was = place.language
    place.language = submission.language = language
    place.is_open = True
    restand(task, [place])
    db.session.execute(
        update(ShownWork).where(ShownWork.submission_id == submission_id).values(language=language),
        execution_options={"synchronize_session": False},
    )
    # From which to which, for its story.
    _keep(submission_id, Step.LANGUAGE, by, reason=f"{was} {language}")
    note(by, "work.language_changed", _WORK, submission_id, was=was, language=language)
    steer_soon(task.pool_id)


def look_at_report(task: Task, report_id: int, *, is_upheld: bool, answer: str, language: str = "", by: int) -> None:
    """Settle a report; with a language, its work goes on in the line of that language. Raises as `settle_report`."""
    hold_task(task)
    report = find_report(task.pool_id, report_id)
    settle_report(task, report, by, is_upheld=is_upheld, answer=answer)
    note(by, "report.settled", "report", report_id, submission=report.submission_id, upheld=is_upheld)
    if language and report.submission_id is not None:
        change_language(task, report.submission_id, language, by=by)


def take_appeal(task: Task, appeal_id: int, *, by: int) -> None:
    """Take an appeal to decide it; raises Refused for whoever is involved, or when somebody else has it."""
    hold_task(task)
    appeal = _appeal(task, appeal_id)
    require(_may_take(appeal, by))
    appeal.taken_by, appeal.taken_at = by, clock.now()
    note(by, "appeal.taken", "appeal", appeal_id, submission=appeal.submission_id)


def let_appeal_go(task: Task, appeal_id: int, *, by: int) -> None:
    """Leave an appeal that one has taken to others."""
    hold_task(task)
    appeal = _appeal(task, appeal_id)
    if appeal.taken_by != by or appeal.decided_at is not None:
        raise Conflict(_("This appeal is not in your hands any more. The list shows where it stands."))
    appeal.taken_by = appeal.taken_at = None
    note(by, "appeal.let_go", "appeal", appeal_id, submission=appeal.submission_id)


def settle_appeal(
    task: Task, appeal_id: int, decision: float, reasons: str, points: dict[str, int], *, by: int
) -> None:
    """Decide an appeal that one has taken; the score may rise or fall, and nothing else moves it afterwards.

    Raises Refused for whoever is involved, and Conflict when it is not theirs to decide.
    """
    hold_task(task)
    appeal = _appeal(task, appeal_id)
    require(_may_take(appeal, by))
    if appeal.taken_by != by:
        raise Conflict(_("Take this appeal first, so that nobody else decides it at the same time."))
    decide_appeal(task, appeal, decision=decision, reasons=reasons, by=by)
    _keep(appeal.submission_id, Step.DECIDED, by, reason=reasons, points=points)
    note(by, "appeal.decided", "appeal", appeal_id, submission=appeal.submission_id, score=round(decision, 2))


def choose_scoring(task: Task, scoring: Scoring | None, *, by: int) -> None:
    """Make scores by the model or by the plain mean; None as the assignment says. They are reckoned anew by a job."""
    pool = hold_task(task)
    was, pool.scoring = pool.scoring, scoring
    note(by, "pool.scoring_chosen", "pool", pool.id, was=_value(was), scoring=_value(scoring))
    enqueue(SCORE_COURSE, slug=task.course_slug)


def promise_results(task: Task, results_by: datetime | None, *, by: int) -> None:
    """Say by which day everybody has their result; mentors step in early enough for it."""
    pool = hold_task(task)
    pool.results_by = results_by
    note(by, "pool.results_promised", "pool", pool.id, day=results_by.date().isoformat() if results_by else "")
    steer_soon(task.pool_id)


def _place(task: Task, submission_id: int) -> ReviewPlace:
    """The place, as it is once the pool is held."""
    hold_task(task)
    place = find_place(task.pool_id, submission_id)
    db.session.refresh(place)
    return place


def _review(task: Task, review_id: int) -> Review:
    hold_task(task)
    review = find_review(task.pool_id, review_id)
    db.session.refresh(review)
    return review


def _appeal(task: Task, appeal_id: int) -> Appeal:
    appeal = find_appeal(task.pool_id, appeal_id)
    db.session.refresh(appeal)
    return appeal


def _may_take(appeal: Appeal, user_id: int) -> Verdict:
    return may_take_appeal(
        involvement_of(user_id, appeal.submission_id),
        user_id=user_id,
        taken_by=appeal.taken_by,
        taken_at=appeal.taken_at,
        is_decided=appeal.decided_at is not None,
        now=clock.now(),
    )


def _about(review: Review, step: Step, by: int, reason: str) -> None:
    assert review.submission_id is not None
    _keep(review.submission_id, step, by, review_id=review.id, reason=reason)


def _keep(
    submission_id: int,
    step: Step,
    by: int,
    *,
    review_id: int | None = None,
    user_id: int | None = None,
    reason: str = "",
    points: dict[str, int] | None = None,
) -> None:
    db.session.add(
        ReviewStep(
            submission_id=submission_id,
            review_id=review_id,
            user_id=user_id,
            step=step,
            done_by=by,
            done_at=clock.now(),
            reason=reason,
            points=points or {},
        )
    )
    db.session.flush()


def _score(task: Task, review: Review) -> None:
    enqueue(SCORE_WORK, pool_id=task.pool_id, submission_id=review.submission_id)


def _value(scoring: Scoring | None) -> str:
    return "" if scoring is None else scoring.value
