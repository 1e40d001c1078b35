"""Who may sit in the classroom. Facts in, verdict out."""

from app.enrolment.participation import Participation
from app.platform.i18n import _
from app.platform.verdicts import ALLOWED, Verdict, refused


def may_study(part: Participation | None) -> Verdict:
    """Whoever is enrolled and has not left."""
    if part is None:
        return refused(_("Enrol in this course to read its lessons. It is free and takes a moment."))
    if not part.is_active:
        return refused(_("You have left this course. Enrol again and you find everything as you left it."))
    return ALLOWED
