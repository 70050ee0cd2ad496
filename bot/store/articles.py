"""Articles and their versions: drafts, publication, and the counter that tells every process to reload."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.models import ArticleRow, PublicationRow

GOODS = "products"
"""In the manifest of a publication of goods: how many."""


async def published(session: AsyncSession) -> Sequence[ArticleRow]:
    """Every published article version (at most one per id and locale)."""
    statement = select(ArticleRow).where(ArticleRow.status == "published").order_by(ArticleRow.id, ArticleRow.locale)
    return (await session.execute(statement)).scalars().all()


async def newest(session: AsyncSession) -> list[ArticleRow]:
    """The newest version of each article and locale, whatever its status, archived ones left out."""
    last = (
        select(ArticleRow.id, ArticleRow.locale, func.max(ArticleRow.version).label("version"))
        .where(ArticleRow.status != "archived")
        .group_by(ArticleRow.id, ArticleRow.locale)
        .subquery()
    )
    statement = (
        select(ArticleRow)
        .join(
            last,
            (ArticleRow.id == last.c.id)
            & (ArticleRow.locale == last.c.locale)
            & (ArticleRow.version == last.c.version),
        )
        .order_by(ArticleRow.id, ArticleRow.locale)
    )
    return list((await session.execute(statement)).scalars())


async def versions(session: AsyncSession, article_id: str, locale: str) -> Sequence[ArticleRow]:
    """All versions of one article in one locale, newest first."""
    statement = (
        select(ArticleRow)
        .where(ArticleRow.id == article_id, ArticleRow.locale == locale)
        .order_by(ArticleRow.version.desc())
    )
    return (await session.execute(statement)).scalars().all()


async def save_draft(session: AsyncSession, fields: dict[str, Any], *, by: str) -> ArticleRow:
    """A new draft version of an article; the draft before it is replaced, published versions stay."""
    known = await versions(session, fields["id"], fields["locale"])
    if known and known[0].status == "draft":
        row = known[0]
        for name, value in fields.items():
            setattr(row, name, value)
        row.created_by, row.created_at = by, datetime.now(UTC)
    else:
        row = ArticleRow(
            **fields,
            version=known[0].version + 1 if known else 1,
            status="draft",
            created_by=by,
            created_at=datetime.now(UTC),
        )
        session.add(row)
    await session.flush()
    return row


async def publish(session: AsyncSession, row: ArticleRow) -> None:
    """Makes this version the published one; the one before is archived."""
    await session.execute(
        update(ArticleRow)
        .where(ArticleRow.id == row.id, ArticleRow.locale == row.locale, ArticleRow.status == "published")
        .values(status="archived")
        .execution_options(synchronize_session=False)
    )
    row.status, row.published_at = "published", datetime.now(UTC)
    await session.flush()


async def clear(session: AsyncSession) -> None:
    """Archives every published article, before an import that replaces all."""
    await session.execute(
        update(ArticleRow)
        .where(ArticleRow.status.in_(("published", "draft")))
        .values(status="archived")
        .execution_options(synchronize_session=False)
    )


async def remove_all(session: AsyncSession) -> None:
    """Deletes all articles."""
    await session.execute(delete(ArticleRow))


async def bump_publication(session: AsyncSession, manifest: dict[str, Any]) -> int:
    """Counts the publication up and returns its number."""
    row = PublicationRow(at=datetime.now(UTC), manifest=manifest)
    session.add(row)
    await session.flush()
    return row.version


async def only_goods_since(session: AsyncSession, version: int) -> bool:
    """Whether nothing but goods was published after a publication: the articles are the same."""
    later = select(PublicationRow.manifest).where(PublicationRow.version > version)
    return all(GOODS in manifest for manifest in (await session.execute(later)).scalars())


async def current_publication(session: AsyncSession) -> int:
    """The number of the newest publication; 0 when nothing was ever published."""
    return int((await session.execute(select(func.max(PublicationRow.version)))).scalar_one() or 0)
