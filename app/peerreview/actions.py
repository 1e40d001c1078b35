"""What a learner does with their work. Nothing here commits."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import delete, exists, func, literal, select, update

from app.content.course import Assignment
from app.enrolment.models import Enrolment
from app.enrolment.participation import Participation
from app.files.actions import drop_file, keep_file
from app.files.cleaning import CleanFile
from app.files.models import StoredFile
from app.files.queries import files_with
from app.files.refusals import Refusal, not_kept, too_many
from app.library.editions import Edition
from app.peerreview.exchange_models import ReviewPlace
from app.peerreview.models import Submission, SubmissionVersion
from app.peerreview.placing import enter_line, leave_line, take_from_line
from app.peerreview.policy import may_begin_again, may_hand_in, may_take_back, may_withdraw, may_write
from app.peerreview.pools import find_pool
from app.peerreview.queries import (
    MyWork,
    VersionLine,
    files_needed_by,
    find_version,
    find_work,
    versions_of,
)
from app.peerreview.received import rounds_of
from app.peerreview.sharing_actions import stop_sharing
from app.peerreview.stages import Kind
from app.peerreview.work import Work
from app.peerreview.writing import (
    Keeping,
    Kept,
    files_let_go,
    keeping_of,
    missing_in,
    to_let_go,
    to_let_go_for_room,
)
from app.platform import clock
from app.platform.database import count_changed, db
from app.platform.errors import CannotBe, Conflict, NotFound
from app.platform.i18n import _
from app.platform.verdicts import require
from app.progress.actions import forget_hand_in, note_hand_in

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of work that was saved: its number, and that of another window's version it met, if it did.

    Files that found no room are refused; all else is saved.
    """

    number: int
    met: int | None = None
    refused: tuple[Refusal, ...] = ()


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


def save_work(
    desk: Desk,
    work: Work,
    *,
    base: int,
    window: str,
    kind: Kind = Kind.SAVED,
    added: Sequence[CleanFile] = (),
    taken_out: int = 0,
) -> Saved:
    """Keep work as a version written on top of the version `base`, 0 for none; raises Refused.

    When another window saved something else since, both are kept, and the other stays the one to go on with. Its files
    are those of the present version, but for one that is taken out and those added: a window that knows of fewer loses
    none.
    """
    mine = _hold(desk)
    require(may_write(mine.stage if mine else None))
    file_ids, refused = _attach(desk, mine, added, taken_out)
    saved = _keep(desk, mine, replace(work, file_ids=file_ids), base=base, window=window, kind=kind)
    return replace(saved, refused=refused)


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
    _forget_hand_in(desk)


def withdraw(desk: Desk) -> None:
    """Let nobody read the work any more; raises Refused."""
    _hold_pool(desk)
    mine = _hold(desk)
    require(may_withdraw(mine.stage if mine else None))
    assert mine is not None
    gone = update(Submission).where(Submission.id == mine.submission_id)
    db.session.execute(gone.values(withdrawn_at=clock.now()))
    leave_line(mine.submission_id)
    stop_sharing(mine.submission_id)
    _forget_hand_in(desk)


def begin_again(desk: Desk, *, window: str) -> None:
    """Begin a further round with the text of the last one; raises Refused.

    Nothing of the last one changes: its reviews stay, and what is under way for it goes on (`rounds`).
    """
    mine = _hold(desk)
    rounds = [one.value for one in rounds_of(desk.part, desk.assignment)]
    require(may_begin_again(mine.stage if mine else None, rounds))
    assert mine is not None
    latest = versions_of(desk.part.enrolment_id, desk.keys)[0].version.number
    _add_round(desk, mine.round + 1, latest + 1, mine.work, window, Kind.SAVED)


def open_for_review(submission_id: int) -> int:
    """Note that a reviewer opened the work, the first time; from then on its author cannot change it.

    Returns the revision of the course it was handed in with.

    Raises Conflict when it was taken back or withdrawn a moment ago.
    """
    is_there = (
        Submission.id == submission_id,
        Submission.handed_in_at.is_not(None),
        Submission.withdrawn_at.is_(None),
    )
    opened = func.coalesce(Submission.opened_at, literal(clock.now(), Submission.opened_at.type))
    noted = update(Submission).where(*is_there).values(opened_at=opened).returning(Submission.revision_id)
    revision_id = db.session.scalars(noted).one_or_none()
    if revision_id is None:
        raise Conflict(_("Its author has taken this work back. Please ask for another one."))
    return revision_id


def withdraw_all(user_id: int) -> None:
    """Take everything of a person out of every line, as when their account is erased."""
    waits = (Submission.author_id == user_id, Submission.handed_in_at.is_not(None), Submission.withdrawn_at.is_(None))
    # In the order in which all pools of a course are held at once.
    in_line = select(ReviewPlace.submission_id).join(Submission, Submission.id == ReviewPlace.submission_id)
    for submission_id in db.session.scalars(in_line.where(*waits).order_by(ReviewPlace.pool_id)).all():
        leave_line(submission_id)
        stop_sharing(submission_id)
    db.session.execute(update(Submission).where(*waits).values(withdrawn_at=clock.now()))


def _hold_pool(desk: Desk) -> None:
    """Hold the pool, if there is one yet, before anything of this person: so does whoever hands out work."""
    find_pool(desk.part.course_slug, desk.keys, to_change=True)


def _hold(desk: Desk) -> MyWork | None:
    """The work as it is now, and nobody else's to change until the transaction ends: two windows take turns."""
    db.session.execute(select(Enrolment.id).where(Enrolment.id == desk.part.enrolment_id).with_for_update())
    return find_work(desk.part.enrolment_id, desk.keys)


def _attach(
    desk: Desk, mine: MyWork | None, added: Sequence[CleanFile], taken_out: int
) -> tuple[tuple[int, ...], tuple[Refusal, ...]]:
    """The files as they are now with these changes, and those that are not taken. One that is there is not added."""
    file_ids = [number for number in (mine.work.file_ids if mine else ()) if number != taken_out]
    if not added:
        return tuple(file_ids), ()
    most = desk.assignment.files.most if desk.assignment.files else 0
    digests = {file.digest for file in files_with(file_ids)}
    refused = []
    for file in added:
        if file.digest in digests:
            continue
        if len(file_ids) >= most:
            refused.append(Refusal(file.name, too_many(most)))
            continue
        try:
            file_ids.append(_keep_file(desk, mine, file).id)
            digests.add(file.digest)
        except CannotBe as full:
            refused.append(Refusal(file.name, full.sentence))
        except OSError:
            log.exception("a file of %s bytes cannot be kept", len(file.content))
            refused.append(Refusal(file.name, not_kept()))
    return tuple(file_ids), tuple(refused)


def _keep_file(desk: Desk, mine: MyWork | None, file: CleanFile) -> StoredFile:
    """Keep a file; where its owner has no room left, old versions go whose files nobody needs any more."""
    while True:
        try:
            return keep_file(desk.part.user_id, file)
        except CannotBe:
            if mine is None or not _make_room(desk, mine):
                raise


def _make_room(desk: Desk, mine: MyWork) -> bool:
    lines = versions_of(desk.part.enrolment_id, desk.keys)
    staying = {line.version.number for line in lines if line.is_current or line.round != mine.round}
    going = to_let_go_for_room([line.version for line in lines], staying)
    _drop(desk, mine, lines, going)
    return bool(going)


def _forget_hand_in(desk: Desk) -> None:
    """Work of an earlier round that stands is still handed in."""
    stands = exists().where(
        Submission.enrolment_id == desk.part.enrolment_id,
        Submission.unit_key.in_(desk.keys),
        Submission.handed_in_at.is_not(None),
        Submission.withdrawn_at.is_(None),
    )
    if not db.session.scalar(select(stands)):
        forget_hand_in(desk.part, desk.keys)


def _keep(desk: Desk, mine: MyWork | None, work: Work, *, base: int, window: str, kind: Kind) -> Saved:
    if mine is None:
        _add_round(desk, 1, 1, work, window, kind)
        return Saved(1)
    current = mine.version
    new = Kept(0, kind, window, work.digest, clock.now())
    keeping = keeping_of(current, new, base)
    if keeping is Keeping.SAME:
        return Saved(current.number)
    lines = versions_of(desk.part.enrolment_id, desk.keys)
    kept = [line.version for line in lines]
    number = kept[0].number + 1
    _add_version(mine.submission_id, number, work, window, kind)
    if keeping is Keeping.ASIDE:
        _drop(desk, mine, lines, to_let_go(kept, current.number), still=work.file_ids)
        return Saved(number, met=current.number)
    db.session.execute(
        update(Submission).where(Submission.id == mine.submission_id).values(current_number=number, **_told(mine, work))
    )
    goes = (current.number,) if keeping is Keeping.REPLACES else ()
    _drop(desk, mine, lines, (*goes, *to_let_go(kept, number)), still=work.file_ids)
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


def _drop(
    desk: Desk, mine: MyWork, lines: Sequence[VersionLine], numbers: Iterable[int], still: Sequence[int] = ()
) -> None:
    """Let versions go, and the files that no other holds, nor the one just kept; of an earlier round nothing goes."""
    of_round = {line.version.number for line in lines if line.round == mine.round}
    going = of_round.intersection(numbers)
    if not going:
        return
    held = SubmissionVersion.submission_id == mine.submission_id
    db.session.execute(delete(SubmissionVersion).where(held, SubmissionVersion.number.in_(going)))
    loose = files_let_go([line.version for line in lines], going).difference(still)
    # An assignment that lost its old key no longer knows the versions it had under it.
    for file_id in sorted(loose - files_needed_by(desk.part.user_id)) if loose else ():
        drop_file(file_id)


def _refuse_if_opened(changed: int) -> None:
    if not changed:
        raise Conflict(_("A reviewer has opened your work at this very moment. It stays as you handed it in."))
