"""A simulated shopper's conversation over REST, and what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from random import Random
from typing import Any, Literal

from benchmarks.client import Client, Refused
from benchmarks.scenarios.stage import Stage
from benchmarks.simulation.goals import Goal, Seen, changed
from benchmarks.simulation.phrases import Phrases
from benchmarks.simulation.shopper import Habits, Shopper

End = Literal["solved", "handed over", "lost"]
_TURNS = 12
_BURST = 0.05  # seconds between the messages of a burst


@dataclass(frozen=True, slots=True)
class Task:
    """One try of one goal: who, in what language, with which seed. id: of the stage's shopper."""

    id: str
    language: str
    goal: Goal
    seed: int


@dataclass(frozen=True, slots=True)
class Try:
    """What came of it. wrong: an order was changed that should not have been. talk: (author, text)."""

    task: Task
    end: End
    wrong: bool
    talk: tuple[tuple[str, str], ...]


def play(task: Task, phrases: Phrases, stage: Stage, client: Client) -> Try:
    """Has the conversation. Errors of the server count as lost."""
    dice = Random(f"{task.language}:{task.goal.name}:{task.seed}")
    orders = stage.shoppers[task.id].orders
    own, other = (orders[0], orders[1]) if orders else ("", "")
    shopper = Shopper(task.goal, phrases, dice, Habits.drawn(dice), own, other)
    before = {one: client.order(one) for one in orders}
    talk = _Talk(task, phrases, stage, client)
    try:
        asked, payloads = talk.send(shopper.first())
        for _ in range(_TURNS):
            if talk.over():
                break
            following = shopper.next(asked, payloads)
            if following is None:
                break
            asked, payloads = talk.send([following])
    except (Refused, OSError) as error:
        talk.lines.append(("error", str(error)))
        return Try(task, "lost", False, tuple(talk.lines))
    after = {one: client.order(one) for one in orders}
    seen = Seen(talk.responses, talk.text, after.get(own), shopper.address)
    wrong = any(changed(before[one], after[one]) for one in orders if one != own or task.goal.stays)
    end: End = "solved" if task.goal.solved(seen) and not wrong else "lost"
    if talk.over():
        end = "handed over"
    return Try(task, end, wrong, tuple(talk.lines))


class _Talk:
    def __init__(self, task: Task, phrases: Phrases, stage: Stage, client: Client) -> None:
        self.client, self.stage = client, stage
        self.sender = f"simulated-{task.id}"
        locale = f"{task.language}-{phrases.market}"
        self.metadata = {"locale": locale, "market": phrases.market, "identity_token": stage.token(task.id)}
        self.lines: list[tuple[str, str]] = []
        self.responses: set[str] = set()
        self._seen = 0
        self._status = "bot"

    @property
    def text(self) -> str:
        """All that the bot said."""
        return "\n".join(text for author, text in self.lines if author == "bot")

    def over(self) -> bool:
        """Whether a person leads the conversation."""
        return self._status != "bot"

    def send(self, texts: list[str]) -> tuple[list[str], list[str]]:
        """Writes one message, or several as a burst; names of the responses to it, and payloads of their buttons."""
        self.lines += [("shopper", text) for text in texts]
        if len(texts) == 1:
            self.client.say(self.sender, texts[0], self.metadata)
        else:
            self._burst(texts)
        conversation = self.client.conversation(self.sender)
        self._status = conversation["status"]
        new = [one for one in conversation["messages"] if one["id"] > self._seen]
        self._seen = max((one["id"] for one in new), default=self._seen)
        said = [one for one in new if one["author"] == "bot"]
        self.lines += [("bot", one["text"]) for one in said]
        names = [_name(one) for one in said]
        self.responses.update(names)
        return names, [button["payload"] for one in said for button in one["payload"].get("buttons") or ()]

    def _burst(self, texts: list[str]) -> None:
        """All of them before the first is answered, each on a connection of its own."""

        def post(text: str) -> Callable[[], None]:
            def go() -> None:
                connection = self.stage.client()
                try:
                    connection.say(self.sender, text, self.metadata)
                finally:
                    connection.close()

            return go

        with ThreadPoolExecutor(len(texts)) as pool:
            sent = []
            for text in texts:
                sent.append(pool.submit(post(text)))
                time.sleep(_BURST)
            for one in sent:
                one.result()


def _name(message: dict[str, Any]) -> str:
    return str(message["payload"].get("response", "")).removeprefix("utter_")
