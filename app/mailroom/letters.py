"""What whoever answered by mail is told when their answer was not posted, or not all of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.files.refusals import Refusal
from app.platform.i18n import _
from app.platform.letters import Letter, post_letter

# So much of what somebody wrote is sent back to them.
_LONGEST = 6000


@dataclass(frozen=True, slots=True)
class Writer:
    """Whose answer it is, and where the letter goes."""

    user_id: int
    name: str
    email: str
    language: str


def tell_refused(writer: Writer, reason: str, page: str, *, text: str = "") -> None:
    """Tell somebody that their answer was not posted, and give their words back, so that nothing is lost."""
    kept = (
        _("Nothing was posted. What you wrote stands below; you can copy it into the page.")
        if text
        else _("Nothing was posted.")
    )
    letter = Letter(
        subject=_("Your answer was not posted"),
        greeting=_("Hello %(name)s,", name=writer.name),
        paragraphs=(reason, kept),
        because=_because(),
        quoted=tuple(line for line in text[:_LONGEST].splitlines() if line.strip()),
        button=(_("Answer on the site"), page),
    )
    _post(writer, letter)


def tell_strange_sender(writer: Writer, page: str) -> None:
    """Tell whoever wrote from another address; nothing they wrote, nor the address of the account, is told there."""
    letter = Letter(
        subject=_("Your answer was not posted"),
        greeting=_("Hello,"),
        paragraphs=(
            _(
                "You answered a mail from an address that is not the one of the account it was sent to. Nothing was posted, "
                "since a mail that was passed on must not be answered in somebody else’s name."
            ),
            _("Send your answer again from the address of your account, or answer on the site."),
        ),
        because=_because(),
        button=(_("Answer on the site"), page),
    )
    _post(writer, letter)


def tell_left_out(writer: Writer, refused: Sequence[Refusal], page: str) -> None:
    """Tell somebody that their words were posted, and which files were not."""
    letter = Letter(
        subject=_("Your answer was posted without some files"),
        greeting=_("Hello %(name)s,", name=writer.name),
        paragraphs=(
            _("Your words are posted. These files are not, for the reason beside each:"),
            *(f"{one.name}: {one.reason}" for one in refused),
        ),
        because=_because(),
        button=(_("See what was posted"), page),
    )
    _post(writer, letter)


def _because() -> str:
    return _("You get this because you answered a mail from the site. Nobody can answer to it.")


def _post(writer: Writer, letter: Letter) -> None:
    post_letter(lambda: letter, to=writer.email, language=writer.language, kind="answer-by-mail")
