"""The running house: `dragoman serve` as its own process, and shoppers who talk to it over HTTP."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import jwt

from bot.settings import read_settings

TOKEN = "the-administrator-of-the-tests"
PASSWORD = "paloma-at-the-harbour"
EMAIL = "admin@paloma.example"
SECRET = "a-secret-of-the-house-tests-that-is-long-enough"
_START, _ANSWER, _STOP = 110, 40, 20


class House:
    """One `dragoman serve` with a database and a `var/` of its own, on the project's models and articles.

    change_config: a function on the text of `config.yml`. environment: further settings.
    """

    def __init__(
        self,
        folder: Path,
        *,
        change_config: Callable[[str], str] | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.folder = folder
        project = read_settings().root
        for name in ("models", "nlu_data", "knowledge_base"):
            (folder / name).symlink_to(project / name)
        config = (project / "config.yml").read_text(encoding="utf-8")
        (folder / "config.yml").write_text(change_config(config) if change_config else config, encoding="utf-8")
        self.database = folder / "shop.db"
        self._environment = {
            **os.environ,
            "DRAGOMAN_HOME": str(folder),
            "DRAGOMAN_DATABASE_URL": f"sqlite:///{self.database}",
            "DRAGOMAN_SECRET": SECRET,
            "DRAGOMAN_ADMIN_TOKEN": TOKEN,
            "DRAGOMAN_ADMIN_EMAIL": EMAIL,
            "DRAGOMAN_ADMIN_PASSWORD": PASSWORD,
            **(environment or {}),
        }
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.client = httpx2.Client(base_url=self.address, timeout=_ANSWER)
        self.staff = httpx2.Client(base_url=self.address, timeout=_ANSWER, headers={"Authorization": f"Bearer {TOKEN}"})
        self._process: subprocess.Popen[bytes] | None = None

    # ---- the process

    def start(self) -> House:
        """Starts it and waits until it answers."""
        log = (self.folder / "serve.log").open("ab")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", "serve", "--port", str(self.port)],
            cwd=Path(__file__).parents[2],
            env=self._environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        log.close()
        end = time.monotonic() + _START
        while time.monotonic() < end:
            if self._process.poll() is not None:
                break
            try:
                if self.client.get("/health/ready").status_code == 200:
                    return self
            except httpx2.HTTPError:
                pass
            time.sleep(0.1)
        self.stop()
        raise AssertionError(f"dragoman serve did not start:\n{self.log()[-3000:]}")

    def command(self, *arguments: str) -> str:
        """Runs another `dragoman` command on the same installation; what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "bot.cli", *arguments],
            cwd=Path(__file__).parents[2],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def stop(self) -> None:
        """Ends it as an operator would."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Ends it as a power cut would."""
        self._end(signal.SIGKILL)

    @property
    def model_process(self) -> int:
        """Id of the process of the model, which is its only child."""
        assert self._process is not None
        threads = Path(f"/proc/{self._process.pid}/task").glob("*/children")
        (child,) = [int(pid) for thread in threads for pid in thread.read_text().split()]
        return child

    def _end(self, number: int) -> None:
        process = self._process
        if process is None or process.poll() is not None:
            return
        process.send_signal(number)
        try:
            process.wait(_STOP)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def log(self) -> str:
        """What the process has written."""
        return (self.folder / "serve.log").read_text(encoding="utf-8", errors="replace")

    # ---- what staff see

    def order(self, order_id: str) -> dict[str, Any]:
        """The order as the staff API shows it."""
        return self._get(f"/api/v1/orders/{order_id}")

    def conversation(self, sender: str, channel: str = "rest") -> dict[str, Any]:
        """The sender's newest conversation."""
        found = self._get("/api/v1/conversations", channel=channel, sender=sender)
        assert found, f"{sender} has no conversation"
        newest = max(found, key=lambda one: one["created_at"])
        return self._get(f"/api/v1/conversations/{newest['id']}")

    def messages(self, conversation_id: str, after: int = 0) -> list[dict[str, Any]]:
        """Messages of a conversation above an id, oldest first."""
        return self._get(f"/api/v1/conversations/{conversation_id}/messages", after=after)

    def alerts(self, conversation_id: str | None = None) -> list[dict[str, Any]]:
        """Open alerts, of one conversation or all."""
        found = self._get("/api/v1/alerts")
        return [one for one in found if conversation_id in (None, one["conversation_id"])]

    def desk(self, conversation_id: str, act: str, **body: Any) -> dict[str, Any]:
        """What staff do with a conversation: `handoff`, `release`, `resolve`, `messages`."""
        answer = self.staff.post(f"/api/v1/conversations/{conversation_id}/{act}", json=body or None)
        assert answer.status_code < 300, answer.text
        result: dict[str, Any] = answer.json()
        return result

    def _get(self, path: str, **query: Any) -> Any:
        answer = self.staff.get(path, params=query)
        assert answer.status_code == 200, f"{path}: {answer.text}"
        return answer.json()

    # ---- who writes

    def shopper(self, customer: str | None, locale: str, sender: str | None = None) -> Shopper:
        """Somebody who writes over the REST channel; with a customer id, identity is proven by a token."""
        return Shopper(self, customer, locale, sender or f"{customer or 'somebody'}-{time.monotonic_ns()}")


def identity_token(customer: str, secret: str = SECRET, hours: float = 1) -> str:
    """The token by which the shop's page says who its shopper is."""
    return jwt.encode({"sub": customer, "exp": datetime.now(UTC) + timedelta(hours=hours)}, secret, "HS256")


@dataclass(frozen=True)
class Answer:
    """What came back for one message. responses: names of the catalogue's texts, without `utter_`."""

    messages: tuple[dict[str, Any], ...]
    responses: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join(one["text"] for one in self.messages)

    @property
    def buttons(self) -> dict[str, str]:
        """Payloads by title."""
        return {one["title"]: one["payload"] for said in self.messages for one in said.get("buttons", ())}

    def __contains__(self, text: str) -> bool:
        return text in self.text

    def says(self, *responses: str) -> bool:
        """Whether all these texts of the catalogue are in it."""
        return set(responses) <= set(self.responses)


@dataclass
class Shopper:
    """Somebody who writes."""

    house: House
    customer: str | None
    locale: str
    sender: str
    last: Answer = field(default_factory=lambda: Answer((), ()))

    def post(self, text: str, message_id: str | None = None) -> httpx2.Response:
        """The bare answer of the REST channel."""
        metadata = {"locale": self.locale, "market": self.locale.rpartition("-")[2]}
        if self.customer:
            metadata["identity_token"] = identity_token(self.customer)
        if message_id:
            metadata["message_id"] = message_id
        body = {"sender": self.sender, "message": text, "metadata": metadata}
        return self.house.client.post("/webhooks/rest/webhook", json=body)

    def says(self, text: str, message_id: str | None = None) -> Answer:
        """Writes, and gets the answer."""
        known = self.seen()
        answer = self.post(text, message_id)
        assert answer.status_code == 200, answer.text
        identity = answer.headers["dragoman-conversation"]
        said = [one for one in self.house.messages(identity) if one["id"] > known and one["author"] == "bot"]
        names = (str(one["payload"].get("response", "")).removeprefix("utter_") for one in said)
        self.last = Answer(tuple(answer.json()), tuple(names))
        return self.last

    def presses(self, title: str) -> Answer:
        """Presses a button of the last answer."""
        assert title in self.last.buttons, f"no button {title!r} in {list(self.last.buttons)}"
        return self.says(self.last.buttons[title])

    def seen(self) -> int:
        """The id of the newest message."""
        found = self.house.staff.get("/api/v1/conversations", params={"channel": "rest", "sender": self.sender}).json()
        ids = [one["id"] for each in found for one in self.house.messages(each["id"])]
        return max(ids, default=0)

    @property
    def conversation(self) -> dict[str, Any]:
        """The newest conversation as staff see it."""
        return self.house.conversation(self.sender)

    @property
    def slots(self) -> dict[str, Any]:
        """What the bot knows."""
        return {name: value for name, value in self.conversation["slots"].items() if value is not None}


def eventually(look: Callable[[], Any], seconds: float = 30) -> Any:
    """The first true result of `look`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.1)
    raise AssertionError("it did not happen in time")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def running(house: House) -> Iterator[House]:
    """The house, started, and stopped at the end."""
    try:
        yield house.start()
    finally:
        house.stop()
        house.client.close()
        house.staff.close()
