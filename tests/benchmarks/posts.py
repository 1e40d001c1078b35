"""A million posts that nobody wrote, to measure the search: five languages, words as rare and as common as words are.

The commonest words of each language are those of the interface, in the order of their commonness there; behind them
come invented ones, until a language has a hundred thousand. How often a word comes follows Zipf and Mandelbrot.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random

from babel.messages.pofile import read_po

from app.factory import ROOT
from app.indexing.entries import MEMBERS, PUBLIC, Entry, scope_of_category, scope_of_course

LANGUAGES = {"en": 30, "fr": 25, "es": 20, "pt": 15, "ar": 10}
COURSES = tuple(f"course-{number}" for number in range(20))
CATEGORIES = tuple(f"category-{number}" for number in range(10))
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
_WORDS = 100_000
_LATIN = "ba co di fe gu ha jo ka li mo nu pe qui ra so ta ul ve wa xi".split()
_ARABIC = "با كو دي فا قو هو جا كا لي مو نو بي را سو تا ول في وا شي صا".split()


class Writer:
    """Writes the same posts each time."""

    def __init__(self, posts: int, people: Sequence[int]) -> None:
        self._chance = Random(7)
        self._posts, self._people = posts, people
        self.vocabularies = {code: _vocabulary(code) for code in LANGUAGES}
        self._commonness = list(accumulate(1 / (place + 2.7) ** 1.2 for place in range(_WORDS)))

    def entries(self) -> Iterator[Entry]:
        """All posts, the oldest first, through five years: every tenth begins a thread and has a title."""
        chance = self._chance
        languages = chance.choices(list(LANGUAGES), list(LANGUAGES.values()), k=self._posts)
        for number, code in enumerate(languages, 1):
            opens = number % 10 == 1
            course = chance.choice(COURSES) if number % 4 == 0 else ""
            category = "" if course else chance.choice(CATEGORIES)
            title = " ".join(self._words(code, 6)).capitalize()
            yield Entry(
                kind="post",
                reference=str(number),
                language=code,
                title=title if opens else "",
                context="" if opens else title,
                text=f"{' '.join(self._words(code, max(8, int(chance.lognormvariate(4, 0.6))))).capitalize()}.",
                at=NOW - timedelta(days=1825 * (1 - number / self._posts)),
                scope=self._scope(course, category),
                author_id=chance.choice(self._people),
                course_slug=course,
                category=category,
                thread_kind="question" if number % 3 else "discussion",
            )

    def _words(self, code: str, number: int) -> list[str]:
        return self._chance.choices(self.vocabularies[code], cum_weights=self._commonness, k=number)

    def _scope(self, course: str, category: str) -> str:
        if course:
            return scope_of_course(course)
        return self._chance.choices((PUBLIC, MEMBERS, scope_of_category(category)), (3, 4, 3))[0]


def _vocabulary(code: str) -> list[str]:
    """The words of a language, the commonest first."""
    with (ROOT / "app" / "translations" / f"{'fr' if code == 'en' else code}.po").open("rb") as file:
        catalogue = read_po(file)
    texts = (message.id if code == "en" else message.string for message in catalogue if message.id)
    said = Counter(
        word for text in texts if isinstance(text, str) for word in re.findall(r"[^\W\d_]{2,}", text.lower())
    )
    words = [word for word, _times in said.most_common()]
    syllables = _ARABIC if code == "ar" else _LATIN
    chance = Random(code)
    known = dict.fromkeys(words)
    while len(known) < _WORDS:
        known["".join(chance.choices(syllables, k=chance.randint(2, 5)))] = None
    return list(known)[:_WORDS]
