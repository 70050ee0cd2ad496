"""Knowledge: search, and articles with drafts and publication."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from console.api.shapes import ArticleIn, ArticlePreviewIn
from console.deps import Console
from console.markdown import to_html
from console.problems import Problem
from console.security import Agent, Editor

router = APIRouter(prefix="/api/v1/knowledge", tags=["knowledge"])


@router.get("/search")
async def search(
    console: Console,
    _: Agent,
    q: Annotated[str, Query(min_length=1, max_length=1000)],
    market: str | None = None,
    locale: str | None = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 5,
) -> list[dict[str, Any]]:
    """Passages that hold in the market, best first; an empty list means: no answer known."""
    return await console.search(q, market, locale, limit)


@router.get("/articles")
async def articles(console: Console, _: Agent, locale: str | None = None) -> list[dict[str, Any]]:
    """The newest version of every article, in one locale or in all."""
    return [one for one in await console.articles.list() if locale in (None, one["locale"])]


@router.post("/articles/preview")
async def preview(console: Console, _: Editor, body: ArticlePreviewIn) -> dict[str, Any]:
    """The article after all checks, with its text as `html`; nothing is stored."""
    try:
        checked = await console.articles.preview(body.model_dump())
    except ValueError as error:
        raise Problem(422, str(error)) from error
    return {**checked, "html": to_html(str(checked["body"]))}


@router.get("/articles/{locale}/{article_id}")
async def article(console: Console, _: Agent, locale: str, article_id: str) -> dict[str, Any]:
    """The newest version of one article."""
    found = await console.articles.get(article_id, locale)
    if found is None:
        raise Problem(404, f"there is no article {article_id} in {locale}")
    return found


@router.put("/articles/{locale}/{article_id}")
async def save(console: Console, who: Editor, locale: str, article_id: str, body: ArticleIn) -> dict[str, Any]:
    """Stores a draft; what is published stays until the draft is published."""
    try:
        fields = {**body.model_dump(), "id": article_id, "locale": locale}
        return await console.articles.save_draft(fields, by=who.staff.id)
    except ValueError as error:
        raise Problem(422, str(error)) from error


@router.post("/articles/{locale}/{article_id}/publish")
async def publish(console: Console, who: Editor, locale: str, article_id: str) -> dict[str, Any]:
    """Publishes the newest version: the bot's next answer uses it."""
    try:
        return await console.articles.publish(article_id, locale, by=who.staff.id)
    except LookupError as error:
        raise Problem(404, f"there is no article {article_id} in {locale}") from error
    except ValueError as error:
        raise Problem(422, str(error)) from error
