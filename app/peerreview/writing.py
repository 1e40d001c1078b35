"""What work still lacks before it can be handed in, and which of its versions are worth keeping. Pure."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.content.assignments import FilesWanted, TextWanted
from app.content.course import Assignment
from app.peerreview.counting import count_words
from app.peerreview.filling import missing_in_fields, missing_in_links
from app.peerreview.markdown import unreadable_from
from app.peerreview.stages import Kind
from app.peerreview.work import Work
from app.platform.i18n import _, ngettext

MOST_CHARACTERS = 40_000
"""Of one text; several times what the longest assignment asks for."""

MOST_VERSIONS = 100
"""Kept of one assignment and person; beyond them the oldest not handed in go, those kept by themselves first."""

STEP = timedelta(minutes=10)
"""Of what is kept by itself, the last version of each step of this length stays."""


def missing_in(assignment: Assignment, work: Work) -> tuple[str, ...]:
    """What stands between the work and being handed in, each as a sentence; nothing when it is whole."""
    if work.is_empty:
        return (_("Nothing is written yet."),)
    missing: list[str] = []
    if assignment.text is not TextWanted.NO:
        missing += _missing_in_text(assignment, work.source)
    missing += missing_in_fields(assignment.fields, work.values)
    missing += missing_in_links(work.links, assignment.least_links)
    missing += _missing_in_files(assignment, len(work.file_ids))
    return tuple(missing)


def _missing_in_files(assignment: Assignment, there: int) -> Iterator[str]:
    wanted = assignment.files or FilesWanted(most=0)
    if there < wanted.least:
        yield ngettext("At least one file is asked for.", "At least %(num)s files are asked for.", wanted.least)
    elif there > wanted.most:
        # The assignment has been revised since they were taken.
        yield ngettext(
            "There is one file more than is asked for. Take it out.",
            "There are %(num)s files more than are asked for. Take them out.",
            there - wanted.most,
        )


def _missing_in_text(assignment: Assignment, source: str) -> Iterator[str]:
    if not source.strip():
        if assignment.text is TextWanted.YES:
            yield _("The text is not written yet.")
        return
    yield from _missing_words(assignment, count_words(source))
    if (line := unreadable_from(source)) is not None:
        yield _("The text cannot be shown well from line %(line)s on. Part it by empty lines.", line=line)


def _missing_words(assignment: Assignment, words: int) -> Iterator[str]:
    least, most = assignment.least_words, assignment.most_words
    if least is not None and words < least:
        yield ngettext(
            "At least %(least)s words are asked for; one word is missing.",
            "At least %(least)s words are asked for; %(num)s words are missing.",
            least - words,
            least=least,
        )
    elif most is not None and words > most:
        yield ngettext(
            "At most %(most)s words are asked for; there is one word too many.",
            "At most %(most)s words are asked for; there are %(num)s words too many.",
            words - most,
            most=most,
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """A version that is kept already, by what decides whether it stays."""

    number: int
    kind: Kind
    window: str
    digest: str
    saved_at: datetime
    file_ids: tuple[int, ...] = ()


class Keeping(StrEnum):
    """What becomes of work that arrives."""

    # It is there already.
    SAME = "same"
    ADDED = "added"
    # The version before it goes.
    REPLACES = "replaces"
    # Another window saved something else meanwhile: kept, and its author decides.
    ASIDE = "aside"


def keeping_of(current: Kept, new: Kept, base: int) -> Keeping:
    """What to do with a version that was written on top of the version `base`, 0 for none; it has no number yet.

    Nothing that was saved from another window is ever lost by this.
    """
    if new.digest == current.digest:
        is_more = current.kind is not Kind.HANDED_IN and new.kind not in (Kind.AUTOSAVED, current.kind)
        return Keeping.REPLACES if is_more else Keeping.SAME
    if current.number != base and current.window != new.window:
        return Keeping.ASIDE
    is_passing = current.kind is Kind.AUTOSAVED and current.window == new.window
    return Keeping.REPLACES if is_passing and _step_of(current) == _step_of(new) else Keeping.ADDED


def _step_of(version: Kept) -> int:
    return int(version.saved_at.timestamp() // STEP.total_seconds())


def to_let_go(versions: Sequence[Kept], current_number: int) -> tuple[int, ...]:
    """The numbers of versions that are too many; never the current one, nor what was ever handed in."""
    too_many = len(versions) - MOST_VERSIONS
    if too_many <= 0:
        return ()
    passing = [one for one in versions if one.kind is not Kind.HANDED_IN and one.number != current_number]
    passing.sort(key=lambda one: (one.kind is not Kind.AUTOSAVED, one.number))
    return tuple(one.number for one in passing[:too_many])


def files_let_go(versions: Sequence[Kept], going: AbstractSet[int]) -> frozenset[int]:
    """The files that no version holds any more once those with the numbers `going` are gone."""
    held = {file for one in versions if one.number not in going for file in one.file_ids}
    return frozenset(file for one in versions if one.number in going for file in one.file_ids) - held


def to_let_go_for_room(versions: Sequence[Kept], staying: AbstractSet[int]) -> frozenset[int]:
    """The numbers of the versions that hold the oldest file which makes room when they go; none when no file does.

    Never of those that stay, nor of what was ever handed in.
    """
    passing = [one for one in versions if one.kind is not Kind.HANDED_IN and one.number not in staying]
    oldest = min(files_let_go(versions, {one.number for one in passing}), default=None)
    return frozenset(one.number for one in passing if oldest in one.file_ids)
