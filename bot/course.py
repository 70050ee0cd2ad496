"""The course of a turn: the engine's steps, the actions they run, and what is to be said."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog

from actions.base import ActionContext
from actions.commerce.ports import UnitOfWork
from actions.commerce.shapes import Customer, Order
from bot.dialogue import Handoff, Listen, Run, RunAction, Say, Tracker, UserTurn
from bot.dialogue import events as ev
from bot.executor import ActionFailed
from bot.followups import Topic
from bot.reading import Reading
from bot.scene import Parts, Scene, market_of
from bot.services import CodeIdentities

log = structlog.get_logger(__name__)

INTERNAL = "utter_internal_error"
_MAX_STEPS = 40
_FELT = 3
_COURTESIES = ("utter_session_start", "utter_sign_off", "utter_greeting_first", "utter_ack_")


class Course:
    """One turn while it runs: what it knows, what was said and asked for so far."""

    def __init__(self, parts: Parts, scene: Scene, tracker: Tracker, reading: Reading, now: datetime) -> None:
        self.parts, self.scene, self.tracker, self.reading, self.now = parts, scene, tracker, reading, now
        self.market = market_of(scene, parts)
        self.first = tracker.turns == 0
        self.left: dict[str, Any] = dict(scene.state.get("turn") or {})
        self.topic = Topic.from_state(self.left.get("topic"))
        self.asked = tracker.waiting_for
        self.says: list[Say] = []
        self.failures: list[str] = []
        customer = Customer.model_validate(dict(scene.customer)) if scene.customer else None
        known = parts.answers.markets.get(self.market)
        self.zone = parts.answers.markets.zone_of(self.market)
        self.identities = CodeIdentities(parts.gateway, dict(scene.profile), parts.secret, now)
        self.unit = UnitOfWork(parts.commerce, f"{scene.conversation_id}:{tracker.turns + 1}")
        if scene.begun:
            self.unit.take_up({name: (Order.model_validate(doc), at) for name, (doc, at) in scene.begun.items()})
        self.context = ActionContext(
            unit=self.unit,
            carrier=parts.carrier,
            facts=parts.policies,
            articles=parts.policies,
            desk=parts.desk,
            identities=self.identities,
            table=parts.table,
            now=now,
            conversation_id=scene.conversation_id,
            shop=parts.shop,
            market=self.market,
            currency=known.currency if known else None,
            locale=reading.language,
            timezone=self.zone,
            weekend=known.weekend if known else frozenset({5, 6}),
            customer=customer,
            emotion=reading.emotion,
            intensity=reading.intensity,
            urgency=reading.urgency,
            languages=parts.languages,
            policy_answers=parts.policy_answers,
            invoice_link=lambda order_id: parts.invoices.link(order_id, reading.language),
        )

    async def go(self, turn: UserTurn) -> None:
        """Runs the engine until it listens."""
        self.topic = self.topic.after(turn)
        await self.follow(self.parts.engine.begin(self.tracker, turn))

    async def follow(self, run: Run) -> None:
        """Does the run's steps until it listens."""
        for _ in range(_MAX_STEPS):
            step = run.next()
            if isinstance(step, Listen):
                return
            if isinstance(step, Say):
                if self.first or self.reading.intent != "repeat_rephrase" or not step.response.startswith(_COURTESIES):
                    self._say(step)  # what is said again is said without its courtesies
            elif isinstance(step, Handoff):
                self.tracker.apply(ev.SlotSet("handoff_reason", step.reason))
                await self._act("action_handoff")
            elif isinstance(step, RunAction):
                if await self._act(step.name):
                    run.action_done(step.name)
                    if any(request.kind == "handoff" for request in self.context.requests):
                        run.cancel()  # a person leads from here: no question of the bot stays open
                        run.sync()
                        return
                else:
                    run.action_failed(step.name)
        self.failures.append(f"the turn did not end within {_MAX_STEPS} steps")
        self.says.append(Say(INTERNAL))

    async def _act(self, name: str) -> bool:
        if name == "action_switch_language":
            self.tracker.apply(ev.SlotSet("outcome", self.reading.language_named))
        if name == "action_handoff":
            await self._gather_for_people()
        self._update_unit()
        try:
            outcome = await self.parts.runner.run(name, self.tracker, self.context, self.scene.channel)
        except ActionFailed as error:
            log.error("action_failed", action=name, conversation=self.scene.conversation_id, error=str(error))
            self.failures.append(str(error))
            return False
        for event in outcome.events:
            self.tracker.apply(event)
        for say in outcome.says:
            self._say(say)
        return True

    async def _gather_for_people(self) -> None:
        """Whoever takes over sees the shopper's orders, and the feelings of the last messages count, not only the
        calm "a person, please"."""
        self.context.emotion = self.feeling()
        if self.context.customer is not None:
            await self.unit.orders_of(self.context.customer.id)

    def feeling(self) -> str:
        """The feeling of the last messages that calls most for a person."""
        points = self.parts.desk.escalation.emotions
        felt = [self.reading.emotion, *(str(name) for name, _ in self.tracker.emotions[-_FELT:])]
        return max(felt, key=lambda name: points.get(name, 0))

    def _say(self, say: Say) -> None:
        # Two wishes of one message may lead to the same answer: it is said once.
        if say not in self.says:
            self.says.append(say)

    def _update_unit(self) -> None:
        # The same act of the same run of a flow counts once, however often its message is processed.
        self.unit.scope = f"{self.scene.conversation_id}:{self.tracker.runs}"
