"""The shop's goods as understanding knows them: read at the start, and anew after an import."""

from __future__ import annotations

from typing import Any

import structlog

from actions.commerce.ports import CommerceError, ShopForbidden
from bot.content_files import HouseError
from bot.inference.asked import Inference, ModelFacts
from bot.services import StoreGateway

log = structlog.get_logger(__name__)


class Goods:
    """Opens the model for the products of the shop that `gateway` reads."""

    def __init__(self, gateway: StoreGateway, inference: Inference) -> None:
        self._gateway, self._inference = gateway, inference
        self._known: list[dict[str, Any]] = []

    async def open(self) -> ModelFacts:
        """Opens the model for what the shop sells now.

        Raises HouseError when a shop elsewhere does not accept the token: nothing would ever work.
        """
        self._known = await self._products()
        return await self._inference.open(self._known)

    async def refresh(self) -> None:
        """Takes over what was imported since; the products of before are understood until then."""
        self._gateway.forget()
        products = await self._products()
        if products != self._known:
            self._known = products
            await self._inference.open(products)
            await self._inference.warm()
            log.info("goods_taken_over", products=len(products))

    async def _products(self) -> list[dict[str, Any]]:
        """The catalogue; empty while a shop elsewhere does not answer."""
        try:
            return await self._gateway.products()
        except ShopForbidden as error:
            raise HouseError(f"{error}; check the token in the environment and what it may do") from error
        except CommerceError as error:
            log.warning("shop_failed", error=str(error))
            return []
