"""The process of the model: its start, before much else is loaded, and its end."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

_GRACE = 5.0


@dataclass(frozen=True, slots=True)
class Started:
    """A process that loads the model, and this end of its socket."""

    process: subprocess.Popen[bytes]
    connection: socket.socket
    at: float = field(default_factory=time.monotonic)


def start(models: Path, source: str | None) -> Started:
    """Starts the process; it loads while the house does. models, source: as of `Model`."""
    ours, theirs = socket.socketpair()
    with theirs:
        command = [sys.executable, "-m", "bot.inference.child", str(theirs.fileno()), str(models)]
        command += [source] if source else []
        process = subprocess.Popen(command, pass_fds=[theirs.fileno()])  # noqa: S603  # our own module
    ours.setblocking(False)
    return Started(process, ours)


def end(process: subprocess.Popen[bytes]) -> int:
    """The status of a process that ends by itself, or is ended."""
    try:
        return process.wait(_GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()
