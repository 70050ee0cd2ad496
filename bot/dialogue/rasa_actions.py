"""Between our tracker and rasa-sdk actions, in this process or on an action server. Pure conversion.

request = action_request("action_track", tracker, domain, channel="rest", at=time.time())
…                                        # run it, or POST it to the action server
for event in events_from_rasa(answer["events"]): tracker.apply(event)
for said in answer["responses"]: …       # response_of(said) names the catalogue's text and its variables
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from bot.dialogue import events as ev
from bot.dialogue.domain import Domain
from bot.dialogue.frame import Frame
from bot.dialogue.tracker import Tracker
from bot.dialogue.turn_input import Say

JsonDict = dict[str, Any]
VERSION = "3.6.21"
"""The version of the protocol that action servers are told."""

# What Rasa knows and flows have no use for: forms, undo, reminders, features.
_NOT_OURS = frozenset(
    {"active_loop", "form", "loop_interrupted", "form_validation", "rewind", "undo", "reminder", "cancel_reminder"}
    | {"entities", "user_featurization", "export", "agent", "session_ended", "session_started", "action", "user"}
)
_RESPONSE_KEYS = frozenset(
    {"text", "buttons", "elements", "custom", "template", "response", "image", "attachment", "quick_replies"}
)


def action_request(
    action: str,
    tracker: Tracker,
    domain: Domain,
    *,
    channel: str,
    at: float,
    actions: Iterable[str] = (),
    with_domain: bool = True,
) -> JsonDict:
    """The body of `POST /webhook` of an action server; `domain` is left out without `with_domain`."""
    body: JsonDict = {
        "next_action": action,
        "sender_id": tracker.conversation_id,
        "version": VERSION,
        "tracker": tracker_json(tracker, channel=channel, at=at, slots=domain.slots),
    }
    if with_domain:
        body["domain"] = domain_json(domain, actions)
    return body


def tracker_json(tracker: Tracker, *, channel: str, at: float, slots: Iterable[str] = ()) -> JsonDict:
    """The tracker as rasa-sdk's `Tracker.from_dict` reads it.

    slots: names that are given as null when empty. at: epoch seconds of the newest event. Events are those of this
    turn only, so that the request does not grow with the conversation.
    """
    latest = tracker.latest
    return {
        "sender_id": tracker.conversation_id,
        "slots": {**dict.fromkeys(slots), **tracker.slots},
        "latest_message": message_json(latest) if latest else {},
        "latest_event_time": at,
        "followup_action": tracker.followup,
        "paused": tracker.paused,
        "events": [event for own in tracker.new_events if (event := event_json(own, at, channel)) is not None],
        "latest_input_channel": channel,
        "active_loop": {},
        "latest_action": {"action_name": tracker.latest_action},
        "latest_action_name": tracker.latest_action,
        "stack": [_frame(frame) for frame in tracker.frames],
    }


def _frame(frame: Frame) -> JsonDict:
    """A flow on the stack, with how many questions it asked; one that was interrupted with the slots that it goes on
    with."""
    interrupted = {"slots": dict(frame.saved)} if frame.saved and not frame.pending else {}
    asked = {"asked": frame.asked} if frame.asked else {}
    return {"flow_id": frame.flow, "step_id": frame.step, **asked, **interrupted}


def domain_json(domain: Domain, actions: Iterable[str] = ()) -> JsonDict:
    """The domain as action servers expect it."""
    return {
        "config": {"store_entities_as_slots": True},
        "session_config": {
            "session_expiration_time": domain.session_minutes,
            "carry_over_slots_to_new_session": domain.carry_over_slots,
        },
        "intents": sorted(domain.intents),
        "entities": sorted(domain.entities),
        "slots": dict(domain.source.get("slots") or {}),
        "responses": {},
        "actions": sorted({*domain.actions, *actions}),
        "forms": {},
        "e2e_actions": [],
    }


def event_json(event: ev.Event, at: float, channel: str) -> JsonDict | None:
    """An event in Rasa's JSON; None for those that only we have (`stack`, `not_understood`)."""
    if isinstance(event, ev.StackChanged | ev.NotUnderstood):
        return None
    if isinstance(event, ev.UserUttered):
        parsed = message_json(event)
        return {
            "event": "user",
            "timestamp": at,
            "text": event.text,
            "parse_data": parsed,
            "message_id": event.message_id,
            "input_channel": channel,
            "metadata": parsed["metadata"],
        }
    if isinstance(event, ev.BotUttered):
        buttons = [{"title": title, "payload": payload} for title, payload in event.options]
        metadata = {"utter_action": event.response}
        return {
            "event": "bot",
            "timestamp": at,
            "text": event.text,
            "data": {"buttons": buttons},
            "metadata": metadata,
        }
    if isinstance(event, ev.SlotSet):
        return {"event": "slot", "timestamp": at, "name": event.name, "value": event.value}
    return {**event.to_dict(), "timestamp": at}


def message_json(event: ev.UserUttered) -> JsonDict:
    """What was said and understood, as Rasa's `latest_message`."""
    ranking = [{"name": name, "confidence": confidence} for name, confidence in (event.ranking or event.intents)]
    intents = [{"name": name, "confidence": confidence} for name, confidence in event.intents]
    nothing = {"name": None, "confidence": 0.0}
    return {
        "text": event.text,
        "intent": next(iter(intents or ranking), nothing),
        "intents": intents,
        "intent_ranking": ranking,
        "entities": list(event.entities),
        "message_id": event.message_id,
        "metadata": {
            **event.metadata,
            "language": event.language,
            "emotion": event.emotion,
            "intensity": event.intensity,
            "urgency": event.urgency,
        },
    }


def events_from_rasa(items: Iterable[Mapping[str, Any]]) -> list[ev.Event]:
    """Our events for what an action returned.

    Events that flows have no use for are left out; ValueError for what is no event of Rasa at all. A `bot` event
    becomes a BotUttered with plain text.
    """
    found: list[ev.Event] = []
    for item in items:
        kind = item.get("event")
        match kind:
            case "slot":
                found.append(ev.SlotSet(str(item["name"]), item.get("value")))
            case "reset_slots":
                found.append(ev.AllSlotsReset())
            case "restart":
                found.append(ev.Restarted())
            case "pause":
                found.append(ev.ConversationPaused())
            case "resume":
                found.append(ev.ConversationResumed())
            case "followup":
                found.append(ev.FollowupAction(item.get("name")))
            case "action_execution_rejected":
                found.append(ev.ActionExecutionRejected(str(item.get("name"))))
            case "bot":
                buttons = (item.get("data") or {}).get("buttons") or ()
                options = tuple((str(button.get("title", "")), str(button.get("payload", ""))) for button in buttons)
                found.append(ev.BotUttered("", {}, options, item.get("text")))
            case _ if kind in _NOT_OURS:
                continue
            case _:
                raise ValueError(f"an action returned the event {kind!r}; expected one of Rasa's events")
    return found


def _title(button: Mapping[str, Any]) -> str:
    """A title as text; one that is a value of the catalogue (`{"localized": …}`) as JSON, for the caller to say."""
    title = button.get("title", "")
    return title if isinstance(title, str) else json.dumps(title, ensure_ascii=False)


def response_of(said: Mapping[str, Any]) -> Say:
    """What an action said: a response of the catalogue with variables, or plain text; buttons as options.

    Empty values never stand for anything, as Rasa has it. Images, attachments and custom data are variables too,
    under their own names, for the caller to send.
    """
    options = tuple((_title(button), str(button.get("payload", ""))) for button in said.get("buttons") or ())
    variables = {key: value for key, value in said.items() if key not in _RESPONSE_KEYS}
    extra = {key: said[key] for key in ("image", "attachment", "custom") if said.get(key)}
    return Say(
        str(said.get("response") or said.get("template") or ""),
        {**variables, **extra},
        options,
        said.get("text") or None,
    )
