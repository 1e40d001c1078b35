"""What a learner does with their work. Nothing here commits."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, literal, select, update

from app.content.course import Assignment
from app.enrolment.models import Enrolment
from app.enrolment.participation import Participation
from app.library.editions import Edition
from app.peerreview.exchange_models import ReviewPlace
from app.peerreview.models import Submission, SubmissionVersion
from app.peerreview.placing import enter_line, leave_line, take_from_line
from app.peerreview.policy import may_begin_again, may_hand_in, may_take_back, may_withdraw, may_write
from app.peerreview.pools import find_pool
from app.peerreview.queries import MyWork, find_version, find_work, versions_of
from app.peerreview.stages import Kind
from app.peerreview.work import Work
from app.peerreview.writing import Keeping, Kept, keeping_of, missing_in, to_let_go
from app.platform import clock
from app.platform.database import count_changed, db
from app.platform.errors import Conflict, NotFound
from app.platform.i18n import _
from app.platform.verdicts import require
from app.progress.actions import forget_hand_in, note_hand_in


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of work that was saved: its number, and that of another window's version it met, if it did."""

    number: int
    met: int | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """A learner before one assignment of a course as it is now."""

    part: Participation
    edition: Edition
    assignment: Assignment

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that the assignment has and had."""
        return (self.assignment.key, *self.assignment.was)


def save_work(desk: Desk, work: Work, *, base: int, window: str, kind: Kind = Kind.SAVED) -> Saved:
    """Keep work as a version written on top of the version `base`, 0 for none; raises Refused.

    When another window saved something else since, both are kept, and the other stays the one to go on with.
    """
    mine = _hold(desk)
    require(may_write(mine.stage if mine else None))
    return _keep(desk, mine, work, base=base, window=window, kind=kind)


def take_up(desk: Desk, number: int, *, window: str) -> None:
    """Go on with an earlier version; what there is now stays among the versions. Raises NotFound or Refused."""
    mine = _hold(desk)
    require(may_write(mine.stage if mine else None))
    earlier = find_version(desk.part.enrolment_id, desk.keys, number)
    if mine is None or earlier is None:
        raise NotFound(_("There is no such version. The list shows those that are kept."))
    _keep(desk, mine, earlier.work, base=mine.version.number, window=window, kind=Kind.SAVED)


def hand_in(desk: Desk, number: int) -> None:
    """Put the current version, whose number its author was shown, in the line for reviewers, or in the place it has.

    Raises Conflict when it is another by now, and Refused when something is missing.
    """
    _hold_pool(desk)
    mine = _hold(desk)
    if mine is None or mine.version.number != number:
        raise Conflict(_("Your text was changed in another window meanwhile. Please look at it once more."))
    require(may_hand_in(mine.stage, missing_in(desk.assignment, mine.work)))
    kept = _keep(desk, mine, mine.work, base=number, window=mine.version.window, kind=Kind.HANDED_IN)
    now = clock.now()
    changed = update(Submission).where(Submission.id == mine.submission_id, Submission.opened_at.is_(None))
    _refuse_if_opened(
        count_changed(
            changed.values(
                handed_in_at=mine.handed_in_at or now,
                handed_in_number=kept.number,
                language=mine.work.language,
                revision_id=desk.edition.revision_id,
            )
        )
    )
    note_hand_in(desk.part, mine.unit_key)
    enter_line(desk.part, desk.assignment, mine.submission_id)


def take_back(desk: Desk) -> None:
    """Take work out of the line and make it a draft again; raises Refused."""
    _hold_pool(desk)
    mine = _hold(desk)
    require(may_take_back(mine.stage if mine else None))
    assert mine is not None
    changed = update(Submission).where(Submission.id == mine.submission_id, Submission.opened_at.is_(None))
    _refuse_if_opened(count_changed(changed.values(handed_in_at=None, handed_in_number=None)))
    take_from_line(mine.submission_id)
    forget_hand_in(desk.part, desk.keys)


def withdraw(desk: Desk) -> None:
    """Let nobody read the work any more; raises Refused."""
    _hold_pool(desk)
    mine = _hold(desk)
    require(may_withdraw(mine.stage if mine else None))
    assert mine is not None
    gone = update(Submission).where(Submission.id == mine.submission_id)
    db.session.execute(gone.values(withdrawn_at=clock.now()))
    leave_line(mine.submission_id)
    forget_hand_in(desk.part, desk.keys)


def begin_again(desk: Desk, *, window: str) -> None:
    """Begin a further round with the text of the last one; raises Refused."""
    mine = _hold(desk)
    require(may_begin_again(mine.stage if mine else None))
    assert mine is not None
    latest = versions_of(desk.part.enrolment_id, desk.keys)[0].version.number
    _add_round(desk, mine.round + 1, latest + 1, mine.work, window, Kind.SAVED)


def open_for_review(submission_id: int) -> None:
    """Note that a reviewer opened the work, the first time; from then on its author cannot change it.

    Raises Conflict when it was taken back or withdrawn a moment ago.
    """
    is_there = (
        Submission.id == submission_id,
        Submission.handed_in_at.is_not(None),
        Submission.withdrawn_at.is_(None),
    )
    opened = func.coalesce(Submission.opened_at, literal(clock.now(), Submission.opened_at.type))
    if not count_changed(update(Submission).where(*is_there).values(opened_at=opened)):
        raise Conflict(_("Its author has taken this work back. Please ask for another one."))


def withdraw_all(user_id: int) -> None:
    """Take everything of a person out of every line, as when their account is erased."""
    waits = (Submission.author_id == user_id, Submission.handed_in_at.is_not(None), Submission.withdrawn_at.is_(None))
    # In the order in which all pools of a course are held at once.
    in_line = select(ReviewPlace.submission_id).join(Submission, Submission.id == ReviewPlace.submission_id)
    for submission_id in db.session.scalars(in_line.where(*waits).order_by(ReviewPlace.pool_id)).all():
        leave_line(submission_id)
    db.session.execute(update(Submission).where(*waits).values(withdrawn_at=clock.now()))


def _hold_pool(desk: Desk) -> None:
    """Hold the pool, if there is one yet, before anything of this person: so does whoever hands out work."""
    find_pool(desk.part.course_slug, desk.keys, to_change=True)


def _hold(desk: Desk) -> MyWork | None:
    """The work as it is now, and nobody else's to change until the transaction ends: two windows take turns."""
    db.session.execute(select(Enrolment.id).where(Enrolment.id == desk.part.enrolment_id).with_for_update())
    return find_work(desk.part.enrolment_id, desk.keys)


def _keep(desk: Desk, mine: MyWork | None, work: Work, *, base: int, window: str, kind: Kind) -> Saved:
    if mine is None:
        _add_round(desk, 1, 1, work, window, kind)
        return Saved(1)
    current = mine.version
    new = Kept(0, kind, window, work.digest, clock.now())
    keeping = keeping_of(current, new, base)
    if keeping is Keeping.SAME:
        return Saved(current.number)
    kept = [line.version for line in versions_of(desk.part.enrolment_id, desk.keys)]
    number = kept[0].number + 1
    _add_version(mine.submission_id, number, work, window, kind)
    if keeping is Keeping.ASIDE:
        _drop(mine.submission_id, to_let_go(kept, current.number))
        return Saved(number, met=current.number)
    db.session.execute(
        update(Submission).where(Submission.id == mine.submission_id).values(current_number=number, **_told(mine, work))
    )
    goes = (current.number,) if keeping is Keeping.REPLACES else ()
    _drop(mine.submission_id, (*goes, *to_let_go(kept, number)))
    return Saved(number)


def _told(mine: MyWork, work: Work) -> dict[str, str]:
    """What the submission says of a text that is only being written; of one handed in, that is left as it is."""
    return {} if mine.handed_in_at else {"language": work.language}


def _add_round(desk: Desk, number: int, version_number: int, work: Work, window: str, kind: Kind) -> None:
    submission = Submission(
        enrolment_id=desk.part.enrolment_id,
        author_id=desk.part.user_id,
        course_slug=desk.part.course_slug,
        unit_key=desk.assignment.key,
        round=number,
        revision_id=desk.edition.revision_id,
        language=work.language,
        begun_at=clock.now(),
        current_number=version_number,
    )
    db.session.add(submission)
    db.session.flush()
    _add_version(submission.id, version_number, work, window, kind)


def _add_version(submission_id: int, number: int, work: Work, window: str, kind: Kind) -> None:
    db.session.add(
        SubmissionVersion(
            submission_id=submission_id,
            number=number,
            kind=kind,
            window_key=window,
            language=work.language,
            source=work.source,
            filled=dict(work.values),
            links=list(work.links),
            file_ids=list(work.file_ids),
            digest=work.digest,
            saved_at=clock.now(),
        )
    )
    db.session.flush()


def _drop(submission_id: int, numbers: Sequence[int]) -> None:
    """Let versions go; of an earlier round nothing does."""
    if numbers:
        mine = SubmissionVersion.submission_id == submission_id
        db.session.execute(delete(SubmissionVersion).where(mine, SubmissionVersion.number.in_(numbers)))


def _refuse_if_opened(changed: int) -> None:
    if not changed:
        raise Conflict(_("A reviewer has opened your work at this very moment. It stays as you handed it in."))
