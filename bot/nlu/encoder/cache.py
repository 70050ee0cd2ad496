"""A folder that is either complete and as written, or not there: built aside, hashed, renamed into place."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"


def is_complete(folder: Path) -> bool:
    """Whether the folder has a manifest and every file in it has the hash that the manifest says."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return bool(manifest["files"]) and all(
            file_hash(folder / name) == digest for name, digest in manifest["files"].items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a complete folder."""
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return manifest


def build_folder(folder: Path, write: Callable[[Path], dict[str, Any]]) -> Path:
    """Lets `write` fill a folder aside, adds the manifest, renames it into place; returns `folder`.

    The manifest is what `write` returned and the hashes of all files. A half-written folder never has the
    final name; a broken one is replaced.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        facts = write(aside)
        names = sorted(str(path.relative_to(aside)) for path in aside.rglob("*") if path.is_file())
        manifest = facts | {"files": {name: file_hash(aside / name) for name in names}}
        (aside / MANIFEST).write_text(json.dumps(manifest, indent=1, ensure_ascii=False), encoding="utf-8")
        aside.chmod(0o755)
        _rename(aside, folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return folder


def _rename(aside: Path, folder: Path) -> None:
    if folder.exists():
        if is_complete(folder):
            return  # somebody else was faster
        shutil.rmtree(folder)
    try:
        aside.replace(folder)
    except OSError:
        if not is_complete(folder):
            raise


def file_hash(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
