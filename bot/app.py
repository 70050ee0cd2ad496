"""Composition: the parts of one process, wired once, and the web application over them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import structlog
from fastapi import FastAPI
from fastapi.responses import RedirectResponse, Response
from httpx2 import AsyncClient

from actions.commerce.ports import RemoteCommerce
from actions.commerce.sql import SqlCommerce
from bot.content_files import Content, load_content
from bot.converse import MAIL_QUEUE, Converser
from bot.goods import Goods
from bot.inference.asked import Here, Inference
from bot.invoices import Invoices, add_invoices, read_words
from bot.knowledge.index import Holder
from bot.mail import Mailer, mail_settings
from bot.operations import add_operations
from bot.parse_route import add_parse
from bot.passages import vectors_of
from bot.publishing import Publisher, StoredArticles
from bot.reading import MAX_TEXT, Reader, warm_words
from bot.regions import QUEUE as WATCH_QUEUE
from bot.regions import RegionWatch
from bot.remote_setup import add_shop_problems, carrier_port, remote_shop
from bot.remote_shop import QUEUE as SHOP_QUEUE
from bot.remote_shop import RemoteDeeds, RemoteGateway
from bot.scene import Parts
from bot.services import Desk, Policies, StoreGateway
from bot.settings import Settings
from bot.store import shop
from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.hub import Hub
from bot.store.kernel import Kernel, Worker
from connectors.channels import build_channels
from connectors.dependencies import Deps, Shopper
from connectors.identity import identity_verifier
from connectors.outbox import Outbox
from connectors.routes import build_router as channel_router
from connectors.settings import from_environment
from console import ConsoleDeps, install_problems
from console import build_router as console_router

log = structlog.get_logger(__name__)

_TURNS_AT_ONCE = 8
_TURNS_ALONE = 10  # the loop has one processor: what it works on at once is finished later, not sooner
_TURNS_THAT_WAIT = 32  # for a shop or actions on other machines
_SENDS_AT_ONCE = 8
_FIRST_LOOK = 60.0  # seconds: who writes right after the start is answered before regions are looked at
_DEMO_TOKEN = timedelta(hours=12)


@dataclass
class House:
    """The parts of one process. `start` before use, `stop` after it."""

    settings: Settings
    db: Database
    hub: Hub
    content: Content
    inference: Inference
    policies: Policies
    publisher: Publisher
    parts: Parts
    remote: RemoteCommerce | None = None

    @classmethod
    async def build(cls, settings: Settings, db: Database, content: Content, inference: Inference) -> House:
        """Opens the model for the shop's products; the database must be prepared."""
        hub = Hub(db)
        remote = remote_shop(content.recipe.commerce, settings.environment)
        gateway = StoreGateway(db) if remote is None else RemoteGateway(db, remote)
        goods = Goods(gateway, inference)
        model = await goods.open()
        policies = Policies(Holder(), inference.encode, content.recipe.threshold, content.recipe.listed)
        publisher = Publisher(
            db,
            hub,
            policies,
            inference.encode,
            lambda: vectors_of(settings.models, model.encoder, model.outputs),
            settings.var / "kept",
            goods.refresh,
        )
        desk = Desk(content.escalation, content.answers, utc_now)
        parts = Parts(
            reader=Reader(inference.understand, content.recipe.languages),
            engine=content.engine,
            runner=content.runner,
            answers=content.answers,
            gateway=gateway,
            commerce=SqlCommerce(gateway) if remote is None else remote,
            carrier=carrier_port(content.recipe.carriers, settings.environment, utc_now),
            policies=policies,
            desk=desk,
            table=content.table,
            policy_answers=content.policy_answers,
            languages=content.recipe.languages,
            shop=content.recipe.shop,
            secret=settings.secret,
            invoices=Invoices(
                settings.secret,
                settings.public_url,
                content.recipe.shop,
                read_words(settings.content / "invoice.yml"),
                utc_now,
            ),
            clock=utc_now,
            unasked=content.unasked,
        )
        return cls(settings, db, hub, content, inference, policies, publisher, parts, remote)

    async def start(self, progress: Callable[[str], None]) -> None:
        """Loads the articles and begins to watch for news."""
        await self.hub.start()
        await self.publisher.refresh(progress)

    async def warm(self) -> None:
        """Makes ready what the first message of each language or market would wait for; a second or so."""

        def words() -> None:
            warm_words()
            self.content.answers.warm(utc_now())

        await asyncio.gather(self.inference.warm(), asyncio.to_thread(words))

    async def stop(self) -> None:
        """Lets go of everything."""
        await self.inference.close()
        await self.content.runner.close()
        if self.remote is not None:
            await self.remote.aclose()
        await self.parts.carrier.aclose()
        await self.hub.stop()
        await self.db.close()


def utc_now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


def tell_of_model(told: str) -> None:
    """Notes that a bundle was activated, or why it could not be loaded."""
    log.info("model", told=told)


class Workers:
    """The workers of one process: turns, sending, mail, and watching publications."""

    def __init__(self, house: House, deps: Deps) -> None:
        kernel = Kernel(house.db)
        deeds = None if house.remote is None else RemoteDeeds(house.db, house.remote, utc_now)
        waits = house.remote is not None or house.content.recipe.endpoint is not None
        on_a_file = _TURNS_THAT_WAIT if waits else _TURNS_ALONE
        turns = on_a_file if house.db.is_sqlite else _TURNS_AT_ONCE
        handlers: list[tuple[str, Any, int]] = [
            ("inbox", Converser(house.db, house.hub, house.parts, deeds), turns),
            ("outbox", Outbox(house.db, house.hub, kernel, deps.channels), _SENDS_AT_ONCE),
            (MAIL_QUEUE, Mailer(mail_settings(house.settings.environment, house.settings.var / "mail")), 2),
        ]
        if deeds is not None:
            handlers.append((SHOP_QUEUE, deeds, 1))
        # A shop elsewhere tells one shopper's orders, not those of a region.
        self._watch = RegionWatch(house.db, house.hub, house.parts) if house.remote is None else None
        if self._watch is not None:
            handlers.append((WATCH_QUEUE, self._watch, 1))
        self._workers = [
            Worker(kernel, house.hub, queue, handler, concurrency=concurrency)
            for queue, handler, concurrency in handlers
        ]
        self._house = house

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Work goes on while the block runs; what is claimed is finished after it."""
        tasks = [asyncio.create_task(worker.run()) for worker in self._workers]
        watching = asyncio.create_task(self._house.publisher.watch())
        looking = asyncio.create_task(self._look_at_regions())
        try:
            yield
        finally:
            for worker in self._workers:
                worker.stop()
            for aside in (watching, looking):
                aside.cancel()
            await asyncio.gather(*tasks, watching, looking, return_exceptions=True)

    async def _look_at_regions(self) -> None:
        if self._watch is not None:
            await asyncio.sleep(_FIRST_LOOK)
            try:
                await self._watch.begin()
            except StoreError:
                log.exception("regions_not_watched")


def channel_deps(house: House, client: Any) -> Deps:
    """What the channels need."""
    settings = from_environment(
        {"DRAGOMAN_SHOP_NAME": house.content.recipe.shop, **house.settings.environment},
        secret=house.settings.secret,
    )

    def expect(text: str) -> None:
        # The way to the disk and back is long enough to encode the text beside it.
        house.inference.expect(text[:MAX_TEXT])

    async def shoppers() -> list[Shopper]:
        from actions.commerce.demo_shop import showcase  # the demo page only

        found = []
        async with house.db.read() as session:
            for known in showcase():
                if await shop.load_customer(session, known.customer_id) is None:
                    continue
                claims = {"sub": known.customer_id, "exp": utc_now() + _DEMO_TOKEN}
                token = jwt.encode(claims, house.settings.secret, "HS256")
                found.append(Shopper(known.name, known.customer_id, known.locale, known.market, token, known.note))
        return found

    return Deps(
        db=house.db,
        hub=house.hub,
        settings=settings,
        channels=build_channels(settings, client),
        identify=identity_verifier(house.settings.secret),
        showcase=shoppers,
        expect=expect,
    )


def console_deps(house: House) -> ConsoleDeps:
    """What the console needs."""
    articles = StoredArticles(house.db, house.hub, house.publisher, house.content.domain.intents)

    async def search(query: str, market: str | None, locale: str | None, limit: int) -> list[dict[str, Any]]:
        understanding = await house.inference.parse(query)
        intents = [(one.name, one.confidence) for one in understanding.intent_ranking]
        language = locale or understanding.language.name
        return await house.policies.search(
            query,
            market=market,
            locale=language or "en",
            on=utc_now().date(),
            intents=intents,
            limit=limit,
            products=None,
            listing=True,
        )

    async def order(order_id: str) -> dict[str, Any] | None:
        found = await house.parts.gateway.order(order_id)
        if found is None:
            return None
        empty: dict[str, list[Any]] = {"returns": [], "refunds": [], "compensations": [], "notes": []}
        return {**empty, **found[0]}

    return ConsoleDeps(
        db=house.db,
        hub=house.hub,
        secret=house.settings.secret,
        admin_token=house.settings.admin_token,
        articles=articles,
        search=search,
        order=order,
    )


def build_app(house: House, *, with_workers: bool, client: AsyncClient) -> FastAPI:
    """The web application; with workers, everything of one machine. client: for what the channels send."""
    deps = channel_deps(house, client)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with contextlib.AsyncExitStack() as stack:
            if with_workers:
                await stack.enter_async_context(Workers(house, deps).running())
            else:
                watching = asyncio.create_task(house.publisher.watch())
                stack.callback(watching.cancel)
            yield
        await client.aclose()
        await house.stop()

    app = FastAPI(title="Dragoman", version="1", lifespan=lifespan, docs_url="/docs", redoc_url=None)
    install_problems(app)
    add_shop_problems(app)
    app.include_router(channel_router(deps))
    app.include_router(console_router(console_deps(house)))
    add_parse(app, house.inference)
    add_operations(app, house.db, house.inference)
    add_invoices(app, house.parts.invoices, house.parts.commerce)

    @app.get("/", include_in_schema=False)
    async def home() -> Response:
        return RedirectResponse("/demo")

    return app


async def build_house(settings: Settings, progress: Callable[[str], None], inference: Inference | None = None) -> House:
    """Content, database and model; what is missing is prepared. inference: the model, else it is loaded here."""
    from bot.prepare import prepare

    content = load_content(settings.content, settings.config, kept=settings.var / "kept")
    db = Database(settings.database_url)
    try:
        own = content.recipe.commerce.adapter == "sql"
        inference = inference or await _here(settings, progress)
        await prepare(settings, db, sorted(content.domain.intents), progress, with_demo=own, inference=inference)
        return await House.build(settings, db, content, inference)
    except BaseException:
        await db.close()
        raise


async def _here(settings: Settings, progress: Callable[[str], None]) -> Inference:
    from bot.inference.model import Model

    return Here(await asyncio.to_thread(Model, settings.models, settings.encoder, progress), tell_of_model)
