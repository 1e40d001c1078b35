"""Passkeys: a device proves who somebody is, and that it has verified them, so one counts as both steps.

The challenge of a form is its key too (`platform.once`), so that it is answered once. Nothing here commits.
"""

import ipaddress
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from flask import session
from sqlalchemy import delete, select, update

from app.accounts.models import User
from app.accounts.second_steps import not_you
from app.accounts.ways_in import Passkey
from app.accounts.writing import Notice, write_to
from app.platform import clock
from app.platform.database import count_changed, db
from app.platform.errors import CannotBe, Conflict, NotFound
from app.platform.i18n import _

_CHALLENGE = "challenge"
_GOOD_FOR = timedelta(minutes=10)
# What is asked of the device: an elliptic curve or RSA, as every device has one of.
_ALGORITHMS = (-7, -257, -8)


@dataclass(frozen=True, slots=True)
class Site:
    """The site as passkeys know it: its name, which they belong to, and the origin of its pages."""

    name: str
    origin: str

    @property
    def may_have_passkeys(self) -> bool:
        """Whether browsers make passkeys for it: not for a bare number."""
        try:
            ipaddress.ip_address(self.name)
        except ValueError:
            return bool(self.name)
        return False


def site_of(root: str) -> Site:
    """The site at this address."""
    parts = urlsplit(root)
    return Site(parts.hostname or "", f"{parts.scheme}://{parts.netloc}".lower())


def challenge() -> str:
    """A challenge for the forms of this browser: the one it has while that is fresh, for the sake of two windows."""
    kept = session.get(_CHALLENGE)
    now = clock.now()
    if not kept or kept["until"] - now.timestamp() < _GOOD_FOR.total_seconds() / 2:
        until = int((now + _GOOD_FOR).timestamp())
        kept = session[_CHALLENGE] = {"text": secrets.token_urlsafe(32), "until": until}
    return str(kept["text"])


def spend_challenge(answered: str) -> bytes:
    """The challenge that this form answers, which is good no more; raises CannotBe when it is not this browser's."""
    from webauthn import base64url_to_bytes

    kept = session.pop(_CHALLENGE, None)
    if not kept or kept["text"] != answered or clock.now().timestamp() > kept["until"]:
        raise CannotBe(_("That took longer than ten minutes, or was begun in another window. Please try again."))
    return base64url_to_bytes(answered)


def signing_in_options(site: Site, text: str) -> str:
    """What a browser is asked to sign in with any passkey it has for this site."""
    return json.dumps({"challenge": text, "rpId": site.name, "userVerification": "required", "timeout": 120_000})


def making_options(site: Site, text: str, user: User, site_name: str) -> str:
    """What a browser is asked to make a passkey for this person, on a device that has none yet."""
    known = db.session.scalars(select(Passkey.credential_id).where(Passkey.user_id == user.id))
    return json.dumps(
        {
            "challenge": text,
            "rp": {"id": site.name, "name": site_name},
            "user": {"id": _handle_of(user.id), "name": user.email, "displayName": user.name},
            "pubKeyCredParams": [{"type": "public-key", "alg": algorithm} for algorithm in _ALGORITHMS],
            "authenticatorSelection": {
                "residentKey": "required",
                "requireResidentKey": True,
                "userVerification": "required",
            },
            "excludeCredentials": [{"type": "public-key", "id": one} for one in known],
            "attestation": "none",
            "timeout": 120_000,
        }
    )


def add_passkey(user: User, told: str, expected: bytes, name: str, *, site: Site, language: str) -> None:
    """Keep the passkey that a browser has made; raises CannotBe when it is not what was asked for."""
    from webauthn import verify_registration_response
    from webauthn.helpers import bytes_to_base64url
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        made = verify_registration_response(
            credential=told,
            expected_challenge=expected,
            expected_rp_id=site.name,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise CannotBe(_("Your device did not make a passkey that can be used here. Nothing was changed.")) from error
    credential_id = bytes_to_base64url(made.credential_id)
    if db.session.scalar(select(Passkey.id).where(Passkey.credential_id == credential_id)) is not None:
        raise Conflict(_("This passkey is known already. Nothing was changed."))
    db.session.add(
        Passkey(
            user_id=user.id,
            credential_id=credential_id,
            public_key=bytes_to_base64url(made.credential_public_key),
            sign_count=made.sign_count,
            name=name,
            made_at=clock.now(),
        )
    )
    db.session.flush()
    write_to(user, lambda: _added(name), language=language, kind="passkey")


def use_passkey(told: str, expected: bytes, *, site: Site) -> User:
    """Whose passkey this is; raises CannotBe when it is nobody's, or not used as it was asked to be."""
    from webauthn import base64url_to_bytes, verify_authentication_response
    from webauthn.helpers import parse_authentication_credential_json
    from webauthn.helpers.exceptions import WebAuthnException

    refusal = CannotBe(_("This passkey does not open anything here. It may have been removed; sign in another way."))
    try:
        credential = parse_authentication_credential_json(told)
        passkey = db.session.scalar(select(Passkey).where(Passkey.credential_id == credential.id))
        if passkey is None:
            raise refusal
        if credential.response.user_handle not in (None, str(passkey.user_id).encode()):
            raise refusal
        used = verify_authentication_response(
            credential=credential,
            expected_challenge=expected,
            expected_rp_id=site.name,
            expected_origin=site.origin,
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise refusal from error
    counted = count_changed(
        update(Passkey)
        .where(Passkey.id == passkey.id, Passkey.sign_count == passkey.sign_count)
        .values(sign_count=used.new_sign_count, used_at=clock.now())
    )
    if not counted:
        raise refusal
    return db.session.get_one(User, passkey.user_id)


def passkeys_of(user_id: int) -> Sequence[Passkey]:
    """Somebody's passkeys, the oldest first."""
    return db.session.scalars(select(Passkey).where(Passkey.user_id == user_id).order_by(Passkey.id)).all()


def remove_passkey(user: User, passkey_id: int, *, language: str) -> None:
    """Forget a passkey; raises NotFound when it is not one of this person's."""
    mine = (Passkey.id == passkey_id, Passkey.user_id == user.id)
    name = db.session.scalar(select(Passkey.name).where(*mine))
    if name is None:
        raise NotFound(_("There is no such passkey, or it was removed already."))
    db.session.execute(delete(Passkey).where(*mine))
    write_to(user, lambda: _removed(name), language=language, kind="passkey")


def _handle_of(user_id: int) -> str:
    """What a device keeps of the person: their number, in base64url."""
    from webauthn.helpers import bytes_to_base64url

    return bytes_to_base64url(str(user_id).encode())


def _added(name: str) -> Notice:
    return Notice(
        _("A passkey opens your account"),
        (_("The passkey “%(name)s” can sign in to your account from now on.", name=name), not_you()),
    )


def _removed(name: str) -> Notice:
    return Notice(
        _("A passkey was removed"),
        (_("The passkey “%(name)s” cannot sign in to your account any more.", name=name), not_you()),
    )
