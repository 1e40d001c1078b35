"""What the author of work is shown of its reviews and of its score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.content.course import Assignment, Unit
from app.enrolment.participation import Participation
from app.library.queries import edition_of_revision
from app.peerreview.actions import Desk
from app.peerreview.pages import WorkPanel
from app.peerreview.policy import may_begin_again
from app.peerreview.publication import LONGEST_HIDDEN, Hidden, Stage
from app.peerreview.queries import find_work
from app.peerreview.received import (
    AppealKept,
    ReviewKept,
    RoundKept,
    find_appeal,
    reviews_of,
    rounds_of,
)
from app.peerreview.receiving import pick_round, score_facts
from app.peerreview.receiving_policy import (
    may_answer,
    may_ask_for_another,
    may_ask_to_look_again,
    may_report,
    may_respond,
)
from app.peerreview.reviewing import scales_of
from app.peerreview.reviewing_rules import missing_points
from app.peerreview.roles import ReaderRole
from app.peerreview.rounds import counting_round, rounds_left
from app.peerreview.rubric_points import criteria_below, pass_mark_of, points_reached
from app.peerreview.sharing_pages import SharingPanel, sharing_panel
from app.peerreview.showing_scores import ScoreShown, ShareShown, readable_points, score_shown
from app.peerreview.shown import CriterionShown, criteria_shown
from app.platform import clock
from app.platform.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Unscored:
    """Work that has to pass and has no score yet: when it counts as done without one, since nobody waits for others.

    `has_failed` says that an earlier round has a final score that did not pass.
    """

    by: datetime
    is_over: bool
    has_failed: bool


@dataclass(frozen=True, slots=True)
class ReceivedPanel:
    """What the page of an assignment says of reviews that came: how many, how many of them new, and the score."""

    readable: int
    unread: int
    # Whether the latest round has a score, and whether its author sees it.
    has_score: bool
    shows_score: bool
    is_final: bool
    # The earlier round to which the numbers belong, where the latest is only being written; None for the latest.
    earlier: int | None
    # None where a score has come, none is needed, or nothing waits for one.
    unscored: Unscored | None


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round in the list of rounds; `score` is None while its author sees none."""

    number: int
    handed_in_at: datetime
    is_withdrawn: bool
    is_final: bool
    score: float | None
    has_passed: bool | None
    counts: bool


@dataclass(frozen=True, slots=True)
class ReviewShown:
    """A review as its author sees it; `criteria` are empty while its words are kept back."""

    kept: ReviewKept
    criteria: tuple[CriterionShown, ...]
    # None while the score is not shown, or it has none yet.
    share: ShareShown | None
    # Whether levels are shown: they are part of the score.
    has_levels: bool
    may_respond: Verdict
    may_answer: Verdict
    may_report: Verdict

    @property
    def is_by_mentor(self) -> bool:
        """Whether its writer did the course before."""
        return self.kept.role is ReaderRole.MENTOR

    @property
    def is_by_staff(self) -> bool:
        """Whether its writer looks after the course; what they give is no part of the score."""
        return self.kept.role is ReaderRole.STAFF


@dataclass(frozen=True, slots=True)
class CriterionReached:
    """What a criterion came to, in its own points, over all reviews that count."""

    name: str
    language: str
    points: float
    most: int
    is_below: bool


@dataclass(frozen=True, slots=True)
class ReceivedPage:
    """What came of one's work in one round.

    `score` is None while it is not shown, or while its author is first asked how helpful the reviews were
    (`asks_rating`). `opens_at` is when it is shown at the latest, where one's own reviews come first.
    """

    round: RoundKept
    lines: tuple[RoundLine, ...]
    stage: Stage
    hidden: Hidden | None
    opens_at: datetime | None
    asks_rating: bool
    score: ScoreShown | None
    criteria: tuple[CriterionReached, ...]
    reviews: tuple[ReviewShown, ...]
    appeal: AppealKept | None
    may_ask_for_another: Verdict
    may_ask_to_look_again: Verdict
    may_begin_again: Verdict
    rounds_left: int
    # Whether a newer round is being written or handed in.
    is_latest: bool
    # None while there is no final score before its author, and for work that is not shown and may not be.
    sharing: SharingPanel | None

    @property
    def has_comments(self) -> bool:
        """Whether there is a review whose words may be read."""
        return any(not one.kept.is_held for one in self.reviews)

    @property
    def unrated(self) -> tuple[ReviewShown, ...]:
        """The reviews about which their author was not asked yet."""
        return tuple(one for one in self.reviews if one.may_respond and one.kept.rated_at is None)


def received_panel(part: Participation, assignment: Unit, work: WorkPanel) -> ReceivedPanel | None:
    """What the page of an assignment says of reviews; None, without asking, where nothing was ever handed in."""
    assert isinstance(assignment, Assignment)
    if work.mine is None or (work.mine.handed_in_at is None and work.mine.round == 1):
        return None
    rounds = rounds_of(part, assignment)
    if not rounds:
        return None
    latest = rounds[-1]
    told = latest.publication
    return ReceivedPanel(
        readable=latest.readable,
        unread=latest.unread,
        has_score=told is not None and told.score is not None,
        shows_score=told is not None and told.shows_score,
        is_final=latest.value.is_final,
        earlier=latest.number if latest.number != work.mine.round else None,
        unscored=_unscored(assignment, rounds) if latest.number == work.mine.round else None,
    )


def _unscored(assignment: Assignment, rounds: Sequence[RoundKept]) -> Unscored | None:
    latest = rounds[-1]
    outcomes = [one.publication.has_passed if one.publication else None for one in rounds]
    if not assignment.pass_points or not latest.is_open or outcomes[-1] is not None or any(outcomes):
        return None
    by = latest.handed_in_at + LONGEST_HIDDEN
    return Unscored(by, clock.now() >= by, any(one.value.has_passed is False for one in rounds[:-1]))


def received_page(desk: Desk, number: int | None = None) -> ReceivedPage:
    """A round with its reviews, the latest that was handed in when none is named; raises NotFound."""
    rounds = rounds_of(desk.part, desk.assignment)
    kept = pick_round(rounds, number)
    told = kept.publication
    shows_score = told is not None and told.shows_score
    asks_rating = shows_score and kept.unrated > 0
    has_levels = shows_score and not asks_rating
    explanation = kept.reckoned.explanation if kept.reckoned and has_levels else None
    mark = pass_mark_of(desk.assignment.pass_points, desk.assignment.most_points)
    is_decided = kept.reckoned is not None and kept.reckoned.is_decided
    score = score_shown(told, explanation, mark, is_decided=is_decided) if told and has_levels else None
    rubrics = _Rubrics(desk)
    reviews = reviews_of(kept.submission_id)
    appeal = find_appeal(kept.submission_id)
    values = [one.value for one in rounds]
    is_latest = kept is rounds[-1]
    mine = find_work(desk.part.enrolment_id, desk.keys)
    is_newest = is_latest and mine is not None and mine.round == kept.number
    now = score_facts(kept, appeal, is_latest=is_latest)
    return ReceivedPage(
        round=kept,
        lines=_lines(rounds, mark) if len(rounds) > 1 else (),
        stage=told.stage if told else Stage.WAITING,
        hidden=told.hidden if told else None,
        opens_at=kept.handed_in_at + LONGEST_HIDDEN if told and told.score_opens_in is not None else None,
        asks_rating=asks_rating,
        score=score,
        criteria=_reached(desk, reviews, score, rubrics) if score else (),
        reviews=tuple(_review(one, rubrics, score, has_levels=has_levels) for one in reviews),
        # That somebody looks again tells something of the score.
        appeal=appeal if has_levels else None,
        may_ask_for_another=may_ask_for_another(now),
        may_ask_to_look_again=may_ask_to_look_again(now),
        may_begin_again=may_begin_again(mine.stage if mine and is_newest else None, values if is_newest else ()),
        rounds_left=rounds_left(values),
        is_latest=is_newest,
        sharing=sharing_panel(kept) if score and score.is_final else None,
    )


class _Rubrics:
    """The assignment as it was in each edition that a review is held to, in the language in which its author reads."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.found: dict[int, Assignment] = {desk.edition.revision_id: desk.assignment}

    def of(self, revision_id: int) -> Assignment:
        """The assignment of an edition; as it is now where that edition has it no more."""
        if revision_id not in self.found:
            edition = edition_of_revision(revision_id).in_language(self.desk.edition.course.language)
            units = (edition.places[key].unit for key in self.desk.keys if key in edition.places)
            found = next((unit for unit in units if isinstance(unit, Assignment)), self.desk.assignment)
            self.found[revision_id] = found
        return self.found[revision_id]


def _review(kept: ReviewKept, rubrics: _Rubrics, score: ScoreShown | None, *, has_levels: bool) -> ReviewShown:
    # What staff give is a measure for reviewers and no part of the score.
    shows = has_levels and kept.role is not ReaderRole.STAFF
    points: Mapping[str, int] = kept.points if shows else {}
    return ReviewShown(
        kept=kept,
        criteria=() if kept.is_held else criteria_shown(rubrics.of(kept.revision_id), points, kept.comments),
        share=score.shares.get(kept.id) if score else None,
        has_levels=shows,
        may_respond=may_respond(kept),
        may_answer=may_answer(kept),
        may_report=may_report(kept),
    )


def _lines(rounds: Sequence[RoundKept], mark: float | None) -> tuple[RoundLine, ...]:
    counting = counting_round([one.value for one in rounds])
    found = []
    for one in rounds:
        # As long as its author is first asked about the reviews, no list tells the score either.
        value = one.value if not one.unrated else None
        found.append(
            RoundLine(
                number=one.number,
                handed_in_at=one.handed_in_at,
                is_withdrawn=one.is_withdrawn,
                is_final=value is not None and value.is_final,
                score=readable_points(value.score, mark) if value and value.score is not None else None,
                has_passed=value.has_passed if value and mark is not None else None,
                counts=value is not None and counting == value,
            )
        )
    return tuple(found)


def _reached(
    desk: Desk, reviews: Sequence[ReviewKept], score: ScoreShown, rubrics: _Rubrics
) -> tuple[CriterionReached, ...]:
    """What each criterion came to; nothing where the reviews are held to different versions of the rubric."""
    counting = [one for one in reviews if one.id in score.shares and score.shares[one.id].share > 0]
    if not counting:
        return ()
    assignment = rubrics.of(counting[0].revision_id)
    scales = scales_of(assignment)
    points = [one.points for one in counting]
    if any(missing_points(scales, one) for one in points):
        return ()
    reached = points_reached(scales, points, [score.shares[one.id].share for one in counting])
    below = criteria_below(reached, desk.assignment.floor_points)
    return tuple(
        CriterionReached(one.name, one.language, round(reached[one.key], 1), one.most, one.key in below)
        for one in assignment.rubric
    )
