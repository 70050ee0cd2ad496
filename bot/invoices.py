"""Invoices: a signed link that lasts thirty days, and the page behind it in the shopper's language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import jwt
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency
from fastapi import FastAPI, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, StrictUndefined

from actions.commerce.ports import Commerce
from actions.commerce.shapes import Order
from bot.content_files import HouseError
from bot.yaml_files import read_yaml

DAYS = 30
_AUDIENCE = "dragoman.invoice"
_WORDS = ("title", "order", "date", "item", "quantity", "price", "sum", "total", "paid", "refunded", "to")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"
_PAGE = """<!doctype html>
<html lang="{{ lang }}" dir="{{ 'rtl' if lang == 'ar' else 'ltr' }}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ words.title }} {{ order.id }}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}
table{border-collapse:collapse;width:100%;margin:1.5rem 0}th,td{padding:.4rem;border-bottom:1px solid #ccc;
text-align:start}td.n,th.n{text-align:end}</style></head>
<body><main><p>{{ shop }}</p><h1>{{ words.title }}</h1>
<p>{{ words.order }}: <bdi>{{ order.id }}</bdi><br>{{ words.date }}: {{ date }}</p>
{% if address %}<p>{{ words.to }}: <bdi>{{ address }}</bdi></p>{% endif %}
<table><thead><tr><th scope="col">{{ words.item }}</th><th scope="col" class="n">{{ words.quantity }}</th>
<th scope="col" class="n">{{ words.price }}</th><th scope="col" class="n">{{ words.sum }}</th></tr></thead><tbody>
{% for line in lines %}<tr><td>{{ line.name }}</td><td class="n">{{ line.quantity }}</td>
<td class="n"><bdi>{{ line.price }}</bdi></td><td class="n"><bdi>{{ line.sum }}</bdi></td></tr>
{% endfor %}</tbody></table>
<p><strong>{{ words.total }}: <bdi>{{ total }}</bdi></strong><br>{{ words.paid }}: <bdi>{{ paid }}</bdi>
{% if refunded %}<br>{{ words.refunded }}: <bdi>{{ refunded }}</bdi>{% endif %}</p></main></body></html>
"""


@dataclass(frozen=True)
class Invoices:
    """Signs links and draws pages. base: the address under which shoppers reach this server."""

    secret: str
    base: str
    shop: str
    words: dict[str, dict[str, str]]
    clock: Callable[[], datetime]

    def link(self, order_id: str, locale: str) -> str:
        """The invoice's address, valid for thirty days; whoever has it may read the invoice."""
        expires = self.clock() + timedelta(days=DAYS)
        claims = {"aud": _AUDIENCE, "sub": order_id, "loc": locale, "exp": expires}
        return f"{self.base}/invoices/{jwt.encode(claims, self.secret, 'HS256')}"

    def read(self, token: str) -> tuple[str, str] | None:
        """(order id, locale) of a link that is ours and still valid, else None."""
        try:
            claims = jwt.decode(
                token, self.secret, algorithms=["HS256"], audience=_AUDIENCE, options={"require": ["exp", "sub"]}
            )
        except jwt.PyJWTError:
            return None
        return str(claims["sub"]), str(claims.get("loc") or "en")

    def page(self, order: Order, locale: str) -> str:
        """The invoice as HTML."""
        language = locale.replace("_", "-").split("-")[0]
        language = language if language in self.words else "en"
        where = Locale.parse(language)

        def money(amount: Any) -> str:
            return str(format_currency(amount, order.currency, locale=where))

        lines = [
            {
                "name": _name(item.name, language),
                "quantity": item.quantity,
                "price": money(item.unit_price),
                "sum": money(item.unit_price * item.quantity),
            }
            for item in order.items
        ]
        return str(
            _template().render(
                lang=language,
                words=self.words[language],
                order=order,
                shop=self.shop,
                date=format_date(order.placed_at.date(), "long", locale=where),
                address=", ".join(str(value) for value in order.shipping_address.values() if value),
                lines=lines,
                total=money(order.total),
                paid=money(order.paid),
                refunded=money(order.refunded) if order.refunded else "",
            )
        )


def read_words(path: Path) -> dict[str, dict[str, str]]:
    """Words by language. Raises HouseError naming file and language where a word is missing."""
    content = read_yaml(path)
    words: dict[str, dict[str, str]] = content.get("words") or {}
    for language, texts in words.items():
        if wrong := sorted(set(_WORDS).symmetric_difference(texts)):
            raise HouseError(f"{path.name}: {language}: expected the words {', '.join(_WORDS)}; see {', '.join(wrong)}")
    if "en" not in words:
        raise HouseError(f"{path.name}: expected words for en")
    return words


def _name(name: str | dict[str, str], language: str) -> str:
    if isinstance(name, str):
        return name
    return name.get(language) or name.get("en") or next(iter(name.values()))


@cache
def _template() -> Any:
    return Environment(autoescape=True, undefined=StrictUndefined).from_string(_PAGE)


def add_invoices(app: FastAPI, invoices: Invoices, commerce: Commerce) -> None:
    """Adds the page. A link that is not ours, is too old or names no order gets the same answer."""

    @app.get("/invoices/{token}", include_in_schema=False)
    async def invoice(token: str) -> Response:
        known = invoices.read(token)
        found = await commerce.order(known[0]) if known else None
        if known is None or found is None or found[0].paid <= 0:
            return HTMLResponse("<!doctype html><title>404</title><p>404</p>", 404)
        headers = {"content-security-policy": _POLICY, "cache-control": "no-store", "referrer-policy": "no-referrer"}
        return HTMLResponse(invoices.page(found[0], known[1]), headers=headers)
