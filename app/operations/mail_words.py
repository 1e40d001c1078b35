"""What became of messages that came, as those who run the site read it."""

from collections.abc import Mapping

from app.mailroom.models import Outcome
from app.platform.i18n import lazy

OUTCOME_WORDS: Mapping[Outcome, str] = {
    Outcome.POSTED: lazy("Answers that were posted"),
    Outcome.REFUSED: lazy("Answers that were not posted; whoever wrote them was told why"),
    Outcome.AUTOMATIC: lazy("Written by machines, and let go"),
    Outcome.RETURNED: lazy("Letters that came back"),
    Outcome.UNKNOWN: lazy("To an address that we did not make, and let go"),
}
