"""Syntheses as one of the kinds of things that the search finds."""

from flask import url_for

from app.accounts.actors import Actor
from app.forum import found as found_posts
from app.forum.queries import places_for, readable
from app.indexing.entries import MEMBERS, PUBLIC, scope_of_category
from app.indexing.queries import Found
from app.indexing.sources import Source
from app.platform.i18n import lazy
from app.synthesis.finding import KIND, all_entries


def _scopes(actor: Actor) -> tuple[str, ...]:
    if not actor.is_signed_in:
        return (PUBLIC,)
    places = readable(places_for(actor), actor)
    return (PUBLIC, MEMBERS, *(scope_of_category(place.key) for place in places))


def _address(found: Found) -> str:
    return url_for("syntheses.show_synthesis", synthesis_id=int(found.reference))


SOURCE = Source(
    KIND, lazy("Syntheses"), lazy("Synthesis"), all_entries, _scopes, _address, categories=found_posts.SOURCE.categories
)
