"""The GraphQL documents, for the pinned version."""

from __future__ import annotations

_MONEY = """
fragment Money on MoneyBag { presentmentMoney { amount currencyCode } }
"""

_LINES = (
    """
fragment Lines on LineItemConnection {
  pageInfo { hasNextPage endCursor }
  nodes {
    id sku title quantity variant { id selectedOptions { name value } product { id } }
    discountedTotalSet { ...Money } taxLines { priceSet { ...Money } }
  }
}
"""
    + _MONEY
)

_WHOLE = (
    """
fragment Whole on Order {
  id name createdAt cancelledAt displayFinancialStatus displayFulfillmentStatus returnStatus
  presentmentCurrencyCode taxesIncluded email
  customer { id }
  shippingAddress { name address1 address2 city zip provinceCode countryCodeV2 }
  lineItems(first: 50) { ...Lines }
  transactions(first: 30) { id kind status gateway processedAt amountSet { ...Money } parentTransaction { id } }
  refunds(first: 30) { id note totalRefundedSet { ...Money } transactions(first: 5) { nodes { id status } } }
  fulfillments(first: 10) {
    id displayStatus deliveredAt estimatedDeliveryAt
    trackingInfo(first: 3) { company number }
    events(first: 20) { nodes { happenedAt status city country message } }
    fulfillmentLineItems(first: 30) { nodes { id quantity lineItem { id } } }
  }
  returns(first: 10) { nodes { id name status returnLineItems(first: 20) { nodes {
    ... on ReturnLineItem { quantity returnReasonNote fulfillmentLineItem { lineItem { id } } }
  } } } }
  metafield(namespace: "dragoman", key: "ledger") { value compareDigest }
}
"""
    + _LINES
)

ORDER = "query Order($id: ID!) { order(id: $id) { ...Whole } }" + _WHOLE

ORDERS = (
    """
query Orders($query: String!, $first: Int!, $after: String) {
  orders(first: $first, after: $after, query: $query, sortKey: CREATED_AT, reverse: true) {
    pageInfo { hasNextPage endCursor } nodes { ...Whole }
  }
}
"""
    + _WHOLE
)

LINES = (
    "query Lines($id: ID!, $after: String) { order(id: $id) { lineItems(first: 50, after: $after) { ...Lines } } }"
    + _LINES
)

_PERSON = """
fragment Person on Customer {
  id displayName locale tags
  defaultEmailAddress { emailAddress } defaultPhoneNumber { phoneNumber } defaultAddress { countryCodeV2 }
}
"""
CUSTOMER = "query Customer($id: ID!) { customer(id: $id) { ...Person } }" + _PERSON
CUSTOMERS = "query Customers($query: String!) { customers(first: 10, query: $query) { nodes { ...Person } } }" + _PERSON

PRODUCTS = """
query Products($after: String) {
  shop { currencyCode }
  products(first: 50, after: $after, query: "status:active") {
    pageInfo { hasNextPage endCursor }
    nodes { id title productType tags variants(first: 50) { nodes {
      id sku price inventoryQuantity selectedOptions { name value }
    } } }
  }
}
"""

VARIANTS = """
query Variants($id: ID!) { product(id: $id) { variants(first: 100) { nodes {
  id availableForSale selectedOptions { name value }
} } } }
"""

COUPON = """
query Coupon($code: String!) {
  codeDiscountNodeByCode(code: $code) { codeDiscount { ... on DiscountCodeBasic {
    title status endsAt updatedAt usageLimit asyncUsageCount
    customerGets { value {
      ... on DiscountAmount { amount { amount currencyCode } }
      ... on DiscountPercentage { percentage }
    } }
    context { ... on DiscountCustomers { customers { id } } }
  } } }
}
"""

CURRENCY = "query Currency { shop { currencyCode } }"

JOB = "query Job($id: ID!) { job(id: $id) { id done } }"

CANCEL = """
mutation Cancel($orderId: ID!, $refund: OrderCancelRefundMethodInput!, $staffNote: String) {
  orderCancel(orderId: $orderId, reason: CUSTOMER, refundMethod: $refund, restock: true, notifyCustomer: false,
    staffNote: $staffNote) { job { id done } orderCancelUserErrors { field message code } }
}
"""

REFUND = """
mutation Refund($input: RefundInput!, $key: String!) {
  refundCreate(input: $input) @idempotent(key: $key) { refund { id } userErrors { field message } }
}
"""

ADDRESS = """
mutation Address($input: OrderInput!) { orderUpdate(input: $input) { order { id } userErrors { field message } } }
"""

RETURN = """
mutation Return($input: ReturnInput!) {
  returnCreate(returnInput: $input) { return { id name } userErrors { field message code } }
}
"""

TAG = "mutation Tag($id: ID!, $tags: [String!]!) { tagsAdd(id: $id, tags: $tags) { userErrors { field message } } }"

KEEP = """
mutation Keep($metafields: [MetafieldsSetInput!]!) {
  metafieldsSet(metafields: $metafields) { metafields { id } userErrors { field message code } }
}
"""

DISCOUNT = """
mutation Discount($input: DiscountCodeBasicInput!) {
  discountCodeBasicCreate(basicCodeDiscount: $input) { codeDiscountNode { id } userErrors { field message code } }
}
"""
