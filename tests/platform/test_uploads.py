"""A long body is waited for while others are served, and read to its end even when nobody wants it."""

import io
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, request
from werkzeug.datastructures import FileStorage

from app.platform.turns import in_turns
from app.platform.uploads import is_too_large, takes_files
from tests.files.sending import post_files

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

MB = 1024 * 1024


class SlowBody(io.BytesIO):
    """A body whose next piece comes when it is let."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.is_asked, self.may_come = threading.Event(), threading.Event()

    def read(self, size: int | None = -1) -> bytes:
        self.is_asked.set()
        assert self.may_come.wait(10)
        return super().read(size)


def ask(application: Any, body: io.BytesIO, length: int) -> None:
    application({"CONTENT_LENGTH": str(length), "wsgi.input": body}, lambda *_: None)


def test_others_are_served_while_a_long_body_is_on_its_way() -> None:
    served: list[int] = []

    def serve(environ: "WSGIEnvironment", _start: "StartResponse") -> Iterable[bytes]:
        served.append(len(environ["wsgi.input"].read()))
        return []

    application = in_turns(serve)
    slow = SlowBody(bytes(5 * MB))
    first = threading.Thread(target=ask, args=(application, slow, 5 * MB))
    first.start()
    assert slow.is_asked.wait(10)
    ask(application, io.BytesIO(b"short"), 5)
    assert served == [5]
    slow.may_come.set()
    first.join(10)
    assert served == [5, 5 * MB]


def test_a_long_body_is_read_to_its_end_even_when_it_is_refused() -> None:
    body = io.BytesIO(bytes(6 * MB))
    ask(in_turns(lambda *_: []), body, 6 * MB)
    assert body.tell() == 6 * MB


def test_a_body_that_breaks_off_ends() -> None:
    got: list[int] = []

    def serve(environ: "WSGIEnvironment", _start: "StartResponse") -> Iterable[bytes]:
        got.append(len(environ["wsgi.input"].read()))
        return []

    ask(in_turns(serve), io.BytesIO(bytes(5 * MB)), 9 * MB)
    assert got == [5 * MB]


def test_a_long_body_comes_in_pieces_as_it_was_sent() -> None:
    content = bytes(range(256)) * (5 * MB // 256)
    pieces: list[bytes] = []

    def serve(environ: "WSGIEnvironment", _start: "StartResponse") -> Iterable[bytes]:
        while piece := environ["wsgi.input"].read(70_001):
            pieces.append(piece)
        return []

    ask(in_turns(serve), io.BytesIO(content), len(content))
    assert b"".join(pieces) == content


def test_a_view_takes_several_files_of_its_size_and_drops_what_is_larger(own_app: Flask) -> None:
    seen: dict[str, tuple[bool, int]] = {}

    @takes_files(3 * MB, most=2)
    def look() -> str:
        files: dict[str, FileStorage] = dict(request.files.items())
        seen.update({name: (is_too_large(file), len(file.read())) for name, file in files.items()})
        return request.form["text"]

    own_app.add_url_rule("/test-look", view_func=look, methods=["POST"])
    own_app.config["WTF_CSRF_ENABLED"] = False
    files = {"first": ("a", bytes(3 * MB)), "second": ("b", bytes(3 * MB + 1))}
    answer = post_files(own_app.test_client(), "/test-look", {"text": "kept"}, files)
    assert answer.text == "kept"
    assert seen == {"first": (False, 3 * MB), "second": (True, 0)}
