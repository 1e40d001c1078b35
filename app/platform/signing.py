"""Signs cookies and the tokens of forms, with what that takes made once instead of for each request.

What is signed reads as Flask and Flask-WTF write it: they accept it, and it accepts theirs.
"""

import json
from functools import cache
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import Signer, TimestampSigner, URLSafeTimedSerializer
from itsdangerous.encoding import base64_encode

_SALT_OF_FORMS = "wtf-csrf-token"


class KeptSessions(SecureCookieSessionInterface):
    """Flask's sessions, without a new serializer for each that is opened."""

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Flask's, made once for these secrets."""
        if not app.secret_key:
            return None
        return _serializer_of_sessions((*(app.config["SECRET_KEY_FALLBACKS"] or ()), app.secret_key))


def sign_form_token(app: Flask, token: str) -> str:
    """What Flask-WTF's `generate_csrf` makes of the token that a session holds."""
    payload = base64_encode(json.dumps(token))
    return _signer_of_forms(app.config.get("WTF_CSRF_SECRET_KEY") or app.secret_key).sign(payload).decode("ascii")


class _KeptSigner(TimestampSigner):
    """Derives its keys once: the secrets they are made of are those it was born with."""

    def __init__(self, *positional: Any, **named: Any) -> None:
        super().__init__(*positional, **named)
        self._derived: dict[str | bytes | None, bytes] = {}

    def derive_key(self, secret_key: str | bytes | None = None) -> bytes:
        """The key made of this secret, or of the newest."""
        derived = self._derived.get(secret_key)
        if derived is None:
            derived = self._derived[secret_key] = super().derive_key(secret_key)
        return derived


class _KeptSerializer(URLSafeTimedSerializer):
    """Keeps its signer."""

    default_signer = _KeptSigner

    def __init__(self, *positional: Any, **named: Any) -> None:
        super().__init__(*positional, **named)
        self._kept_signer = super().make_signer()

    def make_signer(self, salt: str | bytes | None = None) -> Signer:
        """The one that is kept, unless another salt is asked for."""
        return self._kept_signer if salt in (None, self.salt) else super().make_signer(salt)


@cache
def _serializer_of_sessions(secrets: tuple[str | bytes, ...]) -> _KeptSerializer:
    flasks = KeptSessions
    return _KeptSerializer(
        list(secrets),
        salt=flasks.salt,
        serializer=flasks.serializer,
        signer_kwargs={"key_derivation": flasks.key_derivation, "digest_method": flasks.digest_method},
    )


@cache
def _signer_of_forms(secret: str | bytes) -> _KeptSigner:
    return _KeptSigner(secret, salt=_SALT_OF_FORMS)
