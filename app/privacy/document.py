"""`docs/privacy.md`, written from the data map, the rules of retention, the cookies and the texts of consent. Pure."""

from collections.abc import Iterator
from datetime import timedelta

from app.accounts.consent_texts import CONSENTS
from app.privacy.columns import EMPTIED, Becomes, Column, IfAsked, Table
from app.privacy.cookies import COOKIES, STORAGE
from app.privacy.datamap import DATA_MAP
from app.privacy.retention import RULES

_HEAD = """# Privacy: what the site knows of people

Written by `flask privacy map > docs/privacy.md`; a test fails when this file and the code differ. To change it, change
`app/privacy/datamap.py`: what stands there is what happens. People read about it on the page `/privacy`, and do
something about it on `/account/data`.

## Principles

- Each table has a purpose. What has none is not kept: no tracking, no third parties, no figures on persons.
- Everybody takes a copy of everything about them, and has it erased, without asking anybody.
- Erasure leaves what others need: figures of courses, and what others wrote. It leaves nothing by which somebody is found.
- Organisations see names only of those who agree; their figures are of at least 5 people, and no smaller one can be
  found out by subtracting (`app/reporting/suppression.py`)."""

_ERASURE = """## Erasure

Whoever asks, on `/account/erase` or by letter (`flask privacy erase ADDRESS`), gets a letter with a number, and 7 days to
take it back. Then a job goes through the tables below. The account stays as an empty shell, so that what refers to it
stays whole. What somebody wrote for others, as comments in reviews, stays for them without a name, unless its author
wants it gone too, or stands named in it. Certificates say that they were withdrawn, without a name. Afterwards the database is written anew, since its
file may still hold what was deleted (on PostgreSQL, `VACUUM` marks the room as free, and it is overwritten in time), and
the content of their files is deleted from `files/`, unless somebody else handed in the same.
The proof (`/privacy/erasures`) says when, why and how many rows, and not whose. Letters that have left by a mail server,
files that were downloaded, and **backups** are out of reach: keep backups for 30 days at most, and erase again whoever was
erased since a backup that you restore. Whoever is still waiting in it is erased by itself."""

_LOGS = """The web server's log, if it keeps one, is outside this map: keep it for 14 days at most. The log of the site itself names
requests and faults, and no values that people typed. In memory, counts of tries (against guessing) hold addresses for an
hour at most; pieces of pages that are kept hold no names."""


def privacy_document() -> str:
    """The whole text."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield _HEAD
    yield "\n## What goes by itself\n"
    yield "| What | After | Since | Routine |"
    yield "| --- | --- | --- | --- |"
    for rule in RULES:
        yield f"| {rule.what} | {_days(rule.after)} | {rule.since} | `{rule.routine}` |"
    yield "\nAccounts count as unused after the years of `LEARNING_FORUM_UNUSED_YEARS` (3; 0 turns it off). Whoever has a role is"
    yield "never meant, and where no mail leaves the site, where nobody could be warned, nobody is.\n"
    yield _ERASURE
    yield "\n## In browsers\n"
    yield "| Name | What for | How long |"
    yield "| --- | --- | --- |"
    for kept in (*COOKIES, *STORAGE):
        yield f"| `{kept.name}` | {kept.why} | {kept.how_long} |"
    yield "\nBehind HTTPS the cookie is called `__Host-session`. All of it is needed for what people ask for, so there is no banner.\n"
    yield "## What people may agree to\n"
    for purpose, text in CONSENTS.items():
        yield f"- **{text.title}** (`{purpose.value}`, version {text.version}). {' '.join(map(str, text.sentences))}"
    yield "\n## Tables\n"
    yield _LOGS
    for table in DATA_MAP.values():
        yield ""
        yield from _section(table)


def _section(table: Table) -> Iterator[str]:
    yield f"### `{table.name}`\n"
    yield f"{table.why}\n"
    yield f"- Whose: {_whose(table)}"
    yield f"- Kept: {table.kept[0].lower()}{table.kept[1:]}"
    yield f"- Erasure: {table.erasure.value}."
    yield "\n| Column | Says | On erasure |"
    yield "| --- | --- | --- |"
    for name, column in table.columns.items():
        # What has no name for people is the same as its neighbour, in another form.
        label = f": {str(column.label)[:1].lower()}{str(column.label)[1:]}" if column.label else ""
        yield f"| `{name}` | {column.kind.value}{label} | {_becomes(table, column)} |"


def _whose(table: Table) -> str:
    return f"{table.whose}." if table.whose else "nobody's."


def _becomes(table: Table, column: Column) -> str:
    if table.erasure is not EMPTIED:
        return "goes" if table.whose else "stays"
    if isinstance(column.becomes, Becomes):
        return column.becomes.value
    if isinstance(column.becomes, IfAsked):
        return "stays; emptied where its author asked for that, or is named in it"
    return "emptied" if not column.becomes else f"replaced by “{column.becomes}”"


def _days(period: timedelta) -> str:
    return f"{period.days} days"
