"""Real parts: a SQLite file, the task kernel, HTTP on loopback; only the bot's wits are replaced by an echo."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest
from connector_parts import SECRET, EchoBot, Provider, serve
from fastapi import FastAPI

from bot.store.database import Database
from bot.store.hub import Hub
from bot.store.kernel import Kernel, Worker
from connectors.channels import build_channels, http_client
from connectors.dependencies import Deps, Shopper
from connectors.identity import identity_verifier
from connectors.limits import Buckets
from connectors.outbox import Outbox
from connectors.routes import build_router
from connectors.settings import Settings, from_environment


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database file, made once."""
    path = tmp_path_factory.mktemp("store") / "empty.db"

    async def make() -> None:
        database = Database(f"sqlite:///{path}")
        await database.migrate()
        await database.close()

    asyncio.run(make())
    return path


@pytest.fixture
async def db(empty_database: Path, tmp_path: Path) -> AsyncIterator[Database]:
    path = tmp_path / "shop.db"
    shutil.copy(empty_database, path)
    database = Database(f"sqlite:///{path}")
    yield database
    await database.close()


@pytest.fixture
def hub() -> Hub:
    return Hub()


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    """A stand-in for all providers that notes what it gets and answers what it is told."""
    stand_in = Provider()
    async with serve(stand_in.app) as address:
        stand_in.address = address
        yield stand_in


@pytest.fixture
def settings(provider: Provider) -> Settings:
    names = {
        "WHATSAPP": ("TOKEN", "APP_SECRET", "VERIFY_TOKEN"),
        "FACEBOOK": ("TOKEN", "APP_SECRET", "VERIFY_TOKEN"),
        "LINE": ("TOKEN", "CHANNEL_SECRET"),
        "TELEGRAM": ("TOKEN", "WEBHOOK_SECRET"),
    }
    environment = {f"DRAGOMAN_{channel}_{key}": f"{channel}-{key}" for channel, keys in names.items() for key in keys}
    environment |= {f"DRAGOMAN_{channel}_API_URL": provider.address for channel in names}
    return from_environment({**environment, "DRAGOMAN_SECRET": SECRET, "DRAGOMAN_REST_TIMEOUT": "5"})


@pytest.fixture
async def deps(db: Database, hub: Hub, settings: Settings) -> AsyncIterator[Deps]:
    client = http_client()

    async def showcase() -> list[Shopper]:
        return [Shopper("Layla Haddad", "c-1", "ar-SA", "SA", "not-checked-here", "PA-2026-104233")]

    yield Deps(
        db=db,
        hub=hub,
        settings=settings,
        channels=build_channels(settings, client),
        identify=identity_verifier(SECRET),
        limiter=Buckets(rate=1.0, burst=40),
        showcase=showcase,
    )
    await client.aclose()


@pytest.fixture
def app(deps: Deps) -> FastAPI:
    application = FastAPI()
    application.include_router(build_router(deps))
    return application


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://shop") as http:
        yield http


@pytest.fixture
async def echo(db: Database, hub: Hub) -> AsyncIterator[EchoBot]:
    """A bot that repeats what it hears, on the real inbox queue."""
    bot = EchoBot(db, hub)
    worker = Worker(Kernel(db, lease=5.0), hub, "inbox", bot, poll=0.05)
    running = asyncio.create_task(worker.run())
    yield bot
    bot.gate.set()  # a test may leave it closed
    worker.stop()
    await running


@pytest.fixture
async def outbox(db: Database, hub: Hub, deps: Deps) -> AsyncIterator[Kernel]:
    """The outbox at work."""
    kernel = Kernel(db, lease=5.0, max_attempts=3)
    worker = Worker(kernel, hub, "outbox", Outbox(db, hub, kernel, deps.channels), poll=0.05)
    running = asyncio.create_task(worker.run())
    yield kernel
    worker.stop()
    await running
