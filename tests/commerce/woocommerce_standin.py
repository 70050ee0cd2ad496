"""WooCommerce's REST interface, as far as the adapter uses it: its documented shapes, pages and errors."""

from __future__ import annotations

import base64
from decimal import Decimal
from typing import Any

from standin import Answer, StandIn

KEY, SECRET = "ck_test", "cs_test"
_BASE = "/wp-json/wc/v3/"


def error(code: str, status: int, message: str = "No.") -> Answer:
    return status, {"code": code, "message": message, "data": {"status": status}}, {}


class WooStandIn(StandIn):
    """orders by number. page: the most that a page holds, whatever is asked for."""

    def __init__(self, currency: str = "EUR") -> None:
        super().__init__()
        self.currency = currency
        self.orders: dict[str, dict[str, Any]] = {}
        self.refunds: dict[str, list[dict[str, Any]]] = {}
        self.notes: dict[str, list[dict[str, Any]]] = {}
        self.customers: dict[str, dict[str, Any]] = {}
        self.products: list[dict[str, Any]] = []
        self.coupons: list[dict[str, Any]] = []
        self.page = 100
        self.changes_only = True

    # ---- setting up

    def put_order(
        self, name: str, *, total: str = "100.00", lines: tuple[tuple[str, int, str], ...] = (), **changes: Any
    ) -> dict[str, Any]:
        """A paid order of lines (SKU, quantity, price of all)."""
        lines = lines or (("MUG", 2, "40.00"), ("SHOE", 1, "60.00"))
        person = {
            "first_name": "Lena",
            "last_name": "Vogt",
            "address_1": "Lindenstr. 4",
            "address_2": "",
            "city": "Berlin",
            "state": "",
            "postcode": "10969",
            "country": "DE",
        }
        order: dict[str, Any] = {
            "id": int(name),
            "number": name,
            "status": "processing",
            "currency": self.currency,
            "date_created_gmt": "2026-11-10T10:00:00",
            "date_paid_gmt": "2026-11-10T10:00:01",
            "date_completed_gmt": None,
            "total": total,
            "payment_method": "stripe",
            "customer_id": 501,
            "billing": {**person, "email": "lena@example.com", "phone": "01511 2345678"},
            "shipping": {**person, "phone": ""},
            "line_items": [
                {
                    "id": int(f"{name}{number}"),
                    "name": sku.title(),
                    "product_id": number,
                    "variation_id": 0,
                    "quantity": quantity,
                    "sku": sku,
                    "total": price,
                    "total_tax": "0.00",
                    "meta_data": [],
                }
                for number, (sku, quantity, price) in enumerate(lines, 1)
            ],
            "meta_data": [],
        }
        order.update(changes)
        self.orders[name] = order
        self.refunds[name] = []
        self.notes[name] = []
        return order

    def deliver(self, name: str, day: str = "2026-11-20T12:00:00") -> None:
        self.orders[name].update(status="completed", date_completed_gmt=day)

    def put_customer(self, number: int, **changes: Any) -> None:
        self.customers[str(number)] = {
            "id": number,
            "email": "lena@example.com",
            "first_name": "Lena",
            "last_name": "Vogt",
            "role": "customer",
            "billing": {"phone": "01511 2345678", "country": "DE"},
            "shipping": {"country": "DE"},
            "meta_data": [],
            **changes,
        }

    def refunded(self, name: str) -> Decimal:
        return sum((Decimal(one["amount"]) for one in self.refunds[name]), Decimal(0))

    # ---- the wire

    def ill(self, request: Any) -> bool:
        return not self.changes_only or request[0] != "GET"

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: Any, headers: dict[str, str]) -> Answer:
        expected = base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
        if headers.get("authorization") != f"Basic {expected}":
            return error("woocommerce_rest_cannot_view", 401)
        if not path.startswith(_BASE):
            return error("rest_no_route", 404)
        parts = path.removeprefix(_BASE).split("/")
        self.calls.append(f"{method} {'/'.join('#' if part.isdigit() else part for part in parts)}")
        asked = {name: values[0] for name, values in query.items()}
        match parts:
            case ["orders"]:
                return self._paged(self._found_orders(asked), asked)
            case ["orders", number] | ["orders", number, *_] if number not in self.orders:
                return error("woocommerce_rest_shop_order_invalid_id", 404, "Invalid ID.")
            case ["orders", number]:
                return self._order(number, method, body)
            case ["orders", number, "refunds"]:
                return self._refunds(number, method, body, asked)
            case ["orders", number, "notes"]:
                if method == "POST":
                    self.notes[number].append({"id": len(self.notes[number]) + 1, **body})
                    return 201, self.notes[number][-1], {}
                return 200, list(reversed(self.notes[number])), {}
            case ["customers", number]:
                found = self.customers.get(number)
                return (200, found, {}) if found else error("woocommerce_rest_invalid_id", 404)
            case ["products"]:
                return self._paged(self.products, asked)
            case ["coupons"]:
                return self._coupons(method, body, asked)
            case ["data", "currencies", "current"]:
                return 200, {"code": self.currency, "name": self.currency, "symbol": "¤"}, {}
        return error("rest_no_route", 404)

    def _paged(self, found: list[dict[str, Any]], asked: dict[str, str]) -> Answer:
        size = min(int(asked.get("per_page", 10)), self.page)
        start = (int(asked.get("page", 1)) - 1) * size
        pages = -(-len(found) // size)
        return 200, found[start : start + size], {"X-WP-Total": str(len(found)), "X-WP-TotalPages": str(pages)}

    def _found_orders(self, asked: dict[str, str]) -> list[dict[str, Any]]:
        found = [self._shown(number) for number in self.orders]
        if "customer" in asked:
            found = [one for one in found if str(one["customer_id"]) == asked["customer"]]
        if "search" in asked:
            found = [one for one in found if asked["search"].lower() in str(one["billing"]).lower().replace(" ", "")]
        return sorted(found, key=lambda one: str(one["date_created_gmt"]), reverse=True)

    def _shown(self, number: str) -> dict[str, Any]:
        refunds = [
            {"id": one["id"], "reason": one["reason"], "total": f"-{one['amount']}"} for one in self.refunds[number]
        ]
        return {**self.orders[number], "refunds": refunds}

    def _order(self, number: str, method: str, body: Any) -> Answer:
        order = self.orders[number]
        if method == "PUT":
            for key, value in body.items():
                if key == "meta_data":
                    for one in value:
                        kept = [old for old in order["meta_data"] if old["key"] != one["key"]]
                        order["meta_data"] = [*kept, {"id": len(kept) + 1, **one}]
                elif key == "shipping":
                    order["shipping"] = {**order["shipping"], **value}
                else:
                    order[key] = value
        return 200, self._shown(number), {}

    def _refunds(self, number: str, method: str, body: Any, asked: dict[str, str]) -> Answer:
        order = self.orders[number]
        if method == "GET":
            return self._paged(self.refunds[number], asked)
        amount = Decimal(body["amount"])
        if amount <= 0 or amount > Decimal(order["total"]) - self.refunded(number):
            return error("woocommerce_rest_cannot_create_order_refund", 400, "Invalid refund amount.")
        made = {
            "id": 9000 + len(self.refunds[number]),
            "date_created_gmt": "2026-11-24T10:00:00",
            "amount": body["amount"],
            "reason": body["reason"],
            "refunded_payment": bool(body.get("api_refund", True)),
            "meta_data": [{"id": 1, **one} for one in body.get("meta_data", [])],
            "line_items": [],
        }
        self.refunds[number].append(made)
        if self.refunded(number) == Decimal(order["total"]):
            order["status"] = "refunded"
        return 201, made, {}

    def _coupons(self, method: str, body: Any, asked: dict[str, str]) -> Answer:
        if method == "POST":
            if any(one["code"] == body["code"].lower() for one in self.coupons):
                return error("woocommerce_rest_coupon_code_already_exists", 400)
            self.coupons.append(
                {
                    "id": len(self.coupons) + 1,
                    "usage_count": 0,
                    "date_modified_gmt": "2026-11-24T10:00:00",
                    **body,
                    "code": body["code"].lower(),
                }
            )
            return 201, self.coupons[-1], {}
        return self._paged(
            [one for one in self.coupons if one["code"] == asked.get("code", one["code"]).lower()], asked
        )
