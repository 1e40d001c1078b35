"""Whoever changes their name, organisation or country is found by the new one."""

from app.accounts.events import AccountChanged
from app.directory.actions import keep_findable
from app.directory.queries import find_profile


def find_by_what_they_are_now(event: AccountChanged) -> None:
    """Let a listed person be found by what their account says now."""
    profile = find_profile(event.user_id)
    if profile is not None and profile.is_listed:
        keep_findable(profile)
