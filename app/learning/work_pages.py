"""The way to one's own work for an assignment."""

from app.accounts.actors import Actor
from app.content.course import Assignment
from app.learning.pages import current_key, seat_in, seated
from app.peerreview.actions import Desk
from app.platform.errors import NotFound
from app.platform.i18n import _


def desk_of(actor: Actor, slug: str, unit_key: str) -> Desk:
    """The actor before an assignment, under any key it has or had; raises NotFound or Refused."""
    seat = seat_in(actor, slug)
    part = seated(seat)
    unit = seat.edition.places[current_key(seat.edition, unit_key)].unit
    if not isinstance(unit, Assignment):
        raise NotFound(_("There is no assignment at this address."))
    return Desk(part, seat.edition, unit)
