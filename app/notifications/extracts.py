"""What was written, as mails of notices quote it: features say it by their keys, as `wiring.EXTRACTS` lists them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from app.notifications.digesting import reads
from app.platform.telling import Extract, Extracts, Thing

LONGEST = 300
_extracts: dict[str, Extracts] = {}


def know_extracts(extracts: Mapping[str, Extracts]) -> None:
    """Replace what is known of extracts by this; `factory` calls it once."""
    _extracts.clear()
    _extracts.update(extracts)


def has_extracts(thing: Thing | None) -> bool:
    """Whether there is something to quote of such a thing."""
    return thing is not None and thing.key in _extracts


def extracts_for(wanted: Iterable[tuple[int, Thing]]) -> Mapping[tuple[int, Thing], Extract]:
    """Extracts for these people, each of a thing; each feature is asked once. What is gone is left out."""
    by_key: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for user_id, thing in wanted:
        if has_extracts(thing):
            by_key[thing.key].add((user_id, thing.number))
    found = {}
    for key, numbers in by_key.items():
        for (user_id, number), extract in _extracts[key](numbers).items():
            found[user_id, Thing(key, number)] = extract
    return found


def as_read_by(extract: Extract, language: str, languages: Collection[str]) -> Extract:
    """The words in the language of somebody's pages, or else in one that they read; of two the original comes first."""
    written = (extract, *extract.translations)
    for wanted in ((language,), languages):
        for one in written:
            if one.language and reads(wanted, one.language):
                return one
    return extract


def shortened(words: str) -> str:
    """The beginning of a text in one line, cut between words; a mail is no place for all of it."""
    line = " ".join(words.split())
    if len(line) <= LONGEST:
        return line
    cut = line[:LONGEST]
    # Some languages write no spaces, and some people none.
    whole = cut.rpartition(" ")[0]
    return f"{whole if len(whole) > LONGEST // 2 else cut}…"
