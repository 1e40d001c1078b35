"""The Sustainable Development Goals with their targets, and the marks of the Sendai Framework."""

from dataclasses import dataclass

from app.content.titles import GOAL_TITLES, SENDAI_TITLES

LETTERS = "abcdefgh"


@dataclass(frozen=True, slots=True)
class Goal:
    """One of the 17 goals; `text_colour` reads well on `colour`."""

    number: int
    title: str
    colour: str
    text_colour: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A target (A–G) or a priority (P1–P4) of the Sendai Framework."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class SdgLabel:
    """How a goal or a target is shown: its number and the title of its goal in a language."""

    key: str
    goal: Goal
    language: str = "en"

    @property
    def title(self) -> str:
        """The short title of the goal."""
        titles = GOAL_TITLES.get(self.language)
        return titles[self.goal.number - 1] if titles else self.goal.title


def _goal(number: int, title: str, colour: str, targets: int, lettered: int) -> Goal:
    """Make a goal; white reads well on the dark colours only."""
    numbered = [f"{number}.{count}" for count in range(1, targets - lettered + 1)]
    named = [f"{number}.{letter}" for letter in LETTERS[:lettered]]
    text_colour = "#FFFFFF" if number in {1, 4, 8, 10, 13, 16, 17} else "#111111"
    return Goal(number, title, colour, text_colour, (*numbered, *named))


GOALS: tuple[Goal, ...] = (
    _goal(1, "No poverty", "#E5243B", 7, 2),
    _goal(2, "Zero hunger", "#DDA63A", 8, 3),
    _goal(3, "Good health and well-being", "#4C9F38", 13, 4),
    _goal(4, "Quality education", "#C5192D", 10, 3),
    _goal(5, "Gender equality", "#FF3A21", 9, 3),
    _goal(6, "Clean water and sanitation", "#26BDE2", 8, 2),
    _goal(7, "Affordable and clean energy", "#FCC30B", 5, 2),
    _goal(8, "Decent work and economic growth", "#A21942", 12, 2),
    _goal(9, "Industry, innovation and infrastructure", "#FD6925", 8, 3),
    _goal(10, "Reduced inequalities", "#DD1367", 10, 3),
    _goal(11, "Sustainable cities and communities", "#FD9D24", 10, 3),
    _goal(12, "Responsible consumption and production", "#BF8B2E", 11, 3),
    _goal(13, "Climate action", "#3F7E44", 5, 2),
    _goal(14, "Life below water", "#0A97D9", 10, 3),
    _goal(15, "Life on land", "#56C02B", 12, 3),
    _goal(16, "Peace, justice and strong institutions", "#00689D", 12, 2),
    _goal(17, "Partnerships for the goals", "#19486A", 19, 0),
)

SENDAI_MARKS: tuple[Mark, ...] = (
    Mark("A", "Fewer deaths"),
    Mark("B", "Fewer people affected"),
    Mark("C", "Lower direct economic loss"),
    Mark("D", "Less damage to critical infrastructure and basic services"),
    Mark("E", "More national and local strategies for risk reduction"),
    Mark("F", "More international cooperation"),
    Mark("G", "Better early warning and risk information"),
    Mark("P1", "Understanding disaster risk"),
    Mark("P2", "Strengthening disaster risk governance to manage disaster risk"),
    Mark("P3", "Investing in disaster risk reduction for resilience"),
    Mark(
        "P4",
        "Enhancing disaster preparedness for effective response, and to Build Back Better in recovery,"
        " rehabilitation and reconstruction",
    ),
)

SDG_LABELS: dict[str, SdgLabel] = {
    key: SdgLabel(key, goal) for goal in GOALS for key in (str(goal.number), *goal.targets)
}
SENDAI_BY_KEY: dict[str, Mark] = {mark.key: mark for mark in SENDAI_MARKS}


def find_sdg(key: str, language: str = "en") -> SdgLabel | None:
    """The label of a goal (`11`) or target (`11.3`, `11.b`), English in a language we have no titles in; None when
    there is no such thing."""
    label = SDG_LABELS.get(key.strip().lower())
    if label is None or language not in GOAL_TITLES:
        return label
    return SdgLabel(label.key, label.goal, language)


def find_sendai(key: str, language: str = "en") -> Mark | None:
    """The Sendai mark of a target (`E`) or a priority (`P2`), with languages as above; None when there is no such
    thing."""
    mark = SENDAI_BY_KEY.get(key.strip().upper())
    if mark is None or language not in SENDAI_TITLES:
        return mark
    return Mark(mark.key, SENDAI_TITLES[language][mark.key])
