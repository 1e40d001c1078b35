"""How long things are kept, and which routine lets them go; one list for code, people and tests."""

from dataclasses import dataclass
from datetime import timedelta

from app.accounts import links, registering, sessions
from app.directory import actions as directory
from app.files import actions as files
from app.forum import draft_actions as drafts
from app.invitations import batches
from app.mailroom import receiving
from app.notifications import jobs as notices
from app.organisations import inviting
from app.platform import jobs, once, outbox, unreached

EXPORTS_KEPT = timedelta(days=7)
GRACE = timedelta(days=7)
"""Between asking for erasure and the erasure itself."""
UNUSED_WARNING = timedelta(days=30)
"""Between the letter to somebody who has not been here for years and the erasure."""

FORGET_EXPORTS = "forget-old-exports"
FORGET_FILES = "forget-dropped-files"
ERASE_DUE = "erase-due-accounts"
WARN_UNUSED = "warn-unused-accounts"


@dataclass(frozen=True, slots=True)
class Rule:
    """What goes by itself, after how long, and by which routine of `wiring.ROUTINES`."""

    what: str
    after: timedelta
    since: str
    routine: str


RULES = (
    Rule("Forms that were answered", once.KEPT, "they were answered", "forget-answered-forms"),
    Rule("Registrations", registering.GOOD_FOR, "they were told and not confirmed", "forget-old-registrations"),
    Rule("Invitations into an organisation", inviting.GOOD_FOR, "they were written", "forget-old-invitations"),
    Rule("Tables of people to invite", batches.KEPT, "they were made", "forget-old-tables-of-invitations"),
    Rule("Links by mail", links.KEPT, "they expired", "forget-old-links"),
    Rule("Sessions", sessions.KEPT, "they ended or were last used", "forget-old-sessions"),
    Rule("Work that was done", jobs.KEPT, "it was done", "forget-done-jobs"),
    Rule("Work that was given up", jobs.GIVEN_UP_KEPT, "it was given up", "forget-done-jobs"),
    Rule("Letters, and their copies in `outbox/`", outbox.KEPT, "they were written", "forget-sent-mail"),
    Rule("That mail failed at an address for a while", unreached.FORGOTTEN, "it did", unreached.FORGET_FAILURES),
    Rule("That a message came by mail", receiving.KEPT, "it came", receiving.FORGET_RECEIVED),
    Rule(
        "Letters among members, unless a report of one waits", directory.KEPT, "they were sent", "forget-old-messages"
    ),
    Rule("Files that were handed in, and their content", files.KEPT, "they were taken back", FORGET_FILES),
    Rule("What was begun in the forum and not sent", drafts.KEPT, "it was saved last", drafts.FORGET_DRAFTS),
    Rule("Notices that were seen", notices.SEEN_KEPT, "they were seen", notices.FORGET_OLD),
    Rule("Notices that nobody looked at", notices.UNSEEN_KEPT, "they were made", notices.FORGET_OLD),
    Rule("Copies of one's data", EXPORTS_KEPT, "they were asked for", FORGET_EXPORTS),
    Rule("Accounts whose owner asked for erasure", GRACE, "they asked", ERASE_DUE),
    Rule("Accounts that nobody used for years", UNUSED_WARNING, "a letter said so", WARN_UNUSED),
)
