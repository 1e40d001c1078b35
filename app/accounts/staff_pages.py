"""The pages for those who run the site: a list that each feature adds its own to, in app/wiring.py."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Flask, current_app

from app.accounts.actors import Actor
from app.platform.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class StaffPage:
    """A page by its endpoint: what it is called and told to be for, and who may see it.

    `about` names the part of its address that takes a person's mail address, where it can be asked about one person.
    """

    endpoint: str
    words: str
    purpose: str
    may_see: Callable[[Actor], Verdict]
    about: str = ""


def know_staff_pages(app: Flask, pages: Sequence[StaffPage]) -> None:
    """Tell the application which there are, in the order in which they are shown."""
    app.extensions["staff_pages"] = tuple(pages)


def staff_pages_of(actor: Actor) -> list[StaffPage]:
    """The pages that somebody may see."""
    pages: tuple[StaffPage, ...] = current_app.extensions["staff_pages"]
    return [page for page in pages if page.may_see(actor)]
