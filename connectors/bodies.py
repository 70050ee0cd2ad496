"""Bodies from outside: bounded, read as JSON, freed of what no database can hold."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError

from connectors.problems import Problem

Model = TypeVar("Model", bound=BaseModel)


async def read_body(request: Request, limit: int) -> bytes:
    """The raw body. Raises Problem 413 above `limit` bytes, without reading on."""
    too_large = Problem(413, "Body too large", f"The body is larger than {limit} bytes.")
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        raise too_large
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise too_large
        chunks.append(chunk)
    return b"".join(chunks)


def read_json(body: bytes) -> Any:
    """The body's JSON, cleaned. Raises Problem 400."""
    try:
        return clean(json.loads(body, parse_constant=_refuse))
    except (ValueError, RecursionError) as error:
        raise Problem(400, "Not JSON", f"The body is not JSON: {error}.") from error


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON number")


def clean(value: Any) -> Any:
    """The value without NUL characters and halves of characters, which databases refuse."""
    if isinstance(value, str):
        if value.isascii():
            return value.replace("\0", "")
        return value.replace("\0", "").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(value, dict):
        return {clean(key): clean(one) for key, one in value.items()}
    if isinstance(value, list):
        return [clean(one) for one in value]
    return value


def parse_model(kind: type[Model], body: bytes) -> Model:
    """The body as a model. Raises Problem 400 when it is not JSON, 422 naming each wrong field."""
    try:
        return kind.model_validate(read_json(body))
    except ValidationError as error:
        fields = [{"field": ".".join(map(str, one["loc"])) or "(body)", "detail": one["msg"]} for one in error.errors()]
        summary = "; ".join(f"{one['field']}: {one['detail']}" for one in fields)
        raise Problem(422, "Invalid request", summary, errors=fields) from error
