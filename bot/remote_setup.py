"""A shop and carriers elsewhere at the start, and the shop's failures over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from actions.commerce.adapters import CommerceChoice, CommerceSettingsError, build_remote
from actions.commerce.ports import CommerceError, RemoteCommerce
from actions.logistics.adapters import CarrierChoice, CarrierSettingsError, build_carrier
from actions.logistics.ports import Carrier
from bot.content_files import HouseError

log = structlog.get_logger(__name__)


def remote_shop(choice: CommerceChoice, environment: Mapping[str, str]) -> RemoteCommerce | None:
    """The shop that `config.yml` names, None for the bot's own database. Raises HouseError for a missing token."""
    try:
        return build_remote(choice, environment)
    except CommerceSettingsError as error:
        raise HouseError(str(error)) from error


def carrier_port(choice: CarrierChoice, environment: Mapping[str, str], clock: Callable[[], datetime]) -> Carrier:
    """The carriers that `config.yml` names. Raises HouseError for a missing token or a wrong address or table."""
    try:
        return build_carrier(choice, environment, clock)
    except CarrierSettingsError as error:
        raise HouseError(str(error)) from error


def add_shop_problems(app: FastAPI) -> None:
    """Pages and the staff API answer 502 with the reason when a shop elsewhere does not."""

    async def problem(_request: Request, error: Exception) -> Response:
        content = {"type": "about:blank", "title": "The shop does not answer", "status": 502, "detail": str(error)}
        return JSONResponse(content, 502, media_type="application/problem+json")

    app.add_exception_handler(CommerceError, problem)
