"""Asking other sites: only those that are named, with an end to time and size, and never inside our own network.

A name is looked up once, every address it has is checked, and the connection goes to what was checked: a name that
changes its address in between leads nowhere else. Nothing is followed to another place, and no proxy is asked.
"""

import ipaddress
import socket
import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

_CONNECT, _READ, _ALL = 4, 6, 12
_LARGEST = 512 * 1024
_PIECE = 16 * 1024
# Addresses of the old Internet written as new ones: what they stand for is what counts.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class CannotFetch(requests.RequestException):
    """The other site may not be asked for this, or did not answer as it should; the message is for the log."""


class _Blocked(Exception):
    """As above, for the library underneath, which makes something else of what it knows."""


def is_loopback(address: str) -> bool:
    """Whether the address of a site leads to this machine itself, by its name."""
    return (urlsplit(address).hostname or "") in _LOOPBACK_NAMES


def is_blocked(address: str, *, may_be_loopback: bool = False) -> bool:
    """Whether an address is not one of the open Internet: private, of this machine, of the link, of nobody."""
    # An address of the link may name the link it is of.
    ip: Address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        ip = inner or ip
    if ip.is_loopback:
        return not may_be_loopback
    return not ip.is_global or ip.is_multicast or ip.is_reserved


def session_for(*sites: str, into: requests.Session | None = None) -> requests.Session:
    """A session that asks these sites and no others, by https; by http and on this machine where a site is named so.

    `into` is the session of a library that is to be held to the same.
    """
    session = requests.Session() if into is None else into
    session.trust_env = False
    session.max_redirects = 0
    for scheme in list(session.adapters):
        del session.adapters[scheme]
    adapter = _Guard(sites)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def _origin_of(address: str) -> tuple[str, str, int | None]:
    parts = urlsplit(address)
    return parts.scheme, (parts.hostname or "").rstrip("."), parts.port or {"http": 80, "https": 443}.get(parts.scheme)


class _Guard(HTTPAdapter):
    """Sends what may be sent, and reads no more than it should."""

    def __init__(self, sites: Iterable[str]) -> None:
        named = tuple(sites)
        self._origins = {_origin_of(site) for site in named}
        self._may_be_loopback = any(is_loopback(site) for site in named)
        super().__init__(max_retries=0)

    def init_poolmanager(self, *positional: Any, **named: Any) -> None:
        """The library's connections, but for where they lead."""
        super().init_poolmanager(*positional, **named)
        self.poolmanager.pool_classes_by_scheme = _pools(self._may_be_loopback)

    def send(self, request: requests.PreparedRequest, *_positional: Any, **_named: Any) -> requests.Response:
        """Send a request; raises CannotFetch."""
        address = str(request.url)
        origin = _origin_of(address)
        if origin not in self._origins:
            raise CannotFetch(f"{address} is not of a site that may be asked.")
        if origin[0] != "https" and not is_loopback(address):
            raise CannotFetch(f"{address} is asked by https only.")
        began = time.monotonic()
        try:
            answer = super().send(request, stream=True, timeout=(_CONNECT, _READ), verify=True)
        except _Blocked as blocked:
            raise CannotFetch(str(blocked)) from blocked
        try:
            if answer.is_redirect:
                raise CannotFetch(f"{address} leads elsewhere, which is not followed.")
            # As the library does itself when it reads an answer whole.
            answer._content = _read(answer, began)
            answer._content_consumed = True  # type: ignore[attr-defined]
        finally:
            answer.close()
        return answer


def _read(answer: requests.Response, began: float) -> bytes:
    read = bytearray()
    for piece in answer.iter_content(_PIECE):
        read += piece
        if len(read) > _LARGEST:
            raise CannotFetch(f"{answer.url} answers with more than {_LARGEST} bytes.")
        if time.monotonic() - began > _ALL:
            raise CannotFetch(f"{answer.url} takes longer than {_ALL} seconds.")
    return bytes(read)


def _pools(may_be_loopback: bool) -> dict[str, type[HTTPConnectionPool]]:
    """Connections that go to an address that was checked; certificates are checked for the name all the same."""

    class CheckedConnection(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _connected(self, super()._new_conn)

    class CheckedSecureConnection(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _connected(self, super()._new_conn)

    def _connected(connection: HTTPConnection, connect: Any) -> socket.socket:
        name = connection._dns_host
        connection._dns_host = _checked_address(name, connection.port, may_be_loopback)
        try:
            made: socket.socket = connect()
            return made
        finally:
            connection._dns_host = name

    class Pool(HTTPConnectionPool):
        ConnectionCls = CheckedConnection

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = CheckedSecureConnection

    return {"http": Pool, "https": SecurePool}


def _checked_address(name: str, port: int, may_be_loopback: bool) -> str:
    try:
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise _Blocked(f"Nobody knows where {name} is.") from error
    addresses = [str(address[0]) for *_kind, address in found]
    # One blocked address is enough: whoever mixes them means no good.
    if not addresses or any(is_blocked(one, may_be_loopback=may_be_loopback) for one in addresses):
        raise _Blocked(f"{name} is not on the open Internet.")
    # Old networks first: a new one that is only half set up would make everybody wait.
    return min(addresses, key=lambda one: ":" in one)
