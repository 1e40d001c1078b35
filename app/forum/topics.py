"""What threads are about: goals and targets, the marks of the Sendai Framework, agendas; as courses name them. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.content.sdgs import GOALS, SENDAI_MARKS, find_sdg, find_sendai
from app.content.vocabulary import AGENDAS, agenda_title

MOST = 5


class TopicKind(StrEnum):
    """Which list a topic is from."""

    SDG = "sdg"
    SENDAI = "sendai"
    AGENDA = "agenda"


@dataclass(frozen=True, slots=True)
class Topic:
    """One of them: `mark` is what courses write, as 11.3, P1 or new-urban-agenda."""

    kind: TopicKind
    mark: str

    @property
    def key(self) -> str:
        """What stands in addresses and tables."""
        return f"{self.kind.value}-{self.mark}"

    @property
    def goal(self) -> "Topic | None":
        """Of a target its goal: whoever follows that follows the target."""
        number, dot, _target = self.mark.partition(".")
        return Topic(TopicKind.SDG, number) if self.kind is TopicKind.SDG and dot else None

    def name(self, language: str) -> str:
        """Its title, with the number that people know it by."""
        if self.kind is TopicKind.AGENDA:
            return agenda_title(self.mark, language)
        found = find_sdg(self.mark, language) if self.kind is TopicKind.SDG else find_sendai(self.mark, language)
        return f"{self.mark} {found.title}" if found else self.mark


def find_topic(key: str) -> Topic | None:
    """The topic of this key; None when there is none."""
    kind, _hyphen, mark = key.partition("-")
    match kind:
        case "sdg" if (label := find_sdg(mark)) is not None and label.key == mark:
            return Topic(TopicKind.SDG, mark)
        case "sendai" if (sendai := find_sendai(mark)) is not None and sendai.key == mark:
            return Topic(TopicKind.SENDAI, mark)
        case "agenda" if mark in AGENDAS:
            return Topic(TopicKind.AGENDA, mark)
    return None


def known_among(keys: Iterable[str]) -> tuple[Topic, ...]:
    """The topics that there are among these keys, each once, in the order of the lists."""
    places = {_PLACES[key] for key in keys if key in _PLACES}
    return tuple(ALL_TOPICS[place] for place in sorted(places))


def with_goals(topics: Sequence[Topic]) -> frozenset[str]:
    """The keys of these topics, and of the goals of targets: whoever follows one of them wants to know."""
    return frozenset(one.key for topic in topics for one in (topic, topic.goal) if one is not None)


def _all() -> Iterable[Topic]:
    for goal in GOALS:
        yield Topic(TopicKind.SDG, str(goal.number))
        yield from (Topic(TopicKind.SDG, target) for target in goal.targets)
    yield from (Topic(TopicKind.SENDAI, mark.key) for mark in SENDAI_MARKS)
    yield from (Topic(TopicKind.AGENDA, key) for key in AGENDAS)


ALL_TOPICS = tuple(_all())
_PLACES = {topic.key: place for place, topic in enumerate(ALL_TOPICS)}
