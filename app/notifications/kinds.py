"""Which kinds of notices there are, what they say to their reader, and how soon each is mailed. Pure.

Features declare them; this room knows none of the features.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.platform.bidi import with_names_set_apart
from app.platform.i18n import _, direction
from app.platform.telling import Arguments, Cadence, Group, Kind, Thing

log = logging.getLogger(__name__)

_groups: dict[str, Group] = {}
_kinds: dict[str, Kind] = {}


@dataclass(frozen=True, slots=True)
class Words:
    """A notice as it is read: what happened, why its reader is told, and what following it does."""

    sentence: str
    because: str
    button: str


def know_kinds(groups: Sequence[Group]) -> None:
    """Replace what is known of kinds by this; raises ValueError for a key that stands twice or outside its group."""
    kinds = [kind for group in groups for kind in group.kinds]
    stray = [kind.key for group in groups for kind in group.kinds if group_of(kind.key) != group.key]
    if stray or len({kind.key for kind in kinds}) != len(kinds):
        raise ValueError(f"Each kind of notice has a key of its own, as group.kind; these have not: {stray or kinds}.")
    _groups.clear()
    _groups.update({group.key: group for group in groups})
    _kinds.clear()
    _kinds.update({kind.key: kind for kind in kinds})


def groups_by_mail() -> list[Group]:
    """The groups of which anything is told by the mails of this room, in the order of their declaration."""
    return [group for group in _groups.values() if kinds_by_mail(group)]


def groups_with_letters() -> list[Group]:
    """The groups of which something is told by a letter of its own, which nobody can turn off here."""
    return [group for group in _groups.values() if any(kind.has_own_letter for kind in group.kinds)]


def kinds_by_mail(group: Group) -> list[Kind]:
    """The kinds of a group that the mails of this room tell."""
    return [kind for kind in group.kinds if not kind.has_own_letter]


def find_group(key: str) -> Group | None:
    """A group by its key."""
    return _groups.get(key)


def find_kind(key: str) -> Kind | None:
    """A kind by its key; None for one that this version of the site no longer knows."""
    return _kinds.get(key)


def get_kind(key: str) -> Kind:
    """A kind by its key; raises LookupError."""
    kind = _kinds.get(key)
    if kind is None:
        raise LookupError(f"There is no notice of the kind {key!r}; app/wiring.py lists them.")
    return kind


def group_of(key: str) -> str:
    """The key of the group to which a kind belongs."""
    return key.partition(".")[0]


def cadence_of(key: str, choices: Mapping[str, Cadence]) -> Cadence:
    """How soon a kind is mailed: as chosen for the kind, or else for its group, or else as the kind proposes.

    `choices` are by the key of a kind or of a group.
    """
    kind = _kinds.get(key)
    if kind is None or kind.has_own_letter:
        return Cadence.NEVER
    return choices.get(key) or choices.get(group_of(key)) or kind.cadence


def thing_of(key: str, arguments: Arguments) -> Thing | None:
    """What was written that a notice tells of; None where it is something else, or nobody can say what any more."""
    kind = _kinds.get(key)
    if kind is None or kind.thing is None:
        return None
    try:
        return kind.thing(arguments)
    except (LookupError, TypeError, ValueError):
        log.warning("what a notice of the kind %s is about could not be found", key, exc_info=True)
        return None


def is_for_its_language(key: str) -> bool:
    """Whether mails tell such a notice only to who reads the language of what was written."""
    kind = _kinds.get(key)
    return kind is not None and kind.only_in_my_languages


def words_of(key: str, arguments: Arguments) -> Words:
    """What a notice says in the language that is spoken.

    What was told by an older version of the site, and cannot be said any more, is shown by the name of its kind.
    """
    kind = _kinds.get(key)
    if kind is None:
        return Words(_("Something was new here. This site does not tell such news any more."), "", _("See it"))
    try:
        sentence, because = kind.say(arguments), kind.because(arguments)
    except (ArithmeticError, LookupError, TypeError, ValueError):
        log.warning("a notice of the kind %s could not be said", key, exc_info=True)
        return Words(str(kind.name), "", str(kind.button))
    names = [told for told in arguments.values() if isinstance(told, str)]
    sentence, because = (with_names_set_apart(words, names, direction()) for words in (sentence, because))
    return Words(sentence, because, str(kind.button))
