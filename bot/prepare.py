"""Makes a machine ready to serve: tables, encoder, model, shop, articles, first account; only what is missing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from actions.commerce.files import ShopData, read_shop
from bot.nlu.bundle import BundleError, read_bundle
from bot.nlu.components.base import Resources
from bot.nlu.config import read_config
from bot.nlu.encoder.provision import load_encoder, provision
from bot.nlu.encoder.session import Encoder, identity_of
from bot.nlu.entities import Catalogue, Product
from bot.publishing import encode_published, import_folder
from bot.settings import Settings
from bot.store import articles, shop
from bot.store.database import Database
from console import ensure_admin

Progress = Callable[[str], None]


async def prepare(
    settings: Settings,
    db: Database,
    topics: list[str],
    progress: Progress,
    *,
    encoder: Encoder,
    with_demo: bool = True,
) -> None:
    """Does what is missing, and says so. with_demo: an empty database gets the demo shop.

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
    reason = await asyncio.to_thread(_why_train, settings, encoder.identity)
    if reason is not None:
        # Heads learn on fewer processors than there are: articles are encoded beside them.
        await asyncio.gather(
            asyncio.to_thread(_train, settings, reason, progress, encoder),
            encode_published(db, settings.models, encoder, progress),
        )


def ensure_model(settings: Settings, progress: Progress) -> None:
    """Trains when no model is active, or one that knows the vectors of another text encoder."""
    reason = _why_train(settings, identity_of(provision(settings.models, settings.encoder, progress)))
    if reason is not None:
        _train(settings, reason, progress, load_encoder(settings.models, settings.encoder, progress))


def _why_train(settings: Settings, encoder: str) -> str | None:
    """What to add to the news of a training, or None when none is needed. encoder: the identity of the one in use."""
    try:
        known = read_bundle(settings.models).encoder in {"", encoder}
    except BundleError:
        return ""
    return None if known else ", because the text encoder is another one"


def _train(settings: Settings, reason: str, progress: Progress, encoder: Encoder) -> None:
    progress(f"Training the model from {settings.nlu_data.name}/{reason} (some minutes the first time)")
    resources = Resources(
        settings.models, progress=progress, encoder_source=settings.encoder, loaded={"encoder": encoder}
    )
    from bot.nlu.train import train

    train(settings.nlu_data, read_config(settings.config), settings.models, progress, resources=resources)


async def store_shop(db: Database, data: ShopData, *, replace: bool) -> None:
    """Writes shop data in one transaction."""
    async with db.write() as session:
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


def nlu_catalogue(products: list[dict[str, Any]]) -> Catalogue:
    """The shop's products as understanding knows them."""
    found = []
    for document in products:
        attributes = document.get("attributes") or {}
        name = document["name"]
        found.append(
            Product(
                sku=str(document["sku"]),
                names=dict(name) if isinstance(name, dict) else {"en": str(name)},
                aliases=tuple(str(alias) for alias in attributes.get("aliases") or ()),
                colours=_texts(attributes, "colour", "color"),
                sizes=_texts(attributes, "size"),
            )
        )
    return Catalogue(tuple(found))


def _texts(attributes: dict[str, Any], *names: str) -> tuple[str, ...]:
    for name in names:
        value = attributes.get(name)
        if isinstance(value, list):
            return tuple(str(one) for one in value)
        if isinstance(value, str):
            return (value,)
    return ()
