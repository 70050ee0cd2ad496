"""`POST /model/parse`: the understanding of one text, in Rasa's shape."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, ConfigDict, Field

from bot.inference.asked import Inference, InferenceError
from bot.nlu.understanding import ParseContext


class ParseRequest(BaseModel):
    """A text to be understood. metadata: `locale`, `market` and `previous_language` are priors, when given."""

    model_config = ConfigDict(extra="ignore")
    text: str = Field(max_length=10_000)
    message_id: str | None = None
    metadata: dict[str, Any] | None = None


def add_parse(app: FastAPI, inference: Inference) -> None:
    """Adds the route."""

    @app.post("/model/parse", tags=["model"], summary="What a text means")
    async def parse(body: ParseRequest) -> dict[str, Any]:
        given = body.metadata or {}

        def text(name: str) -> str | None:
            value = given.get(name)
            return value if isinstance(value, str) and value else None

        context = ParseContext(
            previous_language=text("previous_language"), locale=text("locale"), country=text("market")
        )
        try:
            understanding = await inference.parse(body.text, context)
        except InferenceError as error:
            raise HTTPException(503, f"The text could not be understood: {error}") from error
        found: dict[str, Any] = dict(understanding.to_rasa())
        return {**found, "message_id": body.message_id} if body.message_id else found
