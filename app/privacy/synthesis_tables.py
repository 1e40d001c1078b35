"""What syntheses know: the words of those who write them name nobody; whom they quote stands in one table."""

from app.platform.i18n import lazy
from app.privacy.columns import GOES, Path, Table, choice, identity, learning, nobody, pointer, technical

SYNTHESIS_TABLES = (
    Table(
        "synthesis",
        "",
        "What a category learnt in some months, as it is being written. Who did what to it stands in the audit log.",
        kept="Without limit.",
        columns=nobody(
            "id",
            "category_id",
            "number",
            "title",
            "language",
            "first_day",
            "last_day",
            "introduction",
            "reach",
            "shown_to",
            "made_at",
            "published_at",
            "revised_at",
            "saves",
        ),
    ),
    Table(
        "synthesis_section",
        "",
        "The parts of a synthesis.",
        kept="As long as the synthesis.",
        columns=nobody("id", "synthesis_id", "position", "heading", "text", "saves"),
    ),
    Table(
        "synthesis_item",
        "",
        "Which posts and which shown work a synthesis points at. Names and quotations stand elsewhere.",
        kept="As long as the synthesis.",
        columns=nobody("id", "section_id", "position", "post_id", "shown_work_id", "sentence", "quotation_id", "saves"),
    ),
    Table(
        "synthesis_version",
        "",
        "What was published, with the numbers of posts and quotations, never with names or words of others.",
        kept="As long as the synthesis.",
        columns=nobody("id", "synthesis_id", "number", "published_at", "content"),
    ),
    Table(
        "synthesis_quotation",
        lazy("Words of yours that were to be quoted, and what you answered"),
        "To quote people only as they agreed, and to be able to show that they did.",
        whose=Path("author_id"),
        kept="As long as the synthesis that quotes you or asked to.",
        erasure=GOES,
        columns={
            "id": technical(lazy("Number")),
            "synthesis_id": technical(lazy("Number of the synthesis")),
            "post_id": pointer(lazy("Number of the post")),
            "author_id": pointer(),
            "words": identity(lazy("Your words")),
            "language": choice(lazy("Language")),
            "reach": technical(lazy("Who was to read it")),
            "asked_at": learning(lazy("Asked")),
            "reminded_at": learning(lazy("Reminded")),
            "answer": choice(lazy("Your answer")),
            "answered_at": learning(lazy("Answered")),
            "agreed_at": learning(lazy("Last agreed")),
            "consent_version": technical(lazy("Version of what you agreed to")),
        },
    ),
)
