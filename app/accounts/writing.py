"""Letters about a person's own account."""

from collections.abc import Callable
from dataclasses import dataclass

from app.accounts.models import User
from app.platform.i18n import _
from app.platform.letters import Letter, post_letter


@dataclass(frozen=True, slots=True)
class Notice:
    """What a letter about an account says between its greeting and the reason why it is sent."""

    subject: str
    paragraphs: tuple[str, ...]
    button: tuple[str, str] | None = None


def write_to(
    user: User, compose: Callable[[], Notice], *, language: str, kind: str, to: str = "", is_asked_for: bool = False
) -> None:
    """Write to a person about their account, in their language or else in this one; `compose` says what in it.

    The letter goes to the address of the account, or to another one of theirs; where somebody asked for it just now,
    even if mail did not arrive there before.
    """

    def letter() -> Letter:
        notice = compose()
        return Letter(
            subject=notice.subject,
            greeting=_("Hello %(name)s,", name=user.name),
            paragraphs=notice.paragraphs,
            because=_("You get this because there is an account with your address. Nobody can answer to it."),
            button=notice.button,
            is_asked_for=is_asked_for,
        )

    post_letter(letter, to=to or user.email, language=user.language or language, kind=kind)
