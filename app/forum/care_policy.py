"""Who may write now, report, decide, appeal and silence. Facts in, verdict out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.accounts.actors import Actor
from app.accounts.roles import Role
from app.forum.care_models import Case, Outcome
from app.forum.kinds import PostState
from app.forum.models import Post, Thread
from app.forum.policy import Place, may_see_thread, may_tend
from app.forum.suspicion import links_in, pictures_in
from app.forum.trust import LIMITS, Act, Level, Record, level_of, possible_again
from app.platform.i18n import _, show_date
from app.platform.verdicts import ALLOWED, Verdict, allowed, refused

APPEAL_WITHIN = timedelta(days=30)
LONGEST_SILENCE = timedelta(days=365)
_AGAINST = (Outcome.WARNED, Outcome.REMOVED, Outcome.SILENCED)


@dataclass(frozen=True, slots=True)
class Silenced:
    """Until when somebody may not write, why, and whether in the whole forum."""

    until: datetime
    rule: str
    reason: str
    is_everywhere: bool


@dataclass(frozen=True, slots=True)
class WritingFacts:
    """What is known of somebody who is about to write in a category; what they wrote within a day, oldest first."""

    record: Record
    silence: Silenced | None = None
    threads: Sequence[datetime] = ()
    posts: Sequence[datetime] = ()
    # Of the code of conduct as it reads now.
    has_accepted: bool = False

    def level(self, now: datetime) -> Level:
        """How far they are trusted."""
        return level_of(self.record, now)


def may_write_now(facts: WritingFacts, act: Act | None, now: datetime) -> Verdict:
    """Nobody writes who is silenced, or who wrote as much as they may; None is for other words in place of old ones."""
    silence = facts.silence
    if silence is not None and silence.until > now:
        where = _("in the forum") if silence.is_everywhere else _("in this category")
        return refused(
            _(
                "You may not write %(where)s until %(moment)s. The reason: %(reason)s",
                where=where,
                moment=moment_of(silence.until),
                reason=silence.reason,
            )
        )
    level = facts.level(now)
    if act is None:
        return ALLOWED
    written = facts.threads if act is Act.THREAD else facts.posts
    again_at = possible_again(LIMITS[level].of(act), written, now)
    if again_at is None and act is Act.THREAD:
        again_at = possible_again(LIMITS[level].posts, facts.posts, now)
    if again_at is None:
        return ALLOWED
    if level is Level.NEW:
        return refused(
            _(
                "Whoever is new here writes a little at first. You can write again from %(moment)s on.",
                moment=moment_of(again_at),
            )
        )
    return refused(
        _("You wrote a lot in a short time. You can write again from %(moment)s on.", moment=moment_of(again_at))
    )


def may_say(level: Level, source: str, *, has_pictures: bool = False) -> Verdict:
    """Links and pictures are few at first, since those who advertise come for these."""
    limits = LIMITS[level]
    links = links_in(source)
    if limits.links is not None and links > limits.links:
        return refused(
            _(
                "There are %(number)s links in your text, and you can set %(most)s at most for now. Take some out; you can set more once you have taken part for longer.",
                number=links,
                most=limits.links,
            )
        )
    if not limits.has_pictures and (has_pictures or pictures_in(source)):
        return refused(
            _("You cannot show pictures yet. Take them out; you can once you have taken part for a few days.")
        )
    return ALLOWED


def moment_of(moment: datetime) -> str:
    """A moment as people are told it."""
    return _("%(day)s, %(time)s UTC", day=show_date(moment), time=moment.strftime("%H:%M"))


def may_report(actor: Actor, place: Place, thread: Thread, post: Post) -> Verdict:
    """Whoever reads a post, unless they wrote it."""
    may = may_see_thread(actor, place, thread)
    if not may:
        return may
    if post.author_id is not None and post.author_id == actor.user_id:
        return refused(_("You wrote this post yourself. You can change it, or take it away."))
    if post.state is not PostState.SHOWN:
        return refused(_("This post is not shown any more, so there is nothing to report."))
    return ALLOWED


def may_see_cases(actor: Actor) -> Verdict:
    """Whoever looks after some category."""
    if actor.holds(Role.UCLG_LEARNING) or actor.holds_anywhere(Role.FACILITATOR):
        return allowed(_("Facilitators and UCLG Learning look at what is reported."))
    return refused(_("Only facilitators and UCLG Learning look at what is reported."))


def may_settle(actor: Actor, place: Place, case: Case, post: Post) -> Verdict:
    """Whoever looks after the category decides what nobody has decided, but not of what they wrote themselves."""
    may = _may_judge(actor, place, post)
    if may and case.settled_at is not None:
        return refused(_("This is decided already."))
    return may


def may_decide_appeal(actor: Actor, place: Place, case: Case, post: Post) -> Verdict:
    """Somebody else than whoever decided first."""
    may = _may_judge(actor, place, post)
    if not may:
        return may
    if case.appealed_at is None or case.decided_at is not None:
        return refused(_("There is no appeal to decide."))
    if case.settled_by is not None and case.settled_by == actor.user_id:
        return refused(_("You decided first. Somebody else decides the appeal."))
    return ALLOWED


def may_see_decision(actor: Actor, case: Case, post: Post) -> Verdict:
    """Whoever wrote the post, once there is a decision."""
    if post.author_id is None or post.author_id != actor.user_id or case.settled_at is None:
        return refused(_("Only whoever wrote the post sees what was decided about it."))
    return ALLOWED


def may_appeal(actor: Actor, case: Case, post: Post, now: datetime) -> Verdict:
    """Whoever wrote the post, once, against a decision that goes against them."""
    may = may_see_decision(actor, case, post)
    if not may:
        return may
    if case.outcome not in _AGAINST:
        return refused(_("Nothing was decided against you."))
    if case.appealed_at is not None:
        return refused(_("You appealed already. A decision is looked at again once."))
    if case.settled_at is not None and now > case.settled_at + APPEAL_WITHIN:
        return refused(_("An appeal is possible for 30 days after the decision."))
    return ALLOWED


def may_silence(actor: Actor, place: Place, author_id: int | None, *, author_tends: bool) -> Verdict:
    """Whoever looks after a category keeps others from writing in it for a time, but not those who do the same."""
    may = may_tend(actor, place)
    if not may:
        return may
    if author_id is None:
        return refused(_("Whoever wrote this has left."))
    if author_id == actor.user_id or author_tends:
        return refused(_("Those who look after this category cannot be kept from writing in it."))
    return ALLOWED


def may_silence_everywhere(actor: Actor) -> Verdict:
    """Only UCLG Learning, which looks after all of the forum."""
    if actor.holds(Role.UCLG_LEARNING):
        return allowed(_("UCLG Learning looks after the whole forum."))
    return refused(_("Only UCLG Learning keeps somebody from writing in the whole forum."))


def may_see_health(actor: Actor) -> Verdict:
    """Whoever looks after some category, or runs the site: figures, without names."""
    if actor.holds(Role.ADMINISTRATOR):
        return allowed(_("Administrators see the figures of the forum."))
    return may_see_cases(actor)


def _may_judge(actor: Actor, place: Place, post: Post) -> Verdict:
    may = may_tend(actor, place)
    if may and post.author_id is not None and post.author_id == actor.user_id:
        return refused(_("You wrote this post yourself, so somebody else decides."))
    return may
