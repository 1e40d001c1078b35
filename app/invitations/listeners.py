"""Reactions to what lower floors announce."""

from flask import current_app

from app.invitations.letters import no_more_letters
from app.invitations.queries import digest_of_email, inviter_of, unwanted_among
from app.organisations.events import StrangerAsked
from app.platform.i18n import _
from app.platform.letters import Letter, post_letter


def write_to_stranger(asked: StrangerAsked) -> None:
    """Ask somebody without an account to register, unless they want no invitations."""
    if unwanted_among([digest_of_email(asked.email)]):
        return
    inviter, _workplace = inviter_of(asked.by)
    site = str(current_app.jinja_env.globals["site_name"])
    who = inviter or asked.organisation

    def letter() -> Letter:
        told = {"inviter": who, "organisation": asked.organisation, "site": site}
        return Letter(
            subject=_("%(inviter)s invites you to %(what)s", inviter=who, what=asked.organisation),
            greeting=_("Hello,"),
            paragraphs=(
                _("%(inviter)s invites you to join %(organisation)s on %(site)s.", **told),
                _(
                    "%(site)s is where people of local and regional governments learn together, free of charge.",
                    site=site,
                ),
                _(
                    "Register with this address. Then you can say yes or no. If you do not want to take part, do nothing."
                ),
            ),
            because=_("You get this because %(inviter)s gave us your address to invite you.", inviter=who),
            button=(_("Register"), f"{asked.root}/register?next=/account/organisations"),
            further=(no_more_letters(asked.email, asked.root, asked.language),),
        )

    post_letter(letter, to=asked.email, language=asked.language, kind="invitation")
