"""Another mail address for an account, confirmed by a link that goes there. Nothing here commits but the job.

Whether an address has an account already is told to nobody but its owner: the answer is the same, and only the job that
writes the letters looks.
"""

from app.accounts.links import LinkHolder, make_link, use_link
from app.accounts.models import Purpose, User
from app.accounts.queries import find_user_by_email, get_user, key_of
from app.accounts.writing import Notice, write_to
from app.platform.database import db, transaction
from app.platform.errors import Conflict
from app.platform.i18n import _
from app.platform.jobs import enqueue
from app.platform.unreached import forget_failures

MAIL_NEW_ADDRESS = "mail-new-address"


def ask_for_address(user: User, new_email: str, *, root: str, language: str) -> None:
    """Have a link mailed to the new address, and tell the old one at once."""
    enqueue(MAIL_NEW_ADDRESS, user_id=user.id, new_email=new_email, root=root, language=language)

    def notice() -> Notice:
        return Notice(
            _("Another address was asked for"),
            (
                _("Somebody, probably you, asked for your account to have the address %(email)s.", email=new_email),
                _("Nothing has changed yet: a link was sent to that address, which is good for one hour."),
                _("If this was not you, set a new password at once: then that link is good for nothing."),
            ),
            (_("Set a new password"), f"{root}/sign-in/mail"),
        )

    write_to(user, notice, language=language, kind="new-address")


def mail_new_address(user_id: int, new_email: str, root: str, language: str) -> None:
    """The job: write to the new address, with a link, or to its owner that they have an account already."""
    with transaction():
        user = db.session.get(User, user_id)
        if user is None:
            return
        owner = find_user_by_email(new_email)
        if owner is not None and owner.id != user_id:
            write_to(owner, lambda: _has_account(root), language=language, kind="new-address")
            return
        address = f"{root}/links/{make_link(user_id, Purpose.NEW_ADDRESS, new_email=new_email)}"
        write_to(
            user,
            lambda: _confirm(new_email, address),
            language=language,
            kind="new-address",
            to=new_email,
            is_asked_for=True,
        )


def change_address(holder: LinkHolder, *, language: str) -> None:
    """Give the account its new address, and tell the old one; raises Conflict when it has an account meanwhile."""
    use_link(holder)
    owner = find_user_by_email(holder.new_email)
    if owner is not None and owner.id != holder.user_id:
        raise Conflict(_("There is an account with this address already. Nothing was changed."))
    user = get_user(holder.user_id)
    write_to(user, lambda: _is_changed(holder.new_email), language=language, kind="new-address")
    # What is known of the old address is of no more use.
    forget_failures(user.email)
    user.email, user.email_key = holder.new_email, key_of(holder.new_email)
    db.session.flush()


def _confirm(new_email: str, address: str) -> Notice:
    return Notice(
        _("Is this your new address?"),
        (
            _("Somebody, probably you, asked for an account here to have the address %(email)s.", email=new_email),
            _("The link works once, for one hour. If you did not ask for it, do nothing."),
        ),
        (_("Use this address"), address),
    )


def _has_account(root: str) -> Notice:
    return Notice(
        _("You have an account with this address"),
        (
            _("Somebody asked for another account to have your address. It cannot, since you have an account with it."),
            _("If it was you, sign in to this account instead. If it was not, do nothing: your account is safe."),
        ),
        (_("Sign in"), f"{root}/sign-in"),
    )


def _is_changed(new_email: str) -> Notice:
    return Notice(
        _("Your account has another address"),
        (
            _("Your account has the address %(email)s now. Letters about it no longer come here.", email=new_email),
            _("If this was not you, tell us at once: you cannot have a link mailed here any more."),
        ),
    )
