"""What organisations announce."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StrangerAsked:
    """Managers ask somebody to belong to an organisation whose address has no account yet.

    `root` is where people find the site, `language` what the letter is written in; `by` is None without an account.
    """

    organisation: str
    email: str
    by: int | None
    root: str
    language: str
