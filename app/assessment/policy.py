"""Who may take a quiz. Facts in, verdict out."""

from app.content.course import Quiz
from app.platform.i18n import ngettext
from app.platform.verdicts import ALLOWED, Verdict, refused


def attempts_left(quiz: Quiz, handed_in: int) -> int | None:
    """How many attempts remain; None when there is no limit."""
    return None if quiz.attempts is None else max(0, quiz.attempts - handed_in)


def may_start_attempt(quiz: Quiz, handed_in: int) -> Verdict:
    """As often as the quiz allows."""
    if attempts_left(quiz, handed_in) == 0:
        return refused(
            ngettext(
                "This quiz can be taken once, and you have taken it.",
                "This quiz can be taken %(num)s times, and you have used them all.",
                quiz.attempts or 0,
            )
        )
    return ALLOWED
