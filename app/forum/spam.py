"""Whether a post reads like spam. Pure.

A naive Bayes classifier over words, as Paul Graham proposed ("A Plan for Spam", 2002), with Gary Robinson's estimate
for rare words ("A Statistical Approach to the Spam Problem", Linux Journal 107, 2003) and the chi-squared combining of
the SpamBayes project (T. Meyer and B. Whateley, CEAS 2004), with its constants. It learns from what those who look
after the forum removed as advertising, and from what stayed. What else speaks for spam stands in `suspicion`.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

LEAST_TO_LEARN = 20
"""Posts of either kind; from fewer nothing is learned."""
HELD_FROM = 0.9
"""SpamBayes calls this spam, and between here and DOUBTFUL_FROM it is unsure."""
DOUBTFUL_FROM = 0.6
# SpamBayes: the weight and the value of what is believed of a word before it was met, how far from even a word must lie
# to be asked, and how many are asked.
_STRENGTH, _BELIEF, _LEAST_DISTANCE, _MOST_WORDS = 0.45, 0.5, 0.1, 150

LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# Scripts that put no space between words are read two signs at a time.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Lesson:
    """In how many posts each word stood, of those that were spam and of those that were not."""

    spam_words: Mapping[str, int]
    good_words: Mapping[str, int]
    spam: int
    good: int

    @property
    def is_enough(self) -> bool:
        """Whether there is something to learn from."""
        return self.spam >= LEAST_TO_LEARN and self.good >= LEAST_TO_LEARN


def lesson_of(spam: Sequence[str], good: Sequence[str]) -> Lesson:
    """What posts of both kinds teach."""
    spam_words, good_words = (Counter(word for text in texts for word in words_of(text)) for texts in (spam, good))
    return Lesson(spam_words, good_words, len(spam), len(good))


def words_of(text: str) -> set[str]:
    """What is told of a text: its words, and the hosts of its links; each once."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return set(_words(plain))


def score_of(text: str, lesson: Lesson) -> float:
    """From 0 for good to 1 for spam; 0.5 tells nothing, and is the answer as long as there is nothing to learn from."""
    if not lesson.is_enough:
        return 0.5
    beliefs = (_belief_of(word, lesson) for word in words_of(text))
    asked = sorted((one for one in beliefs if abs(one - 0.5) >= _LEAST_DISTANCE), key=lambda one: -abs(one - 0.5))
    asked = asked[:_MOST_WORDS]
    if not asked:
        return 0.5
    is_spam = 1 - _chi_squared(-2 * sum(math.log(1 - one) for one in asked), 2 * len(asked))
    is_good = 1 - _chi_squared(-2 * sum(math.log(one) for one in asked), 2 * len(asked))
    return (is_spam - is_good + 1) / 2


def _words(plain: str) -> Iterator[str]:
    for link in LINK.findall(plain):
        yield "host:" + re.split(r"[/?#]", re.sub(r"^https?://", "", link))[0]
    for word in _WORD.findall(LINK.sub(" ", plain)):
        if _UNSPACED.fullmatch(word):
            yield from (word[at : at + 2] for at in range(max(1, len(word) - 1)))
        elif 2 < len(word) <= 40:
            yield word


def _belief_of(word: str, lesson: Lesson) -> float:
    spam, good = lesson.spam_words.get(word, 0), lesson.good_words.get(word, 0)
    met = spam + good
    if met == 0:
        return _BELIEF
    spam_part, good_part = spam / lesson.spam, good / lesson.good
    return (_STRENGTH * _BELIEF + met * spam_part / (spam_part + good_part)) / (_STRENGTH + met)


def _chi_squared(value: float, freedom: int) -> float:
    """The chance that chi-squared with this even number of degrees of freedom is at least this large."""
    half = value / 2
    # In logarithms, since the first term is too small for a float where much speaks for one side.
    logs = (
        [-half + turn * math.log(half) - math.lgamma(turn + 1) for turn in range(freedom // 2)] if half > 0 else [0.0]
    )
    return min(1.0, math.fsum(math.exp(one) for one in logs))
