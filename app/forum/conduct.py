"""The code of conduct: rules with keys that stay, so that every decision can name one. Pure.

Whoever changes what a rule asks raises VERSION: everybody is asked anew before they write again. Keys are kept with
what was decided, so one that goes is moved to FORMER rather than deleted.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.platform.i18n import lazy

VERSION = 1
SPAM = "no-advertising"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its key, in a few words, and in a sentence or two."""

    key: str
    title: str
    text: str


RULES = (
    Rule(
        "respect",
        lazy("Be kind"),
        lazy(
            "Speak about what somebody wrote, not about who they are. Insults, threats and mockery have no place here."
        ),
    ),
    Rule(
        "no-discrimination",
        lazy("Everybody belongs here"),
        lazy(
            "Nobody is put down for their origin, language, faith, gender, sexuality, disability, age, place or party."
        ),
    ),
    Rule(
        "no-harassment",
        lazy("Leave people in peace"),
        lazy("Do not pursue, pressure or sexually approach anybody. When somebody asks you to stop, stop."),
    ),
    Rule(
        "privacy",
        lazy("Keep confidences"),
        lazy(
            "Write nothing about other people that they would not say here themselves, and nothing that your work "
            "obliges you to keep to yourself."
        ),
    ),
    Rule(
        "honesty",
        lazy("Be honest"),
        lazy("Say what you know and how you know it. Do not mislead on purpose, and do not write as somebody else."),
    ),
    Rule(
        "sources",
        lazy("Give credit"),
        lazy("Say where words, figures and pictures come from, and share only what you may share."),
    ),
    Rule(
        "no-campaigning",
        lazy("Learning, not campaigning"),
        lazy("Parties, candidates and elections are a subject to learn about; nobody is asked for a vote here."),
    ),
    Rule(
        SPAM,
        lazy("No advertising"),
        lazy("Sell nothing, and do not write the same in many places. A link should help whoever asked."),
    ),
    Rule(
        "on-topic",
        lazy("Keep to the subject"),
        lazy("Write where it belongs, under a title that says what it is about. A new subject is a new thread."),
    ),
    Rule(
        "lawful",
        lazy("Keep to the law"),
        lazy("Nothing that calls for violence, harms children or breaks the law."),
    ),
)
# Rules that decisions still name and nobody is asked to keep any more.
FORMER: tuple[Rule, ...] = ()

RULES_BY_KEY: Mapping[str, Rule] = {rule.key: rule for rule in (*RULES, *FORMER)}


def number_of(key: str) -> int | None:
    """The number under which a rule stands on the page; None for one that does not stand there any more."""
    return next((number for number, rule in enumerate(RULES, 1) if rule.key == key), None)


def rule_choices() -> list[tuple[str, str]]:
    """The rules to choose from, in their order."""
    return [(rule.key, f"{number}. {rule.title}") for number, rule in enumerate(RULES, 1)]
