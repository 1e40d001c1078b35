"""How people prove who they are, and what staff did to many accounts at once."""

from app.platform.i18n import lazy
from app.privacy.columns import EMPTIED, GOES, Either, Path, Table, contact, identity, pointer, secret, technical

SIGN_IN_TABLES = (
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
)
