"""One turn: from what is known of a conversation and what the shopper wrote to answers, events and effects.

Nothing is stored here: `converse` loads the scene before a turn and stores its result after it, all of it or none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog

from actions.base import ActionContext, Request
from actions.commerce.ports import Commerce, Effect, UnitOfWork
from actions.commerce.shapes import Customer, Order
from actions.logistics.ports import Carrier
from actions.policy.compensation import CompensationTable
from bot.answers import Answers, RenderedMessage
from bot.dialogue import Engine, Handoff, Listen, RunAction, Say, Tracker, UserTurn
from bot.dialogue import events as ev
from bot.executor import ActionFailed, ActionRunner
from bot.followups import Topic, followed
from bot.handoff.package import context_package
from bot.invoices import Invoices
from bot.reading import Heard, Reader, Reading
from bot.services import CodeIdentities, Desk, Policies, StoreGateway
from bot.speaking import INCOMPLETE, Speaker

log = structlog.get_logger(__name__)

_MAX_STEPS = 40
_FELT = 3
_STRONG = 0.6
_LIKELY = 0.3
_COURTESIES = ("utter_session_start", "utter_sign_off", "utter_greeting_first", "utter_ack_")
_TRIED = 12
_INTERNAL = "utter_internal_error"
_UNCLEAR = "utter_shop_unclear"


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known of a conversation before a turn.

    status: who leads it. state: the tracker's snapshot and what the turn before left. profile: of the channel's
    sender. customer: the proven shopper's document. recent: the newest messages before this turn, oldest first.
    begun: orders of a shop elsewhere on which this turn acted before it was cut off, as they were then. last_order: the
    one that a known shopper talked of last on another channel, when this conversation is new.
    """

    conversation_id: str
    channel: str
    status: str
    locale: str | None
    market: str | None
    language: str | None
    customer: Mapping[str, Any] | None
    state: Mapping[str, Any]
    profile: Mapping[str, Any]
    recent: tuple[Mapping[str, Any], ...] = ()
    last_message_at: datetime | None = None
    queue_position: int = 1
    answer_by: datetime | None = None
    begun: Mapping[str, tuple[Mapping[str, Any], int]] = field(default_factory=dict)
    last_order: str | None = None


@dataclass
class TurnResult:
    """What a turn changes. handoff: the context package, when the conversation goes to people."""

    reading: Reading
    events: list[dict[str, Any]]
    state: dict[str, Any]
    language: str
    market: str | None
    messages: list[RenderedMessage] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    handoff: dict[str, Any] | None = None
    priority: int = 0
    customer_id: str | None = None
    verified_by: str | None = None
    profile: dict[str, Any] = field(default_factory=dict)
    codes: list[dict[str, Any]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Parts:
    """What every turn works with; the same for all conversations."""

    reader: Reader
    engine: Engine
    runner: ActionRunner
    answers: Answers
    gateway: StoreGateway
    commerce: Commerce
    carrier: Carrier
    policies: Policies
    desk: Desk
    table: CompensationTable
    policy_answers: dict[str, list[str]]
    languages: tuple[str, ...]
    shop: str
    secret: str
    invoices: Invoices
    clock: Callable[[], datetime]


async def take_turn(parts: Parts, scene: Scene, heard: Sequence[Heard]) -> TurnResult:
    """Reads what was heard, decides, acts and finds the words. A burst of messages is one turn."""
    tracker = Tracker.from_state(scene.conversation_id, dict(scene.state))
    if scene.last_order:
        tracker.apply(ev.SlotSet("last_order", scene.last_order))
    now = parts.clock()
    reading = await parts.reader.read(heard, _context(scene, tracker, parts))
    language = reading.language
    turn = _Turn(parts, scene, tracker, reading, now)
    if scene.status in ("waiting", "human"):
        return turn.listen_only()
    if tracker.paused:
        tracker.apply(ev.ConversationResumed())
    read = reading.as_turn(new_session=_expired(scene, now, parts))
    await turn.go(read if tracker.waiting_for else followed(read, turn.topic))
    return turn.result(language)


def _context(scene: Scene, tracker: Tracker, parts: Parts) -> dict[str, Any]:
    customer = scene.customer or {}
    left = scene.state.get("turn") or {}
    return {
        "previous": scene.language,
        "chosen": left.get("language"),
        "profile_locale": scene.locale or customer.get("locale") or scene.profile.get("locale"),
        "market": _market(scene, parts),
        "channel": scene.channel,
        "waiting_for": tracker.waiting_for,
        "supported": parts.languages,
    }


def _market(scene: Scene, parts: Parts) -> str | None:
    """What the client says, else the proven shopper's, else the region of the locale, else the phone's country."""
    customer = scene.customer or {}
    if scene.market:
        return scene.market.upper()
    if customer.get("market"):
        return str(customer["market"])
    _, _, region = (scene.locale or "").replace("_", "-").rpartition("-")
    if len(region) == 2 and parts.answers.markets.get(region.upper()):
        return region.upper()
    country = scene.profile.get("country")
    return str(country).upper() if country else None


def _expired(scene: Scene, now: datetime, parts: Parts) -> bool:
    minutes = parts.engine.domain.session_minutes
    return bool(
        scene.state and minutes and scene.last_message_at and now - scene.last_message_at > timedelta(minutes=minutes)
    )


class _Turn:
    """The state of one turn while it runs."""

    def __init__(self, parts: Parts, scene: Scene, tracker: Tracker, reading: Reading, now: datetime) -> None:
        self.parts, self.scene, self.tracker, self.reading, self.now = parts, scene, tracker, reading, now
        self.market = _market(scene, parts)
        self.first = tracker.turns == 0
        self.left: dict[str, Any] = dict(scene.state.get("turn") or {})
        self.topic = Topic.from_state(self.left.get("topic"))
        self.asked = tracker.waiting_for
        self.says: list[Say] = []
        self.failures: list[str] = []
        customer = Customer.model_validate(dict(scene.customer)) if scene.customer else None
        known = parts.answers.markets.get(self.market)
        self.zone = known.zones[0] if known else "UTC"
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
        run = self.parts.engine.begin(self.tracker, turn)
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
        self.says.append(Say(_INTERNAL))

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
        self.context.emotion = self._feeling()
        if self.context.customer is not None:
            await self.unit.orders_of(self.context.customer.id)

    def _feeling(self) -> str:
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

    # ---- results

    def result(self, language: str) -> TurnResult:
        """Everything that is to be stored."""
        chosen = self._chosen_language()
        spoken = chosen or language
        speaker = Speaker(self.parts.answers, self.parts.desk, self.parts.shop)
        how: dict[str, Any] = {
            "tracker": self.tracker,
            "locale": self._locale(spoken),
            "market": self.market,
            "zone": self.zone,
            "now": self.now,
            "channel": self.scene.channel,
            "emotion": self._taken_up(),
            "intensity": self.reading.intensity,
            "first": self.first,
            "customer": self.scene.customer,
        }
        failed = bool(self.failures) or any(say.response == _INTERNAL for say in self.says)
        if failed:
            self._undo()
        messages, variations = speaker.speak(self.says, variations=dict(self.left.get("variations") or {}), **how)
        if speaker.failures and not failed:
            failed = True
            if self._undo():
                messages = []
            told, variations = speaker.speak([Say(_INTERNAL)], variations=variations, **how)
            messages += told
        self.failures += speaker.failures
        requests = list(self.context.requests)
        if failed:
            requests.append(Request("handoff", {"reason": "internal_error"}))
            # The log has the whole of it; the alert what staff may tell the engineers, and nothing of the data.
            brief = "; ".join(": ".join(failure.split(": ", 2)[:2]) for failure in self.failures)
            requests.append(Request("alert", {"kind": "turn_failed", "text": brief[:300]}))
        if speaker.refused:
            requests.append(Request("alert", {"kind": INCOMPLETE, "text": "; ".join(speaker.refused)[:300]}))
        if speaker.promised and not any(request.kind == "handoff" for request in requests):
            requests.append(Request("handoff", {"reason": INCOMPLETE}))
        result = self._bare(spoken)
        result.messages, result.requests = messages, requests
        result.effects = list(self.unit.effects)
        result.profile, result.codes = self.identities.profile, self._codes(spoken)
        self._take_requests(result)
        if result.handoff is not None:
            self.tracker.apply(ev.ConversationPaused())
        result.events = [event.to_dict() for event in self.tracker.new_events]
        result.state = {
            **self.tracker.to_state(),
            "turn": {
                "variations": variations,
                "language": chosen or self.left.get("language"),
                "order_id": self._order_talked_of(),
                "topic": self.topic.to_state(),
                "tried": self._tried(),
            },
        }
        return result

    def _taken_up(self) -> str:
        """The feeling that the answer begins with. A yes is answered with the deed, however it was said; words that
        were not understood tell of a feeling only when it is a strong one, and one that is hardly likely is not told
        to have been heard."""
        found = self.reading.understanding
        unsure = found is not None and not found.intents and self.reading.intensity < _STRONG
        faint = found is not None and found.emotion.confidence < _LIKELY
        return "neutral" if unsure or faint or self.reading.intent == "affirm" else self.reading.emotion

    def _undo(self) -> bool:
        """Takes back what the turn was about to change, if anything, with all it said: the turn went wrong, and the
        shopper is told that nothing was changed."""
        if not self.unit.effects:
            return False
        self.unit.effects.clear()
        self.says = [Say(_INTERNAL)]
        self.context.requests = [one for one in self.context.requests if one.kind in ("link_customer", "language")]
        return True

    def listen_only(self) -> TurnResult:
        """The message is recorded for whoever leads the conversation; one who waits is told when, once."""
        if not self.tracker.paused:
            self.tracker.apply(ev.ConversationPaused())
        self.parts.engine.begin(self.tracker, self.reading.as_turn())
        result = self._bare(self.reading.language)
        left = self.left
        if self.scene.status == "waiting" and not left.get("told_to_wait") and self.scene.answer_by is not None:
            speaker = Speaker(self.parts.answers, self.parts.desk, self.parts.shop)
            said = Say(
                "utter_waiting",
                {
                    "position": self.scene.queue_position,
                    "answer_by": {"datetime": max(self.scene.answer_by, self.now).isoformat()},
                },
            )
            result.messages, _ = speaker.speak(
                [said],
                tracker=self.tracker,
                locale=self._locale(result.language),
                market=self.market,
                zone=self.zone,
                now=self.now,
                channel=self.scene.channel,
            )
            left["told_to_wait"] = True
        result.profile = dict(self.scene.profile)
        result.events = [event.to_dict() for event in self.tracker.new_events]
        result.state = {**self.tracker.to_state(), "turn": left}
        return result

    def _bare(self, language: str) -> TurnResult:
        return TurnResult(self.reading, [], {}, language, self.market)

    def _codes(self, language: str) -> list[dict[str, Any]]:
        """One-time codes with their words, for the mail."""
        answers, locale = self.parts.answers, self._locale(language)
        style = answers.style(self.market, locale)

        def words(response: str, outgoing: dict[str, Any]) -> str:
            return answers.render(
                response,
                locale=locale,
                style=style,
                now=self.now,
                timezone=self.zone,
                variables={
                    "code": str(outgoing["code"]),
                    "shop": self.parts.shop,
                    "code_valid_until": {"datetime": str(outgoing["until"])},
                },
            )[0].text

        return [
            {
                "to": outgoing["to"],
                "subject": words("utter_code_mail_subject", outgoing),
                "text": words("utter_code_mail", outgoing),
            }
            for outgoing in self.identities.outgoing
        ]

    def _locale(self, language: str) -> str:
        """The profile's locale where it is of the language that is answered in, else the language."""
        for locale in (self.scene.locale, (self.scene.customer or {}).get("locale")):
            if locale and str(locale).replace("_", "-").split("-")[0].lower() == language:
                return str(locale)
        return language

    def _chosen_language(self) -> str | None:
        asked = [request.data["language"] for request in self.context.requests if request.kind == "language"]
        return str(asked[-1]) if asked else None

    def _take_requests(self, result: TurnResult) -> None:
        for request in result.requests:
            if request.kind == "link_customer":
                result.customer_id = str(request.data["customer_id"])
                result.verified_by = str(request.data["verified_by"])
            elif request.kind == "handoff":
                reason = str(request.data.get("reason") or "human_agent")
                result.priority, result.handoff = self._package(reason, result)

    def _package(self, reason: str, result: TurnResult) -> tuple[int, dict[str, Any]]:
        tier = self.context.tier
        emotion, urgency = self._feeling(), self.reading.urgency
        priority = self.parts.desk.escalation.priority(reason, emotion, urgency, tier)
        answer_by = self.parts.desk.answer_by(
            market=self.market, reason=reason, emotion=emotion, urgency=urgency, tier=tier
        )
        wanted = self._order_talked_of()
        orders = sorted(self.unit.orders_seen, key=lambda order: order.id != wanted)
        slots = {"order_id": wanted, **self.tracker.slots}
        said = [
            *self.scene.recent,
            {"author": "shopper", "text": self.reading.text, "at": self.now.isoformat()},
            *({"author": "bot", "text": message.text, "at": self.now.isoformat()} for message in result.messages),
        ]
        own = self.context.customer
        wish = next((name for name in self._wishes() if name != "human_agent"), None)
        package = context_package(
            reason=reason,
            customer=own.model_dump(mode="json") if own else None,
            market=self.market,
            language=result.language,
            intent=wish or self.reading.intent,
            slots={name: value for name, value in slots.items() if not name.startswith("verification")},
            emotions=self.tracker.emotions,
            orders=[order.model_dump(mode="json") for order in orders if own and order.customer_id == own.id],
            tried=self._tried(),
            messages=said,
            question=self.tracker.waiting_for or self.asked,
            urgency=urgency,
            priority=priority,
            answer_by=answer_by,
        )
        return priority, package

    def _order_talked_of(self) -> Any:
        """The order that this turn or the last one before it was about, though its flow is over."""
        return self.tracker.slots.get("order_id") or self.left.get("order_id")

    def _tried(self) -> list[str]:
        """Flows and actions of the conversation, oldest first, without those that only keep it going."""
        now = [
            event.flow_id if isinstance(event, ev.FlowStarted) else event.name
            for event in self.tracker.new_events
            if isinstance(event, ev.FlowStarted | ev.ActionExecuted)
        ]
        aside = ("pattern_", "utter_", "action_ask_", "action_handoff", "talk_to_person")
        return [*self.left.get("tried", ()), *(name for name in now if not name.startswith(aside))][-_TRIED:]

    def _wishes(self) -> list[str]:
        """Wishes of the conversation, the newest first."""
        return [str(one["intent"]) for one in reversed(self.tracker.recent) if one.get("intent")]


def broken_result(parts: Parts, scene: Scene, heard: Sequence[Heard], error: str) -> TurnResult:
    """What is stored when a turn could not be taken at all: the shopper is told, a person is called."""
    tracker = Tracker.from_state(scene.conversation_id, dict(scene.state))
    reading = parts.reader.unread(heard, _context(scene, tracker, parts))
    if scene.status in ("waiting", "human"):
        return _Turn(parts, scene, tracker, reading, parts.clock()).listen_only()
    turn = _Turn(parts, scene, tracker, reading, parts.clock())
    turn.tracker.apply(
        ev.UserUttered(text=reading.text, language=reading.language, message_id=reading.message_id, decision="reject")
    )
    turn.says.append(Say(_INTERNAL))
    turn.failures.append(error)
    return turn.result(reading.language)


def unclear_result(parts: Parts, scene: Scene, heard: Sequence[Heard], order_id: str, why: str) -> TurnResult:
    """What is stored when a shop elsewhere may or may not have done it: the shopper is told so, a person is called."""
    tracker = Tracker.from_state(scene.conversation_id, dict(scene.state))
    reading = parts.reader.unread(heard, _context(scene, tracker, parts))
    turn = _Turn(parts, scene, tracker, reading, parts.clock())
    turn.tracker.apply(
        ev.UserUttered(text=reading.text, language=reading.language, message_id=reading.message_id, decision="reject")
    )
    by = parts.desk.answer_by(
        market=turn.market, reason="internal_error", emotion=reading.emotion, urgency="high", tier=turn.context.tier
    )
    turn.says.append(Say(_UNCLEAR, {"order_id": order_id, "answer_by": {"datetime": by.isoformat()}}))
    turn.context.ask("handoff", reason="internal_error")
    text = f"Order {order_id}: look in the shop what was done before anything is done again. {why}"
    turn.context.ask("alert", kind="shop_unclear", text=text[:300], order_id=order_id)
    return turn.result(reading.language)
