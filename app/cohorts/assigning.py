"""Who reads what: evenly, by lot, and never an application of one's own organisation."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.cohorts.lots import lot_of


@dataclass(frozen=True, slots=True)
class Reader:
    """A member of the panel; `organisation_id` is None when they told none."""

    user_id: int
    organisation_id: int | None


@dataclass(frozen=True, slots=True)
class Paper:
    """An application to be read. `asked` are the readers it has or had, also those who declared a conflict."""

    application_id: int
    applicant_id: int
    organisation_id: int | None
    asked: frozenset[int]
    # How many more readers it needs.
    needs: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """Pairs of application and reader, and the applications for which the panel is too small."""

    pairs: tuple[tuple[int, int], ...]
    short: tuple[int, ...]


def has_conflict(reader: Reader, paper: Paper) -> bool:
    """Whether a reader is the applicant, or works where the applicant works."""
    same = reader.organisation_id is not None and reader.organisation_id == paper.organisation_id
    return same or reader.user_id == paper.applicant_id


def assign(papers: Sequence[Paper], panel: Collection[Reader], load: Mapping[int, int], draw: str) -> Assignment:
    """Give every application the readers it needs, each time the one with the least to read; `draw` names the lots.

    `load` counts what each reader was given before. Applications with the fewest possible readers choose first.
    """
    loads = {reader.user_id: load.get(reader.user_id, 0) for reader in panel}
    fit = {
        paper.application_id: [
            reader.user_id for reader in panel if reader.user_id not in paper.asked and not has_conflict(reader, paper)
        ]
        for paper in papers
    }
    pairs: list[tuple[int, int]] = []
    short: list[int] = []
    for paper in sorted(papers, key=lambda one: (len(fit[one.application_id]), lot_of(draw, one.application_id))):
        number = paper.application_id
        chosen = sorted(fit[number], key=lambda user_id: (loads[user_id], lot_of(f"{draw}:{number}", user_id)))
        for user_id in chosen[: paper.needs]:
            loads[user_id] += 1
            pairs.append((number, user_id))
        if len(chosen) < paper.needs:
            short.append(number)
    return Assignment(tuple(pairs), tuple(sorted(short)))
