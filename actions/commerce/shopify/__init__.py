"""Shopify's Admin GraphQL interface behind the commerce port."""
