"""What the forum knows of taking part beside writing. All of it goes with the account; what was counted stays."""

from app.platform.i18n import lazy
from app.privacy.columns import (
    AS_THE_ACCOUNT,
    GOES,
    Either,
    Path,
    Table,
    identity,
    learning,
    nobody,
    pointer,
    technical,
)

FORUM_PART_TABLES = (
    Table(
        "forum_helpful",
        lazy("Posts that helped you"),
        "To show what helps, and count everybody once.",
        whose=Path("user_id"),
        kept=f"{AS_THE_ACCOUNT} The number of marks stays with the post.",
        erasure=GOES,
        columns={
            "post_id": pointer(lazy("Number of the post")),
            "user_id": pointer(),
            "marked_at": learning(lazy("Marked")),
        },
    ),
    Table(
        "forum_vote",
        lazy("Ideas you support"),
        "To show which ideas many want, and count everybody once.",
        whose=Path("user_id"),
        kept=f"{AS_THE_ACCOUNT} The number of votes stays with the idea.",
        erasure=GOES,
        columns={
            "thread_id": pointer(lazy("Number of the thread")),
            "user_id": pointer(),
            "voted_at": learning(lazy("Supported")),
        },
    ),
    Table(
        "forum_topic",
        "",
        "To find threads by what they are about.",
        kept="As long as the thread.",
        columns=nobody("thread_id", "topic"),
    ),
    Table(
        "forum_muted",
        lazy("Whom you muted in the forum, and who muted you"),
        "So that people see less of somebody they do not want to read.",
        whose=Either(Path("user_id"), Path("muted_id")),
        kept=AS_THE_ACCOUNT,
        erasure=GOES,
        columns={"user_id": pointer(), "muted_id": pointer(), "since": technical()},
    ),
    Table(
        "forum_draft",
        lazy("What you began to write in the forum"),
        "So that nothing typed is lost.",
        whose=Path("user_id"),
        kept="Until it is sent or dropped, at most 90 days.",
        erasure=GOES,
        columns={
            "id": technical(),
            "user_id": pointer(),
            "spot": technical(lazy("Where")),
            "typed": identity(lazy("What you typed")),
            "number": technical(),
            "saved_at": learning(lazy("Saved")),
        },
    ),
    Table(
        "forum_file",
        lazy("Files of your posts"),
        "To show pictures and files beside what somebody wrote.",
        whose=Path("file_id", "owner_id"),
        kept="As long as the post.",
        erasure=GOES,
        columns={
            "id": technical(lazy("Number")),
            "post_id": pointer(lazy("Number of the post")),
            "file_id": pointer(lazy("Number of the file")),
            "description": identity(lazy("What it shows")),
        },
    ),
)
