"""The one letter that those who run the site send to themselves."""

from app.platform.i18n import _
from app.platform.letters import Letter, post_letter


def write_test_letter(to: str, language: str) -> None:
    """A letter that says that it arrived."""
    post_letter(_test_letter, to=to, language=language, kind="test")


def _test_letter() -> Letter:
    return Letter(
        subject=_("A test letter"),
        greeting=_("Hello,"),
        paragraphs=(_("You read this, so mail from the site arrives. There is nothing to do."),),
        because=_("You get this because you asked for it on the page about mail."),
        is_asked_for=True,
    )
