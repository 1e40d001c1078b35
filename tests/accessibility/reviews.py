"""A course in which the work of one learner stands at every point between handing in and a decision."""

from collections.abc import Mapping

from sqlalchemy import select, update

from app.accounts.models import User
from app.content.course import Assignment
from app.peerreview import actions, receiving
from app.peerreview.actions import Desk, hand_in, save_work
from app.peerreview.care_models import Appeal
from app.peerreview.exchange_models import Review, ReviewResult
from app.peerreview.models import Submission
from app.peerreview.queries import find_work
from app.peerreview.received import rounds_of
from app.peerreview.sharing import Licence
from app.peerreview.sharing_actions import Offer, share
from app.peerreview.sharing_models import ShownWork
from app.peerreview.stages import Kind
from app.peerreview.work import Work
from app.platform import clock
from app.platform.database import db, transaction
from app.progress.queries import find_seat
from tests.accessibility.scenes import REVIEWED
from tests.builders import course_files, enrolled, published
from tests.peerreview.assignments import TEXT
from tests.peerreview.receiving import review_of, task_with

_TASKS: Mapping[str, str] = {
    "waiting": task_with(title="Nobody has read it"),
    "comments": task_with(title="One has read it"),
    "hidden": task_with(title="Others come first", owed=3),
    "unrated": task_with(title="How helpful was it"),
    "provisional": task_with(title="More will read it", needed=3),
    "final": task_with(title="Read and scored"),
    "apart": task_with(title="They do not agree"),
    "asked": task_with(title="Please look again", mark=0),
    "decided": task_with(title="Somebody has decided"),
    "revised": task_with(title="Once more"),
    "passed": task_with(title="Good enough to show"),
    "offered": task_with(title="Waits for a look"),
    "shown": task_with(title="Shown to others"),
}
_TO_SHOW = ("passed", "offered", "shown")
_ARABIC = "الأسباب واضحة، لكن الميزانية ناقصة."
_LONG = "The first reason is told well.\n\nThe second needs a number: how many households are not reached?"


def receive_reviews(learner: User) -> dict[str, str]:
    """Bring each work to where it stands; gives the numbers that addresses need."""
    files = {f"1-why-local/{50 + place}-{key}.md": task for place, (key, task) in enumerate(_TASKS.items())}
    published(course_files(title="Read by others", lessons=1, with_quiz=False, more=files), slug=REVIEWED)
    enrolled(learner, REVIEWED)
    user_id = learner.id
    works = {key: _handed_in(user_id, key, TEXT) for key in _TASKS}
    review_of(works["comments"], 7, _LONG, overall="Go on like this.")
    _hold(review_of(works["comments"], 2, "Not shown."))
    for key in ("hidden", "unrated", "provisional", "final", "asked", "revised", *_TO_SHOW):
        review_of(works[key], 9, _LONG, overall="Go on like this.")
        review_of(works[key], 10, _ARABIC, overall=_ARABIC, language="ar")
    for key in ("apart", "decided"):
        review_of(works[key], 9, _LONG)
        review_of(works[key], 2, "Nothing is weighed.")
    for key in ("provisional", "final", "apart", "asked", "decided", "revised", *_TO_SHOW):
        with transaction():
            receiving.rate(works[key], {}, pass_others=True)
    asked = _desk(user_id, "asked")
    with transaction():
        receiving.ask_to_look_again(asked, 1, "The second reason stands on the last page.")
    _decide(works["decided"])
    answered, open_one = _reviews(works["final"])
    with transaction():
        now = clock.now()
        change = update(Review).where(Review.id == answered)
        db.session.execute(change.values(thanked_at=now, answer="Thank you!", answered_at=now, helpful=3))
    again = _desk(user_id, "revised")
    with transaction():
        actions.begin_again(again, window="there")
    _handed_in(user_id, "revised", "Water reaches every street now.")
    return {"review_received": str(open_one), **_show(works["offered"], works["shown"])}


def _show(offered: int, shown: int) -> dict[str, str]:
    """One waits for a look; one is public, with a long title and everything told of it."""
    targets = ("6.1", "11.3", "11.6", "13.1")
    with transaction():
        waits = _share(offered, Offer("توزيع المياه", Licence.CC_BY, "صفاقس", "TN", (), shows_name=False)).id
        told = Offer(
            "Waste collection in every street, with the neighbourhoods",
            Licence.CC_BY_SA,
            "Riverton",
            "SN",
            targets,
            True,
        )
        public = _share(shown, told)
        public.accepted_at = clock.now()
        return {"offered": str(waits), "shown": str(public.id)}


def _share(submission_id: int, offer: Offer) -> ShownWork:
    number = db.session.get_one(Submission, submission_id).handed_in_number
    assert number is not None
    return share(submission_id, offer, version_number=number)


def _desk(user_id: int, key: str) -> Desk:
    seat = find_seat(user_id, REVIEWED)
    assert seat is not None
    assert seat.part is not None
    unit = seat.edition.places[key].unit
    assert isinstance(unit, Assignment)
    db.session.rollback()
    return Desk(seat.part, seat.edition, unit)


def _handed_in(user_id: int, key: str, text: str) -> int:
    desk = _desk(user_id, key)
    mine = find_work(desk.part.enrolment_id, desk.keys)
    base = mine.version.number if mine else 0
    db.session.rollback()
    with transaction():
        number = save_work(desk, Work(text, "en"), base=base, window="here", kind=Kind.SAVED).number
        hand_in(desk, number)
        return rounds_of(desk.part, desk.assignment)[-1].submission_id


def _reviews(submission_id: int) -> list[int]:
    found = db.session.scalars(select(Review.id).where(Review.submission_id == submission_id).order_by(Review.id)).all()
    db.session.rollback()
    return list(found)


def _hold(review_id: int) -> None:
    with transaction():
        db.session.execute(update(Review).where(Review.id == review_id).values(is_held=True))


def _decide(submission_id: int) -> None:
    """What the page of staff does."""
    with transaction():
        decided = {"decided_at": clock.now(), "decision": 80.0, "reasons": "Both are right.\n\nThe plan is sound."}
        db.session.execute(update(Appeal).where(Appeal.submission_id == submission_id).values(**decided))
        result = update(ReviewResult).where(ReviewResult.submission_id == submission_id)
        db.session.execute(result.values(decided_score=80.0))
