"""The shop's own flows: they load, and every intent is served."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from actions.registry import all_actions
from bot.dialogue import Engine, Listen, Names, RunAction, Say, Tracker, UserTurn, load_domain, load_flows
from bot.dialogue import events as ev
from bot.dialogue.wishes import NO_CHOICE

CONTENT = Path(__file__).parents[2] / "bot" / "content"


@pytest.fixture(scope="module")
def content() -> Engine:
    """The engine of the shop's content."""
    actions = {action.action for action in all_actions()}
    catalogue = yaml.safe_load((CONTENT / "responses" / "en.yml").read_text(encoding="utf-8"))
    domain = load_domain(CONTENT / "domain.yml")
    names = Names(actions, set(catalogue["responses"]))
    flows = load_flows((CONTENT / "flows").glob("*.yml"), domain, names)
    return Engine(domain, flows, actions=actions, responses=names.responses)


def test_every_intent_leads_somewhere(content: Engine) -> None:
    for intent in content.domain.intents:
        tracker = Tracker("c")
        tracker.apply(ev.SessionStarted())
        run = content.begin(tracker, UserTurn("x", ((intent, 0.99),), ((intent, 0.99),)))
        step = run.next()
        assert isinstance(step, Say | RunAction), intent
        assert getattr(step, "response", "") != "utter_ask_rephrase", intent


def turn(content: Engine, tracker: Tracker, intent: str, found: dict[str, list[ev.Event]]) -> list[str]:
    """What the bot does and says for a message with this intent. found: what actions find out."""
    return talk(content, tracker, UserTurn("x", ((intent, 0.95),), ((intent, 0.95),)), found)


def talk(content: Engine, tracker: Tracker, said: UserTurn, found: dict[str, list[ev.Event]]) -> list[str]:
    """The same for a message as it was understood."""
    done = []
    run = content.begin(tracker, said)
    while not isinstance(step := run.next(), Listen):
        done.append(step.name if isinstance(step, RunAction) else getattr(step, "response", ""))
        if isinstance(step, RunAction):
            for event in found.get(step.name, []):
                tracker.apply(event)
            run.action_done(step.name)
    return done


def test_cancelling_asks_and_acts_only_after_yes(content: Engine) -> None:
    tracker = Tracker("c")
    tracker.apply(ev.SessionStarted())
    found: dict[str, list[ev.Event]] = {
        "action_find_order": [ev.SlotSet("order_id", "PA-2026-104233"), ev.SlotSet("order_lookup", "found")],
        "action_check_cancel": [ev.SlotSet("outcome", "allowed")],
    }

    assert turn(content, tracker, "order_cancel", found) == [
        "action_find_order",
        "action_check_cancel",
        "action_ask_confirm_cancel",
    ]
    assert turn(content, tracker, "order_cancel", found) == ["action_ask_confirm_cancel"]
    assert turn(content, tracker, "affirm", found)[0] == "action_cancel_order"


def test_an_answer_that_did_not_help_is_followed_by_the_offer_of_a_person(content: Engine) -> None:
    tracker = Tracker("c")
    tracker.apply(ev.SessionStarted())
    for intent in ("delivery_time", "membership_points", "promotion_question", "product_info", "customs_duties"):
        told: dict[str, list[ev.Event]] = {
            name: [ev.SlotSet("outcome", "knowledge")]
            for name in ("action_membership", "action_check_coupon", "action_product", "action_customs")
        }
        told["action_answer_knowledge"] = [ev.SlotSet("outcome", "told"), ev.SlotSet("last_answer", intent)]
        assert turn(content, tracker, intent, told)[-1] == "action_answer_knowledge"
        turn(content, tracker, "greet", {})
        assert tracker.slots["last_answer"] == intent
        again = told | {"action_answer_knowledge": [ev.SlotSet("outcome", "repeated")]}
        assert turn(content, tracker, intent, again)[-1] == "utter_cannot_handle_offer_human"
        assert turn(content, tracker, "deny", {})[0] == "utter_deny_nothing_open"
    turn(content, tracker, "delivery_time", again)
    assert turn(content, tracker, "affirm", {})[0] == "action_handoff"


def test_an_offer_of_a_person_that_is_passed_over_is_not_made_again(content: Engine) -> None:
    tracker = Tracker("c")
    tracker.apply(ev.SessionStarted())
    again: dict[str, list[ev.Event]] = {"action_answer_knowledge": [ev.SlotSet("outcome", "repeated")]}
    assert turn(content, tracker, "delivery_cost", again)[-1] == "utter_cannot_handle_offer_human"
    told: dict[str, list[ev.Event]] = {"action_answer_knowledge": [ev.SlotSet("outcome", "told")]}
    assert turn(content, tracker, "account_access", told)[-1] == "action_answer_knowledge"
    assert "action_handoff" not in turn(content, tracker, "affirm", {})


def test_a_report_that_is_faintly_heard_beside_a_return_gives_no_reason(content: Engine) -> None:
    tracker = Tracker("c")
    tracker.apply(ev.SessionStarted())
    found: dict[str, list[ev.Event]] = {
        "action_find_order": [ev.SlotSet("order_id", "PA-2026-104233"), ev.SlotSet("order_lookup", "found")]
    }
    both = (("return_request", 0.99), ("item_damaged", 0.28))

    asked = talk(content, tracker, UserTurn("too tight, I return it", both, both), found)

    assert asked[-1] == "action_ask_return_reason"
    assert "return_reason" not in tracker.slots


@pytest.mark.parametrize(("heard", "reason"), [(0.0, None), (0.1, "missing_parts")])
def test_a_reason_that_is_a_wish_of_its_own_is_believed_only_where_that_is_heard(
    content: Engine, heard: float, reason: str | None
) -> None:
    tracker = Tracker("c")
    tracker.apply(ev.SessionStarted())
    found: dict[str, list[ev.Event]] = {
        "action_find_order": [ev.SlotSet("order_id", "PA-2026-104233"), ev.SlotSet("order_lookup", "found")]
    }
    said, ranking = (("return_request", 0.9),), (("return_request", 0.9), ("item_missing", heard))
    values = {"return_reason": ("missing_parts", 0.67)}

    talk(content, tracker, UserTurn("джинсы не подошли, верну", said, ranking, values=values), found)

    assert tracker.slots.get("return_reason") == reason


def test_the_remedy_that_sounds_like_another_report_leaves_the_reason_as_it_was(content: Engine) -> None:
    tracker = Tracker("c")
    tracker.apply(ev.SessionStarted())
    found: dict[str, list[ev.Event]] = {
        "action_find_order": [ev.SlotSet("order_id", "PA-2026-104233"), ev.SlotSet("order_lookup", "found")],
        "action_check_problem": [ev.SlotSet("outcome", "choose")],
    }
    turn(content, tracker, "item_damaged", found)
    assert tracker.slots["return_reason"] == "damaged"
    found["action_check_problem"] = [ev.SlotSet("outcome", "confirm")]

    wrong = (("item_wrong", 0.73),)
    talk(content, tracker, UserTurn("send another", wrong, wrong, values={"resolution": ("exchange", 0.91)}), found)

    assert (tracker.slots["return_reason"], tracker.slots["resolution"]) == ("damaged", "exchange")


def test_a_wish_that_waits_keeps_the_message_that_told_it(content: Engine) -> None:
    tracker = Tracker("c")
    tracker.apply(ev.SessionStarted())
    found: dict[str, list[ev.Event]] = {
        "action_find_order": [ev.SlotSet("order_id", "PA-2026-104233"), ev.SlotSet("order_lookup", "found")],
        "action_check_cancel": [ev.SlotSet("outcome", "allowed")],
    }
    both = (("order_cancel", 0.97), ("product_recommend", 0.88))
    talk(content, tracker, UserTurn("cancel it, and what would you get a boy of six", both, both), found)

    done = turn(content, tracker, "affirm", found)

    assert done[-1] == "action_product"
    assert tracker.slots["asked"]["text"] == "cancel it, and what would you get a boy of six"
    assert [one["name"] for one in tracker.slots["asked"]["intents"]] == ["order_cancel", "product_recommend"]


def test_what_is_answered_at_once_goes_before_what_asks(content: Engine) -> None:
    tracker = Tracker("c")
    tracker.apply(ev.SessionStarted())
    found: dict[str, list[ev.Event]] = {
        "action_find_order": [ev.SlotSet("order_id", "PA-2026-104233"), ev.SlotSet("order_lookup", "found")],
        "action_check_cancel": [ev.SlotSet("outcome", "allowed")],
    }
    both = (("order_cancel", 0.97), ("delivery_coverage", 0.88))
    done = talk(content, tracker, UserTurn("cancel it, and do you ship to Alaska", both, both), found)

    assert done.index("action_answer_knowledge") < done.index("action_find_order")
    assert tracker.frames[-1].waiting == "confirm_cancel"


def test_every_wish_that_may_be_offered_has_a_name_for_shoppers(content: Engine) -> None:
    path = CONTENT / "responses" / "en.yml"
    labels = yaml.safe_load(path.read_text(encoding="utf-8"))["responses"]["utter_intent_labels"][0]["custom"]
    offered = {trigger.intent for flow in content.flows.values() for trigger in flow.triggers} - NO_CHOICE
    assert offered <= set(labels)


def test_every_act_that_is_confirmed_is_guarded_by_its_own_yes(content: Engine) -> None:
    questions = {name for name in content.domain.slots if name.startswith("confirm_")}
    # Only the deletion of the data is confirmed, a copy of them is sent without: the flow itself sees to that.
    assert set(content.domain.confirms.values()) == questions - {"confirm_privacy"}
