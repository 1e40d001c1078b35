"""A call for applications as a value: who may have a place, what is asked, and how answers are judged.

A day in a call is over when it is over everywhere on Earth, so that nobody has to reckon with time zones: what closes
on 15 March can be handed in until noon of 16 March in UTC, when the last place on Earth has left the 15th.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

DEFAULT_PLACES = 35
DEFAULT_READERS = 2
DEFAULT_DAYS_TO_ANSWER = 7
DEFAULT_SPREAD = 25
# The last time zone is twelve hours behind UTC.
_LAST_ZONE = timedelta(hours=12)


class EnrolmentRule(StrEnum):
    """Who may take part in a course: everybody at once, or those who have a seat."""

    OPEN = "open"
    SELECTION = "selection"


class QuestionType(StrEnum):
    """What kind of answer a question of a call asks for."""

    SHORT = "short text"
    LONG = "long text"
    CHOICE = "choice"
    YES_NO = "yes or no"


@dataclass(frozen=True, slots=True)
class CallQuestion:
    """A question of the form. Choices are known by the words of the original; `longest` counts characters."""

    key: str
    kind: QuestionType
    is_required: bool
    longest: int
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CallCriterion:
    """What readers judge; `levels` is how many words its scale has, and points count from 0."""

    key: str
    weight: int
    levels: int

    @property
    def most(self) -> int:
        """The points of the best level."""
        return self.levels - 1


@dataclass(frozen=True, slots=True)
class Reserve:
    """Places kept in each language for people from some countries."""

    key: str
    places: int
    # In the order of their codes.
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionText:
    """The words of a question; choices stand in the order of the original."""

    label: str
    hint: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CriterionText:
    """The words of a criterion, the scale from its lowest word to its highest."""

    label: str
    scale: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CallText:
    """All words of a call in one language."""

    language: str
    title: str
    html: str
    questions: Mapping[str, QuestionText]
    criteria: Mapping[str, CriterionText]
    reserves: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Call:
    """A call for applications. `places` gives a number for each language; `texts` holds the original first."""

    key: str
    places: Mapping[str, int]
    opens: date
    closes: date
    starts: date
    ends: date
    texts: tuple[CallText, ...]
    questions: tuple[CallQuestion, ...]
    criteria: tuple[CallCriterion, ...]
    reserves: tuple[Reserve, ...] = ()
    readers: int = DEFAULT_READERS
    days_to_answer: int = DEFAULT_DAYS_TO_ANSWER
    # Two readings that differ by more than this, of 100, ask for a third.
    spread: int = DEFAULT_SPREAD
    # How many wait in each language at most; the others are told at once that there is no seat.
    waiting: int = DEFAULT_PLACES
    # Of 100; whoever has less is offered nothing.
    least_score: int = 0

    @property
    def opens_at(self) -> datetime:
        """The moment from which the form is open."""
        return datetime.combine(self.opens, time.min, UTC)

    @property
    def closes_at(self) -> datetime:
        """The moment from which nothing can be handed in any more."""
        return end_of(self.closes)

    @property
    def starts_at(self) -> datetime:
        """The moment from which the waiting list moves no more."""
        return datetime.combine(self.starts, time.min, UTC)

    @property
    def ends_at(self) -> datetime:
        """The moment when the cohort is over."""
        return end_of(self.ends)

    def is_open_at(self, moment: datetime) -> bool:
        """Whether applications can be written and handed in."""
        return self.opens_at <= moment < self.closes_at

    def answer_by(self, made_at: datetime) -> datetime:
        """Until when an offer made at this moment can be answered: never later than the day the cohort starts."""
        return min(end_of(made_at.date() + timedelta(days=self.days_to_answer)), self.starts_at)

    def text_in(self, language: str) -> CallText:
        """The words in a language; those of the original when there are none."""
        return next((text for text in self.texts if text.language == language), self.texts[0])

    def reserve_of(self, country: str) -> str:
        """The key of the group a country belongs to; empty when it belongs to none."""
        return next((reserve.key for reserve in self.reserves if country in reserve.countries), "")


def end_of(day: date) -> datetime:
    """The moment when a day is over everywhere on Earth."""
    return datetime.combine(day + timedelta(days=1), time.min, UTC) + _LAST_ZONE


def last_day_before(moment: datetime) -> date:
    """The last day that is wholly over, everywhere on Earth, at a moment; what `end_of` began with."""
    return (moment - _LAST_ZONE).date() - timedelta(days=1)


def call_of(calls: tuple[Call, ...], key: str) -> Call | None:
    """The call of this key, if there is one."""
    return next((call for call in calls if call.key == key), None)
