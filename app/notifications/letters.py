"""The mail that tells a person's notices: one thing, or several gathered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.mailroom.answers import takes_answers
from app.notifications.extracts import shortened
from app.notifications.kinds import Words, find_group, group_of, words_of
from app.notifications.queries import Kept, Reader
from app.notifications.unsubscribing import token_for
from app.platform.i18n import _, language, ngettext
from app.platform.letters import Entry, Letter, site_root, write_letter
from app.platform.outbox import Message, size_as_sent
from app.platform.reply_addresses import answer_address
from app.platform.telling import Extract, Thing

# A mail stays small; the site shows the rest.
MOST_ENTRIES = 25
LARGEST = 30 * 1024
"""Of a mail as it is sent, in bytes."""
KIND = "notices"
# What a mail holds besides its entries, and up to what length of its words it cannot be too large.
_FRAME, _SURELY_SMALL = 7 * 1024, 18 * 1024


@dataclass(frozen=True, slots=True)
class News:
    """A notice as a mail tells it: with what was written, if it is about that, and an extract, if there is one."""

    notice: Kept
    thing: Thing | None = None
    extract: Extract | None = None


def letter_to(reader: Reader, news: Sequence[News]) -> Message:
    """The mail to a person about these, in their language."""
    shown = min(len(news), MOST_ENTRIES)
    while True:
        message = _written(reader, news, shown)
        length = len(message.text.encode()) + len(message.html.encode())
        if shown <= 1 or length < _SURELY_SMALL or (size := size_as_sent(message)) <= LARGEST:
            return message
        shown = max(1, min(shown - 1, shown * (LARGEST - _FRAME) // (size - _FRAME)))


def _written(reader: Reader, news: Sequence[News], shown: int) -> Message:
    return write_letter(lambda: _letter(reader, news, shown), to=reader.email, language=reader.language, kind=KIND)


def _letter(reader: Reader, news: Sequence[News], shown: int) -> Letter:
    root = site_root()
    groups = list(dict.fromkeys(group_of(one.notice.kind) for one in news))
    no_more = f"{root}/notices/no-more/{token_for(reader.user_id, groups)}"
    names = _(", ").join(str(group.name) for key in groups if (group := find_group(key)))
    reply_to = _reply_address(reader.user_id, news)
    letter = _of_one(root, news[0]) if len(news) == 1 else _of_several(root, news, shown)
    return replace(
        letter,
        greeting=_("Hello %(name)s,", name=reader.name),
        because=_because(can_answer=bool(reply_to)),
        further=(
            (_("Choose what we write about, and when"), f"{root}/account/notices"),
            (_("No more mails about: %(what)s", what=names), f"{no_more}?lang={language()}"),
        ),
        no_more=no_more,
        reply_to=reply_to,
        conversation=_conversation(news),
    )


def _of_one(root: str, one: News) -> Letter:
    words = _words_of(one)
    return Letter(
        subject=words.sentence,
        greeting="",
        paragraphs=tuple(text for text in (words.sentence, words.because) if text),
        because="",
        quoted=(shortened(one.extract.words),) if one.extract else (),
        quoted_language=one.extract.language if one.extract else "",
        remark=_remark_on(one.extract),
        button=(words.button, f"{root}{one.notice.leads_to}"),
    )


def _of_several(root: str, news: Sequence[News], shown: int) -> Letter:
    left = len(news) - shown
    more = [ngettext("%(num)s more is on the site.", "%(num)s more are on the site.", left)] if left else []
    return Letter(
        subject=ngettext("%(num)s thing is new for you", "%(num)s things are new for you", len(news)),
        greeting="",
        paragraphs=(_("This is new for you:"), *more),
        because="",
        button=(_("See all notices"), f"{root}/notices"),
        entries=_entries(root, news[:shown]),
    )


def _entries(root: str, news: Sequence[News]) -> tuple[Entry, ...]:
    """One for each, those of one place together, in the order in which the places come first."""
    by_place: dict[str, list[News]] = {}
    for one in news:
        by_place.setdefault(_place_of(one), []).append(one)
    # A single heading that only names the subject would say nothing.
    has_headings = len(by_place) > 1 or any(one.extract and one.extract.place for one in news)
    entries = []
    for place, of_place in by_place.items():
        heading = place if has_headings else ""
        for one in of_place:
            words = _words_of(one)
            entry = Entry(words.sentence, f"{root}{one.notice.leads_to}", words.because, heading=heading)
            if one.extract:
                quoted = shortened(one.extract.words)
                remark = _remark_on(one.extract)
                entry = replace(entry, quoted=quoted, quoted_language=one.extract.language, remark=remark)
            entries.append(entry)
            heading = ""
    return tuple(entries)


def _remark_on(extract: Extract | None) -> str:
    return extract.remark() if extract and extract.remark else ""


def _place_of(one: News) -> str:
    if one.extract and one.extract.place:
        return one.extract.place()
    group = find_group(group_of(one.notice.kind))
    return str(group.name) if group else ""


def _words_of(one: News) -> Words:
    return words_of(one.notice.kind, one.notice.arguments)


def _reply_address(user_id: int, news: Sequence[News]) -> str:
    """Where an answer goes, if it is clear to what: of several things nobody knows which is meant."""
    things = {one.thing for one in news}
    thing = things.pop()
    return "" if things or thing is None or not takes_answers(thing) else answer_address(user_id, thing)


def _conversation(news: Sequence[News]) -> str:
    """What all of it is a part of; empty where that is not one."""
    names = {one.extract.conversation if one.extract else "" for one in news}
    return names.pop() if len(names) == 1 else ""


def _because(*, can_answer: bool) -> str:
    if can_answer:
        return _(
            "You get this because you have an account here and chose to be told by mail, or left it as it was proposed. "
            "You can answer to this mail: your answer is posted on the site, where others read it."
        )
    return _(
        "You get this because you have an account here and chose to be told by mail, or left it as it was proposed. "
        "Nobody can answer to it."
    )
