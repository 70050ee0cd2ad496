"""What a process that serves for long does about its memory and threads."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
from collections.abc import Iterator

_ARENA_MAX = -8  # M_ARENA_MAX of glibc's mallopt


def one_thread_each() -> None:
    """Small products of many messages side by side: threads inside one product only burn time waiting for each other.

    To be called before numpy is loaded.
    """
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def few_arenas() -> None:
    """Threads share two of glibc's memory arenas: each keeps what it once needed, and none is ever short of one."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 2)


@contextlib.contextmanager
def without_collecting() -> Iterator[None]:
    """What is loaded at a start stays: looking through it for garbage again and again is a tenth of the start."""
    gc.set_threshold(50_000, 20, 100)
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def keep_for_good() -> None:
    """What was loaded at the start is spared the collector's rounds: one of them takes longer than an answer. What only
    loading it needed goes back to the system, where the C library can (glibc)."""
    gc.freeze()
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
