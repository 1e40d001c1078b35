"""What the page that searches shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from app.accounts.actors import Actor
from app.accounts.people_queries import names_of
from app.content.vocabulary import place_in_alphabet
from app.indexing.asked import MOST, Kind
from app.indexing.asking import Question, read_question
from app.indexing.entries import Filters
from app.indexing.extracts import extracts_of, marked
from app.indexing.queries import Findings, Found, find
from app.indexing.sources import Source
from app.library.queries import all_editions
from app.platform.bidi import direction_within
from app.platform.i18n import _, direction_of, language, language_name
from app.platform.paging import PageOf

Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Result:
    """Something that was found: what it is, where it leads, and what it shows of itself; safe HTML with marks.

    `title` is empty for what has none of its own, such as a reply: then its `context` leads there.
    """

    label: str
    address: str
    language: str
    # The language of the original; empty for what is no translation.
    translated_from: str
    title: Markup
    context: str
    # Which way these run: a thread may have been opened in another language than that of a post in it.
    direction: str
    extracts: tuple[Markup, ...]
    at: datetime
    # Empty for visitors, and for what nobody signs.
    author: str
    course: str
    category: str


@dataclass(frozen=True, slots=True)
class Tab:
    """One kind, or all of them for the empty key, with how many were found."""

    kind: str
    name: str
    number: int
    or_more: bool


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was asked, what was found, and by what it can be narrowed: nothing is offered that none of it has."""

    words: str
    question: Question
    filters: Filters
    rows: PageOf[Result]
    # At least so many of some kind fit, and only the newest were weighed; None when all were.
    weighed_newest: int | None
    tabs: tuple[Tab, ...]
    courses: Choices
    categories: Choices
    threads: Choices
    languages: Choices
    people: Choices

    @property
    def has_asked(self) -> bool:
        """Whether there is something to look for."""
        return not self.question.is_empty

    @property
    def asked(self) -> dict[str, str]:
        """What is asked, as an address carries it; without the page."""
        parts = {"q": self.words, "kind": self.filters.kind, **self.narrowed}
        return {name: value for name, value in parts.items() if value}

    @property
    def narrowed(self) -> dict[str, str]:
        """What narrows it besides words and kind."""
        filters = self.filters
        parts = {
            "course": filters.course,
            "category": filters.category,
            "thread": filters.thread,
            "language": filters.language,
            "by": "" if filters.by is None else str(filters.by),
            "since": filters.since,
        }
        return {name: value for name, value in parts.items() if value}


def search_page(actor: Actor, sources: Sequence[Source], words: str, filters: Filters, number: int) -> SearchPage:
    """What a person, or a visitor, finds."""
    reads = tuple(dict.fromkeys(filter(None, (language(), actor.language))))
    question = read_question(words, reads)
    findings = find(
        question,
        filters,
        kinds=[Kind(one.kind, frozenset(one.scopes(actor)), one.grows) for one in sources] if words else (),
        languages=reads,
        page=number,
    )
    by_kind = {one.kind: one for one in sources}
    titles = _titles() if findings.page.rows or filters.course else {}
    categories = {key: name for one in sources for key, name in one.categories().items()} if words else {}
    # Names only of those whose words this reader may find: numbers in an address tell nobody's.
    authors = {one.author_id for one in findings.page.rows if one.author_id} | set(findings.authors)
    names = names_of(authors) if actor.is_signed_in and authors else {}
    rows = [_result(one, by_kind[one.kind], question, titles, categories, names) for one in findings.page.rows]
    page = findings.page
    return SearchPage(
        words=words,
        question=question,
        filters=filters,
        rows=PageOf(rows, page.number, page.size, page.total),
        # Of a phrase only the "+" tells it: how many have it is not known then.
        weighed_newest=MOST if findings.is_cut_short and not question.phrases else None,
        tabs=_tabs(findings, sources),
        courses=_choices(findings.courses, titles, filters.course),
        categories=_choices(findings.categories, categories, filters.category),
        threads=_threads(sources, findings),
        languages=_choices(
            findings.languages, {one: language_name(one) for one in findings.languages}, filters.language
        ),
        people=_people(findings, names, filters.by),
    )


def _result(
    found: Found,
    source: Source,
    question: Question,
    titles: Mapping[str, str],
    categories: Mapping[str, str],
    names: Mapping[int, str],
) -> Result:
    course, category = titles.get(found.course_slug, ""), categories.get(found.category, "")
    return Result(
        label=source.label,
        address=source.address(found),
        language=found.language,
        translated_from=found.translated_from,
        title=marked(found.title, found.language, question),
        context=found.context,
        direction=direction_within(found.title or found.context, direction_of(found.translated_from or found.language)),
        extracts=extracts_of(found.text, found.language, question),
        at=found.at,
        author=names.get(found.author_id or 0, ""),
        # The category of a course is called as the course is.
        course="" if course in (found.title, found.context, category) else course,
        category=category,
    )


def _titles() -> dict[str, str]:
    """The titles of all courses, as their reader reads them."""
    return {edition.course.slug: edition.in_language(language()).course.title for edition in all_editions()}


def _tabs(findings: Findings, sources: Sequence[Source]) -> tuple[Tab, ...]:
    """A tab for each kind of which there is something."""
    numbers = findings.numbers
    return tuple(
        Tab(one.kind, one.name, numbers[one.kind].of, numbers[one.kind].or_more)
        for one in sources
        if one.kind in numbers and numbers[one.kind].of
    )


def _choices(keys: Sequence[str], names: Mapping[str, str], chosen: str) -> Choices:
    """What can be chosen, by name; what was chosen stands there even if nothing fits, and then as it was asked for."""
    missing = [(chosen, chosen)] if chosen and chosen not in keys else []
    found = [(key, names.get(key) or key) for key in keys]
    return sorted((*found, *missing), key=lambda pair: place_in_alphabet(pair[1]))


def _threads(sources: Sequence[Source], findings: Findings) -> Choices:
    """The sorts of threads, where something with sorts was found."""
    return [
        (key, str(name))
        for one in sources
        if one.kind in findings.numbers and findings.numbers[one.kind].of
        for key, name in one.threads().items()
    ]


def _people(findings: Findings, names: Mapping[int, str], chosen: int | None) -> Choices:
    """Those who wrote most of what was found, for readers who see names."""
    found = [(str(number), names[number]) for number in findings.authors if number in names]
    if chosen is not None and chosen not in findings.authors:
        found.append((str(chosen), _("Somebody else")))
    return sorted(found, key=lambda pair: place_in_alphabet(pair[1]))
