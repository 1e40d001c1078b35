"""What the processes of a site share: tried in a process of its own, because it changes how that one takes memory."""

import subprocess
import sys
from ctypes import CDLL
from pathlib import Path

import pytest

from app.accounts.passwords import hash_of, is_right
from app.platform import memory

ROOT = Path(__file__).parents[2]
_needs_glibc = pytest.mark.skipif(not hasattr(CDLL(None), "malloc_trim"), reason="this system has no glibc")
_needs_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="huge pages are Linux's")


def printed_by(program: str) -> str:
    """What a new process prints that runs this program."""
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    return told.stdout.strip()


GAPS = """
import ctypes
from app.platform.memory import _libc, be_thrifty, settle
be_thrifty()
_libc.malloc.restype, _libc.malloc.argtypes, _libc.free.argtypes = ctypes.c_void_p, [ctypes.c_size_t], [ctypes.c_void_p]
pieces = [_libc.malloc(3000) for _ in range(2000)]
for piece in pieces[::2]:
    _libc.free(piece)
{settled}
taken = [_libc.malloc(3000) for _ in range(500)]
print(sum(min(pieces) <= piece <= max(pieces) for piece in taken))
"""


@_needs_glibc
def test_what_is_made_after_settling_lies_beyond_what_was_loaded() -> None:
    assert printed_by(GAPS.format(settled="")) == "500"
    assert printed_by(GAPS.format(settled="settle()")) == "0"


def test_what_was_loaded_leaves_the_sight_of_the_collector() -> None:
    program = """
import gc
from app.platform.memory import settle
circle = []
circle.append(circle)
del circle
gc.disable()
settle()
print(gc.get_freeze_count() > 1000, gc.collect())
"""
    assert printed_by(program) == "True 0"


# Whether huge pages are forbidden is inherited, and other tests of this process may have been thrifty.
HUGE = """
from ctypes import CDLL
CDLL(None).prctl(41, 0, 0, 0, 0)
from app.platform.memory import _are_huge_pages_forbidden, be_thrifty, huge_pages
{first}
seen = [_are_huge_pages_forbidden()]
try:
    with huge_pages():
        seen.append(_are_huge_pages_forbidden())
        raise ValueError
except ValueError:
    seen.append(_are_huge_pages_forbidden())
print(*seen)
"""


@_needs_linux
def test_a_thrifty_process_takes_huge_pages_only_where_it_says_so() -> None:
    assert printed_by(HUGE.format(first="be_thrifty()")) == "True False True"


@_needs_linux
def test_a_process_that_is_not_thrifty_stays_as_it_is() -> None:
    assert printed_by(HUGE.format(first="")) == "False False False"


@_needs_linux
def test_passwords_are_checked_in_huge_pages() -> None:
    program = """
from app.accounts import passwords
from app.platform.memory import _are_huge_pages_forbidden, be_thrifty
class Watching:
    def hash(self, password):
        return str(_are_huge_pages_forbidden())
    def verify(self, kept, password):
        return _are_huge_pages_forbidden()
be_thrifty()
passwords._hasher = Watching()
print(_are_huge_pages_forbidden(), passwords.hash_of("a"), passwords.is_right("kept", "a"))
"""
    assert printed_by(program) == "True False False"


def test_a_system_without_glibc_does_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_libc", object())
    memory.be_thrifty()
    memory._fill_gaps()
    memory.give_back_now_and_then()
    assert is_right(hash_of("four sunny words here"), "four sunny words here")
