"""The mail that tells a person's notices: one thing, or several gathered."""

from collections.abc import Sequence

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
    common = {
        "greeting": _("Hello %(name)s,", name=reader.name),
        "because": _(
            "You get this because you have an account here and chose to be told by mail, or left it as it was proposed. "
            "Nobody can answer to it."
        ),
        "further": (
            (_("Choose what we write about, and when"), f"{root}/account/notices"),
            (_("No more mails about: %(what)s", what=names), f"{no_more}?lang={language()}"),
        ),
        "no_more": no_more,
    }
    if len(notices) == 1:
        return Letter(**common, **_of_one(root, notices[0], told[0]))
    return Letter(**common, **_of_several(root, notices, told))


def _of_one(root: str, notice: Kept, words: Words) -> dict[str, object]:
    return {
        "subject": words.sentence,
        "paragraphs": tuple(text for text in (words.sentence, words.because) if text),
        "button": (words.button, f"{root}{notice.leads_to}"),
    }


def _of_several(root: str, notices: Sequence[Kept], told: Sequence[Words]) -> dict[str, object]:
    shown = list(zip(notices, told, strict=True))[:MOST_ENTRIES]
    left = len(notices) - len(shown)
    more = ngettext("%(num)s more is on the site.", "%(num)s more are on the site.", left)
    return {
        "subject": ngettext("%(num)s thing is new for you", "%(num)s things are new for you", len(notices)),
        "paragraphs": (_("This is new since you were here:"), *([more] if left else [])),
        "entries": tuple(Entry(words.sentence, f"{root}{one.leads_to}", words.because) for one, words in shown),
        "button": (_("See all notices"), f"{root}/notices"),
    }
