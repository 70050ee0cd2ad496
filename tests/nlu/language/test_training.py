"""Training: what texts are read, what is left out, and that weights fit the table they are loaded with."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from bot.nlu.language import LanguageDetector
from bot.nlu.language.blocks import load_blocks, save_blocks
from bot.nlu.language.cleaning import clean
from bot.nlu.language.corpus import held_out, make_sample, read_data
from bot.nlu.language.evaluate import evaluate, read_messages, report_messages
from bot.nlu.language.evaluate import main as measure
from bot.nlu.language.languages import DATA, languages
from bot.nlu.language.ngrams import ngram_hashes
from bot.nlu.language.train import main
from bot.nlu.language.training import FitSettings, fit_block

RASA = """version: "3.1"
nlu:
- intent: order_status
  examples: |
"""
ARTICLE = """---
id: returns
title: İade
---
Ürünü geri **gönderebilirsiniz**. Kargo ücretsizdir!
"""
RESPONSES = """responses:
  utter_x:
  - text: "Il reste {n, plural, one {# jour} other {# jours}} pour {item}."
    buttons: [{title: Oui, payload: /affirm}]
"""
TEXTS = {
    "nlu_data/de/orders.yml": f"{RASA}    - wo ist [PA-2026-104233](order_id) denn\n"
    "- intent: language_switch\n  examples: |\n    - in english please\n",
    "nlu_data/ar/orders.yml": f"{RASA}    - fein el order bta3i ya gama3a\n    - PayPal\n",
    "knowledge_base/tr/returns.md": ARTICLE,
    "responses/fr.yml": RESPONSES,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in TEXTS.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    return tmp_path


def test_that_own_texts_are_read_without_marks_and_syntax(folder: Path) -> None:
    def texts(name: str) -> set[tuple[str, str]]:
        return {(sample.text, sample.label) for sample in read_data(folder / name)}

    assert texts("nlu_data") == {("wo ist denn", "de"), ("fein el order bta3i ya gama3a", "ar-Latn")}
    assert texts("knowledge_base") == {("ürünü geri gönderebilirsiniz", "tr"), ("kargo ücretsizdir", "tr")}
    assert texts("responses") == {("il reste jour jours pour", "fr"), ("oui", "fr")}
    with pytest.raises(FileNotFoundError):
        texts("elsewhere")


def test_that_only_sets_with_an_open_licence_are_read(tmp_path: Path) -> None:
    for name in ("lingua_testdata", "hint3"):
        (tmp_path / name).mkdir()
        row = {"text": f"guten Tag {name}", "lang": "de"}
        (tmp_path / name / "words.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert [sample.source for sample in read_data(tmp_path)] == ["lingua_testdata/words"]


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("Hola!!! https://x.example/a?b=1 @shop #oferta", "hola"),
        ("Where's PA-2026-104233 ??? jo@example.com", "where's"),
        ("NOOOOO waaaait 123 kkkkk", "no wait kk"),
        ("メルアドをhanako.s@example.jpに変更", "メルアドを に変更"),
        ("DG-12345について https://x.example/aを見て", "について を見て"),
        ("3ayez 7aga", "3ayez 7aga"),
        ("İSTANBUL’da", "istanbul'da"),
        ("मेरा ऑर्डर", "मेरा ऑर्डर"),
        ("ＰＡＹ　ｎｏｗ", "pay now"),
        ("😀😀 12.50 €", ""),
    ],
)
def test_that_only_letters_that_tell_a_language_stay(written: str, cleaned: str) -> None:
    assert clean(written) == cleaned


def test_that_ngrams_are_counted_with_word_borders() -> None:
    # " ab ": four letters, three pairs, two triples, one of four, and the word itself, which is hashed as that one
    hashes = ngram_hashes("ab")
    assert len(hashes) == 4 + 3 + 2 + 1 + 1
    assert ngram_hashes("ab cd").tolist() != ngram_hashes("cd ab").tolist()
    assert set(ngram_hashes("ab", fragment=True)) < set(hashes)


def test_that_a_held_out_text_is_always_the_same(folder: Path) -> None:
    kept = [held_out(f"text {number}", "chat") for number in range(2000)]
    assert 0.03 < np.mean(kept) < 0.07
    assert kept == [held_out(f"text {number}", "chat") for number in range(2000)]


def test_that_a_fitted_block_tells_its_languages_and_survives_the_file(tmp_path: Path) -> None:
    words = {"de": "der die das und nicht wir haben keine", "nl": "het een niet wij hebben geen van de"}
    rng = np.random.default_rng(0)
    pairs = [(" ".join(rng.choice(text.split(), 4)), label) for label, text in words.items() for _ in range(200)]
    hashes = [ngram_hashes(text) for text, _ in pairs]
    settings = FitSettings(kept=300, epochs=3)
    block = fit_block(hashes, [label for _, label in pairs], ("de", "nl"), settings, lambda _line: None)
    assert len(block.keys) <= 300
    file = tmp_path / "weights.npz"
    save_blocks(file, {"Latn": block})
    loaded = load_blocks(file, ["Latn"])["Latn"]
    for text, label in (("wir haben das nicht", "de"), ("wij hebben het niet", "nl")):
        scores, known = loaded.log_probabilities(text)
        assert loaded.labels[int(scores.argmax())] == label
        assert known > 5
    with pytest.raises(ValueError, match="no language weights for script Cyrl"):
        load_blocks(file, ["Latn", "Cyrl"])


def test_that_weights_of_another_table_are_refused(tmp_path: Path) -> None:
    blocks = load_blocks(DATA / "weights.npz", languages().blocks)
    file = tmp_path / "weights.npz"
    save_blocks(file, {**blocks, "Hani": blocks["Cyrl"]})
    with pytest.raises(ValueError, match="Hani"):
        LanguageDetector.load(file)
    with pytest.raises(FileNotFoundError):
        LanguageDetector.load(tmp_path / "none.npz")


def test_that_a_wrong_table_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "languages.yml"
    file.write_text("supported: [en]", encoding="utf-8")
    with pytest.raises(ValueError, match=r"languages\.yml: keys must be"):
        languages(file)


def test_that_training_works_from_own_texts_alone(folder: Path, tmp_path: Path) -> None:
    samples = {
        "ru": "где мой заказ и когда его привезут",
        "uk": "де моє замовлення і коли його привезуть",
        "fa": "سفارش من کجاست و کی می رسد",
        "hi": "मेरा ऑर्डर कहाँ है और कब आएगा",
        "ja": "注文はどこにありますか",
        "zh": "我的订单在哪里",
    }
    rows = [{"text": f"{text} {n}", "lang": code} for code, text in samples.items() for n in "abcdefghij"]
    (tmp_path / "sets" / "brighter").mkdir(parents=True)
    content = "\n".join(json.dumps(row) for row in rows)
    (tmp_path / "sets" / "brighter" / "train.jsonl").write_text(content, encoding="utf-8")
    out = tmp_path / "new.npz"
    assert main([str(folder / "nlu_data"), str(tmp_path / "sets"), "--out", str(out), "--all"]) == 0
    detector = LanguageDetector.load(out)
    assert detector.detect("коли привезуть моє замовлення").code == "uk"
    (score,) = evaluate(detector, make_sample("где мой заказ", "ru", "chat")).values()
    assert (score.total["ru"], score.accuracy(["ru", "en"])) == (1, score.right["ru"])


def test_that_wrong_messages_are_told_with_their_ranking(tmp_path: Path) -> None:
    rows = [("wo ist mein Paket geblieben", "de"), ("wo ist mein Paket geblieben", "it")]
    lines = "\n".join(json.dumps({"text": text, "lang": code}) for text, code in rows)
    (tmp_path / "de.jsonl").write_text(lines, encoding="utf-8")
    told = report_messages(LanguageDetector.load(), read_messages(tmp_path))
    assert told[0] == "messages: 0.5000 of 2"
    assert told[1].startswith("  it as de ") and told[1].endswith(rows[1][0])
    with pytest.raises(FileNotFoundError):
        read_messages(tmp_path / "none")


def test_that_a_language_whose_script_tells_it_is_measured_too_and_a_folder_without_texts_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "brighter").mkdir()
    with pytest.raises(SystemExit):
        measure([str(tmp_path)])
    assert f"no labelled texts in {tmp_path}" in capsys.readouterr().err
    rows = (json.dumps({"text": text, "lang": "th"}) for text in ("พัสดุ ของฉัน", "where is it"))
    (tmp_path / "brighter" / "th.jsonl").write_text("\n".join(rows), encoding="utf-8")
    assert measure([str(tmp_path), "--all"]) == 0
    assert "th 1.000 (1)" in capsys.readouterr().out
