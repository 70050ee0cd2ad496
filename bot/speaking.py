"""Finding the words of a turn: parts in the style of the market, rendered, checked, with buttons for the channel."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog

from bot.answers import Answers, Button, Part, RenderedMessage, RenderError, Role
from bot.answers.script import in_script
from bot.bubbles import joined
from bot.completing import judge
from bot.dialogue import Say, Tracker, stamp
from bot.dialogue import events as ev
from bot.services import Desk

log = structlog.get_logger(__name__)

INCOMPLETE = "answer_incomplete"
"""Why a person is called, and the kind of the alert, when an answer would go out without what it must carry."""

_INTERNAL = "utter_internal_error"
_GREETINGS = frozenset({"utter_session_start", "utter_greet", "utter_greet_name"})
_LAST = frozenset({"utter_completed", "utter_anything_else"})
_LABELS = "utter_intent_labels"
_NONE_OF_THESE = "none_of_these"
_VARIATIONS_KEPT = 20
_SIGN_OFF = "utter_sign_off"
_RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")
_RIGHT_TO_LEFT_MARK = "\u200f"  # a sentence of ours that begins with a foreign name still runs our way


class Speaker:
    """Says one turn. `failures` tells what could not be said, for the alert.

    refused: what the answers would have gone out without or should not have said. promised: a person was promised.
    """

    def __init__(self, answers: Answers, desk: Desk, shop: str) -> None:
        self._answers, self._desk, self._shop = answers, desk, shop
        self.failures: list[str] = []
        self.refused: list[str] = []
        self.promised = False

    def speak(
        self,
        says: Sequence[Say],
        *,
        tracker: Tracker,
        locale: str,
        market: str | None,
        zone: str,
        now: datetime,
        channel: str,
        emotion: str = "neutral",
        intensity: float = 0.0,
        first: bool = False,
        customer: Mapping[str, Any] | None = None,
        variations: dict[str, int] | None = None,
    ) -> tuple[list[RenderedMessage], dict[str, int]]:
        """The messages in order, and which variation of each response was said; records what was said."""
        style = self._answers.style(market, locale)
        spoken = dict(variations or {})
        parts, said = self._parts(says, tracker, market, emotion)
        ordered = self._answers.compose(
            parts,
            style=style,
            locale=locale,
            emotion=emotion,
            intensity=intensity,
            first_answer=first and any(part.role != "greeting" for part in parts),  # "hello" is no letter to sign
            name=str(customer["name"]) if customer and customer.get("name") else None,
            previous=[str(said["response"]) for said in tracker.said],
        )
        how = {"locale": locale, "style": style, "now": now, "timezone": zone, "channel": channel}
        messages = self._said(ordered, said, tracker, spoken, how)
        messages = self._completed(messages, tracker, spoken, how, market, emotion)
        own = [str(one) for one in (tracker.slots.get("new_address"), (customer or {}).get("name")) if one]
        messages = [in_script(message, locale, market, own) for message in joined(messages)]
        safe, findings = self._answers.safe(messages, locale=locale, market=market)
        for finding in findings:
            log.warning(
                "answer_finding", code=finding.code, found=finding.found, response=messages[finding.message].response
            )
        return list(safe), dict(list(spoken.items())[-_VARIATIONS_KEPT:])

    def _said(
        self,
        parts: Sequence[Part],
        said: Mapping[int, Say],
        tracker: Tracker,
        spoken: dict[str, int],
        how: Mapping[str, Any],
    ) -> list[RenderedMessage]:
        """The parts in words; the tracker learns what was said, `spoken` which variation."""
        messages: list[RenderedMessage] = []
        for part in parts:
            rendered = self._render(
                part if id(part) in said else replace(part, variables={"shop": self._shop, **part.variables}),
                **how,
                slots=tracker.slots,
                seed=f"{tracker.conversation_id}:{tracker.turns}",
                last_variation=spoken.get(part.response),
            )
            if not rendered:
                continue
            say = said.get(id(part))
            options = say.options if say else ()
            shown = self._with_options(rendered, options, how["locale"], how["style"], how["now"], how["timezone"])
            tracker.apply(
                ev.BotUttered(
                    part.response,
                    dict(say.variables) if say else dict(part.variables),
                    tuple((button.title, button.payload) for button in shown[-1].buttons),
                    None if part.response else shown[-1].text,
                )
            )
            spoken.pop(part.response, None)
            spoken[part.response] = shown[-1].variation
            messages += [
                replace(
                    message,
                    buttons=tuple(Button(one.title, stamp(one.payload, tracker.question)) for one in message.buttons),
                )
                for message in shown
            ]
        return messages

    def _completed(
        self,
        messages: list[RenderedMessage],
        tracker: Tracker,
        spoken: dict[str, int],
        how: Mapping[str, Any],
        market: str | None,
        emotion: str,
    ) -> list[RenderedMessage]:
        """The messages with the next step or the day that they would have gone out without, before the signature."""
        verdict = judge(self._answers, messages, locale=str(how["locale"]), market=market)
        self.refused += verdict.refused
        response = self._answers.completion(verdict.need) if verdict.need else None
        if response is None:
            return messages
        variables: dict[str, Any] = {}
        if verdict.need == "date":
            by = self._desk.answer_by(
                market=market, reason=INCOMPLETE, emotion=emotion, urgency="normal", tier="standard"
            )
            variables["answer_by"] = {"datetime": by.isoformat()}
        added = self._said([Part(response, variables)], {}, tracker, spoken, how)
        self.promised = self.promised or (verdict.need == "date" and bool(added))
        end = len(messages) - (bool(messages) and messages[-1].response == _SIGN_OFF)
        return [*messages[:end], *added, *messages[end:]]

    def _parts(
        self, says: Sequence[Say], tracker: Tracker, market: str | None, emotion: str
    ) -> tuple[list[Part], dict[int, Say]]:
        """The parts, and by the identity of a part what was said with it."""
        parts: list[Part] = []
        said: dict[int, Say] = {}
        offer = tracker.slots.get("offer")
        base = {"shop": self._shop, **tracker.slots, **(offer if isinstance(offer, dict) else {})}
        for say in says:
            variables = {**base, **say.variables}
            if say.response == _INTERNAL:
                by = self._desk.answer_by(
                    market=market, reason="internal_error", emotion=emotion, urgency="high", tier="standard"
                )
                variables["answer_by"] = {"datetime": by.isoformat()}
            part = Part(say.response, variables if say.response else {"text": say.text or ""}, _role(say.response))
            parts.append(part)
            said[id(part)] = say
        return parts, said

    def _render(self, part: Part, **how: Any) -> tuple[RenderedMessage, ...]:
        if not part.response:
            text = str(part.variables.get("text") or "")
            return (RenderedMessage(text, locale=how["locale"]),) if text else ()
        try:
            basics = {name: how[name] for name in ("locale", "style", "now", "timezone")}
            variables = {name: self._resolved(value, basics) for name, value in part.variables.items()}
            return self._answers.render(part.response, variables=variables, **how)
        except RenderError as error:
            log.error("not_rendered", response=part.response, error=str(error))
            self.failures.append(str(error))
            return ()

    def _resolved(self, value: Any, how: Mapping[str, Any]) -> Any:
        """A value in which every `{"response": name, …variables}` is said: lists of sentences come so from actions."""
        if isinstance(value, list):
            return [self._resolved(one, how) for one in value]
        if isinstance(value, dict):
            if isinstance(name := value.get("response"), str):
                own = {key: self._resolved(one, how) for key, one in value.items() if key != "response"}
                text = self._answers.render(name, variables=own, **how)[0].text
                return _RIGHT_TO_LEFT_MARK + text if str(how["locale"]).startswith(_RIGHT_TO_LEFT) else text
            return {key: self._resolved(one, how) for key, one in value.items()}
        return value

    def _with_options(
        self,
        rendered: tuple[RenderedMessage, ...],
        options: tuple[tuple[str, str], ...],
        locale: str,
        style: Any,
        now: datetime,
        zone: str,
    ) -> tuple[RenderedMessage, ...]:
        """Adds the buttons that were found at run time; those that are the catalogue's own are there already."""
        known = {button.payload for button in rendered[-1].buttons}
        added = tuple(
            Button(self._title(title, locale, style, now, zone), payload)
            for title, payload in options
            if payload not in known
        )
        if not added:
            return rendered
        last = replace(rendered[-1], buttons=(*rendered[-1].buttons, *added))
        return (*rendered[:-1], last)

    def _title(self, title: str, locale: str, style: Any, now: datetime, zone: str) -> str:
        how = {"locale": locale, "style": style, "now": now, "timezone": zone}
        if title == _NONE_OF_THESE:
            return self._answers.render("utter_none_of_these", **how)[0].text
        if title.startswith("{"):
            value = self._resolved(json.loads(title), how)
            return value.lstrip(_RIGHT_TO_LEFT_MARK) if isinstance(value, str) else self._answers.format(value, **how)
        labels = self._answers.render(_LABELS, **how)[0].custom
        return str(labels[title]) if isinstance(labels, dict) and title in labels else title


def _role(response: str) -> Role:
    if response in _GREETINGS:
        return "greeting"
    if response.startswith("utter_ask_") or response in _LAST:
        return "question"
    return "fact"
