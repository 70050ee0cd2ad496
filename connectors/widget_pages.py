"""The widget's script, its words in each language, and the demo page: files, compressed once and kept in memory."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from connectors.dependencies import Deps
from connectors.message import Json
from connectors.problems import Problem
from connectors.webchat_routes import cors_headers

FOLDER = Path(__file__).with_name("widget")
_TRADITIONAL = ("TW", "HK", "MO")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class _File:
    """A file as it is sent."""

    body: bytes
    packed: bytes
    etag: str
    media_type: str

    @classmethod
    def of(cls, body: bytes, media_type: str) -> _File:
        digest = hashlib.sha256(body).hexdigest()[:20]
        return cls(body, gzip.compress(body, 9, mtime=0), f'"{digest}"', media_type)

    def response(self, request: Request, headers: Mapping[str, str]) -> Response:
        """The file, compressed where the browser takes it, or 304."""
        whole = {"etag": self.etag, "cache-control": "public, max-age=300", **headers}
        whole["vary"] = ", ".join(filter(None, ["Accept-Encoding", headers.get("vary")]))
        if self.etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=whole)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(self.packed, headers={**whole, "content-encoding": "gzip"}, media_type=self.media_type)
        return Response(self.body, headers=whole, media_type=self.media_type)


@cache
def _file(name: str, media_type: str) -> _File:
    return _File.of((FOLDER / name).read_bytes(), media_type)


@cache
def _words(name: str) -> dict[str, dict[str, str]]:
    """The words of a page by language. Raises ValueError where a language lacks a text or has one too many."""
    words: dict[str, dict[str, str]] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    expected = set(words["en"])
    for language, texts in words.items():
        wrong = sorted(expected.symmetric_difference(texts)) + [key for key, text in texts.items() if not text.strip()]
        if wrong:
            raise ValueError(
                f"{name}: {language}: expected the same texts as in en, none empty; see {', '.join(wrong)}"
            )
    return words


def language_of(locale: str, known: Mapping[str, object]) -> str:
    """The language of `known` that fits a locale best; English when none does."""
    parts = locale.replace("_", "-").split("-")
    language = parts[0].lower()
    if language == "zh" and any(part.upper() in (*_TRADITIONAL, "HANT") for part in parts[1:]):
        language = "zh-Hant"
    return language if language in known else "en"


@cache
def _words_file(name: str, language: str) -> _File:
    texts = {**_words(name)[language], "lang": language, "dir": "rtl" if language == "ar" else "ltr"}
    body = json.dumps(texts, ensure_ascii=False, separators=(",", ":")).encode()
    return _File.of(body, "application/json")


def add_pages(router: APIRouter, deps: Deps) -> None:
    """Adds `/widget.js`, `/webchat/strings/{locale}` and `/demo` with what it needs."""
    for checked in ("strings.json", "demo.json"):
        _words(checked)

    @router.get("/widget.js", tags=["web chat"], summary="The widget: <script src> of any page")
    async def widget(request: Request) -> Response:
        return _file("widget.js", "text/javascript").response(request, cors_headers(deps, request))

    @router.get("/webchat/strings/{locale}", tags=["web chat"], summary="The widget's words in one language")
    async def strings(locale: str, request: Request) -> Response:
        language = language_of(locale, _words("strings.json"))
        return _words_file("strings.json", language).response(request, cors_headers(deps, request))

    pages = {
        "demo.css": "text/css",
        "demo.js": "text/javascript",
    }

    @router.get("/demo", tags=["web chat"], summary="A demo page of the shop with the widget")
    async def demo(request: Request) -> Response:
        return _file("demo.html", "text/html").response(
            request, {"content-security-policy": _POLICY, "x-content-type-options": "nosniff"}
        )

    @router.get("/demo/shoppers.json", include_in_schema=False)
    async def shoppers() -> Response:
        listed = await deps.showcase() if deps.showcase else ()
        content: Json = {"shop": deps.settings.shop, "shoppers": [asdict(one) for one in listed]}
        return JSONResponse(content, headers={"cache-control": "no-store"})

    @router.get("/demo/strings/{locale}", include_in_schema=False)
    async def demo_strings(locale: str, request: Request) -> Response:
        return _words_file("demo.json", language_of(locale, _words("demo.json"))).response(request, {})

    @router.get("/demo/{name}", include_in_schema=False)
    async def demo_file(name: str, request: Request) -> Response:
        if name not in pages:
            raise Problem(404, "Not found", f"There is no file {name!r} of the demo page.")
        return _file(name, pages[name]).response(request, {"x-content-type-options": "nosniff"})
