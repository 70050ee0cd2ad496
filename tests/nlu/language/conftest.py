"""The detector with the weights that come with the package."""

from __future__ import annotations

import pytest

from bot.nlu.language import LanguageDetector


@pytest.fixture(scope="session")
def detector() -> LanguageDetector:
    return LanguageDetector.load()
