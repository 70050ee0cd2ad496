"""Runs actions: in this process by rasa-sdk's executor, or on a remote action server (`action_endpoint`)."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx2
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor

from actions.base import ActionContext, use_context
from bot.dialogue import Domain, Say, Tracker
from bot.dialogue.events import Event
from bot.dialogue.rasa_actions import action_request, domain_json, events_from_rasa, response_of

_DIGEST = "own"  # the executor asks for the domain anew when this changes
_TIMEOUT = httpx2.Timeout(10.0, connect=3.0)


class ActionFailed(Exception):
    """An action could not do its work; the message says why, for the log and the alert."""


@dataclass(frozen=True, slots=True)
class ActionEndpoint:
    """A remote action server. url: its webhook, as in Rasa's `action_endpoint`."""

    url: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an action found out and wants to say."""

    events: tuple[Event, ...]
    says: tuple[Say, ...]


class ActionRunner:
    """Runs the shop's actions here; names that are not among them, or all with `endpoint`, on the action server."""

    def __init__(self, domain: Domain, actions: Sequence[type[Action]], endpoint: ActionEndpoint | None = None) -> None:
        self._domain, self._endpoint = domain, endpoint
        self._executor = ActionExecutor()
        for action in actions:
            self._executor.register_action(action)
        self._executor.domain = domain_json(domain, self.names)
        self._executor.domain_digest = _DIGEST
        self._client = httpx2.AsyncClient(timeout=_TIMEOUT) if endpoint else None

    @property
    def names(self) -> frozenset[str]:
        """Names of the actions that run in this process."""
        return frozenset(self._executor.actions)

    async def run(self, name: str, tracker: Tracker, context: ActionContext, channel: str) -> Outcome:
        """Runs one action. Raises ActionFailed, whatever went wrong in it."""
        here = name in self._executor.actions and self._endpoint is None
        request = action_request(
            name, tracker, self._domain, channel=channel, at=time.time(), actions=self.names, with_domain=not here
        )
        try:
            answer = await (self._here(request, context) if here else self._there(request))
            events = tuple(events_from_rasa(answer.get("events") or ()))
            says = tuple(response_of(said) for said in answer.get("responses") or ())
        except ActionFailed:
            raise
        except Exception as error:  # an action is the merchant's code: whatever it raises must not end in silence
            raise ActionFailed(f"{name}: {type(error).__name__}: {error}") from error
        return Outcome(events, says)

    async def _here(self, request: dict[str, Any], context: ActionContext) -> dict[str, Any]:
        use_context(context)
        result = await self._executor.run({**request, "domain_digest": _DIGEST})
        if result is None:
            raise ActionFailed(f"{request['next_action']} gave no result")
        return {"events": result.events, "responses": result.responses}

    async def _there(self, request: dict[str, Any]) -> dict[str, Any]:
        name = request["next_action"]
        if self._client is None or self._endpoint is None:
            raise ActionFailed(f"there is no action {name}, and no action_endpoint is configured")
        try:
            response = await self._client.post(self._endpoint.url, json=request, headers=dict(self._endpoint.headers))
        except httpx2.HTTPError as error:
            raise ActionFailed(f"the action server does not answer for {name}: {type(error).__name__}") from error
        if response.status_code != httpx2.codes.OK:
            raise ActionFailed(f"the action server refused {name} with status {response.status_code}")
        answer = response.json()
        if not isinstance(answer, dict):
            raise ActionFailed(f"the action server answered {name} with no JSON object")
        return answer

    async def close(self) -> None:
        """Closes the connection to the action server."""
        if self._client is not None:
            await self._client.aclose()
