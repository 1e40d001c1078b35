"""Who says in their account where they work belongs there."""

from app.accounts.events import OrganisationChosen
from app.organisations.actions import join_by_choice


def belong_to_what_was_chosen(event: OrganisationChosen) -> None:
    """Keep memberships in step with what people tell of themselves, in the same transaction."""
    join_by_choice(event.user_id, event.organisation_id, before_id=event.before_id)
