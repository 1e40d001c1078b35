"""What somebody reads besides the language they write in, and whether they may be called. Nothing here commits."""

from collections.abc import Iterable

from app.peerreview.exchange_models import ReviewReader
from app.platform.database import db


def say_what_one_reads(user_id: int, chosen: Iterable[str], offered: Iterable[str], *, is_volunteer: bool) -> None:
    """Note which of the languages offered somebody reads; what they said of others elsewhere stays."""
    reader = db.session.get(ReviewReader, user_id)
    if reader is None:
        reader = ReviewReader(user_id=user_id, languages=[])
        db.session.add(reader)
    asked = set(offered)
    kept = {code for code in reader.languages if code not in asked}
    reader.languages = sorted(kept | asked.intersection(chosen))
    reader.is_volunteer = is_volunteer
    db.session.flush()
