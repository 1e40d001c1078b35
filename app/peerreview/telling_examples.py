"""Who is told what about work that is shown to others, each at most once, inside the transaction that makes it so.

Authors are told at once. Those who look at work before it is public are told on the day after, of all that was offered
by then and still waits: one notice a day at most, and nothing that came later in the day is forgotten.
"""

from collections.abc import Collection
from datetime import date, datetime

from app.library.queries import edition_of_revision
from app.peerreview.models import Submission
from app.peerreview.notices import EXAMPLE_DECLINED, EXAMPLE_PUBLIC, EXAMPLES_WAITING
from app.peerreview.sharing_models import ShownWork
from app.peerreview.sharing_queries import days_offered, has_later_round, lookers_of, waiting_by_course
from app.platform import clock
from app.platform.database import db
from app.platform.telling import take_back, tell

LIST = "/shown-work"


def tell_public(shown: ShownWork) -> None:
    """Its author knows that everybody can read it."""
    where = f"/courses/{shown.course_slug}/examples/{shown.id}"
    tell(EXAMPLE_PUBLIC, shown.author_id, about=_accepted(shown), leads_to=where, assignment=_title_of(shown))


def tell_declined(shown: ShownWork) -> None:
    """Its author knows that it is not shown, or no longer, and where to read why."""
    take_back(EXAMPLE_PUBLIC, _accepted(shown))
    work = db.session.get_one(Submission, shown.submission_id)
    place = f"?round={work.round}" if has_later_round(work) else ""
    where = f"/learn/{shown.course_slug}/{shown.unit_key}/work/reviews{place}#sharing"
    tell(EXAMPLE_DECLINED, shown.author_id, about=_declined(shown), leads_to=where, assignment=_title_of(shown))


def forget_told(shown: ShownWork) -> None:
    """Its author withdrew it: what they have not read yet is so no longer."""
    take_back(EXAMPLE_PUBLIC, _accepted(shown))
    take_back(EXAMPLE_DECLINED, _declined(shown))


def tell_what_waits(titles: dict[str, str]) -> None:
    """Tell those who decide, course by course, of what was offered before today; `titles` are those of courses."""
    today = clock.today()
    for slug, waiting in waiting_by_course().items():
        offered = [one for one in waiting if one.consented_at.date() < today]
        if not offered or slug not in titles:
            continue
        latest = max(one.consented_at.date() for one in offered)
        # What was told before and nobody has seen says no more than this.
        _take_back_waiting(slug, days_offered(slug) - {latest})
        others_work = {user_id for user_id in lookers_of(slug) if any(one.author_id != user_id for one in offered)}
        tell(EXAMPLES_WAITING, *sorted(others_work), about=_waiting(slug, latest), leads_to=LIST, course=titles[slug])


def nothing_waits(slug: str) -> None:
    """Nobody need look any more at work of this course."""
    _take_back_waiting(slug, days_offered(slug))


def _take_back_waiting(slug: str, days: Collection[date]) -> None:
    for day in days:
        take_back(EXAMPLES_WAITING, _waiting(slug, day))


def _waiting(slug: str, latest: date) -> str:
    return f"{slug}-{latest:%Y%m%d}"


def _accepted(shown: ShownWork) -> str:
    return _moment(shown, shown.accepted_at)


def _declined(shown: ShownWork) -> str:
    return _moment(shown, shown.declined_at)


def _moment(shown: ShownWork, at: datetime | None) -> str:
    """One decision: withdrawn work may be offered again, and then is decided on anew."""
    return f"{shown.id}-{at:%Y%m%d%H%M%S}" if at else str(shown.id)


def _title_of(shown: ShownWork) -> str:
    """The title of the assignment it was written for, as its author knew it."""
    edition = edition_of_revision(db.session.get_one(Submission, shown.submission_id).revision_id)
    title: str = edition.places[edition.renamed.get(shown.unit_key, shown.unit_key)].unit.title
    return title
