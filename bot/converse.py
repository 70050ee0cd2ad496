"""The inbox at work: loads what a turn needs, takes the turn, stores all of it or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog

from actions.base import Request
from actions.commerce.ports import CommerceError, Effect
from bot.answers import RenderedMessage
from bot.handoff.queue import hand_over
from bot.reading import Heard
from bot.remote_shop import NotDone, RemoteDeeds, Unclear
from bot.scene import Parts, Scene, TurnResult
from bot.services import phone_identity
from bot.store import conversations, shop, staff, turns
from bot.store.customers import apply_customer_effect
from bot.store.database import Database
from bot.store.errors import LeaseLost, StoreError, VersionConflict
from bot.store.hub import Hub
from bot.store.identities import Identity, identity, keep_identity
from bot.store.kernel import Claim, Task, enqueue
from bot.store.models import BegunOrderRow, ConversationRow
from bot.store.session import Session
from bot.turn import broken_result, take_turn, unclear_result
from bot.unasked import INBOX, Beginning, unasked_turn
from bot.unasked_rules import UPDATE_FLOW, allowed_at
from connectors.outbox import PULLED, enqueue_message

log = structlog.get_logger(__name__)

_TRIES = 4
_RECENT = 10
_SAME_CASE = timedelta(days=14)
_CODE_PROOF = timedelta(hours=12)
MAIL_QUEUE = "mail"


class Moved(Exception):
    """The conversation went to somebody else while the turn was taken; it is taken anew."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    scene: Scene
    heard: tuple[Heard, ...]
    seq: int
    phone_customer: str | None
    begun: Mapping[str, BegunOrderRow] = field(default_factory=dict)
    failure: str = ""


class Converser:
    """Handles claims of the queue `inbox`: all due messages of one conversation are one turn."""

    def __init__(self, db: Database, hub: Hub, parts: Parts, remote: RemoteDeeds | None = None) -> None:
        self._db, self._hub, self._parts, self._remote = db, hub, parts, remote

    async def __call__(self, claim: Claim) -> None:
        """Takes the turn; when an order or the conversation changed meanwhile, takes it again on what holds now."""
        claim.tasks = _one_turn(claim.tasks)
        begun = Beginning.of(claim.tasks[0].payload)
        for attempt in range(_TRIES):
            loaded = await self._load(claim)
            result = None if loaded is None else await self._turn(loaded, begun, last=attempt == _TRIES - 1)
            if loaded is None or result is None:
                async with claim.commit():
                    pass
                self._hub.publish(f"conversation:{claim.key}", {"event": "left_to_staff"})
                return
            if begun is not None and result.failures:
                await claim.fail(f"{begun.flow}: {'; '.join(result.failures)}")  # nobody asked: nobody is told of it
                return
            try:
                if self._remote is not None:
                    result = await self._act(self._remote, loaded, result)
                told = await self._store(claim, loaded, result)
            except (VersionConflict, Moved) as error:
                log.info("turn_again", conversation=claim.key, reason=str(error))
                continue
            self._tell(claim.key, result, told)
            return
        await claim.fail("the conversation or its orders changed at every try")

    async def _act(self, remote: RemoteDeeds, loaded: _Loaded, result: TurnResult) -> TurnResult:
        """Does in the shop elsewhere what the turn decided; the result is what can truly be said after it."""
        if await remote.let_go(loaded.begun, result.effects):
            raise Moved("what was begun before is not what is wanted now")
        try:
            await remote.carry_out(result.effects, loaded.scene.conversation_id)
        except NotDone as error:
            return broken_result(self._parts, loaded.scene, loaded.heard, f"shop: {error}")
        except Unclear as error:
            return unclear_result(self._parts, loaded.scene, loaded.heard, error.order_id, str(error))
        return result

    async def _turn(self, loaded: _Loaded, begun: Beginning | None, *, last: bool) -> TurnResult | None:
        if begun is not None:
            if loaded.failure:
                raise StoreError(loaded.failure)
            return await unasked_turn(self._parts, loaded.scene, begun)
        if loaded.failure:
            return broken_result(self._parts, loaded.scene, loaded.heard, loaded.failure)
        try:
            return await take_turn(self._parts, loaded.scene, loaded.heard)
        except (StoreError, LeaseLost):
            raise
        except Exception as error:  # whatever went wrong, the shopper hears of it and a person is called
            log.exception("turn_failed", conversation=loaded.scene.conversation_id)
            return broken_result(self._parts, loaded.scene, loaded.heard, f"the turn failed: {type(error).__name__}")

    async def _load(self, claim: Claim) -> _Loaded | None:
        ids = [int(task.payload["message_id"]) for task in claim.tasks if "message_id" in task.payload]
        async with self._db.read() as session:
            row = await turns.scene(session, claim.key)
            if row is None:
                return None
            newest = await conversations.latest_lines(session, row.id, _RECENT + len(ids))
            heard = tuple(_heard(line) for line in newest if line.id in ids)
            earlier = [line for line in newest if line.id not in ids]
            if len(heard) < len(ids):
                heard = tuple(_heard(line) for line in await conversations.lines(session, ids))
            if ids and not heard:
                return None
            customer_id, by_phone = row.customer_id, None
            failure = ""
            try:
                if customer_id is None and row.channel == "whatsapp":
                    found = await self._with_phone(session, f"+{row.sender.lstrip('+')}")
                    customer_id = by_phone = phone_identity(row.channel, found)
                customer = await self._customer(session, customer_id) if customer_id else None
            except CommerceError as error:
                # Without the shop nobody can be recognised; staff's copy of the customer would only lead to its orders.
                customer, failure = None, f"shop: {error}"
            last_order = None
            if customer_id and customer is not None and not row.state:
                since = self._parts.clock() - _SAME_CASE
                other = await turns.elsewhere(session, row.id, row.channel, customer_id, since)
                if other is not None:  # the case goes on here: its order is known, and what was said
                    last_order = (other[1].get("slots") or {}).get("last_order")
                    earlier = [*await conversations.latest_lines(session, other[0], _RECENT), *earlier]
            begun = await self._remote.open_orders(session, row.id) if self._remote else {}
            position, answer_by = 1, None
            if row.status == "waiting":
                position = await turns.place_in_queue(session, row.id, row.waiting_since)
                by = (row.handoff or {}).get("answer_by")
                answer_by = datetime.fromisoformat(by) if by else None
            scene = Scene(
                conversation_id=row.id,
                channel=row.channel,
                status=row.status,
                locale=row.locale,
                market=row.market,
                language=row.language,
                customer=customer,
                state=row.state or {},
                profile=row.profile or {},
                recent=tuple(
                    {"author": one.author, "text": one.text, "at": one.at.isoformat()} for one in earlier[-_RECENT:]
                ),
                last_message_at=earlier[-1].at if earlier and row.state else None,
                last_order=last_order,
                queue_position=position,
                answer_by=answer_by,
                begun={order_id: (each.document, each.version) for order_id, each in begun.items()},
            )
            return _Loaded(scene, heard, row.state_seq, by_phone, begun, failure)

    async def _customer(self, session: Session, customer_id: str) -> dict[str, Any] | None:
        if self._remote is None:
            return await shop.load_customer(session, customer_id)
        return await self._parts.gateway.customer(customer_id)

    async def _with_phone(self, session: Session, phone: str) -> list[dict[str, Any]]:
        if self._remote is None:
            return await shop.customers_by_contact(session, email=None, phone=phone)
        return await self._remote.customers_by_phone(phone)

    async def _store(self, claim: Claim, loaded: _Loaded, result: TurnResult) -> str:
        """Stores the turn; returns the conversation's status after it."""
        scene = loaded.scene
        async with claim.commit() as session:
            row = await turns.lock(session, scene.conversation_id)
            if row is None or row.status != scene.status or row.state_seq != loaded.seq:
                raise Moved(f"status {scene.status} became {row.status if row else 'nothing'}")
            customer_id = result.customer_id or loaded.phone_customer
            if customer_id or result.profile != scene.profile:
                known = await identity(session, row.channel, row.account, row.sender)
                if customer_id:
                    self._link(known, customer_id, result.verified_by or "phone", result.profile)
                    await turns.link(session, row.id, customer_id)
                if result.profile != known.profile and not loaded.phone_customer:
                    known.profile = result.profile
                await keep_identity(session, known)
            customer_id = customer_id or row.customer_id
            if self._remote is None:
                await apply_effects(session, result.effects, row.id, customer_id)
            else:
                await self._remote.told(session, result.effects, row.id)
                if scene.customer is not None:
                    await shop.keep_customer(session, dict(scene.customer))
            await self._answers(session, row, loaded.heard, result)
            for request in result.requests:
                if request.kind == "alert":
                    data = {key: value for key, value in request.data.items() if key not in ("kind", "text")}
                    staff.alert(
                        session,
                        str(request.data["kind"]),
                        str(request.data["text"]),
                        conversation_id=row.id,
                        **data,
                    )
                elif request.kind == "update":
                    await self._keep_promise(session, row, result, request)
            for code in result.codes:
                await enqueue(session, MAIL_QUEUE, str(code["to"])[:255], code)
            status: str = row.status
            if result.handoff is not None:
                whole = await session.get_one(ConversationRow, row.id)
                await hand_over(session, whole, result.handoff, result.priority)
                status = whole.status
            summary = turns.Summary(result.language, result.market, result.reading.emotion, result.reading.urgency)
            await turns.summarise(session, row.id, summary)
            await conversations.save_tracker(session, row.id, row.state_seq, result.state, result.events)
            return status

    async def _keep_promise(self, session: Session, row: turns.Locked, result: TurnResult, request: Request) -> None:
        """A timer that tells the news which an answer promised, in time and not in the quiet hours."""
        parts, order_id, by = self._parts, str(request.data["order_id"]), str(request.data["by"])
        early = timedelta(minutes=parts.unasked.updates.minutes_before)
        style = parts.answers.style(result.market, result.language)
        zone = parts.answers.markets.zone_of(result.market)
        at = allowed_at(datetime.fromisoformat(by) - early, parts.clock(), style, zone)
        begun = Beginning(UPDATE_FLOW, {"order_id": order_id}, by)
        key = f"update:{row.id}:{order_id}:{by}"
        await enqueue(session, INBOX, row.id, begun.task(), dedupe_key=key, run_at=at.timestamp())

    def _link(self, known: Identity, customer_id: str, by: str, profile: Mapping[str, Any]) -> None:
        now = self._parts.clock()
        known.customer_id, known.verified_at, known.verified_by = customer_id, now, by
        if by == "code":
            # A code proves who writes now, not who will hold this sender's name for ever.
            known.profile = {**profile, "proof_until": (now + _CODE_PROOF).timestamp()}

    async def _answers(self, session: Session, row: turns.Locked, heard: Sequence[Heard], result: TurnResult) -> None:
        last = heard[-1].id if heard else None
        if last is not None and result.reading.understanding is not None:
            understood = dict(result.reading.understanding.to_rasa())
            understood.pop("text", None)
            await turns.understood(session, last, understood)
        for message in result.messages:
            answer = await conversations.append_message(
                session,
                row,
                direction="out",
                author="bot",
                text=message.text,
                payload=_payload(message),
                reply_to=last,
                status="sent" if row.channel in PULLED else "queued",
            )
            await enqueue_message(session, row, answer.id)

    def _tell(self, conversation_id: str, result: TurnResult, status: str) -> None:
        if result.messages:
            self._hub.publish("tasks:outbox")
        if result.codes:
            self._hub.publish(f"tasks:{MAIL_QUEUE}")
        self._hub.publish(f"conversation:{conversation_id}", {"event": "answered", "direction": "out"})
        self._hub.publish("desk", {"event": "answered", "conversation_id": conversation_id, "status": status})


async def apply_effects(
    session: Session, effects: Sequence[Effect], conversation_id: str | None, customer_id: str | None
) -> None:
    """Stores what actions recorded, each once, and makes the coupons that they give, for this customer.

    Raises VersionConflict when an order or a customer is no longer what was read.
    """
    for effect in effects:
        if effect.customer is not None:
            await apply_customer_effect(
                session,
                idempotency_key=effect.idempotency_key,
                before=effect.customer.model_dump(mode="json"),
                after=effect.document,
                kind=effect.kind,
                payload=effect.payload,
                conversation_id=conversation_id,
            )
            continue
        await shop.apply_effect(
            session,
            idempotency_key=effect.idempotency_key,
            order_id=effect.order_id,
            expected_version=effect.expected_version,
            document=effect.document,
            kind=effect.kind,
            payload=effect.payload,
            basis=effect.basis,
            conversation_id=conversation_id,
        )
        if effect.coupon is not None:
            await shop.add_coupon(session, effect.coupon, customer_id)


def _one_turn(tasks: tuple[Task, ...]) -> tuple[Task, ...]:
    """The tasks that are one turn: messages up to what the house begins by itself, which is a turn of its own."""
    begun = [Beginning.of(task.payload) is not None for task in tasks]
    return tasks[:1] if begun[0] else tasks[: begun.index(True) if True in begun else None]


def _heard(row: conversations.Line) -> Heard:
    payload = row.payload or {}
    return Heard(
        id=row.id,
        text=row.text or "",
        button_payload=payload.get("button_payload"),
        attachments=len(payload.get("attachments") or ()),
        kind=row.kind,
    )


def _payload(message: RenderedMessage) -> dict[str, Any]:
    whole = {
        "buttons": [asdict(button) for button in message.buttons],
        "image": message.image,
        "attachment": message.attachment,
        "custom": message.custom,
        "response": message.response,
        "locale": message.locale,
    }
    return {key: value for key, value in whole.items() if value}
