"""What staff may change for many people at once, and for whom of them it changes anything: pure values."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.accounts.actors import Actor
from app.accounts.policy import may_block, may_change_role
from app.accounts.roles import EVERYWHERE, Grant, Role
from app.platform.i18n import _
from app.platform.verdicts import Verdict

# A preview is read by somebody; what touches more people than this is several changes.
MOST_AT_ONCE = 1000


class Kind(StrEnum):
    """What happens to each of them."""

    GIVE_ROLE = "give_role"
    TAKE_ROLE = "take_role"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Change:
    """What is to happen; role and scope are meant where the kind speaks of a role."""

    kind: Kind
    role: Role | None = None
    scope: str = EVERYWHERE

    @property
    def grant(self) -> Grant:
        """The role in its scope; only for changes of roles."""
        assert self.role is not None
        return Grant(self.role, self.scope)


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What a change must know of a person."""

    user_id: int
    name: str
    email: str
    grants: frozenset[Grant]
    blocked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Who will be changed, and who will not, with the reason."""

    change: Change
    changed: tuple[PersonFacts, ...]
    left: tuple[tuple[PersonFacts, str], ...]

    @property
    def digest(self) -> str:
        """Stands for exactly this change to exactly these people, so that nothing else is done than what was shown."""
        told = (self.change.kind, self.change.role, self.change.scope, sorted(one.user_id for one in self.changed))
        return hashlib.sha256(repr(told).encode()).hexdigest()[:32]

    def reasons(self) -> list[tuple[str, int]]:
        """Why people are left as they are, each reason with their number."""
        counted: dict[str, int] = {}
        for _person, reason in self.left:
            counted[reason] = counted.get(reason, 0) + 1
        return sorted(counted.items(), key=lambda pair: -pair[1])


def verdict_on(actor: Actor, change: Change, person: PersonFacts) -> Verdict:
    """Whether this may be done to this person by this actor."""
    if change.kind is Kind.BLOCK:
        return may_block(actor, person.user_id, person.grants)
    return may_change_role(actor, change.grant.role, person.grants)


def plan(actor: Actor, change: Change, people: Iterable[PersonFacts]) -> Plan:
    """Divide people into those whom the change will change and those it may not, or need not."""
    changed: list[PersonFacts] = []
    left: list[tuple[PersonFacts, str]] = []
    for person in people:
        verdict = verdict_on(actor, change, person)
        needless = _is_so_already(change, person)
        if not verdict:
            left.append((person, verdict.reason))
        elif needless:
            left.append((person, needless))
        else:
            changed.append(person)
    return Plan(change, tuple(changed), tuple(left))


def touches_administrators(change: Change, people: Sequence[PersonFacts]) -> bool:
    """Whether afterwards there may be no administrator left."""
    if change.kind is Kind.GIVE_ROLE:
        return False
    if change.kind is Kind.TAKE_ROLE:
        return change.role is Role.ADMINISTRATOR
    return any(grant.role is Role.ADMINISTRATOR for person in people for grant in person.grants)


def _is_so_already(change: Change, person: PersonFacts) -> str:
    if change.kind is Kind.BLOCK:
        return _("They are blocked already.") if person.blocked_at else ""
    has = change.grant in person.grants
    if change.kind is Kind.GIVE_ROLE:
        return _("They have this role already.") if has else ""
    return "" if has else _("They do not have this role there.")
