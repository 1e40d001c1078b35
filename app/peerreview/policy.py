"""Who may do what with their work, and when. Facts in, verdict out; that whoever asks is enrolled is asked before."""

from collections.abc import Sequence

from app.peerreview.rounds import Round, rounds_left
from app.peerreview.stages import Stage
from app.platform.i18n import _
from app.platform.verdicts import ALLOWED, Verdict, refused


def may_write(stage: Stage | None) -> Verdict:
    """Until the first reviewer has opened it; `None` is the stage of what nobody has begun."""
    if stage is Stage.OPENED:
        return refused(_("A reviewer has opened your work. From now on it stays as you handed it in."))
    if stage is Stage.WITHDRAWN:
        return refused(_("You withdrew this work. You can begin again with the same text."))
    return ALLOWED


def may_open_own_file(owner_id: int, user_id: int) -> Verdict:
    """A file of one's own work, and of nobody else's; to reviewers it is given as a part of what they read."""
    return ALLOWED if owner_id == user_id else refused(_("This file is part of somebody else’s work."))


def may_hand_in(stage: Stage | None, missing: Sequence[str]) -> Verdict:
    """When it may be written, and nothing is missing."""
    may = may_write(stage)
    if not may:
        return may
    return refused(" ".join(missing)) if missing else ALLOWED


def may_take_back(stage: Stage | None) -> Verdict:
    """Between handing in and the first reviewer."""
    if stage is Stage.OPENED:
        return refused(_("A reviewer has opened your work, so it cannot be taken back. You can still withdraw it."))
    if stage is not Stage.HANDED_IN:
        return refused(_("This work is not handed in. Nothing was changed."))
    return ALLOWED


def may_withdraw(stage: Stage | None) -> Verdict:
    """Once a reviewer has opened it; before, it is taken back, and nothing is lost by that."""
    if stage is not Stage.OPENED:
        return refused(_("Nobody has opened this work. You can change it or take it back."))
    return ALLOWED


def may_begin_again(stage: Stage | None, rounds: Sequence[Round] = ()) -> Verdict:
    """After withdrawing, or once the latest of these rounds has a final score that its author sees (`rounds`)."""
    is_final = bool(rounds) and rounds[-1].is_final
    if stage is not Stage.WITHDRAWN and not is_final:
        return refused(_("You can begin again once your score is final, or once you have withdrawn your work."))
    if not rounds_left(rounds):
        return refused(
            _(
                "Your work was reviewed in all the rounds there are. The best score counts, and your text stays with you."
            )
        )
    return ALLOWED
