"""An encoder of the operator's choice: a ready folder, a transformer's folder, or a name on a hub."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.nlu.encoder.cache import build_folder, is_complete
from bot.nlu.encoder.errors import EncoderError
from bot.nlu.encoder.session import MODEL_FILE, TOKENIZER_FILE

_BUILD = 1


def provision_custom(models: Path, source: str, progress: Callable[[str], None]) -> Path:
    """Folder of the encoder `source`; a folder with model.onnx and tokenizer.json is used as it is.

    Anything else (a folder in the format of transformers or sentence-transformers, or a hub name) is exported
    once, which needs the extra `hub`. EncoderError when it can't be had.
    """
    path = Path(source).expanduser()
    if (path / MODEL_FILE).is_file() and (path / TOKENIZER_FILE).is_file():
        return path
    if path.is_dir() and not (path / "config.json").is_file():
        raise EncoderError(
            f"{path} holds no encoder: expected {MODEL_FILE} and {TOKENIZER_FILE}, or a transformer with config.json"
        )
    if not path.is_dir() and (path.is_absolute() or source.startswith((".", "~"))):
        raise EncoderError(f"{path} does not exist; DRAGOMAN_ENCODER is a folder or a model's name on the hub")
    folder = models / "encoder" / f"{_slug(source)}-{_fingerprint(path, source)}"
    if is_complete(folder):
        return folder
    export = _exporter()
    progress(f"Exporting the text encoder {source} (up to a minute)")

    def write(aside: Path) -> dict[str, Any]:
        export(source, aside)
        return {"name": source, "source": source}

    return build_folder(folder, write)


def _exporter() -> Callable[[str, Path], None]:
    try:
        from bot.nlu.encoder.export import export
    except ImportError as error:
        raise EncoderError(
            f"DRAGOMAN_ENCODER needs the extra `hub` ({error.name} is not installed): pip install 'dragoman[hub]'"
        ) from error
    return export


def _slug(source: str) -> str:
    return Path(source).name.replace("/", "-") or "encoder"


def _fingerprint(path: Path, source: str) -> str:
    facts: list[object] = [_BUILD, source]
    if path.is_dir():
        facts += sorted((file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in path.iterdir())
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:8]
