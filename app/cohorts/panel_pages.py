"""What readers see. An applicant's name and organisation stay hidden until the reader has judged.

The readings of others stay hidden until all of an application are in, so that each reader judges alone.
"""

from dataclasses import dataclass

from app.accounts.countries import country_name
from app.cohorts.forms import organisation_kinds
from app.cohorts.pages import Answered, Face, answered, face_of
from app.cohorts.queries import (
    ReadingFacts,
    Task,
    cohort_of_id,
    count_tasks,
    find_application_in,
    find_reading,
    readings_of,
    tasks_of,
)
from app.cohorts.scoring import reading_of
from app.platform.errors import NotFound
from app.platform.i18n import _, locale
from app.platform.paging import PageOf

_ROWS = 25


@dataclass(frozen=True, slots=True)
class TaskLine:
    """An application to read, by its number, since its name is hidden."""

    task: Task
    title: str
    country: str


@dataclass(frozen=True, slots=True)
class TasksPage:
    """What somebody has to read."""

    tasks: PageOf[TaskLine]
    open: int


@dataclass(frozen=True, slots=True)
class Judged:
    """What another reader said, with the word they chose for each criterion."""

    reader: str
    score: float
    words: tuple[tuple[str, str], ...]
    comment: str


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """One application as its reader sees it; name and organisation are empty until it is judged."""

    face: Face
    reading: ReadingFacts
    country: str
    organisation_kind: str
    language: str
    answers: tuple[Answered, ...]
    name: str
    organisation: str
    others: tuple[Judged, ...]
    is_closed: bool


def tasks_page(reader_id: int, number: int) -> TasksPage:
    """A page of somebody's list; a number beyond the last page means the last."""
    total, still_open = count_tasks(reader_id)
    number = min(max(1, number), PageOf((), 1, _ROWS, total).last)
    tasks = tasks_of(reader_id, offset=(number - 1) * _ROWS, limit=_ROWS)
    titles = {number: face_of(cohort_of_id(number)).text.title for number in {task.cohort_id for task in tasks}}
    lines = [TaskLine(task, titles[task.cohort_id], country_name(task.country, locale())) for task in tasks]
    return TasksPage(PageOf(lines, number, _ROWS, total), still_open)


def reading_page(reader_id: int, reading_id: int) -> ReadingPage:
    """An application that this reader was given; raises NotFound for all others."""
    found = find_reading(reading_id, reader_id)
    applied = find_application_in(found[1], found[0].application_id) if found else None
    if found is None or applied is None:
        raise NotFound(_("There is nothing to read at this address, or it was given to somebody else."))
    reading, (application, answers) = found[0], applied
    face = face_of(cohort_of_id(found[1]))
    is_judged = reading.handed_in_at is not None
    return ReadingPage(
        face=face,
        reading=reading,
        country=country_name(application.country, locale()),
        organisation_kind=organisation_kinds().get(application.organisation_kind, ""),
        language=application.language,
        answers=answered(face.call, face.text, answers),
        name=application.name if is_judged else "",
        organisation=application.organisation if is_judged else "",
        others=_others(face, reading) if is_judged else (),
        is_closed=face.cohort.offers_began_at is not None,
    )


def _others(face: Face, mine: ReadingFacts) -> tuple[Judged, ...]:
    counting = [one for one in readings_of(mine.application_id) if one.declined_at is None]
    if any(one.handed_in_at is None for one in counting):
        return ()
    return tuple(judged(face, one) for one in counting if one.reading_id != mine.reading_id)


def judged(face: Face, reading: ReadingFacts) -> Judged:
    """A reading in words."""
    words = []
    for criterion in face.call.criteria:
        text = face.text.criteria[criterion.key]
        points = reading.scores.get(criterion.key)
        words.append((text.label, text.scale[points] if points is not None and points < len(text.scale) else ""))
    score = round(float(reading_of(face.call.criteria, reading.scores)), 1)
    return Judged(reading.reader or _("A former reader"), score, tuple(words), reading.comment)
