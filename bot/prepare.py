"""Makes a machine ready to serve: tables, encoder, model, shop, articles, first account; only what is missing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from actions.commerce.files import ShopData, read_shop
from bot.inference.asked import Inference
from bot.publishing import encode_published, import_folder
from bot.settings import Settings
from bot.store import articles, shop
from bot.store.database import Database
from console import ensure_admin

if TYPE_CHECKING:
    from bot.nlu.encoder.session import Encoder

Progress = Callable[[str], None]


async def prepare(
    settings: Settings,
    db: Database,
    topics: list[str],
    progress: Progress,
    *,
    inference: Inference,
    with_demo: bool = True,
) -> None:
    """Does what is missing, and says so; then `inference` can be opened. with_demo: an empty database gets the demo
    shop.

    Raises the errors of each room, each one sentence.
    """
    await db.migrate()
    async with db.read() as session:
        orders, publication = await shop.count_orders(session), await articles.current_publication(session)
    if not orders and with_demo:
        from actions.commerce.demo_shop import build_demo_shop

        progress("Filling the demo shop")
        await store_shop(db, await asyncio.to_thread(build_demo_shop, datetime.now(UTC)), replace=False)
    if not publication:
        progress(f"Publishing the articles of {settings.knowledge_base.name}/")
        count, _ = await import_folder(db, settings.knowledge_base, topics)
        progress(f"Published {count} articles")
    await ensure_admin(db, settings.admin_email, settings.admin_password)
    reason = await inference.why_train()
    if reason is not None:
        from bot.nlu.encoder.provision import load_encoder

        encoder = await asyncio.to_thread(load_encoder, settings.models, settings.encoder, progress)
        # Heads learn on fewer processors than there are: articles are encoded beside them.
        await asyncio.gather(
            asyncio.to_thread(_train, settings, reason, progress, encoder),
            encode_published(db, settings.models, encoder, progress),
        )


def ensure_model(settings: Settings, progress: Progress) -> None:
    """Trains when no model is active, or one that knows the vectors of another text encoder."""
    from bot.inference.model import Model

    model = Model(settings.models, settings.encoder, progress)
    reason = model.why_train()
    if reason is not None:
        _train(settings, reason, progress, model.encoder)


def _train(settings: Settings, reason: str, progress: Progress, encoder: Encoder) -> None:
    from bot.nlu.components.base import Resources
    from bot.nlu.config import read_config
    from bot.nlu.train import train

    progress(f"Training the model from {settings.nlu_data.name}/{reason} (some minutes the first time)")
    resources = Resources(
        settings.models, progress=progress, encoder_source=settings.encoder, loaded={"encoder": encoder}
    )
    train(settings.nlu_data, read_config(settings.config), settings.models, progress, resources=resources)


async def store_shop(db: Database, data: ShopData, *, replace: bool) -> None:
    """Writes shop data in one transaction; whoever serves already is told of it."""
    async with db.write() as session:
        if await articles.current_publication(session):
            await articles.bump_publication(session, {articles.GOODS: len(data.products)})
        await shop.import_shop(
            session,
            products=data.products,
            customers=data.customers,
            orders=data.orders,
            coupons=data.coupons,
            replace=replace,
        )


async def import_shop_folder(db: Database, folder: Path, *, replace: bool) -> ShopData:
    """Imports a folder of shop data. Raises ShopFileError with file, line and field."""
    data = read_shop(folder)
    await store_shop(db, data, replace=replace)
    return data
