"""A course of which people said what they think, of several languages and of two minds."""

from app.peerreview.jobs import rate_all_courses
from tests.accessibility.scenes import MIRRORED
from tests.peerreview.opinions import opinion

_LONG = "The lesson on budgets.\n\nWe now know which line pays for the wells, and whom to ask when it does not."
_ARABIC = "الأمثلة من مدن تشبه مدينتنا."


def say_opinions() -> None:
    """Answers in two languages, one in a third, rated."""
    for level in (3, 3, 2, 2):
        opinion(level, MIRRORED, language="ar", helped=_ARABIC)
    for level in (3, 1, 0):
        opinion(level, MIRRORED, language="en", helped=_LONG, change="x" * 90)
    opinion(2, MIRRORED, language="fr")
    rate_all_courses()
