"""Random exchanges of reviews among a few people, driven by nothing but the pure rules."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random

from app.peerreview import leases
from app.peerreview.allocation import Handout, Hold, Reader, Rules, Waiting, choose, draw_of, lines_of
from app.peerreview.leases import Lease, Worth

START = datetime(2026, 3, 1, 8, tzinfo=UTC)
RULES = Rules(needed=2, owed=3)


@dataclass(slots=True, eq=False)
class Handed:
    """A work handed to a reader, and what they have written of it."""

    reader: int
    work: int
    lease: Lease
    draft: str | None = None
    worth: Worth | None = None


@dataclass(slots=True)
class Exchange:
    """People with an organisation or none, what they handed in, and everything handed out so far."""

    chance: Random
    now: datetime = START
    people: list[tuple[frozenset[int], str, frozenset[int]]] = field(default_factory=list)
    works: dict[int, Waiting] = field(default_factory=dict)
    handed: list[Handed] = field(default_factory=list)
    of_work: dict[int, list[Handed]] = field(default_factory=lambda: defaultdict(list))
    of_reader: dict[int, list[Handed]] = field(default_factory=lambda: defaultdict(list))
    nothing_since: dict[int, datetime] = field(default_factory=dict)
    done: dict[int, int] = field(default_factory=dict)

    def meet(self, number: int) -> None:
        """So many people, some of the same organisation, country, or with a conflict declared."""
        for person in range(number):
            organisation = self.chance.choice([0, 0, 1, 2])
            conflict = {self.chance.randrange(number)} - {person} if self.chance.random() < 0.2 else set()
            self.people.append(
                (frozenset({organisation} if organisation else ()), self.chance.choice("abc"), frozenset(conflict))
            )

    def step(self) -> None:
        """Something happens."""
        self.now += timedelta(hours=self.chance.choice((0, 0, 1, 7, 30, 80)))
        person = self.chance.randrange(len(self.people))
        if person not in self.works:
            self.hand_in(person)
            return
        mine = [one for one in self.of_reader[person] if one.worth is None]
        what = self.chance.random()
        if not mine or what < 0.4:
            self.ask(person)
        elif what < 0.6:
            self.save_draft(mine[-1], f"{person} on {mine[-1].work}")
        elif what < 0.9:
            self.complete(self.chance.choice(mine))
        elif what < 0.95:
            mine[-1].lease = leases.give_back(mine[-1].lease, self.now)
        else:
            self.works[person] = replace(self.works[person], is_open=False)

    def hand_in(self, person: int) -> None:
        """A person's work, which has their number."""
        organisations, country, _conflicts = self.people[person]
        self.works[person] = Waiting(
            person, person, "task", self.chance.choice(("en", "fr")), self.now, RULES.needed,
            country=country, organisations=organisations, lot=self.chance.getrandbits(20),
        )  # fmt: skip

    def ask(self, person: int) -> Handout | Hold:
        """Hand out what the rules choose."""
        lines = lines_of(self.line())
        reader = self.reader(person)
        draw = draw_of(f"{person}:{len(self.handed)}")
        found = choose(reader, lines, draw=draw, now=self.now, rules=RULES)
        if isinstance(found, Hold):
            self.nothing_since[person] = found.nothing_since
        else:
            self.nothing_since.pop(person, None)
            one = Handed(person, found.submission_id, leases.begin(self.now))
            for handed in (self.handed, self.of_work[one.work], self.of_reader[person]):
                handed.append(one)
        return found

    def save_draft(self, one: Handed, text: str) -> None:
        """Keep what was written, whether or not the lease still runs."""
        one.draft = text
        one.lease = leases.draft_saved(one.lease, self.now)

    def complete(self, one: Handed) -> None:
        """Hand in a review, late or not."""
        work = self.counted(self.works[one.work])
        one.worth = leases.worth_of(one.lease, self.now, work.needs)
        self.done[one.reader] = self.done.get(one.reader, 0) + 1

    def line(self) -> list[Waiting]:
        """What waits, as it stands now."""
        return [self.counted(work) for work in self.works.values()]

    def counted(self, work: Waiting) -> Waiting:
        """A work with its reviews and running leases."""
        its = self.of_work[work.submission_id]
        author_done = self.done.get(work.author_id, 0)
        return replace(
            work,
            done=sum(one.worth is Worth.SCORE_AND_CREDIT for one in its),
            out=sum(one.worth is None and leases.runs(one.lease, self.now) for one in its),
            author_done=author_done,
            author_is_settled=author_done >= RULES.owed or work.author_id in self.nothing_since,
        )

    def reader(self, person: int) -> Reader:
        """A person who asks."""
        organisations, country, conflicts = self.people[person]
        held = [one.work for one in self.of_reader[person]]
        return Reader(
            user_id=person,
            task="task",
            languages=frozenset({"en", "fr"}) if person % 3 == 0 else frozenset({"en"}),
            submitted_at=self.works[person].submitted_at,
            organisations=organisations,
            country=country,
            held=frozenset(held),
            readers_of_mine=frozenset(one.reader for one in self.of_work[person]),
            conflicts=conflicts | {other for other, (_o, _c, theirs) in enumerate(self.people) if person in theirs},
            begun=len(held),
            begun_of_own_country=sum(self.works[work].country == country for work in held),
            nothing_since=self.nothing_since.get(person),
        )


def stranger(languages: frozenset[str] = frozenset({"en", "fr"})) -> Reader:
    """Somebody who has nothing to do with anybody, such as a mentor."""
    return Reader(user_id=-1, task="task", languages=languages)


def exchange_of(seed: int, steps: int) -> Exchange:
    """So many random events among three to nine people."""
    exchange = Exchange(Random(seed))
    exchange.meet(exchange.chance.randint(3, 9))
    for _step in range(steps):
        exchange.step()
    return exchange
