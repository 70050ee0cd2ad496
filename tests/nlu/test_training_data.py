"""Training data in Rasa's format: all its shapes are read, and what is wrong is named with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.nlu.training_data import Annotation, TrainingDataError, find_problems, fold, read_training_data
from bot.nlu.training_files import read_file


def written(folder: Path, content: str, language: str = "en") -> Path:
    path = folder / "nlu_data" / language / "a.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def test_a_block_of_examples_takes_the_metadata_of_its_intent(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """version: "3.1"
nlu:
- intent: order_status
  metadata: {emotion: anxious, urgency: high, source: chat}
  examples: |
    - where is [PA-2025-104233](order_id)?

    # a comment
    - and the [linen shirt]{"entity": "product", "value": "SKU-7"}
""",
    )
    first, second = read_file(path).examples
    assert first.text == "where is PA-2025-104233?"
    assert first.entities == (Annotation("order_id", "PA-2025-104233", 9, 23),)
    assert (first.emotion, first.urgency, first.line, first.language) == ("anxious", "high", 6, "en")
    assert second.entities == (Annotation("product", "SKU-7", 8, 19),)
    assert second.line == 9


def test_examples_as_a_list_have_their_own_metadata(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """nlu:
- intent: complaint
  metadata: {urgency: high}
  examples:
  - text: |
      - you are useless
    metadata: {emotion: angry, kind: short}
  - text: bah
""",
    )
    first, second = read_file(path).examples
    assert (first.text, first.emotion, first.urgency, first.kind) == ("you are useless", "angry", "high", "short")
    assert (second.text, second.emotion, second.urgency) == ("bah", None, "high")


def test_several_intents_and_slot_values_and_tables_are_read(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """version: "3.1"
nlu:
- intent: order_status+return_policy
  examples: |
    - where is it and can I return it
- intent: return_reason/too_small
  examples: |
    - it is tight
- synonym: cash on delivery
  examples: |
    - COD
- lookup: payment_method
  examples: |
    - PayPal
    - Klarna
- regex: coupon_code
  examples: |
    - \\b[A-Z]{4}\\d{2}\\b
""",
    )
    data = read_file(path)
    assert data.examples[0].intents == ("order_status", "return_policy")
    assert [(each.slot, each.value) for each in data.values] == [("return_reason", "too_small")]
    assert data.synonyms == {"COD": "cash on delivery"}
    assert data.lookups == {"payment_method": ("PayPal", "Klarna")}
    assert data.regexes == {"coupon_code": ("\\b[A-Z]{4}\\d{2}\\b",)}


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        ("", 1, "empty"),
        ('version: "2.0"\nnlu: []', 1, 'expected "3.1"'),
        ("nlu:\n- intent: a\n  exmples: |\n    - b", 3, "exmples is not known"),
        ("nlu:\n- intent: a", 2, "has no examples"),
        ("nlu:\n- intent: a\n  synonym: b\n  examples: |\n    - c", 2, "exactly one of"),
        ("nlu:\n- intent: a\n  metadata: {emotion: cross}\n  examples: |\n    - b", 3, "emotion cross"),
        ("nlu:\n- intent: a\n  examples: |\n    - b\n    c", 5, "expected '- '"),
        ("nlu:\n- intent: a\n  examples: |\n    - b\n    -", 5, "is empty"),
        ("nlu:\n- intent: a b\n  examples: |\n    - b", 2, "not an intent's name"),
        ("nlu:\n- intent: a+a\n  examples: |\n    - b", 2, "not an intent's name"),
        ("nlu:\n- intent: a\n  examples: |\n    - [b](order id)", 4, "not an entity's name"),
        ('nlu:\n- intent: a\n  examples: |\n    - [b]{"value": 1}', 4, "is not a mark"),
        ("nlu:\n- regex: a\n  examples: |\n    - (", 4, "not a regular expression"),
        ("nlu:\n  intent: a", 2, "expected a list"),
        ("nlu: [\n- x", 2, "not YAML"),
        ("- a\n- b", 1, "expected key: value"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(tmp_path: Path, content: str, line: int, said: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(TrainingDataError) as caught:
        read_file(path, "nlu_data/en/a.yml")
    assert str(caught.value).startswith("nlu_data/en/a.yml:")
    assert caught.value.line == line
    assert said in str(caught.value)


def test_names_outside_the_domain_are_refused_where_they_stand(tmp_path: Path) -> None:
    written(tmp_path, "nlu:\n- intent: fly\n  examples: |\n    - to [Rome](city)")
    with pytest.raises(TrainingDataError, match=r"nlu_data/en/a\.yml:4: the intent fly .* expected one of walk"):
        read_training_data(tmp_path / "nlu_data", intents=["walk"])
    with pytest.raises(TrainingDataError, match="the entity city"):
        read_training_data(tmp_path / "nlu_data", entities=["place"])


def test_a_folder_without_data_and_one_with_a_strange_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match="no training data"):
        read_training_data(tmp_path)
    written(tmp_path, "nlu:\n- intent: a\n  examples: |\n    - b", language="English")
    with pytest.raises(TrainingDataError, match="English is not a language code"):
        read_training_data(tmp_path / "nlu_data")


def test_duplicates_and_conflicts_are_told(tmp_path: Path) -> None:
    written(tmp_path, "nlu:\n- intent: affirm\n  examples: |\n    - OK\n    - ok!\n    - sure")
    written(tmp_path, "nlu:\n- intent: thanks\n  examples: |\n    - ok", language="de")
    problems = find_problems(read_training_data(tmp_path / "nlu_data"))
    assert len(problems) == 2
    assert problems[0].startswith("conflict: ")
    assert "nlu_data/de/a.yml:4" in problems[0]
    assert problems[1].startswith("duplicate: ")


def test_the_fingerprint_tells_what_can_be_learnt(tmp_path: Path) -> None:
    before = written(tmp_path, "nlu:\n- intent: a\n  examples: |\n    - b\n    - c")
    first = read_training_data(tmp_path / "nlu_data").fingerprint()
    before.write_text("nlu:\n# reordered\n- intent: a\n  examples: |\n    - c\n    - b")
    assert read_training_data(tmp_path / "nlu_data").fingerprint() == first
    before.write_text("nlu:\n- intent: a\n  examples: |\n    - c\n    - b!")
    assert read_training_data(tmp_path / "nlu_data").fingerprint() != first


@pytest.mark.parametrize(
    ("text", "variant"),
    [
        ("أين الشحنة؟", "اين الشحنه"),
        ("إلغاء", "الغاء"),
        ("آخر سعر", "اخر سعر"),
        ("متى", "متي"),
        ("شُكرًا", "شكرا"),
        ("مشكــور", "مشكور"),
    ],
)
def test_arabic_spelling_variants_are_one_text(text: str, variant: str) -> None:
    assert fold(text) == fold(variant)


def test_letters_that_tell_arabic_words_apart_stay() -> None:
    assert len({fold(word) for word in ("سؤال", "سوال", "شاي", "شاه", "حسابي", "حسابه")}) == 6


def test_an_arabic_spelling_variant_is_reported_as_a_duplicate(tmp_path: Path) -> None:
    written(tmp_path, "nlu:\n- intent: a\n  examples: |\n    - أين الشحنة\n    - اين الشحنه", "ar")
    (problem,) = find_problems(read_training_data(tmp_path / "nlu_data"))
    assert problem.startswith("duplicate: ")
