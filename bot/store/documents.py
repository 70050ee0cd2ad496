"""Documents in the store's JSON columns: events, messages and orders are read and written with every message."""

from __future__ import annotations

from typing import Any

import orjson


def as_json(document: Any) -> str:
    """The document as JSON, letters as they are. Raises TypeError for what JSON cannot hold."""
    return orjson.dumps(document, option=orjson.OPT_NON_STR_KEYS).decode()


def from_json(text: str | bytes) -> Any:
    """The document that a column holds."""
    return orjson.loads(text)
