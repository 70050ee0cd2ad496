"""Articles in the store: importing files, drafts and publication, and the snapshot that follows each publication."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

import bot.knowledge
from bot.kept import Kept, mark_of
from bot.knowledge.article import Article, ArticleError, make_article
from bot.knowledge.chunks import chunks_of
from bot.knowledge.cut import Cut
from bot.knowledge.encoding import Encode
from bot.knowledge.index import Snapshot
from bot.knowledge.reader import try_folder
from bot.knowledge.resolution import FactResolver
from bot.knowledge.translations import with_sources
from bot.nlu.vectors import VectorCache
from bot.passages import stored, vectors_of
from bot.services import Policies
from bot.store import articles as store
from bot.store import staff
from bot.store.database import Database
from bot.store.hub import Hub
from bot.store.models import ArticleRow

if TYPE_CHECKING:
    from bot.nlu.encoder.session import Encoder

log = structlog.get_logger(__name__)

TOPIC = "publication"
_POLL = 2.0
_KNOWLEDGE = Path(bot.knowledge.__file__).parent
_LIBRARIES = ("bm25s", "icu4py", "numpy")
Progress = Callable[[str], None]
_FIELDS = ("id", "locale", "title", "kind", "markets", "topics", "valid_from", "valid_until", "facts", "translation_of")


class ImportRefused(Exception):
    """Nothing was imported; the message has one line for each mistake."""


class Publisher:
    """Keeps what is published in `policies`, in this process: a snapshot of each publication.

    vectors: reads the vectors on disk; they are needed, and in memory, only while a snapshot is made. kept: a folder
    that keeps the articles as they were cut, for the next start with the same ones. goods: takes over the shop's
    goods, which an import of them counts as a publication too.
    """

    def __init__(
        self,
        db: Database,
        hub: Hub,
        policies: Policies,
        encode: Encode,
        vectors: Callable[[], VectorCache],
        kept: Path,
        goods: Callable[[], Awaitable[None]],
    ) -> None:
        self._db, self._hub, self._policies, self._encode = db, hub, policies, encode
        self._vectors, self._kept = vectors, Kept(kept, "articles")
        self._goods = goods
        self._version = -1
        self._lock = asyncio.Lock()

    async def refresh(self, progress: Progress | None = None) -> bool:
        """Takes over the newest publication; whether there was a newer one."""
        async with self._lock:
            async with self._db.read() as session:
                version = await store.current_publication(session)
                if version == self._version:
                    return False
                first = self._version < 0
                same = not first and await store.only_goods_since(session, self._version)
                found = [] if same else [_article(row) for row in await store.published(session)]
            if not same:
                snapshot, resolver = await asyncio.to_thread(self._made_of, version, with_sources(found), progress)
                self._policies.replace(resolver)
                self._policies.holder.swap(snapshot)
            if not first:  # at the start they have just been read
                await self._goods()
            self._version = version
            return True

    def _made_of(
        self, version: int, articles: list[Article], progress: Progress | None
    ) -> tuple[Snapshot, FactResolver]:
        mark = mark_of((repr(article).encode() for article in articles), _KNOWLEDGE, _LIBRARIES)
        cut = self._kept.recall(mark)
        known = isinstance(cut, Cut)
        resolver = FactResolver(articles, agreed=known)
        if not known:
            cut = Cut.of(articles)
            self._kept.keep(mark, cut)
        return Snapshot(version, articles, stored(self._encode, self._vectors(), _indexing(progress)), cut), resolver

    async def watch(self) -> None:
        """Takes over every new publication, told by this process or found by a look every so often."""
        async with self._hub.subscribe(TOPIC) as hints:
            while True:
                await hints.get(_POLL)
                try:
                    await self.refresh()
                except Exception:  # the publication before goes on serving
                    log.exception("publication_not_loaded")
                    await asyncio.sleep(_POLL)


async def encode_published(db: Database, models: Path, encoder: Encoder, progress: Progress) -> None:
    """Encodes the sentences of all that is published to disk, where the first index finds them."""
    async with db.read() as session:
        articles = with_sources([_article(row) for row in await store.published(session)])
    sentences = [text for one in articles for chunk in chunks_of(0, one) for text in chunk.sentences]
    from bot.inference.model import encoded  # and with it all that understands

    vectors = vectors_of(models, encoder.identity, encoder.outputs)
    encode = stored(partial(encoded, encoder), vectors, _indexing(progress))
    await asyncio.to_thread(encode, sentences, "passage")


def _indexing(progress: Progress | None) -> Callable[[float], None]:
    def tell(share: float) -> None:
        if progress:
            progress(f"Indexing articles: {share:.0%}")

    return tell


class StoredArticles:
    """The console's articles (`console.deps.ArticleService`) over the store."""

    def __init__(self, db: Database, hub: Hub, publisher: Publisher, topics: Collection[str]) -> None:
        self._db, self._hub, self._publisher, self._topics = db, hub, publisher, topics

    async def list(self) -> list[dict[str, Any]]:
        """The newest version of every article and locale, without archived ones."""
        async with self._db.read() as session:
            return [_shown(row) for row in await store.newest(session)]

    async def get(self, article_id: str, locale: str) -> dict[str, Any] | None:
        """The newest version, or None; a translation with its `source`, from which it has what it leaves out."""
        async with self._db.read() as session:
            known = await store.versions(session, article_id, locale)
            if not known:
                return None
            shown = _shown(known[0])
            if origin := known[0].translation_of:
                sources = await store.versions(session, str(origin["id"]), str(origin["locale"]))
                shown["source"] = _shown(sources[0]) if sources else None
            return shown

    async def preview(self, fields: dict[str, Any]) -> dict[str, Any]:
        """The article as it would be stored; raises ArticleError, a ValueError that names the key."""
        article = self._checked(fields)
        return {**_fields(article), "version": article.version, "status": "preview"}

    async def save_draft(self, fields: dict[str, Any], *, by: str) -> dict[str, Any]:
        """Stores a draft; what is published stays."""
        article = self._checked(fields)
        async with self._db.write() as session:
            row = await store.save_draft(session, _fields(article), by=by)
            staff.audit(session, by, "article.draft", f"{article.locale}/{article.id}", {"version": row.version})
            return _shown(row)

    async def publish(self, article_id: str, locale: str, *, by: str) -> dict[str, Any]:
        """Publishes the newest version and makes it live here before it returns.

        Raises LookupError when there is none, ArticleError when it contradicts another article.
        """
        async with self._db.write() as session:
            known = await store.versions(session, article_id, locale)
            if not known:
                raise LookupError(f"{locale}/{article_id}")
            others = [_article(row) for row in await store.published(session)]
            kept = [one for one in others if (one.id, one.locale) != (article_id, locale)]
            FactResolver(with_sources([*kept, _article(known[0])]))
            await store.publish(session, known[0])
            await store.bump_publication(session, {"article": f"{locale}/{article_id}"})
            staff.audit(session, by, "article.publish", f"{locale}/{article_id}", {"version": known[0].version})
            shown = _shown(known[0])
        await self._publisher.refresh()
        self._hub.publish(TOPIC)
        return shown

    def _checked(self, fields: dict[str, Any]) -> Article:
        front = {name: value for name, value in fields.items() if name in _FIELDS}
        return make_article("article", front, str(fields.get("body") or ""), self._topics)


async def import_folder(
    db: Database, folder: Path, topics: Collection[str], *, replace_all: bool = False
) -> tuple[int, int]:
    """Publishes the articles of a folder; returns (how many there are, how many were new or changed).

    replace_all: published articles that are not in the folder go. Raises ImportRefused with every mistake, and then
    nothing was imported.
    """
    found = await asyncio.to_thread(_read, folder, topics)
    async with db.write() as session:
        rows = {(row.id, row.locale): row for row in await store.published(session)}
        given = {(one.id, one.locale) for one in found}
        kept = [] if replace_all else [_article(row) for key, row in rows.items() if key not in given]
        try:
            FactResolver(with_sources([*kept, *found]))
        except ArticleError as error:
            raise ImportRefused(str(error)) from error
        changed = 0
        for article in found:
            row = rows.get((article.id, article.locale))
            if row is not None and _fields(_article(row)) == _fields(article):
                continue
            draft = await store.save_draft(session, _fields(article), by="import")
            await store.publish(session, draft)
            changed += 1
        gone = [row for key, row in rows.items() if key not in given] if replace_all else []
        for row in gone:
            row.status = "archived"
            session.add(row)
        if changed or gone:
            await store.bump_publication(session, {"import": len(found), "changed": changed, "removed": len(gone)})
    return len(found), changed


def _read(folder: Path, topics: Collection[str]) -> list[Article]:
    if not folder.is_dir():
        raise ImportRefused(f"{folder} is not a folder; expected <locale>/<id>.md files in it")
    found, errors = try_folder(folder, topics)
    if errors:
        raise ImportRefused("\n".join(str(error) for error in errors))
    if not found:
        raise ImportRefused(f"{folder} has no articles; expected <locale>/<id>.md files in it")
    return found


def _fields(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "locale": article.locale,
        "title": article.title,
        "kind": article.kind,
        "body": article.body,
        "markets": list(article.markets),
        "topics": list(article.topics),
        "valid_from": article.valid_from,
        "valid_until": article.valid_until,
        "facts": dict(article.facts),
        "translation_of": dict(article.translation_of) if article.translation_of else None,
    }


def _article(row: ArticleRow) -> Article:
    return replace(
        Article(row.id, row.locale, row.title, row.kind, row.body),
        markets=tuple(row.markets),
        topics=tuple(row.topics),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        facts=dict(row.facts),
        translation_of=row.translation_of,
        version=row.version,
    )


def _shown(row: ArticleRow) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in (*_FIELDS, "body", "status", "version")},
        "created_by": row.created_by,
        "published_at": row.published_at.isoformat() if row.published_at else None,
    }
