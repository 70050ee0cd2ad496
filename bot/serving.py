"""Running the web application and the workers until they are asked to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import sys
import time
from collections.abc import Callable
from functools import partial

import structlog
import uvicorn

from bot.app import House, Workers, build_app, build_house, channel_deps, tell_of_model
from bot.inference.apart import Apart
from bot.inference.process import Started, start
from bot.memory import keep_for_good
from bot.settings import Settings
from connectors.channels import http_client

_GRACE = 10


async def run_web(
    settings: Settings,
    model: Started,
    host: str,
    port: int,
    with_workers: bool,
    processes: int,
    started: float,
    say: Callable[[str], None],
) -> None:
    """Serves until SIGINT or SIGTERM. model: being loaded in its process. processes: with more than one, further
    `dragoman worker` run beside it."""
    set_up_logging()
    client = asyncio.create_task(asyncio.to_thread(http_client))  # it reads the system's certificates
    house = await build_house(settings, say, await _inference(settings, model))
    house.hub.alone = with_workers and processes == 1
    await house.start(say)
    keep_for_good()
    app = build_app(house, with_workers=with_workers, client=await client)
    config = uvicorn.Config(
        app, host=host, port=port, log_level="warning", timeout_graceful_shutdown=3, access_log=False
    )
    server = uvicorn.Server(config)
    children = [await _spawn_worker() for _ in range(processes - 1)]
    serving = asyncio.create_task(server.serve())
    try:
        while not server.started and not serving.done():  # noqa: ASYNC110  # uvicorn has no event for it
            await asyncio.sleep(0.01)
        if server.started:
            _tell_addresses(settings, host, port, time.monotonic() - started, say)
            await _warm(house)
        await serving
    finally:
        for child in children:
            child.send_signal(signal.SIGTERM)
        for child in children:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(child.wait(), _GRACE)


async def _spawn_worker() -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(sys.executable, "-m", "bot.cli", "worker")


def _tell_addresses(settings: Settings, host: str, port: int, seconds: float, say: Callable[[str], None]) -> None:
    shown = f"[{host}]" if ":" in host else host
    base = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else shown}:{port}"  # noqa: S104
    say(f"Dragoman serves since {seconds:.1f} s after the start:")
    say(f"  demo page   {base}/demo")
    say(f"  console     {base}/console")
    say(f"              sign in as {settings.admin_email}, password in {settings.var.name}/admin-password")
    say(f"  API         {base}/docs")


async def run_worker(settings: Settings, model: Started, say: Callable[[str], None]) -> None:
    """Works until SIGINT or SIGTERM. model: being loaded in its process."""
    set_up_logging()
    house = await build_house(settings, say, await _inference(settings, model))
    await house.start(say)
    keep_for_good()
    client = http_client()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    try:
        async with Workers(house, channel_deps(house, client)).running():
            say("Working: turns, sending and mail.")
            await _warm(house)
            await stop.wait()
    finally:
        await client.aclose()
        await house.stop()


async def _inference(settings: Settings, model: Started) -> Apart:
    again = partial(start, settings.models, settings.encoder)
    return await Apart.connect(model, again, tell_of_model)


async def _warm(house: House) -> None:
    await house.warm()
    keep_for_good()


def set_up_logging() -> None:
    """One JSON line an event on stderr; nothing a shopper wrote and no secret is ever logged."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
