"""The files `cohorts/NAME.md`: a call for applications, and its translations beside it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.content.calls import (
    DEFAULT_DAYS_TO_ANSWER,
    DEFAULT_PLACES,
    DEFAULT_READERS,
    DEFAULT_SPREAD,
    Call,
    CallCriterion,
    CallQuestion,
    CallText,
    CriterionText,
    QuestionText,
    QuestionType,
    Reserve,
)
from app.content.faults import Faults, shorten
from app.content.frontmatter import FrontMatter
from app.content.regions import ALL_COUNTRIES, COUNTRIES
from app.content.vocabulary import LANGUAGES, is_key

NAMES = (
    "title", "languages", "opens", "closes", "starts", "ends", "days_to_answer", "readers", "spread", "waiting_list",
    "least_score", "reserved", "questions", "criteria",
)  # fmt: skip
TRANSLATED_NAMES = ("title", "questions", "criteria", "reserved")
QUESTION_NAMES = ("id", "label", "hint", "type", "required", "longest", "choices")
CRITERION_NAMES = ("id", "label", "weight", "scale")
RESERVE_NAMES = ("id", "label", "places", "countries", "regions")
MOST_PLACES = 5_000
MOST_QUESTIONS = 30
MOST_CRITERIA = 12
_LONGEST = {QuestionType.SHORT: 200, QuestionType.LONG: 2_000}
_MOST_CHARACTERS = 10_000
# Stands for a file that could not be read, so that the work goes on and finds all faults.
_NO_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a call says that is not words, with its own words; `html` comes from the text under the front matter."""

    facts: Mapping[str, Any]
    text: CallText

    def call(self, key: str, html: str, others: Sequence[CallText]) -> Call:
        """The call with its text, in all its languages."""
        original = CallText(
            self.text.language, self.text.title, html, self.text.questions, self.text.criteria, self.text.reserves
        )
        return Call(key=key, texts=(original, *others), **self.facts)


def read_call(front: FrontMatter, language: str, faults: Faults) -> Rules:
    """Read the front matter of a call written in this language."""
    front.only(NAMES)
    title = front.text("title", is_required=True)
    places = _places(front, language)
    days = _days(front)
    questions, question_texts = _questions(front, faults)
    criteria, criterion_texts = _criteria(front, faults)
    reserves, reserve_texts = _reserves(front, places, faults)
    facts = {
        "places": places,
        **days,
        "questions": questions,
        "criteria": criteria,
        "reserves": reserves,
        "readers": front.whole("readers", "a number of readers", 2, 9, DEFAULT_READERS),
        "days_to_answer": front.whole("days_to_answer", "a number of days", 1, 60, DEFAULT_DAYS_TO_ANSWER),
        "spread": front.whole("spread", "a number of points", 5, 100, DEFAULT_SPREAD),
        "waiting": front.whole("waiting_list", "a number of people", 0, MOST_PLACES, max(places.values())),
        "least_score": front.whole("least_score", "a number of points", 0, 100, 0),
    }
    return Rules(facts, CallText(language, title, "", question_texts, criterion_texts, reserve_texts))


def read_call_in_other_words(front: FrontMatter, language: str, html: str, original: Rules, faults: Faults) -> CallText:
    """Read a translated call: the same keys, in other words."""
    front.only(TRANSLATED_NAMES)
    title = front.text("title", is_required=True)
    own = original.text
    questions = {}
    for key, table in _by_key(front, "questions", own.questions, ("id", "label", "hint", "choices"), faults).items():
        choices = table.texts("choices")
        expected = own.questions[key].choices
        if len(choices) != len(expected):
            table.fault("choices", f"The original of `{key}` has {len(expected)} choices; here are {len(choices)}.")
        label = table.text("label", is_required=True)
        questions[key] = QuestionText(label, table.text("hint"), choices or expected)
    criteria = {}
    for key, table in _by_key(front, "criteria", own.criteria, ("id", "label", "scale"), faults).items():
        scale = table.texts("scale")
        known = own.criteria[key].scale
        if len(scale) != len(known):
            table.fault("scale", f"The scale of `{key}` has {len(known)} words in the original; here are {len(scale)}.")
        criteria[key] = CriterionText(table.text("label", is_required=True), scale or known)
    reserves = {
        key: table.text("label", is_required=True)
        for key, table in _by_key(front, "reserved", own.reserves, ("id", "label"), faults).items()
    }
    return CallText(language, title, html, questions, criteria, reserves)


def _by_key(
    front: FrontMatter, name: str, known: Mapping[str, object], names: Iterable[str], faults: Faults
) -> dict[str, FrontMatter]:
    """The translated entries of a list by their keys; each of the original's must be there, once, and no other."""
    found: dict[str, FrontMatter] = {}
    for table in front.tables(name):
        table.only(names)
        key = table.text("id", is_required=True)
        if key in found:
            table.fault("id", f"`{key}` stands here a second time.")
        elif key in known:
            found[key] = table
        elif key:
            message = f"The original has nothing called `{shorten(key)}` in `{name}`."
            table.fault("id", message, near=(key, known))
    for key in known:
        if key not in found and front.is_readable:
            front.fault(name, f"`{key}` is not translated in `{name}`.")
    return found


def _places(front: FrontMatter, language: str) -> dict[str, int]:
    """How many places there are in each language; one language, that of the course, when none is told."""
    places: dict[str, int] = {}
    for table in front.tables("languages"):
        table.only(("name", "language", "places"))
        code = table.text("language") or table.text("name", is_required=True)
        if code and code not in LANGUAGES:
            message = f"`{shorten(code)}` is not the two-letter code of a language, such as en, fr or es."
            table.fault("language", message, near=(code, sorted(LANGUAGES)))
            continue
        if code in places:
            table.fault("language", f"The language `{code}` stands here a second time.")
        if code:
            places[code] = table.whole("places", "a number of places", 1, MOST_PLACES, DEFAULT_PLACES)
    return places or {language: DEFAULT_PLACES}


def _days(front: FrontMatter) -> dict[str, date]:
    days = {name: _day(front, name) for name in ("opens", "closes", "starts", "ends")}
    order = (("opens", "closes", True), ("closes", "starts", False), ("starts", "ends", True))
    for first, second, may_be_same in order:
        before, after = days[first], days[second]
        if before is None or after is None or before < after or (may_be_same and before == after):
            continue
        front.fault(second, f"`{second}` ({after}) must lie after `{first}` ({before}).")
    return {name: day or _NO_DAY for name, day in days.items()}


def _day(front: FrontMatter, name: str) -> date | None:
    text = front.text(name, is_required=True)
    if not text:
        return None
    try:
        return date.fromisoformat(text) if len(text) == 10 else _refuse()
    except ValueError:
        front.fault(
            name, f"`{name}` must be a day written as year-month-day, as in 2027-03-15; here it says {shorten(text)}."
        )
        return None


def _refuse() -> date:
    # Python also reads 20270315 and 2027-W11-1, which other people do not.
    raise ValueError


def _key(table: FrontMatter, known: Mapping[str, object]) -> str:
    """The `id` of an entry, which must be new; empty after a fault."""
    key = table.text("id", is_required=True)
    if key and not is_key(key):
        table.fault("id", f"`id` may hold small letters a–z, digits and hyphens; here it says {shorten(key)}.")
        return ""
    if key in known:
        table.fault("id", f"`{key}` stands here a second time; every `id` must be different.")
        return ""
    return key


def _questions(front: FrontMatter, faults: Faults) -> tuple[tuple[CallQuestion, ...], dict[str, QuestionText]]:
    questions: list[CallQuestion] = []
    texts: dict[str, QuestionText] = {}
    tables = front.tables("questions")
    if not tables and front.is_readable:
        front.fault("questions", "A call asks at least one question; write it under `questions`.")
    if len(tables) > MOST_QUESTIONS:
        front.fault("questions", f"At most {MOST_QUESTIONS} questions; nobody fills in more on a phone.")
    for table in tables[:MOST_QUESTIONS]:
        table.only(QUESTION_NAMES)
        key, label = _key(table, texts), table.text("label", is_required=True)
        kind = table.choice("type", QuestionType, QuestionType.LONG)
        choices = table.texts("choices")
        if kind is QuestionType.CHOICE and len(choices) < 2:
            table.fault("choices", "A question of the type `choice` needs at least two `choices`.")
        if kind is not QuestionType.CHOICE and choices:
            table.fault("choices", "Only questions of the type `choice` have `choices`.")
        if len(set(choices)) < len(choices):
            table.fault("choices", "Two of these choices are the same.")
        if "longest" in table and kind not in _LONGEST:
            table.fault("longest", "Only questions answered with a text can say how long it may be.")
        longest = table.whole("longest", "a number of characters", 20, _MOST_CHARACTERS, _LONGEST.get(kind, 200))
        is_required = table.flag("required", True)
        if not key:
            continue
        questions.append(CallQuestion(key, kind, is_required, longest, choices))
        texts[key] = QuestionText(label, table.text("hint"), choices)
    return tuple(questions), texts


def _criteria(front: FrontMatter, faults: Faults) -> tuple[tuple[CallCriterion, ...], dict[str, CriterionText]]:
    criteria: list[CallCriterion] = []
    texts: dict[str, CriterionText] = {}
    tables = front.tables("criteria")
    if not tables and front.is_readable:
        front.fault("criteria", "Readers need at least one criterion; write it under `criteria`.")
    if len(tables) > MOST_CRITERIA:
        front.fault("criteria", f"At most {MOST_CRITERIA} criteria; with more, readers stop telling them apart.")
    for table in tables[:MOST_CRITERIA]:
        table.only(CRITERION_NAMES)
        key, label = _key(table, texts), table.text("label", is_required=True)
        scale = table.texts("scale")
        if not 2 <= len(scale) <= 11:
            table.fault(
                "scale", "`scale` needs two to eleven words, from the lowest to the highest, as in [no, partly, yes]."
            )
        weight = table.whole("weight", "a weight", 1, 100, 1)
        if key:
            criteria.append(CallCriterion(key, weight, max(2, len(scale))))
            texts[key] = CriterionText(label, scale)
    return tuple(criteria), texts


def _reserves(
    front: FrontMatter, places: Mapping[str, int], faults: Faults
) -> tuple[tuple[Reserve, ...], dict[str, str]]:
    reserves: list[Reserve] = []
    texts: dict[str, str] = {}
    taken: dict[str, str] = {}
    for table in front.tables("reserved"):
        table.only(RESERVE_NAMES)
        key, label = _key(table, texts), table.text("label", is_required=True)
        countries = _countries(table, faults)
        if not countries:
            table.fault("countries", "Say for whom these places are kept: write `countries` or `regions`.")
        twice = sorted(code for code in countries if code in taken)
        if twice:
            message = f"{', '.join(twice[:5])} belong to the group `{taken[twice[0]]}` already; a country belongs to one group."
            table.fault("countries" if "countries" in table else "regions", message)
        number = table.whole("places", "a number of places", 1, MOST_PLACES, 1)
        if "places" not in table:
            table.fault("places", "Say how many `places` are kept for this group in each language.")
        if not key:
            continue
        taken |= dict.fromkeys(countries, key)
        reserves.append(Reserve(key, number, countries))
        texts[key] = label
    kept = sum(reserve.places for reserve in reserves)
    for language, number in places.items():
        if kept > number:
            message = f"{kept} places are kept for groups, and in `{language}` there are only {number}."
            front.fault("reserved", message)
    return tuple(reserves), texts


def _countries(table: FrontMatter, faults: Faults) -> tuple[str, ...]:
    found: set[str] = set()
    for line, code in table.texts_with_lines("countries"):
        if code.upper() in ALL_COUNTRIES:
            found.add(code.upper())
        else:
            message = f"`{shorten(code)}` is not the two-letter code of a country, such as SN, FJ or PE."
            faults.add(table.file, line, message)
    for line, region in table.texts_with_lines("regions"):
        if region in COUNTRIES:
            found |= COUNTRIES[region]
        else:
            message = f"There is no region `{shorten(region)}`; the regions are {', '.join(COUNTRIES)}."
            faults.add(table.file, line, message, near=(region, COUNTRIES))
    return tuple(sorted(found))
