"""The mail that tells a person's notices: one thing, or several gathered."""

from collections.abc import Sequence
from dataclasses import replace

from app.notifications.kinds import Words, find_group, group_of, words_of
from app.notifications.queries import Kept, Reader
from app.notifications.unsubscribing import token_for
from app.platform.i18n import _, language, ngettext
from app.platform.letters import Entry, Letter, site_root, write_letter
from app.platform.outbox import Message

# A mail stays small; the site shows the rest.
MOST_ENTRIES = 25
KIND = "notices"


def letter_to(reader: Reader, notices: Sequence[Kept]) -> Message:
    """The mail to a person about these, in their language."""
    return write_letter(lambda: _letter(reader, notices), to=reader.email, language=reader.language, kind=KIND)


def _letter(reader: Reader, notices: Sequence[Kept]) -> Letter:
    root, told = site_root(), [words_of(one.kind, one.arguments) for one in notices]
    groups = list(dict.fromkeys(group_of(one.kind) for one in notices))
    no_more = f"{root}/notices/no-more/{token_for(reader.user_id, groups)}"
    names = _(", ").join(str(group.name) for key in groups if (group := find_group(key)))
    letter = _of_one(root, notices[0], told[0]) if len(notices) == 1 else _of_several(root, notices, told)
    return replace(
        letter,
        greeting=_("Hello %(name)s,", name=reader.name),
        further=(
            (_("Choose what we write about, and when"), f"{root}/account/notices"),
            (_("No more mails about: %(what)s", what=names), f"{no_more}?lang={language()}"),
        ),
        no_more=no_more,
    )


def _of_one(root: str, notice: Kept, words: Words) -> Letter:
    return Letter(
        subject=words.sentence,
        greeting="",
        paragraphs=tuple(text for text in (words.sentence, words.because) if text),
        because=_because(),
        button=(words.button, f"{root}{notice.leads_to}"),
    )


def _of_several(root: str, notices: Sequence[Kept], told: Sequence[Words]) -> Letter:
    shown = list(zip(notices, told, strict=True))[:MOST_ENTRIES]
    left = len(notices) - len(shown)
    more = [ngettext("%(num)s more is on the site.", "%(num)s more are on the site.", left)] if left else []
    return Letter(
        subject=ngettext("%(num)s thing is new for you", "%(num)s things are new for you", len(notices)),
        greeting="",
        paragraphs=(_("This is new for you:"), *more),
        because=_because(),
        button=(_("See all notices"), f"{root}/notices"),
        entries=tuple(Entry(words.sentence, f"{root}{one.leads_to}", words.because) for one, words in shown),
    )


def _because() -> str:
    return _(
        "You get this because you have an account here and chose to be told by mail, or left it as it was proposed. "
        "Nobody can answer to it."
    )
