"""Who may look people up, write to somebody, and look at reports. Facts in, verdict out."""

from dataclasses import dataclass

from app.accounts.actors import Actor
from app.accounts.roles import Role
from app.platform.i18n import _
from app.platform.verdicts import ALLOWED, Verdict, allowed, refused

# Letters within a day: to everybody, and to one person.
MOST_LETTERS = 10
MOST_TO_ONE = 2


@dataclass(frozen=True, slots=True)
class Writer:
    """What is known of whoever wants to write; without a profile all is False."""

    is_listed: bool = False
    takes_letters: bool = False
    is_barred: bool = False


@dataclass(frozen=True, slots=True)
class Between:
    """What stands between two people: blocks, and how many letters one has sent within a day."""

    writer_blocked_reader: bool = False
    reader_blocked_writer: bool = False
    sent_to_all: int = 0
    sent_to_reader: int = 0


def may_see_people(actor: Actor) -> Verdict:
    """Whoever is signed in; visitors see nobody."""
    return ALLOWED if actor.is_signed_in else refused(_("Sign in to see who is who."))


def may_write(writer: Writer, *, name: str, reader_takes_letters: bool, between: Between) -> Verdict:
    """Whether somebody may write to `name`: both can be answered, neither has blocked the other, not too often."""
    if writer.is_barred:
        return refused(
            _("UCLG Learning has stopped your messages after a report. Write to UCLG Learning if this is a mistake.")
        )
    if not (writer.is_listed and writer.takes_letters):
        return refused(
            _(
                "Whoever gets your message should see who you are and be able to answer. Be listed yourself and let "
                "people write to you; then you can write to others."
            )
        )
    if between.writer_blocked_reader:
        return refused(
            _("You have blocked %(name)s, who could not answer you. Lift the block in your profile first.", name=name)
        )
    # Whether it is all letters or those of this writer is nobody's business.
    if not reader_takes_letters or between.reader_blocked_writer:
        return refused(_("%(name)s takes no messages through this site.", name=name))
    if between.sent_to_reader >= MOST_TO_ONE:
        return refused(
            _(
                "You have written to %(name)s %(most)s times within a day. Wait for an answer, or write again tomorrow.",
                name=name,
                most=MOST_TO_ONE,
            )
        )
    if between.sent_to_all >= MOST_LETTERS:
        return refused(
            _(
                "You have sent %(most)s messages within a day, which is all for now. Write again tomorrow.",
                most=MOST_LETTERS,
            )
        )
    return ALLOWED


def may_see_reports(actor: Actor) -> Verdict:
    """UCLG Learning alone: reports hold what people wrote to each other."""
    if actor.holds(Role.UCLG_LEARNING):
        return allowed(_("UCLG Learning looks at messages that were reported."))
    return refused(_("Reports hold what people wrote to each other, so only UCLG Learning sees them."))
