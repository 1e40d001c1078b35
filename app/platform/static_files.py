"""Files that never change at their address: the address holds a digest of all of them, browsers keep them for ever."""

from collections.abc import Mapping
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

from app.platform.compression import keep_compressed_copies

_FOR_EVER = 31_536_000


class StaticFiles:
    """The folder `static/`, served under a prefix that changes when any file in it does."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def digest(self) -> str:
        """Twelve hex digits that stand for the whole folder."""
        summed = sha256()
        for path in sorted(self._folder.rglob("*")):
            if path.is_file():
                summed.update(path.relative_to(self._folder).as_posix().encode() + b"\0")
                summed.update(sha256(path.read_bytes()).digest())
        return summed.hexdigest()[:12]

    def address(self, name: str) -> str:
        """Where a file is to be had, as css/app.css."""
        return f"/static/{self.digest}/{name}"


def serve_static_files(app: Flask, folder: Path, kept: Path, *, development: bool, headers: Mapping[str, str]) -> None:
    """Serve the folder before Flask sees the request, with these headers, and give templates `static_file(name)`.

    Compressed copies are kept under `kept`, made anew when a file changes.
    """
    files = StaticFiles(folder)
    app.extensions["static_digest"] = files.digest
    if development:
        # Flask's own route serves the folder as it is now.
        app.jinja_env.globals["static_file"] = lambda name: f"/static/{name}"
        return

    def add_headers(own: Headers, _path: str, _url: str) -> None:
        for name, value in headers.items():
            own[name] = value

    served = WhiteNoise(
        app.wsgi_app,
        max_age=_FOR_EVER,
        immutable_file_test=lambda _path, _url: True,
        # Left to itself, it would let scripts of other sites read the files.
        allow_all_origins=False,
        add_headers_function=add_headers,
    )
    copies = kept / files.digest
    keep_compressed_copies(folder, copies)
    served.add_files(str(copies), prefix=f"static/{files.digest}/")
    app.wsgi_app = served  # type: ignore[method-assign]
    app.jinja_env.globals["static_file"] = files.address
