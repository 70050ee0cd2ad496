"""The end of a turn: the words of what is to be said, what is stored, and what people get to know."""

from __future__ import annotations

from typing import Any

from actions.base import Request
from bot.course import INTERNAL, Course
from bot.dialogue import Say
from bot.dialogue import events as ev
from bot.handoff.package import context_package
from bot.mail import written
from bot.nlu.understanding import Understanding
from bot.promises import promised_now, update_requests
from bot.scene import TurnResult
from bot.speaking import INCOMPLETE, Speaker

_STRONG = 0.6
_LIKELY, _AS_LIKELY = 0.3, 0.6
_TRIED = 12


def closed(course: Course, language: str) -> TurnResult:
    """Everything that is to be stored."""
    chosen = _chosen_language(course)
    spoken = chosen or language
    speaker = Speaker(course.parts.answers, course.parts.desk, course.parts.shop)
    how: dict[str, Any] = {
        "tracker": course.tracker,
        "locale": _locale(course, spoken),
        "market": course.market,
        "zone": course.zone,
        "now": course.now,
        "channel": course.scene.channel,
        "emotion": _taken_up(course),
        "intensity": max(course.reading.intensity, _STRONG if course.reading.scorns else 0.0),
        "first": course.first,
        "customer": course.scene.customer,
    }
    failed = bool(course.failures) or any(say.response == INTERNAL for say in course.says)
    if failed:
        _undo(course)
    messages, variations = speaker.speak(course.says, variations=dict(course.left.get("variations") or {}), **how)
    if speaker.failures and not failed:
        failed = True
        if _undo(course):
            messages = []
        told, variations = speaker.speak([Say(INTERNAL)], variations=variations, **how)
        messages += told
    course.failures += speaker.failures
    requests = list(course.context.requests)
    if failed:
        requests.append(Request("handoff", {"reason": "internal_error"}))
        # The log has the whole of it; the alert what staff may tell the engineers, and nothing of the data.
        brief = "; ".join(": ".join(failure.split(": ", 2)[:2]) for failure in course.failures)
        requests.append(Request("alert", {"kind": "turn_failed", "text": brief[:300]}))
    if speaker.refused:
        requests.append(Request("alert", {"kind": INCOMPLETE, "text": "; ".join(speaker.refused)[:300]}))
    if speaker.promised and not any(request.kind == "handoff" for request in requests):
        requests.append(Request("handoff", {"reason": INCOMPLETE}))
    promised = {} if failed else promised_now(course)
    requests += update_requests(promised)
    result = _bare(course, spoken)
    result.messages, result.requests = messages, requests
    result.effects = list(course.unit.effects)
    result.profile, result.codes = course.identities.profile, _codes(course, spoken)
    _take_requests(course, result)
    if result.handoff is not None:
        course.tracker.apply(ev.ConversationPaused())
    result.events = [event.to_dict() for event in course.tracker.new_events]
    result.state = {
        **course.tracker.to_state(),
        "turn": {
            "variations": variations,
            "language": chosen or course.left.get("language"),
            "order_id": _order_talked_of(course),
            "topic": course.topic.to_state(),
            "tried": _tried(course),
            "promised": {**(course.left.get("promised") or {}), **promised},
        },
    }
    return result


def _taken_up(course: Course) -> str:
    """The feeling that the answer begins with. A yes is answered with the deed, however it was said; words that
    were not understood tell of a feeling only when it is a strong one, and one that is hardly likely, or hardly
    likelier than none, is not told to have been heard. Scorn is, whatever else it says."""
    found = course.reading.understanding
    if course.reading.scorns and course.reading.intent != "affirm":
        return course.reading.emotion
    unsure = found is not None and not found.intents and course.reading.intensity < _STRONG
    faint = found is not None and (found.emotion.confidence < _LIKELY or _as_likely_calm(found))
    return "neutral" if unsure or faint or course.reading.intent == "affirm" else course.reading.emotion


def _as_likely_calm(found: Understanding) -> bool:
    """Whether the words may as well be calm: "could they come on Saturday, I am out tomorrow" needs no comfort."""
    calm = max((one.confidence for one in found.emotion_ranking if one.name == "neutral"), default=0.0)
    return found.emotion.name != "neutral" and calm >= _AS_LIKELY * found.emotion.confidence


def _undo(course: Course) -> bool:
    """Takes back what the turn was about to change, if anything, with all it said: the turn went wrong, and the
    shopper is told that nothing was changed."""
    if not course.unit.effects:
        return False
    course.unit.effects.clear()
    course.says = [Say(INTERNAL)]
    course.context.requests = [one for one in course.context.requests if one.kind in ("link_customer", "language")]
    return True


def listened(course: Course) -> TurnResult:
    """The message is recorded for whoever leads the conversation; one who waits is told when, once."""
    if not course.tracker.paused:
        course.tracker.apply(ev.ConversationPaused())
    course.parts.engine.begin(course.tracker, course.reading.as_turn())
    result = _bare(course, course.reading.language)
    left = course.left
    if course.scene.status == "waiting" and not left.get("told_to_wait") and course.scene.answer_by is not None:
        speaker = Speaker(course.parts.answers, course.parts.desk, course.parts.shop)
        said = Say(
            "utter_waiting",
            {
                "position": course.scene.queue_position,
                "answer_by": {"datetime": max(course.scene.answer_by, course.now).isoformat()},
            },
        )
        result.messages, _ = speaker.speak(
            [said],
            tracker=course.tracker,
            locale=_locale(course, result.language),
            market=course.market,
            zone=course.zone,
            now=course.now,
            channel=course.scene.channel,
        )
        left["told_to_wait"] = True
    result.profile = dict(course.scene.profile)
    result.events = [event.to_dict() for event in course.tracker.new_events]
    result.state = {**course.tracker.to_state(), "turn": left}
    return result


def _bare(course: Course, language: str) -> TurnResult:
    return TurnResult(course.reading, [], {}, language, course.market)


def _codes(course: Course, language: str) -> list[dict[str, str]]:
    """One-time codes with their words, for the mail."""
    return [
        written(
            course.parts.answers,
            str(outgoing["to"]),
            "utter_code_mail",
            {
                "code": str(outgoing["code"]),
                "shop": course.parts.shop,
                "code_valid_until": {"datetime": str(outgoing["until"])},
            },
            locale=_locale(course, language),
            market=course.market,
            now=course.now,
        )
        for outgoing in course.identities.outgoing
    ]


def _locale(course: Course, language: str) -> str:
    """The profile's locale where it is of the language that is answered in, else the language."""
    for locale in (course.scene.locale, (course.scene.customer or {}).get("locale")):
        if locale and str(locale).replace("_", "-").split("-")[0].lower() == language:
            return str(locale)
    return language


def _chosen_language(course: Course) -> str | None:
    asked = [request.data["language"] for request in course.context.requests if request.kind == "language"]
    return str(asked[-1]) if asked else None


def _take_requests(course: Course, result: TurnResult) -> None:
    for request in result.requests:
        if request.kind == "link_customer":
            result.customer_id = str(request.data["customer_id"])
            result.verified_by = str(request.data["verified_by"])
        elif request.kind == "handoff":
            reason = str(request.data.get("reason") or "human_agent")
            result.priority, result.handoff = _package(course, reason, result)


def _package(course: Course, reason: str, result: TurnResult) -> tuple[int, dict[str, Any]]:
    tier = course.context.tier
    emotion, urgency = course.feeling(), course.reading.urgency
    priority = course.parts.desk.escalation.priority(reason, emotion, urgency, tier)
    answer_by = course.parts.desk.answer_by(
        market=course.market, reason=reason, emotion=emotion, urgency=urgency, tier=tier
    )
    wanted = _order_talked_of(course)
    orders = sorted(course.unit.orders_seen, key=lambda order: order.id != wanted)
    slots = {"order_id": wanted, **course.tracker.slots}
    said = [
        *course.scene.recent,
        {"author": "shopper", "text": course.reading.text, "at": course.now.isoformat()},
        *({"author": "bot", "text": message.text, "at": course.now.isoformat()} for message in result.messages),
    ]
    own = course.context.customer
    wish = next((name for name in _wishes(course) if name != "human_agent"), None)
    package = context_package(
        reason=reason,
        customer=own.model_dump(mode="json") if own else None,
        market=course.market,
        language=result.language,
        intent=wish or course.reading.intent,
        slots={name: value for name, value in slots.items() if not name.startswith("verification")},
        emotions=course.tracker.emotions,
        orders=[order.model_dump(mode="json") for order in orders if own and order.customer_id == own.id],
        tried=_tried(course),
        messages=said,
        question=course.tracker.waiting_for or course.asked,
        urgency=urgency,
        priority=priority,
        answer_by=answer_by,
    )
    return priority, package


def _order_talked_of(course: Course) -> Any:
    """The order that this turn or the last one before it was about, though its flow is over."""
    return course.tracker.slots.get("order_id") or course.left.get("order_id")


def _tried(course: Course) -> list[str]:
    """Flows and actions of the conversation, oldest first, without those that only keep it going."""
    now = [
        event.flow_id if isinstance(event, ev.FlowStarted) else event.name
        for event in course.tracker.new_events
        if isinstance(event, ev.FlowStarted | ev.ActionExecuted)
    ]
    aside = ("pattern_", "utter_", "action_ask_", "action_handoff", "talk_to_person")
    return [*course.left.get("tried", ()), *(name for name in now if not name.startswith(aside))][-_TRIED:]


def _wishes(course: Course) -> list[str]:
    """Wishes of the conversation, the newest first."""
    return [str(one["intent"]) for one in reversed(course.tracker.recent) if one.get("intent")]
