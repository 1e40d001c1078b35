"""An organisation's own sign-in, by OpenID Connect: where to send people, and what it says of who comes back.

Authorization code with PKCE, state and nonce. The site asks only the issuer that its administrator named; whatever goes
wrong becomes one exception with a sentence, and the reason goes to the log. The libraries for it are loaded when
somebody goes that way, since most sites and most workers never do.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app

from app.config import OrganisationSignIn
from app.platform import clock
from app.platform.errors import DomainError, NotFound
from app.platform.i18n import _
from app.platform.turns import letting_others_go_first

log = logging.getLogger(__name__)

_SCOPE = "openid email profile"
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA", "Ed25519"]
_WELL_KNOWN = "/.well-known/openid-configuration"
_KEPT = timedelta(hours=1)
# Clocks of two machines differ by so many seconds.
_LEEWAY = 60


class OutsideTrouble(DomainError):
    """The organisation's sign-in did not lead in; the sentence says so, and the other ways are open."""

    status = 502


@dataclass(frozen=True, slots=True)
class Departure:
    """Where a person is sent, and what their browser has to remember until they come back."""

    address: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Claims:
    """What the organisation says of a person. The address is empty unless it was verified there."""

    issuer: str
    subject: str
    email: str
    name: str


def get_provider(key: str) -> OrganisationSignIn:
    """The organisation of this key; raises NotFound when none is set up."""
    found: OrganisationSignIn | None = current_app.config["ORGANISATIONS"].get(key)
    if found is None:
        raise NotFound(_("No organisation is set up under this name."))
    return found


def depart(provider: OrganisationSignIn, *, back: str) -> Departure:
    """Prepare to send somebody to their organisation, from where they come to the address `back`."""
    from authlib.common.security import generate_token

    metadata = _metadata_of(provider)
    state, nonce, verifier = generate_token(32), generate_token(32), generate_token(64)
    address, _state = _client(provider, back).create_authorization_url(
        _told(metadata, "authorization_endpoint"), state=state, code_verifier=verifier, nonce=nonce
    )
    return Departure(address, state, nonce, verifier)


def arrive(provider: OrganisationSignIn, code: str, *, back: str, nonce: str, verifier: str) -> Claims:
    """Exchange the code that somebody brought for what their organisation says of them; raises OutsideTrouble."""
    metadata = _metadata_of(provider)
    with _told_as_trouble(provider), letting_others_go_first():
        client = _client(provider, back, metadata)
        token = client.fetch_token(_told(metadata, "token_endpoint"), code=code, code_verifier=verifier)
        keys = _fetched(provider, _told(metadata, "jwks_uri"))
        claims = _validated(provider, token, keys, nonce)
        if "email" not in claims and metadata.get("userinfo_endpoint"):
            more = client.get(_told(metadata, "userinfo_endpoint"))
            more.raise_for_status()
            claims = {**_of_same(more.json(), claims["sub"]), **claims}
    return Claims(
        issuer=provider.issuer,
        subject=str(claims["sub"]),
        email=str(claims.get("email") or "") if claims.get("email_verified") is True else "",
        name=str(claims.get("name") or ""),
    )


class _told_as_trouble:
    """Inside, whatever the other side does wrong becomes OutsideTrouble."""

    def __init__(self, provider: OrganisationSignIn) -> None:
        self._provider = provider

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, _trace: object) -> None:
        from authlib.common.errors import AuthlibBaseError
        from joserfc.errors import JoseError
        from requests import RequestException

        if isinstance(error, (RequestException, AuthlibBaseError, JoseError, ValueError, KeyError, TypeError)):
            log.warning("sign-in of %s: %s: %s", self._provider.key, type(error).__name__, error)
            raise OutsideTrouble(
                _(
                    "%(name)s did not answer as it should, so you are not signed in. "
                    "Try again in a few minutes, or sign in another way.",
                    name=self._provider.name,
                )
            ) from error


def _client(provider: OrganisationSignIn, back: str, metadata: Mapping[str, Any] | None = None) -> Any:
    from authlib.integrations.requests_client import OAuth2Session

    from app.platform.fetching import session_for

    methods = (metadata or {}).get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    client = OAuth2Session(
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        scope=_SCOPE,
        redirect_uri=back,
        code_challenge_method="S256",
        token_endpoint_auth_method="client_secret_basic" if "client_secret_basic" in methods else methods[0],
    )
    session_for(provider.issuer, *provider.hosts, into=client)
    return client


def _metadata_of(provider: OrganisationSignIn) -> Mapping[str, Any]:
    """What the issuer says of itself, asked once an hour."""
    kept: dict[str, tuple[datetime, Mapping[str, Any]]] = current_app.extensions.setdefault("organisations", {})
    found = kept.get(provider.key)
    if found is not None and abs(clock.now() - found[0]) < _KEPT:
        return found[1]
    with _told_as_trouble(provider), letting_others_go_first():
        metadata = _fetched(provider, provider.issuer.rstrip("/") + _WELL_KNOWN)
        if metadata.get("issuer") != provider.issuer:
            raise ValueError(f"the issuer calls itself {metadata.get('issuer')!r}, not {provider.issuer!r}")
    kept[provider.key] = clock.now(), metadata
    return metadata


def _fetched(provider: OrganisationSignIn, address: str) -> dict[str, Any]:
    from app.platform.fetching import session_for

    with session_for(provider.issuer, *provider.hosts) as session:
        answer = session.get(address, headers={"Accept": "application/json"})
        answer.raise_for_status()
        told = answer.json()
    if not isinstance(told, dict):
        raise ValueError(f"{address} answers with something else than facts")
    return told


def _told(metadata: Mapping[str, Any], name: str) -> str:
    address = metadata[name]
    if not isinstance(address, str) or not address.startswith(("https://", "http://")):
        raise ValueError(f"{name} is no address")
    return address


def _validated(
    provider: OrganisationSignIn, token: Mapping[str, Any], keys: dict[str, Any], nonce: str
) -> Mapping[str, Any]:
    from authlib.oidc.core import CodeIDToken
    from joserfc import jwt
    from joserfc.jwk import KeySet

    read = jwt.decode(token["id_token"], KeySet.import_key_set(keys), algorithms=_ALGORITHMS)  # type: ignore[arg-type]
    claims = CodeIDToken(
        read.claims,
        read.header,
        options={
            "iss": {"essential": True, "value": provider.issuer},
            "aud": {"essential": True, "value": provider.client_id},
            "sub": {"essential": True},
            "exp": {"essential": True},
            "nonce": {"essential": True, "value": nonce},
        },
        params={"nonce": nonce, "client_id": provider.client_id, "access_token": token.get("access_token")},
    )
    claims.validate(now=int(clock.now().timestamp()), leeway=_LEEWAY)
    return dict(claims)


def _of_same(told: Any, subject: str) -> dict[str, Any]:
    """What is told of a person besides, if it is the same one."""
    if not isinstance(told, dict) or told.get("sub") != subject:
        raise ValueError("the facts told besides are of somebody else")
    return told
