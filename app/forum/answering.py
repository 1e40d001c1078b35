"""May somebody answer a thread now: what the policy says, with what has to be known of seats where it is a fishbowl."""

from app.accounts.actors import Actor
from app.forum.fishbowl_floor import Floor
from app.forum.fishbowl_queries import floor_of
from app.forum.models import Thread
from app.forum.policy import Place, may_reply, may_tend
from app.platform.verdicts import Verdict


def may_answer(actor: Actor, place: Place, thread: Thread) -> Verdict:
    """Whoever the policy lets answer; for a thread that is no fishbowl nothing is asked."""
    return may_reply(actor, place, thread, floor_for(actor, place, thread))


def floor_for(actor: Actor, place: Place, thread: Thread) -> Floor | None:
    """How whoever asks stands in a fishbowl; None for other threads."""
    assert actor.user_id is not None
    return floor_of(actor.user_id, thread, tends=bool(may_tend(actor, place)))
