"""Plays a scenario over REST and says what was not as it must be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel import Locale
from babel.dates import format_skeleton

from benchmarks.client import Answers, Client, Refused
from benchmarks.scenarios.shape import Line, Scenario
from benchmarks.scenarios.stage import Stage

_LISTS = ("returns", "refunds", "compensations")
_PERSON = frozenset({"handoff", "handoff_closed", "handoff_urgent"})
_READABLE = 40  # shorter answers are mostly numbers and names, in no language


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it went. faults: one sentence each, empty when all was right. talk: (author, text)."""

    scenario: Scenario
    faults: tuple[str, ...]
    talk: tuple[tuple[str, str], ...]


def play(scenario: Scenario, stage: Stage, client: Client) -> Outcome:
    """Has the conversation, then checks answers, language, orders and who leads it."""
    return _Play(scenario, stage, client).run()


class _Play:
    def __init__(self, scenario: Scenario, stage: Stage, client: Client) -> None:
        self.scenario, self.stage, self.client = scenario, stage, client
        self.shopper = stage.shoppers[scenario.id]
        self.sender = f"scenario-{scenario.id}"
        self.faults: list[str] = []
        self.talk: list[tuple[str, str]] = []

    def run(self) -> Outcome:
        before = [self.client.order(one) for one in self.shopper.orders]
        words = self._words(before)
        answers: Answers = []
        try:
            for number, line in enumerate(self.scenario.talk, 1):
                answers = self._say(line, number, answers, words)
        except (Refused, OSError, LookupError) as error:
            self.faults.append(f"the conversation broke off: {error}")
            return self._done()
        conversation = self.client.conversation(self.sender)
        after = [self.client.order(one) for one in self.shopper.orders]
        self._check_lines(conversation, self._words(after))
        for given, wanted, found in zip(before, self.scenario.ends.orders or [{}] * len(before), after, strict=True):
            kept = {name: given[name] for name in ("status", *_LISTS)}
            self.faults += differences({**kept, **wanted}, found, found["id"])
        if conversation["status"] != self.scenario.ends.conversation:
            self.faults.append(f"the conversation is {conversation['status']}, not {self.scenario.ends.conversation}")
        self._check_alerts(conversation["id"])
        return self._done()

    def _done(self) -> Outcome:
        return Outcome(self.scenario, tuple(self.faults), tuple(self.talk))

    def _say(self, line: Line, number: int, before: Answers, words: dict[str, str]) -> Answers:
        text = self._text(line, before, words)
        self.talk.append(("shopper", text))
        metadata = {"locale": self.scenario.locale, "market": self.scenario.market}
        if self.scenario.identity == "token":
            metadata["identity_token"] = self.stage.token(self.scenario.id)
        answers = self.client.say(self.sender, text, metadata)
        said = "\n".join(str(answer["text"]) for answer in answers)
        self.talk += [("bot", str(answer["text"])) for answer in answers]
        if bool(said.strip()) == line.silent:
            self.faults.append(f"message {number}: {'there is an answer' if line.silent else 'no answer'}")
        if len(said) >= _READABLE:
            heard = self.client.parse(said)["language"]["code"]
            if heard != self.scenario.language:
                self.faults.append(f"message {number}: the answer reads as {heard}")
        return answers

    def _text(self, line: Line, before: Answers, words: dict[str, str]) -> str:
        if line.say is not None:
            return filled(line.say, words)
        if line.press is not None:
            payloads = [str(one["payload"]) for answer in before for one in answer.get("buttons") or ()]
            for payload in payloads:
                bare = re.sub(r"#\d+$", "", payload)  # the stamp of the question that showed it
                if bare == f"/{line.press}" or bare.endswith(f"={line.press})"):
                    return payload
            raise LookupError(f"no button {line.press} among {', '.join(payloads) or 'none'}")
        right = self.stage.code(str(self.shopper.customer["email"]), 0)
        return right if line.code == "right" else f"{(int(right) + 1) % 1_000_000:06d}"

    def _check_lines(self, conversation: dict[str, Any], words: dict[str, str]) -> None:
        for number, (line, said) in enumerate(zip(self.scenario.talk, _turns(conversation), strict=False), 1):
            names = {str(one["payload"].get("response", "")).removeprefix("utter_") for one in said}
            for one in said:
                locale = str(one["payload"].get("locale", ""))
                if locale.partition("-")[0] != self.scenario.language:
                    self.faults.append(f"message {number}: stored as {locale or 'of no language'}")
            for choice in line.answers:
                if not names & (_PERSON if choice == ("a_person",) else set(choice)):
                    self.faults.append(f"message {number}: answers {sorted(names)}, not {' or '.join(choice)}")
            self.faults += [f"message {number}: answers {one}" for one in line.not_answers if one in names]
            text = plain("\n".join(str(one["text"]) for one in said))
            for choice in line.texts:
                wanted = self._filled(choice, words, number)
                if wanted and not any(plain(one) in text for one in wanted):
                    self.faults.append(f"message {number}: the answer does not say {' or '.join(wanted)}")
            said_anyway = [one for one in self._filled(line.not_texts, words, number) if plain(one) in text]
            self.faults += [f"message {number}: the answer says {one}" for one in said_anyway]

    def _filled(self, texts: Sequence[str], words: dict[str, str], number: int) -> list[str]:
        try:
            return [filled(one, words) for one in texts]
        except LookupError as error:
            self.faults.append(f"message {number}: {error}")
            return []

    def _check_alerts(self, conversation_id: str) -> None:
        if not self.scenario.ends.alerts:
            return
        alerts = self.client.request("GET", "/api/v1/alerts")
        kinds = {one["kind"] for one in alerts if one["conversation_id"] == conversation_id}
        for kind in self.scenario.ends.alerts:
            if kind not in kinds:
                self.faults.append(f"staff see {sorted(kinds)}, not {kind}")

    def _words(self, orders: list[dict[str, Any]]) -> dict[str, str]:
        """Values of the placeholders; of the second order they end in 2."""
        customer = self.shopper.customer
        found = {key: str(customer[key]) for key in ("name", "email", "phone")}
        for number, order in enumerate(orders, 1):
            mark = "" if number == 1 else str(number)
            found |= {f"{key}{mark}": value for key, value in _order_words(order, self.scenario).items()}
        return found


def _order_words(order: dict[str, Any], scenario: Scenario) -> dict[str, str]:
    language = str(scenario.language)
    found = {"order": str(order["id"]), "digits": str(order["id"])[-6:]}
    for number, item in enumerate(order["items"], 1):
        name = item["name"]
        found["item" if number == 1 else f"item_{number}"] = str(
            (name.get(language) or name["en"]) if isinstance(name, dict) else name
        )
    if order["shipments"]:
        parcel = order["shipments"][-1]
        found |= {key: str(parcel[name]) for key, name in (("carrier", "carrier"), ("tracking", "tracking_number"))}
        found["eta"] = in_words(str(parcel["eta"]), str(scenario.locale))
    for key, part, field in (
        ("return", "returns", "id"),
        ("deadline", "returns", "deadline"),
        ("due", "refunds", "due"),
        ("coupon", "compensations", "coupon_code"),
    ):
        if order.get(part) and order[part][-1].get(field):
            value = str(order[part][-1][field])
            found[key] = in_words(value, str(scenario.locale)) if key in ("deadline", "due") else value
    return found


def in_words(day: str, locale: str) -> str:
    """Day and month of an ISO date as the locale writes them."""
    known = Locale.parse(locale.replace("-", "_"))
    words = str(format_skeleton("MMMMd", date.fromisoformat(day[:10]), locale=known))
    return re.sub(r"\b1\b", "1er", words) if known.language == "fr" else words


def filled(text: str, words: dict[str, str]) -> str:
    """The text with its placeholders filled. Raises LookupError for one that is not known."""

    def value(match: re.Match[str]) -> str:
        if match[1] not in words:
            raise LookupError(f"{{{match[1]}}} is not known here; there are {', '.join(sorted(words))}")
        return words[match[1]]

    return re.sub(r"\{([a-z_0-9]+)\}", value, text)


def plain(text: str) -> str:
    """For comparing: compatible characters made one, digits western, lower case, one space between words."""
    folded = unicodedata.normalize("NFKC", text)
    digits = "".join(str(unicodedata.digit(one)) if one.isdigit() else one for one in folded)
    return " ".join("".join(one for one in digits if unicodedata.category(one) != "Cf").lower().split())


def _turns(conversation: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    """The bot's messages after each message of the shopper."""
    said: list[dict[str, Any]] | None = None
    for message in conversation["messages"]:
        if message["author"] == "bot" and said is not None:
            said.append(message)
        elif message["direction"] == "in":
            if said is not None:
                yield said
            said = []
    if said is not None:
        yield said


def differences(wanted: Any, found: Any, where: str) -> list[str]:
    """What of `wanted` is not so in `found`; keys that `wanted` does not have are not looked at."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        return [line for key, value in wanted.items() for line in differences(value, found.get(key), f"{where}.{key}")]
    if isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        pairs = enumerate(zip(wanted, found, strict=True))
        return [line for index, (one, other) in pairs for line in differences(one, other, f"{where}[{index}]")]
    return [] if wanted == found else [f"{where} is {found!r}, not {wanted!r}"]
