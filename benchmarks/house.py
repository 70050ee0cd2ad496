"""The server under measurement: the real command, the project's prepared models, a database of its own."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

import jwt

from benchmarks.claims import NotMeasured
from benchmarks.client import Client, Refused

PROJECT = Path(__file__).resolve().parents[1]
_STOP_LIMIT = 20.0


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def resident_mb(pid: int) -> float:
    """Resident memory of a process and its descendants in MB of 2^20 bytes."""
    table = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,rss="], capture_output=True, text=True, check=True).stdout
    rows = [tuple(int(cell) for cell in line.split()) for line in table.splitlines() if line.strip()]
    family = {pid}
    while more := {own for own, parent, _ in rows if parent in family and own not in family}:
        family |= more
    return sum(kib for own, _, kib in rows if own in family) / 1024


def cpu_seconds(pid: int) -> float | None:
    """Processor time that a process has used, all threads; None where the system has no /proc."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class House:
    """A prepared install in a temporary folder: `prepare` once, then any number of servers, each on a fresh copy.

    command: how `dragoman` is called. home: the folder with its models, when it is not the project's own.
    start_limit: seconds that a server may take to listen. Use it as a context; the folder goes at its end.
    """

    def __init__(
        self, command: Sequence[str] | None = None, *, home: Path | None = None, start_limit: float = 120.0
    ) -> None:
        self.command = list(command or (sys.executable, "-m", "bot.cli"))
        self.start_limit = start_limit
        self._home = home
        self.secret = secrets.token_urlsafe(48)
        self.admin_token = secrets.token_urlsafe(24)
        self._folder = tempfile.TemporaryDirectory(prefix="dragoman-bench-")
        self._template = self.folder / "template.db"
        self._copies = 0

    @property
    def folder(self) -> Path:
        """Where databases and logs lie."""
        return Path(self._folder.name)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._folder.cleanup()

    def environment(self, database: Path) -> dict[str, str]:
        """The environment of a command that works on `database`."""
        home = {"DRAGOMAN_HOME": str(self._home)} if self._home else {}
        return {
            **os.environ,
            **home,
            "DRAGOMAN_DATABASE_URL": f"sqlite:///{database}",
            "DRAGOMAN_SECRET": self.secret,
            "DRAGOMAN_ADMIN_TOKEN": self.admin_token,
        }

    def prepare(self) -> None:
        """Fills the template database and makes models that are missing. Raises NotMeasured."""
        if self._template.exists():
            return
        print("Preparing the demo shop and the model", file=sys.stderr, flush=True)
        done = subprocess.run(
            [*self.command, "prepare"],
            env=self.environment(self._template),
            stdout=sys.stderr,  # its progress, so that nobody waits before a silent screen
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            raise NotMeasured(f"`dragoman prepare` failed: {_last_line(done.stderr)}")

    def database(self) -> Path:
        """A fresh copy of the prepared database."""
        self.prepare()
        self._copies += 1
        copy = self.folder / f"shop-{self._copies}.db"
        for part in ("", "-wal"):
            source = self._template.with_name(self._template.name + part)
            if source.exists():
                shutil.copyfile(source, copy.with_name(copy.name + part))
        return copy

    @contextmanager
    def serving(self, database: Path | None = None) -> Iterator[Server]:
        """A server that has answered its first message; stopped by its own process id at the end."""
        server = Server(self, database or self.database())
        try:
            server.start()
            yield server
        finally:
            server.stop()

    def identity(self, customer: str) -> str:
        """A signed identity token of a customer, valid for two hours."""
        claims = {"sub": customer, "exp": datetime.now(UTC) + timedelta(hours=2)}
        return jwt.encode(claims, self.secret, "HS256")

    def run(self, arguments: Sequence[str], database: Path | None = None) -> str:
        """Runs one command, on a fresh database when none is given; its output. Raises NotMeasured when it fails."""
        done = subprocess.run(
            [*self.command, *arguments],
            env=self.environment(database or self.database()),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise NotMeasured(f"`dragoman {' '.join(arguments)}` failed: {_last_line(done.stderr)}")
        return done.stdout


class Server:
    """One `dragoman serve`."""

    def __init__(self, house: House, database: Path) -> None:
        self.house, self.database = house, database
        self.port = free_port()
        self.seconds = 0.0  # from the command to the first answer of the last start
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Process id of the running server. Raises NotMeasured when none runs."""
        if self._process is None:
            raise NotMeasured("the server does not run")
        return self._process.pid

    def client(self, timeout: float = 120.0) -> Client:
        """A new connection."""
        return Client(self.port, admin_token=self.house.admin_token, timeout=timeout)

    def start(self) -> float:
        """Starts the server; seconds until it answered a message. Raises NotMeasured when it does not."""
        log = self.database.with_suffix(".log")
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as output:
            started = time.perf_counter()
            self._process = subprocess.Popen(
                [*self.house.command, "serve", "--port", str(self.port)],
                env=self.house.environment(self.database),
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self._await_port(log, started)
        client = self.client()
        try:
            client.say(f"first-{secrets.token_hex(4)}", "Hello", {"locale": "en"})
        except (OSError, Refused) as error:
            raise NotMeasured(f"the server did not answer its first message: {error}") from error
        finally:
            client.close()
        self.seconds = time.perf_counter() - started
        return self.seconds

    def _await_port(self, log: Path, started: float) -> None:
        while time.perf_counter() - started < self.house.start_limit:
            if self._process is not None and self._process.poll() is not None:
                raise NotMeasured(f"the server ended at its start: {_last_line(log.read_text(errors='replace'))}")
            with socket.socket() as probe:
                probe.settimeout(0.5)
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.01)
        raise NotMeasured(f"the server did not listen within {self.house.start_limit:g} s")

    def memory_mb(self) -> float:
        """Resident memory of the server and its children in MB."""
        return resident_mb(self.pid)

    def cpu_seconds(self) -> float | None:
        """Processor time that the server has used, all threads; None where the system has no /proc."""
        return cpu_seconds(self.pid)

    def kill(self) -> None:
        """Ends the server as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Asks the server to end; ends it when it does not."""
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        process.send_signal(number)
        try:
            process.wait(_STOP_LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:400] if lines else "it said nothing"
