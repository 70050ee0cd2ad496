"""A small shop trains its bot and talks to it."""

from __future__ import annotations

import json
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.nlu.bundle import Bundle, BundleError, BundleStore, activate, list_bundles, read_bundle
from bot.nlu.commands import InputError, run_parse
from bot.nlu.components.base import Resources
from bot.nlu.evaluate import evaluate
from bot.nlu.labelled import EvaluationError, read_label_map, read_labelled
from bot.nlu.pipeline import Interpreter
from bot.nlu.report import as_html, as_table
from bot.nlu.train import train
from bot.nlu.understanding import ParseContext
from tests.nlu.shop import CONFIG, write_data


def test_a_shopper_is_understood_in_both_languages(interpreter: Interpreter) -> None:
    english = interpreter.parse("hello, can you tell me where my package is?")
    german = interpreter.parse("Wo bleibt mein Paket denn?", ParseContext(locale="de-DE"))
    assert english.intent.name == german.intent.name == "order_status"
    assert interpreter.parse("I would like to return these trousers").intent.name == "return_request"


def test_the_answer_has_rasas_fields_and_ours(interpreter: Interpreter) -> None:
    answer: Any = interpreter.parse("where is my order PA-2025-104233").to_rasa()
    assert json.loads(json.dumps(answer)) == answer
    assert set(answer["intent"]) == {"name", "confidence"}
    assert "out_of_scope" in [each["name"] for each in answer["intent_ranking"]]
    (entity,) = answer["entities"]
    assert entity["entity"] == "order_id"
    assert answer["text"][entity["start"] : entity["end"]] == "PA-2025-104233"
    assert answer["model"] == interpreter.version
    assert -1 <= answer["sentiment"] <= 1


def test_anger_is_heard(interpreter: Interpreter) -> None:
    angry = interpreter.parse("WHERE THE HELL IS MY PACKAGE!!!")
    calm = interpreter.parse("could you track my order please")
    assert angry.emotion.name == "angry"
    assert calm.emotion.name == "neutral"
    assert angry.sentiment < calm.sentiment
    assert angry.intensity > calm.intensity


def test_what_no_shop_does_is_out_of_scope(interpreter: Interpreter) -> None:
    said = interpreter.parse("what is the capital of Spain")
    assert said.intent.name == "out_of_scope"
    assert said.decision == "reject"
    assert said.intents == ()


def test_an_answer_to_the_bots_question_becomes_the_slots_value(interpreter: Interpreter) -> None:
    asked = ParseContext(expected_entity="return_reason")
    entities = interpreter.parse("it's a bit too tight for me", asked).entities
    assert [(each.entity, each.value) for each in entities] == [("return_reason", "too_small")]
    assert interpreter.parse("it's a bit too tight for me").entities == ()
    assert interpreter.parse("where is my order", asked).entities == ()


def test_a_batch_is_understood_as_its_messages_alone(interpreter: Interpreter) -> None:
    texts = ["hello", "wo ist meine Bestellung", "return the shoes please", "who won the match yesterday"]
    together = interpreter.parse_batch(texts)
    alone = [interpreter.parse(text) for text in texts]
    assert [each.intent.name for each in together] == [each.intent.name for each in alone]
    assert np.allclose([e.intent.confidence for e in together], [e.intent.confidence for e in alone], atol=0.05)
    assert interpreter.parse_batch([]) == []


@pytest.mark.parametrize("text", ["", "   ", "?", "🙂", "a" * 5000, "\x00", "\u202e"])
def test_strange_texts_are_no_errors(interpreter: Interpreter, text: str) -> None:
    assert interpreter.parse(text).text == text


def test_threads_do_not_disturb_each_other(interpreter: Interpreter) -> None:
    texts = ["hello", "where is my order", "return the jacket", "wo ist mein Paket"] * 10
    wanted = [each.intent.name for each in interpreter.parse_batch(texts)]
    with ThreadPoolExecutor(4) as pool:
        assert [each.intent.name for each in pool.map(interpreter.parse, texts)] == wanted


def test_the_bundle_tells_what_it_is_worth(bundle: Bundle) -> None:
    assert bundle.version.endswith(bundle.manifest["data"]["fingerprint"][:8])
    assert bundle.metrics["all"]["intent"]["accuracy"]["count"] == sum(bundle.manifest["data"]["languages"].values())
    assert set(bundle.metrics["languages"]) == {"en", "de"}
    assert bundle.manifest["thresholds"]["*"]["answer"] >= bundle.manifest["thresholds"]["*"]["clarify"]


def test_a_new_bundle_serves_without_a_restart(
    bundle: Bundle, resources: Resources, models: Path, tmp_path: Path
) -> None:
    activate(models, bundle.version)
    store = BundleStore(models, resources=resources)
    assert not store.refresh()
    changes: list[str] = []
    store.watch(seconds=0.01, on_change=changes.append)
    data = write_data(tmp_path / "nlu_data")
    (data / "en" / "more.yml").write_text("nlu:\n- intent: goodbye\n  examples: |\n    - bye bye\n    - see you\n")
    second = train(data, CONFIG, models, lambda _message: None, resources=resources)
    for _ in range(500):
        if changes:
            break
        time.sleep(0.02)
    store.close()
    assert changes == [second.version]
    assert store.interpreter.parse("bye bye").model == second.version
    assert {each.version for each in list_bundles(models)} >= {bundle.version, second.version}
    activate(models, bundle.version)


def test_a_broken_bundle_is_refused_and_the_old_one_goes_on(bundle: Bundle, resources: Resources, models: Path) -> None:
    activate(models, bundle.version)
    store = BundleStore(models, resources=resources)
    broken = models / "20200101T000000-broken00"
    broken.mkdir(exist_ok=True)
    (broken / "manifest.json").write_text('{"files": {"weights.npz": "0"}}')
    activate(models, broken.name)
    with pytest.raises(BundleError, match="not a complete model; run `dragoman train`"):
        store.refresh()
    assert store.interpreter.version == bundle.version
    activate(models, bundle.version)


def test_a_bundle_of_another_encoder_is_refused(bundle: Bundle, resources: Resources, tmp_path: Path) -> None:
    folder = tmp_path / bundle.version
    shutil.copytree(bundle.folder, folder)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["encoder"]["identity"] = "another"
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(BundleError, match="another text encoder"):
        Interpreter.load(folder, resources=resources)


def test_no_bundle_at_all_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=r"no model in .* run `dragoman train`"):
        BundleStore(tmp_path)
    with pytest.raises(BundleError, match="dragoman train"):
        read_bundle(tmp_path)


def test_lines_are_parsed_in_order(interpreter: Interpreter, models: Path) -> None:
    lines = ['{"text": "hello"}', "", '{"text": "wo ist mein Paket", "lang": "de", "market": "DE"}'] * 40
    answers = list(run_parse(lines, models, interpreter=interpreter))
    assert [each["text"] for each in answers] == ["hello", "wo ist mein Paket"] * 40
    with pytest.raises(InputError, match="line 2: expected a JSON object"):
        list(run_parse(['{"text": "a"}', '{"txt": "b"}'], models, interpreter=interpreter))


def test_labelled_messages_are_measured(interpreter: Interpreter, tmp_path: Path) -> None:
    rows = [
        {
            "text": "where is my parcel",
            "lang": "en",
            "intent": "order_status",
            "emotion": "neutral",
            "urgency": "normal",
        },
        {"text": "hallo", "lang": "de", "intent": "greet"},
        {"text": "hallo zusammen", "lang": "de", "intent": "return_request"},
        {"text": "is PA-2025-104233 on its way", "entities": [{"entity": "order_id", "value": "PA-2025-104233"}]},
        {"text": "what is the capital of Peru", "lang": "en", "intent": "out_of_scope"},
        {"text": "where is my parcel and I want to return the shoes", "intents": ["order_status", "return_request"]},
    ]
    path = tmp_path / "messages.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows))
    report = evaluate(interpreter, read_labelled([path]))
    assert report["languages"]["de"]["intent"]["accuracy"]["value"] == 0.5
    assert report["all"]["entities"]["order_id"]["f1"] == 1.0
    assert report["all"]["intent"]["both_intents"]["count"] == 1
    assert report["all"]["emotion"]["accuracy"]["count"] == 1
    assert report["all"]["intent"]["out_of_scope_auroc"] == 1.0
    table = as_table(report)
    assert table.splitlines()[1].split()[0] == "de"
    assert "<script" not in as_html(report)


def test_a_third_partys_labels_are_mapped(tmp_path: Path) -> None:
    folder = tmp_path / "sets" / "shop"
    folder.mkdir(parents=True)
    (folder / "chat.jsonl").write_text(
        '{"text": "emi?", "lang": "en-IN", "labels": ["EMI"]}\n{"text": "x", "labels": ["NO_NODES_DETECTED"]}\n'
    )
    (tmp_path / "map.yml").write_text("shop/chat:\n  EMI: [payment_methods]\n")
    rows = read_labelled([folder / "chat.jsonl"], read_label_map(tmp_path / "map.yml"))
    assert [(row.text, row.language, row.accepted) for row in rows] == [("emi?", "en", {"payment_methods"})]
    (tmp_path / "other.yml").write_text("another:\n  A: [b]\n")
    with pytest.raises(EvaluationError, match="the map has no set for"):
        read_labelled([folder / "chat.jsonl"], read_label_map(tmp_path / "other.yml"))


def test_a_wrong_label_is_named(tmp_path: Path) -> None:
    path = tmp_path / "m.jsonl"
    path.write_text('{"text": "a"}\n{"text": "b", "emotion": "cross"}\n')
    with pytest.raises(EvaluationError, match=r"m\.jsonl:2: emotion 'cross'; expected satisfied"):
        read_labelled([path])
