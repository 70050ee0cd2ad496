"""The peer: Rasa Open Source 3.6.21 in an environment of its own, made once under `var/bench/rasa`."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import yaml

from benchmarks.claims import NotMeasured
from benchmarks.client import Client, Refused
from benchmarks.house import PROJECT, free_port, resident_mb
from bot.nlu.training_data import Example
from bot.nlu.training_files import read_file

VERSION = "3.6.21"
OWN_PROJECT = Path(__file__).with_name("rasa")
_PLACE = PROJECT / "var" / "bench" / "rasa"
_LANGUAGES = ("en", "es", "zh", "ar", "th")
_EXAMPLES = 8
_LIMIT = 300.0
_QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}


def find_python(given: Path | None) -> Path:
    """A Python 3.10, the newest that Rasa 3.6 runs on. Raises NotMeasured when there is none."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    on_path = shutil.which("python3.10")
    candidates = [given] if given else [Path(on_path) if on_path else None]
    candidates += [] if given else sorted(pyenv.glob("versions/3.10.*/bin/python"))
    for python in filter(None, candidates):
        told = subprocess.run([python, "--version"], capture_output=True, text=True, check=False)
        if told.returncode == 0 and told.stdout.startswith("Python 3.10."):
            return python
    raise NotMeasured(
        f"Rasa {VERSION} needs Python 3.10, and there is none here; name one with --python310 to measure beside it"
    )


class Peer:
    """A trained Rasa project that can be started and stopped. `build` first."""

    def __init__(self, python: Path, project: Path | None) -> None:
        self._python = python
        self._given = project or OWN_PROJECT
        self._venv = _PLACE / "venv"
        self._project = _PLACE / "project"
        self.port = free_port()
        self._processes: list[subprocess.Popen[bytes]] = []

    def build(self) -> None:
        """Installs Rasa and trains the project where that has not been done. Raises NotMeasured."""
        _PLACE.mkdir(parents=True, exist_ok=True)
        if not (self._venv / ".installed").exists():
            print(f"Installing Rasa {VERSION} into {self._venv} (2.7 GB, minutes)", file=sys.stderr, flush=True)
            self._do([str(self._python), "-m", "venv", str(self._venv)], _PLACE, "making Rasa's environment")
            pip = [
                str(self._venv / "bin" / "python"),
                "-m",
                "pip",
                "install",
                "-q",
                f"rasa=={VERSION}",
                "setuptools<71",
            ]
            self._do(pip, _PLACE, "installing Rasa")
            (self._venv / ".installed").touch()
        marked = _PLACE / "trained"
        wanted = _fingerprint(self._given)
        if marked.exists() and marked.read_text() == wanted:
            return
        print("Training Rasa's model (minutes)", file=sys.stderr, flush=True)
        shutil.rmtree(self._project, ignore_errors=True)
        shutil.copytree(self._given, self._project)
        if not (self._project / "data" / "nlu.yml").exists():
            (self._project / "data" / "nlu.yml").write_text(training_data(), encoding="utf-8")
        self._do([self._command("rasa"), "train", "--fixed-model-name", "peer"], self._project, "training Rasa")
        marked.write_text(wanted)

    def start(self) -> float:
        """Starts the action server and Rasa; seconds from Rasa's command to its first answer. Raises NotMeasured."""
        actions = free_port()
        endpoints = _PLACE / "endpoints.yml"
        endpoints.write_text(yaml.safe_dump({"action_endpoint": {"url": f"http://127.0.0.1:{actions}/webhook"}}))
        python = self._command("python")
        self._spawn([python, "-m", "rasa_sdk", "--actions", "actions.actions", "--port", str(actions)])
        self._listen(actions)
        begun = time.perf_counter()
        interface = ["-i", "127.0.0.1", "-p", str(self.port)]
        model = ["-m", "models/peer.tar.gz", "--endpoints", str(endpoints), "--credentials", "credentials.yml"]
        self._spawn([self._command("rasa"), "run", "--enable-api", *interface, *model])
        self._listen(self.port)
        client = self.client()
        while True:
            try:
                if client.say("first", "hello"):
                    client.close()
                    return time.perf_counter() - begun
            except (OSError, Refused) as error:
                if time.perf_counter() - begun > _LIMIT:
                    raise NotMeasured(f"Rasa did not answer within {_LIMIT:g} s: {error}") from error
            time.sleep(0.1)

    def client(self) -> Client:
        """A new connection."""
        return Client(self.port, timeout=300)

    def memory_mb(self) -> float:
        """Resident memory of Rasa and its action server in MB."""
        return sum(resident_mb(process.pid) for process in self._processes)

    def stop(self) -> None:
        """Ends what was started, by its process ids."""
        for process in reversed(self._processes):
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._processes.clear()

    def _command(self, name: str) -> str:
        return str(self._venv / "bin" / name)

    def _spawn(self, command: Sequence[str]) -> None:
        with (_PLACE / "run.log").open("ab") as log:
            self._processes.append(
                subprocess.Popen(
                    command, cwd=self._project, env={**os.environ, **_QUIET}, stdout=log, stderr=subprocess.STDOUT
                )
            )

    def _listen(self, port: int) -> None:
        begun = time.perf_counter()
        while time.perf_counter() - begun < _LIMIT:
            if self._processes[-1].poll() is not None:
                raise NotMeasured(f"the peer ended at its start; see {_PLACE / 'run.log'}")
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.05)
        raise NotMeasured(f"the peer did not listen within {_LIMIT:g} s")

    def _do(self, command: Sequence[str], folder: Path, what: str) -> None:
        with (_PLACE / "build.log").open("ab") as log:
            done = subprocess.run(
                command, cwd=folder, env={**os.environ, **_QUIET}, stdout=log, stderr=subprocess.STDOUT, check=False
            )
        if done.returncode:
            raise NotMeasured(f"{what} failed; see {_PLACE / 'build.log'}")


def training_data() -> str:
    """Rasa training data from our own: the peer's intents, five languages, eight examples each."""
    domain = yaml.safe_load((OWN_PROJECT / "domain.yml").read_text(encoding="utf-8"))
    lines: dict[str, list[str]] = {intent: [] for intent in domain["intents"] if intent != "nlu_fallback"}
    for language in _LANGUAGES:
        known: dict[str, list[Example]] = defaultdict(list)
        for path in sorted((PROJECT / "nlu_data" / language).glob("*.yml")):
            for example in read_file(path).examples:
                if "\n" not in example.text:
                    known[example.label].append(example)
        for intent, texts in lines.items():
            # Plain ones first; the order of files says nothing about what is typical.
            chosen = sorted(known[intent], key=lambda one: one.emotion not in (None, "neutral"))[:_EXAMPLES]
            texts += [f"    - {_marked(example)}" for example in chosen]
    parts = [f"- intent: {intent}\n  examples: |\n" + "\n".join(texts) for intent, texts in lines.items()]
    parts.append("- regex: order_id\n  examples: |\n    - PA-\\d{4}-\\d{6}")
    return 'version: "3.1"\nnlu:\n' + "\n".join(parts) + "\n"


def _marked(example: Example) -> str:
    """The text with its order numbers marked; other brackets would be read as marks."""
    text = example.text
    for mark in sorted(example.entities, key=lambda one: -one.start):
        if mark.entity == "order_id":
            text = f"{text[: mark.start]}[{text[mark.start : mark.end]}](order_id){text[mark.end :]}"
    return text


def _fingerprint(project: Path) -> str:
    digest = hashlib.sha256(VERSION.encode())
    for path in sorted(project.rglob("*")):
        if path.suffix in (".yml", ".py") and path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()
