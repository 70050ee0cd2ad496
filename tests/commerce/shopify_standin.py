"""Shopify's Admin GraphQL interface, as far as the adapter uses it: its documented types, checks, limits and errors."""

# ruff: noqa: N802, N803  # resolvers are named as Shopify names its fields
from __future__ import annotations

import hashlib
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

from graphql import GraphQLError, build_schema, graphql_sync
from graphql.language import OperationDefinitionNode, parse
from standin import Answer, StandIn

TOKEN = "shpat_test"
PATH = "/admin/api/2026-04/graphql.json"
SCHEMA = build_schema((Path(__file__).parent / "shopify.graphql").read_text(encoding="utf-8"))


def bag(amount: Any, currency: str) -> dict[str, Any]:
    return {"presentmentMoney": {"amount": str(amount), "currencyCode": currency}}


class ShopifyStandIn(StandIn):
    """orders by name. job_rounds: how often a cancelling job is asked for before it is done."""

    def __init__(self, currency: str = "EUR") -> None:
        super().__init__()
        self.currency = currency
        self.orders: dict[str, dict[str, Any]] = {}
        self.customers: dict[str, dict[str, Any]] = {}
        self.products: list[dict[str, Any]] = []
        self.discounts: dict[str, dict[str, Any]] = {}
        self.keys: dict[str, tuple[str, Any]] = {}
        self.jobs: dict[str, int] = {}
        self.job_rounds = 0
        self.throttle = 0
        self.mutations_only = True
        self.user_error: dict[str, Any] | None = None
        self._count = 900

    # ---- setting up

    def put_order(
        self, name: str, *, total: str = "100.00", lines: tuple[tuple[str, int, str], ...] = (), **changes: Any
    ) -> dict[str, Any]:
        """A paid order of lines (SKU, quantity, price of all)."""
        self._count += 1
        lines = lines or (("MUG", 2, "40.00"), ("SHOE", 1, "60.00"))
        order: dict[str, Any] = {
            "id": f"gid://shopify/Order/{self._count}",
            "name": f"#{name}",
            "createdAt": "2026-11-10T10:00:00Z",
            "cancelledAt": None,
            "displayFinancialStatus": "PAID",
            "displayFulfillmentStatus": "UNFULFILLED",
            "returnStatus": "NO_RETURN",
            "presentmentCurrencyCode": self.currency,
            "taxesIncluded": True,
            "email": "lena@example.com",
            "customer": {"id": "gid://shopify/Customer/501"},
            "shippingAddress": {
                "name": "Lena Vogt",
                "address1": "Lindenstr. 4",
                "city": "Berlin",
                "zip": "10969",
                "countryCodeV2": "DE",
            },
            "_lines": [
                {
                    "id": f"gid://shopify/LineItem/{self._count}{number}",
                    "sku": sku,
                    "title": sku.title(),
                    "quantity": quantity,
                    "variant": {
                        "id": f"gid://shopify/ProductVariant/{sku}",
                        "selectedOptions": [{"name": "Size", "value": "42"}],
                        "product": {"id": f"gid://shopify/Product/{sku}"},
                    },
                    "discountedTotalSet": bag(price, self.currency),
                    "taxLines": [],
                }
                for number, (sku, quantity, price) in enumerate(lines, 1)
            ],
            "transactions": [
                {
                    "id": f"gid://shopify/OrderTransaction/{self._count}",
                    "kind": "SALE",
                    "status": "SUCCESS",
                    "gateway": "shopify_payments",
                    "processedAt": "2026-11-10T10:00:01Z",
                    "amountSet": bag(total, self.currency),
                    "parentTransaction": None,
                }
            ],
            "refunds": [],
            "fulfillments": [],
            "returns": {"nodes": []},
            "metafield": None,
            "tags": [],
        }
        order.update(changes)
        self.orders[name] = order
        return order

    def deliver(self, name: str, day: str = "2026-11-20T12:00:00Z") -> None:
        order = self.orders[name]
        order["displayFulfillmentStatus"] = "FULFILLED"
        order["fulfillments"] = [
            {
                "id": "gid://shopify/Fulfillment/7",
                "displayStatus": "DELIVERED",
                "deliveredAt": day,
                "estimatedDeliveryAt": None,
                "trackingInfo": [{"company": "DHL", "number": "JD01"}],
                "events": {
                    "nodes": [
                        {
                            "happenedAt": "2026-11-12T08:00:00Z",
                            "status": "IN_TRANSIT",
                            "city": "Leipzig",
                            "country": "DE",
                            "message": None,
                        }
                    ]
                },
                "fulfillmentLineItems": {
                    "nodes": [
                        {
                            "id": f"gid://shopify/FulfillmentLineItem/{line['id'].rpartition('/')[2]}",
                            "quantity": line["quantity"],
                            "lineItem": {"id": line["id"]},
                        }
                        for line in order["_lines"]
                    ]
                },
            }
        ]

    def put_customer(self, number: int, **changes: Any) -> None:
        gid = f"gid://shopify/Customer/{number}"
        self.customers[gid] = {
            "id": gid,
            "displayName": "Lena Vogt",
            "locale": "de",
            "tags": ["VIP"],
            "defaultEmailAddress": {"emailAddress": "lena@example.com"},
            "defaultPhoneNumber": {"phoneNumber": "+4915112345678"},
            "defaultAddress": {"countryCodeV2": "DE"},
            **changes,
        }

    def refunded(self, name: str) -> Decimal:
        return sum(
            (Decimal(one["totalRefundedSet"]["presentmentMoney"]["amount"]) for one in self.orders[name]["refunds"]),
            Decimal(0),
        )

    # ---- the wire

    def ill(self, request: Any) -> bool:
        return not self.mutations_only or "mutation" in request[3]["query"][:20]

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: Any, headers: dict[str, str]) -> Answer:
        if headers.get("x-shopify-access-token") != TOKEN:
            return 401, {"errors": "[API] Invalid API key or access token"}, {}
        if path != PATH:
            return 404, {"errors": "Not Found"}, {}
        self.calls.append(re.search(r"(?:query|mutation) (\w+)", body["query"])[1])  # type: ignore[index]
        cost = {
            "requestedQueryCost": 120,
            "actualQueryCost": 40,
            "throttleStatus": {"maximumAvailable": 2000.0, "currentlyAvailable": 1800, "restoreRate": 100.0},
        }
        if self.throttle:
            self.throttle -= 1
            cost["throttleStatus"]["currentlyAvailable"] = 20  # type: ignore[index]
            return (
                200,
                {
                    "errors": [{"message": "Throttled", "extensions": {"code": "THROTTLED"}}],
                    "extensions": {"cost": cost},
                },
                {},
            )
        if "mutation Refund" in body["query"]:
            operation = parse(body["query"]).definitions[0]
            assert isinstance(operation, OperationDefinitionNode)
            names = {one.name.value for one in (operation.selection_set.selections[0].directives or ())}
            assert names == {"idempotent"}, "refundCreate needs @idempotent since 2026-04"
        done = graphql_sync(
            SCHEMA,
            body["query"],
            root_value=_Root(self),
            variable_values=body["variables"],
            context_value=body["variables"],
        )
        answer: dict[str, Any] = {"data": done.data, "extensions": {"cost": cost}}
        if done.errors:
            answer["errors"] = [{"message": error.message, "extensions": error.extensions} for error in done.errors]
        return 200, answer, {}


class _Root:
    """Resolvers of the schema's root fields."""

    def __init__(self, shop: ShopifyStandIn) -> None:
        self._shop = shop

    @property
    def shop(self) -> dict[str, Any]:
        return {"currencyCode": self._shop.currency}

    def _by_id(self, gid: str) -> dict[str, Any] | None:
        return next((one for one in self._shop.orders.values() if one["id"] == gid), None)

    def _shown(self, order: dict[str, Any]) -> dict[str, Any]:
        def lines(_info: Any, first: int, after: str | None = None) -> dict[str, Any]:
            return _page(order["_lines"], first, after)

        def some(name: str) -> Any:
            return lambda _info, first: order[name][:first]

        return {
            **order,
            "lineItems": lines,
            "transactions": some("transactions"),
            "refunds": lambda _info, first: [
                {**one, "transactions": lambda _info, first, one=one: {"nodes": one["_transactions"]}}
                for one in order["refunds"]
            ],
            "fulfillments": lambda _info, first: [
                {
                    **one,
                    "trackingInfo": lambda _info, first, one=one: one["trackingInfo"],
                    "events": lambda _info, first, one=one: one["events"],
                    "fulfillmentLineItems": lambda _info, first, one=one: one["fulfillmentLineItems"],
                }
                for one in order["fulfillments"]
            ],
            "returns": lambda _info, first: {
                "nodes": [
                    {**one, "returnLineItems": lambda _info, first, one=one: one["returnLineItems"]}
                    for one in order["returns"]["nodes"]
                ]
            },
            "metafield": lambda _info, namespace, key: order["metafield"],
        }

    def order(self, _info: Any, id: str) -> dict[str, Any] | None:
        found = self._by_id(id)
        return self._shown(found) if found else None

    def orders(self, _info: Any, first: int, query: str, after: str | None = None, **_more: Any) -> dict[str, Any]:
        key, _, wanted = query.partition(":")
        wanted = wanted.strip('"')

        def fits(one: dict[str, Any]) -> bool:
            if key == "customer_id":
                return bool(one["customer"]) and str(one["customer"]["id"]).endswith(f"/{wanted}")
            return wanted in one["name"] if key == "name" else one["email"] == wanted

        found = sorted(filter(fits, self._shop.orders.values()), key=lambda one: str(one["createdAt"]), reverse=True)
        return _page([self._shown(one) for one in found], first, after)

    def customer(self, _info: Any, id: str) -> Any:
        return self._shop.customers.get(id)

    def customers(self, _info: Any, first: int, query: str) -> Any:
        wanted = query.partition(":")[2].strip('"')
        return {
            "nodes": [one for one in self._shop.customers.values() if wanted[-6:] in str(one["defaultPhoneNumber"])]
        }

    def products(self, _info: Any, first: int, query: str, after: str | None = None) -> Any:
        def shown(one: dict[str, Any]) -> dict[str, Any]:
            return {**one, "variants": lambda _info, first: {"nodes": one["variants"]}}

        return _page([shown(one) for one in self._shop.products], min(first, 2), after)

    def product(self, _info: Any, id: str) -> Any:
        one = next((one for one in self._shop.products if one["id"] == id), None)
        return {**one, "variants": lambda _info, first: {"nodes": one["variants"]}} if one else None

    def codeDiscountNodeByCode(self, _info: Any, code: str) -> Any:
        found = self._shop.discounts.get(code.upper())
        return {"codeDiscount": found} if found else None

    def job(self, _info: Any, id: str) -> Any:
        self._shop.jobs[id] -= 1
        if self._shop.jobs[id] <= 0:
            self._finish(id.rpartition("/")[2])
        return {"id": id, "done": self._shop.jobs[id] <= 0}

    # ---- mutations

    def _wrong(self, field: str, message: str, code: str | None = None) -> list[dict[str, Any]]:
        return [{"field": [field], "message": message, "code": code}]

    def orderCancel(
        self, _info: Any, orderId: str, refundMethod: dict[str, Any], restock: bool, reason: str, **_: Any
    ) -> Any:
        order = self._by_id(orderId)
        if order is None:
            return {"job": None, "orderCancelUserErrors": self._wrong("orderId", "Order does not exist", "NOT_FOUND")}
        if order["cancelledAt"]:
            return {"job": None, "orderCancelUserErrors": self._wrong("orderId", "Order already cancelled", "INVALID")}
        number = order["id"].rpartition("/")[2]
        order["_refund_on_cancel"] = bool(refundMethod.get("originalPaymentMethodsRefund"))
        job = f"gid://shopify/Job/{number}"
        self._shop.jobs[job] = self._shop.job_rounds
        if self._shop.job_rounds == 0:
            self._finish(number)
        return {"job": {"id": job, "done": self._shop.job_rounds == 0}, "orderCancelUserErrors": []}

    def _finish(self, number: str) -> None:
        order = self._by_id(f"gid://shopify/Order/{number}")
        if order is None or order["cancelledAt"]:
            return
        order["cancelledAt"] = "2026-11-24T10:00:00Z"
        left = _left(order)
        if order["_refund_on_cancel"] and left > 0:
            self._book(order, left, None)

    def refundCreate(self, _info: Any, input: dict[str, Any]) -> Any:
        if self._shop.user_error:
            return {"refund": None, "userErrors": [self._shop.user_error]}
        key = _info.context["key"]
        text = repr(sorted(input.items(), key=str))
        if key in self._shop.keys:
            known, answer = self._shop.keys[key]
            if known != text:
                raise GraphQLError("key reused", extensions={"code": "IDEMPOTENCY_KEY_PARAMETER_MISMATCH"})
            return answer
        order = self._by_id(input["orderId"])
        assert order is not None
        amount = sum((Decimal(one["amount"]) for one in input["transactions"]), Decimal(0))
        if amount > _left(order):
            return {"refund": None, "userErrors": self._wrong("transactions", "Refund amount exceeds what is left")}
        answer = {"refund": self._book(order, amount, input["note"], input["transactions"]), "userErrors": []}
        self._shop.keys[key] = (text, answer)
        return answer

    def _book(self, order: dict[str, Any], amount: Decimal, note: str | None, shares: Any = None) -> dict[str, Any]:
        number = len(order["refunds"]) + 1
        shares = shares or [
            {"parentId": order["transactions"][0]["id"], "amount": str(amount), "gateway": "shopify_payments"}
        ]
        made = [
            {
                "id": f"gid://shopify/OrderTransaction/{number}{index}",
                "kind": "REFUND",
                "status": "SUCCESS",
                "gateway": one["gateway"],
                "processedAt": None,
                "amountSet": bag(one["amount"], self._shop.currency),
                "parentTransaction": {"id": one["parentId"]},
            }
            for index, one in enumerate(shares)
        ]
        order["transactions"] += made
        refund = {
            "id": f"gid://shopify/Refund/{number}",
            "note": note,
            "totalRefundedSet": bag(amount, self._shop.currency),
            "_transactions": made,
        }
        order["refunds"].append(refund)
        return refund

    def orderUpdate(self, _info: Any, input: dict[str, Any]) -> Any:
        order = self._by_id(input["id"])
        assert order is not None
        given = input["shippingAddress"]
        if not given.get("city"):
            return {"order": None, "userErrors": self._wrong("shippingAddress", "City can't be blank")}
        order["shippingAddress"] = {
            "name": f"{given['firstName']} {given['lastName']}".strip(),
            "address1": given["address1"],
            "address2": given["address2"],
            "city": given["city"],
            "zip": given["zip"],
            "provinceCode": None,
            "countryCodeV2": given.get("countryCode"),
        }
        return {"order": {"id": order["id"]}, "userErrors": []}

    def returnCreate(self, _info: Any, returnInput: dict[str, Any]) -> Any:
        order = self._by_id(returnInput["orderId"])
        assert order is not None
        taken = [line["_line"] for one in order["returns"]["nodes"] for line in one["returnLineItems"]["nodes"]]
        lines = []
        for line in returnInput["returnLineItems"]:
            if line["fulfillmentLineItemId"] in taken:
                return {
                    "return": None,
                    "userErrors": self._wrong("returnLineItems", "Quantity is not returnable", "INVALID"),
                }
            item = next(
                one["id"]
                for one in order["_lines"]
                if one["id"].rpartition("/")[2] == line["fulfillmentLineItemId"].rpartition("/")[2]
            )
            lines.append(
                {
                    "__typename": "ReturnLineItem",
                    "quantity": line["quantity"],
                    "returnReasonNote": line["returnReasonNote"],
                    "fulfillmentLineItem": {"lineItem": {"id": item}},
                    "_line": line["fulfillmentLineItemId"],
                }
            )
        made = {
            "id": "gid://shopify/Return/1",
            "name": f"{order['name']}-R{len(order['returns']['nodes']) + 1}",
            "status": "OPEN",
            "returnLineItems": {"nodes": lines},
            "_exchange": returnInput.get("exchangeLineItems"),
        }
        order["returns"]["nodes"].append(made)
        return {"return": made, "userErrors": []}

    def tagsAdd(self, _info: Any, id: str, tags: list[str]) -> Any:
        order = self._by_id(id)
        assert order is not None
        order["tags"] = sorted({*order["tags"], *tags})
        return {"userErrors": []}

    def metafieldsSet(self, _info: Any, metafields: list[dict[str, Any]]) -> Any:
        field = metafields[0]
        order = self._by_id(field["ownerId"])
        assert order is not None
        now = (order["metafield"] or {}).get("compareDigest")
        if field.get("compareDigest") != now:
            return {
                "metafields": None,
                "userErrors": self._wrong("metafields", "The resource has been updated", "STALE_OBJECT"),
            }
        digest = hashlib.sha256(field["value"].encode()).hexdigest()
        order["metafield"] = {"value": field["value"], "compareDigest": digest}
        return {"metafields": [{"id": "gid://shopify/Metafield/1"}], "userErrors": []}

    def discountCodeBasicCreate(self, _info: Any, basicCodeDiscount: dict[str, Any]) -> Any:
        code = basicCodeDiscount["code"].upper()
        if code in self._shop.discounts:
            return {"codeDiscountNode": None, "userErrors": self._wrong("code", "Code must be unique", "TAKEN")}
        amount = basicCodeDiscount["customerGets"]["value"]["discountAmount"]["amount"]
        buyers = basicCodeDiscount["context"].get("customers") or {"add": []}
        self._shop.discounts[code] = {
            "__typename": "DiscountCodeBasic",
            "title": code,
            "status": "ACTIVE",
            "endsAt": basicCodeDiscount["endsAt"],
            "updatedAt": "2026-11-24T10:00:00Z",
            "usageLimit": basicCodeDiscount["usageLimit"],
            "asyncUsageCount": 0,
            "customerGets": {
                "value": {
                    "__typename": "DiscountAmount",
                    "amount": {"amount": amount, "currencyCode": self._shop.currency},
                }
            },
            "context": {"__typename": "DiscountCustomers", "customers": [{"id": one} for one in buyers["add"]]},
        }
        return {"codeDiscountNode": {"id": "gid://shopify/DiscountCodeNode/1"}, "userErrors": []}


def _left(order: dict[str, Any]) -> Decimal:
    def total(kind: str) -> Decimal:
        return sum(
            (
                Decimal(one["amountSet"]["presentmentMoney"]["amount"])
                for one in order["transactions"]
                if one["kind"] == kind and one["status"] == "SUCCESS"
            ),
            Decimal(0),
        )

    return total("SALE") - total("REFUND")


def _page(nodes: list[Any], first: int, after: str | None) -> dict[str, Any]:
    start = int(after or 0)
    end = start + first
    return {"nodes": nodes[start:end], "pageInfo": {"hasNextPage": end < len(nodes), "endCursor": str(end)}}
