"""Ten thousand weekly digests, written on a Monday morning: seconds, statements, memory, and how large the mails are.

    .venv/bin/python tests/benchmarks/digests.py
    .venv/bin/python tests/benchmarks/digests.py --members 1000 --news 40
    .venv/bin/python tests/benchmarks/digests.py --database postgresql://postgres@127.0.0.1/postgres

Members read the site in five languages. What is new is the same for all, long, and half of it in Arabic letters, so
that each mail is as large as mails become; a fifth is in a language that nobody reads. Sending is left out, since a
mail server sets its pace.
"""

import argparse
import json
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from sqlalchemy import func, insert, select

from app.accounts.models import User
from app.notifications.jobs import mail_notices
from app.platform import clock
from app.platform.database import db, table_of, transaction, write_values
from app.platform.outbox import Message, OutgoingMail, size_as_sent
from app.platform.telling import Extract, tell
from tests.benchmarks.processes import peak_memory
from tests.benchmarks.site import database_in, make_site
from tests.builders import counted_statements
from tests.mailroom.posting import NEW_POST, boarded

_LANGUAGES = ("en", "fr", "es", "pt", "ar")
_WORDS = (
    "هذا نص طويل عن المياه والطرق والميزانية في بلديتنا الصغيرة. ",
    "This is a long text about water, roads and the budget of our small town. ",
)
_TOLD = datetime(2027, 3, 1, 12, tzinfo=UTC)
_MONDAY = datetime(2027, 3, 8, 8, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Digests:
    """What it took to write all digests."""

    members: int
    news: int
    mails: int
    seconds: float
    # Of this processor, without what others did meanwhile.
    processor_seconds: float
    processor_milliseconds_each: float
    statements: int
    start_megabytes: float
    megabytes: float
    largest_kilobytes: float


def measured(database_url: str, folder: Path, members: int, news: int) -> Digests:
    """Make the members, tell them all that is new, and write the digests as the routine does, round after round."""
    site = make_site(folder, database_url)
    with site.app.app_context(), boarded(site.app) as board:
        user_ids = _members(members)
        for number in range(news):
            language = "" if number % 5 else "de"
            board.extracts[number] = Extract(
                _WORDS[number % len(_WORDS)] * 10, language, partial("Place {}".format, number % 5)
            )
            with clock.stopped_at(_TOLD + timedelta(minutes=number)), transaction():
                tell(NEW_POST, *user_ids, about=number, leads_to=f"/board/{number}", thread="Water", post=number)
        db.session.remove()
        start = peak_memory(anew=True)
        begun, worked = time.perf_counter(), time.process_time()
        with clock.stopped_at(_MONDAY), counted_statements(site.app) as seen:
            written = -1
            while written != (now := _mails()):
                written = now
                mail_notices()
        seconds, worked = time.perf_counter() - begun, time.process_time() - worked
        memory = peak_memory()
        return Digests(
            members,
            news,
            written,
            round(seconds, 1),
            round(worked, 1),
            round(1000 * worked / max(1, written), 1),
            len(seen),
            round(start, 1),
            round(memory, 1),
            round(_largest() / 1024, 1),
        )


def _members(number: int) -> list[int]:
    now = clock.now()
    with transaction():
        write_values(
            insert(table_of(User)),
            [
                {
                    "email": f"member{one}@example.org",
                    "email_key": f"member{one}@example.org",
                    "name": f"Member {one}",
                    "password_hash": "",
                    "country": "",
                    "language": _LANGUAGES[one % len(_LANGUAGES)],
                    "created_at": now,
                }
                for one in range(number)
            ],
        )
    return list(db.session.scalars(select(User.id).where(User.email.startswith("member"))))


def _mails() -> int:
    found = db.session.scalar(select(func.count()).select_from(OutgoingMail)) or 0
    db.session.remove()
    return found


def _largest() -> int:
    """How large the largest of some mails is, as it is sent."""
    some = db.session.scalars(select(OutgoingMail).order_by(func.length(OutgoingMail.html).desc()).limit(50))
    return max(
        (size_as_sent(Message(one.recipient, one.subject, one.text, one.html, one.kind, one.no_more)) for one in some),
        default=0,
    )


def main() -> None:
    """Measure, and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--members", type=int, default=10_000)
    parser.add_argument("--news", type=int, default=20)
    parser.add_argument("--database", default="sqlite")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, database_in(Path(name), told.database) as url:
        print(json.dumps(asdict(measured(url, Path(name), told.members, told.news)), indent=2))


if __name__ == "__main__":
    main()
