"""What the tests of this room share: one provisioned encoder and one small trained bundle."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.nlu.bundle import Bundle
from bot.nlu.components.base import Resources
from bot.nlu.encoder.provision import provision
from bot.nlu.encoder.session import Encoder
from bot.nlu.pipeline import Interpreter
from bot.nlu.train import train
from tests.nlu.shop import CONFIG, write_data


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="session")
def encoder_folder(models: Path) -> Path:
    return provision(models)


@pytest.fixture(scope="session")
def encoder(encoder_folder: Path) -> Encoder:
    return Encoder(encoder_folder)


@pytest.fixture(scope="session")
def resources(models: Path, encoder: Encoder) -> Resources:
    return Resources(models=models, progress=lambda _message: None, loaded={"encoder": encoder})


@pytest.fixture(scope="session")
def bundle(models: Path, resources: Resources, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    data = write_data(tmp_path_factory.mktemp("shop") / "nlu_data")
    return train(data, CONFIG, models, lambda _message: None, resources=resources)


@pytest.fixture(scope="session")
def interpreter(bundle: Bundle, resources: Resources) -> Interpreter:
    return Interpreter.load(bundle.folder, resources=resources)
