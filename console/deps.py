"""What the console needs from outside: handed in once by the application."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Any, Protocol

from fastapi import Depends, Request

from bot.store.database import Database
from bot.store.hub import Hub
from console.throttle import Throttle


class ArticleService(Protocol):
    """Articles as dictionaries with the keys of their front matter and `body`, `version`, `status`.

    Every method that takes fields raises ValueError with a sentence that names the key that is wrong.
    """

    async def list(self) -> list[dict[str, Any]]:
        """The newest version of every article and locale, without archived ones."""
        ...

    async def get(self, article_id: str, locale: str) -> dict[str, Any] | None:
        """The newest version, or None."""
        ...

    async def save_draft(self, fields: dict[str, Any], *, by: str) -> dict[str, Any]:
        """Stores a draft and returns it; what is published stays."""
        ...

    async def publish(self, article_id: str, locale: str, *, by: str) -> dict[str, Any]:
        """Publishes the newest version and makes it live; raises LookupError when there is none."""
        ...

    async def preview(self, fields: dict[str, Any]) -> dict[str, Any]:
        """The article as it would be stored, after all checks; nothing is stored."""
        ...


Search = Callable[[str, str | None, str | None, int], Awaitable[list[dict[str, Any]]]]
FindOrder = Callable[[str], Awaitable[dict[str, Any] | None]]


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class ConsoleDeps:
    """The ports of the console.

    secret: signs what the browser carries before login. admin_token: bearer token of an administrator, or None
    to accept none. search(q, market, locale, limit): passages in the contract's shape. order(id): the order in
    the contract's shape, or None.
    """

    db: Database
    hub: Hub
    secret: str
    admin_token: str | None
    articles: ArticleService
    search: Search
    order: FindOrder
    clock: Callable[[], datetime] = _now
    throttle: Throttle = field(default_factory=Throttle)


async def console_deps(request: Request) -> ConsoleDeps:
    """The ports, as `build_router` put them on the request."""
    deps: ConsoleDeps = request.state.console
    return deps


Console = Annotated[ConsoleDeps, Depends(console_deps)]
