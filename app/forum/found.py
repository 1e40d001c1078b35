"""Posts as one of the kinds of things that the search finds: by whom, and where they stand."""

from flask import url_for

from app.accounts.actors import Actor
from app.accounts.signing_in import current_actor
from app.forum.finding import KIND, all_entries
from app.forum.forms import KIND_NAMES
from app.forum.pages import names_of
from app.forum.queries import places_for, readable
from app.indexing.entries import scope_of_category
from app.indexing.queries import Found
from app.indexing.sources import Source
from app.platform.i18n import lazy


def _scopes(actor: Actor) -> tuple[str, ...]:
    if not actor.is_signed_in:
        return ()
    return tuple(scope_of_category(place.key) for place in readable(places_for(actor), actor))


def _address(found: Found) -> str:
    return url_for("forum.show_post", post_id=int(found.reference))


def _categories() -> dict[str, str]:
    actor = current_actor()
    if not actor.is_signed_in:
        return {}
    places = readable(places_for(actor), actor)
    return {named.key: named.title for named in names_of(places).values()}


SOURCE = Source(
    KIND,
    lazy("Posts"),
    lazy("Post"),
    all_entries,
    _scopes,
    _address,
    grows=True,
    categories=_categories,
    threads=lambda: {kind.value: str(name) for kind, name in KIND_NAMES.items()},
)
