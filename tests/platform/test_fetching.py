"""Asking other sites: nothing inside the network, nothing that was not named, nothing without end."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import requests

from app.platform import fetching
from app.platform.fetching import CannotFetch, is_blocked, session_for

HELLO = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"


@contextmanager
def answering(*pieces: bytes, again: int = 1, pause: float = 0.0) -> Iterator[tuple[str, list[bytes]]]:
    """A server on this machine that answers with these pieces; its address, and what it was asked."""
    heard: list[bytes] = []
    stop = threading.Event()
    door = socket.create_server(("127.0.0.1", 0))
    door.settimeout(0.1)

    def serve() -> None:
        while not stop.is_set():
            try:
                line, _address = door.accept()
            except TimeoutError:
                continue
            with line:
                heard.append(line.recv(4096))
                try:
                    for piece in pieces * again:
                        line.sendall(piece)
                        if stop.wait(pause):
                            break
                except OSError:
                    continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{door.getsockname()[1]}", heard
    finally:
        stop.set()
        thread.join()
        door.close()


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "10.0.0.1",
        "172.16.3.4",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "64:ff9b::10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2002:a00:1::",
    ],
)
def test_addresses_that_are_not_of_the_open_internet_are_blocked(address: str) -> None:
    assert is_blocked(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8"])
def test_addresses_of_the_open_internet_are_not(address: str) -> None:
    assert not is_blocked(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_this_machine_may_be_asked_where_a_site_was_named_so(address: str) -> None:
    assert not is_blocked(address, may_be_loopback=True)
    assert is_blocked("10.0.0.1", may_be_loopback=True)


@pytest.mark.parametrize(
    "site",
    [
        "https://10.0.0.1",
        "https://169.254.169.254",
        "https://127.0.0.2",
        "https://[::ffff:10.0.0.1]",
        "https://2130706433",
        "https://0x7f.1",
        "https://127.1",
    ],
)
def test_a_site_inside_the_network_is_not_asked_however_it_is_written(site: str) -> None:
    with pytest.raises(CannotFetch, match=r"not on the open Internet|Nobody knows"):
        session_for(site).get(f"{site}/", timeout=1)


def test_a_name_that_leads_to_this_machine_is_not_asked() -> None:
    name = socket.gethostname()
    if not all(is_blocked(str(found[4][0])) for found in socket.getaddrinfo(name, 443)):
        name = "ip6-localhost"
    with pytest.raises(CannotFetch, match=r"not on the open Internet|Nobody knows"):
        session_for(f"https://{name}").get(f"https://{name}/", timeout=1)


def test_a_site_that_was_named_is_asked() -> None:
    with answering(HELLO) as (site, heard):
        assert session_for(site).get(f"{site}/facts", timeout=1).text == "hello"
    assert heard[0].startswith(b"GET /facts ")


@pytest.mark.parametrize("other", ["https://other.example/", "http://127.0.0.1:9/", "http://localhost:8080/"])
def test_no_other_site_is_asked(other: str) -> None:
    with answering(HELLO) as (site, heard), pytest.raises(CannotFetch, match="not of a site"):
        session_for(site).get(other, timeout=1)
    assert heard == []


def test_a_site_of_the_internet_is_asked_by_https_only() -> None:
    with pytest.raises(CannotFetch, match="by https only"):
        session_for("http://login.example").get("http://login.example/", timeout=1)


def test_no_redirection_is_followed() -> None:
    leading = b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"
    with answering(leading) as (site, heard), pytest.raises(CannotFetch, match="leads elsewhere"):
        session_for(site).get(f"{site}/", timeout=1)
    assert len(heard) == 1


def test_too_much_is_not_read() -> None:
    head = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 60_000
    with answering(head, again=100) as (site, _heard), pytest.raises(CannotFetch, match="more than"):
        session_for(site).get(f"{site}/", timeout=1)


def test_much_that_was_packed_small_is_not_unpacked() -> None:
    import gzip

    packed = gzip.compress(b"0" * 20_000_000)
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed)
    with answering(head + packed) as (site, _heard), pytest.raises(CannotFetch, match="more than"):
        session_for(site).get(f"{site}/", timeout=1)


def test_who_answers_drop_by_drop_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "_ALL", 0.2)
    monkeypatch.setattr(fetching, "_PIECE", 1)
    with (
        answering(b"HTTP/1.1 200 OK\r\n\r\n", *[b"x"] * 20, pause=0.05) as (site, _heard),
        pytest.raises(CannotFetch, match="takes longer"),
    ):
        session_for(site).get(f"{site}/")


def test_who_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "_READ", 0.2)
    with answering(b"", pause=5) as (site, _heard), pytest.raises(requests.ReadTimeout):
        session_for(site).get(f"{site}/")


def test_no_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(HELLO) as (proxy, asked), answering(HELLO) as (site, heard):
        monkeypatch.setenv("http_proxy", proxy)
        monkeypatch.delenv("no_proxy", raising=False)
        assert session_for(site).get(f"{site}/", timeout=1).text == "hello"
    assert asked == []
    assert len(heard) == 1
