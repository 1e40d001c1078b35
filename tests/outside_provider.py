"""An organisation's OpenID Connect provider on this machine: pyop, which shares no code with what the site uses.

The tests decide who signs in there, and how the provider misbehaves.
"""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

from Cryptodome.PublicKey import RSA
from flask import Flask, Response, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from jwkest.jwk import RSAKey, SYMKey
from jwkest.jws import JWS
from pyop.authz_state import AuthorizationState
from pyop.exceptions import InvalidAccessToken, OAuthError
from pyop.provider import Provider
from pyop.subject_identifier import HashBasedSubjectIdentifierFactory
from pyop.userinfo import Userinfo
from werkzeug.serving import make_server

CLIENT_ID, CLIENT_SECRET = "learning-forum", "a secret of these tests"


@cache
def _key(of: str) -> RSAKey:
    """A key of the organisation's own, or a false one that calls itself so; made when it is first needed."""
    assert of in {"own", "false"}
    return RSAKey(key=RSA.generate(2048), alg="RS256", use="sig", kid="own")


# In seconds, for a sign to stop.
_LOOKS_EVERY = 0.01


class Organisation:
    """The provider, who signs in there, and what it does wrong."""

    def __init__(self, address: str, back: str) -> None:
        self.issuer = address
        self.people: dict[str, dict[str, Any]] = {}
        # Who is signed in there; nobody means that they decline.
        self.somebody: str | None = None
        # What is changed in each token after it was made.
        self.changes: Mapping[str, Any] = {}
        self.is_signed_by: str = "own"
        # What to answer in place of an endpoint, by its path.
        self.answers: dict[str, Callable[[], ResponseReturnValue]] = {}
        self.asked: list[str] = []
        endpoints = {
            "issuer": "",
            "authorization_endpoint": "/authorize",
            "token_endpoint": "/token",
            "jwks_uri": "/jwks",
            "userinfo_endpoint": "/userinfo",
        }
        abilities = {
            "scopes_supported": ["openid", "email", "profile"],
            "subject_types_supported": ["public"],
            "response_types_supported": ["code"],
        }
        client = {
            "client_secret": CLIENT_SECRET,
            "redirect_uris": [back],
            "response_types": ["code"],
            "token_endpoint_auth_method": "client_secret_basic",
        }
        self._provider = Provider(
            _key("own"),
            {**{name: f"https://riverton.example{path}" for name, path in endpoints.items()}, **abilities},
            AuthorizationState(HashBasedSubjectIdentifierFactory("salt")),
            {CLIENT_ID: client},
            Userinfo(self.people),
        )
        # It insists on https for itself; on this machine alone it is tried without.
        for name, path in endpoints.items():
            self._provider.configuration_information[name] = address + path
        self.app = self._served()

    def knows(self, who: str, **claims: Any) -> None:
        """Have a person there, who is signed in now."""
        self.people[who] = claims
        self.somebody = who

    def _served(self) -> Flask:
        app = Flask("an organisation")

        @app.before_request
        def misbehave() -> ResponseReturnValue | None:
            self.asked.append(request.path)
            return self.answers[request.path]() if request.path in self.answers else None

        @app.get("/.well-known/openid-configuration")
        def configuration() -> Response:
            return jsonify(self._provider.provider_configuration.to_dict())

        @app.get("/jwks")
        def keys() -> Response:
            return jsonify(self._provider.jwks)

        @app.get("/authorize")
        def authorize() -> ResponseReturnValue:
            asked = self._provider.parse_authentication_request(request.query_string.decode())
            if self.somebody is None:
                return redirect(f"{asked['redirect_uri']}?error=access_denied&state={asked['state']}")
            answer = self._provider.authorize(asked, self.somebody)
            return redirect(answer.request(asked["redirect_uri"]))

        @app.post("/token")
        def token() -> ResponseReturnValue:
            try:
                answer = self._provider.handle_token_request(request.get_data().decode(), request.headers)
            except OAuthError as error:
                return jsonify({"error": error.oauth_error}), 400
            told = answer.to_dict()
            told["id_token"] = self._changed(str(told["id_token"]))
            return jsonify(told)

        @app.get("/userinfo")
        def userinfo() -> ResponseReturnValue:
            try:
                told = self._provider.handle_userinfo_request(request.query_string.decode(), request.headers)
            except InvalidAccessToken:
                return "", 401
            return jsonify(told.to_dict())

        return app

    def _changed(self, token: str) -> str:
        claims = {**JWS().verify_compact(token, keys=[_key("own")]), **self.changes}
        if self.is_signed_by == "nobody":
            return str(JWS(json.dumps(claims), alg="none").sign_compact())
        if self.is_signed_by == "client secret":
            return str(JWS(json.dumps(claims), alg="HS256").sign_compact([SYMKey(key=CLIENT_SECRET, alg="HS256")]))
        key = _key("own" if self.is_signed_by == "own" else "false")
        return str(JWS(json.dumps(claims), alg="RS256").sign_compact([key]))


@contextmanager
def organisation(back: str) -> Iterator[Organisation]:
    """A provider at an address of this machine, from which people go back to `back`."""
    holder: list[Organisation] = []
    server = make_server("127.0.0.1", 0, lambda *call: holder[0].app(*call), threaded=True)
    holder.append(Organisation(f"http://127.0.0.1:{server.port}", back))
    thread = threading.Thread(target=server.serve_forever, args=(_LOOKS_EVERY,), daemon=True)
    thread.start()
    try:
        yield holder[0]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
