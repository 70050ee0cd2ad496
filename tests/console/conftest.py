from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from console import ConsoleDeps
from tests.console.shop_console import TOKEN, shop_console


class Shop:
    """The application, what is behind it, and clients for it."""

    def __init__(self, app: object, deps: ConsoleDeps) -> None:
        self.app, self.deps = app, deps
        self.api = self.client(headers={"Authorization": f"Bearer {TOKEN}"})

    def client(self, **options: object) -> httpx2.AsyncClient:
        transport = httpx2.ASGITransport(app=self.app)  # type: ignore[arg-type]
        return httpx2.AsyncClient(transport=transport, base_url="http://console.test", **options)  # type: ignore[arg-type]

    async def login(self, email: str, password: str) -> tuple[httpx2.AsyncClient, str]:
        """A signed-in browser and its CSRF token."""
        browser = self.client()
        form = await browser.get("/console/login")
        token = re.search(r'name="token" value="([^"]+)"', form.text)
        assert token
        data = {"email": email, "password": password, "token": token[1]}
        answer = await browser.post("/console/login", data=data)
        assert answer.status_code == 303, answer.text
        page = await browser.get("/console")
        csrf = re.search(r'name="csrf" value="([^"]+)"', page.text)
        assert csrf
        return browser, csrf[1]


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    async with shop_console(tmp_path) as (app, deps):
        yield Shop(app, deps)
