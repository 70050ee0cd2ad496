"""Flow and domain files: what is read, and what is refused with file, line and what was expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.dialogue import FlowFileError, Names, load_domain, load_flows
from tests.dialogue.chat import SHOP

TRACK = "    steps:\n    - action: action_track\n"
HEAD = "flows:\n  one:\n    description: A flow.\n"


def refused(tmp_path: Path, text: str, line: int | None, *words: str) -> None:
    """Loads the test shop's domain with one flow file and expects it to be refused there."""
    path = tmp_path / "wrong.yml"
    path.write_text(text, encoding="utf-8")
    domain = load_domain(SHOP / "domain.yml")
    with pytest.raises(FlowFileError) as caught:
        load_flows([path], domain, Names(domain.actions, domain.responses))
    message = str(caught.value)
    assert caught.value.line == line, message
    assert message.startswith(f"{path}:{line}: " if line else f"{path}: "), message
    for word in words:
        assert word in message, message


@pytest.mark.parametrize(
    ("steps", "line", "words"),
    [
        ("- action: action_trak", 5, ["unknown action 'action_trak'", "perhaps 'action_track'"]),
        ("- action: utter_nothing", 5, ["unknown response 'utter_nothing'"]),
        ("- collect: ordr_id", 5, ["unknown slot 'ordr_id'", "'order_id'"]),
        ("- collect: offer", 5, ["nothing asks for the slot 'offer'", "utter_ask_offer"]),
        ("- collect: note\n      utter: utter_huh", 5, ["unknown response 'utter_huh'"]),
        ("- collect: note\n      ask_before_filing: true", 6, ["unknown step key 'ask_before_filing'"]),
        ("- collect: note\n      ask_before_filling: perhaps", 6, ["expected true or false"]),
        ("- collect: note\n      rejections:\n      - if: slots.note is 'x'", 7, ["a rejection expects if and utter"]),
        ("- collect: note\n      action: action_track", 5, ["a step is one thing", "collect", "action"]),
        ("- action: action_track\n      utter: utter_kept", 5, ["belong to collect steps only"]),
        ("- call: nowhere", 5, ["unknown flow 'nowhere'"]),
        ("- link: nowhere", 5, ["unknown flow 'nowhere'"]),
        ("- link: one\n      next: END", 5, ["nothing comes after a link"]),
        ("- call: one", 5, ["calls 'one', which is already running"]),
        ("- link: pattern_completed", 5, ["may only be linked"]),
        ("- action: action_track\n      next: there", 6, ["unknown step 'there'", "END"]),
        ("- action: action_track\n      next: END\n    - action: action_answer", 7, ["can never be reached"]),
        ("- id: a\n      action: action_track\n    - id: a\n      action: action_track", 7, ["is used twice"]),
        ("- id: END\n      action: action_track", 5, ["END is no step id"]),
        ("- set_slots:\n      - colour: red", 6, ["unknown slot 'colour'"]),
        ("- set_slots:\n      - tier: gold", 6, ["expected one of ['standard', 'vip']"]),
        ("- set_slots: tier", 5, ["list of slot: value"]),
        ("- noop: true\n      next:\n      - if: slots.happy\n        then: END", 7, ["has no else"]),
        (
            "- noop: true\n      next:\n      - else: END\n      - if: slots.happy\n        then: END",
            7,
            ["else at the end"],
        ),
        (
            "- noop: true\n      next:\n      - if: slots.hapy\n        then: END\n      - else: END",
            7,
            ["unknown slot 'hapy'"],
        ),
        (
            "- noop: true\n      next:\n      - if: slots.happy is\n        then: END\n      - else: END",
            7,
            ["ends too early"],
        ),
        (
            "- noop: true\n      next:\n      - if: slots.tier is 'gold'\n        then: END\n      - else: END",
            7,
            ["'gold'", "standard"],
        ),
        (
            "- noop: true\n      next:\n      - if: slots.note\n        then:\n        - noop: true\n      - else: END",
            9,
            ["has no next"],
        ),
        ("- noop: true\n      next: 3", 6, ["next expects"]),
        ("- id: lonely", 5, ["says nothing to do"]),
        ("- hello", 5, ["is no step"]),
        ("- action: action_cancel", 5, ["can be reached without asking", "confirm_cancel"]),
        ("- collect: confirm_cancel\n    - action: action_cancel", 5, ["needs ask_before_filling"]),
    ],
)
def test_a_wrong_step_is_refused_with_its_line(tmp_path: Path, steps: str, line: int, words: list[str]) -> None:
    refused(tmp_path, f"{HEAD}    steps:\n    {steps}\n", line, *words)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("flow:\n  one: {}\n", 1, ["expected `flows:`"]),
        ("flows: {}\nrules: []\n", 2, ["unknown key 'rules'"]),
        (HEAD, 2, ["expected a list of steps"]),
        (HEAD + "    steps: []\n", 4, ["expected a list of steps"]),
        ("flows:\n  one:\n    steps:\n    - noop: true\n", 2, ["has no description"]),
        (HEAD + "    step: []\n", 4, ["unknown key 'step'"]),
        (
            HEAD + "    nlu_trigger: [{intent: cry}]\n    steps:\n    - action: action_track\n",
            4,
            ["unknown intent 'cry'"],
        ),
        (HEAD + "    nlu_trigger: cry\n    steps:\n    - action: action_track\n", 4, ["expects a list"]),
        (
            HEAD + "    nlu_trigger: [{intent: {name: greet, confidence_threshold: 7}}]\n" + TRACK,
            4,
            ["0 to 1"],
        ),
        (
            HEAD + "    persisted_slots: [color]\n    steps:\n    - action: action_track\n",
            4,
            ["unknown slots ['color']"],
        ),
        (HEAD + "    instead_of: [dance]\n" + TRACK, 4, ["the unknown flows ['dance']"]),
        (HEAD + "    if: slots.vip\n    steps:\n    - action: action_track\n", 4, ["unknown slot 'vip'"]),
        (
            "flows:\n  pattern_dance:\n    description: No.\n    steps:\n    - action: action_track\n",
            2,
            ["unknown pattern", "pattern_completed"],
        ),
        ("flows:\n  one: 3\n", 2, ["expected a mapping"]),
        ("flows:\n  one:\n   - [\n", 4, ["not valid YAML"]),
        ("flows:\n  one: {description: a}\n  one: {description: b}\n", 3, ["not valid YAML", "duplicate"]),
    ],
)
def test_a_wrong_flow_is_refused_with_its_line(tmp_path: Path, text: str, line: int, words: list[str]) -> None:
    refused(tmp_path, text, line, *words)


def test_the_same_flow_in_two_files_is_refused(tmp_path: Path) -> None:
    body = f"{HEAD}    steps:\n    - action: action_track\n"
    paths = [tmp_path / "a.yml", tmp_path / "b.yml"]
    for path in paths:
        path.write_text(body, encoding="utf-8")
    domain = load_domain(SHOP / "domain.yml")
    with pytest.raises(FlowFileError, match=r"b\.yml:2: the flow 'one' is also in .*a\.yml"):
        load_flows(paths, domain, Names(domain.actions, domain.responses))


def test_an_intent_that_starts_two_flows_is_refused(tmp_path: Path) -> None:
    trigger = "    description: A flow.\n    nlu_trigger: [greet]\n    steps:\n    - action: action_track\n"
    refused(tmp_path, f"flows:\n  one:\n{trigger}  two:\n{trigger}", 9, "already starts 'one'")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FlowFileError, match=r"none\.yml: cannot be read: No such file"):
        load_domain(tmp_path / "none.yml")


def test_a_default_pattern_is_replaced_by_the_contents_own(tmp_path: Path) -> None:
    path = tmp_path / "patterns.yml"
    path.write_text(
        "flows:\n  pattern_completed:\n    description: Ours.\n    steps:\n    - action: utter_goodbye\n",
        encoding="utf-8",
    )
    domain = load_domain(SHOP / "domain.yml")
    flows = load_flows([path], domain, Names((), ()))
    assert not flows["pattern_completed"].is_default
    assert flows["pattern_cancel_flow"].is_default


def test_a_default_pattern_that_lacks_its_response_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "domain.yml"
    path.write_text("intents: [greet]\n", encoding="utf-8")
    with pytest.raises(FlowFileError, match=r"default_patterns\.yml:\d+: .* unknown response 'utter_session_start'"):
        load_flows([], load_domain(path), Names((), ()))


def test_nested_next_steps_are_walked_in_order(tmp_path: Path) -> None:
    path = tmp_path / "nested.yml"
    path.write_text(
        HEAD
        + "    steps:\n    - action: action_track\n      next:\n"
        + "      - action: action_answer\n      - collect: note\n        next: END\n",
        encoding="utf-8",
    )
    domain = load_domain(SHOP / "domain.yml")
    flow = load_flows([path], domain, Names((), ()))["one"]
    assert [(step.value, step.next[0].target) for step in flow.steps.values()] == [
        ("action_track", "step_0_0"),
        ("action_answer", "step_0_1"),
        ("note", "END"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[]", 1, ["expected a mapping"]),
        ("intents: []\nforms: {}\n", 2, ["unknown key 'forms'"]),
        ("intents: [a, a]\n", 1, ["'a' is listed twice"]),
        ("slots:\n  a: {type: date}\n", 2, ["needs a type", "text"]),
        ("slots:\n  a: {type: text}\n", 2, ["has no mappings"]),
        ("slots:\n  a: {type: categorical, mappings: [{type: custom}]}\n", 2, ["needs values"]),
        ("slots:\n  a: {type: categorical, values: [yes, 1], mappings: [{type: custom}]}\n", 2, ["values are text"]),
        (
            "slots:\n  a:\n    type: text\n    mappings:\n    - {type: from_entity, entity: b}\n",
            5,
            ["unknown entity 'b'"],
        ),
        (
            "slots:\n  a:\n    type: text\n    mappings:\n    - {type: from_intent, intent: b}\n",
            5,
            ["unknown intent 'b'"],
        ),
        ("slots:\n  a:\n    type: text\n    mappings:\n    - {type: from_air}\n", 5, ["type of", "from_entity"]),
        ("slots:\n  a:\n    type: text\n    mappings:\n    - {type: custom, slot: b}\n", 5, ["unknown key 'slot'"]),
        ("slots:\n  a: {type: bool, initial_value: 3, mappings: [{type: custom}]}\n", 2, ["does not fit"]),
        ("slots:\n  a: {type: bool, sort: 3, mappings: [{type: custom}]}\n", 2, ["unknown key 'sort'"]),
        ("actions:\n- act: {confirm: a}\n", 2, ["expected a slot of type bool"]),
        ("actions:\n- act: {ask: a}\n", 2, ["unknown key 'ask'"]),
        ("session_config: {session_expiration_time: soon}\n", 1, ["expected minutes"]),
        ("session_config: {expires: 3}\n", 1, ["unknown key 'expires'"]),
    ],
)
def test_a_wrong_domain_is_refused_with_its_line(tmp_path: Path, text: str, line: int, words: list[str]) -> None:
    path = tmp_path / "domain.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FlowFileError) as caught:
        load_domain(path)
    assert caught.value.line == line, str(caught.value)
    for word in words:
        assert word in str(caught.value)


def test_the_domain_knows_its_slots_and_irreversible_actions() -> None:
    domain = load_domain(SHOP / "domain.yml")
    assert domain.confirms == {"action_cancel": "confirm_cancel", "action_return": "confirm_return"}
    assert domain.slots["tier"].initial == "standard"
    assert domain.slots["days"].read("99") == 30
    assert domain.slots["tags"].read("a") == ["a"]
    assert domain.slots["order_id"].read(12) == "12"
    assert domain.slots["happy"].read("true") is None
    assert [slot.name for slot in domain.by_entity("order_id")] == ["order_id"]
    assert domain.session_minutes == 60
    assert "greet" in domain.intents
