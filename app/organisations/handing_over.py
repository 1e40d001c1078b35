"""Somebody leaves, and what they were responsible for gets a new owner. Nothing here commits.

Managers of an organisation hand over what belongs to it: the place in it and the titles on it. UCLG Learning hands over
everything: titles elsewhere, roles in courses, and whatever other features keep for a person. What nobody takes over
stays with the leaver and stands on a list until it has an owner.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import update

from app.accounts.actions import give_role, take_role
from app.accounts.models import User
from app.accounts.queries import get_user, grants_of
from app.accounts.roles import COURSE_ROLES, EVERYWHERE, Grant, Role
from app.accounts.writing import Notice, write_to
from app.organisations.actions import keep_main_in_step, take_seat
from app.organisations.kinds import ThingKind, TitleKind, title_in_words
from app.organisations.models import Departure, Membership, Title
from app.organisations.notices import HANDED_OVER
from app.organisations.queries import Facts, Holder, current_membership, speakers_of, titles_of, titles_on
from app.platform import audit, clock
from app.platform.database import db
from app.platform.errors import CannotBe, NotFound
from app.platform.i18n import _
from app.platform.telling import tell

# Told when it is read, because letters about it are in the language of whoever gets them.
Sentence = Callable[[], str]
# Moves what a feature keeps for the leaver to the successor, and says what; without a successor it moves nothing and
# says what there is to move.
Handover = Callable[[int, int | None], Sequence[Sentence]]
_handovers: list[Handover] = []


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What was done: `successor` is None when nobody took over, and `is_open` when something needs an owner still."""

    sentences: tuple[Sentence, ...]
    successor: User | None
    is_open: bool


def know_handovers(handovers: Sequence[Handover]) -> None:
    """Replace what is known of handing over by this; `wiring` lists it, `factory` calls it once."""
    _handovers[:] = handovers


def hand_over(
    leaver_id: int,
    successor_id: int | None,
    organisation: Facts,
    *,
    everything: bool,
    by: int,
    language: str,
) -> HandedOver:
    """Let somebody leave an organisation today, and a successor take over; raises NotFound when they are not there.

    Without a successor the organisation's contact takes over, or else its deputy. `everything` includes what does not
    belong to the organisation, for which only UCLG Learning may decide.
    """
    if leaver_id == successor_id:
        raise CannotBe(_("Whoever leaves cannot take over from themselves. Name somebody else, or nobody."))
    membership = current_membership(leaver_id, organisation.id)
    if membership is None:
        raise NotFound(_("This person does not belong to the organisation any more."))
    if successor_id is None:
        successor_id = next((one.user_id for one in speakers_of(organisation.id) if one.user_id != leaver_id), None)
    leaver = get_user(leaver_id)
    successor = None if successor_id is None else get_user(successor_id)
    sentences = [*_leave(membership, leaver, organisation)]
    if successor is not None:
        sentences += _take_place(membership, successor, organisation)
        on_it = [one for one in titles_on(ThingKind.ORGANISATION, str(organisation.id)) if one.user_id == leaver_id]
        sentences += _move_titles(titles_of(leaver_id) if everything else on_it, successor, by)
        if everything:
            sentences += _move_work(leaver_id, successor, by)
    sentences += _end_management(leaver_id, successor if everything else None, organisation, by)
    has_no_contact = successor is None and membership.is_contact
    is_open = _note_departure(leaver_id, organisation, has_no_contact=has_no_contact)
    audit.note(
        by,
        "person.handed_over",
        "person",
        leaver_id,
        organisation=organisation.id,
        successor=successor_id,
        everything=everything,
        open=is_open,
    )
    _write(leaver, successor, organisation.name, sentences, language)
    return HandedOver(tuple(sentences), successor, is_open)


def hand_over_the_rest(departure_id: int, successor_id: int | None, *, by: int, language: str) -> HandedOver:
    """Settle what somebody left behind: the successor takes everything, or None says that nothing needs an owner.

    Raises CannotBe when the successor is the leaver, NotFound when it is settled already.
    """
    departure = db.session.get(Departure, departure_id)
    if departure is None or departure.settled_on is not None:
        raise NotFound(_("This is settled already, or there is no such line."))
    if successor_id == departure.user_id:
        raise CannotBe(_("Whoever leaves cannot take over from themselves. Name somebody else, or nobody."))
    leaver = get_user(departure.user_id)
    successor = None if successor_id is None else get_user(successor_id)
    sentences: list[Sentence] = []
    if successor is not None:
        sentences += _move_titles(titles_of(leaver.id), successor, by)
        sentences += _move_work(leaver.id, successor, by)
    _settle(leaver.id)
    audit.note(by, "person.settled", "person", leaver.id, successor=successor_id, departure=departure_id)
    if sentences:
        _write(leaver, successor, "", sentences, language)
    return HandedOver(tuple(sentences), successor, is_open=False)


def left_behind(leaver_id: int) -> tuple[Sentence, ...]:
    """What somebody is responsible for today, wherever."""
    titles = [_words_of(one) for one in titles_of(leaver_id)]
    roles = [_words_of_grant(grant) for grant in _grants_of_work(leaver_id)]
    return (*titles, *roles, *(sentence for tell in _handovers for sentence in tell(leaver_id, None)))


def _leave(membership: Membership, leaver: User, organisation: Facts) -> Sequence[Sentence]:
    membership.until = clock.today()
    db.session.flush()
    keep_main_in_step(leaver.id)
    name, place = leaver.name, organisation.name
    return [lambda: _("%(name)s belongs to %(organisation)s no longer.", name=name, organisation=place)]


def _take_place(membership: Membership, successor: User, organisation: Facts) -> Sequence[Sentence]:
    is_contact, is_deputy = membership.is_contact, membership.is_deputy
    take_seat(successor.id, organisation.id, function=membership.function, is_contact=is_contact, is_deputy=is_deputy)
    name, place = successor.name, organisation.name
    sentences: list[Sentence] = []
    if is_contact:
        sentences.append(lambda: _("%(name)s is the contact of %(organisation)s.", name=name, organisation=place))
    elif is_deputy:
        sentences.append(lambda: _("%(name)s is the deputy of %(organisation)s.", name=name, organisation=place))
    return sentences or [lambda: _("%(name)s belongs to %(organisation)s.", name=name, organisation=place)]


def _move_titles(titles: Sequence[Holder], successor: User, by: int) -> Sequence[Sentence]:
    today = clock.today()
    has = {(one.kind, one.thing_kind, one.thing_key) for one in titles_of(successor.id)}
    for one in titles:
        db.session.execute(update(Title).where(Title.id == one.title_id).values(until=today))
        if (one.kind, one.thing_kind, one.thing_key) not in has:
            db.session.add(
                Title(
                    user_id=successor.id,
                    kind=one.kind,
                    thing_kind=one.thing_kind,
                    thing_key=one.thing_key,
                    thing_name=one.thing_name,
                    since=today,
                    given_by=by,
                )
            )
    db.session.flush()
    return [_passing(one.kind, one.thing_kind, one.thing_name, successor.name) for one in titles]


def _passing(kind: TitleKind, thing_kind: ThingKind, thing_name: str, name: str) -> Sentence:
    return lambda: _(
        "Title “%(title)s” goes to %(name)s.", title=title_in_words(kind, thing_kind, thing_name), name=name
    )


def _move_work(leaver_id: int, successor: User, by: int) -> Sequence[Sentence]:
    sentences: list[Sentence] = []
    for grant in _grants_of_work(leaver_id):
        take_role(leaver_id, grant.role, grant.scope, by=by)
        give_role(successor.id, grant.role, grant.scope, by=by, is_told=False)
        sentences.append(_passing_role(grant, successor.name))
    return [*sentences, *(sentence for move in _handovers for sentence in move(leaver_id, successor.id))]


def _end_management(leaver_id: int, successor: User | None, organisation: Facts, by: int) -> Sequence[Sentence]:
    """Whoever left manages the organisation no longer; whether the successor does, UCLG Learning decides."""
    scope = str(organisation.id)
    if not take_role(leaver_id, Role.ORGANISATION_MANAGER, scope, by=by):
        return []
    place = organisation.name
    if successor is None:
        return [lambda: _("The role of manager of %(organisation)s ends.", organisation=place)]
    give_role(successor.id, Role.ORGANISATION_MANAGER, scope, by=by, is_told=False)
    name = successor.name
    return [lambda: _("%(name)s manages %(organisation)s.", name=name, organisation=place)]


def _grants_of_work(user_id: int) -> list[Grant]:
    """Roles in one course each; a role everywhere is given to a person and not to their place."""
    return sorted(grant for grant in grants_of(user_id) if grant.role in COURSE_ROLES and grant.scope != EVERYWHERE)


def _role_in_words(grant: Grant) -> str:
    if grant.role is Role.FACILITATOR:
        return _("Facilitator of the course %(course)s", course=grant.scope)
    if grant.role is Role.MENTOR:
        return _("Mentor for the reviews of the course %(course)s", course=grant.scope)
    return _("Knowledge manager of the course %(course)s", course=grant.scope)


def _words_of_grant(grant: Grant) -> Sentence:
    return lambda: _("Role: %(role)s", role=_role_in_words(grant))


def _passing_role(grant: Grant, name: str) -> Sentence:
    return lambda: _("Role “%(role)s” goes to %(name)s.", role=_role_in_words(grant), name=name)


def _words_of(holder: Holder) -> Sentence:
    return lambda: _("Title: %(title)s", title=title_in_words(holder.kind, holder.thing_kind, holder.thing_name))


def _note_departure(leaver_id: int, organisation: Facts, *, has_no_contact: bool) -> bool:
    """Put on the list whoever leaves something without an owner, and take off it whoever leaves nothing."""
    is_open = has_no_contact or bool(left_behind(leaver_id))
    if is_open:
        db.session.add(Departure(user_id=leaver_id, organisation_id=organisation.id, left_on=clock.today()))
        db.session.flush()
    else:
        _settle(leaver_id)
    return is_open


def _settle(leaver_id: int) -> None:
    still_open = update(Departure).where(Departure.user_id == leaver_id, Departure.settled_on.is_(None))
    db.session.execute(still_open.values(settled_on=clock.today()))


def _write(
    leaver: User, successor: User | None, organisation: str, sentences: Sequence[Sentence], language: str
) -> None:
    """Tell both, each in their language, what moved."""

    def notice() -> Notice:
        subject = _("Handed over at %(organisation)s", organisation=organisation) if organisation else _("Handed over")
        return Notice(subject, (_("This was handed over today:"), *(tell() for tell in sentences)))

    for person in (leaver, successor):
        if person is not None:
            write_to(person, notice, language=language, kind="handed-over")
            tell(HANDED_OVER, person.id, about=clock.now().isoformat(), leads_to="/account/organisations")
