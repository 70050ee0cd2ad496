"""The test shop."""

from __future__ import annotations

import pytest

from bot.dialogue import Engine
from tests.dialogue.chat import Chat, load_shop


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The engine of the test shop."""
    return load_shop()


@pytest.fixture
def chat(engine: Engine) -> Chat:
    """A conversation in which the bot has already introduced itself."""
    return Chat(engine)
