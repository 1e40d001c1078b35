"""Keeps the content of files under the instance folder, outside of anything served: each content once, by digest.

A file there is written whole or not at all, is for the account that runs the site alone, and can never be run.
"""

import fcntl
import os
import secrets
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, suppress
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from flask import current_app

from app.platform import clock

FOLDER = "files"
# Content is written before the row that names it is committed; no transaction takes that long.
_LEFT_ALONE = timedelta(hours=1)


def folder() -> Path:
    """Where all content lies; it need not be there yet."""
    return Path(current_app.instance_path) / FOLDER


def path_of(digest: str) -> Path:
    """Where the content with this digest lies, in hexadecimal signs; two folders deep, so that none grows too long."""
    return folder() / digest[:2] / digest[2:4] / digest


def keep_content(content: bytes) -> str:
    """Write the content unless it is there, and give its digest (SHA-256); it lasts once the power has failed."""
    digest = sha256(content).hexdigest()
    path = path_of(digest)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if _is_there_still(path):
        return digest
    fresh = path.with_name(f"{digest}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    _make_lasting(path.parent)
    return digest


def content_with(digest: str) -> bytes:
    """What was kept under the digest; raises FileNotFoundError."""
    return path_of(digest).read_bytes()


def has_content(digest: str, size: int) -> bool:
    """Whether the content is there, in its whole length."""
    with suppress(OSError):
        return path_of(digest).stat().st_size == size
    return False


def forget_contents(kept: AbstractSet[str]) -> int:
    """Delete what none of the digests names, and what was left half-written; says how many files that were."""
    before = (clock.now() - _LEFT_ALONE).timestamp()
    gone = 0
    for path in folder().glob("??/??/*"):
        if path.name not in kept and _went(path, before):
            gone += 1
    return gone


def _is_there_still(path: Path) -> bool:
    """Whether the content is there; if so, it is left alone for another while, as if it had just been written."""
    with _alone(), suppress(FileNotFoundError):
        os.utime(path)
        return True
    return False


def _went(path: Path, before: float) -> bool:
    with _alone(), suppress(FileNotFoundError):
        if path.stat().st_mtime < before:
            path.unlink()
            return True
    return False


@contextmanager
def _alone() -> Iterator[None]:
    """Nobody forgets content between somebody else's look and touch."""
    lock = os.open(folder(), os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _make_lasting(within: Path) -> None:
    """Have the folders themselves written, up to ours: a new name may be lost with the power otherwise."""
    for one in (within, within.parent, within.parent.parent):
        number = os.open(one, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
