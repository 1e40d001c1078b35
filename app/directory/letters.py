"""Letters among people: each goes from the site's own address to one person, and no address stands in it."""

from dataclasses import dataclass

from app.accounts.models import User
from app.platform.i18n import _
from app.platform.letters import Letter, post_letter


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What is sent: who wrote, from where, to whom, and the words; addresses of pages lead back to the site."""

    sender: str
    organisation: str
    recipient: str
    text: str
    answer_at: str
    message_at: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The words line by line, without the empty ones."""
        return tuple(line.strip() for line in self.text.splitlines() if line.strip())


def send_message(enclosed: Enclosed, recipient: User, sender: User, *, language: str) -> None:
    """Send the words to the recipient, and a copy to the sender; each in their own language, or else in this one."""
    post_letter(
        lambda: _to_recipient(enclosed), to=recipient.email, language=recipient.language or language, kind="message"
    )
    post_letter(lambda: _copy(enclosed), to=sender.email, language=sender.language or language, kind="copy-of-message")


def _to_recipient(enclosed: Enclosed) -> Letter:
    wrote = (
        _(
            "%(name)s (%(organisation)s) found you in the who-is-who and wrote to you:",
            name=enclosed.sender,
            organisation=enclosed.organisation,
        )
        if enclosed.organisation
        else _("%(name)s found you in the who-is-who and wrote to you:", name=enclosed.sender)
    )
    return Letter(
        subject=_("Message from %(name)s", name=enclosed.sender),
        greeting=_("Hello %(name)s,", name=enclosed.recipient),
        paragraphs=(wrote,),
        quoted=enclosed.lines,
        button=(_("Answer %(name)s", name=enclosed.sender), enclosed.answer_at),
        further=((_("Block this person, or report this message to UCLG Learning"), enclosed.message_at),),
        because=_(
            "You get this because you are listed in the who-is-who and let people write to you. They do not see your "
            "address. An answer to this mail reaches nobody: answer on the site. You can change all this in your profile."
        ),
    )


def _copy(enclosed: Enclosed) -> Letter:
    return Letter(
        subject=_("Copy of your message to %(name)s", name=enclosed.recipient),
        greeting=_("Hello %(name)s,", name=enclosed.sender),
        paragraphs=(_("You wrote to %(name)s through the site. This is your copy:", name=enclosed.recipient),),
        quoted=enclosed.lines,
        because=_("You get this because this message was sent from your account. If it was not you, tell us at once."),
    )
