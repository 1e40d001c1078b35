"""Every table and every column: what it says, about whom, why, how long it is kept, and what erasure does to it. Pure.

Whoever adds a table adds it to DATA_MAP, and whoever adds a column adds it to its table: a test fails until then. What
stands here is not a description but what happens: `docs/privacy.md` is written from it, a copy of somebody's data is
gathered by it, and erasure follows it.

    Table(
        "thread",                              # as in the database
        lazy("Questions you asked"),           # as a person reads it in the copy of their data
        "So that others can answer.",          # why there is such a table
        whose=Path("author_id"),               # how a row leads to a person; without it, it is about nobody
        kept="As long as the course.",
        erasure=EMPTIED,                       # GOES deletes the row; EMPTIED keeps it and changes some columns
        columns={
            "id": technical(),
            "author_id": pointer(),
            "title": identity(lazy("Question"), ""),   # on erasure it becomes ""
            "asked_at": learning(lazy("Asked"), MONTH),  # on erasure only the month stays
        },
    )

    Table("tag", "", "Words to find courses by.", kept="As long as the course.", columns=nobody("id", "word"))
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum

from app.platform.i18n import lazy


class Kind(StrEnum):
    """What a column says."""

    IDENTITY = "identity"
    CONTACT = "contact"
    LEARNING = "learning record"
    CHOICE = "choice"
    POINTER = "number of a person or their record"
    SECRET = "secret"
    TECHNICAL = "technical"
    NONE = "nothing about people"


class Becomes(Enum):
    """What becomes of a column when its row stays; any other value is what it is replaced by."""

    STAYS = "stays"
    # The month stays, day and hour go: enough for the figures of a year, too little to recognise somebody by.
    MONTH = "only the month stays"
    # Made of the row's own number, where every row needs a value of its own.
    NUMBERED = "replaced by the number of the row"


STAYS, MONTH, NUMBERED = Becomes.STAYS, Becomes.MONTH, Becomes.NUMBERED


class Erasure(Enum):
    """What becomes of a person's rows."""

    GOES = "the row is deleted"
    EMPTIED = "the row stays, without the person"
    NOTHING = "nothing: it is about nobody"


GOES, EMPTIED, NOTHING = Erasure.GOES, Erasure.EMPTIED, Erasure.NOTHING


@dataclass(frozen=True, slots=True)
class Path:
    """How a row leads to a person: by this column, or by these from table to table, each a foreign key but the last."""

    steps: tuple[str, ...]

    def __init__(self, *steps: str) -> None:
        object.__setattr__(self, "steps", steps)

    def __str__(self) -> str:
        return " → ".join(self.steps)


@dataclass(frozen=True, slots=True)
class Either:
    """A row about several people at once, as a letter from one to another: it is everybody's to whom one way leads."""

    ways: tuple[Path, ...]

    def __init__(self, *ways: Path) -> None:
        object.__setattr__(self, "ways", ways)

    def __str__(self) -> str:
        return ", or ".join(map(str, self.ways))


@dataclass(frozen=True, slots=True)
class Found:
    """How a row leads to a person where no column does so by itself; `belongings` holds the rule of each such table."""

    words: str

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class Column:
    """What one column says, its name for people, and what becomes of it when its row stays."""

    kind: Kind
    label: str = ""
    becomes: object = STAYS


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the database; `title` is for people, and empty when none of it is about them."""

    name: str
    title: str
    why: str
    kept: str
    columns: Mapping[str, Column]
    whose: Path | Either | Found | None = None
    erasure: Erasure = NOTHING


def identity(label: str, becomes: object = STAYS) -> Column:
    """Says who somebody is, or holds words they wrote freely, in which they may have said so."""
    return Column(Kind.IDENTITY, label, becomes)


def contact(label: str, becomes: object = STAYS) -> Column:
    """Where somebody is reached."""
    return Column(Kind.CONTACT, label, becomes)


def learning(label: str, becomes: object = STAYS) -> Column:
    """What somebody did, when, and with what result."""
    return Column(Kind.LEARNING, label, becomes)


def choice(label: str, becomes: object = STAYS) -> Column:
    """What somebody set for themselves."""
    return Column(Kind.CHOICE, label, becomes)


def pointer(label: str = "", becomes: object = STAYS) -> Column:
    """The number of a person, or of a record of theirs. Numbers stay: without the account they lead to nobody."""
    return Column(Kind.POINTER, label, becomes)


def secret(label: str, becomes: object = STAYS) -> Column:
    """What would open an account. It is named in the copy of one's data, and not given."""
    return Column(Kind.SECRET, label, becomes)


def technical(label: str = "", becomes: object = STAYS) -> Column:
    """What the site needs to work, and says nothing of anybody by itself."""
    return Column(Kind.TECHNICAL, label, becomes)


def nobody(*names: str) -> Mapping[str, Column]:
    """Columns that say nothing about people who use the site."""
    return {name: Column(Kind.NONE) for name in names}


ERASED_NAME = "—"
"""What stands in place of a name; the same in every language."""
_AS_THE_ACCOUNT = "As long as the account."

_ALL = (
    # People -----------------------------------------------------------------------------------------------------------
    Table(
        "user_account",
        lazy("Your account"),
        "To know people when they come back, to write to them, and to put their name on certificates.",
        whose=Path("id"),
        kept="Until it is erased: by its owner, or when nobody has used it for years.",
        erasure=EMPTIED,
        columns={
            "id": pointer(lazy("Number")),
            "email": contact(lazy("E-mail address"), ""),
            "email_key": contact("", NUMBERED),
            "name": identity(lazy("Name"), ERASED_NAME),
            "password_hash": secret(lazy("Password, as a digest"), ""),
            "country": identity(lazy("Country"), ""),
            "organisation_id": pointer(lazy("Number of the organisation"), None),
            "language": choice(lazy("Language of the site"), ""),
            "blocked_at": learning(lazy("Blocked"), None),
            "created_at": learning(lazy("Registered"), MONTH),
            "email_confirmed_at": learning(lazy("E-mail address confirmed"), None),
            "seen_at": learning(lazy("Last seen, in sessions that are forgotten"), None),
        },
    ),
    Table(
        "organisation",
        lazy("Your organisation"),
        "To tell which governments take part, and to let people find their colleagues.",
        whose=Found("the organisation that the account names"),
        kept="As long as somebody belongs to it, or something else refers to it.",
        erasure=GOES,
        columns={
            "id": technical(lazy("Number")),
            "name": identity(lazy("Name")),
            "name_key": identity(""),
            "merged_into_id": technical(),
            "country": identity(lazy("Country")),
        },
    ),
    Table(
        "consent",
        lazy("What you agreed to"),
        "To prove that somebody agreed, and to what.",
        whose=Path("user_id"),
        kept=_AS_THE_ACCOUNT,
        erasure=GOES,
        columns={
            "id": technical(),
            "user_id": pointer(),
            "purpose": choice(lazy("Purpose")),
            "text_version": choice(lazy("Version of the words")),
            "given_at": choice(lazy("Given")),
            "withdrawn_at": choice(lazy("Withdrawn")),
        },
    ),
    Table(
        "pending_registration",
        lazy("Accounts you wanted to make"),
        "To make an account when its owner shows that the address is theirs.",
        whose=Found("the address that was told"),
        kept="Until it is confirmed, 3 days at most.",
        erasure=GOES,
        columns={
            "id": technical(),
            "secret_digest": secret(lazy("The link, as a digest")),
            "email": contact(lazy("E-mail address")),
            "email_key": contact(""),
            "name": identity(lazy("Name")),
            "password_hash": secret(lazy("Password, as a digest")),
            "organisation": identity(lazy("Organisation")),
            "country": identity(lazy("Country")),
            "language": choice(lazy("Language of the site")),
            "way_on": technical(lazy("The page you wanted to go to")),
            "expires_at": technical(lazy("Good until")),
        },
    ),
    Table(
        "role_grant",
        lazy("Roles you were given"),
        "So that people may do what their work asks for, and nothing else.",
        whose=Path("user_id"),
        kept="Until the role is taken away.",
        erasure=GOES,
        columns={
            "id": technical(),
            "user_id": pointer(),
            "role": learning(lazy("Role")),
            "scope": learning(lazy("Course or organisation")),
            "granted_at": learning(lazy("Given")),
            "granted_by": pointer(lazy("Number of who gave it")),
        },
    ),
    Table(
        "sign_in_session",
        lazy("Where you are or were signed in"),
        "So that people stay signed in, see where, and end what they do not know.",
        whose=Path("user_id"),
        kept="90 days after it ended or was last used.",
        erasure=GOES,
        columns={
            "id": technical(),
            "user_id": pointer(),
            "secret_digest": secret(lazy("What the browser remembers, as a digest")),
            "browser": technical(lazy("Browser")),
            "system": technical(lazy("System")),
            "signed_in_at": technical(lazy("Signed in")),
            "seen_at": technical(lazy("Last seen")),
            "ended_at": technical(lazy("Ended")),
        },
    ),
    Table(
        "mailed_link",
        lazy("Links we mailed to you"),
        "To sign in, or to set a new password, by mail.",
        whose=Path("user_id"),
        kept="7 days after it expired.",
        erasure=GOES,
        columns={
            "id": technical(),
            "secret_digest": secret(lazy("The link, as a digest")),
            "purpose": technical(lazy("Purpose")),
            "user_id": pointer(),
            "new_email": contact(lazy("New e-mail address")),
            "way_on": technical(lazy("The page you wanted to go to")),
            "expires_at": technical(lazy("Good until")),
            "used_at": technical(lazy("Used")),
        },
    ),
    Table(
        "outgoing_mail",
        lazy("Letters to you"),
        "To send letters, to try again when a mail server does not answer, and to know that they left.",
        whose=Found("the address it goes to; on erasure also letters to others that name the person"),
        kept="30 days; its words only until it has left.",
        erasure=GOES,
        columns={
            "id": technical(),
            "recipient": contact(lazy("To")),
            "subject": identity(lazy("Subject")),
            "text": identity(lazy("Text")),
            "html": identity(lazy("Text as a page")),
            "kind": technical(lazy("Kind of letter")),
            "no_more": secret(lazy("The address that ends such letters")),
            "created_at": technical(lazy("Written")),
            "sent_at": technical(lazy("Sent")),
        },
    ),
    # Notices ----------------------------------------------------------------------------------------------------------
    Table(
        "notice",
        lazy("Notices to you"),
        "To tell people what they should know, once, on the site and by mail.",
        whose=Path("user_id"),
        kept="90 days after it was seen; a year when nobody looked at it.",
        erasure=GOES,
        columns={
            "id": technical(),
            "user_id": pointer(),
            "kind": learning(lazy("Kind")),
            "about": pointer(lazy("What it is about, by number or key")),
            "arguments": learning(lazy("What is put into its sentence")),
            "leads_to": learning(lazy("Page it leads to")),
            "place": learning(""),
            "made_at": learning(lazy("Made")),
            "seen_at": learning(lazy("Seen")),
            "mailed_at": technical(lazy("Mailed")),
            "look_at": technical(lazy("When a mail may tell it")),
        },
    ),
    Table(
        "notice_choice",
        lazy("What you want mails about"),
        "To write to people about what they want, and when they want it.",
        whose=Path("user_id"),
        kept=_AS_THE_ACCOUNT,
        erasure=GOES,
        columns={"user_id": pointer(), "what": choice(lazy("About")), "cadence": choice(lazy("How soon"))},
    ),
    Table(
        "mail_habits",
        lazy("When you want mails"),
        "To wake nobody at night.",
        whose=Path("user_id"),
        kept=_AS_THE_ACCOUNT,
        erasure=GOES,
        columns={
            "user_id": pointer(),
            "zone": choice(lazy("Time zone")),
            "quiet_from": choice(lazy("Quiet hours from")),
            "quiet_until": choice(lazy("Quiet hours until")),
            "weekday": choice(lazy("Day of weekly mails")),
            "is_paused": choice(lazy("Mails are paused")),
        },
    ),
    # The who-is-who ---------------------------------------------------------------------------------------------------
    Table(
        "profile",
        lazy("Your entry in the directory"),
        "So that people who support learning find each other.",
        whose=Path("user_id"),
        kept=_AS_THE_ACCOUNT,
        erasure=GOES,
        columns={
            "id": technical(),
            "user_id": pointer(),
            "is_listed": choice(lazy("Listed")),
            "takes_letters": choice(lazy("Others may write to you")),
            "is_barred": learning(lazy("May not write to others")),
            "answer": identity(lazy("What you do")),
            "languages": choice(lazy("Languages")),
            "themes": choice(lazy("Themes")),
            "sdgs": choice(lazy("Goals")),
            "offers": choice(lazy("What you offer")),
            "needs": choice(lazy("What you look for")),
            "offer_words": identity(lazy("What you offer, in your words")),
            "need_words": identity(lazy("What you look for, in your words")),
            "updated_at": learning(lazy("Changed")),
        },
    ),
    Table(
        "profile_key",
        lazy("What you are found by in the directory"),
        "To find entries quickly.",
        whose=Path("profile_id", "user_id"),
        kept="As long as the entry is listed.",
        erasure=GOES,
        columns={"key": identity(lazy("Key")), "profile_id": pointer()},
    ),
    Table(
        "contact_message",
        lazy("Letters among members"),
        "To pass letters on, and to look at them when one is reported. Whoever was reported is not told why in their copy.",
        whose=Either(Path("sender_id"), Path("recipient_id")),
        kept="90 days, or until a report of it is settled.",
        erasure=GOES,
        columns={
            "id": technical(),
            "sender_id": pointer(lazy("Number of who wrote")),
            "recipient_id": pointer(lazy("Number of who got it")),
            "text": identity(lazy("Text")),
            "sent_at": learning(lazy("Sent")),
            "reported_at": learning(lazy("Reported")),
            "report": identity(lazy("Why it was reported")),
            "settled_at": learning(lazy("Looked at")),
        },
    ),
    Table(
        "blocked_sender",
        lazy("People whose letters you do not want"),
        "To keep unwanted letters away.",
        whose=Either(Path("user_id"), Path("sender_id")),
        kept=_AS_THE_ACCOUNT,
        erasure=GOES,
        columns={"id": technical(), "user_id": pointer(), "sender_id": pointer()},
    ),
    # Files ------------------------------------------------------------------------------------------------------------
    Table(
        "stored_file",
        lazy("Files you handed in"),
        "To keep what somebody hands in, without the names and times that programs and cameras write into files.",
        whose=Path("owner_id"),
        kept="As long as the work that it belongs to, and a day after it was taken back.",
        erasure=GOES,
        columns={
            "id": technical(lazy("Number")),
            "digest": technical(),
            "kind": technical(lazy("Kind of file")),
            "name": identity(lazy("File")),
            "size": technical(lazy("Size in bytes")),
            "owner_id": pointer(),
            "kept_at": learning(lazy("Handed in")),
            "dropped_at": learning(lazy("Taken back")),
        },
    ),
    # Learning ---------------------------------------------------------------------------------------------------------
    Table(
        "enrolment",
        lazy("Courses you take or took"),
        "To take part in a course and to go on where one stopped.",
        whose=Path("user_id"),
        kept=_AS_THE_ACCOUNT,
        erasure=EMPTIED,
        columns={
            "id": pointer(lazy("Number")),
            "user_id": pointer(),
            "course_slug": learning(lazy("Course")),
            "expectation": identity(lazy("What you hoped for"), ""),
            "enrolled_at": learning(lazy("Enrolled"), MONTH),
            "left_at": learning(lazy("Left"), MONTH),
            "content_language": choice(lazy("Language of the course"), ""),
            "last_unit_key": learning(lazy("Where you were last"), None),
            "last_seen_at": learning(lazy("Last seen"), MONTH),
        },
    ),
    Table(
        "unit_completion",
        lazy("Units you have done"),
        "To show how far somebody is, and to complete a course.",
        whose=Path("enrolment_id", "user_id"),
        kept=_AS_THE_ACCOUNT,
        erasure=EMPTIED,
        columns={
            "id": technical(),
            "enrolment_id": pointer(lazy("Number of the enrolment")),
            "unit_key": learning(lazy("Unit")),
            "revision_id": technical(),
            "completed_at": learning(lazy("Done"), MONTH),
        },
    ),
    Table(
        "unit_hand_in",
        lazy("Units for which you handed in work"),
        "To show somebody what they have handed in.",
        whose=Path("enrolment_id", "user_id"),
        kept=_AS_THE_ACCOUNT,
        erasure=EMPTIED,
        columns={
            "enrolment_id": pointer(lazy("Number of the enrolment")),
            "unit_key": learning(lazy("Unit")),
            "handed_in_at": learning(lazy("Handed in"), MONTH),
        },
    ),
    Table(
        "course_completion",
        lazy("Courses you have completed"),
        "To tell who has completed a course, and how many have.",
        whose=Path("enrolment_id", "user_id"),
        kept=_AS_THE_ACCOUNT,
        erasure=EMPTIED,
        columns={
            "enrolment_id": pointer(lazy("Number of the enrolment")),
            "revision_id": technical(),
            "completed_at": learning(lazy("Completed"), MONTH),
        },
    ),
    Table(
        "attempt",
        lazy("Your attempts at quizzes"),
        "To give marks, and to show somebody their own result again.",
        whose=Path("enrolment_id", "user_id"),
        kept=_AS_THE_ACCOUNT,
        erasure=EMPTIED,
        columns={
            "id": pointer(lazy("Number")),
            "enrolment_id": pointer(lazy("Number of the enrolment")),
            "unit_key": learning(lazy("Quiz")),
            "revision_id": technical(),
            "number": learning(lazy("Which attempt")),
            "seed": technical(lazy("Decides the order of questions")),
            "started_at": learning(lazy("Begun"), MONTH),
            "submitted_at": learning(lazy("Handed in"), MONTH),
            "draft": identity(lazy("Answers not handed in yet"), {}),
            "points": learning(lazy("Points")),
            "most_points": learning(lazy("Points at most")),
            "percent": learning(lazy("Per cent")),
            "has_passed": learning(lazy("Passed")),
        },
    ),
    Table(
        "response",
        lazy("Your answers"),
        "To show somebody their own answers again, and to mark them again when a question was wrong.",
        whose=Path("attempt_id", "enrolment_id", "user_id"),
        kept=_AS_THE_ACCOUNT,
        erasure=EMPTIED,
        columns={
            "attempt_id": pointer(lazy("Number of the attempt")),
            "question_key": learning(lazy("Question")),
            "answer": identity(lazy("Answer"), []),
            "points": learning(lazy("Points")),
            "most_points": learning(lazy("Points at most")),
        },
    ),
    # What peers wrote about it stays whole, so the row stays; every word of its author goes.
    Table(
        "submission",
        lazy("Your work for assignments"),
        "So that somebody can write, hand in, and have their work read by peers.",
        whose=Path("author_id"),
        kept=_AS_THE_ACCOUNT,
        erasure=EMPTIED,
        columns={
            "id": pointer(lazy("Number")),
            "enrolment_id": pointer(lazy("Number of the enrolment")),
            "author_id": pointer(),
            "course_slug": learning(lazy("Course")),
            "unit_key": learning(lazy("Assignment")),
            "round": learning(lazy("Round")),
            "revision_id": technical(),
            "language": choice(lazy("Language")),
            "begun_at": learning(lazy("Begun"), MONTH),
            "current_number": technical(),
            "handed_in_at": learning(lazy("Handed in"), MONTH),
            "handed_in_number": technical(lazy("Version that reviewers see")),
            "opened_at": learning(lazy("Opened by a reviewer"), MONTH),
            "withdrawn_at": learning(lazy("Withdrawn"), MONTH),
        },
    ),
    Table(
        "submission_version",
        lazy("Versions of your work"),
        "So that nothing somebody writes is lost.",
        whose=Path("submission_id", "author_id"),
        kept=f"{_AS_THE_ACCOUNT} Of each assignment, the last hundred and those handed in.",
        erasure=EMPTIED,
        columns={
            "id": technical(),
            "submission_id": pointer(lazy("Number of the work")),
            "number": learning(lazy("Version")),
            "kind": learning(lazy("How it was kept")),
            "window_key": technical("", ""),
            "language": choice(lazy("Language")),
            "source": identity(lazy("Text"), ""),
            "filled": identity(lazy("What you filled in"), {}),
            "links": identity(lazy("Links"), []),
            "file_ids": pointer(lazy("Numbers of files"), []),
            "digest": identity("", ""),
            "saved_at": learning(lazy("Saved"), MONTH),
        },
    ),
    Table(
        "review_step",
        lazy("What staff did about the reviews of your work, or you did as staff"),
        "So that whoever looks at a piece of work later knows what was done about its reviews, and why.",
        whose=Either(Path("done_by"), Path("submission_id", "author_id")),
        kept="As long as the work.",
        erasure=EMPTIED,
        columns={
            "id": technical(),
            "submission_id": pointer(lazy("Number of the work")),
            "review_id": pointer(lazy("Number of the review")),
            "user_id": pointer(),
            "step": learning(lazy("What was done")),
            "done_by": pointer(),
            "done_at": learning(lazy("When"), MONTH),
            "reason": identity(lazy("Why"), ""),
            "points": learning(lazy("Points")),
        },
    ),
    Table(
        "certificate",
        lazy("Your certificates"),
        "So that anybody who is shown a certificate can verify it.",
        whose=Path("enrolment_id", "user_id"),
        kept="Without limit, since whoever verifies it may do so in years. After erasure it says that it was withdrawn.",
        erasure=EMPTIED,
        columns={
            "id": technical(),
            "code": technical(lazy("Code")),
            "enrolment_id": pointer(lazy("Number of the enrolment"), None),
            "course_slug": learning(lazy("Course")),
            "revision_id": technical(),
            "learner_name": identity(lazy("Name on the certificate"), ""),
            "course_title": learning(lazy("Title of the course")),
            "course_language": learning(lazy("Language of the course")),
            "minutes": learning(lazy("Study time in minutes")),
            "revision_number": learning(lazy("Edition")),
            "completed_on": learning(lazy("Completed"), MONTH),
            "issued_at": learning(lazy("Issued"), MONTH),
            "revoked_at": learning(lazy("Revoked")),
            "revocation_reason": identity(lazy("Why it was revoked"), ""),
            "withdrawn_at": learning(lazy("Withdrawn")),
        },
    ),
    # Privacy ----------------------------------------------------------------------------------------------------------
    Table(
        "data_export",
        lazy("Copies of your data that you asked for"),
        "To give people everything about them.",
        whose=Path("user_id"),
        kept="7 days.",
        erasure=GOES,
        columns={
            "id": technical(),
            "user_id": pointer(),
            "asked_at": technical(lazy("Asked for")),
            "made_at": technical(lazy("Made")),
            "size": technical(lazy("Bytes")),
            "content": secret(lazy("The copy itself")),
        },
    ),
    Table(
        "erasure",
        lazy("Erasure that you asked for"),
        "To erase an account after a time to think, and to prove afterwards that it was done.",
        whose=Path("user_id"),
        kept="Without limit; once it is done, without the person.",
        erasure=EMPTIED,
        columns={
            "id": technical(),
            "number": technical(lazy("Number")),
            "user_id": pointer(becomes=None),
            "cause": technical(lazy("Why")),
            "asked_at": technical(lazy("Asked for")),
            "due_at": technical(lazy("Due")),
            "done_at": technical(),
            "counts": technical(),
        },
    ),
    # What the site needs to work --------------------------------------------------------------------------------------
    Table(
        "audit_entry",
        lazy("What you did as staff, and what staff did to your account"),
        "So that what staff did can be looked up. Numbers and keys only; the database refuses to change a line.",
        whose=Found("the number of who did it, or of the person it was done to"),
        kept="Without limit.",
        erasure=EMPTIED,
        columns={
            "id": technical(),
            "done_at": technical(lazy("When")),
            "actor_id": pointer(lazy("Number of who did it")),
            "action": technical(lazy("What")),
            "subject_kind": technical(lazy("To what")),
            "subject_key": pointer(lazy("Its number")),
            "details": technical(lazy("Details")),
        },
    ),
    Table(
        "job",
        lazy("Work that waits and concerns you"),
        "To do what may wait, such as sending a letter.",
        whose=Found("arguments or a failure that name the person"),
        kept="What it is about: until it is done. That it was done: 7 days. What was given up: 30 days.",
        erasure=GOES,
        columns={
            "id": technical(),
            "kind": technical(lazy("Kind")),
            "arguments": contact(lazy("What it is about")),
            "created_at": technical(lazy("Asked for")),
            "due_at": technical(lazy("Due")),
            "tries": technical(lazy("Tries")),
            "claimed_until": technical(),
            "done_at": technical(lazy("Done")),
            "given_up_at": technical(lazy("Given up")),
            "failure": technical(lazy("What failed")),
        },
    ),
    Table(
        "answered_form",
        "",
        "So that a form that is sent twice does its work once. Holds a key of chance and a page, and no person.",
        kept="2 days.",
        columns={"key": technical(), "location": technical(), "answered_at": technical()},
    ),
    Table(
        "routine",
        "",
        "When daily work is due next.",
        kept="As long as there is such work.",
        columns={"name": technical(), "due_at": technical()},
    ),
    # Courses ----------------------------------------------------------------------------------------------------------
    Table(
        "course",
        "",
        "Which courses are published.",
        kept="Without limit.",
        columns=nobody("slug", "current_revision_id"),
    ),
    Table(
        "revision",
        "",
        "Editions of courses, which learners' records refer to. Authors are named as they name themselves in the course.",
        kept="Without limit.",
        columns=nobody(
            "id",
            "course_slug",
            "number",
            "parent_id",
            "digest",
            "manifest",
            "compiled",
            "compiled_with",
            "published_at",
            "note",
            "block_dates",
        ),
    ),
    Table(
        "source_file",
        "",
        "Files of courses.",
        kept="Without limit.",
        columns=nobody("digest", "content", "media_type"),
    ),
    Table(
        "media_variant",
        "",
        "Pictures of courses in several widths.",
        kept="Without limit.",
        columns=nobody("digest", "width", "content"),
    ),
    Table(
        "organisation_facts",
        "",
        "What is publicly told of an organisation.",
        kept="As long as the organisation.",
        columns=nobody("organisation_id", "kind", "population", "website", "about", "is_listed"),
    ),
    Table(
        "organisation_link",
        "",
        "Which organisation belongs to which.",
        kept="Without limit: history can be read.",
        columns=nobody("id", "child_id", "parent_id", "kind", "since", "until"),
    ),
    Table(
        "membership",
        lazy("Organisations you belong to"),
        "To know who works where, and whom to ask.",
        whose=Path("user_id"),
        kept=_AS_THE_ACCOUNT,
        erasure=GOES,
        columns={
            "id": technical(),
            "user_id": pointer(),
            "organisation_id": pointer(lazy("Number of the organisation")),
            "function": identity(lazy("What you do there")),
            "since": learning(lazy("Since")),
            "until": learning(lazy("Until")),
            "is_contact": choice(lazy("Contact person")),
            "is_deputy": choice(lazy("Deputy")),
        },
    ),
    Table(
        "organisation_invitation",
        lazy("Organisations that invited you"),
        "To ask people, with or without an account, to belong to their organisation.",
        whose=Found("the address of the account"),
        kept="60 days, or until it is answered.",
        erasure=GOES,
        columns={
            "id": technical(),
            "organisation_id": pointer(lazy("Number of the organisation")),
            "email_key": contact(lazy("E-mail address")),
            "function": identity(lazy("What you do there")),
            "since": learning(lazy("Since")),
            "is_contact": choice(lazy("Contact person")),
            "is_deputy": choice(lazy("Deputy")),
            "invited_by": pointer(lazy("Number of who invited you")),
            "invited_at": technical(lazy("Invited")),
        },
    ),
    Table(
        "title",
        lazy("Titles you were given"),
        "To tell who looks after what.",
        whose=Path("user_id"),
        kept=_AS_THE_ACCOUNT,
        erasure=GOES,
        columns={
            "id": technical(),
            "user_id": pointer(),
            "kind": learning(lazy("Title")),
            "thing_kind": learning(lazy("Of what")),
            "thing_key": learning(lazy("Its key")),
            "thing_name": learning(lazy("Its name")),
            "since": learning(lazy("Since")),
            "until": learning(lazy("Until")),
            "given_by": pointer(lazy("Number of who gave it")),
        },
    ),
    Table(
        "departure",
        lazy("Organisations you left"),
        "So that somebody takes over what a leaver was responsible for.",
        whose=Path("user_id"),
        kept=_AS_THE_ACCOUNT,
        erasure=GOES,
        columns={
            "id": technical(),
            "user_id": pointer(),
            "organisation_id": pointer(lazy("Number of the organisation")),
            "left_on": learning(lazy("Left")),
            "settled_on": learning(lazy("Taken over")),
        },
    ),
    Table(
        "cohort",
        "",
        "Calls of courses.",
        kept="Without limit.",
        columns=nobody(
            "id",
            "course_slug",
            "key",
            "revision_id",
            "closed_at",
            "offers_began_at",
            "first_round_ends_at",
            "settled_at",
        ),
    ),
    Table(
        "panel_member",
        lazy("Cohorts whose applications you read"),
        "To know who reads applications.",
        whose=Path("user_id"),
        kept=_AS_THE_ACCOUNT,
        erasure=GOES,
        columns={
            "cohort_id": pointer(lazy("Number of the cohort")),
            "user_id": pointer(),
            "added_at": learning(lazy("Since")),
        },
    ),
    Table(
        "application",
        lazy("Your applications"),
        "To choose who takes part in a cohort.",
        whose=Path("user_id"),
        kept=_AS_THE_ACCOUNT,
        erasure=EMPTIED,
        columns={
            "id": pointer(lazy("Number")),
            "cohort_id": pointer(lazy("Number of the cohort")),
            "user_id": pointer(),
            "draft": identity(lazy("What you typed"), {}),
            "saved_at": learning(lazy("Saved"), MONTH),
            "answers": identity(lazy("What you handed in"), {}),
            "language": choice(lazy("Language"), ""),
            "country": identity(lazy("Country"), ""),
            "organisation_kind": identity(lazy("Kind of organisation"), ""),
            "gender": identity(lazy("Gender"), ""),
            "letters_language": choice(lazy("Language of letters"), ""),
            "handed_in_at": learning(lazy("Handed in"), MONTH),
            "withdrawn_at": learning(lazy("Withdrawn"), MONTH),
            "refused_at": learning(lazy("Refused"), MONTH),
            "override": learning(lazy("Decided by hand")),
            "override_reason": identity(lazy("Why it was decided by hand"), ""),
        },
    ),
    # The reader's comment is about the applicant and goes with them; what an erased reader wrote stays without them.
    Table(
        "reading",
        lazy("How your applications were read"),
        "To choose fairly.",
        whose=Path("application_id", "user_id"),
        kept="As long as the applicant's account.",
        erasure=EMPTIED,
        columns={
            "id": technical(),
            "application_id": pointer(lazy("Number of the application")),
            "reader_id": pointer(),
            "assigned_at": learning("", MONTH),
            "scores": learning(lazy("Points")),
            "comment": identity(lazy("Comment"), ""),
            "handed_in_at": learning(lazy("Handed in"), MONTH),
            "declined_at": learning("", MONTH),
        },
    ),
    Table(
        "offer",
        lazy("Places you were offered"),
        "To fill a cohort.",
        whose=Path("application_id", "user_id"),
        kept=_AS_THE_ACCOUNT,
        erasure=EMPTIED,
        columns={
            "id": technical(),
            "application_id": pointer(lazy("Number of the application")),
            "made_at": learning(lazy("Made"), MONTH),
            "answer_by": learning(lazy("To be answered by"), MONTH),
            "reminded_at": learning(lazy("Reminded"), MONTH),
            "outcome": learning(lazy("Answer")),
            "ended_at": learning(lazy("Ended"), MONTH),
        },
    ),
    Table(
        "seat",
        lazy("Places you took"),
        "To know who takes part in a cohort.",
        whose=Path("user_id"),
        kept=_AS_THE_ACCOUNT,
        erasure=EMPTIED,
        columns={
            "id": technical(),
            "application_id": pointer(lazy("Number of the application")),
            "user_id": pointer(),
            "taken_at": learning(lazy("Taken"), MONTH),
            "left_at": learning(lazy("Left"), MONTH),
        },
    ),
    # MONTH on an open offer's answer_by may let it lapse earlier: right, since nobody will answer it.
    Table(
        "second_step",
        lazy("The code app that you sign in with"),
        "To ask for a second proof at sign-in.",
        whose=Path("user_id"),
        kept="Until it is switched off.",
        erasure=GOES,
        columns={
            "user_id": pointer(),
            "sealed_key": secret(lazy("Its key, encrypted")),
            "last_step": technical(),
            "set_at": technical(lazy("Set up")),
        },
    ),
    Table(
        "recovery_code",
        lazy("Recovery codes"),
        "To sign in without the code app.",
        whose=Path("user_id"),
        kept="Until they are used or made anew.",
        erasure=GOES,
        columns={
            "id": technical(),
            "user_id": pointer(),
            "digest": secret(lazy("The code, as a digest")),
            "used_at": technical(lazy("Used")),
        },
    ),
    Table(
        "passkey",
        lazy("Passkeys"),
        "To sign in without a password.",
        whose=Path("user_id"),
        kept="Until it is removed.",
        erasure=GOES,
        columns={
            "id": technical(),
            "user_id": pointer(),
            "credential_id": technical(lazy("Its name for browsers")),
            "public_key": technical(lazy("Its public half")),
            "sign_count": technical(lazy("How often it was used")),
            "name": identity(lazy("Name")),
            "made_at": technical(lazy("Made")),
            "used_at": technical(lazy("Used")),
        },
    ),
    Table(
        "outside_identity",
        lazy("How your organisation's sign-in knows you"),
        "To sign in by one's organisation.",
        whose=Path("user_id"),
        kept="Until it is taken away.",
        erasure=GOES,
        columns={
            "id": technical(),
            "user_id": pointer(),
            "issuer": contact(lazy("Who signs you in")),
            "subject": contact(lazy("Your name there")),
            "linked_at": technical(lazy("Linked")),
        },
    ),
    Table(
        "bulk_action",
        lazy("What you did to many people at once"),
        "So that it can be undone. Numbers and keys only.",
        whose=Either(Path("actor_id"), Path("undone_by")),
        kept="Without limit.",
        erasure=EMPTIED,
        columns={
            "id": technical(),
            "kind": technical(lazy("What")),
            "role": technical(lazy("Role")),
            "scope": technical(lazy("Where")),
            "actor_id": pointer(lazy("Number of who did it")),
            "done_at": technical(lazy("When")),
            "undone_at": technical(lazy("Undone")),
            "undone_by": pointer(),
            "changed": pointer(lazy("Whom, by number")),
        },
    ),
    Table(
        "invitation",
        lazy("Invitations you got"),
        "To ask people to take part, and to write to nobody too often.",
        whose=Found("the address of the account, or who accepted"),
        kept="As long as the table it came with, or until the person who accepted is erased.",
        erasure=GOES,
        columns={
            "id": technical(),
            "batch_id": pointer(),
            "email": contact(lazy("E-mail address")),
            "email_digest": technical(),
            "name": identity(lazy("Name")),
            "organisation": identity(lazy("Organisation")),
            "country": identity(lazy("Country")),
            "language": choice(lazy("Language")),
            "secret_digest": secret(lazy("The link, as a digest")),
            "written_at": technical(lazy("Written")),
            "letters": technical(lazy("Letters")),
            "mail_id": technical(),
            "expires_at": technical(lazy("Good until")),
            "accepted_at": learning(lazy("Accepted")),
            "withdrawn_at": learning(lazy("Withdrawn")),
            "refused_at": learning(lazy("Refused")),
            "accepted_by": pointer(),
        },
    ),
    Table(
        "invitation_batch",
        lazy("Tables of people to invite"),
        "To look through a table before anything is sent.",
        whose=Found("who made it, or whose address stands in it"),
        kept="The rows for 7 days, sent or not; the rest without limit.",
        erasure=EMPTIED,
        columns={
            "id": technical(),
            "made_by": pointer(lazy("Number of who made it")),
            "made_at": technical(lazy("Made")),
            "organisation_id": pointer(lazy("Number of the organisation")),
            "course_slug": technical(lazy("Course")),
            "language": technical(lazy("Language")),
            "file_name": technical(lazy("File"), ""),
            "rows": contact(lazy("Rows"), []),
            "faulty": contact(lazy("Rows with faults"), []),
            "findings": technical(),
            "sent_at": technical(lazy("Sent")),
        },
    ),
    Table(
        "unwanted_mail",
        lazy("Your wish for no more invitations"),
        "To keep the wish; only a digest of the address is kept.",
        whose=Found("the digest of the account's address"),
        kept="Without limit: otherwise the next table would bring letters again.",
        erasure=EMPTIED,
        columns={"email_digest": technical(), "refused_at": choice(lazy("Since"))},
    ),
    Table(
        "join_link",
        lazy("Links to join that you made"),
        "To let people join by a link that is passed on.",
        whose=Path("made_by"),
        kept=_AS_THE_ACCOUNT,
        erasure=GOES,
        columns={
            "id": technical(),
            "code": secret(lazy("The link")),
            "made_by": pointer(),
            "made_at": technical(lazy("Made")),
            "organisation_id": pointer(lazy("Number of the organisation")),
            "course_slug": technical(lazy("Course")),
            "ends_at": technical(lazy("Good until")),
            "ended_at": technical(lazy("Ended")),
            "most_uses": technical(),
            "uses": technical(),
        },
    ),
    Table(
        "join_link_use",
        lazy("Links you joined by"),
        "To count everybody once.",
        whose=Path("user_id"),
        kept=_AS_THE_ACCOUNT,
        erasure=GOES,
        columns={"link_id": pointer(), "user_id": pointer(), "used_at": learning(lazy("Used"))},
    ),
)

DATA_MAP: Mapping[str, Table] = {table.name: table for table in _ALL}


def tables_of_people() -> tuple[Table, ...]:
    """The tables with rows about people, in the order in which a person reads them."""
    return tuple(table for table in _ALL if table.whose is not None)
