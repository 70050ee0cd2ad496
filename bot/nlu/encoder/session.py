"""Encodes texts at run time: tokenizer, ONNX Runtime on one thread, and a cache of recent texts."""

from __future__ import annotations

import hashlib
import json
import re
import threading
import unicodedata
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from bot.nlu.arabic import ARABIC_MARKS
from bot.nlu.encoder.errors import EncoderError
from bot.nlu.encoder.wheel import FloatArray

MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
SETTINGS_FILE = "encoder.json"

_BATCH_TOKENS = 512
"""Tokens in one batch, padding included: more gives no speed on one core, and keeps memory low."""
_SLOWER_FUSIONS = ["SkipLayerNormFusion"]
"""What ONNX Runtime puts together on a CPU although the parts are faster: a sum and its layer norm."""
_STATES = "states"
_RECENT_STATES = 64
"""Texts whose lower layers are kept: a question that was understood is searched for a moment later."""


_PLAIN: dict[int, str | None] = {
    **ARABIC_MARKS,
    **dict.fromkeys((0x2018, 0x2019, 0x02BC), "'"),
}
_LATE_TONE = re.compile(r"(o)([àáảãạèẻẽẹ])(?!\w)|(?<!q)(u)([ỳýỷỹỵ])(?!\w)", re.IGNORECASE)


def branch_file(output: str) -> str:
    """The file of the layers above the shared ones that give this output."""
    return f"branch-{output}.onnx"


@dataclass(frozen=True, slots=True)
class EncoderSettings:
    """How a model wants its texts: `prompts` are put before a text by its kind; longer texts are cut.

    branches: outputs that have a file of their own above the layers in `model.onnx`, the plain one first.
    """

    name: str
    max_tokens: int = 512
    prompts: dict[str, str] = field(default_factory=dict)
    pad_id: int = 1
    branches: tuple[str, ...] = ()

    def write(self, folder: Path) -> None:
        """Writes `encoder.json` beside the model."""
        (folder / SETTINGS_FILE).write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> EncoderSettings:
        """Settings of a folder; without `encoder.json` those of a plain model."""
        path = folder / SETTINGS_FILE
        if not path.is_file():
            return cls(name=folder.name)
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            return cls(**{**values, "branches": tuple(values.get("branches", ()))})
        except (ValueError, TypeError) as error:
            raise EncoderError(f"{path} is not an encoder description: {error}") from error


class Encoder:
    """Turns texts into vectors of length 1. Safe to use from several threads.

    >>> encoder = Encoder(folder)                                   # doctest: +SKIP
    >>> encoder.encode(["Where is my parcel?"]).shape               # doctest: +SKIP
    (1, 384)
    """

    def __init__(self, folder: Path, *, threads: int = 1, cache: int = 2048) -> None:
        """Loads `model.onnx` and `tokenizer.json`; `cache` is how many recent texts keep their vector."""
        self.settings = EncoderSettings.read(folder)
        self.identity = identity_of(folder)
        self._tokenizer = _load_tokenizer(folder, self.settings.max_tokens)
        self._session = _load_session(folder / MODEL_FILE, threads)
        self._inputs = [item.name for item in self._session.get_inputs()]
        self._branches = {
            output: _load_session(folder / branch_file(output), threads) for output in self.settings.branches
        }
        self.outputs = list(self._branches) or [item.name for item in self._session.get_outputs()]
        self._states: OrderedDict[str, FloatArray] = OrderedDict()
        self._cache: OrderedDict[tuple[tuple[str, ...], str], tuple[FloatArray, ...]] = OrderedDict()
        self._cache_size = cache
        self._begun: dict[tuple[tuple[str, ...], str], Future[tuple[FloatArray, ...]]] = {}
        self._lock = threading.Lock()
        self.dimension = int(self.encode([""]).shape[1])

    @property
    def name(self) -> str:
        """Name of the model."""
        return self.settings.name

    def encode(self, texts: Sequence[str], kind: str = "query", output: str | None = None) -> FloatArray:
        """Vectors float32 [texts, dimension], each of length 1.

        kind: `query` for messages and questions, `passage` for text to be searched (E5 tells them apart).
        output: name of the graph's output; the first one by default.
        """
        output = output or self.outputs[0]
        return self.encode_outputs(texts, [output], kind)[output]

    def encode_outputs(
        self, texts: Sequence[str], outputs: Sequence[str], kind: str = "query"
    ) -> dict[str, FloatArray]:
        """Vectors of several outputs of the graph at once: layers that they share run once."""
        prompt = self.settings.prompts.get(kind, "")
        keys = [prompt + normalise(text) for text in texts]
        if not keys:
            return {name: np.zeros((0, self.dimension), np.float32) for name in outputs}
        known = self._known(keys, tuple(outputs))
        return {name: np.stack([known[key][at] for key in keys]) for at, name in enumerate(outputs)}

    def _known(self, keys: Sequence[str], names: tuple[str, ...]) -> dict[str, tuple[FloatArray, ...]]:
        """Vectors by text: from the cache, from another thread that is at it, or made now."""
        known: dict[str, tuple[FloatArray, ...]] = {}
        awaited: dict[str, Future[tuple[FloatArray, ...]]] = {}
        own: dict[str, Future[tuple[FloatArray, ...]]] = {}
        with self._lock:
            for key in dict.fromkeys(keys):
                if (names, key) in self._cache:
                    self._cache.move_to_end((names, key))
                    known[key] = self._cache[names, key]
                elif (names, key) in self._begun:
                    awaited[key] = self._begun[names, key]
                else:
                    own[key] = self._begun[names, key] = Future()
        try:
            if own:
                for key, vectors in zip(own, self._run(list(own), names), strict=True):
                    known[key] = vectors
                    own[key].set_result(vectors)
        except BaseException as error:
            for begun in own.values():
                if not begun.done():
                    begun.set_exception(error)
            raise
        finally:
            with self._lock:
                for key in own:
                    del self._begun[names, key]
                for key in list(own)[-self._cache_size :]:
                    if key in known:
                        self._cache[names, key] = known[key]
                while len(self._cache) > self._cache_size:
                    self._cache.popitem(last=False)
        known.update((key, begun.result()) for key, begun in awaited.items())
        return known

    def count_tokens(self, text: str) -> int:
        """How many tokens a text has, specials included, cut at the model's limit."""
        return len(self._tokenizer.encode(text).ids)

    def _run(self, texts: list[str], outputs: tuple[str, ...]) -> list[tuple[FloatArray, ...]]:
        encodings = self._tokenizer.encode_batch(texts)
        lengths = [len(encoding.ids) for encoding in encodings]
        vectors: list[tuple[FloatArray, ...]] = [()] * len(texts)
        for batch in _batches(lengths):
            width = max(lengths[index] for index in batch)
            ids = np.full((len(batch), width), self.settings.pad_id, np.int64)
            mask = np.zeros((len(batch), width), np.int64)
            for row, index in enumerate(batch):
                ids[row, : lengths[index]] = encodings[index].ids
                mask[row, : lengths[index]] = 1
            if self._branches:
                results = self._branch_out(ids, mask, outputs, [texts[index] for index in batch])
            else:
                results = self._forward(ids, mask, outputs)
            for row, index in enumerate(batch):
                vectors[index] = tuple(result[row] for result in results)
        return vectors

    def _forward(
        self, ids: npt.NDArray[np.int64], mask: npt.NDArray[np.int64], outputs: tuple[str, ...]
    ) -> list[FloatArray]:
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        results = self._session.run(list(outputs), {name: feed[name] for name in self._inputs})
        return [_pooled(np.asarray(result, np.float32), mask) for result in results]

    def _branch_out(
        self, ids: npt.NDArray[np.int64], mask: npt.NDArray[np.int64], outputs: tuple[str, ...], texts: Sequence[str]
    ) -> list[FloatArray]:
        """The outputs by way of the shared layers; those of a single text are kept for a while."""
        alone = texts[0] if len(texts) == 1 else None
        with self._lock:
            states = self._states.get(alone) if alone is not None else None
        if states is None:
            (states,) = self._session.run([_STATES], {"input_ids": ids, "attention_mask": mask})
        if alone is not None:
            with self._lock:
                self._states[alone] = states
                if len(self._states) > _RECENT_STATES:
                    self._states.popitem(last=False)
        feed = {_STATES: states, "attention_mask": mask}
        return [_pooled(self._branches[output].run([output], feed)[0], mask) for output in outputs]


def _pooled(result: FloatArray, mask: npt.NDArray[np.int64]) -> FloatArray:
    """Vectors of length 1; of a plain transformer export, which gives token vectors, their mean."""
    if result.ndim == 3:
        weights = mask[:, :, None].astype(np.float32)
        result = (result * weights).sum(axis=1) / weights.sum(axis=1)
    norms = np.linalg.norm(result, axis=1, keepdims=True)
    return np.asarray(result / np.maximum(norms, 1e-12), np.float32)


def identity_of(folder: Path) -> str:
    """Names an encoder's files, so that stored vectors and trained heads are used with the encoder they belong to."""
    files = [path for path in (folder / MODEL_FILE, folder / TOKENIZER_FILE) if path.is_file()]
    text = f"{folder.name} {[(path.name, path.stat().st_size) for path in files]}"
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def normalise(text: str) -> str:
    """The text with composed characters and single spaces: what the encoder can tell apart.

    Arabic vowel signs and lengthening strokes go: most people leave them out, and with one of them a word falls into
    pieces that mean nothing. A phone's curved apostrophe is the typewriter's. Vietnamese has two places for the tone of
    an open "oa", "oe", "uy" (huỷ and hủy are one word); it goes to the first vowel.
    """
    plain = unicodedata.normalize("NFC", text).translate(_PLAIN)
    return " ".join(_LATE_TONE.sub(_early_tone, plain).split())


def _early_tone(match: re.Match[str]) -> str:
    first, second = (part for part in match.groups() if part)
    letters = unicodedata.normalize("NFD", second)
    return unicodedata.normalize("NFC", first + letters[1:]) + letters[0]


def _batches(lengths: list[int]) -> Iterator[list[int]]:
    """Indices in batches of texts of like length, shortest first."""
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[index] > _BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def _load_tokenizer(folder: Path, max_tokens: int) -> Tokenizer:
    path = folder / TOKENIZER_FILE
    if not path.is_file():
        raise EncoderError(f"{path} is missing; an encoder folder holds {MODEL_FILE} and {TOKENIZER_FILE}")
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # tokenizers raises bare Exception
        raise EncoderError(f"{path} is not a tokenizer file: {error}") from error
    tokenizer.enable_truncation(max_tokens)
    tokenizer.no_padding()
    return tokenizer


def _load_session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    if not path.is_file():
        raise EncoderError(f"{path} is missing; an encoder folder holds {MODEL_FILE} and {TOKENIZER_FILE}")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER_FUSIONS
        )
    except Exception as error:  # onnxruntime's own classes are not public
        raise EncoderError(f"{path} is not a model that ONNX Runtime can load: {error}") from error
    known = {"input_ids", "attention_mask", "token_type_ids", _STATES}
    unknown = {item.name for item in session.get_inputs()} - known
    if unknown:
        raise EncoderError(f"{path} wants the input {min(unknown)}; expected input_ids and attention_mask")
    return session
