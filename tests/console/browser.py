"""A real browser, and the console on a free port in a thread of its own."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import socket
import threading
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, sync_playwright

from console import ConsoleDeps
from tests.console.shop_console import shop_console

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Served:
    """The address of the running console; `run` does something inside its event loop."""

    def __init__(self, folder: Path) -> None:
        self.deps: ConsoleDeps
        self.loop: asyncio.AbstractEventLoop
        self._folder = folder
        self._ready, self._failure = threading.Event(), None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    async def _serve(self) -> None:
        self.loop = asyncio.get_running_loop()
        async with shop_console(self._folder) as (app, self.deps):
            config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1, lifespan="off")
            self._server = uvicorn.Server(config)
            self._ready.set()
            await self._server.serve([self._socket])

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(20)

    @contextlib.contextmanager
    def running(self) -> Iterator[Served]:
        self._thread.start()
        assert self._ready.wait(30), "the console did not start"
        try:
            yield self
        finally:
            self._server.should_exit = True
            self._thread.join(20)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    if executable is None:
        pytest.fail("no chromium found: the browser tests need it (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()
