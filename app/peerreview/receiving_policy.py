"""What authors may do with what they received, and until when. Facts in, verdict out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.peerreview.publication import LEAST_FOR_A_SCORE, Stage
from app.platform.i18n import _
from app.platform.verdicts import ALLOWED, Verdict, refused

# With so many reviews in a score, one more moves it little; a person who looks again sees more.
ENOUGH_REVIEWS = 3
# What an author says about a score has so many words at least: with fewer, nobody knows what to look at.
LEAST_WORDS = 5


class Given(Protocol):
    """A review, as what may be done with it asks."""

    @property
    def is_held(self) -> bool:
        """Whether its words are kept back."""

    @property
    def answered_at(self) -> datetime | None:
        """When its author answered."""

    @property
    def reported_at(self) -> datetime | None:
        """When its author reported it."""


@dataclass(frozen=True, slots=True)
class ScoreNow:
    """What is known of a round when its author asks for more; `coming` reviews are still to come.

    `further` says that one review more than the assignment needs is or was asked for; `appeal` that somebody uninvolved
    looks again, or has (`is_decided`).
    """

    stage: Stage
    shows_score: bool
    counting: int
    coming: int
    further: bool
    is_open: bool
    is_latest: bool
    has_appeal: bool
    is_decided: bool


def may_respond(review: Given) -> Verdict:
    """Thank for it and say how helpful it was: as long as its words may be read."""
    if review.is_held:
        return refused(_("Staff look at this review first. Its words are kept back until then."))
    return ALLOWED


def may_answer(review: Given) -> Verdict:
    """Answer its writer, once: an exchange of letters would tell both who they are."""
    may = may_respond(review)
    if may and review.answered_at is not None:
        return refused(_("You have answered this reviewer. Each review has one answer; yours stays as you sent it."))
    return may


def may_report(review: Given) -> Verdict:
    """Report it, once."""
    if review.reported_at is not None:
        return refused(_("You have reported this review. Staff look at it; nothing more is needed."))
    return may_respond(review)


def may_ask_for_another(now: ScoreNow) -> Verdict:
    """Ask for one review more, once, when two gave a score and no other is on its way."""
    if not now.shows_score:
        return refused(_("There is no score yet. You can ask for one more review when you have seen it."))
    if not now.is_open:
        return refused(_("Nobody reads this work any more, so no review can be added."))
    if not now.is_latest:
        return refused(_("You have handed in a newer version. New reviews are written about that one."))
    if now.is_decided:
        return refused(_("Somebody uninvolved has decided on this score. Another review would not change it."))
    if now.coming:
        return refused(_("Another review is on its way already."))
    if now.further:
        return refused(_("One more review than planned was asked for already. That can be done once."))
    if now.counting < LEAST_FOR_A_SCORE:
        return refused(_("No review is left to compare with. Ask somebody uninvolved to look again."))
    if now.counting >= ENOUGH_REVIEWS:
        return refused(_("Your score rests on several reviews. Instead, ask somebody uninvolved to look again."))
    return ALLOWED


def may_ask_to_look_again(now: ScoreNow) -> Verdict:
    """Ask somebody uninvolved to look at a final score, once."""
    if not now.shows_score or now.stage is not Stage.FINAL:
        return refused(_("Your score is not final yet. Once it is, you can ask somebody uninvolved to look again."))
    if now.is_decided:
        return refused(_("Somebody uninvolved has looked at this work and decided. That stays so."))
    if now.has_appeal:
        return refused(_("Somebody uninvolved looks at this work already."))
    if not now.is_open:
        return refused(_("You withdrew this work, so nobody looks at it again."))
    return ALLOWED
