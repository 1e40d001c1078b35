"""Requests take turns within a process, in the order they came, and whoever hashes a password holds up nobody."""

import threading
from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

from app.platform.turns import Turns, in_turns, letting_others_go_first

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def ask(application: Any, body: bytes = b"") -> None:
    environ = {"CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body)}
    application(environ, lambda *_: None)


def test_turns_are_taken_in_the_order_of_coming() -> None:
    turns, order = Turns(), []
    turns.take()

    def wait(number: int, is_waiting: threading.Event) -> None:
        is_waiting.set()
        turns.take()
        order.append(number)
        turns.give_back()

    threads = []
    for number in range(8):
        is_waiting = threading.Event()
        thread = threading.Thread(target=wait, args=(number, is_waiting))
        thread.start()
        is_waiting.wait()
        while len(turns._waiting) <= number:
            threading.Event().wait(0.001)
        threads.append(thread)
    turns.give_back()
    for thread in threads:
        thread.join()
    assert order == list(range(8))


def test_two_requests_never_run_at_once() -> None:
    running, most = 0, 0
    guard = threading.Lock()

    def serve(_environ: "WSGIEnvironment", _start: "StartResponse") -> Iterable[bytes]:
        nonlocal running, most
        with guard:
            running += 1
            most = max(most, running)
        threading.Event().wait(0.005)
        with guard:
            running -= 1
        return []

    threads = [threading.Thread(target=ask, args=(in_turns(serve),)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


def test_a_page_is_served_while_somebody_waits_for_something_else() -> None:
    is_hashing, may_end = threading.Event(), threading.Event()

    def hashing(_environ: "WSGIEnvironment", _start: "StartResponse") -> Iterable[bytes]:
        with letting_others_go_first():
            is_hashing.set()
            assert may_end.wait(10)
        return []

    slow = threading.Thread(target=ask, args=(in_turns(hashing),))
    slow.start()
    assert is_hashing.wait(10)
    ask(in_turns(lambda _environ, _start: []))
    assert slow.is_alive()
    may_end.set()
    slow.join(10)
    assert not slow.is_alive()


def test_a_turn_is_given_back_when_a_request_fails() -> None:
    def failing(_environ: "WSGIEnvironment", _start: "StartResponse") -> Iterable[bytes]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask(in_turns(failing))
    ask(in_turns(lambda _environ, _start: []))


def test_the_whole_body_has_arrived_before_a_turn_is_taken() -> None:
    seen: list[bytes] = []

    def reading(environ: "WSGIEnvironment", _start: "StartResponse") -> Iterable[bytes]:
        seen.append(environ["wsgi.input"].read())
        return []

    ask(in_turns(reading), b"name=Amina")
    assert seen == [b"name=Amina"]


def test_outside_a_request_nothing_is_given_back() -> None:
    with letting_others_go_first():
        pass
    ask(in_turns(lambda _environ, _start: []))
