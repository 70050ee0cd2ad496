"""Attempts to learn something of another shopper's order."""
