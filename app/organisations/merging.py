"""Two organisations that are the same become one: people type names freely. Nothing here commits."""

from dataclasses import dataclass, replace

from sqlalchemy import Select, delete, or_, select, update

from app.accounts.actions import give_role, take_role
from app.accounts.models import Organisation, RoleGrant, User
from app.accounts.roles import Role
from app.organisations.actions import announce_new_name
from app.organisations.kinds import ThingKind
from app.organisations.models import Departure, Invitation, Membership, OrganisationFacts, OrganisationLink, Title
from app.organisations.periods import Period
from app.organisations.queries import Facts, all_links, facts_of, holds_on, titles_on
from app.organisations.tree import Link, LinkKind, is_in_circle
from app.platform import audit, clock
from app.platform.database import db
from app.platform.errors import CannotBe
from app.platform.i18n import _


@dataclass(frozen=True, slots=True)
class Merged:
    """How much moved: people who belong or belonged to it, links, and titles on it."""

    memberships: int
    links: int
    titles: int


def merge(old_id: int, into_id: int, *, by: int) -> Merged:
    """Let everything of the one organisation be the other's; its name and address lead there from now on.

    Raises CannotBe for an organisation and itself, and where one would come to stand above itself.
    """
    if old_id == into_id:
        raise CannotBe(_("These are one organisation already. Choose another to merge it into."))
    old, into = facts_of(old_id), facts_of(into_id)
    merged = Merged(_move_memberships(old.id, into.id), _move_links(old.id, into.id), _move_titles(old.id, into))
    _move_managers(old.id, into.id, by)
    _move_facts(old.id, into.id)
    for statement in (
        update(User).where(User.organisation_id == old.id).values(organisation_id=into.id),
        # Whoever was asked into the one is asked again, by the managers of the other.
        delete(Invitation).where(Invitation.organisation_id == old.id),
        update(Departure).where(Departure.organisation_id == old.id).values(organisation_id=into.id),
        # What was merged into this one before goes with it, so that one step always leads to the end.
        update(Organisation).where(Organisation.merged_into_id == old.id).values(merged_into_id=into.id),
        update(Organisation).where(Organisation.id == old.id).values(merged_into_id=into.id),
    ):
        db.session.execute(statement)
    announce_new_name(into.id)
    audit.note(
        by,
        "organisation.merged",
        "organisation",
        old.id,
        into=into.id,
        memberships=merged.memberships,
        links=merged.links,
        titles=merged.titles,
    )
    return merged


def _move_memberships(old_id: int, into_id: int) -> int:
    """Whoever belongs to both today belongs to the one since the earlier day; contact and deputy of the one stay."""
    today = clock.today()
    moved = db.session.scalars(select(Membership).where(Membership.organisation_id == old_id)).all()
    current = select(Membership).where(Membership.organisation_id == into_id, holds_on(Membership, today))
    there = {one.user_id: one for one in db.session.scalars(current)}
    has_contact = any(one.is_contact for one in there.values())
    has_deputy = any(one.is_deputy for one in there.values())
    for one in moved:
        if not Period(one.since, one.until).holds(today):
            one.organisation_id = into_id
            continue
        one.is_contact, one.is_deputy = one.is_contact and not has_contact, one.is_deputy and not has_deputy
        kept = there.get(one.user_id)
        if kept is None:
            one.organisation_id = into_id
            continue
        kept.since = min(kept.since, one.since)
        kept.function = kept.function or one.function
        kept.is_contact, kept.is_deputy = kept.is_contact or one.is_contact, kept.is_deputy or one.is_deputy
        db.session.delete(one)
    db.session.flush()
    return len(moved)


def _move_links(old_id: int, into_id: int) -> int:
    """Links between the two go, and those there are already; of two places as a part of something one stays."""
    today = clock.today()
    there = [_link_in(row) for row in db.session.scalars(_links_of(into_id))]
    keeps_place = any(
        one.child_id == into_id and one.parent_id != old_id and one.kind is LinkKind.PART_OF and one.period.holds(today)
        for one in there
    )
    moved = 0
    for row in db.session.scalars(_links_of(old_id)).all():
        is_child = row.child_id == old_id
        link = _link_in(row)
        link = replace(link, child_id=into_id) if is_child else replace(link, parent_id=into_id)
        if link.child_id == link.parent_id or any(_says_the_same(link, one) for one in there):
            db.session.delete(row)
            continue
        row.child_id, row.parent_id = link.child_id, link.parent_id
        if is_child and keeps_place and link.kind is LinkKind.PART_OF and link.period.holds(today):
            row.until = today
        moved += 1
    db.session.flush()
    # A circle that was not there before leads through the one that has new links.
    if is_in_circle(into_id, all_links()):
        raise CannotBe(
            _("Merged, an organisation would belong to itself through others. Look at the links of both, and end one.")
        )
    return moved


def _links_of(organisation_id: int) -> Select[OrganisationLink]:
    is_child, is_parent = OrganisationLink.child_id == organisation_id, OrganisationLink.parent_id == organisation_id
    return select(OrganisationLink).where(or_(is_child, is_parent))


def _link_in(row: OrganisationLink) -> Link:
    return Link(row.child_id, row.parent_id, row.kind, Period(row.since, row.until))


def _says_the_same(link: Link, other: Link) -> bool:
    """Whether two links are between the same organisations, of one kind, and on some day at once."""
    same = (link.child_id, link.parent_id, link.kind) == (other.child_id, other.parent_id, other.kind)
    return same and link.period.shared_with(other.period) is not None


def _move_titles(old_id: int, into: Facts) -> int:
    held = {(one.user_id, one.kind) for one in titles_on(ThingKind.ORGANISATION, str(into.id))}
    on_old = (Title.thing_kind == ThingKind.ORGANISATION, Title.thing_key == str(old_id))
    titles = db.session.scalars(select(Title).where(*on_old)).all()
    today = clock.today()
    for title in titles:
        if title.until is None and (title.user_id, title.kind) in held:
            title.until = today
        title.thing_key, title.thing_name = str(into.id), into.name
    db.session.flush()
    return len(titles)


def _move_managers(old_id: int, into_id: int, by: int) -> None:
    managers = select(RoleGrant.user_id).where(
        RoleGrant.role == Role.ORGANISATION_MANAGER, RoleGrant.scope == str(old_id)
    )
    for user_id in db.session.scalars(managers).all():
        give_role(user_id, Role.ORGANISATION_MANAGER, str(into_id), by=by)
        take_role(user_id, Role.ORGANISATION_MANAGER, str(old_id), by=by)


def _move_facts(old_id: int, into_id: int) -> None:
    """An organisation of which nothing is told takes what is told of the other."""
    if db.session.get(OrganisationFacts, into_id) is None:
        taken = update(OrganisationFacts).where(OrganisationFacts.organisation_id == old_id)
        db.session.execute(taken.values(organisation_id=into_id))
