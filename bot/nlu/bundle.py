"""Bundles: trained pipelines as versioned folders, and the one that is active."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.nlu.components.base import Arrays, Resources
from bot.nlu.config import NluConfig
from bot.nlu.encoder.cache import build_folder, is_complete, read_manifest
from bot.nlu.entities import Catalogue
from bot.nlu.pipeline import Interpreter, Pipeline

WEIGHTS = "weights.npz"
CURRENT = "current"
_FORMAT = 2


class BundleError(Exception):
    """A bundle is missing or damaged; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A trained pipeline on disk. `manifest`: version, data and config fingerprints, metrics, thresholds."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def version(self) -> str:
        """Name of the bundle, `20261124T101500-1a2b3c4d`."""
        return str(self.manifest["version"])

    @property
    def encoder(self) -> str:
        """Identity of the text encoder whose vectors it knows; empty when it uses none."""
        return str(self.manifest.get("encoder", {}).get("identity", ""))

    @property
    def metrics(self) -> dict[str, Any]:
        """What training measured on held-out examples."""
        return dict(self.manifest["metrics"])


def save_bundle(models: Path, pipeline: Pipeline, manifest: dict[str, Any]) -> Bundle:
    """Writes a bundle; it has its name only when it is complete."""

    def write(aside: Path) -> dict[str, Any]:
        arrays: dict[str, Any] = {}
        facts = {}
        for component in pipeline.components:
            own, facts[component.name] = component.state()
            arrays |= {f"{component.name}/{name}": array for name, array in own.items()}
        np.savez(aside / WEIGHTS, **arrays)
        return manifest | {"format": _FORMAT, "components": facts}

    folder = build_folder(models / str(manifest["version"]), write)
    return Bundle(folder, read_manifest(folder))


def read_bundle(path: Path) -> Bundle:
    """The bundle of a folder, or the active one of a `models` folder; BundleError when there is none."""
    folder = path
    if path.name == CURRENT or (path / CURRENT).is_file():
        folder = active_folder(path.parent if path.name == CURRENT else path)
    if not is_complete(folder):
        raise BundleError(f"{folder} is not a complete model; run `dragoman train` to build one")
    manifest = read_manifest(folder)
    if manifest.get("format") != _FORMAT:
        raise BundleError(f"{folder} was built by another version of Dragoman; run `dragoman train`")
    return Bundle(folder, manifest)


def load_interpreter(
    path: Path, *, catalogue: Catalogue | None = None, resources: Resources | None = None
) -> Interpreter:
    """See `Interpreter.load`."""
    bundle = read_bundle(path)
    config = NluConfig.from_dict(bundle.manifest["config"])
    if resources is None:
        resources = Resources(models=bundle.folder.parent, catalogue=catalogue)
    pipeline = Pipeline.build(config, resources)
    encoder = resources.loaded.get("encoder")
    if encoder is not None and bundle.encoder not in {"", encoder.identity}:
        raise BundleError(f"{bundle.folder} was trained with another text encoder; run `dragoman train`")
    restore(pipeline, bundle)
    return Interpreter(pipeline, bundle.version, resources, config)


def restore(pipeline: Pipeline, bundle: Bundle) -> None:
    """Gives the components of a pipeline what those of the bundle had learnt."""
    with np.load(bundle.folder / WEIGHTS, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    for component in pipeline.components:
        prefix = f"{component.name}/"
        own: Arrays = {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}
        component.restore(own, bundle.manifest["components"][component.name])


def activate(models: Path, version: str) -> None:
    """Makes a bundle the active one, in one step that other processes see whole."""
    aside = models / f".{CURRENT}-{os.getpid()}"
    aside.write_text(version + "\n", encoding="utf-8")
    aside.replace(models / CURRENT)


def active_folder(models: Path) -> Path:
    """Folder of the active bundle; BundleError when none is active."""
    try:
        return models / (models / CURRENT).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise BundleError(f"no model in {models} is active; run `dragoman train`") from error


def list_bundles(models: Path) -> list[Bundle]:
    """All complete bundles, the newest first."""
    folders = [path for path in models.glob("*/manifest.json") if (path.parent / WEIGHTS).is_file()]
    bundles = [Bundle(path.parent, read_manifest(path.parent)) for path in folders]
    return sorted(bundles, key=lambda bundle: bundle.version, reverse=True)


class BundleStore:
    """Serves the active bundle and changes to a newly activated one without a restart.

    >>> store = BundleStore(Path("models"))                                  # doctest: +SKIP
    >>> store.watch(seconds=2)                                               # doctest: +SKIP
    >>> store.interpreter.parse("hola")                                      # doctest: +SKIP
    """

    def __init__(self, models: Path, *, resources: Resources | None = None) -> None:
        """Loads the active bundle; BundleError when there is none."""
        self.models = models
        self.resources = resources or Resources(models=models)
        self.interpreter = load_interpreter(active_folder(models), resources=self.resources)
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def refresh(self) -> bool:
        """Loads the active bundle if it is not the loaded one; whether it did. Blocks while loading."""
        with self._lock:
            folder = active_folder(self.models)
            if folder.name == self.interpreter.version:
                return False
            interpreter = load_interpreter(folder, resources=self.resources)
            interpreter.warm()
            self.interpreter = interpreter
            return True

    def watch(self, seconds: float = 2.0, on_change: Callable[[str], None] | None = None) -> None:
        """Looks for a newly activated bundle every so often, in a thread of its own, until `close`.

        on_change: called with the new version, or with the sentence that says why it could not be loaded.
        """

        def look() -> None:
            failed = ""
            while not self._stop.wait(seconds):
                try:
                    if self.refresh() and on_change:
                        on_change(self.interpreter.version)
                except BundleError as error:  # the old one goes on serving
                    if on_change and str(error) != failed:
                        on_change(str(error))
                    failed = str(error)

        self._thread = threading.Thread(target=look, name="bundle-watch", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stops watching."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
