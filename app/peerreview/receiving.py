"""What authors do with what they received: read, rate, thank, answer, ask for more. Nothing here commits."""

from collections.abc import Mapping, Sequence

from sqlalchemy import update

from app.peerreview.actions import Desk
from app.peerreview.care_models import Appeal
from app.peerreview.exchange_models import Review, ReviewPlace
from app.peerreview.objections import Cause
from app.peerreview.placing import hold_task, open_pool, restand, steer_soon
from app.peerreview.publication import Stage
from app.peerreview.received import AppealKept, ReviewKept, RoundKept, find_appeal, is_readable, reviews_of, rounds_of
from app.peerreview.receiving_policy import (
    ScoreNow,
    may_answer,
    may_ask_for_another,
    may_ask_to_look_again,
    may_respond,
)
from app.peerreview.telling_reviews import tell_appeal_opened, tell_thanked
from app.platform import clock
from app.platform.database import count_changed, db
from app.platform.errors import Conflict, NotFound
from app.platform.i18n import _
from app.platform.verdicts import require

# How helpful a review was, from very to not.
HELPFUL = (3, 2, 1)


def note_read(submission_id: int) -> None:
    """Note that an author has every review before them whose words they may read."""
    unread = update(Review).where(Review.submission_id == submission_id, is_readable(), Review.read_at.is_(None))
    db.session.execute(unread.values(read_at=clock.now()))


def rate(submission_id: int, ratings: Mapping[int, int], *, pass_others: bool) -> None:
    """Keep how helpful reviews were, by their number; others that were not rated are passed over if so wanted."""
    mine = update(Review).where(Review.submission_id == submission_id, is_readable())
    now = clock.now()
    for review_id, helpful in ratings.items():
        if helpful in HELPFUL:
            db.session.execute(mine.where(Review.id == review_id).values(helpful=helpful, rated_at=now))
    if pass_others:
        db.session.execute(mine.where(Review.rated_at.is_(None)).values(rated_at=now))


def thank(desk: Desk, review: ReviewKept) -> None:
    """Thank whoever wrote a review; doing so again changes nothing. Raises Refused."""
    require(may_respond(review))
    # The pool first, as everywhere.
    task = open_pool(desk.part.course_slug, desk.assignment)
    mine = update(Review).where(Review.id == review.id, is_readable(), Review.thanked_at.is_(None))
    db.session.execute(mine.values(thanked_at=clock.now()))
    tell_thanked(task, db.session.get_one(Review, review.id, populate_existing=True))


def answer(desk: Desk, review: ReviewKept, words: str) -> None:
    """Send whoever wrote a review a few words, once; raises Refused or Conflict."""
    require(may_answer(review))
    task = open_pool(desk.part.course_slug, desk.assignment)
    mine = update(Review).where(Review.id == review.id, is_readable(), Review.answered_at.is_(None))
    if not count_changed(mine.values(answer=words, answered_at=clock.now())):
        raise Conflict(_("This review was answered in another window, or is kept back now. Nothing was changed."))
    tell_thanked(task, db.session.get_one(Review, review.id, populate_existing=True))


def ask_for_another(desk: Desk, number: int) -> None:
    """Ask for one review more of a round; raises NotFound or Refused."""
    task = open_pool(desk.part.course_slug, desk.assignment)
    hold_task(task)
    kept, now = _round_now(desk, number)
    require(may_ask_for_another(now))
    place = db.session.get_one(ReviewPlace, kept.submission_id)
    place.needed += 1
    restand(task, [place])
    steer_soon(task.pool_id)


def ask_to_look_again(desk: Desk, number: int, words: str) -> None:
    """Ask somebody uninvolved to look at the score of a round; raises NotFound or Refused."""
    task = open_pool(desk.part.course_slug, desk.assignment)
    kept, now = _round_now(desk, number)
    require(may_ask_to_look_again(now))
    assert kept.publication is not None
    score, low, high = kept.publication.score, kept.publication.low, kept.publication.high
    assert score is not None
    appeal = Appeal(
        pool_id=task.pool_id,
        submission_id=kept.submission_id,
        cause=Cause.ASKED,
        words=words,
        opened_at=clock.now(),
        score=score,
        low=score if low is None else low,
        high=score if high is None else high,
    )
    db.session.add(appeal)
    db.session.flush()
    tell_appeal_opened(task, appeal, desk.part.user_id)


def pick_round(rounds: Sequence[RoundKept], number: int | None) -> RoundKept:
    """The round of that number, the latest when none is named; raises NotFound."""
    found = [one for one in rounds if number in (None, one.number)]
    if not found:
        raise NotFound(_("Nothing is handed in. The page of the assignment shows where your work stands."))
    return found[-1]


def find_review(desk: Desk, review_id: int) -> tuple[RoundKept, ReviewKept]:
    """A review of one's own work, and the round it is of; raises NotFound."""
    for kept in rounds_of(desk.part, desk.assignment):
        for review in reviews_of(kept.submission_id):
            if review.id == review_id:
                return kept, review
    raise NotFound(_("There is no such review of your work."))


def score_facts(kept: RoundKept, appeal: AppealKept | None, *, is_latest: bool) -> ScoreNow:
    """What the policies ask about a round, from what was read."""
    told, reckoned = kept.publication, kept.reckoned
    return ScoreNow(
        stage=told.stage if told else Stage.WAITING,
        shows_score=told is not None and told.shows_score,
        counting=reckoned.counting if reckoned else 0,
        coming=kept.coming,
        further=kept.further,
        is_open=kept.is_open and not kept.is_withdrawn,
        is_latest=is_latest,
        has_appeal=appeal is not None,
        is_decided=reckoned is not None and reckoned.is_decided,
    )


def _round_now(desk: Desk, number: int) -> tuple[RoundKept, ScoreNow]:
    rounds = rounds_of(desk.part, desk.assignment)
    kept = pick_round(rounds, number)
    return kept, score_facts(kept, find_appeal(kept.submission_id), is_latest=kept is rounds[-1])
