"""One change to many people at once, and taking it back. Nothing here commits."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update

from app.accounts.actions import close_accounts, tell_of_role
from app.accounts.actors import Actor
from app.accounts.changes import Change, Kind, Plan, touches_administrators, verdict_on
from app.accounts.events import AccountChanged
from app.accounts.models import BulkAction, RoleGrant, User
from app.accounts.notices import ROLE_GIVEN, about_role
from app.accounts.people_queries import facts_of, people_among
from app.accounts.queries import has_other_administrator
from app.accounts.roles import Role, fault_of_scope
from app.platform import audit, clock, telling
from app.platform.database import count_changed, db, table_of, write_values
from app.platform.errors import CannotBe, Conflict
from app.platform.events import announce
from app.platform.i18n import _

# Longer ago, too much has been built upon it.
UNDONE_WITHIN = timedelta(days=30)
_NOTED = {Kind.GIVE_ROLE: "role.given", Kind.TAKE_ROLE: "role.taken", Kind.BLOCK: "person.blocked"}
_NOTED_BACK = {Kind.GIVE_ROLE: "role.taken", Kind.TAKE_ROLE: "role.given", Kind.BLOCK: "person.unblocked"}


def carry_out(plan: Plan, actor: Actor) -> BulkAction:
    """Change everybody whom the plan names, and note whom, so that it can be taken back.

    Raises Conflict where no administrator would be left, CannotBe where nothing would change.
    """
    change, people = plan.change, plan.changed
    if not people:
        raise CannotBe(_("This would change nobody. Nothing was done."))
    if change.role is not None and fault_of_scope(change.role, change.scope) is not None:
        raise CannotBe(_("This role cannot be given for this course or organisation. Nothing was done."))
    ids = [person.user_id for person in people]
    if touches_administrators(change, people) and not has_other_administrator(ids):
        raise Conflict(_("No administrator would be left who can sign in. Nothing was done."))
    now = clock.now()
    changed = _change(change, ids, actor.user_id, now)
    action = BulkAction(
        kind=change.kind,
        role=change.role.value if change.role else "",
        scope=change.scope,
        actor_id=actor.user_id,
        done_at=now,
        changed=changed,
    )
    db.session.add(action)
    db.session.flush()
    audit.note_all(actor.user_id, _NOTED[change.kind], "person", ids, **_details(action))
    return action


def is_open(action: BulkAction) -> bool:
    """Whether it can still be taken back."""
    return action.undone_at is None and clock.now() - action.done_at < UNDONE_WITHIN


def take_back(action_id: int, actor: Actor) -> int:
    """Restore exactly those whom the change changed and nobody has changed since; returns how many they are.

    Raises Conflict when it was taken back already or is too old.
    """
    action = db.session.get_one(BulkAction, action_id)
    now = clock.now()
    mine = update(BulkAction).where(BulkAction.id == action_id, BulkAction.undone_at.is_(None))
    if not is_open(action) or not count_changed(mine.values(undone_at=now, undone_by=actor.user_id)):
        raise Conflict(_("This change was taken back already, or is too old for that. Nothing was done."))
    people = facts_of([one["person"] for one in action.changed])
    change = change_of(action)
    may = {person.user_id for person in people if verdict_on(actor, change, person)}
    before = {one["person"]: one for one in action.changed if one["person"] in may}
    restored = _RESTORE[action.kind](action, before)
    audit.note_all(actor.user_id, _NOTED_BACK[action.kind], "person", restored, **_details(action), undone=True)
    if Role.ADMINISTRATOR.value == action.role and not has_other_administrator(()):
        raise Conflict(_("No administrator would be left who can sign in. Nothing was done."))
    return len(restored)


def change_of(action: BulkAction) -> Change:
    """What was done, as it was asked for."""
    return Change(action.kind, Role(action.role) if action.role else None, action.scope)


def _details(action: BulkAction) -> dict[str, Any]:
    told: dict[str, Any] = {"bulk": action.id}
    return told | {"role": action.role, "scope": action.scope} if action.role else told


def _change(change: Change, ids: Sequence[int], by: int | None, now: datetime) -> list[dict[str, Any]]:
    if change.kind is Kind.BLOCK:
        close_accounts(ids, now)
        return [{"person": one} for one in ids]
    if change.kind is Kind.GIVE_ROLE:
        grant = {"role": change.role, "scope": change.scope, "granted_at": now, "granted_by": by}
        write_values(insert(table_of(RoleGrant)), [grant | {"user_id": one} for one in ids])
        tell_of_role(ids, change.grant.role, change.scope, now)
        return [{"person": one} for one in ids]
    held = (RoleGrant.user_id.in_(ids), RoleGrant.role == change.role, RoleGrant.scope == change.scope)
    were = db.session.execute(select(RoleGrant.user_id, RoleGrant.granted_at, RoleGrant.granted_by).where(*held)).all()
    db.session.execute(delete(RoleGrant).where(*held))
    for given_at in {granted_at for _user_id, granted_at, _by in were}:
        telling.take_back(ROLE_GIVEN, about_role(change.grant.role, change.scope, given_at), ids)
    return [
        {"person": user_id, "granted_at": granted_at.isoformat(), "granted_by": granted_by}
        for user_id, granted_at, granted_by in were
    ]


def _take_again(action: BulkAction, before: dict[int, dict[str, Any]]) -> list[int]:
    """What was given and taken since, or given anew, is somebody else's decision and stays."""
    given = (
        RoleGrant.user_id.in_(before),
        RoleGrant.role == action.role,
        RoleGrant.scope == action.scope,
        RoleGrant.granted_at == action.done_at,
    )
    found = list(db.session.scalars(select(RoleGrant.user_id).where(*given)))
    db.session.execute(delete(RoleGrant).where(*given))
    telling.take_back(ROLE_GIVEN, about_role(Role(action.role), action.scope, action.done_at), found)
    return found


def _give_again(action: BulkAction, before: dict[int, dict[str, Any]]) -> list[int]:
    """As they held it before: since when, and from whom."""
    theirs = (RoleGrant.user_id.in_(before), RoleGrant.role == action.role, RoleGrant.scope == action.scope)
    have = set(db.session.scalars(select(RoleGrant.user_id).where(*theirs)))
    givers = people_among(one["granted_by"] for one in before.values() if one["granted_by"])
    back = [one for user_id, one in before.items() if user_id not in have]
    lines = [
        {
            "user_id": one["person"],
            "role": Role(action.role),
            "scope": action.scope,
            "granted_at": datetime.fromisoformat(one["granted_at"]),
            "granted_by": one["granted_by"] if one["granted_by"] in givers else None,
        }
        for one in back
    ]
    if lines:
        write_values(insert(table_of(RoleGrant)), lines)
    return [one["person"] for one in back]


def _let_in_again(action: BulkAction, before: dict[int, dict[str, Any]]) -> list[int]:
    blocked = (User.id.in_(before), User.blocked_at == action.done_at)
    found = list(db.session.scalars(select(User.id).where(*blocked)))
    db.session.execute(update(User).where(*blocked).values(blocked_at=None))
    for user_id in found:
        announce(AccountChanged(user_id))
    return found


_RESTORE = {Kind.GIVE_ROLE: _take_again, Kind.TAKE_ROLE: _give_again, Kind.BLOCK: _let_in_again}
