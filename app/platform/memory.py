"""Keeps the processes of a site small: they share what one of them loaded, and give back what they do not need.

Everything here concerns glibc's malloc and Linux; on other systems nothing is done, and nothing is missing but memory.
"""

import ctypes
import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

# The names of settings in glibc's malloc.h.
_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8
# The names of a setting in the kernel's prctl.h.
_PR_SET_THP_DISABLE, _PR_GET_THP_DISABLE = 41, 42
# Seconds.
_TRIM_EVERY = 10
# What the heap is asked for to fill its gaps, the largest first: what is smaller than a gap is cut from it.
_GAPS = (*(2**power for power in range(19, 9, -1)), *range(1008, 16, -16))
_libc: Any = ctypes.CDLL(None)


def be_thrifty() -> None:
    """Have this process and those it makes keep one store of memory, in small pages; called before all is loaded.

    Checking a password takes 19 MB for a moment: by itself glibc would keep that much for each of the threads. Taking
    them anew costs half as much again as the check, unless they come in huge pages, which the site's environment asks
    glibc for (see the Makefile). For all else huge pages are a loss: whoever needs a part of one gets all of it.
    """
    if hasattr(_libc, "mallopt"):
        _libc.mallopt(_M_ARENA_MAX, 1)
        _libc.mallopt(_M_MMAP_THRESHOLD, 1024 * 1024)
    _forbid_huge_pages(True)


@contextmanager
def huge_pages() -> Iterator[None]:
    """Let what is taken inside the block come in huge pages, although the process is thrifty."""
    are_forbidden = _are_huge_pages_forbidden()
    if are_forbidden:
        _forbid_huge_pages(False)
    try:
        yield
    finally:
        if are_forbidden:
            _forbid_huge_pages(True)


def _are_huge_pages_forbidden() -> bool:
    return hasattr(_libc, "prctl") and _libc.prctl(_PR_GET_THP_DISABLE, 0, 0, 0, 0) == 1


def _forbid_huge_pages(are_forbidden: bool) -> None:
    if hasattr(_libc, "prctl"):
        _libc.prctl(_PR_SET_THP_DISABLE, int(are_forbidden), 0, 0, 0)


def give_back_now_and_then() -> None:
    """For ever, let the system have what a crowd needed and nobody needs any more; it takes a few milliseconds."""
    while hasattr(_libc, "malloc_trim"):
        time.sleep(_TRIM_EVERY)
        _libc.malloc_trim(0)


def settle() -> None:
    """Make what is loaded ready to be shared: called once, just before this process makes others of its kind.

    They share its pages until one of them writes to a page, which copies it. So what is there leaves the sight of the
    collector, which writes to all it looks at; and what they make themselves shall not lie in between.
    """
    gc.collect()
    gc.freeze()
    _fill_gaps()


def _fill_gaps() -> None:
    """Take what is free between things in use, for good; pages that are free as a whole go back to the system first.

    Loading leaves thousands of gaps. What the processes make themselves would be put there, and each piece of it would
    cost a copied page.
    """
    if not hasattr(_libc, "malloc_trim"):
        return
    _libc.malloc.argtypes = _libc.sbrk.argtypes = [ctypes.c_size_t]
    _libc.malloc.restype = _libc.sbrk.restype = ctypes.c_void_p
    _libc.free.argtypes = [ctypes.c_void_p]
    _libc.malloc_trim(0)
    end = _libc.sbrk(0)
    for size in _GAPS:
        # What reaches beyond the end of the heap fitted into no gap.
        while (piece := _libc.malloc(size)) and piece + size <= end:
            pass
        _libc.free(piece)
