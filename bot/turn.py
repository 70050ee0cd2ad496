"""One turn: from what is known of a conversation and what the shopper wrote to answers, events and effects.

Nothing is stored here: `converse` loads the scene before a turn and stores its result after it, all of it or none.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.closing import closed, listened
from bot.course import INTERNAL, Course
from bot.delivery_told import with_delivery_details
from bot.dialogue import Say, Tracker
from bot.dialogue import events as ev
from bot.followups import followed
from bot.invoice_told import with_invoice_data
from bot.money_taken import wanting_it_back
from bot.own_numbers import with_own_numbers
from bot.places import with_states
from bot.reading import Heard
from bot.refusing import refusing
from bot.same_variant import keeping_the_variant
from bot.scene import Parts, Scene, TurnResult, context_of, is_expired
from bot.who_pays import asking_who_pays

_UNCLEAR = "utter_shop_unclear"


async def take_turn(parts: Parts, scene: Scene, heard: Sequence[Heard]) -> TurnResult:
    """Reads what was heard, decides, acts and finds the words. A burst of messages is one turn."""
    tracker = Tracker.from_state(scene.conversation_id, dict(scene.state))
    if scene.last_order:
        tracker.apply(ev.SlotSet("last_order", scene.last_order))
    now = parts.clock()
    reading = await parts.reader.read(heard, context_of(scene, tracker, parts))
    language = reading.language
    turn = Course(parts, scene, tracker, reading, now)
    if scene.status in ("waiting", "human"):
        return listened(turn)
    if tracker.paused:
        tracker.apply(ev.ConversationResumed())
    read = with_states(reading.as_turn(new_session=is_expired(scene, now, parts)))
    read = await with_own_numbers(read, turn)
    read = asking_who_pays(refusing(read, turn.topic, tracker), turn.topic, tracker)
    read = wanting_it_back(with_invoice_data(read, turn.topic, tracker), turn.topic, tracker)
    read = with_delivery_details(read, tracker, turn.market or "")
    read = keeping_the_variant(read, tracker)
    await turn.go(read if tracker.waiting_for else followed(read, turn.topic))
    return closed(turn, language)


def broken_result(parts: Parts, scene: Scene, heard: Sequence[Heard], error: str) -> TurnResult:
    """What is stored when a turn could not be taken at all: the shopper is told, a person is called."""
    tracker = Tracker.from_state(scene.conversation_id, dict(scene.state))
    reading = parts.reader.unread(heard, context_of(scene, tracker, parts))
    if scene.status in ("waiting", "human"):
        return listened(Course(parts, scene, tracker, reading, parts.clock()))
    turn = Course(parts, scene, tracker, reading, parts.clock())
    turn.tracker.apply(
        ev.UserUttered(text=reading.text, language=reading.language, message_id=reading.message_id, decision="reject")
    )
    turn.says.append(Say(INTERNAL))
    turn.failures.append(error)
    return closed(turn, reading.language)


def unclear_result(parts: Parts, scene: Scene, heard: Sequence[Heard], order_id: str, why: str) -> TurnResult:
    """What is stored when a shop elsewhere may or may not have done it: the shopper is told so, a person is called."""
    tracker = Tracker.from_state(scene.conversation_id, dict(scene.state))
    reading = parts.reader.unread(heard, context_of(scene, tracker, parts))
    turn = Course(parts, scene, tracker, reading, parts.clock())
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
    return closed(turn, reading.language)
