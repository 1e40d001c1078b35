"""Keeps short secrets so that whoever reads the database or a cookie alone does not learn them.

The key is made from the site's secret. When that changes, what was sealed before cannot be opened any more, and
`unseal` says so by giving nothing.
"""

import base64
import secrets
from typing import TYPE_CHECKING

from flask import current_app

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


def seal(text: str, purpose: str) -> str:
    """The text encrypted; it opens only for the same purpose."""
    nonce = secrets.token_bytes(_NONCE)
    return base64.urlsafe_b64encode(nonce + _cipher(purpose).encrypt(nonce, text.encode(), purpose.encode())).decode()


def unseal(sealed: str, purpose: str) -> str | None:
    """The text that was sealed for this purpose; None when it was changed, or sealed under another secret."""
    from cryptography.exceptions import InvalidTag

    try:
        whole = base64.urlsafe_b64decode(sealed)
        return _cipher(purpose).decrypt(whole[:_NONCE], whole[_NONCE:], purpose.encode()).decode()
    except (InvalidTag, ValueError):
        return None


def _cipher(purpose: str) -> "AESGCM":
    # Loaded when something is sealed, since few requests do.
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    secret = str(current_app.config["SECRET_KEY"]).encode()
    kind = purpose.partition(":")[0]
    return AESGCM(HKDF(SHA256(), length=32, salt=None, info=f"learning forum: {kind}".encode()).derive(secret))
