"""Handing work to readers: one at a time, inside the transaction that holds the pool. Nothing here commits."""

from dataclasses import dataclass, replace

from sqlalchemy import select, update

from app.content.assignments import Example, ExampleUse
from app.content.likeness import passes_for_work
from app.library.editions import Edition
from app.peerreview.actions import open_for_review
from app.peerreview.allocation import Hold, Lines, Reader, Refusal, Tier, choose, draw_of, refusal_of
from app.peerreview.calibration import gold_for, is_gold_due
from app.peerreview.completing import complete_if_due
from app.peerreview.duties import IGNORED, Answer, Call, answer_of
from app.peerreview.examples import text_for
from app.peerreview.exchange_models import (
    MentorRequest,
    Review,
    ReviewCall,
    ReviewHold,
    ReviewPart,
    ReviewPlace,
    ReviewPool,
)
from app.peerreview.leases import begin
from app.peerreview.placing import hold_task, part_in, restand, settle
from app.peerreview.pools import (
    Task,
    duties_in,
    languages_in_order,
    lines_for,
    organisations_of,
    place_of_author,
    reader_in,
    running_of,
    waiting_of,
)
from app.peerreview.roles import ReaderRole
from app.platform import clock
from app.platform.database import db
from app.platform.errors import Conflict, NotFound, Refused
from app.platform.i18n import _

SAME_COUNTRY = "same-country"


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who asks for work, and the edition of the course they read."""

    user_id: int
    country: str
    edition: Edition


@dataclass(frozen=True, slots=True)
class _Turn:
    """Somebody's turn before the line: their latest work, their part, and both as the rules see them."""

    asker: Asker
    own: ReviewPlace
    part: ReviewPart
    reader: Reader


def hand_out(task: Task, asker: Asker) -> Review | Hold:
    """Hand out a review: the one being written, else the next; a Hold when nothing fits, with duties put on hold.

    Raises Refused for whoever has handed in nothing.
    """
    pool = hold_task(task)
    running = running_of(task.pool_id, asker.user_id)
    if running is not None:
        return running
    turn = _turn(task, asker)
    return _give(task, pool, turn, lines_for(task, turn.reader))


def answer_call(task: Task, asker: Asker, call_id: int) -> Review | Hold:
    """Come when called: the work one was called for if it still needs somebody, else whatever waits, else a Hold.

    Raises NotFound for a call that is somebody else's.
    """
    pool = hold_task(task)
    call = db.session.get(ReviewCall, call_id)
    if call is None or call.user_id != asker.user_id or call.pool_id != task.pool_id:
        raise NotFound(_("There is no such call. The page of the assignment shows what you are asked for."))
    running = running_of(task.pool_id, asker.user_id)
    if running is not None:
        return running
    if call.answered_at is None:
        _note_answer(task, call)
    turn = _turn(task, asker)
    place = db.session.get(ReviewPlace, call.submission_id)
    if place is not None and place.line:
        belongs = organisations_of([place.author_id]).get(place.author_id, frozenset())
        first = waiting_of(place, belongs)
        found = choose(
            turn.reader,
            Lines(reciprocators=[first], others=[first], disputed=[first]),
            draw=0.0,
            now=clock.now(),
            rules=task.rules,
        )
        if not isinstance(found, Hold):
            return _lend(task, asker, turn.own, place, ReaderRole.PEER, line=found.tier, is_relaxed=found.is_relaxed)
    return _give(task, pool, turn, lines_for(task, turn.reader))


def take(task: Task, asker: Asker, submission_id: int, role: ReaderRole) -> Review:
    """Give a mentor or staff the work they chose; raises Refused or Conflict when it cannot be theirs.

    A language is theirs to judge, and the day around one's own work is no matter for whoever was asked by name.
    """
    hold_task(task)
    mine = select(Review).where(Review.submission_id == submission_id, Review.reader_id == asker.user_id)
    known = db.session.scalars(mine).first()
    place = db.session.get(ReviewPlace, submission_id, populate_existing=True)
    if place is None or place.pool_id != task.pool_id or not place.is_open:
        raise NotFound(_("This work is no longer in the line. Its author has taken it back."))
    if known is not None and known.handed_in_at is None and known.given_back_at is None:
        return _take_up_again(task, known, place)
    own = place_of_author(task.pool_id, asker.user_id)
    reader = reader_in(task, asker.user_id, asker.country, place.rubric, own)
    reader = replace(reader, languages=reader.languages | {place.language}, submitted_at=None)
    belongs = organisations_of([place.author_id]).get(place.author_id, frozenset())
    work = waiting_of(place, belongs)
    refusal = refusal_of(work, reader, task.rules)
    if refusal is not None:
        raise Refused(words_of_refusal(refusal))
    if role is ReaderRole.MENTOR and not work.needs and not work.is_disputed:
        raise Conflict(_("Somebody else has just taken this work. The list shows what still waits."))
    asked = update(MentorRequest).where(
        MentorRequest.submission_id == submission_id,
        MentorRequest.mentor_id == asker.user_id,
        MentorRequest.taken_at.is_(None),
    )
    db.session.execute(asked.values(taken_at=clock.now()))
    return _lend(task, asker, own, place, role)


def words_of_refusal(refusal: Refusal) -> str:
    """Why somebody may not read a piece of work, for them."""
    return {
        Refusal.OWN: _("This is your own work."),
        Refusal.OTHER_TASK: _("This work was written for another version of the assignment."),
        Refusal.CLOSED: _("This work is no longer in the line."),
        Refusal.LANGUAGE: _("This work is in a language that you do not read."),
        Refusal.HELD_BEFORE: _("You had this work before, so somebody else reads it now."),
        Refusal.MUTUAL: _("Its author has reviewed your work, so somebody else reads theirs."),
        Refusal.SAME_ORGANISATION: _("Its author belongs to your organisation, so somebody else reads it."),
        Refusal.CONFLICT: _("One of you has declared a conflict of interest, so somebody else reads it."),
        Refusal.ADJACENT: _("It was handed in close to your own work, so somebody else reads it."),
    }[refusal]


def _turn(task: Task, asker: Asker) -> _Turn:
    own = place_of_author(task.pool_id, asker.user_id)
    if own is None:
        raise Refused(_("Hand in your own work first; then you review the work of others."))
    # Before their facts, which hold it too: what is at hand is not asked for again.
    part = part_in(task, asker.user_id)
    return _Turn(asker, own, part, reader_in(task, asker.user_id, asker.country, own.rubric, own))


def _give(task: Task, pool: ReviewPool, turn: _Turn, lines: Lines) -> Review | Hold:
    asker, part, reader = turn.asker, turn.part, turn.reader
    example = _blind_check(task, pool, reader, part)
    if example is not None:
        return _check(task, asker, part, example)
    draw = draw_of(f"{pool.secret}:{asker.user_id}:{part.begun}")
    found = choose(reader, lines, draw=draw, now=clock.now(), rules=task.rules)
    if isinstance(found, Hold):
        return _put_on_hold(task, asker, part, found)
    place = db.session.get_one(ReviewPlace, found.submission_id)
    return _lend(task, asker, turn.own, place, ReaderRole.PEER, line=found.tier, draw=draw, is_relaxed=found.is_relaxed)


def _blind_check(task: Task, pool: ReviewPool, reader: Reader, part: ReviewPart) -> Example | None:
    """The example somebody is handed in place of work, if one is due."""
    mine = select(Review.example_key).where(Review.pool_id == task.pool_id, Review.reader_id == reader.user_id)
    before = list(db.session.scalars(mine.order_by(Review.id)))
    seed = f"{pool.secret}:{reader.user_id}"
    if not is_gold_due(seed, len(before), [place for place, key in enumerate(before) if key]):
        return None
    languages = languages_in_order(task.pool_id, reader.user_id)
    fresh = {
        number: example
        for number, example in enumerate(task.assignment.examples)
        if example.use is ExampleUse.CHECK
        and example.key not in before
        and not reader.languages.isdisjoint(example.languages)
        and passes_for_work(task.assignment, text_for(languages, example))
    }
    number = gold_for(seed, len(before), fresh.keys())
    return None if number is None else fresh[number]


def _check(task: Task, asker: Asker, part: ReviewPart, example: Example) -> Review:
    lease = begin(clock.now())
    review = Review(
        pool_id=task.pool_id,
        example_key=example.key,
        reader_id=asker.user_id,
        revision_id=asker.edition.revision_id,
        rubric=task.rubric,
        began_at=lease.began_at,
        ends_at=lease.ends_at,
    )
    part.begun += 1
    part.nothing_since = None
    db.session.add(review)
    db.session.flush()
    return review


def _lend(
    task: Task,
    asker: Asker,
    own: ReviewPlace | None,
    place: ReviewPlace,
    role: ReaderRole,
    *,
    line: Tier | None = None,
    draw: float = 0.0,
    is_relaxed: bool = False,
) -> Review:
    revision_id = open_for_review(place.submission_id)
    is_compatriot = bool(asker.country) and place.country == asker.country
    circumstances = [SAME_COUNTRY] if is_compatriot else []
    if own is not None and own.language != place.language:
        circumstances.append(f"{own.language}>{place.language}")
    lease = begin(clock.now())
    review = Review(
        pool_id=task.pool_id,
        submission_id=place.submission_id,
        reader_id=asker.user_id,
        role=role,
        revision_id=revision_id,
        rubric=place.rubric,
        line=line or "",
        draw=draw,
        is_relaxed=is_relaxed,
        circumstances=circumstances,
        began_at=lease.began_at,
        ends_at=lease.ends_at,
    )
    db.session.add(review)
    if role is ReaderRole.PEER:
        part = part_in(task, asker.user_id)
        part.begun += 1
        part.begun_of_own_country += is_compatriot
        part.nothing_since = None
    if role is not ReaderRole.STAFF:
        place.out += 1
    restand(task, [place])
    return review


def _take_up_again(task: Task, review: Review, place: ReviewPlace) -> Review:
    """A lease that ran out begins anew for whoever comes back by themselves, with the draft as it was."""
    if review.ended_at is not None:
        lease = begin(clock.now())
        review.ended_at, review.ends_at, review.drafted_at = None, lease.ends_at, None
        place.out += review.role is not ReaderRole.STAFF
        restand(task, [place])
    return review


def _put_on_hold(task: Task, asker: Asker, part: ReviewPart, hold: Hold) -> Hold:
    part.nothing_since = hold.nothing_since
    now = clock.now()
    for _duty in range(duties_in(task, asker.user_id).left):
        db.session.add(ReviewHold(pool_id=task.pool_id, user_id=asker.user_id, held_at=now, ignored=0))
    db.session.flush()
    settle(task, asker.user_id)
    complete_if_due(task, asker.user_id)
    return hold


def _note_answer(task: Task, call: ReviewCall) -> None:
    now = clock.now()
    call.answered_at = now
    if answer_of(Call(call.called_at, call.answered_at, call.taken_at), now) is Answer.ANSWERED:
        mine = update(ReviewHold).where(ReviewHold.pool_id == task.pool_id, ReviewHold.user_id == call.user_id)
        # What was cancelled is owed again, and stays so.
        alive = mine.where(ReviewHold.filled_at.is_(None), ReviewHold.ignored < IGNORED)
        db.session.execute(alive.values(ignored=0))
        settle(task, call.user_id)
